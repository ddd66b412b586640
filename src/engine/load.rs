//! From a drop to held samples: files found, the answers of workers taken in.

use crate::decode::Span;
use crate::engine::archive::one_pass;
use crate::engine::event::{DropId, Effect, Mark};
use crate::engine::{
    Case, DroppedFile, Origin, State, archive, broken, cases, known, objects, opening, rare,
    reopening, tags, thumbnails,
};
use crate::header::{Header, Headers};
use crate::intake::{self, FileId, Found, FrameKey};
use crate::limits;
use crate::problem::{Kind, Problem, Stage};
use crate::series::{Stack, StackId};
use crate::session::Pane;
use crate::session::cases::CaseId;
use crate::store::BufferId;
use crate::workers::protocol::{Done, Job, Outcome, Task, WorkerId};

/// One drop and how far it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drop {
    pub id: DropId,
    /// Files are still being looked for.
    pub walking: bool,
    /// Files that were found, without those in archives.
    pub files: usize,
    /// The key of the pane that it was dropped over, where there were several.
    pub(super) into: Option<u32>,
    pub(super) first_drawn: bool,
    pub(super) all_decoded: bool,
}

impl State {
    /// All files of the stack's case are read: nothing more comes to it.
    #[must_use]
    pub fn is_read(&self, stack: &Stack) -> bool {
        self.case_of_stack(stack)
            .is_some_and(|case| self.is_case_read(case))
    }

    /// Nothing more is to come, and every file's header is known.
    fn is_case_read(&self, case: &Case) -> bool {
        let is_walked = |drop: &Drop| drop.id == case.drop && drop.walking;
        case.is_read() && !self.drops.iter().any(is_walked)
    }

    fn case_of_stack(&self, stack: &Stack) -> Option<&Case> {
        self.case_of_file(stack.frame(0)?.file)
    }

    /// Files that are not read yet are taken for slices of a stack where it is the only one of its
    /// case so far: what else they are shows when they are read.
    #[must_use]
    pub fn still_to_come(&self, id: StackId) -> usize {
        let stack = self.catalog.stack(id);
        let case = stack.and_then(|stack| self.case_of_stack(stack));
        let Some(case) = case.filter(|case| !self.is_case_read(case)) else {
            return 0;
        };
        let mut others = self.catalog.stacks().filter(|other| other.id != id);
        let is_of_other = |of: &Case| of.id != case.id;
        let is_only = others.all(|other| self.case_of_stack(other).is_none_or(is_of_other));
        if is_only { case.files - case.read } else { 0 }
    }
}

pub fn drop_started(state: &mut State, id: DropId, effects: &mut Vec<Effect>) {
    reopening::forget(state, effects);
    state.last_drop = state.last_drop.max(id.0);
    state.drops.push(Drop {
        id,
        walking: true,
        files: 0,
        into: None,
        first_drawn: false,
        all_decoded: false,
    });
    effects.push(Effect::Mark(Mark::Drop { drop: id }));
}

pub fn found(state: &mut State, id: DropId, files: Vec<Found>) {
    if !state.drops.iter().any(|drop| drop.id == id) {
        return;
    }
    for found in files {
        let is_archive = intake::is_archive(&found.path);
        let is_of_lesson = intake::is_of_lesson(&found.path);
        if !is_archive && !is_of_lesson && intake::is_passed_over(&found.path) {
            continue;
        }
        let Some(case) = count_file(state, id, &found.path) else {
            continue;
        };
        let Found { file, path, bytes } = found;
        let origin = Origin::Dropped;
        let dropped = DroppedFile {
            path,
            bytes,
            case,
            origin,
        };
        state.files.insert(file, dropped);
        if is_archive {
            archive::found(state, file);
        } else if is_of_lesson {
            state.lesson.unread.push_back(file);
            count_read(state, file);
        } else {
            cases::take_up(state, file);
        }
    }
}

/// Counts one more file of a drop, by its path; the case that it is of, unless there are too many.
pub fn count_file(state: &mut State, id: DropId, path: &str) -> Option<CaseId> {
    let drop = state.drops.iter_mut().find(|drop| drop.id == id)?;
    drop.files += 1;
    if drop.files > limits::FILES_IN_A_DROP {
        return None;
    }
    let case = cases::of_path(state, id, path);
    state.case_mut(case)?.files += 1;
    Some(case)
}

