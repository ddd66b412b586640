//! What may be done to one mark of the list: its name, its colour, copies on other slices.

use leptos::html::Input;
use leptos::prelude::*;

use crate::marks::{Colour, Kind, MarkId};
use crate::overlay::MarkItem;
use crate::session::{Action, MarkAction};
use crate::ui::keys::focus_pane;
use crate::ui::viewer::Viewer;
use crate::words;

#[component]
pub fn MarkMenu(viewer: Viewer, item: Memo<Option<MarkItem>>, id: MarkId) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <details class="mark-more" on:toggle=move |_| open.update(|open| *open = !*open)>
            <summary aria-label=words::MORE title=words::MORE data-menu="mark">"\u{22ef}"</summary>
            {move || open.get().then(|| view! { <Entries viewer item id /> })}
        </details>
    }
}

#[component]
fn Entries(viewer: Viewer, item: Memo<Option<MarkItem>>, id: MarkId) -> impl IntoView {
    let of_group = move || item.with(|item| item.as_ref().is_some_and(|it| it.copies > 1));
    let is_named =
        item.with_untracked(|item| item.as_ref().is_some_and(|it| it.kind != Kind::Arrow));
    view! {
        {is_named.then(|| view! { <Name viewer item id /> })}
        <div class="mark-colours" role="group" aria-label=words::MARK_COLOUR>
            {Colour::ALL.map(|colour| view! { <Choice viewer item id colour /> })}
        </div>
        <Copies viewer item id />
        <Show when=of_group>
            <button
                type="button"
                data-action="delete-group"
                on:click=move |_| {
                    viewer.act(Action::Marks(MarkAction::DeleteGroup { mark: id }));
                    focus_pane(viewer);
                }
            >
                {words::DELETE_GROUP}
            </button>
        </Show>
    }
}

#[component]
fn Name(viewer: Viewer, item: Memo<Option<MarkItem>>, id: MarkId) -> impl IntoView {
    view! {
        <input
            type="text"
            aria-label=words::MARK_NAME
            placeholder=words::MARK_NAME
            data-mark-name
            prop:value=move || item.with(|item| item.as_ref().map(|item| item.text.clone()))
            on:change=move |event| {
                let text = event_target_value(&event);
                viewer.act(Action::SetMarkText { mark: id, text });
            }
            on:keydown=move |event: leptos::ev::KeyboardEvent| {
                if matches!(event.key().as_str(), "Enter" | "Escape") {
                    // Leaving the field is what tells its change.
                    focus_pane(viewer);
                }
            }
        />
    }
}

#[component]
fn Choice(
    viewer: Viewer,
    item: Memo<Option<MarkItem>>,
    id: MarkId,
    colour: Colour,
) -> impl IntoView {
    let is_its = move || item.with(|item| item.as_ref().is_some_and(|it| it.colour == colour));
    view! {
        <button
            type="button"
            data-mark-colour=colour.code()
            aria-label=words::colour(colour.code())
            title=words::colour(colour.code())
            aria-pressed=move || is_its().to_string()
            on:click=move |_| {
                viewer.act(Action::Marks(MarkAction::SetColour { mark: id, colour }));
            }
        >
            <span class="swatch" style:background-color=colour.hex()></span>
        </button>
    }
}

/// On all slices from one to another, by their numbers from 1.
#[component]
fn Copies(viewer: Viewer, item: Memo<Option<MarkItem>>, id: MarkId) -> impl IntoView {
    let number = item.with_untracked(|item| item.as_ref().map_or(1, |item| item.number));
    let [from, to] = [NodeRef::<Input>::new(), NodeRef::<Input>::new()];
    let typed = |input: NodeRef<Input>| {
        let value = input.get_untracked()?.value();
        value.parse::<usize>().ok()?.checked_sub(1)
    };
    let copy = move |_| {
        if let Some((from, to)) = typed(from).zip(typed(to)) {
            let mark = id;
            viewer.act(Action::Marks(MarkAction::Copy { mark, from, to }));
        }
    };
    let field = move |node, label: &'static str, hook: &'static str| {
        view! {
            <input
                type="number"
                min="1"
                aria-label=label
                title=label
                data-copy=hook
                value=number
                node_ref=node
            />
        }
    };
    view! {
        <div class="mark-copies" role="group" aria-label=words::COPY_TO>
            <span>{words::COPY_TO}</span>
            {field(from, words::COPY_FROM, "from")}
            {field(to, words::COPY_UP_TO, "to")}
            <button type="button" data-action="copy-mark" on:click=copy>
                {words::COPY_MARK}
            </button>
        </div>
    }
}
