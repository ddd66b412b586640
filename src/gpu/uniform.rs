//! A pane of the draw list folded, in f64, into the numbers that the shader needs.
//!
//! A stored value reaches the window as `scale * (key - pivot) + offset`: the key is the value
//! counted from the smallest that fits, the pivot the key where the window has its middle. Key
//! and pivot are subtracted as integers, so f32 has its digits where levels change, for 32-bit
//! values too.

use super::draw::{Content, ImageFromCanvas, Interpolation, Pane};
use crate::pixels::voi::Curve;
use crate::pixels::{ColourMap, Endian, GreyPath, Layout};

/// Above this enlargement voxels are shown as they are.
const NEAREST_ABOVE: f64 = 12.0;

/// Nearest sampling looks this far (in voxels) to the right and down, so that rounding noise
/// does not choose the voxel where a pixel's middle falls on the line between two.
const OFF_THE_LINE: f64 = 1.0 / 1024.0;

/// Voxels averaged for one canvas pixel along each axis; beyond, every second, third... is.
const TAPS: f64 = 16.0;

/// Scale and offset stay within this, so that no product in f32 is infinite.
const LARGEST: f64 = 1e28;

/// The shader's `Pane`: keep in sync with `slice.wgsl` (`tests/shaders.rs` compares the two).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct PaneUniform {
    /// Column of a canvas position: factors of x, y, 1; then voxels averaged across, 0 = nearest.
    pub column: [f32; 4],
    /// The same for the row.
    pub row: [f32; 4],
    pub size: [u32; 2],
    /// Every how many voxels are looked at in a reduction.
    pub stride: [u32; 2],
    /// A cell -> its key: bytes swapped?, up, sign bit turned, down.
    pub swap_bytes: u32,
    pub shift_up: u32,
    pub sign_flip: u32,
    pub shift_down: u32,
    /// Keys that are no image, both ends included; none where low > high.
    pub padding_low: u32,
    pub padding_high: u32,
    /// Of floating-point values the bits of one.
    pub pivot: u32,
    /// Row of `lut`.
    pub colours: u32,
    pub scale: f32,
    pub offset: f32,
    pub inverted: u32,
    /// The last place of a table.
    pub last: u32,
    /// The keys where ranges of values begin and end, in the order of the values...
    pub range_edges: [u32; 8],
    /// ...and how many there are.
    pub edges: u32,
    /// Values grow as keys become less.
    pub turned: u32,
    pub outlined: u32,
    /// No part of the struct: a [program](super::program::Program) is made for it.
    pub curve: u32,
    /// No parts either.
    pub covered: bool,
    pub float: bool,
}

/// Values of [`PaneUniform::curve`], named alike in `slice.wgsl`.
pub const RAMP: u32 = 0;
pub const SIGMOID: u32 = 1;
pub const STEP: u32 = 2;
pub const COLOUR: u32 = 3;
pub const TABLE: u32 = 4;

/// How a pixel's value is made of voxels: an entry point of `slice.wgsl` each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sampling {
    Nearest,
    Bilinear,
    Average,
}

impl Sampling {
    pub const ALL: [Self; 3] = [Self::Nearest, Self::Bilinear, Self::Average];

    #[must_use]
    pub const fn entry_point(self) -> &'static str {
        match self {
            Self::Nearest => "slice_nearest",
            Self::Bilinear => "slice_bilinear",
            Self::Average => "slice_average",
        }
    }
}

impl PaneUniform {
    /// The entry point that these numbers are for.
    #[must_use]
    pub fn sampling(&self) -> Sampling {
        match (self.column[3], self.row[3]) {
            (0.0, _) => Sampling::Nearest,
            (1.0, 1.0) => Sampling::Bilinear,
            _ => Sampling::Average,
        }
    }

    /// Bytes of the struct, a multiple of 16.
    pub const SIZE: usize = 144;

    #[must_use]
    pub fn new(pane: &Pane) -> Self {
        let mut uniform = Self {
            size: [pane.shape.columns, pane.shape.rows],
            padding_low: 1,
            padding_high: 0,
            covered: pane.covered,
            ..Self::default()
        };
        uniform.fold_geometry(&pane.image_from_canvas, pane.interpolation);
        match &pane.content {
            Content::Grey(path) => {
                uniform.fold_grey(pane.layout, path, pane.colours);
                if let Some(ranges) = &pane.ranges {
                    uniform.fold_ranges(pane.layout, path, ranges);
                }
            }
            Content::Colour { inverted } => {
                uniform.curve = COLOUR;
                uniform.inverted = u32::from(*inverted);
            }
        }
        uniform
    }

