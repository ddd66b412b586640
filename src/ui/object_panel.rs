//! A report, a document or a list of key images, over the page's end.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::overlay::{self, ObjectPanel as Shown, PanelBody, ReportLine, Way};
use crate::session::Action;
use crate::ui::identity::RevealButton;
use crate::ui::keys::focus;
use crate::ui::viewer::Viewer;
use crate::words;

#[component]
pub fn ObjectPanel(viewer: Viewer) -> impl IntoView {
    let panel = viewer.memo(overlay::object_panel);
    let open = Memo::new(move |_| panel.with(|panel| panel.as_ref().map(|panel| panel.file)));
    move || open.get().map(|_| view! { <Panel viewer panel /> })
}

#[component]
fn Panel(viewer: Viewer, panel: Memo<Option<Shown>>) -> impl IntoView {
    let title = move || panel.with(|panel| panel.as_ref().map(|panel| panel.title.clone()));
    let kind = panel.with_untracked(|panel| panel.as_ref().map(|panel| panel.kind));
    let close = move || {
        viewer.act(Action::OpenObject { object: None });
        focus("[data-viewport]");
    };
    let leave = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            close();
        }
    };
    request_animation_frame(|| focus("[data-action=close-object]"));
    view! {
        <section
            class="drawer object-panel"
            role="dialog"
            aria-label=title
            data-panel=kind
            on:keydown=leave
        >
            <header class="drawer-head">
                <h2><bdi>{title}</bdi></h2>
                <button type="button" data-action="close-object" on:click=move |_| close()>
                    {words::CLOSE_PANEL}
                </button>
            </header>
            // It stays the same element while names come and go under the finger that holds it.
            {(kind == Some("report")).then(|| view! {
                <div class="object-note">
                    <span>{words::REPORT_HINT}</span>
                    <RevealButton viewer />
                </div>
            })}
            <div class="drawer-body" tabindex="0">
                {move || panel.get().map(|panel| body(viewer, panel.body))}
            </div>
        </section>
    }
}

fn body(viewer: Viewer, body: PanelBody) -> AnyView {
    match body {
        PanelBody::Report { lines, rest } => view! {
            {lines.into_iter().map(|line| report_line(viewer, line)).collect_view()}
            {rest.map(|rest| view! { <p class="series-detail">{rest}</p> })}
        }
        .into_any(),
        PanelBody::Document {
            url,
            file_name,
            opens_in_a_tab,
        } => view! {
            <p class="object-note">{words::DOCUMENT_HINT}</p>
            {document(url, file_name, opens_in_a_tab)}
        }
        .into_any(),
        PanelBody::KeyImages { description, ways } => {
            let description = description
                .lines()
                .map(|line| view! { <p><bdi>{line.to_owned()}</bdi></p> });
            view! {
                {description.collect_view()}
                <ul class="key-images">
                    {ways.into_iter().map(|way| view! { <li>{way_button(viewer, way)}</li> }).collect_view()}
                </ul>
            }
            .into_any()
        }
    }
}

/// Links, so that the browser itself saves and opens: no script has to, and no blocker asks.
fn document(url: Option<String>, file_name: String, opens_in_a_tab: bool) -> AnyView {
    let Some(url) = url else {
        return view! { <p role="status">{words::DOCUMENT_READING}</p> }.into_any();
    };
    let tab = opens_in_a_tab.then(|| {
        view! {
            <a
                class="button"
                href=url.clone()
                target="_blank"
                rel="noopener noreferrer"
                data-action="open-in-tab"
            >
                {words::DOCUMENT_TAB}
            </a>
        }
    });
    view! {
        <p class="object-buttons">
            <a class="button" href=url.clone() download=file_name data-action="save-document">
                {words::DOCUMENT_SAVE}
            </a>
            {tab}
        </p>
    }
    .into_any()
}

fn report_line(viewer: Viewer, line: ReportLine) -> impl IntoView {
    let indent = format!("{}em", f64::from(line.depth.min(12)) * 1.2);
    view! {
        <div
            class="report-line"
            class:heading=line.is_heading
            class:masked=line.is_masked
            data-report-line=line.depth
            style:padding-inline-start=indent
        >
            <bdi class="report-name">{line.name}</bdi>
            <bdi class="report-value">{line.value}</bdi>
            {line.ways.into_iter().map(|way| way_button(viewer, way)).collect_view()}
        </div>
    }
}

/// Turns to an image.
fn way_button(viewer: Viewer, way: Way) -> impl IntoView {
    let frame = way.frame;
    view! {
        <button
            type="button"
            class="way"
            data-action="show-frame"
            on:click=move |_| viewer.act(Action::ShowFrame { pane: viewer.active(), frame })
        >
            {way.words}
        </button>
    }
}
