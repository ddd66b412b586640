//! What is kept of a stack, as it is written: JSON with a version. Whatever else stands in the browser's
//! storage is untrusted. Of whom the pictures are nothing is written: frames are counted by their places,
//! and stacks are found by their values.

use serde::{Deserialize, Serialize};

use crate::session::written::{are_sound_planes, is_sound_rendering, is_sound_slab, is_sound_view};
use crate::session::{Rendering, WrittenMark, WrittenView};
use crate::viewport::View;
use crate::volume::{Axes, Slab, Vector};

/// Raised when what was written before cannot be read any more.
pub const VERSION: u32 = 1;

/// Of one record, written: more than a thousand marks, or a hundred long outlines.
pub const MOST_BYTES: usize = 256 << 10;

/// Everything that is kept of one stack.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub view: Option<KeptView>,
    pub marks: Vec<WrittenMark>,
    /// The offset that the reader has taken for HU.
    pub hu_offset: Option<i32>,
    /// The distance from slice to slice that he has assumed.
    pub spacing_mm: Option<f64>,
}

/// How a stack is looked at. What was written before planes and renderings were kept has none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptView {
    /// Of planes the slice that is come back to.
    #[serde(flatten)]
    pub written: WrittenView,
    /// It is looked at as a whole; size and place are of that.
    #[serde(default)]
    pub rendering: Option<Box<Rendering>>,
    /// Planes go through it.
    #[serde(default)]
    pub planes: Option<KeptPlanes>,
}

/// The three planes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptPlanes {
    pub at_mm: Vector,
    pub axes: Axes,
    /// The number of the active one, from 0.
    pub active: usize,
    pub planes: [KeptPlane; 3],
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptPlane {
    pub view: View,
    pub slab: Option<Slab>,
}

/// Why a record is not brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Another version of the viewer has written it.
    OtherVersion,
    Damaged,
}

/// What stands before a record, in whatever version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Head {
    pub version: u32,
    /// Records that were written later have a larger one.
    pub order: u64,
}

#[derive(Serialize)]
struct Writing<'a> {
    version: u32,
    order: u64,
    record: &'a Record,
}

#[derive(Deserialize)]
struct Written {
    record: Record,
}

impl Head {
    /// `None` of what is no record.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }
}

impl Record {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// As it is put into storage; `None` where it is too large for that.
    #[must_use]
    pub fn write(&self, order: u64) -> Option<String> {
        let version = VERSION;
        let record = self;
        let written = serde_json::to_string(&Writing {
            version,
            order,
            record,
        });
        written.ok().filter(|text| text.len() <= MOST_BYTES)
    }

    /// # Errors
    /// Where it is of another version, or not as this one writes.
    pub fn read(text: &str) -> Result<Self, Unread> {
        let head = Head::of(text).ok_or(Unread::Damaged)?;
        if head.version != VERSION {
            return Err(Unread::OtherVersion);
        }
        let written = serde_json::from_str::<Written>(text);
        let record = written.ok().map(|written| written.record);
        record.filter(Self::is_sound).ok_or(Unread::Damaged)
    }

    /// It holds nothing that a reader could not have done.
    fn is_sound(&self) -> bool {
        self.view.as_ref().is_none_or(KeptView::is_sound)
            && self.marks.iter().all(WrittenMark::is_sound)
    }
}

impl KeptView {
    /// Some of it needs slices to be one body.
    #[must_use]
    pub const fn is_of_body(&self) -> bool {
        self.written.slab.is_some() || self.rendering.is_some() || self.planes.is_some()
    }

    fn is_sound(&self) -> bool {
        self.written.is_sound()
            && self.rendering.as_deref().is_none_or(is_sound_rendering)
            && self.planes.as_ref().is_none_or(KeptPlanes::is_sound)
    }
}

impl KeptPlanes {
    fn is_sound(&self) -> bool {
        are_sound_planes(&self.at_mm, &self.axes)
            && self.active < self.planes.len()
            && self.planes.iter().all(KeptPlane::is_sound)
    }
}

impl KeptPlane {
    fn is_sound(&self) -> bool {
        is_sound_view(&self.view) && self.slab.as_ref().is_none_or(is_sound_slab)
    }
}
