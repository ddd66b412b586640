//! The page: Leptos components that send [`Action`]s and read the state. Effects are the
//! engine's; nothing here touches a file, a worker or the GPU.

mod announce;
mod app;
mod class;
mod class_window;
mod context_menu;
mod copy;
mod copy_panel;
mod doors;
mod drag;
mod film;
mod frames;
mod growths;
mod hands;
mod help;
mod histogram;
mod hu_offer;
mod icon;
mod identity;
mod kept;
mod keys;
mod later;
mod layout_menu;
mod lesson;
mod lesson_asking;
mod lesson_beside;
mod lesson_making;
mod lesson_results;
mod list;
mod lung;
mod mark_menu;
mod mark_tools;
mod marks;
mod marks_list;
mod menus;
mod more;
mod object_panel;
mod objects;
mod open;
mod over_image;
mod painted;
mod pane;
mod planes;
mod present;
mod preset_button;
mod privacy;
mod problems;
mod progress;
mod prose;
mod ranges;
mod rendering;
mod room;
mod save;
mod segments_list;
mod series_list;
mod slider;
mod spacing_offer;
mod stage;
mod tags;
mod thumb_bar;
mod thumbnail;
mod toolbar;
mod update;
mod viewer;
mod window_menu;
mod wipe;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::engine::web::Host;
use app::App;
pub use later::{Fetch, Views, views as later};
use viewer::Viewer;

#[cfg(doc)]
use crate::session::Action;

/// Puts the viewer into `#app`. Without a window there is no page, and nothing to put it into.
pub fn mount(fetch: Fetch) {
    let Ok(host) = Host::new() else { return };
    let Some(home) = document().get_element_by_id("app") else {
        return;
    };
    mount_to(home.unchecked_into(), move || {
        let viewer = Viewer::new(host, fetch);
        view! { <App viewer /> }
    })
    .forget();
}
