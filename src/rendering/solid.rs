//! The copy of a stack that rays go through: a box of texels, one byte each.

use crate::rendering::reduction::BODY_BY;
use crate::volume::Geometry;
use crate::volume::vector::{Vector, minus};

/// Texels along an axis, at most: more than there is to be seen of on a screen.
const LONGEST: u32 = 1024;

/// A layer that lies this much of a distance off the last slice is still filled by it.
const HALF: f64 = 0.5 + 1e-6;

/// How texels lie in a stack.
#[derive(Clone, Debug, PartialEq)]
pub struct Solid {
    /// Texels along rows, along columns, and layers.
    pub size: [u32; 3],
    /// A texel is the mean of so many columns and rows.
    pub by: u32,
    /// Of each layer the slice that fills it, by its place; `None` in a gap, which stays empty.
    pub layers: Vec<Option<usize>>,
    geometry: Geometry,
    layer_mm: f64,
    /// A layer stands for so many slices.
    pub every: u32,
    /// Columns and rows that slices begin further along, for each mm along the normal.
    tilt: [f64; 2],
}

impl Solid {
    /// As fine as `most_bytes` allow. Layers are as far from each other as slices usually are.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "`limits::VOLUME_STEPS` bounds it"
    )]
    pub fn of(geometry: &Geometry, most_bytes: u64) -> Self {
        let last_mm = geometry.places.last().map_or(0.0, |it| it.along_mm);
        let steps = (last_mm / geometry.usual_mm).round().max(0.0) as u32;
        let every = (steps + 1).div_ceil(LONGEST);
        let layer_mm = geometry.usual_mm * f64::from(every);
        let layers = (0..=steps / every)
            .map(|layer| filling(geometry, f64::from(layer) * layer_mm))
            .collect::<Vec<_>>();
        let depth = layers.len() as u32;
        let [columns, rows] = [geometry.columns, geometry.rows];
        let sides = |by: u32| [columns.div_ceil(by), rows.div_ceil(by)];
        let fits = |by: &u32| {
            let [wide, tall] = sides(*by);
            bytes([wide, tall, depth]) <= most_bytes && wide.max(tall) <= LONGEST
        };
        let by = (1..=columns.max(rows).max(1)).find(fits).unwrap_or(1);
        let [wide, tall] = sides(by);
        let slices = geometry.places.len();
        let shift = geometry.shift(slices.saturating_sub(1));
        Self {
            size: [wide.max(1), tall.max(1), depth.max(1)],
            by,
            layers,
            layer_mm,
            every,
            tilt: shift.map(|shift| shift / last_mm.max(f64::MIN_POSITIVE)),
            geometry: geometry.clone(),
        }
    }

    /// Of where the body is: [`BODY_BY`] texels along rows and columns are one.
    #[must_use]
    pub fn body_size(&self) -> [u32; 3] {
        body_size(self.size)
    }

    #[must_use]
    pub fn bytes(&self) -> u64 {
        bytes(self.size)
    }

    /// The layers that a slice fills, by its place.
    pub fn filled_by(&self, slice: usize) -> impl Iterator<Item = u32> {
        let layers = (0_u32..).zip(&self.layers);
        layers.filter_map(move |(layer, by)| (*by == Some(slice)).then_some(layer))
    }

    /// A point in texels, from the outer corner of the first.
    #[must_use]
    pub fn texel_from_patient(&self, point: Vector) -> [f64; 3] {
        let first = self.geometry.places.first();
        let start = first.map_or(point, |place| place.position_mm);
        let [column, row, layer] = self.texels_along(minus(point, start));
        let half = 0.5 / f64::from(self.by);
        [column + half, row + half, layer + 0.5]
    }

    /// A way in texels.
    #[must_use]
    pub fn texels_along(&self, way: Vector) -> [f64; 3] {
        let [column, row, along_mm] = self.geometry.voxels_along(way);
        let by = f64::from(self.by);
        [
            (column - self.tilt[0] * along_mm) / by,
            (row - self.tilt[1] * along_mm) / by,
            along_mm / self.layer_mm,
        ]
    }

    /// The least distance of texels.
    #[must_use]
    pub fn finest_mm(&self) -> f64 {
        let by = f64::from(self.by);
        let [column, row] = self.geometry.pixel_mm.map(|mm| mm * by);
        column.min(row).min(self.layer_mm)
    }

    #[must_use]
    pub const fn geometry(&self) -> &Geometry {
        &self.geometry
    }

    /// Columns or rows by which a slice lies off the even tilt, at most.
    #[must_use]
    pub fn off_tilt(&self) -> f64 {
        let places = self.geometry.places.iter().enumerate();
        let off = places.flat_map(|(at, place)| {
            let shift = self.geometry.shift(at);
            [0, 1].map(|axis| (shift[axis] - self.tilt[axis] * place.along_mm).abs())
        });
        off.fold(0.0, f64::max)
    }
}

/// Of a copy of this size, with where the body is.
fn bytes(size: [u32; 3]) -> u64 {
    let texels = [size, body_size(size)];
    let texels = texels.map(|size| size.into_iter().map(u64::from).product::<u64>());
    texels.into_iter().sum()
}

/// As [`Solid::body_size`], of a copy of this size.
#[must_use]
pub const fn body_size([columns, rows, layers]: [u32; 3]) -> [u32; 3] {
    [columns.div_ceil(BODY_BY), rows.div_ceil(BODY_BY), layers]
}

/// The slice that lies nearest to a place along the normal, unless that is in a gap.
fn filling(geometry: &Geometry, along_mm: f64) -> Option<usize> {
    let places = &geometry.places;
    let after = places.partition_point(|it| it.along_mm < along_mm);
    let before = after.saturating_sub(1);
    let off = |at: usize| {
        let place = places.get(at);
        place.map_or(f64::INFINITY, |it| (it.along_mm - along_mm).abs())
    };
    let nearest = if off(before) <= off(after) {
        before
    } else {
        after
    };
    let is_between = after < places.len() && places.get(before).is_some_and(|it| it.joined);
    (is_between || off(nearest) <= HALF * geometry.usual_mm).then_some(nearest)
}
