//! The list of what is open beside images.

use crate::engine::State;
use crate::intake::{FileId, FrameKey};
use crate::objects::{Content, Contour, LeftOut, Object, Reference, Structures};
use crate::overlay::outlines::colour_of;
use crate::series::StackId;
use crate::session::PaneId;
use crate::words;

/// One object in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectItem {
    pub file: FileId,
    pub kind: ObjectKind,
    pub title: String,
    /// What it is, and of what.
    pub detail: String,
    /// What it asks for and is not carried out.
    pub remarks: Vec<String>,
    /// Chosen for the active pane's picture.
    pub applied: bool,
    /// None of its images are open: nothing of it can be shown.
    pub is_idle: bool,
    pub rois: Vec<RoiItem>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectKind {
    Structures,
    Presentation,
    KeyObjects,
    Report,
    Document,
}

impl ObjectKind {
    /// What scripts hold on to (`data-object`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Structures => "structures",
            Self::Presentation => "presentation",
            Self::KeyObjects => "key-objects",
            Self::Report => "report",
            Self::Document => "document",
        }
    }
}

/// One region of interest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoiItem {
    pub at: usize,
    pub name: String,
    /// `#rrggbb`
    pub colour: String,
    pub shown: bool,
    /// How many outlines it has.
    pub detail: String,
}

/// All objects that are open. While presenting or blind none: titles may tell what is asked.
#[must_use]
pub fn object_list(state: &State) -> Vec<ObjectItem> {
    if state.session.hides_texts() {
        return Vec::new();
    }
    let objects = state.objects();
    objects
        .map(|(file, object)| item(state, file, object))
        .collect()
}

fn item(state: &State, file: FileId, object: &Object) -> ObjectItem {
    let (kind, title, own, mut remarks) = said(object);
    let of = stack_of(state, file, object);
    let is_of_images = !matches!(kind, ObjectKind::Report | ObjectKind::Document);
    let place = match of.and_then(|stack| state.catalog.name(stack)) {
        Some(name) => Some(words::of_series(&name)),
        None => is_of_images.then(|| words::IMAGES_NOT_OPEN.to_owned()),
    };
    let rois = match &object.content {
        Content::Structures(structures) => {
            let unreadable: usize = structures.rois.iter().map(|roi| roi.unreadable).sum();
            remarks.extend((unreadable > 0).then(|| words::outlines_unreadable(unreadable)));
            rois(state, file, structures)
        }
        _ => Vec::new(),
    };
    let name = words::object_kind(kind.code());
    let title = Some(title).filter(|title| !title.is_empty());
    let title = title.or_else(|| object.series_description.clone());
    let details = [Some(name.to_owned()), own, place];
    ObjectItem {
        file,
        kind,
        title: title.unwrap_or_else(|| name.to_owned()),
        detail: details.into_iter().flatten().collect::<Vec<_>>().join(", "),
        remarks,
        applied: is_applied(state, file),
        is_idle: is_of_images && of.is_none(),
        rois,
    }
}

/// Kind, title, what is said of it beside that, and what of it is left out.
fn said(object: &Object) -> (ObjectKind, String, Option<String>, Vec<String>) {
    match &object.content {
        Content::Structures(it) => (ObjectKind::Structures, it.label.clone(), None, Vec::new()),
        Content::Presentation(it) => {
            let title = if it.description.is_empty() {
                &it.label
            } else {
                &it.description
            };
            let left_out = it.left_out.iter();
            let remarks = left_out.map(|what| left_out_words(*what).to_owned());
            (
                ObjectKind::Presentation,
                title.clone(),
                None,
                remarks.collect(),
            )
        }
        Content::KeyObjects(it) => {
            let count = Some(words::key_images(it.images.len()));
            // What somebody wrote may name somebody: it stands in the panel.
            (ObjectKind::KeyObjects, it.title.clone(), count, Vec::new())
        }
        Content::Report(it) => {
            let states = [
                it.is_partial.then_some(words::REPORT_PARTIAL),
                (!it.is_verified).then_some(words::REPORT_UNVERIFIED),
            ];
            let remarks = states.into_iter().flatten().map(str::to_owned);
            (
                ObjectKind::Report,
                it.title.clone(),
                None,
                remarks.collect(),
            )
        }
        Content::Document(it) => {
            let form = it.form.extension().to_uppercase();
            let detail = words::document_of(&form, it.span.length);
            (
                ObjectKind::Document,
                String::new(),
                Some(detail),
                Vec::new(),
            )
        }
    }
}

