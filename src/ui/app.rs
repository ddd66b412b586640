use std::time::Duration;

use leptos::prelude::*;

use crate::engine::State;
use crate::ui::announce::Announcements;
use crate::ui::context_menu::OpenMenu;
use crate::ui::help::{Help, OpenHelp};
use crate::ui::identity::Identity;
use crate::ui::keys::{focus, listen_to_keys};
use crate::ui::later::{self, Later, Part};
use crate::ui::menus::close_menus_by_hand;
use crate::ui::open::{EmptyPage, OpenButtons, take_drops};
use crate::ui::present::{keep_the_page, present};
use crate::ui::problems::Problems;
use crate::ui::series_list::SeriesList;
use crate::ui::stage::Stage;
use crate::ui::thumb_bar::ThumbBar;
use crate::ui::toolbar::Toolbar;
use crate::ui::viewer::Viewer;
use crate::words;

/// The page that has just started has better things to do than to fetch what comes later.
const AFTER_THE_START: Duration = Duration::from_secs(2);

/// The whole page.
#[component]
pub fn App(viewer: Viewer) -> impl IntoView {
    let menu = OpenMenu::new();
    let help = OpenHelp::new();
    listen_to_keys(viewer, menu, help);
    keep_the_page(viewer);
    present(viewer);
    take_drops(viewer);
    report_state(viewer);
    set_timeout(move || later::fetch(viewer), AFTER_THE_START);
    close_menus_by_hand(viewer);
    let is_open = viewer.memo(State::has_something_to_show);
    // Where all was closed, the keys are with what takes it back.
    Effect::new(move |was_open: Option<bool>| {
        let now = is_open.get();
        if was_open == Some(true) && !now {
            request_animation_frame(|| focus("[data-action=reopen]"));
        }
        now
    });
    let has_problems = viewer.memo(|state| !state.problems.is_empty());
    let is_free = move || !is_open.get() && !has_problems.get();
    let class_window = viewer.memo(|state| state.session.class_window);
    let checks_room = viewer.memo(|state| state.session.checks_room);
    let alarm = viewer.memo(|state| state.alarms.first().copied());
    view! {
        <h1 class="for-ears">{words::NAME}</h1>
        <header class="bar">
            <OpenButtons viewer />
            <Show when=move || is_open.get()>
                <Toolbar viewer help />
            </Show>
            <Show when=move || class_window.get()>
                <Later viewer part=Part::Class />
            </Show>
        </header>
        {move || alarm.get().map(|alarm| view! {
            <p class="alarm" role="alert">{words::alarm(alarm)}</p>
        })}
        <div class="desk">
            // Its place is kept while nothing is open: a canvas that changes its size costs more
            // time than all else that happens before the first image.
            <aside class="side" class:kept-free=is_free class:with-nothing=move || !is_open.get()>
                <Show when=move || is_open.get()>
                    <Identity viewer />
                    <SeriesList viewer />
                    <Later viewer part=Part::Side />
                </Show>
                <Problems viewer />
            </aside>
            <section class="light-box">
                <Stage viewer menu />
                <Help viewer help />
                <Show when=move || is_open.get()>
                    <Later viewer part=Part::Panels />
                </Show>
                <Show when=move || checks_room.get()>
                    <Later viewer part=Part::Room />
                </Show>
                {later::once_here(viewer, Part::Privacy)}
                <Announcements viewer />
            </section>
            <Show when=move || !is_open.get()>
                <EmptyPage viewer />
            </Show>
        </div>
        <ThumbBar viewer menu />
        <footer class="legal">
            {words::LEGAL}
            {later::once_here(viewer, Part::Foot)}
        </footer>
    }
}

/// The hooks of `body`: the renderer, whether all views are there, counted work and counted memory.
fn report_state(viewer: Viewer) {
    let renderer = viewer.memo(|state| state.screen.renderer.map(crate::engine::Renderer::name));
    let work = viewer.memo(|state| {
        let work = state.work;
        format!(
            "{{\"jobs\":{},\"bytesRead\":{},\"frames\":{},\"thumbnails\":{},\"uploads\":{},\"uploadBytes\":{},\"draws\":{}}}",
            work.jobs, work.bytes_read, work.frames, work.thumbnails, work.uploads, work.upload_bytes, work.draws
        )
    });
    let memory = viewer.memo(|state| {
        let memory = state.memory();
        format!(
            "{{\"buffers\":{},\"textures\":{},\"workers\":{},\"blobs\":{},\"thumbnails\":{},\"headers\":{},\"masks\":{},\"budget\":{}}}",
            memory.buffers, memory.textures, memory.workers, memory.blobs, memory.thumbnails, memory.headers, memory.masks, memory.budget
        )
    });
    let set = |name: &'static str, value: String| {
        if let Some(body) = document().body() {
            // It fails only for names that are no attribute names.
            let _is_set = body.set_attribute(name, &value);
        }
    };
    Effect::new(move || {
        if let Some(name) = renderer.get() {
            set("data-renderer", name.to_owned());
        }
    });
    Effect::new(move || {
        if viewer.later().is_some() {
            set("data-later", "here".to_owned());
        }
    });
    Effect::new(move || set("data-work", work.get()));
    Effect::new(move || set("data-memory", memory.get()));
}
