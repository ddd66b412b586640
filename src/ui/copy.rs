//! Text for the clipboard.

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlDocument, HtmlTextAreaElement};

/// Copies a text. A browser that does not let us has said so itself.
pub fn copy(text: &str) {
    let navigator = window().navigator();
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).unwrap_or_default();
    if clipboard.is_undefined() {
        // Plain http has no such object; the old way works there.
        let _refused = copy_by_selection(text);
        return;
    }
    let written = navigator.clipboard().write_text(text);
    spawn_local(async move {
        let _refused = JsFuture::from(written).await;
    });
}

fn copy_by_selection(text: &str) -> Result<(), JsValue> {
    let document: HtmlDocument = document().unchecked_into();
    let area: HtmlTextAreaElement = document.create_element("textarea")?.unchecked_into();
    area.set_value(text);
    document.body().ok_or("no body")?.append_child(&area)?;
    area.select();
    let copied = document.exec_command("copy");
    area.remove();
    copied.map(|_| ())
}
