//! Stacks that the reader joins or splits by hand.

use crate::engine::opening::rehome;
use crate::engine::{State, scale};
use crate::series::StackId;
use crate::session::Action;

pub fn act(state: &mut State, action: &Action) {
    match *action {
        Action::JoinStacks { stack, with } => {
            state.catalog.join(stack, with);
            regrouped(state, &[stack, with]);
        }
        Action::SplitStack { stack, at } => {
            state.catalog.split(stack, at);
            regrouped(state, &[stack]);
        }
        _ => {}
    }
}

/// Stacks are others now: what was taken for true of them is not any more.
fn regrouped(state: &mut State, stacks: &[StackId]) {
    scale::take_back(state, stacks);
    for stack in stacks {
        state.session.assumed_spacing.remove(stack);
        state.session.accepted.uneven.remove(stack);
    }
    rehome(state);
}
