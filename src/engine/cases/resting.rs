//! Archives that are unpacked in one pass are kept unpacked as long as memory has room for it. What
//! a reader is far from rests: its headers stay, so that nothing of it is forgotten, its bytes go,
//! and it is unpacked again when he comes near.

use std::collections::{BTreeSet, VecDeque};

use crate::engine::archive::{Door, one_pass};
use crate::engine::event::Effect;
use crate::engine::load::frames_of;
use crate::engine::{Archive, Case, Origin, State, broken, plan, textures};
use crate::intake::{FileId, FrameKey};
use crate::problem::{Kind, Stage};
use crate::session::cases::CaseId;
use crate::session::{Pane, PaneId};

/// How much an archive is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
    /// It is looked at: all else makes room for it.
    Shown,
    /// The reader may come to it: what lies farther off makes room.
    Near,
}

/// Members of a resting archive by their paths, in the order in which they come.
pub type Members = VecDeque<(String, FileId)>;

/// The archive that a file's bytes would have to be unpacked from first.
pub fn rests_in(state: &State, file: FileId) -> Option<FileId> {
    match state.files.get(&file)?.origin {
        Origin::Unpacked { archive, here } => (!here).then_some(archive),
        Origin::Member { archive, .. } => rests_in(state, archive),
        Origin::Dropped | Origin::Kept | Origin::Sample { .. } => None,
    }
}

/// What panes show and wait for is there.
pub fn wake_shown(state: &mut State, effects: &mut Vec<Effect>) {
    if !state.archives.values().any(Archive::is_resting) {
        return;
    }
    // A pane that waits for another case is done with what it shows.
    let waits = |pane: &&Pane| state.called.is_some_and(|called| called.pane == pane.key);
    let panes = state.session.panes.iter().filter(|pane| !waits(pane));
    let wanted = panes.filter_map(Pane::look).map(|look| look.wanted);
    let missing: Vec<FileId> = wanted
        .filter(|frame| !state.is_held(*frame))
        .filter_map(|frame| rests_in(state, frame.file))
        .collect();
    for archive in missing {
        begin(state, archive, Wish::Shown, effects);
    }
    let is_waited_for = |case: &&Case| case.opens && !case.has_image;
    let waited_for = state.cases.iter().filter(is_waited_for);
    for case in waited_for.map(|case| case.id).collect::<Vec<_>>() {
        wake(state, case, Wish::Shown, effects);
    }
}

/// Unpacks what rests of a case; true where something does that there is room for.
pub fn wake(state: &mut State, case: CaseId, wish: Wish, effects: &mut Vec<Effect>) -> bool {
    let is_of_it = |file: FileId| state.case_of_file(file).is_some_and(|it| it.id == case);
    let resting = state.archives.iter().filter(|(_, it)| it.is_resting());
    let resting: Vec<FileId> = resting
        .map(|(file, _)| *file)
        .filter(|file| is_of_it(*file))
        .collect();
    let mut any = false;
    for archive in resting {
        any |= begin(state, archive, wish, effects);
    }
    any
}

/// Unpacks a resting archive, and before it the one that it lies in, where that rests too.
pub fn begin(state: &mut State, archive: FileId, wish: Wish, effects: &mut Vec<Effect>) -> bool {
    if let Some(outer) = rests_in(state, archive) {
        return begin(state, outer, wish, effects);
    }
    let Some(Door::Resting {
        bytes,
        members,
        every,
    }) = state.archives.get(&archive).map(|it| it.door)
    else {
        return false;
    };
    let fits = make_room(state, archive, bytes / u64::from(every), wish, effects);
    if fits {
        one_pass::begin_unpacking(state, archive, (bytes, members, every));
    } else if wish == Wish::Shown {
        state.door(archive, Door::Large { bytes, members });
    }
    fits
}

