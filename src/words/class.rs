//! What is shown to a class besides the pictures.

pub const ROOM_CHECK: &str = "Room check";
pub const ROOM_SENTENCE: &str = "All must be seen from the last row: a square in black and one in white, three \
     lines of letters, 16 steps, the disc. If not, lower the lights, raise the brightness.";
pub const ROOM_LEAVE: &str = "Shift+R: back to the pictures";
pub const ROOM_OFFER: &str = "A screen that is new here:";
pub const ROOM_TRY: &str = "check the room";
pub const ROOM_LATER: &str = "not now";
