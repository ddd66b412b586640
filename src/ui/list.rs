use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use leptos::prelude::*;

/// A view for each of things that come and go: it stays the same element as long as its thing is
/// there. Lists of all things are of one kind underneath, for each kind of its own weighs five
/// kilobytes.
pub fn list<T>(
    things: impl Fn() -> Vec<T> + Send + Sync + 'static,
    view: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    T: Hash + Clone + Send + Sync + 'static,
{
    let view = Arc::new(view);
    rows(Box::new(move || {
        let row = |thing: T| {
            let mut hasher = DefaultHasher::new();
            thing.hash(&mut hasher);
            let view = Arc::clone(&view);
            Row {
                key: hasher.finish(),
                view: Box::new(move || view(thing)),
            }
        };
        things().into_iter().map(row).collect()
    }))
}

struct Row {
    key: u64,
    view: Box<dyn FnOnce() -> AnyView + Send + Sync>,
}

fn rows(rows: Box<dyn Fn() -> Vec<Row> + Send + Sync>) -> AnyView {
    view! { <For each=rows key=|row| row.key children=|row: Row| (row.view)() /> }.into_any()
}
