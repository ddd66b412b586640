//! Growths whose stack is not as it was: another now, closed, or of values that are taken for others.
//! What grew is forgotten, and how it grew is kept: it grows again where all is as it was, as marks
//! are there again.

use crate::engine::State;
use crate::engine::grey::growth::{self, Growing};
use crate::session::GrowthRecipe;

#[derive(Debug)]
pub struct Resting {
    pub recipe: GrowthRecipe,
    /// Of the catalog when it could not begin, which is not tried again with the same.
    tried: Option<u64>,
}

pub fn rest(state: &mut State, recipe: GrowthRecipe) {
    let grey = &mut state.grey;
    let is_same = |known: &GrowthRecipe| known.id == recipe.id;
    grey.growths.retain(|growing| !is_same(&growing.recipe));
    grey.resting.retain(|resting| !is_same(&resting.recipe));
    grey.resting.push(Resting {
        recipe,
        tried: None,
    });
    grey.resting.sort_by_key(|resting| resting.recipe.id);
    grey.revision += 1;
}

/// Its stack is read, and its values are taken for what they were.
pub fn is_at_hand(state: &State, recipe: &GrowthRecipe) -> bool {
    let stack = state.catalog.stack_of(recipe.frame);
    let stack = stack.and_then(|id| state.catalog.stack(id));
    stack.is_some_and(|stack| {
        let offset = state.session.assumed.get(&stack.id);
        offset == recipe.offset.as_ref() && state.is_read(stack)
    })
}

/// After each event.
pub fn settle(state: &mut State) {
    put_to_rest(state);
    let revision = state.catalog.revision();
    let due = state.grey.resting.iter();
    let due = due.filter(|it| it.tried != Some(revision) && is_at_hand(state, &it.recipe));
    let due: Vec<GrowthRecipe> = due.map(|it| it.recipe.clone()).collect();
    for recipe in due {
        let id = recipe.id;
        if let Ok(growing) = growth::begun(state, recipe) {
            growth::take(state, growing);
        } else {
            let mut resting = state.grey.resting.iter_mut();
            if let Some(resting) = resting.find(|it| it.recipe.id == id) {
                resting.tried = Some(revision);
            }
        }
    }
}

fn put_to_rest(state: &mut State) {
    let mut growths = std::mem::take(&mut state.grey.growths);
    let gone = growths.extract_if(.., |growing| !is_as_it_was(state, growing));
    let gone: Vec<GrowthRecipe> = gone.map(|growing| growing.recipe).collect();
    state.grey.growths = growths;
    for recipe in gone {
        rest(state, recipe);
    }
}

/// The catalog is compared where it is another.
fn is_as_it_was(state: &State, growing: &mut Growing) -> bool {
    let revision = state.catalog.revision();
    let is_as_compared = std::mem::replace(&mut growing.compared, revision) == revision;
    let is_same = || {
        let stack = state.catalog.stack(growing.stack);
        stack.is_some_and(|stack| stack.frames().eq(growing.of.iter().copied()))
    };
    let offset = state.session.assumed.get(&growing.stack);
    (is_as_compared || is_same()) && offset == growing.recipe.offset.as_ref()
}
