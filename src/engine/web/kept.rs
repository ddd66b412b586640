//! The browser's storage, where views and marks are kept from visit to visit: a key a stack, so that what
//! another page writes at the same time breaks nothing. It is `localStorage`, which writes at once: also
//! when the page is being left, where what is not done yet may never be.

use wasm_bindgen::JsValue;
use web_sys::Storage;

use crate::engine::event::{KeptEffect, KeptEvent};

/// The switch; its value says nothing.
const SWITCH: &str = "hounsfield.keeps";

/// What records' keys begin with.
const RECORD: &str = "hounsfield.kept.";

/// As [`perform`].
pub type Keep = fn(KeptEffect) -> Option<KeptEvent>;

/// Does what is asked of the storage; what the browser refuses is said.
#[must_use]
pub fn perform(effect: KeptEffect) -> Option<KeptEvent> {
    done(effect).unwrap_or_else(|error| {
        web_sys::console::warn_1(&error);
        Some(KeptEvent::Refused)
    })
}

fn done(effect: KeptEffect) -> Result<Option<KeptEvent>, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let storage = window.local_storage()?.ok_or("no storage")?;
    match effect {
        KeptEffect::Read => {
            let is_on = storage.get_item(SWITCH)?.is_some();
            let names = names(&storage)?.into_iter();
            let records = names.filter_map(|name| {
                let text = storage.get_item(&key(&name)).ok()??;
                Some((name, text))
            });
            let records = records.collect();
            return Ok(Some(KeptEvent::Read { is_on, records }));
        }
        KeptEffect::Switch { on: true } => storage.set_item(SWITCH, "on")?,
        KeptEffect::Switch { on: false } => storage.remove_item(SWITCH)?,
        KeptEffect::Write { name, text } => storage.set_item(&key(&name), &text)?,
        KeptEffect::Remove { name } => storage.remove_item(&key(&name))?,
        KeptEffect::Forget => {
            for name in names(&storage)? {
                storage.remove_item(&key(&name))?;
            }
            storage.remove_item(SWITCH)?;
        }
    }
    Ok(None)
}

fn key(name: &str) -> String {
    format!("{RECORD}{name}")
}

/// Of all records.
fn names(storage: &Storage) -> Result<Vec<String>, JsValue> {
    let mut names = Vec::new();
    for at in 0..storage.length()? {
        let name = storage.key(at)?;
        let name = name.as_deref().and_then(|key| key.strip_prefix(RECORD));
        names.extend(name.map(str::to_owned));
    }
    Ok(names)
}
