//! Chests of known volume: what each point of a patient holds, as a function, and slices of it.

use hounsfield::intake::{FileId, FrameKey};
use hounsfield::lung::{Air, Grid, Mask, find};
use hounsfield::pixels::{Endian, Frame, Layout, Rescale, Shape};
use hounsfield::volume::vector::{Vector, cross, plus, times, unit};
use hounsfield::volume::{Geometry, geometry::Place};

/// As scanners store it.
pub const RESCALE: Rescale = Rescale {
    slope: 1.0,
    intercept: -1024.0,
    kind: None,
};

pub const LAYOUT: Layout = Layout {
    allocated: 16,
    stored: 16,
    high_bit: 15,
    signed: false,
    float: false,
    endian: Endian::Little,
};

#[derive(Clone, Copy)]
pub struct Ellipsoid {
    pub middle: Vector,
    pub half: Vector,
}

impl Ellipsoid {
    pub fn holds(&self, at: Vector) -> bool {
        let parts = (0..3).map(|axis| (at[axis] - self.middle[axis]) / self.half[axis]);
        parts.map(|part| part * part).sum::<f64>() <= 1.0
    }

    pub fn volume_ml(&self) -> f64 {
        let [a, b, c] = self.half;
        4.0 / 3.0 * std::f64::consts::PI * a * b * c / 1000.0
    }
}

pub const RIGHT: Ellipsoid = Ellipsoid {
    middle: [-75.0, 0.0, 0.0],
    half: [50.0, 70.0, 110.0],
};

pub const LEFT: Ellipsoid = Ellipsoid {
    middle: [75.0, 0.0, -5.0],
    half: [45.0, 65.0, 105.0],
};

fn is_in_tube(at: Vector, from: Vector, to: Vector, radius: f64) -> bool {
    let way: Vector = std::array::from_fn(|axis| to[axis] - from[axis]);
    let off: Vector = std::array::from_fn(|axis| at[axis] - from[axis]);
    let dot = |a: Vector, b: Vector| a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    let along = (dot(off, way) / dot(way, way)).clamp(0.0, 1.0);
    let near: Vector = std::array::from_fn(|axis| off[axis] - way[axis] * along);
    dot(near, near) <= radius * radius
}

/// A chest on a table, with lungs of this shape, vessels in them, trachea and main bronchi, and a
/// sphere of gas of 113 ml under the left lung.
pub fn chest(at: Vector, lungs: &[Ellipsoid; 2]) -> f64 {
    let [x, y, _] = at;
    let in_body = (x / 160.0).powi(2) + (y / 100.0).powi(2) <= 1.0;
    let in_table = x.abs() <= 190.0 && (104.0..=124.0).contains(&y);
    let in_foam = x.abs() <= 186.0 && (108.0..=120.0).contains(&y);
    if !in_body {
        return match (in_table, in_foam) {
            (_, true) => -800.0,
            (true, false) => 100.0,
            _ => -1000.0,
        };
    }
    let carina = [0.0, 15.0, 40.0];
    let airways = [
        ([0.0, 15.0, 400.0], 8.0),
        ([-42.0, 5.0, 5.0], 6.0),
        ([42.0, 5.0, 5.0], 6.0),
    ];
    if airways
        .iter()
        .any(|(to, radius)| is_in_tube(at, carina, *to, *radius))
    {
        return -1000.0;
    }
    let is_lung = lungs.iter().any(|lung| lung.holds(at));
    if is_lung {
        // Vessels, across and along, of 6 mm.
        let is_vessel = (x.rem_euclid(30.0) - 15.0).hypot(y.rem_euclid(36.0) - 18.0) < 3.0;
        return if is_vessel { 40.0 } else { -850.0 };
    }
    let gas = Ellipsoid {
        middle: [70.0, -20.0, -150.0],
        half: [30.0; 3],
    };
    if gas.holds(at) { -1000.0 } else { 40.0 }
}

