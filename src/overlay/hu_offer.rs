//! What may be taken for HU, where the file does not say.

use crate::engine::{self, State};
use crate::series::StackId;

/// What is offered for the stack of the active pane, or was accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum HuOffer {
    /// Air around the body has this stored value, which these offsets bring to -1000 HU.
    Open {
        stack: StackId,
        air: i64,
        offsets: Vec<i32>,
    },
    Taken {
        stack: StackId,
        offset: i32,
    },
}

#[must_use]
pub fn hu_offer(state: &State) -> Option<HuOffer> {
    let active = state.session.active;
    let stack = state.session.pane(active)?.stack?;
    if let Some(offset) = state.session.assumed.get(&stack).copied() {
        return Some(HuOffer::Taken { stack, offset });
    }
    let (air, offsets) = engine::offers(state, stack)?;
    Some(HuOffer::Open {
        stack,
        air,
        offsets,
    })
}
