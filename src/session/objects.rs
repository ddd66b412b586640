//! What of objects that are no images the reader wants to see.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::intake::FileId;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownObjects {
    /// No outline of any structure set is drawn.
    pub outlines_hidden: bool,
    /// Regions of interest whose outlines are not drawn, by their place in their file.
    pub hidden_rois: BTreeSet<(FileId, usize)>,
    /// The report or document whose panel is open.
    #[serde(skip)]
    pub panel: Option<FileId>,
}

impl ShownObjects {
    #[must_use]
    pub fn shows_roi(&self, object: FileId, roi: usize) -> bool {
        !self.outlines_hidden && !self.hidden_rois.contains(&(object, roi))
    }
}
