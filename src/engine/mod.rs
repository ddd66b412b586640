//! What happens when: [`apply`] takes the [`State`], which answers for itself in `state`, and an [`Event`] and says, as data, what is to be
//! done about it. `load` gets files read, `handing_out` gives workers their jobs, `sample` has some computed, `staff` keeps workers for it,
//! `archive` takes in what archives hold, `broken` what cannot be read, `opening` and `closing` say what is shown by itself,
//! `view` carries out what the reader does, `windows` chooses windows, `scale` knows what values
//! mean, `objects` keeps what is no image, `presentation` and `key_images` carry out what it says,
//! `regroup` joins and splits stacks, `desk` lays panes beside each other, `link` and `link_view` have them go together, `wipe` lays two over each other, `cursor` brings them to one point, `history` remembers views, `undoing` takes back
//! marks, layouts and closing, `screen` gets all drawn, with `segments` over it, by `way` every slice, by `cine` without a
//! hand. What `rare` leads to is fetched once the page is there: `marking` draws marks on a `surface`, `mark_edits` changes them, `mark_values` has them measured, on planes by `cut_region`; `lung` has the lungs found, by `lung_jobs`, which the `brush` corrects; `grey` has values counted, ranges of HU shown, and voxels grow from a seed; `copy` has files rewritten, by `copy_jobs`; `privacy` has counted what headers tell; `kept` keeps views and marks from visit to visit; `lesson` has lessons made and played; both find stacks again by `prints`, and have views and marks `written` down; `class` is what is shown to a class besides pictures, `room` the picture that a room is checked by. `planes` go through a stack, which `volumes` keeps on the GPU and `cut` draws. `rendering` looks at a stack as a whole, of which `rendered` makes the picture, at the copy of it in `solids`, by `solid_jobs`. Performing effects is `web`'s, the browser's edge.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::header::Headers;
use crate::intake::{FileId, FrameKey};
use crate::marks::{MarkId, Region};
use crate::problem::{Alarm, Problem};
use crate::series::{Catalog, StackId};
use crate::session::{Action, Session};
use crate::store::Store;
use crate::workers::crew::Crew;

mod archive;
mod bodies;
mod broken;
mod brush;
pub mod cases;
pub mod cine;
mod class;
mod closing;
pub mod copy;
mod copy_jobs;
pub mod crosshair;
pub mod cursor;
pub mod cut;
pub mod cut_probe;
pub mod cut_region;
mod desk;
mod device;
pub mod event;
pub mod grey;
mod handing_out;
mod history;
pub mod kept;
mod key_images;
mod known;
pub mod lesson;
pub mod link;
mod link_view;
mod load;
pub mod lung;
mod lung_jobs;
mod mark_edits;
pub mod mark_values;
mod marking;
mod objects;
mod opening;
mod plan;
pub mod planes;
mod pointer;
mod presentation;
mod prints;
pub mod privacy;
mod probe;
pub mod rare;
mod refusal;
mod regroup;
pub mod rendered;
pub mod rendering;
mod reopening;
mod room;
mod sample;
mod scale;
mod screen;
mod segment_planes;
mod segments;
mod shown;
mod solid_jobs;
pub mod solids;
pub mod spacing;
mod staff;
mod state;
pub mod surface;
mod tags;
mod textures;
mod thumbnails;
mod undoing;
mod view;
pub mod volumes;
mod way;
pub mod windows;
pub mod wipe;
mod written;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod web;

use archive::one_pass;
pub use archive::{Archive, Door};
pub use cases::Case;
use cases::queue::Called;
pub use cut::CutPicture;
pub use desk::can_be_beside;
pub use event::{
    CopyEffect, CopyEvent, DropId, Effect, Event, KeptEffect, KeptEvent, LessonEffect, LessonEvent,
    Mark, Memory, ReadDocument, Renderer, Work,
};
pub use load::Drop;
pub use opening::study_of;
pub use presentation::Presented;
pub use probe::Probe;
pub use rare::Rare;
pub use refusal::Refusal;
pub use rendered::RenderedPicture;
use reopening::{Closed, Returning};
pub use scale::offers;
pub use screen::{PaneState, Picture, Screen};
use state::{DroppedFile, Origin};
use thumbnails::Thumbnails;
pub use windows::OWN_DIGITS;

