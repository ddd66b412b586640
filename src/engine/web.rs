//! The browser edge of `engine`: holds the state, carries events out one after another, and has
//! their effects performed.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use js_sys::{ArrayBuffer, Function, Object, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlCanvasElement, Window};

use crate::engine::{self, Effect, Event, LessonEffect, Mark, Rare, Renderer, State};
use crate::gpu::device::{Device, MakeFurther};
use crate::store::BufferId;
use crate::workers::protocol::{PROTOCOL, Reply, WorkerId};
use crate::workers::web::{Build, Pool, Word};

mod copies;
mod drops;
mod edge;
pub mod kept;
pub mod lesson;
mod snapshot;

use edge::Edge;
use kept::Keep;
use lesson::ReadText;

/// The page is built once for each.
const RENDERER: Renderer = if cfg!(feature = "webgl") {
    Renderer::WebGl2
} else {
    Renderer::WebGpu
};

/// Between two looks at how far a load has come.
const REFRESH_MS: i32 = 250;

/// Between two looks at silent workers.
const CLOCK_MS: i32 = 1000;

/// The running viewer. Cheap to clone: every clone is the same one.
#[derive(Clone)]
pub struct Host(Rc<Inner>);

struct Inner {
    window: Window,
    build: Build,
    state: RefCell<State>,
    edge: RefCell<Edge>,
    events: RefCell<VecDeque<Event>>,
    at_work: Cell<bool>,
    changed: RefCell<Box<dyn Fn()>>,
    on_frame: RefCell<Option<Closure<dyn FnMut()>>>,
    on_refresh: RefCell<Option<Closure<dyn FnMut()>>>,
    refreshing: Cell<bool>,
}

