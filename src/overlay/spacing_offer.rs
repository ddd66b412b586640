//! What may be taken for the distance from slice to slice, where no positions say it.

use crate::engine::{State, spacing};
use crate::remark::SpacingSource;
use crate::series::StackId;

/// What is offered for the stack of the active pane, or was accepted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SpacingOffer {
    /// A distance can be typed; what the files say can be taken.
    Open {
        stack: StackId,
        source: Option<SpacingSource>,
    },
    Taken {
        stack: StackId,
        mm: f64,
    },
}

#[must_use]
pub fn spacing_offer(state: &State) -> Option<SpacingOffer> {
    let id = state.session.pane(state.session.active)?.stack?;
    let stack = state
        .catalog
        .stack(id)
        // What is not read is not known to lack anything.
        .filter(|stack| spacing::lacks_positions(stack) && state.is_read(stack))?;
    Some(match state.session.assumed_spacing.get(&id) {
        Some(mm) => SpacingOffer::Taken { stack: id, mm: *mm },
        None => SpacingOffer::Open {
            stack: id,
            source: spacing::source(stack),
        },
    })
}
