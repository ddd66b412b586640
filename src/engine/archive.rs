//! Archives among what is dropped: their volumes gathered, their list read, their members taken
//! in. A member of an archive with random access is a file like any other, read out of it when it
//! is wanted; those of a one-pass archive are unpacked once, and kept as blobs.

use std::collections::BTreeMap;

use crate::engine::cases::{self, resting};
use crate::engine::event::{DropId, Effect};
use crate::engine::load::{self, count_read};
use crate::engine::{DroppedFile, Origin, State, opening};
use crate::intake::archive::{Listing, Member};
use crate::intake::{FileId, is_passed_over, is_program, middle_first, part_of};
use crate::limits;
use crate::problem::{Kind, Problem, Stage};
use crate::store::BufferId;
use crate::workers::protocol::{Job, Opening, Place, Source, Task};

pub mod one_pass;

/// An archive that is open, or on its way to be.
#[derive(Clone, Debug)]
pub struct Archive {
    volumes: Vec<FileId>,
    place: Option<Place>,
    password: Option<String>,
    pub(super) door: Door,
    /// Bytes that unpacking is still to bring.
    to_come: u64,
    /// What unpacking in one pass has brought: bytes, members, and every how many of them.
    unpacked: Option<(u64, usize, u32)>,
    /// Members that are known, and whose bytes are not here.
    pub(super) resting: resting::Members,
}

impl Archive {
    /// What is in it is not known, or not here.
    pub(super) const fn is_shut(&self) -> bool {
        !matches!(self.door, Door::Open)
    }

    pub(super) const fn is_resting(&self) -> bool {
        matches!(self.door, Door::Resting { .. })
    }

    pub(super) const fn is_unpacked(&self) -> bool {
        matches!(self.door, Door::Open) && self.unpacked.is_some()
    }

    /// The bytes of its members are given back.
    pub(super) fn rest(&mut self, members: resting::Members) {
        if let Some((bytes, count, every)) = self.unpacked.take() {
            self.door = Door::Resting {
                bytes,
                members: count,
                every,
            };
        }
        self.resting = members;
    }
}

/// How far an archive is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Door {
    /// Its volumes are looked for, then its list is read.
    Opening,
    /// It wants a password; the one that was given was wrong.
    Locked {
        wrong: bool,
    },
    /// Unpacked it would be more than the memory that is left: the reader says what to keep.
    Large {
        bytes: u64,
        members: usize,
    },
    /// There was no room for it unpacked, beside what the reader is nearer to.
    Resting {
        bytes: u64,
        members: usize,
        every: u32,
    },
    /// Every so many of its members are being kept.
    Unpacking {
        every: u32,
    },
    Open,
}

impl State {
    /// Archives that wait for a word of the reader.
    pub fn waiting_archives(&self) -> impl Iterator<Item = (FileId, Door)> {
        let waiting = |door: Door| matches!(door, Door::Locked { .. } | Door::Large { .. });
        self.archives
            .iter()
            .map(|(file, archive)| (*file, archive.door))
            .filter(move |(_, door)| waiting(*door))
    }

    /// Where a file's bytes are, and what rides beside a job on it.
    pub(super) fn source(&self, file: FileId, task: &Task) -> (Source, Vec<FileId>) {
        let of_archive = |archive: FileId| {
            let known = self.archives.get(&archive);
            known.map_or_else(|| vec![archive], |archive| archive.volumes.clone())
        };
        if matches!(task, Task::List { .. } | Task::Unpack { .. }) {
            return (Source::File, of_archive(file));
        }
        match self.files.get(&file).map(|file| file.origin) {
            Some(Origin::Member { archive, member }) => {
                let volumes = of_archive(archive);
                match self.opening(archive) {
                    Some(archive) => (Source::Member { archive, member }, volumes),
                    None => (Source::File, volumes),
                }
            }
            Some(Origin::Sample { slice }) => (Source::Sample { slice }, Vec::new()),
            _ => (Source::File, vec![file]),
        }
    }

