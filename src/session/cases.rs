//! Cases: what is taken for one patient's files, in the order in which they are gone through.

use serde::{Deserialize, Serialize};

use crate::session::pane::PaneId;

/// A case, for as long as it is open.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct CaseId(pub u32);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CaseAction {
    /// Turns to a case: at once, or as soon as the first of it is there.
    Show { pane: PaneId, case: CaseId },
    /// Puts the cases into an order that tells nothing, the same for the same seed.
    Shuffle { seed: u64 },
    /// Puts them back into the order in which they came.
    Sort,
    /// Cases are opened without marks, thumbnails, names of series and files, and what files say
    /// beside their images; again, and all of it is back.
    Blind,
}
