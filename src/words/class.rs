//! What is shown to a class besides the pictures.

pub const ROOM_CHECK: &str = "Room check";
pub const ROOM_SENTENCE: &str = "All must be seen from the last row: a square in black and one in white, three \
     lines of letters, 16 steps, the disc. If not, lower the lights, raise the brightness.";
pub const ROOM_LEAVE: &str = "Shift+R: back to the pictures";
pub const ROOM_OFFER: &str = "A screen that is new here:";
pub const ROOM_TRY: &str = "check the room";
pub const CLASS_TRY: &str = "open a class window on the second screen";
pub const ROOM_LATER: &str = "not now";
pub const CLASS_CLOSE: &str = "Close the class window";
pub const CLASS_BLOCKED: &str = "The browser opens no window: allow pop-ups for this page";

/// The teacher's clock: what time it is, and for how many minutes the class has been looking.
#[must_use]
pub fn class_clock(hours: u32, minutes: u32, since_ms: f64) -> String {
    let since = (since_ms / 60_000.0).floor();
    format!("{hours}:{minutes:02}, class for {since:.0} min")
}
