//! The list of segments.

use crate::engine::State;
use crate::intake::FileId;

/// One segment of an open segmentation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SegmentItem {
    pub file: FileId,
    pub number: u32,
    pub label: String,
    pub colour: [u8; 3],
    pub is_shown: bool,
}

/// Every segment of what is open, file by file; none where names are answers.
#[must_use]
pub fn segment_list(state: &State) -> Vec<SegmentItem> {
    let hidden = &state.session.segments.hidden;
    let item = |(file, segment): (FileId, &crate::pixels::layer::Segment)| SegmentItem {
        file,
        number: segment.number,
        label: segment.label.clone(),
        colour: segment.colour,
        is_shown: !hidden.contains(&(file, segment.number)),
    };
    let segments = state.segments().filter(|_| !state.session.blind);
    segments.map(item).collect()
}
