//! What the reader chose for the lung mask.

use serde::{Deserialize, Serialize};

use crate::lung::{EDGES_HU, Mask};
use crate::series::StackId;

/// Radius of the brush at the start, in mm.
const BRUSH_MM: f64 = 8.0;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LungChoices {
    /// Edges of the ranges of HU, growing: each range is from an edge up to the next, without it.
    pub edges_hu: Vec<i32>,
    pub brush_mm: f64,
}

/// What a reader does to the lung mask, besides the strokes of the brush.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum LungAction {
    /// Finds the lungs of the stack in the active pane; again, and what was found is gone.
    Find,
    /// Workers try once more what they could not do.
    Retry,
    /// The outline has been seen, and is taken: the table is shown.
    Confirm,
    /// Other ranges of HU, each from an edge up to the next.
    SetEdges {
        edges_hu: Vec<i32>,
    },
    SetBrush {
        radius_mm: f64,
    },
}

/// Of which stack lungs are shown: what undoing needs of them.
#[derive(Clone, Debug, PartialEq)]
pub struct KeptLungs {
    pub stack: StackId,
    /// None where they were not found yet.
    pub mask: Option<Box<Mask>>,
    pub confirmed: bool,
}

impl Default for LungChoices {
    fn default() -> Self {
        Self {
            edges_hu: EDGES_HU.to_vec(),
            brush_mm: BRUSH_MM,
        }
    }
}
