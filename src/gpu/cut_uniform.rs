//! A plane of the draw list folded, in f64, into the numbers that `cut.wgsl` needs.

use super::draw::Cut;
use super::uniform::{PaneUniform, key};
use crate::pixels::{Endian, Layout};
use crate::volume::Projection;

/// Planes are looked at in so many points of a canvas pixel along each axis, at most, where it is
/// larger than a voxel.
const MOST_TAPS: f64 = 4.0;

/// A canvas pixel may be so much larger than a voxel before it takes two: blending the neighbours
/// is a low pass of its own.
const SLACK: f64 = 0.3;

/// The shader's `Cut`: keep in sync with `cut.wgsl` (`tests/shaders.rs` compares the two).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CutUniform {
    /// Columns from the centre of the first voxel of the first slice: factors of x, y, 1 and of mm
    /// along the plane's normal. The same for rows, and for mm along the stack's normal.
    pub column: [f32; 4],
    pub row: [f32; 4],
    pub along: [f32; 4],
    pub size: [u32; 2],
    pub slices: u32,
    /// Layers of a brick.
    pub depth: u32,
    pub usual_mm: f32,
    /// Where the last slice lies.
    pub last_mm: f32,
    pub cells_a_mm: f32,
    pub cells_from: u32,
    pub cells: u32,
    pub walk: u32,
    pub taps: u32,
    /// One of the constants below.
    pub projection: u32,
    pub step_mm: f32,
    /// Half of the slab.
    pub reach_mm: f32,
    pub steps: u32,
    /// Where slices have rescales of their own, the modality value that others are counted from.
    pub pivot: f32,
}

/// Values of [`CutUniform::projection`], named alike in `cut.wgsl`.
pub const MIP: u32 = 0;
pub const MIN_IP: u32 = 1;
pub const MEAN: u32 = 2;

impl CutUniform {
    /// Bytes of the struct, a multiple of 16.
    pub const SIZE: usize = 112;

    #[must_use]
    pub fn new(cut: &Cut, depth: u32) -> Self {
        let [column, row, along] = cut.voxel_from_canvas.map(|factors| factors.map(to_f32));
        let lookup = &cut.lookup;
        let mut uniform = Self {
            column,
            row,
            along,
            size: [cut.shape.columns, cut.shape.rows],
            slices: lookup.slices,
            depth,
            usual_mm: to_f32(cut.usual_mm),
            last_mm: to_f32(cut.last_mm),
            cells_a_mm: to_f32(f64::from(lookup.cells) / cut.last_mm.max(f64::MIN_POSITIVE)),
            cells_from: lookup.cells_from,
            cells: lookup.cells,
            walk: lookup.walk,
            taps: taps(cut),
            ..Self::default()
        };
        if lookup.own_rescale {
            uniform.pivot = f32::from_bits(of_values(cut).pivot);
        }
        if let Some(slab) = cut.slab {
            uniform.projection = projection(slab.projection, cut.path.slope);
            uniform.step_mm = to_f32(cut.step_mm);
            uniform.reach_mm = to_f32(slab.mm / 2.0);
            uniform.steps = slab.steps(cut.step_mm).unsigned_abs();
        }
        uniform
    }

    /// The struct as it lies in the uniform buffer.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; Self::SIZE] {
        let floats = |values: [f32; 4]| values.map(f32::to_bits);
        let words = [
            floats(self.column),
            floats(self.row),
            floats(self.along),
            [self.size[0], self.size[1], self.slices, self.depth],
            [
                self.usual_mm.to_bits(),
                self.last_mm.to_bits(),
                self.cells_a_mm.to_bits(),
                self.cells_from,
            ],
            [self.cells, self.walk, self.taps, self.projection],
            [
                self.step_mm.to_bits(),
                self.reach_mm.to_bits(),
                self.steps,
                self.pivot.to_bits(),
            ],
        ];
        let mut bytes = [0; Self::SIZE];
        for (four, word) in bytes.chunks_exact_mut(4).zip(words.as_flattened()) {
            four.copy_from_slice(&word.to_le_bytes());
        }
        bytes
    }
}

/// Modality values as the shader has them where slices have rescales of their own.
const VALUES: Layout = Layout::float(32, Endian::Little);

/// The way from a modality value to a grey level.
///
/// In f32 such a value is off by a few ten-millionths of itself. Counted from the window's middle
/// before it is scaled, that is below a tenth of a grey level in each window that is wider than a
/// thousandth of the values in it.
fn of_values(cut: &Cut) -> PaneUniform {
    let mut uniform = PaneUniform::default();
    uniform.fold_window(VALUES, &cut.path);
    uniform
}

impl PaneUniform {
    /// The way from a cell to a grey level, for a plane.
    #[must_use]
    pub fn of_cut(cut: &Cut) -> Self {
        let mut uniform = Self {
            size: [cut.shape.columns, cut.shape.rows],
            stride: [1, 1],
            padding_low: 1,
            ..Self::default()
        };
        uniform.fold_grey(cut.layout, &cut.path, cut.colours);
        if cut.lookup.own_rescale {
            let values = of_values(cut);
            uniform = Self {
                // Cells are counted from 0, as the rescale of their slice takes them.
                pivot: key(cut.layout, 0),
                curve: values.curve,
                scale: values.scale,
                offset: values.offset,
                last: values.last,
                ..uniform
            };
        }
        // Of numbers that are none by their order alone a plane has no ranges.
        match cut.ranges.as_ref().filter(|_| !cut.layout.float) {
            Some(ranges) if cut.lookup.own_rescale => uniform.fold_ranges_of_values(ranges),
            Some(ranges) => uniform.fold_ranges(cut.layout, &cut.path, ranges),
            None => {}
        }
        uniform
    }
}

/// Values are compared as they are stored: where the slope is negative the largest is the least.
const fn projection(of: Projection, slope: f64) -> u32 {
    match (of, slope < 0.0) {
        (Projection::Mip, false) | (Projection::MinIp, true) => MIP,
        (Projection::MinIp, false) | (Projection::Mip, true) => MIN_IP,
        (Projection::Mean, _) => MEAN,
    }
}

/// How many points of a canvas pixel are looked at, so that what is reduced does not alias.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few"
)]
fn taps(cut: &Cut) -> u32 {
    let [column, row, along] = cut.voxel_from_canvas;
    let voxels = |axis: usize| {
        let slices = along[axis] / cut.usual_mm;
        column[axis].hypot(row[axis]).hypot(slices)
    };
    let extent = voxels(0).max(voxels(1));
    (extent - SLACK).ceil().clamp(1.0, MOST_TAPS) as u32
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "rounding to f32 is the purpose"
)]
const fn to_f32(value: f64) -> f32 {
    value as f32
}
