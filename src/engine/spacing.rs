//! How far apart slices lie: by their positions, or by what the reader has taken for it where files give
//! none. The viewer takes none by itself.

use crate::engine::State;
use crate::limits::ASSUMED_SPACING_MM;
use crate::remark::{SliceSpacing, SpacingSource};
use crate::series::{Stack, StackId};

impl State {
    /// How far apart the slices of a stack lie. Whatever is reckoned with an assumed distance has to
    /// say so.
    #[must_use]
    pub fn slice_spacing(&self, id: StackId) -> Option<SliceSpacing> {
        let stack = self.catalog.stack(id)?;
        let measured = stack.spacing_mm().map(|mm| SliceSpacing {
            mm,
            is_assumed: false,
        });
        measured.or_else(|| {
            let mm = self.session.assumed_spacing.get(&id).copied()?;
            let is_assumed = true;
            lacks_positions(stack).then_some(SliceSpacing { mm, is_assumed })
        })
    }
}

/// Slices of a patient without places in them. Films and pictures of screens have none either, and no
/// distance.
#[must_use]
pub fn lacks_positions(stack: &Stack) -> bool {
    const SLICED: [&str; 4] = ["CT", "MR", "PT", "NM"];
    let modality = stack.modality.as_deref();
    let is_sliced = modality.is_none_or(|modality| SLICED.contains(&modality));
    let is_of_a_patient = !stack.is_localizer && !stack.is_secondary_capture;
    let is_bare = !stack.is_ordered_by_position() && stack.spacing_mm().is_none();
    is_sliced && is_of_a_patient && is_bare && stack.len() > 1 && stack.shape().samples == 1
}

/// What a stack's files say that may be taken for its spacing.
#[must_use]
pub fn source(stack: &Stack) -> Option<SpacingSource> {
    let between = stack.spacing_between_mm.map(f64::abs);
    let between = between.filter(|mm| is_sound(*mm));
    let thickness = stack.thickness_mm.filter(|mm| is_sound(*mm));
    between
        .map(SpacingSource::BetweenSlices)
        .or_else(|| thickness.map(SpacingSource::Thickness))
}

fn is_sound(mm: f64) -> bool {
    ASSUMED_SPACING_MM.contains(&mm)
}

/// Takes a distance for that from slice to slice, or (`None`) none any more.
pub fn assume(state: &mut State, id: StackId, mm: Option<f64>) {
    let stack = state.catalog.stack(id);
    if !stack.is_some_and(lacks_positions) {
        return;
    }
    match mm {
        Some(mm) if is_sound(mm) => {
            state.session.assumed_spacing.insert(id, mm);
        }
        Some(_) => {}
        None => {
            state.session.assumed_spacing.remove(&id);
        }
    }
}

/// What was assumed of stacks that are gone, or are others now.
pub fn forget(state: &mut State) {
    let catalog = &state.catalog;
    let session = &mut state.session;
    let lacks = |id: &StackId| catalog.stack(*id).is_some_and(lacks_positions);
    session.assumed_spacing.retain(|id, _| lacks(id));
    session
        .accepted
        .uneven
        .retain(|id| catalog.stack(*id).is_some());
}