    fn opening(&self, archive: FileId) -> Option<Opening> {
        let known = self.archives.get(&archive)?;
        Some(Opening {
            archive,
            place: known.place?,
            password: known.password.clone(),
        })
    }

    pub(super) fn door(&mut self, file: FileId, door: Door) {
        if let Some(archive) = self.archives.get_mut(&file) {
            archive.door = door;
            archive.to_come = 0;
        }
    }
}

/// A file that is an archive by its name.
pub fn found(state: &mut State, file: FileId) {
    let archive = Archive {
        volumes: vec![file],
        place: None,
        password: None,
        door: Door::Opening,
        to_come: 0,
        unpacked: None,
        resting: resting::Members::new(),
    };
    state.archives.insert(file, archive);
}

/// All of a drop is found: volumes come together, and lists are read.
pub fn gather(state: &mut State, drop: DropId) {
    let is_of_drop = |file: &FileId| state.drop_of(*file).is_some_and(|it| it.id == drop);
    let mut sets: BTreeMap<String, BTreeMap<u32, FileId>> = BTreeMap::new();
    let mut whole = Vec::new();
    for file in state.archives.keys().filter(|file| is_of_drop(file)) {
        match part_of(state.path(*file).unwrap_or_default()) {
            Some(part) => {
                sets.entry(part.set).or_default().insert(part.number, *file);
            }
            None => whole.push(vec![*file]),
        }
    }
    for parts in sets.into_values() {
        whole.extend(gather_set(state, &parts));
    }
    cases::part_archives(state, drop, &whole);
    for first in whole.iter().filter_map(|volumes| volumes.first()) {
        cases::take_up(state, *first);
    }
}

/// The volumes from the first on, as far as there is none missing between them.
fn gather_set(state: &mut State, parts: &BTreeMap<u32, FileId>) -> Option<Vec<FileId>> {
    let joined: Vec<FileId> = (1..)
        .zip(parts)
        .take_while(|(expected, (number, _))| expected == *number)
        .map(|(_, (_, file))| *file)
        .collect();
    for file in parts.values().filter(|file| joined.first() != Some(*file)) {
        state.archives.remove(file);
        count_read(state, *file);
    }
    if let Some(lonely) = parts.values().find(|file| !joined.contains(file)) {
        report(state, *lonely, Kind::VolumeMissing.at(Stage::Unpack));
    }
    let archive = state.archives.get_mut(joined.first()?)?;
    archive.volumes.clone_from(&joined);
    Some(joined)
}

/// A file turned out to be an archive. One that came out of an archive is kept as a blob.
pub fn discovered(
    state: &mut State,
    file: FileId,
    buffer: Option<(BufferId, u64)>,
    effects: &mut Vec<Effect>,
) {
    let Some(dropped) = state.files.get_mut(&file) else {
        return;
    };
    if dropped.path.matches("//").count() >= limits::ARCHIVE_DEPTH {
        let kind = Kind::OverLimit {
            what: "archives in archives".to_owned(),
            value: limits::ARCHIVE_DEPTH as u64 + 1,
            limit: limits::ARCHIVE_DEPTH as u64,
        };
        effects.extend(buffer.map(|(buffer, _)| Effect::Release(buffer)));
        report(state, file, kind.at(Stage::Unpack));
        count_read(state, file);
        return;
    }
    if let Some((buffer, bytes)) = buffer {
        dropped.origin = Origin::Kept;
        state.blob_bytes += bytes;
        effects.push(Effect::Keep { file, buffer });
    }
    found(state, file);
    // Of a drop that is still looked through, archives are gathered at its end.
    if state.drop_of(file).is_some_and(|drop| !drop.walking) {
        state.unlisted.push_back(file);
    }
    opening::is_no_image(state, file);
}

