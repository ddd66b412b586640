//! How panes lie, and which of them go together.

use serde::{Deserialize, Serialize};

use crate::series::StackId;
use crate::session::pane::{Pane, PaneId, Session};

/// Panes in rows, numbered as one reads: from the left, then from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    pub rows: usize,
    pub columns: usize,
}

impl Default for Grid {
    fn default() -> Self {
        Self::ONE
    }
}

impl Grid {
    /// At most so many rows, and so many columns: smaller panes show nothing that one reads.
    pub const MOST: usize = 3;

    pub const ONE: Self = Self::of(1, 1);

    /// Two beside each other.
    pub const TWO: Self = Self::of(1, 2);

    const fn of(rows: usize, columns: usize) -> Self {
        Self { rows, columns }
    }

    /// As near to it as there may be.
    #[must_use]
    pub fn clamped(rows: usize, columns: usize) -> Self {
        Self::of(rows.clamp(1, Self::MOST), columns.clamp(1, Self::MOST))
    }

    #[must_use]
    pub const fn panes(self) -> usize {
        self.rows * self.columns
    }

    /// The next of those that are used most, for a key: 1 x 1, 1 x 2, 2 x 2, 2 x 3, 3 x 3.
    #[must_use]
    pub const fn next(self) -> Self {
        match self.panes() {
            1 => Self::TWO,
            2 => Self::of(2, 2),
            3 | 4 => Self::of(2, 3),
            5..=8 => Self::of(3, 3),
            _ => Self::ONE,
        }
    }
}

/// How the panes lay before they were laid in some other way for a while.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Before {
    pub panes: Vec<Pane>,
    pub active: PaneId,
    pub grid: Grid,
    pub maximised: bool,
    pub beside: Option<Box<Self>>,
    pub linked: Option<Linked>,
    #[serde(default)]
    pub wipe: Option<f64>,
}

impl Before {
    /// What goes together ends by it, until it is [restored](Self::restore).
    #[must_use]
    pub fn taken(session: &mut Session) -> Self {
        Self {
            panes: session.panes.clone(),
            active: session.active,
            grid: session.grid,
            maximised: session.maximised,
            beside: session.beside.take(),
            linked: session.linked.take(),
            wipe: session.wipe.take(),
        }
    }

    pub fn restore(self, session: &mut Session) {
        session.panes = self.panes;
        session.active = self.active;
        session.grid = self.grid;
        session.maximised = self.maximised;
        session.beside = self.beside;
        session.linked = self.linked;
        session.wipe = self.wipe;
    }
}

/// Panes that go together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Linked {
    /// All show one stack at one slice, each through a window of its own.
    pub of_one: bool,
    /// They stay as far apart as they were, also where positions say which slices belong together.
    pub here: bool,
    pub anchors: Vec<Anchor>,
}

impl Linked {
    /// From where the panes are now on.
    #[must_use]
    pub fn anew(self) -> Self {
        Self {
            anchors: Vec::new(),
            ..self
        }
    }
}

/// Where a pane was when the others were at theirs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Anchor {
    /// The pane's.
    pub pane: u32,
    pub stack: StackId,
    /// In mm along the way of reading; in slices where they have no positions.
    pub along: f64,
}