pub fn not_found(state: &mut State, id: DropId, problem: Problem) {
    if state.drops.iter().any(|drop| drop.id == id) {
        state.problems.push(problem);
    }
}

pub fn drop_walked(state: &mut State, id: DropId) {
    let Some(drop) = state.drops.iter_mut().find(|drop| drop.id == id) else {
        return;
    };
    drop.walking = false;
    if drop.files == 0 {
        state.problems.push(Kind::NothingToShow.at(Stage::Find));
    } else if drop.files > limits::FILES_IN_A_DROP {
        let kind = Kind::OverLimit {
            what: "files in one drop".to_owned(),
            value: drop.files as u64,
            limit: limits::FILES_IN_A_DROP as u64,
        };
        state.problems.push(kind.at(Stage::Find));
    }
    archive::gather(state, id);
}

/// Every frame that the budget holds is there.
pub fn mark_decoded(state: &mut State, effects: &mut Vec<Effect>) {
    let is_read = |drop: &Drop| {
        let mut cases = state.cases.iter().filter(|case| case.drop == drop.id);
        !drop.walking && cases.all(Case::is_read)
    };
    let finished = |drop: &&Drop| !drop.all_decoded && is_read(drop);
    let ids: Vec<DropId> = state
        .drops
        .iter()
        .filter(finished)
        .map(|drop| drop.id)
        .collect();
    for id in ids {
        let frames = frames_of_drop(state, id);
        let held = frames.iter().filter(|frame| state.is_held(**frame)).count();
        effects.push(Effect::Mark(Mark::AllDecoded {
            drop: id,
            held,
            total: frames.len(),
        }));
        if let Some(drop) = state.drops.iter_mut().find(|drop| drop.id == id) {
            drop.all_decoded = true;
        }
        reopening::loaded(state);
        state.screen.touch();
    }
}

/// Cases that are read to their end turn to what opens best of them.
pub fn settle_cases(state: &mut State) {
    let is_due = |case: &&Case| case.is_open() && !case.is_settled && state.is_case_read(case);
    let due = state.cases.iter().filter(is_due);
    let due: Vec<CaseId> = due.map(|case| case.id).collect();
    if !due.is_empty() {
        broken::place(state);
    }
    for id in due {
        if let Some(case) = state.case_mut(id) {
            case.is_settled = true;
        }
        opening::loaded(state, id);
        state.screen.touch();
    }
}

fn frames_of_drop(state: &State, id: DropId) -> Vec<FrameKey> {
    let of_drop = |file: &FileId| state.drop_of(*file).is_some_and(|drop| drop.id == id);
    let headers = state.headers.iter().filter(|(file, _)| of_drop(file));
    headers
        .flat_map(|(file, header)| frames_of(*file, header))
        .collect()
}

pub fn frames_of(file: FileId, header: &Header) -> impl Iterator<Item = FrameKey> + use<> {
    let frames = header.image.as_ref().map_or(0, |image| image.frames);
    (0..frames).map(move |frame| FrameKey { file, frame })
}

