//! A window for the class: what is on this page's canvas, with what stands over the pictures, and nothing
//! else of the page. It is a page of this page's own, without a script, so that nothing is loaded and the
//! policy is the same; this page makes its elements and hears its keys.

use std::time::Duration;

use js_sys::{Array, Date, Function, Object, Promise, Reflect};
use leptos::html::Canvas;
use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Window};

use crate::session::{Action, ClassAction, PaneId};
use crate::ui::context_menu::OpenMenu;
use crate::ui::list::list;
use crate::ui::pane::PaneView;
use crate::ui::room::RoomCheck;
use crate::ui::viewer::Viewer;
use crate::words;

/// By this name the same window is had again.
const NAME: &str = "hounsfield-class";

/// Where the browser does not say where another screen is.
const ANYWHERE: &str = "popup,width=1280,height=720";

const CLOSE: Action = Action::Class(ClassAction::Window { on: false });

/// Opens the window, and is the teacher's clock as long as it is there.
#[component]
pub fn ClassWindow(viewer: Viewer) -> impl IntoView {
    let opened = StoredValue::new_local(None::<Opened>);
    let is_blocked = RwSignal::new(false);
    spawn_local(async move {
        let features = other_screen().await;
        let made = Opened::new(viewer, &features.unwrap_or_else(|| ANYWHERE.to_owned()));
        is_blocked.try_set(made.is_err());
        // Where it was closed meanwhile it is dropped, which closes it.
        let _closed = opened.try_set_value(made.ok());
    });
    let left = window_event_listener_untyped("pagehide", move |_| opened.set_value(None));
    let began = Date::now();
    let now = RwSignal::new(began);
    let ticks = set_interval_with_handle(move || now.set(Date::now()), Duration::from_secs(1));
    on_cleanup(move || {
        left.remove();
        if let Ok(ticks) = ticks {
            ticks.clear();
        }
        viewer.host().mirror(None);
        opened.dispose();
    });
    let clock = move || {
        let date = Date::new(&now.get().into());
        words::class_clock(date.get_hours(), date.get_minutes(), now.get() - began)
    };
    view! {
        <span class="class-clock" role="timer" data-class-clock>
            {move || if is_blocked.get() { words::CLASS_BLOCKED.to_owned() } else { clock() }}
        </span>
        <button type="button" data-action="close-class" on:click=move |_| viewer.act(CLOSE)>
            {words::CLASS_CLOSE}
        </button>
    }
}

/// An open window, which is closed when it is dropped.
struct Opened {
    window: Window,
    _views: UnmountHandle<AnyViewState>,
    key: Closure<dyn FnMut(JsValue)>,
    gone: Closure<dyn FnMut(JsValue)>,
}

impl Drop for Opened {
    fn drop(&mut self) {
        // It hears nothing more: what hears it is dropped too.
        for (name, hears) in self.hears() {
            // What is gone by itself hears nothing either.
            let _gone = self.window.remove_event_listener_with_callback(name, hears);
        }
        // A window that is closed already stays so.
        let _closed = self.window.close();
    }
}

impl Opened {
    /// Opens it and fills it.
    ///
    /// # Errors
    /// Where the browser opens no window.
    fn new(viewer: Viewer, features: &str) -> Result<Self, JsValue> {
        let class = window().open_with_url_and_target_and_features("", NAME, features)?;
        let class = class.ok_or("no window was opened")?;
        let page = class.document().ok_or("no page")?;
        let home = furnished(&page)?;
        let views = mount_to(home.unchecked_into(), move || {
            view! { <ClassPage viewer /> }.into_any()
        });
        let key = Closure::new(|event: JsValue| {
            // A key that is not heard there does nothing.
            let _not_heard = pass_on(&event);
        });
        let gone = Closure::new(move |_| viewer.act(CLOSE));
        let opened = Self {
            window: class,
            _views: views,
            key,
            gone,
        };
        for (name, hears) in opened.hears() {
            opened
                .window
                .add_event_listener_with_callback(name, hears)?;
        }
        Ok(opened)
    }

