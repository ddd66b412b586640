//! Cases: of several archives or folders that are dropped together each is one patient's. One of
//! them opens; the others are read when the reader comes near them (`queue`).

use crate::engine::event::DropId;
use crate::engine::{State, opening};
use crate::intake::{FileId, natural_order, sorted};
use crate::series::StackId;
use crate::session::cases::CaseId;

pub mod queue;
pub mod resting;

/// What is taken for one patient's files: an archive, a folder, or what lies loose in a drop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub id: CaseId,
    pub drop: DropId,
    /// The folder or the archive, as dropped; empty for loose files.
    root: String,
    /// Files that are known, members of archives too.
    pub files: usize,
    /// Files of which all is known: read, or named as a problem.
    pub read: usize,
    /// The file that is to be shown first, until it is read.
    pub(super) first: Option<FileId>,
    pub(super) has_image: bool,
    /// It is shown as soon as there is an image of it; others wait until they are turned to.
    pub(super) opens: bool,
    /// What opens best of it was turned to.
    pub(super) is_settled: bool,
    /// Of a case that nobody has come near yet, the files that are then to be read.
    unopened: Option<Vec<FileId>>,
}

impl Case {
    fn new(id: CaseId, drop: DropId, root: &str, is_open: bool) -> Self {
        Self {
            id,
            drop,
            root: root.to_owned(),
            files: 0,
            read: 0,
            first: None,
            has_image: false,
            opens: is_open,
            is_settled: false,
            unopened: (!is_open).then(Vec::new),
        }
    }

    /// The reader has been at it, or near.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.unopened.is_none()
    }

    /// The reader waits for it to be read.
    #[must_use]
    pub const fn is_loading(&self) -> bool {
        self.opens && !self.is_read()
    }

    /// Every header of what is known is known; nothing of an unopened case is.
    #[must_use]
    pub const fn is_read(&self) -> bool {
        self.unopened.is_some() || self.read == self.files
    }
}

impl State {
    #[must_use]
    pub fn case(&self, id: CaseId) -> Option<&Case> {
        self.cases.iter().find(|case| case.id == id)
    }

    pub(super) fn case_mut(&mut self, id: CaseId) -> Option<&mut Case> {
        self.cases.iter_mut().find(|case| case.id == id)
    }

    /// The case that a file belongs to.
    #[must_use]
    pub fn case_of_file(&self, file: FileId) -> Option<&Case> {
        self.case(self.files.get(&file)?.case)
    }

    /// The case that a stack belongs to.
    #[must_use]
    pub fn case_of(&self, stack: StackId) -> Option<CaseId> {
        let file = self.catalog.stack(stack)?.frame(0)?.file;
        self.files.get(&file).map(|file| file.case)
    }

    /// Its place in the order that cases are gone through, from 1.
    #[must_use]
    pub fn number_of(&self, case: CaseId) -> Option<usize> {
        let at = self.cases.iter().position(|it| it.id == case)?;
        Some(at + 1)
    }

    fn add_case(&mut self, drop: DropId, root: &str, is_open: bool) -> CaseId {
        let id = CaseId(self.next_case);
        self.next_case += 1;
        self.cases.push(Case::new(id, drop, root, is_open));
        id
    }
}

/// What a path lies in: a folder, or nothing.
fn root_of(path: &str) -> &str {
    path.split_once('/').map_or("", |(root, _)| root)
}

/// The case of a path in a drop, which is made where there is none yet. The first one of a drop is
/// open.
pub fn of_path(state: &mut State, drop: DropId, path: &str) -> CaseId {
    let root = root_of(path);
    let is_it = |case: &&Case| case.drop == drop && case.root == root;
    // Files of one folder follow each other.
    if let Some(case) = state.cases.iter().rev().find(is_it) {
        return case.id;
    }
    let is_first = state.cases.iter().all(|case| case.drop != drop);
    state.add_case(drop, root, is_first)
}

/// Has a file read: now, or when its case is opened.
pub fn take_up(state: &mut State, file: FileId) {
    let Some(case) = state.files.get(&file).map(|dropped| dropped.case) else {
        return;
    };
    let is_archive = state.archives.contains_key(&file);
    match state.case_mut(case).and_then(|case| case.unopened.as_mut()) {
        Some(unopened) => unopened.push(file),
        None if is_archive => state.unlisted.push_back(file),
        None => {
            state.unread.push_back(file);
            opening::found_first(state, file);
        }
    }
}

/// The reader comes near: what was put off is read.
pub fn open(state: &mut State, id: CaseId) {
    let unopened = state.case_mut(id).and_then(|case| case.unopened.take());
    let Some((files, drop)) = unopened.zip(state.case(id).map(|case| case.drop)) else {
        return;
    };
    if let Some(drop) = state.drops.iter_mut().find(|it| it.id == drop) {
        drop.all_decoded = false;
    }
    for file in files {
        take_up(state, file);
    }
}

/// All of a drop is found: each of several archives becomes a case of its own, unless it lies in
/// one of several folders, which are cases already.
pub fn part_archives(state: &mut State, drop: DropId, sets: &[Vec<FileId>]) {
    let folders = state
        .cases
        .iter()
        .filter(|case| case.drop == drop && !case.root.is_empty());
    let are_in_folders = folders.count() > 1;
    let path = |state: &State, set: &[FileId]| {
        let first = set.first()?;
        state.path(*first).map(str::to_owned)
    };
    let named = sets.iter().filter_map(|set| {
        let path = path(state, set)?;
        (!are_in_folders || root_of(&path).is_empty()).then_some((path, set))
    });
    let named: Vec<(String, &Vec<FileId>)> = named.collect();
    if named.len() < 2 && !are_in_folders {
        return;
    }
    for (path, set) in sorted(named, |(a, _), (b, _)| natural_order(a, b)) {
        let case = state.add_case(drop, &path, false);
        for file in set {
            move_to(state, *file, case);
        }
    }
    // A drop of nothing but archives has left its loose case with nothing in it.
    state
        .cases
        .retain(|case| case.drop != drop || case.files > 0);
    let of_drop = |case: &&mut Case| case.drop == drop;
    if state
        .cases
        .iter()
        .filter(|it| it.drop == drop)
        .all(|it| !it.is_open())
        && let Some(first) = state.cases.iter_mut().find(of_drop)
    {
        first.opens = true;
        first.unopened = None;
    }
}

/// A file that is not read yet is of another case.
fn move_to(state: &mut State, file: FileId, to: CaseId) {
    let Some(dropped) = state.files.get_mut(&file) else {
        return;
    };
    let from = std::mem::replace(&mut dropped.case, to);
    if let Some(case) = state.case_mut(from) {
        case.files -= 1;
    }
    if let Some(case) = state.case_mut(to) {
        case.files += 1;
    }
}

/// The stacks of a case.
pub fn stacks_of(state: &State, case: CaseId) -> impl Iterator<Item = StackId> {
    let listed = state.catalog.list();
    listed.filter(move |stack| state.case_of(*stack) == Some(case))
}

/// What opens of a case, where there is something of it.
pub fn best_of(state: &State, case: CaseId) -> Option<StackId> {
    let is_of_it = |file: FileId| state.files.get(&file).is_some_and(|it| it.case == case);
    state.catalog.opening(is_of_it)
}