    pub(super) fn fold_grey(&mut self, layout: Layout, path: &GreyPath, colours: ColourMap) {
        self.fold_layout(layout);
        self.fold_padding(layout, path.padding);
        self.fold_window(layout, path);
        self.inverted = u32::from(path.inverted);
        self.colours = colours.row();
    }

    fn fold_geometry(&mut self, from_canvas: &ImageFromCanvas, chosen: Interpolation) {
        let extents = [
            pixel_extent(from_canvas.column),
            pixel_extent(from_canvas.row),
        ];
        let nearest = is_nearest(extents, chosen);
        let nudge = if nearest { OFF_THE_LINE } else { 0.0 };
        for (axis, extent) in extents.into_iter().enumerate() {
            let [x, y, one] = if axis == 0 {
                from_canvas.column
            } else {
                from_canvas.row
            };
            // A box of one voxel is bilinear interpolation; of more, the area average.
            let averaged = if nearest { 0.0 } else { extent.max(1.0) };
            let folded = [to_f32(x), to_f32(y), to_f32(one + nudge), to_f32(averaged)];
            self.stride[axis] = to_u32((averaged / TAPS).ceil().max(1.0));
            *(if axis == 0 {
                &mut self.column
            } else {
                &mut self.row
            }) = folded;
        }
    }

    fn fold_layout(&mut self, layout: Layout) {
        // All 32 bits are turned round: a swapped cell of 16 bits then starts at the top.
        let swapped = layout.endian == Endian::Big && layout.allocated > 8;
        let bits = if swapped {
            u32::from(layout.allocated)
        } else {
            32
        };
        self.swap_bytes = u32::from(swapped);
        self.shift_up = (bits - 1).saturating_sub(u32::from(layout.high_bit));
        self.sign_flip = if layout.signed { 1 << 31 } else { 0 };
        self.shift_down = 32_u32.saturating_sub(u32::from(layout.stored)).min(31);
    }

    fn fold_padding(&mut self, layout: Layout, padding: Option<[i64; 2]>) {
        if layout.float {
            return;
        }
        let (smallest, largest) = layout.range();
        let Some([low, high]) = padding else { return };
        if low <= largest && high >= smallest {
            self.padding_low = key(layout, low);
            self.padding_high = key(layout, high);
        }
    }

    pub(super) fn fold_window(&mut self, layout: Layout, path: &GreyPath) {
        self.float = layout.float;
        let usable = path.slope.is_finite() && path.intercept.is_finite();
        if path.slope == 0.0 || !usable {
            // Every voxel has the same level.
            self.curve = RAMP;
            self.offset = f32::from(path.window.grey(path.modality(0))) + 0.5;
            return;
        }
        let stored_at = |modality: f64| (modality - path.intercept) / path.slope;
        match path.window.curve() {
            Curve::Step { middle } if layout.float => {
                let pivot = self.fold_pivot(layout, stored_at(middle));
                self.curve = STEP;
                self.scale = to_f32(path.slope.signum());
                self.offset = to_f32((path.modality_of(pivot) - middle) / path.slope.abs());
            }
            Curve::Step { middle } => self.fold_step(layout, path, stored_at(middle)),
            Curve::Ramp { middle, span } => {
                let pivot = self.fold_pivot(layout, stored_at(middle));
                let scale = path.slope * 255.0 / span;
                // The half is for rounding by floor.
                let offset = (path.modality_of(pivot) - middle) * 255.0 / span + 128.0;
                self.curve = RAMP;
                self.scale = to_f32(scale);
                // A level half-way between two is rounded up. Where f32 has no exact scale, a
                // little more than its error is added, so that it stays so.
                let exact = f64::from(self.scale).total_cmp(&scale).is_eq();
                self.offset = to_f32(if exact {
                    offset
                } else {
                    offset + 1.0 / 32768.0
                });
            }
            Curve::Sigmoid { middle, width } => {
                let pivot = self.fold_pivot(layout, stored_at(middle));
                self.curve = SIGMOID;
                self.scale = to_f32(4.0 * path.slope / width);
                self.offset = to_f32(4.0 * (path.modality_of(pivot) - middle) / width);
            }
            Curve::Table { low, step, table } => {
                let last = table.levels().len().saturating_sub(1);
                self.last = u32::try_from(last).unwrap_or(u32::MAX);
                let middle = low + step * f64::from(self.last) / 2.0;
                let pivot = self.fold_pivot(layout, stored_at(middle));
                let scale = path.slope / step;
                let offset = (path.modality_of(pivot) - low) / step;
                self.curve = TABLE;
                self.scale = to_f32(scale);
                // As above: what reaches a place stays there.
                self.offset = to_f32(offset + 1.0 / 1024.0);
            }
        }
    }

