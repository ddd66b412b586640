//! Waiting for the screen, and for time to pass.

use js_sys::Promise;
use leptos::prelude::window;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

pub fn promise(mut begin: impl FnMut(&js_sys::Function)) -> Promise {
    Promise::new(&mut |resolve, _reject| begin(&resolve))
}

/// # Errors
/// None that a page sees.
pub async fn next_frame() -> Result<(), JsValue> {
    let passed = promise(|resolve| {
        // A page without frames is one that closes.
        let _closing = window().request_animation_frame(resolve);
    });
    JsFuture::from(passed).await.map(|_| ())
}

/// # Errors
/// None that a page sees.
pub async fn after(ms: f64) -> Result<(), JsValue> {
    let passed = promise(|resolve| {
        #[expect(clippy::cast_possible_truncation, reason = "a second at most")]
        let ms = ms as i32;
        // A page without timers is one that closes.
        let _closing = window().set_timeout_with_callback_and_timeout_and_arguments_0(resolve, ms);
    });
    JsFuture::from(passed).await.map(|_| ())
}
