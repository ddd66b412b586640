//! Marks, and what they measure. A mark lies on a slice as it is stored, or on a plane or slab through a stack
//! ([`Ground`]). Points are columns and rows from the outer corner of the first voxel of that
//! picture, as in `viewport`: the middle of the first voxel is (0.5, 0.5).
//!
//! A [`Kind`] says how it is drawn; `outline` what it looks like, `grip` where it is taken, `measure`
//! and `region` what it is worth. What draws marks and what lists them knows of no kind.

mod area;
mod axes;
mod colour;
mod grip;
mod ground;
mod kind;
mod measure;
mod outline;
mod region;
mod shape;
mod tally;

use serde::{Deserialize, Serialize};

pub use area::even_odd_area;
pub use colour::Colour;
pub use grip::{Grip, grip_at, handles, held};
pub use ground::{Ground, Plane};
pub use kind::{Drawing, Kind};
pub use measure::{Measure, Spacing, measure};
pub use outline::{Trace, outline};
pub use region::{region, rows_inside};
pub use shape::Shape;
pub use tally::{Region, Tally};

pub type Point = [f64; 2];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct MarkId(pub u32);

/// What a reader drew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mark {
    pub id: MarkId,
    pub ground: Ground,
    pub shape: Shape,
    /// Its name, or what an arrow says.
    pub text: String,
    pub colour: Colour,
    /// The first of those that were copied from each other.
    pub group: Option<MarkId>,
}
