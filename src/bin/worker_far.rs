//! The worker that does everything: archives, every codec, every element of a header. It takes the
//! place of the near one when that is asked for more than it can.

#[cfg(target_arch = "wasm32")]
fn main() -> Result<(), wasm_bindgen::JsValue> {
    hounsfield::workers::web::desk::serve(hounsfield::workers::job::Worker::new)
}

/// Natively there is no page to work for.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
