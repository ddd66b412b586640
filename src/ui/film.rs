//! A stack as a film: slice by slice it is shown, painted as it would be saved, and recorded by the
//! browser in whatever it can write.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Promise};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobEvent, BlobPropertyBag, CanvasCaptureMediaStreamTrack, MediaRecorder,
    MediaRecorderOptions,
};

use crate::engine::cine;
use crate::overlay;
use crate::session::{Action, PaneId};
use crate::ui::save::{Part, Sheet, download};
use crate::ui::viewer::Viewer;
use crate::words;

/// What browsers write, best known first, with the ending of such files.
const KINDS: [(&str, &str); 4] = [
    ("video/mp4;codecs=avc1.640033", "mp4"),
    ("video/mp4", "mp4"),
    ("video/webm;codecs=vp9", "webm"),
    ("video/webm", "webm"),
];

/// Enough that grain stays grain.
const BITS_A_SECOND: u32 = 12_000_000;

/// A slice that is not there after so many looks, one with each frame of the screen, is left out.
const LOOKS: usize = 240;

/// How far a film has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Film {
    /// So many slices of so many are in it.
    Recording { done: usize, of: usize },
    /// The reader wants no more of it: what is recorded is saved.
    Stopping,
    /// The browser cannot.
    Impossible,
}

/// Records the active pane's stack from its first slice to its last.
pub fn record(viewer: Viewer) {
    let film = viewer.film();
    if matches!(film.get_untracked(), Some(Film::Recording { .. })) {
        film.set(Some(Film::Stopping));
        return;
    }
    let pane = viewer.active();
    spawn_local(async move {
        let recorded = recorded(viewer, pane).await;
        film.set(match recorded {
            Ok(()) => None,
            Err(error) => {
                web_sys::console::error_1(&error);
                Some(Film::Impossible)
            }
        });
    });
}

async fn recorded(viewer: Viewer, pane: PaneId) -> Result<(), JsValue> {
    let texts = viewer.now(|state| overlay::pane(state, pane));
    let (Some(here), Some(of)) = (texts.slice, texts.slices) else {
        return Ok(());
    };
    let rate = viewer.now(|state| cine::rate(state, pane));
    let Some(sheet) = Sheet::new(viewer, Part::Pane(pane), true)? else {
        return Ok(());
    };
    let camera = Camera::new(&sheet)?;
    let show = |slice: usize| viewer.act(Action::ShowSlice { pane, slice });
    for slice in 0..of {
        if viewer.film().get_untracked() == Some(Film::Stopping) {
            break;
        }
        viewer.film().set(Some(Film::Recording { done: slice, of }));
        show(slice);
        if !is_shown(viewer, pane, slice + 1).await? {
            continue;
        }
        sheet.paint(viewer)?;
        camera.take();
        after(1000.0 / rate).await?;
    }
    show(here - 1);
    let (blob, ending) = camera.end().await?;
    let name = viewer.now(|state| overlay::file_name(state, pane, ending));
    download(&blob, &name);
    Ok(())
}

/// Waits for a slice, by its number from 1, to be on the screen.
async fn is_shown(viewer: Viewer, pane: PaneId, slice: usize) -> Result<bool, JsValue> {
    for _ in 0..LOOKS {
        if viewer.now(|state| overlay::pane(state, pane).slice) == Some(slice) {
            return Ok(true);
        }
        next_frame().await?;
    }
    Ok(false)
}

/// What records a canvas.
struct Camera {
    recorder: MediaRecorder,
    track: CanvasCaptureMediaStreamTrack,
    parts: Rc<RefCell<Array>>,
    kind: (&'static str, &'static str),
    _hears: Closure<dyn FnMut(BlobEvent)>,
}

impl Camera {
    fn new(sheet: &Sheet) -> Result<Self, JsValue> {
        let kinds = KINDS.into_iter();
        let mut kinds = kinds.filter(|(mime, _)| MediaRecorder::is_type_supported(mime));
        let kind = kinds.next().ok_or("no kind of film is written here")?;
        // A picture is taken when it is asked for, and never by itself.
        let stream = sheet.canvas.capture_stream_with_frame_request_rate(0.0)?;
        let track = stream.get_video_tracks().get(0).dyn_into()?;
        let options = MediaRecorderOptions::new();
        options.set_mime_type(kind.0);
        options.set_video_bits_per_second(BITS_A_SECOND);
        let recorder =
            MediaRecorder::new_with_media_stream_and_media_recorder_options(&stream, &options)?;
        let parts = Rc::new(RefCell::new(Array::new()));
        let kept = Rc::clone(&parts);
        let hears = Closure::new(move |event: BlobEvent| {
            if let Some(part) = event.data() {
                kept.borrow().push(&part);
            }
        });
        recorder.set_ondataavailable(Some(hears.as_ref().unchecked_ref()));
        recorder.start()?;
        Ok(Self {
            recorder,
            track,
            parts,
            kind,
            _hears: hears,
        })
    }

    fn take(&self) {
        self.track.request_frame();
    }

    /// The film, and the ending of its file's name.
    async fn end(self) -> Result<(Blob, &'static str), JsValue> {
        let recorder = &self.recorder;
        let stopped = promise(|resolve| recorder.set_onstop(Some(resolve)));
        recorder.stop()?;
        JsFuture::from(stopped).await?;
        let options = BlobPropertyBag::new();
        let mime = self.kind.0.split(';').next().unwrap_or_default();
        options.set_type(mime);
        let blob = Blob::new_with_blob_sequence_and_options(&self.parts.borrow(), &options)?;
        Ok((blob, self.kind.1))
    }
}

fn promise(mut begin: impl FnMut(&js_sys::Function)) -> Promise {
    Promise::new(&mut |resolve, _reject| begin(&resolve))
}

async fn next_frame() -> Result<(), JsValue> {
    let passed = promise(|resolve| {
        // A page without frames is one that closes.
        let _closing = window().request_animation_frame(resolve);
    });
    JsFuture::from(passed).await.map(|_| ())
}

async fn after(ms: f64) -> Result<(), JsValue> {
    let passed = promise(|resolve| {
        #[expect(clippy::cast_possible_truncation, reason = "a second at most")]
        let ms = ms as i32;
        // A page without timers is one that closes.
        let _closing = window().set_timeout_with_callback_and_timeout_and_arguments_0(resolve, ms);
    });
    JsFuture::from(passed).await.map(|_| ())
}

/// How far the film has come, and what ends it.
#[component]
pub fn FilmProgress(viewer: Viewer) -> impl IntoView {
    let film = viewer.film();
    let words = move || match film.get() {
        Some(Film::Recording { done, of }) => words::film_recording(done, of),
        Some(Film::Stopping) => words::FILM_STOPPING.to_owned(),
        Some(Film::Impossible) => words::FILM_IMPOSSIBLE.to_owned(),
        None => String::new(),
    };
    let is_recording = move || matches!(film.get(), Some(Film::Recording { .. }));
    view! {
        <Show when=move || film.get().is_some()>
            <div class="offer" data-film>
                <p role="status">{words}</p>
                <Show when=is_recording>
                    <button
                        type="button"
                        data-action="stop-film"
                        on:click=move |_| record(viewer)
                    >
                        {words::FILM_STOP}
                    </button>
                </Show>
            </div>
        </Show>
    }
}
