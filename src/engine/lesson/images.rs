//! Which of the stacks that are open are a lesson's images.

use crate::engine::State;
use crate::engine::lesson::LessonCase;
use crate::lesson::LessonImage;
use crate::series::StackId;

/// A stack as a lesson would name it; `None` where nothing tells it yet.
#[must_use]
pub fn image_of(state: &State, id: StackId) -> Option<LessonImage> {
    let stack = state.catalog.stack(id)?;
    let (header, _) = state.image_of(stack.frame(0)?)?;
    LessonImage::of(stack, state.prints.of(id), header.series_uid.as_deref())
}

/// Looks for them anew, where what is open or what is wanted has changed.
pub fn seek(state: &mut State) {
    let revision = state.catalog.revision();
    if state.lesson.sought.replace(revision) == Some(revision) {
        return;
    }
    let open = state.catalog.list();
    let open: Vec<(StackId, LessonImage)> = open
        .filter_map(|id| Some((id, image_of(state, id)?)))
        .collect();
    let wanted = state.lesson.lesson.images.iter();
    let stacks = wanted.map(|image| best(image, &open)).collect();
    let before = std::mem::replace(&mut state.lesson.stacks, stacks);
    let case = &mut state.lesson;
    if case.is_played && before != case.stacks && is_of_step(case, &before) {
        case.is_due = true;
    }
}

/// The likest one; of those that are alike the first.
fn best(wanted: &LessonImage, open: &[(StackId, LessonImage)]) -> Option<StackId> {
    let mut best = None;
    let mut likeness = 0;
    for (id, image) in open {
        let like = wanted.likeness(image);
        if like > likeness {
            likeness = like;
            best = Some(*id);
        }
    }
    best
}

/// What is shown of the step is found elsewhere than before.
fn is_of_step(case: &LessonCase, before: &[Option<StackId>]) -> bool {
    let Some(step) = case.step() else {
        return false;
    };
    let panes = step.panes.iter().flatten().map(|pane| pane.image);
    let mut shown = panes.chain(step.planes.map(|planes| planes.image));
    shown.any(|image| case.stack(image) != before.get(image).copied().flatten())
}
