//! Archives that can only be unpacked in one pass: each by a worker of its own, its members kept as
//! blobs.

use super::{Door, add, wait};
use crate::engine::event::Effect;
use crate::engine::load::{self, count_read};
use crate::engine::{Origin, State};
use crate::intake::FileId;
use crate::intake::archive::Member;
use crate::store::BufferId;
use crate::workers::protocol::{Entry, Job, Task, WorkerId};

/// Unpacks an archive of these members, or asks where they are more than the memory that is left.
pub(super) fn unpack_if_it_fits(state: &mut State, file: FileId, members: &[Member]) {
    let bytes = members.iter().map(|member| member.bytes).sum();
    let memory = state.memory();
    // Several are unpacked at a time: what the others are going to need is not there for this one.
    if bytes <= memory.budget.saturating_sub(memory.used() + to_come(state)) {
        begin_unpacking(state, file, 1, bytes);
    } else {
        let members = members.len();
        wait(state, file, Door::Large { bytes, members });
    }
}

/// Bytes that unpacking is still to bring.
pub fn to_come(state: &State) -> u64 {
    let archives = state.archives.values();
    archives.map(|archive| archive.to_come).sum()
}

fn begin_unpacking(state: &mut State, file: FileId, every: u32, bytes: u64) {
    if let Some(archive) = state.archives.get_mut(&file) {
        archive.door = Door::Unpacking { every };
        archive.to_come = bytes / u64::from(every);
    }
}

/// The reader has said how much of a large archive to keep.
pub fn unpack(state: &mut State, file: FileId, every: u32) {
    let door = state.archives.get(&file).map(|archive| archive.door);
    if let Some(Door::Large { bytes, .. }) = door {
        begin_unpacking(state, file, every.max(1), bytes);
        load::count_unread(state, file);
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
            let file = add(state, archive, &entry.path, bytes, Origin::Kept);
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
    count_read(state, file);
}

/// An unpacker, grown by a dictionary, is not used again.
pub fn end_unpacker(state: &mut State, worker: WorkerId, effects: &mut Vec<Effect>) {
    state.crew.end(worker);
    effects.push(Effect::EndWorker(worker));
}
