//! A Chromium without a screen, driven over the DevTools protocol: enough of it to drop
//! folders on a page, press and drag, read pixels from a screenshot and look into its workers.
//! One thread, one WebSocket; events are kept in order of arrival.

pub mod cdp;
pub mod input;
pub mod launch;
pub mod page;
pub mod picture;
pub mod scratch;

pub use input::{Button, Modifiers};
pub use launch::Options;
pub use page::{Page, Target};
pub use picture::{Picture, Rect};
pub use scratch::Scratch;

/// What every call here returns.
pub use anyhow::Result;
