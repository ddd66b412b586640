//! Headers as they come and go, with what is reckoned of them once.

use std::collections::BTreeSet;

use crate::engine::State;
use crate::engine::segment_planes::Planes;
use crate::header::Headers;
use crate::intake::FileId;

pub fn keep(state: &mut State, file: FileId, headers: Headers) {
    if headers.segmentation.is_some() {
        state.segment_planes.insert(file, Planes::of(&headers));
    }
    state.header_bytes += headers.bytes_of_frames();
    if let Some(before) = state.headers.insert(file, headers) {
        state.header_bytes -= before.bytes_of_frames();
    }
}

/// Those of files that are closed.
pub fn forget(state: &mut State, gone: &BTreeSet<FileId>) {
    state.headers.retain(|file, _| !gone.contains(file));
    state.segment_planes.retain(|file, _| !gone.contains(file));
    let left = state.headers.values();
    state.header_bytes = left.map(Headers::bytes_of_frames).sum();
}
