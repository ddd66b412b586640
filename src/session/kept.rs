//! What is kept from visit to visit, as the reader asks for it.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeptAction {
    /// The panel, which says what is kept; again, and it is closed.
    Open,
    /// From now on views and marks are kept, or no longer; what is kept stays until it is forgotten.
    Switch { on: bool },
    /// All that is kept goes, with the switch.
    Forget,
    /// What came back goes again; its marks come back by undoing.
    StartFresh,
    /// What came back stays, and is no longer spoken of.
    Accept,
}
