//! What codestreams that describe themselves come out as, held against the header.

use super::Samples;
use crate::header::Image;
use crate::pixels::{Endian, Layout, Shape};
use crate::problem::Kind;

/// Extent and depth as a codestream states them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Extent {
    pub columns: u32,
    pub rows: u32,
    pub components: usize,
    /// Bits of a sample: 1 to 16, of JPEG 2000 up to 31.
    pub precision: u8,
}

impl Extent {
    /// Holds what a codestream states against the header, before memory is taken for it. The
    /// codestream's samples must fit the header's image: to show part of them, or other cells,
    /// would be to show what neither says.
    pub fn held_against(self, image: &Image, codec: &str) -> Result<Self, Kind> {
        let shape = image.shape;
        let same_size = (self.columns, self.rows) == (shape.columns, shape.rows);
        let fits = self.precision <= image.layout.allocated.max(1);
        if same_size && fits && self.components == usize::from(shape.samples) {
            return Ok(self);
        }
        let what = format!(
            "the {codec} image is {} x {} x {} of {} bits, the header says {} x {} x {} of {}",
            self.columns,
            self.rows,
            self.components,
            self.precision,
            shape.columns,
            shape.rows,
            shape.samples,
            image.layout.allocated,
        );
        Err(Kind::Malformed { what, at: 0 })
    }

    pub const fn pixels(self) -> usize {
        self.columns as usize * self.rows as usize
    }
}

/// Values pixel by pixel -> cells of the header's size.
pub(super) fn samples(values: &[u16], image: &Image) -> Result<Samples, Kind> {
    let (layout, shape) = cells_of(image);
    let bytes = match layout.allocated {
        8 => values.iter().map(|value| value.to_le_bytes()[0]).collect(),
        16 => cells(values, u16::to_le_bytes),
        _ => cells(values, |value| u32::from(value).to_le_bytes()),
    };
    Samples::new(bytes, layout, shape, image)
}

/// The same where they are cells of a byte already.
pub(super) fn samples_of_bytes(bytes: Vec<u8>, image: &Image) -> Result<Samples, Kind> {
    let (layout, shape) = cells_of(image);
    Samples::new(bytes, layout, shape, image)
}

fn cells_of(image: &Image) -> (Layout, Shape) {
    let layout = Layout {
        allocated: image.layout.allocated.max(8),
        endian: Endian::Little,
        ..image.layout
    };
    let shape = Shape {
        planar: false,
        ..image.shape
    };
    (layout, shape)
}

/// Memory is taken once, and filled cell by cell.
fn cells<const N: usize>(values: &[u16], cell: impl Fn(u16) -> [u8; N]) -> Vec<u8> {
    let mut bytes = vec![0; values.len() * N];
    let (places, _) = bytes.as_chunks_mut::<N>();
    for (place, value) in places.iter_mut().zip(values) {
        *place = cell(*value);
    }
    bytes
}
