//! Objects that are no images: kept as long as their case is open, and matched to the images that
//! they speak of by the UIDs of those.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use crate::engine::event::{Effect, ReadDocument};
use crate::engine::{State, broken, load, opening};
use crate::intake::{FileId, FrameKey};
use crate::objects::{Content, Document, Object, Reference};
use crate::problem::{Kind, Stage};
use crate::session::Action;
use crate::store::BufferId;
use crate::workers::protocol::{self, Job, Task};

#[derive(Debug, Default)]
pub struct Objects {
    pub(super) by_file: BTreeMap<FileId, Arc<Object>>,
    /// Image files, by what their SOP Instance UID hashes to.
    instances: BTreeSet<(u64, FileId)>,
    /// A document that the reader can save or open.
    offered: Option<Offered>,
    /// A document that could not be read: not asked for again.
    unreadable: Option<FileId>,
}

/// A document as a blob of the browser's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    pub file: FileId,
    pub url: String,
    bytes: u64,
}

impl State {
    /// The objects that are open, in the order in which their files were found.
    pub fn objects(&self) -> impl Iterator<Item = (FileId, &Object)> {
        let objects = self.objects.by_file.iter();
        objects.map(|(file, object)| (*file, object.as_ref()))
    }

    #[must_use]
    pub fn object(&self, file: FileId) -> Option<&Object> {
        self.objects.by_file.get(&file).map(Arc::as_ref)
    }

    /// The address of a document, once it is there.
    #[must_use]
    pub fn offered(&self, file: FileId) -> Option<&str> {
        let offered = self.objects.offered.as_ref();
        offered
            .filter(|offered| offered.file == file)
            .map(|offered| offered.url.as_str())
    }

    /// SOP Instance UID of the file that a frame is in.
    #[must_use]
    pub fn instance_of(&self, frame: FrameKey) -> Option<&str> {
        self.headers.get(&frame.file)?.sop_instance.as_deref()
    }

    /// The frames that an object's reference names, of those that are open; where an image is open
    /// more than once, the one that came with the object.
    #[must_use]
    pub fn frames_named(&self, by: FileId, reference: &Reference) -> Vec<FrameKey> {
        let Some(file) = self.file_named(by, reference) else {
            return Vec::new();
        };
        let first = std::slice::from_ref(&1);
        let numbers = match reference.frames.as_slice() {
            [] => first,
            some => some,
        };
        let frames = numbers.iter().map(|number| FrameKey {
            file,
            frame: number.saturating_sub(1),
        });
        frames
            .filter(|frame| self.catalog.stack_of(*frame).is_some())
            .collect()
    }

    fn file_named(&self, by: FileId, reference: &Reference) -> Option<FileId> {
        let hash = hash_of(&reference.instance);
        let range = (hash, FileId(0))..=(hash, FileId(u32::MAX));
        let is_it = |file: &FileId| {
            let header = self.headers.get(file);
            header.is_some_and(|it| it.sop_instance.as_ref() == Some(&reference.instance))
        };
        let named = self.objects.instances.range(range).map(|(_, file)| *file);
        let drop = |file: FileId| self.drop_of(file).map(|drop| drop.id);
        named
            .filter(is_it)
            .max_by_key(|file| (drop(*file) == drop(by), *file))
    }

    /// The first open frame that an object speaks of.
    #[must_use]
    pub fn first_named(&self, by: FileId, references: &[Reference]) -> Option<FrameKey> {
        let mut frames = references.iter().flat_map(|it| self.frames_named(by, it));
        frames.next()
    }

    /// Bytes of the document that is offered.
    pub(super) fn offered_bytes(&self) -> u64 {
        let offered = self.objects.offered.as_ref();
        offered.map_or(0, |offered| offered.bytes)
    }

    pub(super) fn has_objects(&self) -> bool {
        !self.objects.by_file.is_empty()
    }
}

fn hash_of(instance: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    instance.hash(&mut hasher);
    hasher.finish()
}

/// A file turned out to hold an object.
pub fn read(state: &mut State, file: FileId, encoded: &[u8]) {
    match protocol::decode::<Object>(encoded) {
        Ok(object) => {
            if state.files.contains_key(&file) {
                state.objects.by_file.insert(file, Arc::new(object));
            }
        }
        // Workers are of the same build: they write what is read here.
        Err(_unread) => {
            let sop_class = String::new();
            let problem = Kind::NoImage { sop_class }.at(Stage::Header);
            broken::name(state, file, problem);
        }
    }
    load::count_read(state, file);
    opening::is_no_image(state, file);
}