const fn left_out_words(what: LeftOut) -> &'static str {
    match what {
        LeftOut::Table => words::TABLE_LEFT_OUT,
        LeftOut::Shutter => words::SHUTTER_LEFT_OUT,
        LeftOut::Subtraction => words::SUBTRACTION_LEFT_OUT,
        LeftOut::TrueSize => words::TRUE_SIZE_LEFT_OUT,
    }
}

fn rois(state: &State, file: FileId, structures: &Structures) -> Vec<RoiItem> {
    let shown = &state.session.objects;
    let rois = structures.rois.iter().enumerate();
    rois.map(|(at, roi)| RoiItem {
        at,
        name: if roi.name.is_empty() {
            words::roi_number(roi.number)
        } else {
            roi.name.clone()
        },
        colour: colour_of(roi, at),
        shown: shown.shows_roi(file, at),
        detail: words::outline_count(roi.contours.len()),
    })
    .collect()
}

fn is_applied(state: &State, file: FileId) -> bool {
    let pane = state.session.pane(state.session.active);
    let look = pane.and_then(|pane| pane.look());
    look.is_some_and(|look| look.presentation == Some(file))
}

/// The stack of the images that an object speaks of: by their UIDs, else by its frame of reference.
fn stack_of(state: &State, file: FileId, object: &Object) -> Option<StackId> {
    let named = |references: &[Reference]| {
        let frame = state.first_named(file, references)?;
        state.catalog.stack_of(frame)
    };
    match &object.content {
        Content::Structures(structures) => {
            let instances = structures.instances.iter().cloned();
            let contours = structures.rois.iter().flat_map(|roi| &roi.contours);
            let contours = contours.filter_map(|it: &Contour| it.image.clone());
            let reference = |instance| Reference {
                instance,
                frames: Vec::new(),
            };
            let mut all = instances.map(reference).chain(contours);
            let by_uid = all.find_map(|reference| named(&[reference]));
            by_uid.or_else(|| of_same_space(state, structures))
        }
        Content::Presentation(it) => named(&it.images),
        Content::KeyObjects(it) => named(&it.images),
        Content::Report(_) | Content::Document(_) => None,
    }
}

fn of_same_space(state: &State, structures: &Structures) -> Option<StackId> {
    let is_one = |uid: &str| {
        let own = structures
            .rois
            .iter()
            .filter_map(|roi| roi.frame_of_reference.as_ref());
        let mut all = structures.frames_of_reference.iter().chain(own);
        all.any(|one| one == uid)
    };
    let mut stacks = state.catalog.stacks();
    let stack = stacks.find(|stack| {
        let header = stack.frame(0).and_then(|frame| state.image_of(frame));
        let uid = header.and_then(|(header, _)| header.frame_of_reference_uid.as_deref());
        uid.is_some_and(is_one)
    });
    stack.map(|stack| stack.id)
}

/// The key images of a pane's stack: places from 1, and where on the way from its first slice to
/// its last.
#[must_use]
pub fn key_marks(state: &State, pane: PaneId) -> Vec<(usize, f64)> {
    if state.session.blind {
        return Vec::new();
    }
    let stack = state.session.pane(pane).and_then(|pane| pane.stack);
    let Some(stack) = stack.and_then(|id| state.catalog.stack(id)) else {
        return Vec::new();
    };
    let last = stack.len().saturating_sub(1).max(1);
    #[expect(clippy::cast_precision_loss, reason = "slices")]
    let share = |slice: usize| slice as f64 / last as f64;
    let slices = state.key_slices(stack.id).into_iter();
    slices.map(|slice| (slice + 1, share(slice))).collect()
}

/// One of the images that an object points to, as a place to go to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Way {
    pub frame: FrameKey,
    /// `slice 45, s3`
    pub words: String,
}

/// The open images of some references, no more than so many.
pub fn ways(state: &State, file: FileId, references: &[Reference], most: usize) -> Vec<Way> {
    let frames = references
        .iter()
        .flat_map(|it| state.frames_named(file, it));
    let way = |frame: FrameKey| {
        let stack = state.catalog.stack(state.catalog.stack_of(frame)?)?;
        let slice = words::on_slice(stack.position_of(frame)? + 1);
        let name = state.catalog.name(stack.id)?;
        let words = words::slice_in(&slice, &name);
        Some(Way { frame, words })
    };
    frames.filter_map(way).take(most).collect()
}
