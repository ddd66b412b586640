//! What panes show as a PNG file: their pixels, what stands over them, and the legal line.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, BlobPropertyBag, CanvasRenderingContext2d, Element, HtmlAnchorElement, HtmlCanvasElement,
    Url,
};

use crate::engine::State;
use crate::overlay;
use crate::session::{Action, PaneId};
use crate::ui::frames::next_frame;
use crate::ui::painted::Painter;
use crate::ui::viewer::Viewer;
use crate::viewport::Rect;
use crate::words;

const TEXT: &str = "#ccc";
/// As around images.
const GROUND: &str = "#0b0b0b";

/// CSS pixels of the legal line, and of the strip that it stands in.
const LINE: f64 = 13.0;
const STRIP: f64 = 24.0;

/// So long the file is kept for the browser to write it.
const KEPT: Duration = Duration::from_secs(20);

/// What is saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Pane(PaneId),
    /// All panes, as they lie.
    Layout,
}

/// A canvas that a part of the stage is painted on.
pub struct Sheet {
    pub canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    part: Part,
    with_marks: bool,
    /// Device pixels of the part.
    rect: Rect,
    /// Device pixels that its element begins further left: under a wipe they are another pane's.
    hidden: u32,
    /// Device pixels of a CSS pixel.
    scale: f64,
}

impl Sheet {
    /// Of what is on the screen now; `None` where that is nothing.
    ///
    /// # Errors
    /// Where the browser gives no canvas.
    pub fn new(viewer: Viewer, part: Part, with_marks: bool) -> Result<Option<Self>, JsValue> {
        let Some((rect, hidden)) = viewer.now(|state| place(state, part)) else {
            return Ok(None);
        };
        let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
        let context = canvas.get_context("2d")?.ok_or("no 2d context")?;
        let scale = window().device_pixel_ratio();
        canvas.set_width(rect.width);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a line of text"
        )]
        canvas.set_height(rect.height + (STRIP * scale).ceil() as u32);
        Ok(Some(Self {
            canvas,
            context: context.unchecked_into(),
            part,
            with_marks,
            rect,
            hidden,
            scale,
        }))
    }

    /// Paints it as it is now.
    ///
    /// # Errors
    /// Where the picture cannot be drawn once more.
    pub fn paint(&self, viewer: Viewer) -> Result<(), JsValue> {
        let context = &self.context;
        let (width, height) = (self.canvas.width().into(), self.canvas.height().into());
        context.reset_transform()?;
        context.set_fill_style_str(GROUND);
        context.fill_rect(0.0, 0.0, width, height);
        viewer.host().copy_picture(self.rect, context)?;
        context.scale(self.scale, self.scale)?;
        let element = self.element()?;
        let corner = element.get_bounding_client_rect();
        let painter = Painter {
            context,
            origin: [corner.x() + f64::from(self.hidden) / self.scale, corner.y()],
            with_marks: self.with_marks,
        };
        painter.paint(&element)?;
        self.sign()
    }

    fn element(&self) -> Result<Element, JsValue> {
        let selector = match self.part {
            Part::Pane(PaneId(pane)) => format!("[data-viewport='{pane}']"),
            Part::Layout => ".stage".to_owned(),
        };
        let element = document().query_selector(&selector)?;
        element.ok_or_else(|| "nothing is shown".into())
    }

    /// The legal line, as large as fits.
    fn sign(&self) -> Result<(), JsValue> {
        let context = &self.context;
        let font = |size: f64| format!("{size}px system-ui, sans-serif");
        context.set_font(&font(LINE));
        let room = f64::from(self.rect.width) / self.scale - LINE;
        let needed = context.measure_text(words::LEGAL)?.width();
        context.set_font(&font(LINE * (room / needed).min(1.0)));
        context.set_text_align("left");
        context.set_text_baseline("middle");
        context.set_fill_style_str(TEXT);
        let below = f64::from(self.rect.height) / self.scale + STRIP / 2.0;
        context.fill_text(words::LEGAL, LINE / 2.0, below)
    }
}

/// What is seen of a part, and how much of it is hidden at its left.
#[must_use]
pub fn place(state: &State, part: Part) -> Option<(Rect, u32)> {
    match part {
        Part::Pane(pane) => {
            state.screen.frame(pane)?;
            let all = state.screen.rect(pane)?;
            let seen = state.session.seen_of(pane, all);
            (seen.width > 0).then_some((seen, seen.x - all.x))
        }
        Part::Layout => {
            let [width, height] = state.screen.canvas();
            state.screen.drawn_list()?;
            let all = Rect {
                x: 0,
                y: 0,
                width,
                height,
            };
            Some((all, 0))
        }
    }
}

/// Saves what is shown. Where the browser cannot, it has said so in its console.
pub fn save(viewer: Viewer, part: Part, with_marks: bool) {
    spawn_local(async move {
        let held = hold_cine(viewer);
        let saved = try_save(viewer, part, with_marks).await;
        for pane in held {
            viewer.act(Action::Cine { pane });
        }
        if let Err(error) = saved {
            web_sys::console::error_1(&error);
        }
    });
}

/// While slices follow each other the next one's pixels may be drawn already under texts of the last.
fn hold_cine(viewer: Viewer) -> Vec<PaneId> {
    let running = viewer.now(|state| {
        let panes = state.session.panes.iter().enumerate();
        let running = panes.filter(|(_, pane)| pane.cine.is_some());
        running.map(|(at, _)| PaneId(at)).collect::<Vec<_>>()
    });
    for pane in &running {
        viewer.act(Action::Cine { pane: *pane });
    }
    running
}

async fn try_save(viewer: Viewer, part: Part, with_marks: bool) -> Result<(), JsValue> {
    while viewer.now(|state| state.screen.is_under_way()) {
        next_frame().await?;
    }
    let Some(sheet) = Sheet::new(viewer, part, with_marks)? else {
        return Ok(());
    };
    sheet.paint(viewer)?;
    let name = viewer.now(|state| match part {
        Part::Pane(pane) => overlay::file_name(state, pane, "png"),
        Part::Layout => words::LAYOUT_FILE.to_owned(),
    });
    let save = Closure::once_into_js(move |blob: Option<Blob>| {
        if let Some(blob) = blob {
            download(&blob, &name);
        }
    });
    sheet.canvas.to_blob(save.unchecked_ref())
}

/// Hands a text to the browser as a file. Where the browser cannot, it has said so in its console.
pub fn save_text(name: &str, mime: &str, text: &str) {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    let parts = js_sys::Array::of1(&text.into());
    match Blob::new_with_str_sequence_and_options(&parts, &options) {
        Ok(blob) => download(&blob, name),
        Err(error) => web_sys::console::error_1(&error),
    }
}

/// Hands a file to the browser as a download.
pub fn download(blob: &Blob, name: &str) {
    let link = document().create_element("a");
    let link = link.map(JsCast::unchecked_into::<HtmlAnchorElement>);
    if let (Ok(link), Ok(url)) = (link, Url::create_object_url_with_blob(blob)) {
        link.set_href(&url);
        link.set_download(name);
        link.click();
        // The browser takes the blob in its own time.
        set_timeout(
            move || {
                // What fails here has freed nothing.
                let _not_freed = Url::revoke_object_url(&url);
            },
            KEPT,
        );
    }
}
