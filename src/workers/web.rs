//! The browser edge of `workers`: starts, feeds and ends real workers.
//!
//! A worker is started from a `blob:` loader of a few lines, because only then does it inherit
//! the page's policy: one that is loaded from a URL could send a patient's bytes anywhere
//! (DESIGN 8). The page compiles the worker's module once and posts it to each.

use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, ErrorEvent, MessageEvent, Response, Url, Worker, WorkerOptions,
    WorkerType,
};

use crate::workers::protocol::{self, Job, Reply, WorkerId};

/// What boot.js knows of the build: `globalThis.hounsfield`.
#[derive(Clone, Debug)]
pub struct Build {
    pub id: String,
    worker_script: String,
    worker_wasm: String,
}

impl Build {
    /// What boot.js left for us; empty texts where it did not run.
    #[must_use]
    pub fn from_boot() -> Self {
        let boot = Reflect::get(&js_sys::global(), &"hounsfield".into()).unwrap_or_default();
        let text = |name: &str| {
            Reflect::get(&boot, &name.into())
                .ok()
                .and_then(|v| v.as_string())
                .unwrap_or_default()
        };
        Self {
            id: text("buildId"),
            worker_script: text("workerScript"),
            worker_wasm: text("workerWasm"),
        }
    }
}

/// What a worker has to say.
pub enum Word {
    Reply(Reply, Option<ArrayBuffer>),
    /// It broke down.
    Failed(String),
    /// It speaks another build's language.
    OfAnotherBuild,
}

type Hear = Rc<dyn Fn(WorkerId, Word)>;

/// The workers that are running.
pub struct Pool {
    loader_url: String,
    module: WebAssembly::Module,
    workers: BTreeMap<WorkerId, Running>,
    hear: Hear,
}

struct Running {
    worker: Worker,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut(ErrorEvent)>,
}

impl Pool {
    /// Fetches and compiles the worker's module; `hear` is told every word of a worker.
    ///
    /// # Errors
    /// Where the module cannot be had.
    pub async fn new(build: &Build, hear: Hear) -> Result<Self, JsValue> {
        let window = web_sys::window().ok_or("no window")?;
        let response: Response = JsFuture::from(window.fetch_with_str(&build.worker_wasm))
            .await?
            .dyn_into()?;
        let bytes = JsFuture::from(response.array_buffer()?).await?;
        let module = JsFuture::from(WebAssembly::compile(&bytes))
            .await?
            .dyn_into()?;
        let loader_url = loader_url(&build.worker_script)?;
        Ok(Self {
            loader_url,
            module,
            workers: BTreeMap::new(),
            hear,
        })
    }

    /// Starts a worker; its first word is Hello.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn start(&mut self, id: WorkerId) -> Result<(), JsValue> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        options.set_name(&format!("worker {}", id.0));
        let worker = Worker::new_with_options(&self.loader_url, &options)?;

        let hear = self.hear.clone();
        let on_message = Closure::new(move |event: MessageEvent| {
            hear(id, read_word(&event.data()));
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let hear = self.hear.clone();
        let on_error = Closure::new(move |event: ErrorEvent| {
            // Handled here: it is a file's problem, not the page's death.
            event.prevent_default();
            hear(id, Word::Failed(event.message()));
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));

        worker.post_message(&self.module)?;
        self.workers.insert(
            id,
            Running {
                worker,
                _on_message: on_message,
                _on_error: on_error,
            },
        );
        Ok(())
    }

    pub fn end(&mut self, id: WorkerId) {
        if let Some(running) = self.workers.remove(&id) {
            running.worker.set_onmessage(None);
            running.worker.set_onerror(None);
            running.worker.terminate();
        }
    }

    /// Hands a job to a worker, with the files it is about.
    ///
    /// # Errors
    /// Where the message cannot be sent.
    pub fn post(&self, id: WorkerId, job: &Job, files: &[Blob]) -> Result<(), JsValue> {
        let Some(running) = self.workers.get(&id) else {
            return Ok(());
        };
        let bytes = protocol::encode(job).map_err(|error| JsValue::from(error.to_string()))?;
        let mut message = Array::of1(&Uint8Array::from(bytes.as_slice()));
        message.extend(files);
        running.worker.post_message(&message)
    }
}

fn read_word(data: &JsValue) -> Word {
    let parts: &Array = data.unchecked_ref();
    let bytes = parts
        .get(0)
        .dyn_into::<Uint8Array>()
        .map(|bytes| bytes.to_vec());
    match bytes.ok().and_then(|bytes| protocol::decode(&bytes).ok()) {
        Some(reply) => Word::Reply(reply, parts.get(1).dyn_into().ok()),
        None => Word::OfAnotherBuild,
    }
}

fn loader_url(worker_script: &str) -> Result<String, JsValue> {
    let script = js_sys::JSON::stringify(&worker_script.into())?;
    let loader = format!(
        "import init, {{ buildId }} from {script};\n\
         globalThis.buildId = buildId;\n\
         onmessage = ({{ data }}) => {{ onmessage = null; init({{ module_or_path: data }}); }};\n"
    );
    let kind = BlobPropertyBag::new();
    kind.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&loader.into()), &kind)?;
    Url::create_object_url_with_blob(&blob)
}
