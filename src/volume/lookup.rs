//! What the shader is told of each slice: where it lies, whether it is here, and in which layer of
//! the texture; a table of places along the normal that begins the search for one; and what makes
//! modality values of each slice, where slices have rescales of their own.

use serde::{Deserialize, Serialize};

use super::geometry::Geometry;
use crate::intake::FrameKey;

/// Texels in a row of the texture. Keep in sync with `ROW` in `gpu/cut.wgsl`.
pub const ROW: usize = 256;

/// Flags of a slice's last number, below its layer.
pub const HERE: u32 = 1;
/// Between it and the next slice nothing is missing.
pub const JOINED: u32 = 2;
pub const LAYER_SHIFT: u32 = 2;

/// Off the even place by less than this share of the spacing is scanners' last digits.
const EVEN: f64 = 0.001;

/// A texture of four whole numbers a texel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lookup {
    /// Slices: the bits of mm along the normal, of columns and of rows that it begins further
    /// along, then its layer and flags. From [`Lookup::cells_from`] on, cells: the last slice at
    /// or before its beginning. Behind those, where slices have rescales of their own, the bits of
    /// slope and intercept of each.
    pub texels: Vec<[u32; 4]>,
    pub slices: u32,
    /// Slices that are here.
    pub here: u32,
    pub cells_from: u32,
    pub cells: u32,
    /// Slices that may begin within a cell.
    pub walk: u32,
    /// All slices are here, one as far from the other, none shifted, their layers in order: then
    /// the shader looks nothing up.
    pub regular: bool,
    /// Slices have rescales of their own.
    pub own_rescale: bool,
}

impl Lookup {
    /// Of slices, with the layer of each that is here.
    #[must_use]
    pub fn new(geometry: &Geometry, layer_of: impl Fn(FrameKey) -> Option<u32>) -> Self {
        let mut texels = Vec::with_capacity(geometry.places.len() * 4);
        let mut regular = true;
        let mut here = 0;
        for (at, place) in geometry.places.iter().enumerate() {
            let layer = layer_of(place.frame);
            let [column, row] = geometry.shift(at);
            let is_here = if layer.is_some() { HERE } else { 0 };
            let joined = if place.joined { JOINED } else { 0 };
            let number = layer.unwrap_or(0) << LAYER_SHIFT | is_here | joined;
            texels.push([bits(place.along_mm), bits(column), bits(row), number]);
            here += is_here;
            let even = to_f64(at) * geometry.usual_mm;
            let is_off = (place.along_mm - even).abs() > EVEN * geometry.usual_mm;
            let is_shifted = column.abs().max(row.abs()) > EVEN;
            let in_order = layer.is_some_and(|layer| layer as usize == at);
            regular &= in_order && place.joined && !is_off && !is_shifted;
        }
        let slices = to_u32(texels.len());
        texels.resize(texels.len().next_multiple_of(ROW), [0; 4]);
        let cells_from = to_u32(texels.len());
        let cells = (2 * geometry.places.len()).next_multiple_of(ROW);
        let mut lookup = Self {
            texels,
            slices,
            here,
            cells_from,
            cells: to_u32(cells),
            walk: 0,
            regular,
            own_rescale: geometry.is_rescaled_by_slice(),
        };
        lookup.put_cells(geometry);
        if lookup.own_rescale {
            lookup.put_rescales(geometry);
        }
        lookup
    }

    /// A slice is here.
    #[must_use]
    pub fn is_here(&self, slice: usize) -> bool {
        let texel = self.texels.get(slice);
        slice < self.slices as usize && texel.is_some_and(|texel| texel[3] & HERE != 0)
    }

    fn put_cells(&mut self, geometry: &Geometry) {
        let last_mm = geometry.places.last().map_or(0.0, |place| place.along_mm);
        let cell_mm = last_mm / f64::from(self.cells.max(1));
        let start_of = |cell: u32| {
            let begins = f64::from(cell) * cell_mm;
            let after = geometry
                .places
                .partition_point(|place| place.along_mm <= begins);
            to_u32(after.saturating_sub(1))
        };
        for cell in 0..self.cells {
            self.texels.push([start_of(cell), 0, 0, 0]);
            // One more: rounding may find a place in the cell before its own.
            let within = start_of(cell + 1) - start_of(cell) + 1;
            self.walk = self.walk.max(within);
        }
    }

    fn put_rescales(&mut self, geometry: &Geometry) {
        let lines = geometry.places.iter().map(|place| {
            let rescale = place.rescale.as_ref();
            let [slope, intercept] = rescale.map_or([1.0, 0.0], |it| [it.slope, it.intercept]);
            [bits(slope), bits(intercept), 0, 0]
        });
        self.texels.extend(lines);
        let whole_rows = self.texels.len().next_multiple_of(ROW);
        self.texels.resize(whole_rows, [0; 4]);
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the shader's precision")]
const fn bits(value: f64) -> u32 {
    (value as f32).to_bits()
}

fn to_u32(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "slices")]
const fn to_f64(count: usize) -> f64 {
    count as f64
}
