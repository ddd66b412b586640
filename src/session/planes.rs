//! Three planes through one point of a stack: what the panes show while they are on.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::series::StackId;
use crate::session::layout::Before;
use crate::session::pane::PaneId;
use crate::volume::vector::Vector;
use crate::volume::{Axes, Section};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Planes {
    pub stack: StackId,
    /// Where they meet, in the patient.
    pub at_mm: Vector,
    pub axes: Axes,
    pub before: Before,
    #[serde(skip)]
    pub in_hand: Option<Hold>,
}

/// What a hand has taken of the crosshair.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hold {
    pub pane: PaneId,
    pub grip: CrossGrip,
    /// Where the hand was last, in shares of the pane.
    pub at: [f64; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrossGrip {
    /// Its middle: both lines go with the hand.
    Middle,
    /// A line near the middle: the plane that it is of goes with the hand.
    Line(Section),
    /// A line further out: both lines turn.
    Turn,
}

impl Planes {
    /// What a pane shows.
    #[must_use]
    pub fn section(pane: PaneId) -> Option<Section> {
        Section::ALL.get(pane.0).copied()
    }
}

/// What the reader has accepted of stacks: slices that are not evenly apart.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Accepted {
    pub uneven: BTreeSet<StackId>,
    /// Asked once: the same again is a yes.
    #[serde(skip)]
    pub asked: Option<StackId>,
}
