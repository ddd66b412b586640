//! Inside a worker: takes jobs, reads their files, answers. The page's side is `workers/web.rs`.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::intake::archive::{Bytes, Paged, Volume};
use crate::problem::Kind;
use crate::workers::file::{LARGE_FILE, Source};
use crate::workers::job::{Hands, Platform};
use crate::workers::protocol::{self, Entry, Job, PROTOCOL, Reply, Task};
use js_sys::{Array, ArrayBuffer, Function, Reflect, Uint8Array};
use send_wrapper::SendWrapper;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    Blob, DedicatedWorkerGlobalScope, DomException, FileReader, FileReaderSync, MessageEvent,
};

/// Between two signs of life while a long file is read.
const READ_AT_ONCE: u64 = 32 << 20;

/// Serves the page from here on, with the hands of the near module or of the far one.
///
/// # Errors
/// Where this is no worker, or the page cannot be spoken to.
pub fn serve<H: Hands<Desk> + 'static>(hands: impl FnOnce(Desk) -> H) -> Result<(), JsValue> {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
    let desk = Desk {
        scope: scope.clone(),
        reader: FileReaderSync::new()?,
    };
    let inbox = Rc::new(Inbox {
        hands: RefCell::new(hands(desk.clone())),
        waiting: RefCell::default(),
    });
    let reads = Rc::clone(&inbox);
    let on_read = Closure::<dyn FnMut()>::new(move || or_throw(reads.work()));
    let on_read: Function = on_read.into_js_value().unchecked_into();
    let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        or_throw(inbox.take(&event.data(), &on_read));
        or_throw(inbox.work());
    });
    scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
    // The page knows this worker: it was the near one until now.
    if Reflect::has(&scope, &UNSERVED.into())? {
        return Ok(());
    }
    let build_id = Reflect::get(&scope, &"buildId".into())?
        .as_string()
        .unwrap_or_default();
    let protocol = PROTOCOL;
    desk.say(&Reply::Hello { build_id, protocol }, None)
}

/// Where the page's loader keeps what the near module could not do, and hands it to the far one.
const UNSERVED: &str = "unserved";
/// The loader's function that puts the far module in the near one's place.
const BECOME_FAR: &str = "becomeFar";

/// What is thrown in an event's listener is told to the page as an error of this worker.
fn or_throw(result: Result<(), JsValue>) {
    if let Err(error) = result {
        wasm_bindgen::throw_val(error);
    }
}

/// Jobs in the order in which they came. The files of those that wait are being read
/// meanwhile: most of the time of a read is spent between processes of the browser.
struct Inbox<H> {
    hands: RefCell<H>,
    waiting: RefCell<VecDeque<Waiting>>,
}

struct Waiting {
    /// As it came.
    message: JsValue,
    job: Job,
    blobs: Vec<Blob>,
    /// Reads the first of them.
    ahead: Option<FileReader>,
}

impl<H: Hands<Desk>> Inbox<H> {
    fn take(&self, message: &JsValue, on_read: &Function) -> Result<(), JsValue> {
        let parts: &Array = message.unchecked_ref();
        let bytes = parts.get(0).dyn_into::<Uint8Array>()?.to_vec();
        let job: Job = protocol::decode(&bytes).map_err(|error| error.to_string())?;
        let blobs: Vec<Blob> = parts.iter().skip(1).map(JsCast::unchecked_into).collect();
        let ahead = match blobs.as_slice() {
            [blob] if is_read_ahead(&job, blob) => Some(read_ahead(blob, on_read)?),
            _ => None,
        };
        self.waiting.borrow_mut().push_back(Waiting {
            message: message.clone(),
            job,
            blobs,
            ahead,
        });
        Ok(())
    }

