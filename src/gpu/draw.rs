//! What one picture of the canvas consists of, as plain data.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::intake::FrameKey;
use crate::pixels::{ColourMap, GreyPath, Layout, Shape, Table};
use crate::rendering::{Scene, SolidLayer};
use crate::viewport::{Placement, Rect};
use crate::volume::{Lookup, Slab};

/// Everything drawn in one submit. What no pane covers is surround.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DrawList {
    pub panes: Vec<Pane>,
    pub cuts: Vec<Cut>,
    pub rays: Vec<Rays>,
}

/// Rays through the copy of a stack, in one rectangle of the canvas.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rays {
    /// The pane, by its number: what it was drawn finely stays with it.
    pub pane: usize,
    /// All of the pane, and as much of it as is seen.
    pub rect: Rect,
    pub seen: Rect,
    /// The copy that must have been opened.
    pub solid: SolidKey,
    /// Of what is in it.
    pub revision: u64,
    pub scene: Scene,
    /// RGBA of each level, [`Ramp`](crate::rendering::transfer::Ramp).
    pub ramp: Arc<Vec<[u8; 4]>>,
    /// Blocks that are not empty, [`Blocks::seen`](crate::rendering::Blocks::seen), and their count along each axis.
    pub blocks: Arc<Vec<u8>>,
    pub block_count: [u32; 3],
    /// Rows that are drawn finely now, on top of those above them; `None` where all of it is drawn
    /// coarsely, and nothing finely.
    pub rows: Option<[u32; 2]>,
}

/// The copy of a stack on the GPU.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct SolidKey(pub u32);

/// What is done to copies.
#[derive(Clone, Debug, PartialEq)]
pub enum SolidEffect {
    /// Room for so many texels, all of which are nothing.
    Open {
        key: SolidKey,
        size: [u32; 3],
    },
    Fill {
        key: SolidKey,
        layer: u32,
        content: SolidLayer,
    },
    Close(SolidKey),
}

/// Ranges of modality values that are shown over a picture.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranges {
    /// Growing; a range is from one up to the next, without it.
    pub edges: Vec<f64>,
    /// By their outlines alone.
    pub outlined: bool,
}

/// A plane through a volume, or a slab about it, in one rectangle of the canvas.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cut {
    pub rect: Rect,
    /// The volume that must have been opened, and as much of it filled as `lookup` says.
    pub volume: VolumeKey,
    pub layout: Layout,
    /// Of a slice.
    pub shape: Shape,
    /// From modality values on where slices have rescales of their own.
    pub path: GreyPath,
    pub colours: ColourMap,
    pub ranges: Option<Ranges>,
    /// Columns, rows (from the centre of the first voxel) and mm along the stack's normal, each as
    /// factors of x, y, 1 and of mm along the plane's normal.
    pub voxel_from_canvas: [[f64; 4]; 3],
    pub usual_mm: f64,
    /// Where the last slice lies.
    pub last_mm: f64,
    pub slab: Option<Slab>,
    /// Between two looks along the plane's normal.
    pub step_mm: f64,
    pub lookup: Arc<Lookup>,
}

/// A volume on the GPU: a stack's slices in layers. Another where it is made anew.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct VolumeKey(pub u32);

/// A frame that is computed and not read, with its samples as they would lie in a file.
#[derive(Clone, Debug, PartialEq)]
pub struct ComputedFrame {
    pub frame: FrameKey,
    pub layout: Layout,
    pub shape: Shape,
    pub samples: Vec<u8>,
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
    /// Of grey levels; colour images stay as they are.
    pub colours: ColourMap,
    pub ranges: Option<Ranges>,
    pub image_from_canvas: ImageFromCanvas,
    /// Something lies over the image.
    pub covered: bool,
    /// Of the texture: another where the same frame was uploaded anew.
    pub revision: u64,
    pub interpolation: Interpolation,
}

impl Pane {
    /// The table of its window.
    #[must_use]
    pub const fn table(&self) -> Option<&Arc<Table>> {
        match &self.content {
            Content::Grey(path) => path.window.table.as_ref(),
            Content::Colour { .. } => None,
        }
    }

