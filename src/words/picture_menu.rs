//! What may be done to the picture, in its menu.

pub const PICTURE: &str = "Picture";
pub const FLIP_LEFT_RIGHT: &str = "Flip left and right";
pub const FLIP_UP_DOWN: &str = "Flip up and down";
pub const TURN_LEFT: &str = "Turn left";
pub const TURN_RIGHT: &str = "Turn right";
pub const VOXELS: &str = "Voxels as they are";
pub const COLOURS: &str = "Colours";