    /// The stored value that others are counted from, as near to `middle` as one is.
    fn fold_pivot(&mut self, layout: Layout, middle: f64) -> f64 {
        if layout.float {
            let pivot = to_f32(middle);
            self.pivot = pivot.to_bits();
            return f64::from(pivot);
        }
        let pivot = clamped(layout, to_i64(middle.round()));
        self.pivot = key(layout, pivot);
        to_f64(pivot)
    }

    /// White where `scale * (key - pivot) + offset > 0`. The pivot is the last black value, the
    /// offset how far from it the threshold lies, and neither rounding may move a stored value
    /// to the other side: what `pixels` says is asked.
    fn fold_step(&mut self, layout: Layout, path: &GreyPath, threshold: f64) {
        // Counted so that white is upwards, also for a negative slope.
        let upwards = if path.slope > 0.0 { 1 } else { -1 };
        let is_white = |value: i64| path.window.grey(path.modality(upwards * value)) > 0;
        let threshold = threshold * path.slope.signum();
        let mut last_black = to_i64(threshold.floor());
        for _ in 0..2 {
            if is_white(last_black) {
                last_black -= 1;
            } else if !is_white(last_black + 1) {
                last_black += 1;
            }
        }
        let pivot = upwards * clamped(layout, upwards * last_black);
        let beyond = if last_black < pivot {
            // Even the least value that fits is white.
            -0.5
        } else {
            to_f32(threshold - to_f64(pivot)).clamp(0.0, 1.0 - f32::EPSILON)
        };
        self.curve = STEP;
        self.pivot = key(layout, upwards * pivot);
        self.scale = if upwards > 0 { 1.0 } else { -1.0 };
        self.offset = -beyond;
    }

    /// The struct as it lies in the uniform buffer.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; Self::SIZE] {
        let floats = |values: [f32; 4]| values.map(f32::to_bits);
        let [low, low_2, low_3, low_4, high, high_2, high_3, high_4] = self.range_edges;
        let words = [
            floats(self.column),
            floats(self.row),
            [self.size[0], self.size[1], self.stride[0], self.stride[1]],
            [
                self.swap_bytes,
                self.shift_up,
                self.sign_flip,
                self.shift_down,
            ],
            [
                self.padding_low,
                self.padding_high,
                self.pivot,
                self.colours,
            ],
            [
                self.scale.to_bits(),
                self.offset.to_bits(),
                self.inverted,
                self.last,
            ],
            [low, low_2, low_3, low_4],
            [high, high_2, high_3, high_4],
            [self.edges, self.turned, self.outlined, 0],
        ];
        let mut bytes = [0; Self::SIZE];
        for (four, word) in bytes.chunks_exact_mut(4).zip(words.as_flattened()) {
            four.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }
}

/// How far one canvas pixel reaches along an axis of the image.
fn pixel_extent([x, y, _]: [f64; 3]) -> f64 {
    x.hypot(y)
}

/// At exactly 1:1 every voxel is one pixel, and nothing may touch its value.
fn is_nearest(extents: [f64; 2], chosen: Interpolation) -> bool {
    let one_to_one = extents.iter().all(|extent| (extent - 1.0).abs() < 1e-9);
    let reduced = extents.iter().any(|extent| *extent > 1.0);
    let enlarged_much = extents.iter().all(|extent| *extent < 1.0 / NEAREST_ABOVE);
    one_to_one || enlarged_much || (chosen == Interpolation::Nearest && !reduced)
}

fn clamped(layout: Layout, value: i64) -> i64 {
    let (smallest, largest) = layout.range();
    value.clamp(smallest, largest)
}

/// A stored value counted from the smallest that fits; values that do not fit are clamped.
pub(super) fn key(layout: Layout, value: i64) -> u32 {
    let above = clamped(layout, value) - layout.range().0;
    u32::try_from(above).unwrap_or(u32::MAX)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "bounded before; NaN becomes 0"
)]
const fn to_i64(value: f64) -> i64 {
    const BEYOND_32_BITS: f64 = 1e12;
    value.clamp(-BEYOND_32_BITS, BEYOND_32_BITS) as i64
}

#[expect(
    clippy::cast_precision_loss,
    reason = "stored values have at most 32 bits"
)]
const fn to_f64(value: i64) -> f64 {
    value as f64
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "rounding to f32 is the purpose"
)]
const fn to_f32(value: f64) -> f32 {
    value.clamp(-LARGEST, LARGEST) as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "saturates"
)]
const fn to_u32(value: f64) -> u32 {
    value as u32
}
