//! All that [`Rare`] leads to: nothing else does.

use super::planes::OfPlanes;
use super::{Answer, Rare};
use crate::engine::archive::one_pass;
use crate::engine::cases::{queue, resting};
use crate::engine::event::Effect;
use crate::engine::{
    State, class, closing, copy, copy_jobs, desk, grey, kept, key_images, lesson, link, lung,
    lung_jobs, mark_values, marking, objects, opening, presentation, prints, privacy, regroup,
    rendered, rendering, reopening, room, scale, solid_jobs, solids, spacing, undoing, windows,
};
use crate::intake::FileId;
use crate::problem::Problem;
use crate::session::Action;
use crate::session::changes::Change;
use crate::workers::protocol::{Job, Task};

impl Rare {
    /// All of it.
    #[must_use]
    pub fn whole() -> Self {
        Self {
            of_planes: OfPlanes::whole(),
            act: carry_out,
            change: carry_out_change,
            heard: copy::heard,
            heard_of_kept: kept::heard,
            heard_of_lesson: lesson::heard,
            settle: settle_all,
            follow: link::follow,
            next: next_of_all,
            answered: all_answered,
            failed: all_failed,
            change_marks: marking::carry_out,
            is_taken: marking::is_taken,
            take_point_back: marking::take_point_back,
            ask: mark_values::ask,
            measured: mark_values::measured,
            region: mark_values::region,
            region_of_plane: |question, read| question.answer(read),
            rendered: rendered::next_picture,
            point: |question, read| question.answer(read),
            solid_failed: solids::failed,
            open_next: queue::open_next,
            wake: resting::begin,
            object: objects::read,
            draw_room: room::draw,
        }
    }
}

fn carry_out(state: &mut State, action: &Action, effects: &mut Vec<Effect>) {
    match *action {
        Action::Lungs(ref action) => lung::act(state, action),
        Action::Undo => undoing::undo(state, effects),
        Action::Redo => undoing::redo(state),
        Action::CancelLoading => closing::cancel(state, effects),
        Action::CloseAll => closing::close_all(state, effects),
        Action::Reopen => reopening::reopen(state, effects),
        Action::Unpack { archive, every } => one_pass::unpack(state, archive, every, effects),
        Action::ShowStudy { pane, stack } => opening::show_study(state, pane, stack),
        Action::StepCase { pane, by } => queue::step(state, pane, by),
        Action::Cases(action) => queue::act(state, action),
        Action::JoinStacks { .. } | Action::SplitStack { .. } => regroup::act(state, action),
        Action::FileWindow { pane, at } => windows::choose_of_file(state, pane, at),
        Action::KeepWindow { pane, digit } => windows::keep(state, pane, digit),
        Action::AssumeHu { stack, offset } => scale::assume(state, stack, offset),
        Action::AssumeSpacing { stack, mm } => spacing::assume(state, stack, mm),
        Action::ApplyPresentation { pane, object } => presentation::apply(state, pane, object),
        Action::StepKeyImage { pane, by } => key_images::step(state, pane, by),
        Action::ToggleOutlines
        | Action::ShowRoi { .. }
        | Action::ShowRois { .. }
        | Action::OpenObject { .. } => objects::act(state, action),
        Action::SetLayout { .. }
        | Action::Maximise { .. }
        | Action::LungBesideMediastinum
        | Action::Link { .. }
        | Action::Wipe
        | Action::PlaceWipe { .. }
        | Action::Freeze { .. } => desk::act(state, action),
        Action::Grey(_) => grey::act(state, action),
        Action::Rendering(_) => rendering::act(state, action),
        _ if rendering::is_taken(state, action) => rendering::act(state, action),
        Action::Planes
        | Action::PlaceCrosshair { .. }
        | Action::TurnPlanes { .. }
        | Action::NextSlab { .. }
        | Action::StepSlab { .. }
        | Action::Scroll { .. }
        | Action::ShowSlice { .. }
        | Action::Reset { .. } => crate::engine::planes::act(state, action),
        Action::Copy(action) => copy::act(state, action, effects),
        Action::Kept(action) => kept::act(state, action, effects),
        Action::Escape if state.session.checks_room => room::toggle(state),
        Action::Class(ref action) => class::act(state, action, effects),
        Action::ShowPrivacy { on } => privacy::show(state, on),
        Action::Lesson(ref action) => lesson::act(state, action),
        _ if grey::is_taken(state, action) => grey::act(state, action),
        _ => marking::act(state, action),
    }
}

fn carry_out_change(state: &mut State, change: Change, is_undone: bool) {
    match change {
        Change::Lung(change) => lung::carry_out(state, change, is_undone),
        Change::Growth { before, after } => {
            let (from, to) = if is_undone {
                (after, before)
            } else {
                (before, after)
            };
            grey::growth::replace(state, from, to);
        }
        Change::Lesson => lesson::carry_out(state, is_undone),
        Change::Marks(_) | Change::Layout { .. } => {}
    }
}

fn settle_all(state: &mut State, effects: &mut Vec<Effect>) {
    queue::settle(state, effects);
    link::settle(state);
    lung::settle(state);
    grey::settle(state);
    copy::settle(state, effects);
    privacy::settle(state);
    rendering::settle(state);
    solids::settle(state, effects);
    prints::settle(state);
    kept::settle(state, effects);
    class::settle(state);
    lesson::settle(state, effects);
}

/// A slice that is looked at is counted before the lungs of a whole stack are found.
fn next_of_all(state: &State) -> Option<(FileId, Task)> {
    grey::jobs::next_shown(state)
        .or_else(|| solid_jobs::next(state))
        .or_else(|| lung_jobs::next(state))
        .or_else(|| grey::jobs::next(state))
        .or_else(|| copy_jobs::next(state))
        .or_else(|| privacy::next(state))
        .or_else(|| prints::next(state))
}

fn all_answered(state: &mut State, job: &Job, answer: Answer, effects: &mut Vec<Effect>) {
    if matches!(job.task, Task::Copy(_)) {
        privacy::answered(state, job, Some(&answer.0));
        copy_jobs::answered(state, job, answer, effects);
    } else if solid_jobs::is_one(job) {
        solid_jobs::answered(state, job, answer.0, effects);
    } else if prints::is_one(job) {
        prints::answered(state, job, answer.0);
    } else if grey::jobs::is_one(job) {
        grey::jobs::answered(state, job, answer.0);
    } else {
        lung_jobs::answered(state, job, answer.0);
    }
}

fn all_failed(state: &mut State, job: &Job, problem: Problem) {
    if matches!(job.task, Task::Copy(_)) {
        privacy::answered(state, job, None);
        copy_jobs::failed(state, job, problem);
    } else if solid_jobs::is_one(job) {
        solid_jobs::failed(state, job);
    } else if prints::is_one(job) {
        prints::failed(state, job);
    } else if grey::jobs::is_one(job) {
        grey::jobs::failed(state, job, problem);
    } else {
        lung_jobs::failed(state, job, problem);
    }
}
