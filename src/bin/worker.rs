//! The worker that every visit loads: what most files need.

#[cfg(target_arch = "wasm32")]
fn main() -> Result<(), wasm_bindgen::JsValue> {
    hounsfield::workers::web::desk::serve(hounsfield::workers::job::Near::new)
}

/// Natively there is no page to work for.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
