//! A stack as a film: slice by slice it is shown, painted as it would be saved, and recorded by the
//! browser in whatever it can write.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobEvent, BlobPropertyBag, CanvasCaptureMediaStreamTrack, MediaRecorder,
    MediaRecorderOptions,
};

use crate::engine::{State, cine};
use crate::overlay;
use crate::session::{Action, PaneId, RenderingAction};
use crate::ui::frames::{after, next_frame, promise};
use crate::ui::save::{Part, Sheet, download, place};
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
    /// It is saved, and is less than all of the stack.
    Saved(Short),
    /// The browser cannot.
    Impossible,
}

/// What a film lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Short {
    /// So many slices were not there in time.
    LeftOut(usize),
    /// The pane came to show something else, or to be another size: it ends there.
    OtherPicture,
}

/// Records the active pane's stack from its first slice to its last; ends the film that is being made.
pub fn record(viewer: Viewer) {
    let film = viewer.film();
    match film.get_untracked() {
        Some(Film::Recording { .. }) => {
            film.set(Some(Film::Stopping));
            return;
        }
        // One at a time: the first is not written yet.
        Some(Film::Stopping) => return,
        _ => {}
    }
    let pane = viewer.active();
    spawn_local(async move {
        let recorded = recorded(viewer, pane).await;
        film.set(match recorded {
            Ok(short) => short.map(Film::Saved),
            Err(error) => {
                web_sys::console::error_1(&error);
                Some(Film::Impossible)
            }
        });
    });
}

async fn recorded(viewer: Viewer, pane: PaneId) -> Result<Option<Short>, JsValue> {
    let texts = viewer.now(|state| overlay::pane(state, pane));
    let (Some(here), Some(of)) = (texts.slice, texts.slices) else {
        return Ok(None);
    };
    let rate = viewer.now(|state| cine::rate(state, pane));
    let Some(sheet) = Sheet::new(viewer, Part::Pane(pane), true)? else {
        return Ok(None);
    };
    let camera = Camera::new(&sheet)?;
    let show = |slice: usize| viewer.act(Action::ShowSlice { pane, slice });
    let of_what = || viewer.now(|state| subject(state, pane));
    let begun = of_what();
    let view = viewer.now(|state| Some(state.screen.rendered(pane)?.how.camera));
    let mut left_out = 0;
    let mut short = None;
    for slice in 0..of {
        if viewer.film().get_untracked() == Some(Film::Stopping) {
            break;
        }
        viewer.film().set(Some(Film::Recording { done: slice, of }));
        if of_what() == begun {
            show(slice);
        }
        let is_there = is_shown(viewer, pane, slice + 1).await?;
        if of_what() != begun {
            short = Some(Short::OtherPicture);
            break;
        }
        if !is_there {
            left_out += 1;
            continue;
        }
        sheet.paint(viewer)?;
        camera.take();
        after(1000.0 / rate).await?;
    }
    if of_what() == begun {
        show(here - 1);
        // A rendering may have been seen from between two views.
        if let Some(view) = view {
            let by = [view.around - view.at_step(here - 1).around, 0.0];
            viewer.act(Action::Rendering(RenderingAction::Turn { pane, by }));
        }
    }
    let (blob, ending) = camera.end().await?;
    let name = viewer.now(|state| overlay::file_name(state, pane, ending));
    download(&blob, &name);
    Ok(short.or((left_out > 0).then_some(Short::LeftOut(left_out))))
}

/// What a film is of: a stack as it is cut, and its place on the screen.
fn subject(state: &State, pane: PaneId) -> impl PartialEq + use<> {
    let shown = state.session.pane(pane);
    let stack = shown.and_then(|pane| pane.stack);
    (
        stack,
        state.session.renders(pane),
        place(state, Part::Pane(pane)),
    )
}

/// Waits for a slice, by its number from 1, to be on the screen.
async fn is_shown(viewer: Viewer, pane: PaneId, slice: usize) -> Result<bool, JsValue> {
    for _ in 0..LOOKS {
        let is_there = viewer.now(|state| {
            // A rendering is painted when it is as fine as it will be.
            let is_fine = state.screen.rendered(pane).is_none_or(|it| it.is_fine);
            let is_drawn = is_fine && !state.screen.is_under_way();
            is_drawn && overlay::pane(state, pane).slice == Some(slice)
        });
        if is_there {
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

/// How far the film has come, and what ends it.
#[component]
pub fn FilmProgress(viewer: Viewer) -> impl IntoView {
    let film = viewer.film();
    let words = move || match film.get() {
        Some(Film::Recording { done, of }) => words::film_recording(done, of),
        Some(Film::Stopping) => words::FILM_STOPPING.to_owned(),
        Some(Film::Saved(Short::LeftOut(slices))) => words::film_left_out(slices),
        Some(Film::Saved(Short::OtherPicture)) => words::FILM_OTHER_PICTURE.to_owned(),
        Some(Film::Impossible) => words::FILM_IMPOSSIBLE.to_owned(),
        None => String::new(),
    };
    let is_recording = move || matches!(film.get(), Some(Film::Recording { .. }));
    let is_over = move || matches!(film.get(), Some(Film::Saved(_) | Film::Impossible));
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
                <Show when=is_over>
                    <button
                        type="button"
                        data-action="close-film"
                        on:click=move |_| film.set(None)
                    >
                        {words::CLOSE_PANEL}
                    </button>
                </Show>
            </div>
        </Show>
    }
}