    /// Does the jobs whose files are there, up to the first whose is not.
    fn work(&self) -> Result<(), JsValue> {
        while let Some(Waiting {
            message,
            job,
            blobs,
            ahead,
        }) = self.next()
        {
            // Of a file that could not be read ahead the job itself says why.
            let read = ahead.and_then(|reader| reader.result().ok());
            let mut read = read.and_then(|bytes| bytes.dyn_into::<ArrayBuffer>().ok());
            let files = blobs.into_iter().map(|blob| OneFile {
                blob,
                ahead: read.take(),
            });
            let files: Vec<OneFile> = files.collect();
            let mut hands = self.hands.borrow_mut();
            let Some((mut done, bytes)) = hands.run(&job, &files) else {
                return self.hand_over(message);
            };
            done.heap_bytes = heap_bytes();
            hands.platform().say(&Reply::Done(Box::new(done)), bytes)?;
        }
        Ok(())
    }

    /// Leaves this job, and those that wait, to the far module, which takes this one's place.
    fn hand_over(&self, message: JsValue) -> Result<(), JsValue> {
        let waiting = self.waiting.take().into_iter();
        let unserved: Array = std::iter::once(message)
            .chain(waiting.map(|waiting| waiting.message))
            .collect();
        let scope = js_sys::global();
        let become_far: Function = Reflect::get(&scope, &BECOME_FAR.into())?.dyn_into()?;
        become_far.call1(&JsValue::NULL, &unserved).map(drop)
    }

    fn next(&self) -> Option<Waiting> {
        let mut waiting = self.waiting.borrow_mut();
        let is_there = |reader: &FileReader| reader.ready_state() == FileReader::DONE;
        let is_ready = waiting.front()?.ahead.as_ref().is_none_or(is_there);
        is_ready.then(|| waiting.pop_front()).flatten()
    }
}

/// A file that will be read whole in any case.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a size"
)]
fn is_read_ahead(job: &Job, blob: &Blob) -> bool {
    let is_small = (1..=LARGE_FILE).contains(&(blob.size() as u64));
    job.task == Task::Whole && job.source == protocol::Source::File && is_small
}

fn read_ahead(blob: &Blob, on_read: &Function) -> Result<FileReader, JsValue> {
    let reader = FileReader::new()?;
    reader.set_onloadend(Some(on_read));
    // Chromium reads a slice faster than the file itself, by a quarter.
    let all = blob.slice_with_f64_and_f64(0.0, blob.size())?;
    reader.read_as_array_buffer(&all)?;
    Ok(reader)
}

fn heap_bytes() -> u64 {
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    memory
        .buffer()
        .unchecked_ref::<ArrayBuffer>()
        .byte_length()
        .into()
}

/// A file beside a job.
pub struct OneFile {
    blob: Blob,
    /// All of its bytes, where they were read ahead.
    ahead: Option<ArrayBuffer>,
}

/// Where this worker is at work.
#[derive(Clone)]
pub struct Desk {
    scope: DedicatedWorkerGlobalScope,
    reader: FileReaderSync,
}

impl Desk {
    fn say(&self, reply: &Reply, buffer: Option<ArrayBuffer>) -> Result<(), JsValue> {
        let bytes = protocol::encode(reply).map_err(|error| error.to_string())?;
        let bytes = Uint8Array::from(bytes.as_slice());
        match buffer {
            None => self.scope.post_message(&Array::of1(&bytes)),
            Some(buffer) => {
                let message = Array::of2(&bytes, &buffer);
                let transfer = Array::of1(&buffer);
                self.scope.post_message_with_transfer(&message, &transfer)
            }
        }
    }
}

impl Platform for Desk {
    type File = OneFile;
    type Source = FileSource;

    fn source(&self, file: &OneFile) -> FileSource {
        FileSource {
            desk: self.clone(),
            blob: file.blob.clone(),
            ahead: file.ahead.clone(),
        }
    }

    fn volume(&self, file: &OneFile, bytes_read: Arc<AtomicU64>) -> Box<dyn Volume> {
        Box::new(Paged::new(VolumeBytes {
            // Archives are read in the thread that opens them: a worker has no other.
            source: SendWrapper::new(self.source(file)),
            bytes_read,
        }))
    }

