//! The browser edge of `viewport`: how many device pixels an element really covers.

use js_sys::{Array, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Element, ResizeObserver, ResizeObserverBoxOptions, ResizeObserverEntry, ResizeObserverOptions,
    ResizeObserverSize,
};

/// Watches an element's size until it is dropped.
pub struct SizeWatch {
    observer: ResizeObserver,
    _on_resize: Closure<dyn FnMut(Array)>,
}

impl SizeWatch {
    /// Tells `hear` the element's width and height in device pixels, now and at each change.
    ///
    /// # Errors
    /// Where the browser has no `ResizeObserver`.
    pub fn new(element: &Element, hear: impl Fn([u32; 2]) + 'static) -> Result<Self, JsValue> {
        let on_resize = Closure::new(move |entries: Array| {
            if let Some(size) = entries
                .iter()
                .last()
                .and_then(|entry| device_pixels(&entry))
            {
                hear(size);
            }
        });
        let observer = ResizeObserver::new(on_resize.as_ref().unchecked_ref())?;
        if has_device_pixels() {
            let options = ResizeObserverOptions::new();
            options.set_box(ResizeObserverBoxOptions::DevicePixelContentBox);
            observer.observe_with_options(element, &options);
        } else {
            observer.observe(element);
        }
        Ok(Self {
            observer,
            _on_resize: on_resize,
        })
    }
}

impl Drop for SizeWatch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Safari lacks it, and refuses to observe by a box that it does not know.
fn has_device_pixels() -> bool {
    let entry = Reflect::get(&js_sys::global(), &"ResizeObserverEntry".into());
    let prototype = entry.and_then(|entry| Reflect::get(&entry, &"prototype".into()));
    prototype.is_ok_and(|prototype| {
        Reflect::has(&prototype, &"devicePixelContentBoxSize".into()).unwrap_or(false)
    })
}

fn device_pixels(entry: &JsValue) -> Option<[u32; 2]> {
    let entry: &ResizeObserverEntry = entry.unchecked_ref();
    if has_device_pixels() {
        let size: ResizeObserverSize = entry
            .device_pixel_content_box_size()
            .get(0)
            .dyn_into()
            .ok()?;
        return Some([whole(size.inline_size()), whole(size.block_size())]);
    }
    let ratio = web_sys::window()?.device_pixel_ratio();
    let css = entry.content_rect();
    Some([whole(css.width() * ratio), whole(css.height() * ratio)])
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a size on a screen"
)]
fn whole(size: f64) -> u32 {
    size.round().max(0.0) as u32
}