impl Host {
    /// The viewer on this page.
    ///
    /// # Errors
    /// Where this is no page.
    pub fn new() -> Result<Self, JsValue> {
        let window = web_sys::window().ok_or("no window")?;
        let navigator = window.navigator();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few cores"
        )]
        let cores = navigator.hardware_concurrency() as usize;
        let memory = Reflect::get(&navigator, &"deviceMemory".into())?.as_f64();
        let host = Self(Rc::new(Inner {
            window,
            build: Build::from_boot(),
            state: RefCell::new(State::new(cores, memory)),
            edge: RefCell::default(),
            events: RefCell::default(),
            at_work: Cell::new(false),
            changed: RefCell::new(Box::new(|| {})),
            on_frame: RefCell::new(None),
            on_refresh: RefCell::new(None),
            refreshing: Cell::new(false),
        }));
        let again = host.clone();
        *host.0.on_frame.borrow_mut() = Some(Closure::new(move || again.send(Event::Frame)));
        let again = host.clone();
        *host.0.on_refresh.borrow_mut() = Some(Closure::new(move || {
            again.0.refreshing.set(false);
            again.send(Event::Refresh);
        }));
        host.start_clock()?;
        Ok(host)
    }

    /// Calls `changed` from now on after every event, now and then for those of a load.
    pub fn on_change(&self, changed: impl Fn() + 'static) {
        *self.0.changed.borrow_mut() = Box::new(changed);
    }

    /// Starts workers, and a device on a canvas inside `stage`.
    pub fn start(&self, stage: Element) {
        self.0.edge.borrow_mut().stage = Some(stage);
        self.open_device();
        let host = self.clone();
        spawn_local(async move {
            let hear = host.clone();
            let pool = Pool::new(&host.0.build, Rc::new(move |id, word| hear.hear(id, word))).await;
            let module = pool.is_ok();
            host.0.edge.borrow_mut().pool = pool.ok();
            host.send(Event::CrewReady { module });
        });
    }

    /// Takes in what a first picture could do without.
    pub fn take(&self, rare: Rare, make_further: MakeFurther, keep: Keep, read_text: ReadText) {
        let mut edge = self.0.edge.borrow_mut();
        edge.rare = Some(rare);
        edge.make_further = Some(make_further);
        edge.keep = Some(keep);
        edge.read_text = Some(read_text);
        drop(edge);
        self.0.state.borrow_mut().take(rare);
        self.send(Event::RareHere);
    }

    /// Reads the state.
    pub fn read<R>(&self, look: impl FnOnce(&State) -> R) -> R {
        look(&self.0.state.borrow())
    }

    /// Carries an event out, with all that follows from it.
    pub fn send(&self, event: Event) {
        // A load brings hundreds of answers: the page is told of them now and then.
        let is_one_of_many = matches!(
            event,
            Event::Done { .. }
                | Event::Entry { .. }
                | Event::Found { .. }
                | Event::Heartbeat { .. }
        );
        self.0.events.borrow_mut().push_back(event);
        // An effect's answer waits until the event that led to it is carried out.
        if self.0.at_work.replace(true) {
            return;
        }
        loop {
            let Some(event) = self.0.events.borrow_mut().pop_front() else {
                break;
            };
            let effects = engine::apply(&mut self.0.state.borrow_mut(), event, self.now_ms());
            for effect in effects {
                self.perform(effect);
            }
        }
        self.0.at_work.set(false);
        if is_one_of_many {
            self.refresh_soon();
        } else {
            (self.0.changed.borrow())();
        }
    }

    fn refresh_soon(&self) {
        if let Some(on_refresh) = &*self.0.on_refresh.borrow()
            && !self.0.refreshing.replace(true)
        {
            // A page without timers is one that closes.
            let _closing = self
                .0
                .window
                .set_timeout_with_callback_and_timeout_and_arguments_0(
                    on_refresh.as_ref().unchecked_ref(),
                    REFRESH_MS,
                );
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "a few seconds")]
    fn refresh_after(&self, after_ms: f64) {
        let host = self.clone();
        let refresh = Closure::once_into_js(move || host.send(Event::Refresh));
        let window = &self.0.window;
        // A page without timers is one that closes.
        let _closing = window.set_timeout_with_callback_and_timeout_and_arguments_0(
            refresh.unchecked_ref(),
            after_ms.ceil() as i32,
        );
    }

    fn now_ms(&self) -> f64 {
        self.0
            .window
            .performance()
            .map_or(0.0, |performance| performance.now())
    }

    fn start_clock(&self) -> Result<(), JsValue> {
        let host = self.clone();
        let tick = Closure::<dyn FnMut()>::new(move || {
            if host.read(State::needs_clock) {
                host.send(Event::Clock);
            }
        });
        let tick = tick.into_js_value();
        let window = &self.0.window;
        window.set_interval_with_callback_and_timeout_and_arguments_0(
            tick.unchecked_ref(),
            CLOCK_MS,
        )?;
        Ok(())
    }

    fn hear(&self, worker: WorkerId, word: Word) {
        let event = match word {
            Word::Reply(Reply::Hello { build_id, protocol }, _) => Event::WorkerHello {
                worker,
                build_matches: build_id == self.0.build.id && protocol == PROTOCOL,
            },
            Word::Reply(Reply::Heartbeat, _) => Event::Heartbeat { worker },
            Word::Reply(Reply::Entry(entry), buffer) => {
                let buffer = buffer.map(|buffer| self.keep_buffer(buffer));
                Event::Entry {
                    worker,
                    entry,
                    buffer,
                }
            }
            Word::Reply(Reply::Done(done), buffer) => {
                let buffer = buffer.map(|buffer| self.keep_buffer(buffer));
                Event::Done {
                    worker,
                    done,
                    buffer,
                }
            }
            Word::PartNotLoaded => Event::PartNotLoaded { worker },
            Word::Failed(reason) => Event::WorkerFailed { worker, reason },
            Word::OfAnotherBuild => Event::WorkerHello {
                worker,
                build_matches: false,
            },
        };
        self.send(event);
    }

    fn keep_buffer(&self, buffer: ArrayBuffer) -> (BufferId, u64) {
        let mut edge = self.0.edge.borrow_mut();
        let id = BufferId(edge.next_buffer);
        edge.next_buffer += 1;
        let bytes = buffer.byte_length().into();
        edge.buffers.insert(id, buffer);
        (id, bytes)
    }

    fn open_device(&self) {
        let host = self.clone();
        spawn_local(async move {
            let opened = host.new_device().await;
            match opened {
                Ok(()) => host.send(Event::DeviceReady { renderer: RENDERER }),
                Err(error) => {
                    web_sys::console::error_1(&error);
                    host.send(Event::DeviceFailed);
                }
            }
            // It may have been lost while it was opened, when nobody listened yet.
            let is_lost = |edge: &Edge| edge.device.as_ref().is_some_and(Device::is_lost);
            if is_lost(&host.0.edge.borrow()) {
                host.send(Event::DeviceLost);
            }
        });
    }

    /// A device that was lost leaves its canvas unusable: the new one gets a new canvas.
    async fn new_device(&self) -> Result<(), JsValue> {
        let document = self.0.window.document().ok_or("no document")?;
        let canvas: HtmlCanvasElement = document.create_element("canvas")?.dyn_into()?;
        let size = {
            let mut edge = self.0.edge.borrow_mut();
            let edge = &mut *edge;
            edge.device = None;
            if let Some(old) = edge.canvas.replace(canvas.clone()) {
                old.remove();
            }
            edge.stage
                .as_ref()
                .ok_or("no stage")?
                .append_child(&canvas)?;
            self.0.state.borrow().screen.canvas()
        };
        canvas.set_width(size[0].max(1));
        canvas.set_height(size[1].max(1));
        let host = self.clone();
        let lost = move |reason: String| {
            let host = host.clone();
            web_sys::console::warn_1(&reason.into());
            // It may be told in the middle of a call of ours.
            spawn_local(async move { host.send(Event::DeviceLost) });
        };
        let mut device = Device::new(canvas, lost).await?;
        if let Some(side) = self.longest_tile() {
            device.take_at_most(side);
        }
        let size = self.0.state.borrow().screen.canvas();
        device.resize(size[0], size[1]);
        self.0.edge.borrow_mut().device = Some(device);
        Ok(())
    }

    /// `?largest-texture=` in the address.
    fn longest_tile(&self) -> Option<u32> {
        let search = self.0.window.location().search().ok()?;
        let mut pairs = search.trim_start_matches('?').split('&');
        pairs.find_map(|pair| pair.strip_prefix("largest-texture=")?.parse().ok())
    }

    fn perform(&self, effect: Effect) {
        let mut edge = self.0.edge.borrow_mut();
        let answer = match effect {
            Effect::OpenDevice => {
                drop(edge);
                self.open_device();
                return;
            }
            Effect::Lesson(LessonEffect::Read { file }) => {
                let read = edge.read_text.zip(edge.files.get(&file).cloned());
                drop(edge);
                if let Some((read, blob)) = read {
                    read(self.clone(), file, blob);
                }
                return;
            }
            Effect::RequestFrame => {
                self.request_frame();
                None
            }
            Effect::RefreshAfter { after_ms } => {
                self.refresh_after(after_ms);
                None
            }
            Effect::Mark(mark) => {
                self.mark(mark);
                None
            }
            effect => edge.perform(effect),
        };
        self.0.events.borrow_mut().extend(answer);
    }

    fn request_frame(&self) {
        if let Some(on_frame) = &*self.0.on_frame.borrow() {
            // Without frames nothing is drawn, which is what a closing page looks like.
            let _closing = self
                .0
                .window
                .request_animation_frame(on_frame.as_ref().unchecked_ref());
        }
    }

    fn mark(&self, mark: Mark) {
        #[expect(clippy::cast_precision_loss, reason = "counts of frames")]
        let (name, details): (&str, &[(&str, f64)]) = match mark {
            Mark::Drop { drop } => ("drop", &[("drop", drop.0.into())]),
            Mark::FirstImage { drop } => ("first-image", &[("drop", drop.0.into())]),
            Mark::AllDecoded { drop, held, total } => (
                "all-decoded",
                &[
                    ("drop", drop.0.into()),
                    ("held", held as f64),
                    ("total", total as f64),
                ],
            ),
        };
        // A browser that cannot mark a time has lost nothing else.
        let _not_marked = set_mark(&self.0.window, name, details);
    }
}

/// `performance.mark(name, { detail })`.
fn set_mark(window: &Window, name: &str, details: &[(&str, f64)]) -> Result<(), JsValue> {
    let detail = Object::new();
    for (key, value) in details {
        Reflect::set(&detail, &(*key).into(), &(*value).into())?;
    }
    let options = Object::new();
    Reflect::set(&options, &"detail".into(), &detail)?;
    let performance = window.performance().ok_or("no clock")?;
    let mark: Function = Reflect::get(&performance, &"mark".into())?.dyn_into()?;
    mark.call2(&performance, &name.into(), &options)?;
    Ok(())
}
