//! The parts of a copy without identity, which are the browser's blobs; and their archive.

use std::collections::BTreeMap;

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::JsValue;
use web_sys::{Blob, BlobPropertyBag, Url};

use crate::copy::Salt;
use crate::engine::event::{CopyEffect, CopyEvent};
use crate::store::BufferId;

#[derive(Default)]
pub(super) struct Copies {
    parts: Vec<Blob>,
}

impl Copies {
    /// Does what a copy asks for, and says what the browser refuses.
    pub(super) fn perform(
        &mut self,
        effect: CopyEffect,
        buffers: &mut BTreeMap<BufferId, ArrayBuffer>,
    ) -> Option<CopyEvent> {
        self.done(effect, buffers).unwrap_or_else(|error| {
            web_sys::console::error_1(&error);
            Some(CopyEvent::Failed)
        })
    }

    /// What it leads to; an error is the browser's.
    fn done(
        &mut self,
        effect: CopyEffect,
        buffers: &mut BTreeMap<BufferId, ArrayBuffer>,
    ) -> Result<Option<CopyEvent>, JsValue> {
        Ok(match effect {
            CopyEffect::Salt => {
                self.parts.clear();
                let mut salt = [0; 32];
                let crypto = web_sys::window().ok_or("no window")?.crypto()?;
                crypto.get_random_values_with_u8_array(&mut salt)?;
                Some(CopyEvent::Salted(Salt(salt)))
            }
            CopyEffect::Add { bytes, buffer } => {
                let parts = Array::of1(&Uint8Array::from(bytes.as_slice()));
                if let Some(buffer) = buffer {
                    let buffer = buffers.remove(&buffer).ok_or("no buffer")?;
                    parts.push(buffer.as_ref());
                }
                self.parts
                    .push(Blob::new_with_buffer_source_sequence(&parts)?);
                None
            }
            CopyEffect::Finish => {
                let parts: Array = self.parts.drain(..).map(JsValue::from).collect();
                let options = BlobPropertyBag::new();
                options.set_type("application/zip");
                let zip = Blob::new_with_blob_sequence_and_options(&parts, &options)?;
                let url = Url::create_object_url_with_blob(&zip)?;
                Some(CopyEvent::Made { url })
            }
            CopyEffect::GiveUp => {
                self.parts.clear();
                None
            }
        })
    }
}
