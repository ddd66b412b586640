//! The list of what came beside images: outlines, presentation states, key images, reports,
//! documents.

use leptos::prelude::*;

use crate::intake::FileId;
use crate::overlay::{self, ObjectItem, ObjectKind, RoiItem};
use crate::session::Action;
use crate::ui::list::list;
use crate::ui::viewer::Viewer;
use crate::words;

#[component]
pub fn Objects(viewer: Viewer) -> impl IntoView {
    let items = viewer.memo(overlay::object_list);
    let files = move || items.with(|items| items.iter().map(|item| item.file).collect::<Vec<_>>());
    view! {
        <Show when=move || items.with(|items| !items.is_empty())>
            <section class="objects" aria-label=words::OBJECTS>
                <h2>{words::OBJECTS}</h2>
                <ul>
                    {list(files, move |file| view! { <Item viewer items file /> }.into_any())}
                </ul>
            </section>
        </Show>
    }
}

/// One object. It stays the same element while what is said of it changes.
#[component]
fn Item(viewer: Viewer, items: Memo<Vec<ObjectItem>>, file: FileId) -> impl IntoView {
    let item = Memo::new(move |_| {
        items.with(|items| items.iter().find(|item| item.file == file).cloned())
    });
    let text = move |part: fn(&ObjectItem) -> &str| {
        move || item.with(|item| item.as_ref().map(|item| part(item).to_owned()))
    };
    let kind = item.with_untracked(|item| item.as_ref().map(|item| item.kind));
    let remarks = move || {
        let remarks = item.with(|item| item.as_ref().map(|item| item.remarks.clone()));
        let remark = |words: String| view! { <span class="series-detail">{words}</span> };
        remarks
            .unwrap_or_default()
            .into_iter()
            .map(remark)
            .collect_view()
    };
    let what = match kind {
        Some(ObjectKind::Structures) => view! { <Structures viewer item file /> }.into_any(),
        Some(ObjectKind::Presentation) => view! { <Presentation viewer item file /> }.into_any(),
        Some(ObjectKind::KeyObjects) => view! { <KeyObjects viewer item file /> }.into_any(),
        Some(ObjectKind::Report) => opening(viewer, file, "read-report", words::READ_REPORT),
        Some(ObjectKind::Document) => opening(viewer, file, "open-document", words::OPEN_DOCUMENT),
        None => ().into_any(),
    };
    view! {
        <li data-object=kind.map(ObjectKind::code)>
            <bdi class="series-title">{text(|item| &item.title)}</bdi>
            <span class="series-detail" dir="auto">{text(|item| &item.detail)}</span>
            {remarks}
            {what}
        </li>
    }
}

/// Opens the panel of an object.
fn opening(viewer: Viewer, file: FileId, name: &'static str, label: &'static str) -> AnyView {
    let open = viewer.memo(move |state| state.session.objects.panel == Some(file));
    view! {
        <div class="object-buttons">
            <button
                type="button"
                data-action=name
                aria-expanded=move || open.get().to_string()
                on:click=move |_| viewer.act(Action::OpenObject { object: Some(file) })
            >
                {label}
            </button>
        </div>
    }
    .into_any()
}

#[component]
fn Presentation(viewer: Viewer, item: Memo<Option<ObjectItem>>, file: FileId) -> impl IntoView {
    let is = move |question: fn(&ObjectItem) -> bool| {
        move || item.with(|item| item.as_ref().is_some_and(question))
    };
    let (applied, idle) = (is(|item| item.applied), is(|item| item.is_idle));
    view! {
        <div class="object-buttons">
            <button
                type="button"
                data-action="apply-presentation"
                title=words::APPLY_HINT
                disabled=idle
                aria-pressed=move || applied().to_string()
                on:click=move |_| {
                    viewer.act(Action::ApplyPresentation { pane: viewer.active(), object: file });
                }
            >
                {words::APPLY}
            </button>
        </div>
    }
}

#[component]
fn KeyObjects(viewer: Viewer, item: Memo<Option<ObjectItem>>, file: FileId) -> impl IntoView {
    let idle = move || item.with(|item| item.as_ref().is_some_and(|item| item.is_idle));
    let step = move |(name, label, sign, by): (&'static str, &'static str, &'static str, i32)| {
        view! {
            <button
                type="button"
                data-action=name
                aria-label=label
                title=label
                disabled=idle
                on:click=move |_| {
                    viewer.act(Action::StepKeyImage { pane: viewer.active(), by });
                }
            >
                {sign}
            </button>
        }
    };
    view! {
        {opening(viewer, file, "list-key-images", words::KEY_IMAGE_LIST)}
        <div class="object-buttons">
            {[
                ("previous-key-image", words::KEY_PREVIOUS, "\u{2191}", -1),
                ("next-key-image", words::KEY_NEXT, "\u{2193}", 1),
            ].map(step)}
        </div>
    }
}

#[component]
fn Structures(viewer: Viewer, item: Memo<Option<ObjectItem>>, file: FileId) -> impl IntoView {
    let on = viewer.memo(|state| !state.session.objects.outlines_hidden);
    let all = move |(name, label, on): (&'static str, &'static str, bool)| {
        view! {
            <button
                type="button"
                data-action=name
                on:click=move |_| viewer.act(Action::ShowRois { object: file, on })
            >
                {label}
            </button>
        }
    };
    let places = move || {
        let places = item.with(|item| item.as_ref().map(|item| item.rois.len()));
        (0..places.unwrap_or_default()).collect::<Vec<_>>()
    };
    view! {
        <div class="object-buttons">
            <button
                type="button"
                data-action="outlines"
                title=words::KEY_OUTLINES
                aria-pressed=move || on.get().to_string()
                on:click=move |_| viewer.act(Action::ToggleOutlines)
            >
                <span>{words::OUTLINES}</span>
                <kbd>"E"</kbd>
            </button>
            {[
                ("all-outlines", words::OUTLINES_ALL, true),
                ("no-outlines", words::OUTLINES_NONE, false),
            ].map(all)}
        </div>
        <ul class="rois">
            {list(places, move |at| view! { <RoiLine viewer item file at /> }.into_any())}
        </ul>
    }
}

#[component]
fn RoiLine(
    viewer: Viewer,
    item: Memo<Option<ObjectItem>>,
    file: FileId,
    at: usize,
) -> impl IntoView {
    let roi = Memo::new(move |_| {
        item.with(|item| item.as_ref().and_then(|item| item.rois.get(at).cloned()))
    });
    let text = move |part: fn(&RoiItem) -> &str| {
        move || roi.with(|roi| roi.as_ref().map(|roi| part(roi).to_owned()))
    };
    let shown = move || roi.with(|roi| roi.as_ref().is_some_and(|roi| roi.shown));
    view! {
        <li>
            <button
                type="button"
                data-roi-item=text(|roi| &roi.name)
                aria-pressed=move || shown().to_string()
                on:click=move |_| {
                    let on = !shown();
                    viewer.act(Action::ShowRoi { object: file, roi: at, on });
                }
            >
                <svg class="roi-colour" viewBox="0 0 10 10" aria-hidden="true">
                    <rect
                        width="10"
                        height="10"
                        stroke=text(|roi| &roi.colour)
                        fill=move || if shown() { text(|roi| &roi.colour)() } else { None }
                    ></rect>
                </svg>
                <bdi class="roi-name">{text(|roi| &roi.name)}</bdi>
                <span class="series-detail">{text(|roi| &roi.detail)}</span>
            </button>
        </li>
    }
}
