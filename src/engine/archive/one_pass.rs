//! Archives that can only be unpacked in one pass: each by a worker of its own, its members kept as
//! blobs.

use super::{Door, add, wait};
use crate::engine::cases::resting::{self, Wish};
use crate::engine::event::Effect;
use crate::engine::load::{self, count_read};
use crate::engine::{Origin, State, plan, rare};
use crate::intake::FileId;
use crate::intake::archive::Member;
use crate::store::BufferId;
use crate::workers::protocol::{Entry, Job, Task, WorkerId};

/// Unpacks an archive of these members, or asks where they are more than the memory that is left.
pub(super) fn unpack_if_it_fits(
    state: &mut State,
    file: FileId,
    members: &[Member],
    effects: &mut Vec<Effect>,
) {
    let bytes = members.iter().map(|member| member.bytes).sum();
    let (members, every) = (members.len(), 1);
    let door = Door::Resting {
        bytes,
        members,
        every,
    };
    wait(state, file, door);
    if bytes <= plan::room(state) {
        begin_unpacking(state, file, (bytes, members, every));
    } else {
        rare::wake(state, file, wish_for(state, file), effects);
    }
}

/// What is to be shown is asked about where there is no room; what nobody has turned to just rests.
fn wish_for(state: &State, file: FileId) -> Wish {
    let case = state.case_of_file(file);
    if case.is_some_and(|case| case.opens) {
        Wish::Shown
    } else {
        Wish::Near
    }
}

/// Bytes that unpacking is still to bring.
pub fn to_come(state: &State) -> u64 {
    let archives = state.archives.values();
    archives.map(|archive| archive.to_come).sum()
}

pub fn begin_unpacking(
    state: &mut State,
    file: FileId,
    (bytes, members, every): (u64, usize, u32),
) {
    if let Some(archive) = state.archives.get_mut(&file) {
        archive.door = Door::Unpacking { every };
        archive.to_come = bytes / u64::from(every);
        archive.unpacked = Some((bytes, members, every));
        load::count_unread(state, file);
    }
}

/// The reader has said how much of a large archive to keep.
pub fn unpack(state: &mut State, file: FileId, every: u32, effects: &mut Vec<Effect>) {
    let door = state.archives.get(&file).map(|archive| archive.door);
    if let Some(Door::Large { bytes, members }) = door {
        let every = every.max(1);
        // Where it is still too large it is the reader's choice: what is far goes in any case.
        let bytes_kept = bytes / u64::from(every);
        let _fits = resting::make_room(state, file, bytes_kept, Wish::Shown, effects);
        begin_unpacking(state, file, (bytes, members, every));
    }
}

/// The next archive to be unpacked in one pass.
pub fn next_to_unpack(state: &State) -> Option<(FileId, Task)> {
    let at_work = |file: FileId| {
        let unpacks = |job: &Job| job.file == file && matches!(job.task, Task::Unpack { .. });
        state.crew.jobs().any(unpacks)
    };
    let waiting = state.archives.iter().find_map(|(file, archive)| {
        let Door::Unpacking { every } = archive.door else {
            return None;
        };
        (!at_work(*file)).then_some((*file, every))
    });
    let (file, every) = waiting?;
    let opening = state.opening(file)?;
    Some((file, Task::Unpack { opening, every }))
}

/// A member was unpacked on the way through a one-pass archive.
pub fn entry(
    state: &mut State,
    worker: WorkerId,
    entry: Entry,
    buffer: Option<(BufferId, u64)>,
    effects: &mut Vec<Effect>,
) {
    state.crew.heartbeat(worker, state.now_ms);
    let archive = state.crew.job(worker, entry.job).map(|job| job.file);
    let problem = entry.outcome.err();
    match (archive, problem, buffer) {
        (Some(archive), None, Some((buffer, bytes))) => {
            let origin = Origin::Unpacked {
                archive,
                here: true,
            };
            let file = resting::came_back(state, archive, &entry.path, bytes)
                .or_else(|| add(state, archive, &entry.path, bytes, origin));
            let Some(file) = file else {
                effects.push(Effect::Release(buffer));
                return;
            };
            state.blob_bytes += bytes;
            if let Some(archive) = state.archives.get_mut(&archive) {
                archive.to_come = archive.to_come.saturating_sub(bytes);
            }
            effects.push(Effect::Keep { file, buffer });
        }
        (Some(archive), Some(mut problem), _) => {
            let parent = state.path(archive).unwrap_or_default();
            problem.path = format!("{parent}//{}", entry.path);
            state.problems.push(problem);
        }
        (_, _, buffer) => effects.extend(buffer.map(|(buffer, _)| Effect::Release(buffer))),
    }
}

/// A one-pass archive is at its end.
pub fn unpacked(state: &mut State, file: FileId) {
    state.door(file, Door::Open);
    resting::over(state, file);
    count_read(state, file);
}

/// An unpacker, grown by a dictionary, is not used again.
pub fn end_unpacker(state: &mut State, worker: WorkerId, effects: &mut Vec<Effect>) {
    state.crew.end(worker);
    effects.push(Effect::EndWorker(worker));
}