/// How a chest is scanned.
pub struct Scan {
    /// Directions of a row and of a column in the patient.
    pub row: Vector,
    pub column: Vector,
    pub pixel_mm: f64,
    pub size: [u32; 2],
    /// Of each slice, along the normal from the middle of the chest towards the feet.
    pub along_mm: Vec<f64>,
    pub noise: f64,
}

impl Default for Scan {
    fn default() -> Self {
        Self {
            row: [1.0, 0.0, 0.0],
            column: [0.0, 1.0, 0.0],
            pixel_mm: 2.0,
            size: [200, 132],
            along_mm: (-45..=65).map(|at| f64::from(at) * 3.0).collect(),
            noise: 30.0,
        }
    }
}

impl Scan {
    fn normal(&self) -> Vector {
        let normal = unit(cross(self.row, self.column));
        if normal[2] > 0.0 {
            times(normal, -1.0)
        } else {
            normal
        }
    }

    fn position(&self, slice: usize) -> Vector {
        let half = |count: u32| -0.5 * f64::from(count - 1) * self.pixel_mm;
        let along = times(self.normal(), self.along_mm[slice]);
        let corner = plus(
            times(self.row, half(self.size[0])),
            times(self.column, half(self.size[1])),
        );
        plus(along, corner)
    }

    pub fn grid(&self) -> Grid {
        let first = self.along_mm[0];
        let gaps: Vec<f64> = self
            .along_mm
            .windows(2)
            .map(|pair| pair[1] - pair[0])
            .collect();
        let mut sorted = gaps.clone();
        sorted.sort_by(f64::total_cmp);
        let places = (0_u32..).zip(&self.along_mm).map(|(slice, along)| Place {
            frame: FrameKey::first(FileId(slice)),
            position_mm: self.position(slice as usize),
            along_mm: along - first,
            joined: true,
            rescale: None,
        });
        let geometry = Geometry {
            row: self.row,
            column: self.column,
            normal: self.normal(),
            pixel_mm: [self.pixel_mm; 2],
            columns: self.size[0],
            rows: self.size[1],
            usual_mm: sorted[sorted.len() / 2],
            places: places.collect(),
        };
        Grid::of(&geometry).unwrap()
    }

    /// Stored values of a slice.
    pub fn slice(&self, slice: usize, value: &impl Fn(Vector) -> f64) -> Vec<u8> {
        let grid = self.grid();
        let mut bytes = Vec::new();
        for row in 0..self.size[1] {
            for column in 0..self.size[0] {
                let at = grid.point(slice, [column.into(), row.into()]);
                let noise = self.noise * noise(slice, column, row);
                let stored = (value(at) + noise - RESCALE.intercept).round().max(0.0);
                bytes.extend_from_slice(&(stored as u16).to_le_bytes());
            }
        }
        bytes
    }

    pub fn shape(&self) -> Shape {
        Shape {
            columns: self.size[0],
            rows: self.size[1],
            samples: 1,
            planar: false,
        }
    }

    pub fn air(&self, value: impl Fn(Vector) -> f64) -> Vec<Air> {
        let slices = 0..self.along_mm.len();
        slices
            .map(|slice| {
                let bytes = self.slice(slice, &value);
                let frame = Frame::new(&bytes, LAYOUT, self.shape()).unwrap();
                Air::of(&frame, Some(&RESCALE), None, [self.pixel_mm; 2])
            })
            .collect()
    }

    pub fn mask(&self, value: impl Fn(Vector) -> f64) -> Mask {
        find(&self.air(value), &self.grid(), &mut || {})
    }
}

/// From -1 to 1, the same each time, of no pattern that a mask could follow.
fn noise(slice: usize, column: u32, row: u32) -> f64 {
    let mut hash = (slice as u64) << 40 | u64::from(column) << 20 | u64::from(row);
    for _ in 0..2 {
        hash = (hash ^ (hash >> 29)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
    (hash >> 40) as f64 / f64::from(1 << 23) - 1.0
}
