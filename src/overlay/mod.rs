//! Session and screen -> the texts over a picture, in the lists and in the bar. What stands over a
//! picture is true of the picture that is drawn.

mod annotations;
mod badge;
mod bar;
mod cut;
mod held;
mod hu_offer;
mod identity;
mod labels;
mod marks;
mod object_panel;
mod objects;
mod outlines;
mod over_image;
mod pane;
mod picture_menu;
mod plane_lines;
mod scale_bar;
mod segments;
mod series;
mod sheet;
mod spacing_offer;
mod tags;
mod units;
mod window_menu;

pub use annotations::{DrawnText, annotation_texts, annotations};
pub use badge::{Badge, Fit, SlabBadge};
pub use bar::*;
pub use held::*;
pub use hu_offer::*;
pub use identity::*;
pub use marks::*;
pub use object_panel::*;
pub use objects::*;
pub use outlines::*;
pub use over_image::{OverLine, OverTrace, image_matrix};
pub use pane::*;
pub use picture_menu::*;
pub use plane_lines::*;
pub use scale_bar::ScaleBar;
pub use segments::*;
pub use series::*;
pub use sheet::*;
pub use spacing_offer::*;
pub use tags::*;
pub use window_menu::*;
