//! How much stands over the pictures.

use serde::{Deserialize, Serialize};

/// Badges are always there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Detail {
    #[default]
    All,
    /// Sides, slice, window, scale.
    Essential,
    Badges,
}

impl Detail {
    /// The next one, less first, then all again.
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::All => Self::Essential,
            Self::Essential => Self::Badges,
            Self::Badges => Self::All,
        }
    }
}