    fn is_alive(&mut self) {
        // A page that does not listen has ended this worker.
        let _unheard = self.say(&Reply::Heartbeat, None);
    }

    fn hand_on(&mut self, entry: Entry, bytes: Option<Vec<u8>>) {
        let buffer = bytes.map(FileSource::from_ours);
        if let Err(error) = self.say(&Reply::Entry(Box::new(entry)), buffer) {
            wasm_bindgen::throw_val(error);
        }
    }
}

/// A file that is read where the worker is.
pub struct FileSource {
    desk: Desk,
    blob: Blob,
    ahead: Option<ArrayBuffer>,
}

impl FileSource {
    #[expect(
        clippy::cast_precision_loss,
        reason = "files are shorter than 2^53 bytes"
    )]
    fn slice(&self, offset: u64, length: u64) -> Result<ArrayBuffer, JsValue> {
        let end = (offset + length) as f64;
        let part = self.blob.slice_with_f64_and_f64(offset as f64, end)?;
        self.desk.reader.read_as_array_buffer(&part)
    }

    /// A long stretch is read piece by piece, with a sign of life after each.
    fn read_long(&self, offset: u64, length: u64) -> Result<ArrayBuffer, JsValue> {
        let size = u32::try_from(length).map_err(|error| error.to_string())?;
        let whole = Uint8Array::new_with_length(size);
        let mut at = 0;
        while at < length {
            let piece = self.slice(offset + at, READ_AT_ONCE.min(length - at))?;
            let start = u32::try_from(at).map_err(|error| error.to_string())?;
            whole.set(&Uint8Array::new(&piece), start);
            at += READ_AT_ONCE;
            self.desk.say(&Reply::Heartbeat, None)?;
        }
        Ok(whole.buffer())
    }
}

impl Source for FileSource {
    type Bytes = ArrayBuffer;

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a size"
    )]
    fn length(&self) -> u64 {
        self.blob.size() as u64
    }

    fn read(&mut self, offset: u64, length: u64) -> Result<ArrayBuffer, Kind> {
        let is_all =
            |bytes: &mut ArrayBuffer| offset == 0 && length == u64::from(bytes.byte_length());
        if let Some(bytes) = self.ahead.take_if(is_all) {
            return Ok(bytes);
        }
        let needed = offset + length;
        if needed > self.length() {
            return Err(Kind::EndsEarly {
                needed,
                found: self.length(),
            });
        }
        let read = if length > READ_AT_ONCE {
            self.read_long(offset, length)
        } else {
            self.slice(offset, length)
        };
        read.map_err(|error| Kind::Unreadable {
            reason: reason(&error),
        })
    }

    fn start_of(bytes: &ArrayBuffer, length: u64) -> Vec<u8> {
        let length = u32::try_from(length)
            .unwrap_or(u32::MAX)
            .min(bytes.byte_length());
        Uint8Array::new_with_byte_offset_and_length(bytes, 0, length).to_vec()
    }

    fn from_ours(bytes: Vec<u8>) -> ArrayBuffer {
        Uint8Array::from(bytes.as_slice()).buffer()
    }
}

/// A file as an archive's reader reads it.
struct VolumeBytes {
    source: SendWrapper<FileSource>,
    bytes_read: Arc<AtomicU64>,
}

impl Bytes for VolumeBytes {
    fn length(&self) -> u64 {
        self.source.length()
    }

    fn read(&mut self, offset: u64, length: u64) -> io::Result<Vec<u8>> {
        self.bytes_read.fetch_add(length, Ordering::Relaxed);
        let read = self.source.slice(offset, length);
        let bytes = read.map_err(|error| io::Error::other(reason(&error)))?;
        self.source.desk.is_alive();
        Ok(Uint8Array::new(&bytes).to_vec())
    }
}

fn reason(error: &JsValue) -> String {
    match error.dyn_ref::<DomException>() {
        Some(exception) => exception.name(),
        None => error.as_string().unwrap_or_else(|| "unknown".to_owned()),
    }
}
