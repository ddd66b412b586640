//! The picture of a pane as a PNG file: its pixels, what stands over them, and the legal line.

use std::time::Duration;

use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, CanvasRenderingContext2d, HtmlAnchorElement, HtmlCanvasElement, Url};

use crate::marks::Colour;
use crate::overlay::{self, Align, OverLine, Sheet, SheetLine, SheetText};
use crate::session::PaneId;
use crate::ui::viewer::Viewer;

const TEXT: &str = "#ccc";
const EDGE: &str = "#000";

/// Lines of text that the strip below the picture is high.
const STRIP: f64 = 1.8;

/// So long the file is kept for the browser to write it.
const KEPT: Duration = Duration::from_secs(20);

/// Saves what a pane shows. Where the browser cannot, it has said so in its console.
pub fn save(viewer: Viewer, pane: PaneId, with_marks: bool) {
    let Some(sheet) = viewer.now(|state| overlay::sheet(state, pane, with_marks)) else {
        return;
    };
    if let Err(error) = try_save(viewer, pane, &sheet) {
        web_sys::console::error_1(&error);
    }
}

fn try_save(viewer: Viewer, pane: PaneId, sheet: &Sheet) -> Result<(), JsValue> {
    let [width, height] = sheet.size;
    let canvas: HtmlCanvasElement = document().create_element("canvas")?.unchecked_into();
    canvas.set_width(width);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few lines"
    )]
    canvas.set_height(height + (sheet.line * STRIP).ceil() as u32);
    let context: CanvasRenderingContext2d = canvas
        .get_context("2d")?
        .ok_or("no 2d context")?
        .unchecked_into();
    context.set_fill_style_str("#0b0b0b");
    context.fill_rect(0.0, 0.0, width.into(), canvas.height().into());
    viewer.host().copy_picture(pane, &context)?;
    draw(&context, sheet)?;
    download(&canvas, sheet.file_name.clone())
}

fn draw(context: &CanvasRenderingContext2d, sheet: &Sheet) -> Result<(), JsValue> {
    context.set_line_join("round");
    for line in &sheet.over {
        over(context, line);
    }
    for line in &sheet.lines {
        outline(context, line);
    }
    if let Some([from, to]) = sheet.scale {
        context.begin_path();
        context.move_to(from[0], from[1] - 6.0);
        context.line_to(from[0], from[1]);
        context.line_to(to[0], to[1]);
        context.line_to(to[0], to[1] - 6.0);
        stroke(context, TEXT);
    }
    context.set_text_baseline("middle");
    context.set_font(&format!("{}px system-ui, sans-serif", sheet.line));
    for text in &sheet.texts {
        write(context, text)?;
    }
    let below = f64::from(sheet.size[1]) + sheet.line * STRIP / 2.0;
    write(
        context,
        &SheetText {
            at: [sheet.line * 0.75, below],
            align: Align::Left,
            words: sheet.legal.to_owned(),
            mark: None,
        },
    )
}

/// Pixels that a dot is wide.
const DOT: f64 = 5.0;

fn over(context: &CanvasRenderingContext2d, line: &OverLine) {
    context.begin_path();
    for trace in &line.traces {
        match trace.points.as_slice() {
            [[x, y]] => context.rect(x - DOT / 2.0, y - DOT / 2.0, DOT, DOT),
            [first, rest @ ..] => {
                context.move_to(first[0], first[1]);
                for point in rest {
                    context.line_to(point[0], point[1]);
                }
                if trace.closed {
                    context.close_path();
                }
            }
            [] => {}
        }
    }
    stroke(context, &line.colour);
}

fn outline(context: &CanvasRenderingContext2d, line: &SheetLine) {
    context.begin_path();
    if let [first, rest @ ..] = line.trace.points.as_slice() {
        context.move_to(first[0], first[1]);
        for point in rest {
            context.line_to(point[0], point[1]);
        }
    }
    if line.trace.closed {
        context.close_path();
    }
    stroke(context, line.colour.hex());
}

/// A line with a dark edge.
fn stroke(context: &CanvasRenderingContext2d, colour: &str) {
    for (colour, width) in [(EDGE, 3.5), (colour, 1.5)] {
        context.set_stroke_style_str(colour);
        context.set_line_width(width);
        context.stroke();
    }
}

/// A text with a dark edge.
fn write(context: &CanvasRenderingContext2d, text: &SheetText) -> Result<(), JsValue> {
    context.set_text_align(match text.align {
        Align::Left => "left",
        Align::Middle => "center",
        Align::Right => "right",
    });
    let [x, y] = text.at;
    context.set_stroke_style_str(EDGE);
    context.set_line_width(2.0);
    context.stroke_text(&text.words, x, y)?;
    context.set_fill_style_str(text.mark.map_or(TEXT, Colour::hex));
    context.fill_text(&text.words, x, y)
}

/// Hands the picture to the browser as a download.
fn download(canvas: &HtmlCanvasElement, name: String) -> Result<(), JsValue> {
    let save = Closure::once_into_js(move |blob: Option<Blob>| {
        let Some(blob) = blob else { return };
        let link = document().create_element("a");
        let link = link.map(JsCast::unchecked_into::<HtmlAnchorElement>);
        if let (Ok(link), Ok(url)) = (link, Url::create_object_url_with_blob(&blob)) {
            link.set_href(&url);
            link.set_download(&name);
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
    });
    canvas.to_blob(save.unchecked_ref())
}