    /// The whole pixels of the pane that the image touches; all others are surround and need no
    /// drawing.
    #[must_use]
    pub fn image_rect(&self) -> Rect {
        let [columns, rows] = [self.shape.columns, self.shape.rows].map(f64::from);
        let corners = [[0.0, 0.0], [columns, 0.0], [0.0, rows], [columns, rows]]
            .map(|corner| self.image_from_canvas.inverse(corner));
        let span = |axis: usize, from: u32, length: u32| {
            let ends = corners.map(|corner| corner[axis]);
            let low = ends.into_iter().fold(f64::INFINITY, f64::min);
            let high = ends.into_iter().fold(f64::NEG_INFINITY, f64::max);
            let [start, end] = [f64::from(from), f64::from(from + length)];
            // A pixel more on each side: rounding never leaves one out.
            let start = (low.floor() - 1.0).clamp(start, end);
            (start, (high.ceil() + 1.0).clamp(start, end) - start)
        };
        let (x, width) = span(0, self.rect.x, self.rect.width);
        let (y, height) = span(1, self.rect.y, self.rect.height);
        let [x, y, width, height] = [x, y, width, height].map(whole);
        Rect {
            x,
            y,
            width,
            height,
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "whole numbers inside a rectangle of the canvas"
)]
const fn whole(pixels: f64) -> u32 {
    pixels as u32
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

impl Interpolation {
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Bilinear => Self::Nearest,
            Self::Nearest => Self::Bilinear,
        }
    }
}

/// `column = column[0] * x + column[1] * y + column[2]`, and `row` likewise. Both sides count
/// from an outer corner: of the canvas, in its pixels, and of the first voxel.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ImageFromCanvas {
    pub column: [f64; 3],
    pub row: [f64; 3],
}

impl ImageFromCanvas {
    /// The canvas point of an image point.
    fn inverse(&self, [column, row]: [f64; 2]) -> [f64; 2] {
        let ([a, b, left], [c, d, top]) = (self.column, self.row);
        let determinant = a * d - b * c;
        let [across, down] = [column - left, row - top];
        [
            (d * across - b * down) / determinant,
            (a * down - c * across) / determinant,
        ]
    }
}

impl From<Placement> for ImageFromCanvas {
    fn from(placement: Placement) -> Self {
        let [column, row] = placement.image_from_canvas([0.0, 0.0]);
        let right = placement.turn.image_from_screen([1.0, 0.0]);
        let down = placement.turn.image_from_screen([0.0, 1.0]);
        let [across, tall] = placement.scale;
        Self {
            column: [right[0] / across, down[0] / across, column],
            row: [right[1] / tall, down[1] / tall, row],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::viewport::Turn;

    fn pane(placement: Placement, rect: Rect) -> Pane {
        use crate::intake::FileId;
        use crate::pixels::Endian;
        Pane {
            rect,
            frame: FrameKey {
                file: FileId(0),
                frame: 0,
            },
            layout: Layout {
                allocated: 8,
                stored: 8,
                high_bit: 7,
                signed: false,
                float: false,
                endian: Endian::Little,
            },
            shape: Shape {
                columns: 100,
                rows: 50,
                samples: 3,
                planar: false,
            },
            content: Content::Colour { inverted: false },
            colours: ColourMap::Grey,
            ranges: None,
            image_from_canvas: placement.into(),
            covered: false,
            revision: 0,
            interpolation: Interpolation::default(),
        }
    }

    #[test]
    fn only_the_image_is_drawn() {
        let rect = Rect {
            x: 10,
            y: 20,
            width: 400,
            height: 300,
        };
        let placement = |origin, scale| Placement {
            origin,
            scale,
            turn: Turn::default(),
        };
        let inside = pane(placement([50.0, 60.0], [2.0, 4.0]), rect).image_rect();
        assert_eq!(
            inside,
            Rect {
                x: 49,
                y: 59,
                width: 202,
                height: 202
            }
        );
        let larger = pane(placement([-500.0, -500.0], [20.0, 40.0]), rect);
        assert_eq!(larger.image_rect(), rect);
        let beside = pane(placement([1000.0, 60.0], [1.0, 1.0]), rect).image_rect();
        assert_eq!(beside.width, 0);
    }

    #[test]
    fn a_placement_is_turned_round() {
        for turn in Turn::all() {
            let placement = Placement {
                origin: [10.0, -20.0],
                scale: [2.0, 4.0],
                turn,
            };
            let from_canvas = ImageFromCanvas::from(placement);
            let ImageFromCanvas { column, row } = from_canvas;
            let [x, y] = [37.5, 99.5];
            let [expected_column, expected_row] = placement.image_from_canvas([x, y]);
            assert!((column[0] * x + column[1] * y + column[2] - expected_column).abs() < 1e-12);
            assert!((row[0] * x + row[1] * y + row[2] - expected_row).abs() < 1e-12);
            let back = from_canvas.inverse([expected_column, expected_row]);
            assert!(
                (back[0] - x).abs() < 1e-9 && (back[1] - y).abs() < 1e-9,
                "{turn:?}"
            );
        }
    }
}
