//! One frame in its stack.

use std::sync::Arc;

use super::about::About;
use super::order::{OrderKey, place, position_along_normal};
use crate::header::Header;
use crate::intake::FrameKey;

/// One frame, and what puts it into its place.
#[derive(Clone, Debug)]
pub struct Slice {
    pub frame: FrameKey,
    /// Where it is cut, as scanners write it.
    pub location_mm: Option<f64>,
    pub instance_number: Option<i32>,
    /// Centre of the first voxel; only where there is an orientation too.
    pub(super) position_mm: Option<[f64; 3]>,
    /// Along the reading direction.
    pub along_mm: Option<f64>,
    pub(super) sop_instance: Option<Arc<str>>,
    /// Shared by the frames that say the same.
    pub(super) about: Arc<About>,
    pub(super) key: OrderKey,
}

impl Slice {
    pub(super) fn new(
        frame: FrameKey,
        header: &Header,
        path: &Arc<str>,
        about: &Arc<About>,
    ) -> Self {
        let along_mm = place(header);
        Self {
            frame,
            location_mm: position_along_normal(header),
            instance_number: header.instance_number,
            position_mm: header.position_mm.filter(|_| along_mm.is_some()),
            along_mm,
            sop_instance: header.sop_instance.as_deref().map(Into::into),
            about: Arc::clone(about),
            key: OrderKey::new(header, Arc::clone(path), frame.frame),
        }
    }

    pub(super) fn path(&self) -> &Arc<str> {
        self.key.path()
    }
}
