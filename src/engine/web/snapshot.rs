//! What is on the canvas, copied: it is drawn once more and copied in the same task, because a
//! canvas of the GPU is empty in the next.

use wasm_bindgen::JsValue;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::Host;
use crate::engine::Effect;
use crate::viewport::Rect;

/// A canvas that shows what is drawn, copied in the same task.
pub(super) struct Mirror(CanvasRenderingContext2d);

impl Mirror {
    /// Shows what has just been drawn on a canvas, in its size.
    pub(super) fn show(&self, drawn: &HtmlCanvasElement) {
        let (width, height) = (drawn.width(), drawn.height());
        if let Some(canvas) = self.0.canvas()
            && (canvas.width(), canvas.height()) != (width, height)
        {
            canvas.set_width(width);
            canvas.set_height(height);
        }
        // A window that is gone shows nothing.
        let _gone = self.0.draw_image_with_html_canvas_element(drawn, 0.0, 0.0);
    }
}

impl Host {
    /// From now on copies what is drawn to the canvas of a 2D context, which is as large then; first what
    /// is there already. `None`: no longer.
    pub fn mirror(&self, onto: Option<CanvasRenderingContext2d>) {
        let list = self.read(|state| state.screen.drawn_list().cloned());
        let mut edge = self.0.edge.borrow_mut();
        edge.mirror = onto.map(Mirror);
        if edge.mirror.is_some()
            && let Some(list) = list
        {
            // What cannot be drawn again now is copied with the next picture.
            let _not_drawn = edge.perform(Effect::Draw(Box::new(list)));
        }
    }

    /// Copies a part of the canvas to the corner of a 2D context.
    ///
    /// # Errors
    /// Where nothing is drawn, or the browser cannot draw it again.
    pub fn copy_picture(
        &self,
        rect: Rect,
        context: &CanvasRenderingContext2d,
    ) -> Result<(), JsValue> {
        let list = self.read(|state| state.screen.drawn_list().cloned());
        let list = list.ok_or("nothing is drawn")?;
        let mut edge = self.0.edge.borrow_mut();
        let device = edge.device.as_mut().ok_or("no device")?;
        if !device.draw(&list)? {
            return Err("no canvas to draw on".into());
        }
        let canvas = edge.canvas.as_ref().ok_or("no canvas")?;
        let [x, y, width, height] = [rect.x, rect.y, rect.width, rect.height].map(f64::from);
        context.draw_image_with_html_canvas_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
            canvas, x, y, width, height, 0.0, 0.0, width, height,
        )
    }
}
