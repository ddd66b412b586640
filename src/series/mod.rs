//! Headers -> stacks of frames in the order in which they are read, with their geometry.

mod catalog;
pub mod geometry;
mod opening;
mod order;
pub mod sides;
mod stack;

pub use catalog::{Catalog, StackId};
pub use geometry::Plane;
pub use order::position_along_normal;
pub use sides::{Sides, sides};
pub use stack::{Slice, Stack, unit};
