//! What is on the canvas, copied: it is drawn once more and copied in the same task, because a
//! canvas of the GPU is empty in the next.

use wasm_bindgen::JsValue;
use web_sys::CanvasRenderingContext2d;

use super::Host;
use crate::viewport::Rect;

impl Host {
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
