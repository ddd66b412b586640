//! Values that are counted and compared: histograms of slices, stacks and regions, with the windows
//! and figures that come of them; ranges of HU; what grows from a seed.
//!
//! Workers do it, a slice at a time: [`question`] is what a slice is asked and what it answers. Both
//! are encoded for the way, so that the page and the near workers hold nothing of what they are.
//!
//! It stands below `lung`, whose runs, parts and grid it shares, and above `workers`, which carry it
//! out.

mod bins;
pub mod grow;
pub mod histogram;
pub mod question;
pub mod ranges;
mod stored;

pub use grow::{Ball, Growth, Seed};
pub use histogram::Histogram;
pub use question::{Answer, Question};