/// The next list to be read: one for each worker at a time, so that the first picture of the first
/// archive does not wait for the lists of all.
pub fn next_to_list(state: &mut State) -> Option<(FileId, Task)> {
    let lists = |job: &&Job| matches!(job.task, Task::List { .. });
    if state.crew.jobs().filter(lists).count() >= state.crew_size {
        return None;
    }
    let file = state.unlisted.pop_front()?;
    let password = state.archives.get(&file)?.password.clone();
    Some((file, Task::List { password }))
}

/// What is in an archive is known.
pub fn listed(
    state: &mut State,
    file: FileId,
    (place, listing): (Place, Listing),
    effects: &mut Vec<Effect>,
) {
    let Some(archive) = state.archives.get_mut(&file) else {
        return;
    };
    archive.place = Some(place);
    if archive.password.is_none() && listing.members.iter().any(|member| member.encrypted) {
        wait(state, file, Door::Locked { wrong: false });
        return;
    }
    if let Some(kind) = listing.cut {
        report(state, file, kind.at(Stage::Unpack));
    }
    let mut members = listing.members;
    members.retain(|member| !is_passed_over(&member.path));
    if members.is_empty() {
        report(state, file, Kind::NothingToShow.at(Stage::Find));
        state.door(file, Door::Open);
        count_read(state, file);
    } else if listing.one_pass {
        one_pass::unpack_if_it_fits(state, file, &members, effects);
    } else {
        enter(state, file, members);
        state.door(file, Door::Open);
        count_read(state, file);
    }
}

/// Members that can be read one by one are files like any other; the middle one comes first.
fn enter(state: &mut State, archive: FileId, members: Vec<Member>) {
    for member in middle_first(members, |member| &member.path) {
        let origin = Origin::Member {
            archive,
            member: member.index,
        };
        let file = add(state, archive, &member.path, member.bytes, origin);
        if let Some(file) = file {
            opening::found_first(state, file);
        }
    }
}

/// A file out of an archive.
fn add(
    state: &mut State,
    archive: FileId,
    path: &str,
    bytes: u64,
    origin: Origin,
) -> Option<FileId> {
    let parent = state.files.get(&archive)?;
    let path = format!("{}//{path}", parent.path);
    let case = parent.case;
    let file = FileId::of_member(state.next_member);
    state.next_member += 1;
    let dropped = DroppedFile {
        path,
        bytes,
        case,
        origin,
    };
    state.files.insert(file, dropped);
    state.unread.push_back(file);
    if let Some(case) = state.case_mut(case) {
        case.files += 1;
    }
    Some(file)
}

/// An archive could not be listed or unpacked.
pub fn refused(state: &mut State, file: FileId, problem: Problem) {
    match problem.kind {
        Kind::PasswordNeeded => wait(state, file, Door::Locked { wrong: false }),
        Kind::PasswordWrong => wait(state, file, Door::Locked { wrong: true }),
        Kind::NotArchive if state.path(file).is_some_and(is_program) => {
            state.archives.remove(&file);
            count_read(state, file);
        }
        _ => {
            state.door(file, Door::Open);
            resting::over(state, file);
            count_read(state, file);
            report(state, file, problem);
        }
    }
}

/// Until the reader says more, there is nothing more to be read of it.
fn wait(state: &mut State, file: FileId, door: Door) {
    state.door(file, door);
    count_read(state, file);
}

/// The reader has a password for an archive.
pub fn try_password(state: &mut State, file: FileId, password: String) {
    let archive = state.archives.get_mut(&file);
    let locked = archive.filter(|archive| matches!(archive.door, Door::Locked { .. }));
    if let Some(archive) = locked {
        archive.password = Some(password);
        archive.door = Door::Opening;
        load::count_unread(state, file);
        state.unlisted.push_back(file);
    }
}

fn report(state: &mut State, file: FileId, mut problem: Problem) {
    state.name_file(&mut problem, file);
    state.problems.push(problem);
}
