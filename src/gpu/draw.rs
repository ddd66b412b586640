//! What one picture of the canvas consists of, as plain data.

use serde::{Deserialize, Serialize};

use crate::intake::FrameKey;
use crate::pixels::{GreyPath, Layout, Shape};
use crate::viewport::{Placement, Rect};

/// Everything drawn in one submit. What no pane covers is surround.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DrawList {
    pub panes: Vec<Pane>,
}

/// One frame in one rectangle of the canvas.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pane {
    pub rect: Rect,
    /// The texture that must have been uploaded under this key.
    pub frame: FrameKey,
    pub layout: Layout,
    pub shape: Shape,
    pub content: Content,
    pub image_from_canvas: ImageFromCanvas,
    pub interpolation: Interpolation,
}

/// How cells become a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Content {
    Grey(GreyPath),
    /// RGB as it is, no window.
    Colour {
        inverted: bool,
    },
}

/// What fills the space between voxels where an image is enlarged. One that is reduced is
/// averaged over the area of a canvas pixel in either case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Interpolation {
    #[default]
    Bilinear,
    Nearest,
}

/// `column = column[0] * x + column[1] * y + column[2]`, and `row` likewise. Both sides count
/// from an outer corner: of the canvas, in its pixels, and of the first voxel.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImageFromCanvas {
    pub column: [f64; 3],
    pub row: [f64; 3],
}

impl From<Placement> for ImageFromCanvas {
    fn from(placement: Placement) -> Self {
        let [x, y] = placement.origin;
        let [across, down] = placement.scale;
        Self {
            column: [1.0 / across, 0.0, -x / across],
            row: [0.0, 1.0 / down, -y / down],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_placement_is_turned_round() {
        let placement = Placement {
            origin: [10.0, -20.0],
            scale: [2.0, 4.0],
        };
        let ImageFromCanvas { column, row } = placement.into();
        let [x, y] = [37.5, 99.5];
        let [expected_column, expected_row] = placement.image_from_canvas([x, y]);
        assert!((column[0] * x + column[1] * y + column[2] - expected_column).abs() < 1e-12);
        assert!((row[0] * x + row[1] * y + row[2] - expected_row).abs() < 1e-12);
    }
}