pub fn done(
    state: &mut State,
    worker: WorkerId,
    done: Done,
    buffer: Option<(BufferId, u64)>,
    effects: &mut Vec<Effect>,
) {
    let job = state
        .crew
        .finish(worker, done.job, done.heap_bytes, state.now_ms);
    if job.as_ref().is_some_and(thumbnails::is_one) {
        state.work.thumbnails += 1;
    } else {
        state.work.jobs += 1;
        state.work.bytes_read += done.bytes_read;
    }
    // Unpacking goes on while other files are closed; what is asked of other files does not.
    let is_current = |job: &Job| {
        job.generation == state.crew.generation || matches!(job.task, Task::Unpack { .. })
    };
    let Some(job) = job.filter(is_current) else {
        effects.extend(buffer.map(|(buffer, _)| Effect::Release(buffer)));
        return;
    };
    match done.outcome {
        Err(problem) => {
            broken::give_up(state, &job, problem);
            if matches!(job.task, Task::Unpack { .. }) {
                one_pass::end_unpacker(state, worker, effects);
            }
        }
        Ok(Outcome::Header {
            header,
            frames,
            broken,
        }) => {
            let too_large = broken::too_large(state, &header);
            let is_too_large = too_large.is_some();
            let missing = too_large.or(broken).map(|problem| {
                broken::name(state, job.file, problem);
                if is_too_large { 0 } else { frames.len() }
            });
            match missing {
                Some(0) => {
                    effects.extend(buffer.map(|(buffer, _)| Effect::Release(buffer)));
                    broken::found(state, job.file, *header);
                }
                _ => take_in(state, job.file, *header, &frames, missing, buffer),
            }
        }
        Ok(Outcome::IsArchive) => archive::discovered(state, job.file, buffer, effects),
        Ok(Outcome::Listed { place, listing }) => {
            archive::listed(state, job.file, (place, listing), effects);
        }
        Ok(Outcome::Unpacked) => {
            one_pass::unpacked(state, job.file);
            one_pass::end_unpacker(state, worker, effects);
        }
        Ok(Outcome::Object(object)) => rare::object(state, job.file, object),
        Ok(Outcome::Document) => objects::document_read(state, job.file, buffer, effects),
        Ok(
            outcome @ (Outcome::Air(_)
            | Outcome::Lungs(_)
            | Outcome::LungCounts(_)
            | Outcome::Values(_)
            | Outcome::Surveyed(_)
            | Outcome::Rewritten { .. }),
        ) => rare::answered(state, &job, (outcome, buffer), effects),
        Ok(Outcome::Tags(elements)) => tags::read(state, job.file, elements),
        Ok(Outcome::Thumbnail(thumbnail)) => thumbnails::made(state, &job, Some(*thumbnail)),
        Ok(Outcome::Frame) => {
            if let (Task::Frame { frame, .. }, Some((buffer, bytes))) = (&job.task, buffer) {
                let key = FrameKey {
                    file: job.file,
                    frame: *frame,
                };
                state.store.hold(buffer, bytes, &[(key, 0, bytes)]);
                state.work.frames += 1;
            }
        }
    }
    if is_wanted(state, job.file) {
        state.screen.touch();
    }
}

/// A pane waits for something of this file. All else that a load brings is shown now and then.
fn is_wanted(state: &State, file: FileId) -> bool {
    let mut looks = state.session.panes.iter().filter_map(Pane::look);
    let is_over = state
        .headers
        .get(&file)
        .is_some_and(|it| it.segmentation.is_some());
    is_over || looks.any(|look| look.wanted.file == file)
}

fn take_in(
    state: &mut State,
    file: FileId,
    header: Header,
    spans: &[Span],
    missing_from: Option<usize>,
    buffer: Option<(BufferId, u64)>,
) {
    let Some(dropped) = state.files.get(&file) else {
        return;
    };
    let headers = Headers::from(header);
    let stack = state.catalog.insert(file, &dropped.path, &headers);
    opening::rehome(state);
    if let Some((buffer, bytes)) = buffer {
        let places: Vec<_> = (0_u32..)
            .zip(spans)
            .map(|(frame, span)| (FrameKey { file, frame }, span.offset, span.length))
            .collect();
        state.work.frames += places.len() as u64;
        state.store.hold(buffer, bytes, &places);
    }
    if let Some(first) = missing_from {
        let missing = frames_of(file, &headers).skip(first);
        state.failed.extend(missing);
    }
    known::keep(state, file, headers);
    objects::image_came(state, file);
    count_read(state, file);
    opening::arrived(state, file, stack);
}

/// All is known of a file.
pub fn count_read(state: &mut State, file: FileId) {
    if let Some(case) = case_of(state, file) {
        case.read += 1;
    }
}

/// There is more to be known of a file after all.
pub fn count_unread(state: &mut State, file: FileId) {
    let Some(case) = case_of(state, file) else {
        return;
    };
    case.read -= 1;
    case.is_settled = false;
    let drop = case.drop;
    if let Some(drop) = state.drops.iter_mut().find(|it| it.id == drop) {
        drop.all_decoded = false;
    }
}

pub fn case_of(state: &mut State, file: FileId) -> Option<&mut Case> {
    let id = state.files.get(&file)?.case;
    state.case_mut(id)
}