/// Makes room for what unpacking an archive is going to bring: textures go first, which are made again
/// without reading, then frames that no pane is near, which are read again without unpacking, then
/// archives of cases that are far.
pub fn make_room(
    state: &mut State,
    archive: FileId,
    bytes: u64,
    wish: Wish,
    effects: &mut Vec<Effect>,
) -> bool {
    let nearest_to_go = match wish {
        Wish::Shown => 1,
        Wish::Near => plan::FAR,
    };
    let short = bytes.saturating_sub(plan::room(state));
    if short > 0 && wish == Wish::Shown {
        textures::drop_bytes(state, short, effects);
    }
    while !plan::make_room(state, bytes, nearest_to_go, effects) {
        let Some(far) = farthest(state, archive, wish) else {
            return false;
        };
        rest(state, far, effects);
    }
    true
}

/// The unpacked archive of the case that is farthest from where the reader is. Of what he is beside
/// nothing makes room for what he may come to.
fn farthest(state: &State, but: FileId, wish: Wish) -> Option<FileId> {
    let here = state.case_at()?;
    let of_file = |file: FileId| state.files.get(&file).map(|it| it.case);
    let panes = (0..state.session.panes.len()).map(PaneId);
    let shown: BTreeSet<CaseId> = panes.filter_map(|pane| state.case_in(pane)).collect();
    let nearest = match wish {
        Wish::Shown => 1,
        Wish::Near => 2,
    };
    let open = state.archives.iter().filter(|(_, it)| it.is_unpacked());
    let far = open.filter_map(|(file, _)| {
        let case = of_file(*file)?;
        let at = state.cases.iter().position(|it| it.id == case)?;
        let is_free = !shown.contains(&case) && Some(case) != of_file(but);
        (is_free && at.abs_diff(here) >= nearest).then_some((at.abs_diff(here), *file))
    });
    far.max().map(|(_, file)| file)
}

/// The bytes of its members go; all else that is known of them stays.
fn rest(state: &mut State, archive: FileId, effects: &mut Vec<Effect>) {
    let prefix = format!("{}//", state.path(archive).unwrap_or_default());
    let mut members = Members::new();
    let mut bytes = 0;
    for (file, dropped) in &mut state.files {
        if let Origin::Unpacked { archive: of, here } = &mut dropped.origin
            && *of == archive
            && std::mem::replace(here, false)
        {
            bytes += dropped.bytes;
            let inner = dropped.path.strip_prefix(&prefix).unwrap_or_default();
            members.push_back((inner.to_owned(), *file));
        }
    }
    state.blob_bytes -= bytes;
    let gone: BTreeSet<FileId> = members.iter().map(|(_, file)| *file).collect();
    if let Some(archive) = state.archives.get_mut(&archive) {
        archive.rest(members);
    }
    let is_gone = |frame: FrameKey| gone.contains(&frame.file);
    let released = state.store.release_where(is_gone);
    effects.extend(released.into_iter().map(Effect::Release));
    effects.push(Effect::Forget(gone.into_iter().collect()));
}

/// A member is unpacked again.
pub fn came_back(state: &mut State, archive: FileId, path: &str, bytes: u64) -> Option<FileId> {
    let members = &mut state.archives.get_mut(&archive)?.resting;
    let at = members.iter().position(|(known, _)| known == path)?;
    let (_, file) = members.remove(at)?;
    if let Some(dropped) = state.files.get_mut(&file) {
        dropped.origin = Origin::Unpacked {
            archive,
            here: true,
        };
        dropped.bytes = bytes;
    }
    Some(file)
}

/// Unpacking is over: what did not come again is named, and not waited for.
pub fn over(state: &mut State, archive: FileId) {
    let Some(known) = state.archives.get_mut(&archive) else {
        return;
    };
    for (_, file) in std::mem::take(&mut known.resting) {
        if let Some(dropped) = state.files.get_mut(&file) {
            dropped.bytes = 0;
            dropped.origin = Origin::Dropped;
        }
        let headers = state.headers.get(&file);
        let frames = headers.into_iter().flat_map(|it| frames_of(file, it));
        state.failed.extend(frames.collect::<Vec<_>>());
        let reason = "not found when its archive was unpacked again".to_owned();
        broken::name(state, file, Kind::Unreadable { reason }.at(Stage::Unpack));
    }
}
