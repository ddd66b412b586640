//! A stack looked at as a whole, by rays through it.

use serde::{Deserialize, Serialize};

use crate::rendering::{Camera, From, Preset};
use crate::session::pane::PaneId;

/// How a pane shows its stack, in the place of a slice.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rendering {
    pub camera: Camera,
    pub preset: Preset,
    /// All of the preset lies so many HU higher.
    pub shift: f64,
    /// Of columns, rows and slices the part that is seen, in shares from 0 to 1.
    pub clip: [[f64; 2]; 3],
    pub is_lit: bool,
}

/// Nothing is cut away.
pub const WHOLE: [[f64; 2]; 3] = [[0.0, 1.0]; 3];

/// As far as a preset can be shifted, in HU.
pub const MOST_SHIFT: f64 = 300.0;

/// Less than this share of an axis is never left of it.
const LEAST: f64 = 0.02;

impl Rendering {
    /// From the front, lit, nothing cut away.
    #[must_use]
    pub fn of(preset: Preset) -> Self {
        Self {
            camera: Camera::default(),
            preset,
            shift: 0.0,
            clip: WHOLE,
            is_lit: true,
        }
    }

    /// One face of the clip box comes to a share of its axis; the other one is in its way.
    pub fn cut(&mut self, Face { axis, is_far }: Face, to: f64) {
        let Some([near, far]) = self.clip.get_mut(axis).filter(|_| to.is_finite()) else {
            return;
        };
        if is_far {
            *far = to.clamp((*near + LEAST).min(1.0), 1.0);
        } else {
            *near = to.clamp(0.0, (*far - LEAST).max(0.0));
        }
    }
}

/// A face of the clip box: of columns, rows or slices, the first or the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Face {
    pub axis: usize,
    pub is_far: bool,
}

impl Face {
    pub const ALL: [Self; 6] = [
        Self::of(0, false),
        Self::of(0, true),
        Self::of(1, false),
        Self::of(1, true),
        Self::of(2, false),
        Self::of(2, true),
    ];

    const fn of(axis: usize, is_far: bool) -> Self {
        Self { axis, is_far }
    }
}

/// What is done to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum RenderingAction {
    /// On, and off again.
    Toggle {
        pane: PaneId,
    },
    Choose {
        pane: PaneId,
        preset: Preset,
    },
    /// About the patient's axis and up, in degrees.
    Turn {
        pane: PaneId,
        by: [f64; 2],
    },
    LookFrom {
        pane: PaneId,
        from: From,
    },
    /// The preset lies so many HU higher.
    Shift {
        pane: PaneId,
        to: f64,
    },
    Cut {
        pane: PaneId,
        face: Face,
        to: f64,
    },
    /// Nothing is cut away any more.
    Uncut {
        pane: PaneId,
    },
    /// Lit, or not.
    Light {
        pane: PaneId,
    },
}

impl RenderingAction {
    #[must_use]
    pub const fn pane(&self) -> PaneId {
        match *self {
            Self::Toggle { pane }
            | Self::Choose { pane, .. }
            | Self::Turn { pane, .. }
            | Self::LookFrom { pane, .. }
            | Self::Shift { pane, .. }
            | Self::Cut { pane, .. }
            | Self::Uncut { pane }
            | Self::Light { pane } => pane,
        }
    }
}
