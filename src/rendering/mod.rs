//! Rays through a stack: a copy of it that a GPU can interpolate ([`Solid`]), which of it is seen and
//! how ([`transfer`]), where it is looked at from ([`Camera`]), and what a ray brings home ([`ray`],
//! the twin of `gpu/ray.wgsl`).
//!
//! The copy is for looking alone: its values are rounded to one of 255 levels and averaged. Nothing
//! is measured in it.

pub mod blocks;
pub mod camera;
pub mod ray;
pub mod reduction;
pub mod solid;
pub mod transfer;

pub use blocks::Blocks;
pub use camera::{Camera, From};
pub use ray::Scene;
pub use reduction::{Reduction, SolidLayer};
pub use solid::Solid;
pub use transfer::Preset;