/// An image has come that objects may speak of.
pub fn image_came(state: &mut State, file: FileId) {
    let header = state.headers.get(&file);
    let instance = header.and_then(|header| header.sop_instance.as_deref());
    if let Some(hash) = instance.map(hash_of) {
        state.objects.instances.insert((hash, file));
    }
}

/// Those of files that are closed.
pub fn forget(state: &mut State, gone: &BTreeSet<FileId>, effects: &mut Vec<Effect>) {
    let objects = &mut state.objects;
    objects.by_file.retain(|file, _| !gone.contains(file));
    objects.instances.retain(|(_, file)| !gone.contains(file));
    let is_gone = |file: &FileId| gone.contains(file);
    if let Some(offered) = objects.offered.take_if(|offered| is_gone(&offered.file)) {
        effects.push(Effect::TakeBack { url: offered.url });
    }
    let shown = &mut state.session.objects;
    shown.hidden_rois.retain(|(file, _)| !is_gone(file));
    shown.panel.take_if(|file| is_gone(file));
}

pub fn act(state: &mut State, action: &Action) {
    let shown = &mut state.session.objects;
    match *action {
        Action::ToggleOutlines => shown.outlines_hidden = !shown.outlines_hidden,
        Action::ShowRoi { object, roi, on } => {
            if on {
                shown.hidden_rois.remove(&(object, roi));
                shown.outlines_hidden = false;
            } else {
                shown.hidden_rois.insert((object, roi));
            }
        }
        Action::ShowRois { object, on } => {
            let rois = state.objects.by_file.get(&object).map(|it| &it.content);
            let Some(Content::Structures(structures)) = rois else {
                return;
            };
            let shown = &mut state.session.objects;
            shown.hidden_rois.retain(|(file, _)| *file != object);
            if on {
                shown.outlines_hidden = false;
            } else {
                let all = (0..structures.rois.len()).map(|roi| (object, roi));
                shown.hidden_rois.extend(all);
            }
        }
        Action::OpenObject { object } => {
            shown.panel = object.filter(|file| state.objects.by_file.contains_key(file));
            // One that could not be read may be asked for once more.
            state.objects.unreadable = None;
        }
        _ => {}
    }
}

fn document(state: &State, file: FileId) -> Option<&Document> {
    match &state.object(file)?.content {
        Content::Document(document) => Some(document),
        _ => None,
    }
}

pub const fn is_one(job: &Job) -> bool {
    matches!(job.task, Task::Document { .. })
}

/// The document whose bytes are to be read, where its panel is open.
pub fn next(state: &State) -> Option<(FileId, Task)> {
    let file = state.session.objects.panel?;
    let is_known = state.offered(file).is_some() || state.objects.unreadable == Some(file);
    if is_known || state.crew.jobs().any(is_one) {
        return None;
    }
    let document = document(state, file)?;
    let task = Task::Document {
        span: document.span,
        is_deflated: document.is_deflated,
    };
    Some((file, task))
}

/// The bytes of a document are there.
pub fn document_read(
    state: &State,
    file: FileId,
    buffer: Option<(BufferId, u64)>,
    effects: &mut Vec<Effect>,
) {
    let Some((buffer, bytes)) = buffer else {
        return;
    };
    match document(state, file) {
        Some(document) => effects.push(Effect::Offer(ReadDocument {
            file,
            buffer,
            bytes,
            mime: document.form.mime(),
        })),
        None => effects.push(Effect::Release(buffer)),
    }
}

pub fn document_failed(state: &mut State, file: FileId) {
    state.objects.unreadable = Some(file);
}

/// The browser has an address for a document.
pub fn offered(
    state: &mut State,
    (file, url): (FileId, String),
    bytes: u64,
    effects: &mut Vec<Effect>,
) {
    let is_open = document(state, file).is_some();
    let offered = Offered { file, url, bytes };
    let old = if is_open {
        state.objects.offered.replace(offered)
    } else {
        Some(offered)
    };
    effects.extend(old.map(|old| Effect::TakeBack { url: old.url }));
}
