//! A lesson that lies beside the page, named in its address: `#lesson=nodules.lesson.json`.

use js_sys::{Array, Object};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, Response};

use crate::intake::web::Dropped;
use crate::lesson::is_beside;
use crate::ui::viewer::Viewer;

/// Fetches it from the page's own folder, and opens it as if it had been dropped. What else an address names is
/// passed over.
pub fn open_beside(viewer: Viewer) {
    let hash = window().location().hash().unwrap_or_default();
    let Some(path) = hash.strip_prefix("#lesson=").filter(|path| is_beside(path)) else {
        return;
    };
    let path = path.to_owned();
    let host = viewer.host();
    spawn_local(async move {
        let fetched = fetched(&path).await;
        let drop = host.begin_drop();
        match fetched {
            Ok(file) => host.picked(drop, vec![Dropped { path, file }]),
            Err(error) => {
                host.not_found(drop, path, Object::from(error).to_string().into());
                host.walked(drop);
            }
        }
    });
}

async fn fetched(path: &str) -> Result<File, JsValue> {
    let response = JsFuture::from(window().fetch_with_str(path)).await?;
    let response: Response = response.dyn_into()?;
    if !response.ok() {
        return Err(response.status().to_string().into());
    }
    let blob = JsFuture::from(response.blob()?).await?;
    File::new_with_blob_sequence(&Array::of1(&blob), path)
}
