//! A copy without identity, as the reader asks for it.

use serde::{Deserialize, Serialize};

use crate::copy::Choices;
use crate::series::StackId;

/// What is copied.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CopyScope {
    Series(StackId),
    /// All that is open, objects that are no images too.
    All,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CopyAction {
    /// What would go, and what would stay, of the series in the active pane; again, and it is left.
    Open,
    Choose {
        scope: CopyScope,
        choices: Choices,
    },
    /// Writes it.
    Make,
    /// Gives up what is written.
    Cancel,
}