/// All that the viewer knows.
#[derive(Debug, Default)]
pub struct State {
    pub session: Session,
    pub catalog: Catalog,
    pub headers: BTreeMap<FileId, Headers>,
    /// Of the frames of files with several.
    header_bytes: u64,
    /// Of each segmentation.
    segment_planes: BTreeMap<FileId, segment_planes::Planes>,
    pub drops: Vec<Drop>,
    /// In the order in which they are gone through.
    pub cases: Vec<Case>,
    next_case: u32,
    called: Option<Called>,
    pub problems: Vec<Problem>,
    pub screen: Screen,
    pub work: Work,
    /// What keeps the viewer as a whole from working; the first is shown.
    pub alarms: BTreeSet<Alarm>,
    files: BTreeMap<FileId, DroppedFile>,
    archives: BTreeMap<FileId, Archive>,
    /// Archives whose list is to be read.
    unlisted: VecDeque<FileId>,
    last_drop: u32,
    /// Files out of archives, so far.
    next_member: u32,
    /// Of files out of archives that are kept as blobs.
    blob_bytes: u64,
    /// Files whose header is still to be read, in the order of reading.
    unread: VecDeque<FileId>,
    /// Frames that could not be read: not asked for again.
    failed: BTreeSet<FrameKey>,
    broken: broken::Broken,
    objects: objects::Objects,
    thumbnails: Thumbnails,
    pub volumes: volumes::Volumes,
    pub solids: solids::Solids,
    pub lung: Option<lung::LungCase>,
    pub grey: grey::Grey,
    pub copy: Option<copy::CopyCase>,
    pub privacy: Option<privacy::Privacy>,
    pub kept: kept::Kept,
    prints: prints::Prints,
    pub lesson: lesson::LessonCase,
    /// Of the file whose header was read for readers last.
    tags: Option<tags::Tags>,
    /// Why nothing came of what the reader did last.
    pub refused: Option<Refusal>,
    /// What was closed last.
    closed: Closed,
    /// What panes showed, of a case that is being opened again.
    returning: Returning,
    air: BTreeMap<StackId, scale::Air>,
    store: Store,
    crew: Crew,
    crew_size: usize,
    budget: Option<u64>,
    /// How often in a row a worker has failed to start.
    failed_starts: usize,
    now_ms: f64,
    history: history::History,
    /// What a first picture can do without, once it is here.
    rare: Option<Rare>,
    /// What was asked of it before.
    waiting: Vec<Action>,
    /// What workers have read of files that hold no image, before.
    waiting_objects: Vec<(FileId, Vec<u8>)>,
    /// What regions hold, with what was asked of them.
    regions: BTreeMap<MarkId, (mark_values::Question, Option<Region>)>,
}

/// Carries one event out.
pub fn apply(state: &mut State, event: Event, now_ms: f64) -> Vec<Effect> {
    state.now_ms = now_ms;
    let mut effects = Vec::new();
    match event {
        Event::Act(action) => view::act(state, &action, &mut effects),

        Event::DropStarted(drop) => load::drop_started(state, drop, &mut effects),
        Event::DropAimed { drop, pane } => opening::aim(state, drop, pane),
        Event::Found { drop, files } => load::found(state, drop, files),
        Event::NotFound { drop, problem } => load::not_found(state, drop, problem),
        Event::DropWalked(drop) => load::drop_walked(state, drop),

        Event::CrewReady { module } => staff::crew_ready(state, module, &mut effects),
        Event::WorkerHello {
            worker,
            build_matches,
        } => {
            staff::hello(state, worker, build_matches, &mut effects);
        }
        Event::Entry {
            worker,
            entry,
            buffer,
        } => one_pass::entry(state, worker, *entry, buffer, &mut effects),
        Event::Password { archive, password } => {
            archive::try_password(state, archive, password);
        }
        Event::Heartbeat { worker } => state.crew.heartbeat(worker, now_ms),
        Event::Done {
            worker,
            done,
            buffer,
        } => {
            load::done(state, worker, *done, buffer, &mut effects);
        }
        Event::WorkerFailed { worker, reason } => {
            staff::worker_failed(state, worker, reason, &mut effects);
        }
        Event::Offered { file, url, bytes } => {
            objects::offered(state, (file, url), bytes, &mut effects);
        }
        Event::Copy(event) => rare::heard(state, event, &mut effects),
        Event::Kept(event) => rare::heard_of_kept(state, event, &mut effects),
        Event::Lesson(event) => rare::heard_of_lesson(state, event, &mut effects),
        Event::RareHere => rare::here(state, &mut effects),
        Event::RareMissing => {
            state.alarms.insert(Alarm::PartMissing);
        }
        Event::PartNotLoaded { worker } => {
            staff::part_not_loaded(state, worker, &mut effects);
        }
        Event::Clock => staff::clock(state, &mut effects),

        Event::DeviceReady { renderer } => device::ready(state, renderer),
        Event::DeviceLost => device::lost(state, &mut effects),
        Event::DeviceFailed => device::failed(state),
        Event::UploadFailed { frame, reason } => device::upload_failed(state, frame, reason),
        Event::VolumeFailed { volume, reason } => rare::planes::failed(state, volume, reason),
        Event::SolidFailed { solid, reason } => rare::solid_failed(state, solid, reason),
        Event::Resized { canvas } => screen::resized(state, canvas, &mut effects),
        Event::DrawFailed => device::draw_failed(state, &mut effects),
        Event::Refresh => state.screen.touch(),
        Event::Frame => screen::frame(state, &mut effects),

        Event::Measured { frame, stats } => {
            windows::measured(state, frame, stats.as_ref());
            scale::measured(state, frame, stats.as_ref());
        }
        Event::RegionMeasured { question, figures } => {
            rare::measured(state, &question, figures);
        }
        Event::VoxelRead {
            frame,
            column,
            row,
            voxel,
        } => {
            probe::read(state, frame, [column, row], voxel);
        }
        Event::PointRead { point, sample } => rare::planes::read(state, point, sample),
    }
    rare::planes::settle(state);
    rare::settle(state, &mut effects);
    handing_out::hand_out(state, &mut effects);
    rare::planes::fill(state, &mut effects);
    plan::keep_budget(state, &mut effects);
    scale::settle(state);
    windows::settle(state, &mut effects);
    scale::look_for_air(state, &mut effects);
    probe::ask(state, &mut effects);
    rare::planes::ask(state, &mut effects);
    rare::ask(state, &mut effects);
    way::settle(state, &mut effects);
    screen::ask_for_frame(state, &mut effects);
    effects
}
