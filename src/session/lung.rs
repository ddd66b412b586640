//! What the reader chose for the lung mask.

use serde::{Deserialize, Serialize};

use crate::lung::EDGES_HU;

/// Radius of the brush at the start, in mm.
const BRUSH_MM: f64 = 8.0;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LungChoices {
    /// Edges of the ranges of HU, growing: each range is from an edge up to the next, without it.
    pub edges_hu: Vec<i32>,
    pub brush_mm: f64,
}

impl Default for LungChoices {
    fn default() -> Self {
        Self {
            edges_hu: EDGES_HU.to_vec(),
            brush_mm: BRUSH_MM,
        }
    }
}
