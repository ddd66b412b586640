//! The browser edge of `workers`: starts, feeds and ends real workers.
//!
//! A worker is started from a `blob:` loader of a few lines, because only then does it inherit
//! the page's policy: one that is loaded from a URL could send a patient's bytes anywhere
//! (DESIGN 8). The page compiles the worker's module once and posts it to each.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use js_sys::{Array, ArrayBuffer, Promise, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise, spawn_local};
use web_sys::{
    Blob, BlobPropertyBag, ErrorEvent, MessageEvent, Response, Url, Worker, WorkerOptions,
    WorkerType,
};

use crate::workers::protocol::{self, Job, Reply, WorkerId};

pub mod desk;

/// What boot.js knows of the build: `globalThis.hounsfield`.
#[derive(Clone, Debug)]
pub struct Build {
    pub id: String,
    /// Where the page asks its workers what they have asked for.
    channel: String,
    near: Module,
    far: Module,
}

/// Where a module of workers lies.
#[derive(Clone, Debug)]
struct Module {
    script: String,
    wasm: String,
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
            channel: text("channel"),
            near: Module {
                script: text("workerScript"),
                wasm: text("workerWasm"),
            },
            far: Module {
                script: text("farScript"),
                wasm: text("farWasm"),
            },
        }
    }
}

/// What a worker has to say.
pub enum Word {
    Reply(Reply, Option<ArrayBuffer>),
    /// It broke down.
    Failed(String),
    /// It needs the far module, which could not be had.
    PartNotLoaded,
    /// It speaks another build's language.
    OfAnotherBuild,
}

type Hear = Rc<dyn Fn(WorkerId, Word)>;

/// The workers that are running.
pub struct Pool {
    loader_url: String,
    near: WebAssembly::Module,
    far: Rc<Far>,
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
        let near = compiled(&build.near.wasm).await?.dyn_into()?;
        let loader_url = loader_url(build)?;
        Ok(Self {
            loader_url,
            near,
            far: Rc::new(Far {
                wasm: build.far.wasm.clone(),
                compiled: RefCell::default(),
            }),
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
        let far = Rc::clone(&self.far);
        let asks = worker.clone();
        let is_asked = Cell::new(false);
        let on_message = Closure::new(move |event: MessageEvent| {
            match event.data().as_bool() {
                None => hear(id, read_word(&event.data())),
                Some(false) => hear(id, Word::PartNotLoaded),
                // It waits for the far module, and says from time to time that it does.
                Some(true) => {
                    hear(id, Word::Reply(Reply::Heartbeat, None));
                    if !is_asked.replace(true) {
                        let (far, hear) = (Rc::clone(&far), Rc::clone(&hear));
                        spawn_local(send_far(far, asks.clone(), id, hear));
                    }
                }
            }
        });
        worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        let hear = self.hear.clone();
        let on_error = Closure::new(move |event: ErrorEvent| {
            // Handled here: it is a file's problem, not the page's death.
            event.prevent_default();
            hear(id, Word::Failed(event.message()));
        });
        worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));

        worker.post_message(&self.near)?;
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

/// The module that does what the near one cannot: fetched and compiled once, when it is asked for.
struct Far {
    wasm: String,
    compiled: RefCell<Option<Promise>>,
}

impl Far {
    fn compiled(&self) -> Promise {
        let mut known = self.compiled.borrow_mut();
        let fresh = || {
            let wasm = self.wasm.clone();
            future_to_promise(async move { compiled(&wasm).await })
        };
        known.get_or_insert_with(fresh).clone()
    }
}

async fn send_far(far: Rc<Far>, worker: Worker, id: WorkerId, hear: Hear) {
    let module = JsFuture::from(far.compiled()).await;
    let sent = module.and_then(|module| worker.post_message(&module));
    if sent.is_err() {
        // The next one to ask tries again.
        far.compiled.take();
        hear(id, Word::PartNotLoaded);
    }
}

/// A module, fetched and compiled.
async fn compiled(wasm: &str) -> Result<JsValue, JsValue> {
    let window = web_sys::window().ok_or("no window")?;
    let fetched = JsFuture::from(window.fetch_with_str(wasm)).await?;
    let response: Response = fetched.dyn_into()?;
    let bytes = JsFuture::from(response.array_buffer()?).await?;
    JsFuture::from(WebAssembly::compile(&bytes)).await
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

/// A worker's first lines. `becomeFar` keeps what is unserved, and what comes meanwhile, until the
/// far module is here; it says `true` while it waits, `false` where it cannot be had. Who asks on the
/// channel (`static/asked.js`) is told what was asked for here.
fn loader_url(build: &Build) -> Result<String, JsValue> {
    let quoted = |text: &String| js_sys::JSON::stringify(&text.into());
    let (near, far) = (quoted(&build.near.script)?, quoted(&build.far.script)?);
    let channel = quoted(&build.channel)?;
    let loader = format!(
        "import init, {{ buildId }} from {near};
globalThis.buildId = buildId;
const channel = new BroadcastChannel({channel});
let refused = 0;
addEventListener('securitypolicyviolation', () => {{ refused += 1; }});
channel.onmessage = ({{ data }}) => data === 'asked' && channel.postMessage({{
  refused, asked: performance.getEntriesByType('resource').map(({{ name }}) => name),
}});
onmessage = ({{ data }}) => {{ onmessage = null; init({{ module_or_path: data }}); }};
globalThis.becomeFar = (unserved) => {{
  globalThis.unserved = unserved;
  const waits = setInterval(() => postMessage(true), {WAITS_MS});
  onmessage = async ({{ data }}) => {{
    if (!(data instanceof WebAssembly.Module)) return unserved.push(data);
    try {{
      const {{ default: init }} = await import({far});
      await init({{ module_or_path: data }});
    }} catch {{
      return postMessage(false);
    }} finally {{
      clearInterval(waits);
    }}
    unserved.forEach((data) => dispatchEvent(new MessageEvent('message', {{ data }})));
  }};
  postMessage(true);
}};
"
    );
    let kind = BlobPropertyBag::new();
    kind.set_type("text/javascript");
    let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&loader.into()), &kind)?;
    Url::create_object_url_with_blob(&blob)
}

/// Between two signs of life of a worker that waits for the far module.
const WAITS_MS: u32 = 1000;