    /// What is heard there, and by whom.
    fn hears(&self) -> [(&'static str, &Function); 3] {
        let [key, gone] = [&self.key, &self.gone].map(|it| it.as_ref().unchecked_ref());
        [("keydown", key), ("keyup", key), ("pagehide", gone)]
    }
}

/// An empty page with this page's looks; its body.
fn furnished(page: &Document) -> Result<web_sys::Element, JsValue> {
    page.set_title(words::NAME);
    let head = page.head().ok_or("no head")?;
    let sheets = document().query_selector_all("link[rel=stylesheet]")?;
    for at in 0..sheets.length() {
        if let Some(sheet) = sheets.get(at) {
            let href = Reflect::get(&sheet, &"href".into())?;
            let link = page.create_element("link")?;
            link.set_attribute("rel", "stylesheet")?;
            link.set_attribute("href", &href.as_string().unwrap_or_default())?;
            head.append_child(&link)?;
        }
    }
    let body = page.body().ok_or("no body")?;
    body.set_inner_html("");
    Ok(body.unchecked_into())
}

/// A key that is pressed there does what it does here.
fn pass_on(event: &JsValue) -> Result<(), JsValue> {
    let make: Function = Reflect::get(&window(), &"KeyboardEvent".into())?.dyn_into()?;
    let event: &web_sys::Event = event.unchecked_ref();
    let init = Object::new();
    for name in [
        "key", "code", "repeat", "ctrlKey", "shiftKey", "altKey", "metaKey",
    ] {
        Reflect::set(&init, &name.into(), &Reflect::get(event, &name.into())?)?;
    }
    Reflect::set(&init, &"cancelable".into(), &true.into())?;
    let again = Reflect::construct(&make, &Array::of2(&event.type_().into(), &init))?;
    if !window().dispatch_event(again.unchecked_ref())? {
        event.prevent_default();
    }
    Ok(())
}

/// The canvas, as large as the window has room for, and the panes over it.
#[component]
fn ClassPage(viewer: Viewer) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    canvas.on_load(move |canvas| {
        let context = canvas.get_context("2d").ok().flatten();
        viewer.host().mirror(context.map(JsCast::unchecked_into));
    });
    let menu = OpenMenu::new();
    let panes = viewer.memo(|state| {
        let session = &state.session;
        let alone = session.maximised.then_some(session.active.0);
        let panes = 0..session.panes.len();
        let shown = panes.filter(|pane| alone.is_none_or(|alone| alone == *pane));
        shown.collect::<Vec<_>>()
    });
    let canvas_size = viewer.memo(|state| state.screen.canvas());
    let blank = viewer.memo(|state| state.session.blank);
    let checks_room = viewer.memo(|state| state.session.checks_room);
    view! {
        <main
            class="class-page presenting"
            class:blank=move || blank.get()
            class:checks-room=move || checks_room.get()
        >
            <div
                class="class-stage light-box"
                style=("--across", move || canvas_size.get()[0].to_string())
                style=("--down", move || canvas_size.get()[1].to_string())
            >
                <canvas node_ref=canvas></canvas>
                {list(
                    move || panes.get(),
                    move |pane| view! { <PaneView viewer id=PaneId(pane) menu /> }.into_any(),
                )}
                <Show when=move || checks_room.get()>
                    <RoomCheck viewer />
                </Show>
            </div>
        </main>
    }
}

/// The browser says that there is a screen beside this one.
pub fn has_other_screen() -> bool {
    let is_extended = of(&window(), "screen").and_then(|screen| of(&screen, "isExtended"));
    is_extended.is_some_and(|it| it.is_truthy())
}

/// What browsers have that no standard library of ours knows yet.
fn of(object: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(object, &name.into()).ok()
}

/// Where a screen lies that this page is not on, in the words of `window.open`. `None` where there is
/// none, or where the browser or the reader does not say.
async fn other_screen() -> Option<String> {
    if !has_other_screen() {
        return None;
    }
    let here = window();
    let ask: Function = of(&here, "getScreenDetails")?.dyn_into().ok()?;
    let asked: Promise = ask.call0(&here).ok()?.dyn_into().ok()?;
    let details = JsFuture::from(asked).await.ok()?;
    let current = of(&details, "currentScreen")?;
    let screens: Array = of(&details, "screens")?.dyn_into().ok()?;
    let other = screens
        .iter()
        .find(|screen| !Object::is(screen, &current))?;
    let [left, top, width, height] = ["availLeft", "availTop", "availWidth", "availHeight"]
        .map(|name| of(&other, name).and_then(|it| it.as_f64()));
    Some(format!(
        "popup,left={},top={},width={},height={}",
        left?, top?, width?, height?
    ))
}
