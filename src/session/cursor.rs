//! One point in the patient, which panes show that go through it.

use serde::{Deserialize, Serialize};

use crate::intake::FrameKey;
use crate::volume::Vector;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cursor {
    pub at_mm: Vector,
    /// The slice on which it was chosen: others are of one space with it, or not.
    pub frame: FrameKey,
    /// A hand moves it.
    #[serde(skip)]
    pub held: bool,
}
