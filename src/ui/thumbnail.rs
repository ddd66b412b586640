use std::sync::Arc;

use leptos::html::Canvas;
use leptos::prelude::*;
use wasm_bindgen::{Clamped, JsCast as _, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

use crate::pixels::Thumbnail as Pixels;
use crate::series::StackId;
use crate::ui::viewer::Viewer;

/// The small picture of a series. Its place is there before it is made, so that nothing moves.
#[component]
pub fn Thumbnail(
    viewer: Viewer,
    /// The series.
    stack: StackId,
) -> impl IntoView {
    let canvas: NodeRef<Canvas> = NodeRef::new();
    let pixels = viewer.memo(move |state| state.thumbnail(stack).map(Arc::clone));
    Effect::new(move || {
        if let (Some(canvas), Some(pixels)) = (canvas.get(), pixels.get()) {
            // A browser that cannot draw it leaves the place empty: the words beside it stand.
            let _not_drawn = draw(&canvas, &pixels);
        }
    });
    let is_made = move || pixels.with(Option::is_some);
    view! {
        <canvas
            class="thumbnail"
            node_ref=canvas
            width="1"
            height="1"
            aria-hidden="true"
            data-thumbnail=move || if is_made() { "made" } else { "none" }
        />
    }
}

fn draw(canvas: &HtmlCanvasElement, pixels: &Pixels) -> Result<(), JsValue> {
    canvas.set_width(pixels.columns);
    canvas.set_height(pixels.rows);
    let context = canvas.get_context("2d")?.ok_or("no context")?;
    let context: CanvasRenderingContext2d = context.dyn_into()?;
    let data = Clamped(pixels.rgba.as_slice());
    let data = ImageData::new_with_u8_clamped_array_and_sh(data, pixels.columns, pixels.rows)?;
    context.put_image_data(&data, 0.0, 0.0)
}
