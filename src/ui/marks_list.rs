use leptos::html::Input;
use leptos::prelude::*;

use crate::marks::{Kind, MarkId};
use crate::overlay::{self, MarkItem};
use crate::session::Action;
use crate::ui::keys::focus_pane;
use crate::ui::list::list;
use crate::ui::mark_menu::MarkMenu;
use crate::ui::save::save_text;
use crate::ui::viewer::Viewer;
use crate::words;

/// Every mark, with a way to it.
#[component]
pub fn MarksList(viewer: Viewer) -> impl IntoView {
    let items = viewer.memo(overlay::mark_list);
    let hidden = viewer.memo(|state| {
        let marks = &state.session.marks;
        marks.list().iter().any(|mark| marks.is_hidden(mark.id))
    });
    // The number of the last mark whose line was seen: marks that are hidden and shown are not new.
    let last = StoredValue::new(0);
    let ids = move || items.with(|items| items.iter().map(|item| item.id).collect::<Vec<_>>());
    view! {
        <Show when=move || hidden.get()>
            <p class="series-detail" data-marks-hidden>{words::MARKS_HIDDEN}</p>
        </Show>
        <Show when=move || items.with(|items| !items.is_empty())>
            <section class="marks-list" aria-label=words::MARKS>
                <header>
                    <h2>{words::MARKS}</h2>
                    <button
                        type="button"
                        data-action="undo-mark"
                        title=words::KEY_DELETE
                        on:click=move |_| viewer.act(Action::Undo)
                    >
                        {words::UNDO}
                    </button>
                    <Out viewer />
                </header>
                <ul>
                    {list(ids, move |id| view! { <Line viewer items id last /> }.into_any())}
                </ul>
            </section>
        </Show>
    }
}

/// All marks as a file for other programs.
#[component]
fn Out(viewer: Viewer) -> impl IntoView {
    let save = move |ending: &str, mime: &str, text: String| {
        save_text(&format!("{}.{ending}", words::MARKS_FILE), mime, &text);
    };
    view! {
        <details class="mark-more">
            <summary aria-label=words::MORE title=words::MORE data-menu="marks">"\u{22ef}"</summary>
            <button
                type="button"
                data-action="save-csv"
                on:click=move |_| save("csv", "text/csv", viewer.now(overlay::marks_csv))
            >
                {words::SAVE_CSV}
            </button>
            <button
                type="button"
                data-action="save-json"
                on:click=move |_| save("json", "application/json", viewer.now(overlay::marks_json))
            >
                {words::SAVE_JSON}
            </button>
        </details>
    }
}

/// One mark. It stays the same element while what is said of it changes.
#[component]
fn Line(
    viewer: Viewer,
    items: Memo<Vec<MarkItem>>,
    id: MarkId,
    last: StoredValue<u32>,
) -> impl IntoView {
    // A copy brings its text along: the keys stay with the picture.
    let is_copy = items.with_untracked(|items| {
        items
            .iter()
            .any(|item| item.id == id && (item.is_copy || !item.text.is_empty()))
    });
    let is_new = id.0 > last.get_value() && !is_copy;
    last.update_value(|last| *last = id.0.max(*last));
    let item =
        Memo::new(move |_| items.with(|items| items.iter().find(|item| item.id == id).cloned()));
    let text = move |part: fn(&MarkItem) -> &str| {
        move || item.with(|item| item.as_ref().map(|item| part(item).to_owned()))
    };
    let is = move |part: fn(&MarkItem) -> bool| {
        move || item.with(|item| item.as_ref().is_some_and(part))
    };
    let copies = move || {
        let first = item.with(|item| item.as_ref().filter(|it| !it.is_copy).map(|it| it.copies));
        first.filter(|copies| *copies > 1).map(|copies| {
            view! { <p class="series-detail" data-copies=copies>{words::copies(copies)}</p> }
        })
    };
    let kind = item.with_untracked(|item| item.as_ref().map(|item| item.kind));
    view! {
        <li
            class:chosen=is(|item| item.chosen)
            class:copy=is(|item| item.copies > 1)
            data-mark-item=kind.map(Kind::code)
        >
            {copies}
            <button type="button" on:click=move |_| viewer.act(Action::ShowMark { mark: id })>
                <span
                    class="swatch"
                    aria-hidden="true"
                    style:background-color=text(|item| item.colour.hex())
                ></span>
                <span>{text(|item| &item.words)}</span>
                <span class="series-detail">{text(|item| &item.slice)}</span>
                <span class="mark-name">{text(|item| &item.text)}</span>
            </button>
            <button
                type="button"
                data-action="delete-mark"
                aria-label=words::DELETE
                title=words::DELETE
                on:click=move |_| {
                    viewer.act(Action::DeleteMark { mark: id });
                    focus_pane(viewer);
                }
            >
                "\u{d7}"
            </button>
            <MarkMenu viewer item id />
            {(kind == Some(Kind::Arrow)).then(|| view! { <ArrowText viewer item id is_new /> })}
        </li>
    }
}

/// What an arrow says: typed right after it is drawn. Enter or Escape, and the keys are the
/// picture's again.
#[component]
fn ArrowText(
    viewer: Viewer,
    item: Memo<Option<MarkItem>>,
    id: MarkId,
    is_new: bool,
) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    if is_new {
        input.on_load(|input| {
            // An input that is there takes the focus.
            let _not_focusable = input.focus();
        });
    }
    view! {
        <input
            type="text"
            aria-label=words::ARROW_TEXT
            placeholder=words::ARROW_TEXT
            data-arrow-text
            node_ref=input
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
