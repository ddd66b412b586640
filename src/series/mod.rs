//! Headers -> stacks of frames in the order in which they are read, with their geometry.
//!
//! `group` says which files may belong together, `about` what they must have in common, `divide`
//! what is not one stack even so, `fingerprint` which stack of earlier it is.

mod about;
mod catalog;
mod divide;
pub mod fingerprint;
pub mod geometry;
mod grids;
mod group;
mod listing;
mod note;
mod opening;
mod order;
mod runs;
pub mod sides;
mod slice;
mod stack;

pub use about::{About, unit};
pub use catalog::{Catalog, StackId};
pub use fingerprint::{Fingerprint, FrameDigest};
pub use geometry::Plane;
pub use order::position_along_normal;
pub use sides::{Sides, sides};
pub use slice::Slice;
pub use stack::Stack;
