//! What can be undone: marks and how the panes lie, one after another. Views are no part of it:
//! [`Action::PreviousView`](crate::session::Action::PreviousView) goes back over those.

use std::collections::BTreeMap;

use crate::intake::FrameKey;
use crate::lung::{Lungs, runs};
use crate::marks::Mark;
use crate::series::StackId;
use crate::session::grey::GrowthRecipe;
use crate::session::layout::{Before, Grid, Linked};
use crate::session::lung::KeptLungs;
use crate::session::pane::{Pane, PaneId, Session};
use crate::session::planes::Planes;

/// Changes that are remembered.
const CHANGES: usize = 200;

/// A mark before and after: none before it was drawn, none after it was deleted.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkChange {
    pub before: Option<Mark>,
    pub after: Option<Mark>,
}

/// How the panes lie and hold together, and what values are taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    pub panes: Vec<Pane>,
    pub active: PaneId,
    pub grid: Grid,
    pub maximised: bool,
    pub beside: Option<Box<Before>>,
    pub linked: Option<Linked>,
    pub wipe: Option<f64>,
    pub planes: Option<Box<Planes>>,
    pub assumed: BTreeMap<StackId, i32>,
    pub assumed_spacing: BTreeMap<StackId, f64>,
}

impl Layout {
    #[must_use]
    pub fn of(session: &Session) -> Self {
        Self {
            panes: session.panes.clone(),
            active: session.active,
            grid: session.grid,
            maximised: session.maximised,
            beside: session.beside.clone(),
            linked: session.linked.clone(),
            wipe: session.wipe,
            planes: session.planes.clone(),
            assumed: session.assumed.clone(),
            assumed_spacing: session.assumed_spacing.clone(),
        }
    }

    /// The same but for what the panes show, which is no layout.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let frozen =
            |layout: &Self| -> Vec<bool> { layout.panes.iter().map(|pane| pane.frozen).collect() };
        let link = |layout: &Self| layout.linked.as_ref().map(|it| (it.of_one, it.here));
        frozen(self) == frozen(other)
            && link(self) == link(other)
            && self.grid == other.grid
            && self.maximised == other.maximised
            && self.wipe.is_some() == other.wipe.is_some()
            && self.beside.is_some() == other.beside.is_some()
            && self.planes.is_some() == other.planes.is_some()
            && self.assumed == other.assumed
            && self.assumed_spacing == other.assumed_spacing
    }
}

/// What was done to the lung mask and its table.
#[derive(Clone, Debug, PartialEq)]
pub enum LungChange {
    /// A stroke of the brush on one slice.
    Stroke {
        frame: FrameKey,
        before: Box<Lungs>,
        after: Box<Lungs>,
    },
    /// Another stack's lungs are shown, or none.
    Shown {
        before: Option<KeptLungs>,
        after: Option<KeptLungs>,
    },
    /// Other ranges of HU.
    Edges { before: Vec<i32>, after: Vec<i32> },
}

impl LungChange {
    /// Of the masks that it keeps.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        match self {
            Self::Stroke { before, after, .. } => runs::bytes(&**before) + runs::bytes(&**after),
            Self::Shown { before, after } => {
                let kept = before.iter().chain(after);
                let masks = kept.flat_map(|kept| &kept.mask);
                masks.map(|mask| mask.bytes()).sum()
            }
            Self::Edges { .. } => 0,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// Of one act.
    Marks(Vec<MarkChange>),
    Lung(LungChange),
    /// What grew from a seed: before there was none, after it none is left.
    Growth {
        before: Option<GrowthRecipe>,
        after: Option<GrowthRecipe>,
    },
    Layout {
        before: Box<Layout>,
        after: Box<Layout>,
    },
    /// Of a lesson that is made, which keeps what it was itself.
    Lesson,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    done: Vec<Change>,
    undone: Vec<Change>,
    /// Of the masks that they keep.
    bytes: u64,
}

impl Changes {
    pub fn note(&mut self, change: Change) {
        if self.done.len() == CHANGES {
            self.done.remove(0);
        }
        self.done.push(change);
        self.undone.clear();
        self.weigh();
    }

    /// The last change, which is to be taken back.
    pub fn undo(&mut self) -> Option<Change> {
        let change = self.done.pop()?;
        self.undone.push(change.clone());
        Some(change)
    }

    /// What was done to masks of stacks that are others now is not undone.
    pub fn forget_masks(&mut self) {
        let is_kept = |it: &Change| {
            !matches!(
                it,
                Change::Lung(LungChange::Stroke { .. } | LungChange::Shown { .. })
            )
        };
        self.done.retain(is_kept);
        self.undone.retain(is_kept);
        self.weigh();
    }

    /// What was done to marks, and grew, in a case that is gone is not undone.
    pub fn forget_marks(&mut self) {
        let is_kept = |it: &Change| !matches!(it, Change::Marks(_) | Change::Growth { .. });
        self.done.retain(is_kept);
        self.undone.retain(is_kept);
        self.weigh();
    }

    /// Bytes of the masks that are kept for undoing.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    fn weigh(&mut self) {
        let of = |change: &Change| match change {
            Change::Lung(change) => change.bytes(),
            Change::Marks(_) | Change::Growth { .. } | Change::Layout { .. } | Change::Lesson => 0,
        };
        self.bytes = self.done.iter().chain(&self.undone).map(of).sum();
    }

    /// The change that was taken back last, which is to be done again.
    pub fn redo(&mut self) -> Option<Change> {
        let change = self.undone.pop()?;
        self.done.push(change.clone());
        Some(change)
    }
}
