//! The catalogue: every sentence and label that a reader sees. A file for each part of the page.

mod hu_offer;
mod keys;
mod loading;
mod lung;
mod marks;
mod number;
mod objects;
mod page;
mod picture;
mod picture_menu;
mod planes;
mod problems;
mod sample;
mod series;
mod spacing_offer;
mod tags;
mod thumb_bar;
mod window_menu;

pub use hu_offer::*;
pub use keys::*;
pub use loading::*;
pub use lung::*;
pub use marks::*;
pub use number::*;
pub use objects::*;
pub use page::*;
pub use picture::*;
pub use picture_menu::*;
pub use planes::*;
pub use problems::*;
pub use sample::*;
pub use series::*;
pub use spacing_offer::*;
pub use tags::*;
pub use thumb_bar::*;
pub use window_menu::*;
