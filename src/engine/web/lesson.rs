//! Files of lessons, read as text by the browser.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Blob;

use super::Host;
use crate::engine::event::{Event, LessonEvent};
use crate::intake::FileId;

/// As [`read_text`].
pub type ReadText = fn(Host, FileId, Blob);

/// Answers by [`LessonEvent::Read`]. What is no UTF-8 comes with U+FFFD in its place.
pub fn read_text(host: Host, file: FileId, blob: Blob) {
    spawn_local(async move {
        let text = JsFuture::from(blob.text()).await;
        let text = text.and_then(|text| text.as_string().ok_or(JsValue::NULL));
        let text = text.map_err(|error| js_sys::Object::from(error).to_string().into());
        host.send(Event::Lesson(LessonEvent::Read { file, text }));
    });
}
