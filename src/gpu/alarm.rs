//! One call for everything that can go wrong on the GPU: a lost WebGPU device, a lost WebGL2
//! context (wgpu does not hear of it), an error nobody asked about (wgpu's default is to panic).

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use send_wrapper::SendWrapper;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::HtmlCanvasElement;

const CONTEXT_LOST: &str = "webglcontextlost";

/// Tells of the first failure, and of no other: what follows it is its consequence.
pub(super) struct Alarm {
    bell: Rc<Bell>,
    canvas: HtmlCanvasElement,
    on_context_lost: Closure<dyn FnMut()>,
}

struct Bell {
    raised: Cell<bool>,
    ring: Box<dyn Fn(String)>,
}

impl Bell {
    fn raise(&self, what: String) {
        if !self.raised.replace(true) {
            (self.ring)(what);
        }
    }
}

impl Alarm {
    pub fn new(
        canvas: &HtmlCanvasElement,
        ring: impl Fn(String) + 'static,
    ) -> Result<Self, String> {
        let bell = Rc::new(Bell {
            raised: Cell::new(false),
            ring: Box::new(ring),
        });
        let of_context = Rc::clone(&bell);
        let on_context_lost = Closure::<dyn FnMut()>::new(move || {
            of_context.raise("the WebGL2 context was lost".to_owned());
        });
        canvas
            .add_event_listener_with_callback(
                CONTEXT_LOST,
                on_context_lost.as_ref().unchecked_ref(),
            )
            .map_err(|error: JsValue| format!("{error:?}"))?;
        Ok(Self {
            bell,
            canvas: canvas.clone(),
            on_context_lost,
        })
    }

    pub fn listen_to(&self, device: &wgpu::Device) {
        // wgpu asks for `Send`, which on the page's one thread is a formality.
        let of_loss = SendWrapper::new(Rc::clone(&self.bell));
        device.set_device_lost_callback(move |_, words| of_loss.raise(words));
        let of_errors = SendWrapper::new(Rc::clone(&self.bell));
        device.on_uncaptured_error(Arc::new(move |error: wgpu::Error| {
            of_errors.raise(error.to_string());
        }));
    }

    pub fn raise(&self, what: &str) {
        self.bell.raise(what.to_owned());
    }

    pub fn is_raised(&self) -> bool {
        self.bell.raised.get()
    }

    /// From here on nothing is told: the device is given up on purpose.
    pub fn silence(&self) {
        self.bell.raised.set(true);
    }
}

impl Drop for Alarm {
    fn drop(&mut self) {
        self.silence();
        // A listener that was never added is the only way to fail, and does no harm.
        drop(self.canvas.remove_event_listener_with_callback(
            CONTEXT_LOST,
            self.on_context_lost.as_ref().unchecked_ref(),
        ));
    }
}
