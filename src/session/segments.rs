//! Which segments the reader has shown.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::intake::FileId;

/// How segmentations are shown: off at the start, for they may be answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SegmentsShown {
    #[default]
    Off,
    Filled,
    Outlined,
}

impl SegmentsShown {
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Off => Self::Filled,
            Self::Filled => Self::Outlined,
            Self::Outlined => Self::Off,
        }
    }

    /// For scripts: `data-segments`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Filled => "filled",
            Self::Outlined => "outlined",
        }
    }
}

/// Segments as the reader has them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segments {
    pub shown: SegmentsShown,
    /// Those that are not shown with the others.
    pub hidden: BTreeSet<(FileId, u32)>,
}

impl Segments {
    /// Off, filled, outlined.
    pub fn step(&mut self) {
        self.shown = self.shown.next();
    }

    /// Shows one with the others, or no longer.
    pub fn toggle(&mut self, file: FileId, number: u32) {
        if !self.hidden.remove(&(file, number)) {
            self.hidden.insert((file, number));
        }
    }
}
