//! Session and screen -> the texts over a picture, in the lists and in the bar. What stands over a
//! picture is true of the picture that is drawn.

mod bar;
mod held;
mod pane;
mod series;

pub use bar::*;
pub use held::*;
pub use pane::*;
pub use series::*;
