//! The vocabulary of samples: how they lie in a buffer, what they mean, how they are shown.

pub mod air;
pub mod colour_map;
pub mod cover;
pub mod layer;
pub mod layout;
pub mod preset;
pub mod stats;
pub mod table;
pub mod thumbnail;
pub mod voi;

pub use colour_map::ColourMap;
pub use cover::Cover;
pub use layout::{Endian, Frame, Layout, Shape, Voxel};
pub use stats::Stats;
pub use table::Table;
pub use thumbnail::Thumbnail;
pub use voi::{GreyPath, Rescale, Unit, VoiFunction, Window};
