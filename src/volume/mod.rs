//! A stack as one body: where its voxels lie in the patient, planes through it at any angle, and
//! what a point or a slab holds ([`sample`], which the shader `gpu/cut.wgsl` is tested against).
//!
//! Patient coordinates are LPS, in mm and f64, as in [`crate::series::geometry`].

mod alike;
pub mod geometry;
mod ladder;
pub mod lookup;
pub mod plane;
pub mod sample;
pub mod slab;
pub mod vector;

pub use geometry::{Geometry, Unfit};
pub use ladder::Ladder;
pub use lookup::Lookup;
pub use plane::{Axes, Section, Sheet};
pub use slab::{Projection, Slab};
pub use vector::Vector;
