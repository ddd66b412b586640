//! How a stack is looked at in a pane.

use serde::{Deserialize, Serialize};

use crate::gpu::Interpolation;
use crate::intake::{FileId, FrameKey};
use crate::pixels::{ColourMap, Unit, Window};
use crate::session::rendering::Rendering;
use crate::viewport::View;
use crate::volume::Slab;

/// Where a window came from: the file's own ones are stepped through by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WindowChoice {
    /// The stack's first window.
    First,
    /// The file's own, by its place among them.
    File(usize),
    Preset(u8),
    /// From the values of the picture, whatever the file says.
    Auto,
    Dragged,
    /// A presentation state's.
    Presented,
}

/// A window of the reader's own. It means something for values of its unit only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptWindow {
    pub window: Window,
    pub unit: Unit,
}

/// How one stack is looked at in one pane. It stays when the reader goes to another stack and
/// comes back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Look {
    /// The frame asked for, by identity: its number may change while the stack grows.
    pub wanted: FrameKey,
    /// 1 or -1: the way the reader scrolled last.
    pub heading: i32,
    /// `None` until the first window is known.
    pub window: Option<Window>,
    pub choice: WindowChoice,
    /// The offset taken for HU under which the window was chosen.
    pub assumed: Option<i32>,
    pub view: View,
    pub inverted: bool,
    pub colours: ColourMap,
    pub interpolation: Interpolation,
    /// The file of the presentation state that was chosen for it.
    #[serde(default)]
    pub presentation: Option<FileId>,
    /// What lies about the slice or the plane is brought into the picture.
    #[serde(default)]
    pub slab: Option<Slab>,
    /// The stack is looked at as a whole, and no slice of it.
    #[serde(default)]
    pub rendering: Option<Box<Rendering>>,
}

impl Look {
    #[must_use]
    pub fn at(wanted: FrameKey) -> Self {
        Self {
            wanted,
            heading: 1,
            window: None,
            choice: WindowChoice::First,
            assumed: None,
            view: View::default(),
            inverted: false,
            colours: ColourMap::Grey,
            interpolation: Interpolation::default(),
            presentation: None,
            slab: None,
            rendering: None,
        }
    }

    /// A slice is shown again, where the stack was as a whole.
    pub fn flatten(&mut self) {
        if self.rendering.take().is_some() {
            self.view = View::default();
        }
    }

    /// The stack's first window, whatever was chosen.
    pub fn first_window(&mut self) {
        self.window = None;
        self.choice = WindowChoice::First;
    }
}
