//! What the left button does over an image.

use serde::{Deserialize, Serialize};

use crate::marks::Kind;

/// The tool of the left button; all else has buttons, keys and fingers of its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Tool {
    /// Right is wider, up is brighter.
    #[default]
    Window,
    Zoom,
    /// Puts the 3D cursor: other panes turn to the slices that go through it.
    Cursor,
    /// Draws a mark.
    Mark(Kind),
    /// Adds to the lung mask, or takes away from it.
    Brush {
        adds: bool,
    },
    /// Draws a rectangle whose values the window is made for.
    RegionWindow,
    /// Puts a seed, from which voxels of like values grow.
    Seed,
}
