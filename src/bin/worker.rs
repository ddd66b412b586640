//! A decoder: short jobs on one file each, over the library's `header` and `decode`.
//! The page's side of the conversation is `workers/web.rs`.

#[cfg(target_arch = "wasm32")]
mod in_the_browser {
    use hounsfield::problem::Kind;
    use hounsfield::workers::job::{self, Memory, Source};
    use hounsfield::workers::protocol::{self, Job, JobId, PROTOCOL, Reply};
    use js_sys::{Array, ArrayBuffer, Reflect, Uint8Array};
    use wasm_bindgen::closure::Closure;
    use wasm_bindgen::{JsCast, JsValue};
    use web_sys::{Blob, DedicatedWorkerGlobalScope, DomException, FileReaderSync, MessageEvent};

    /// Between two signs of life while a long file is read.
    const READ_AT_ONCE: u64 = 32 << 20;

    pub fn serve() -> Result<(), JsValue> {
        let scope: DedicatedWorkerGlobalScope = js_sys::global().dyn_into()?;
        let listen = scope.clone();
        let mut memory = Memory::default();
        let on_message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Err(error) = answer(&listen, &event.data(), &mut memory) {
                wasm_bindgen::throw_val(error);
            }
        });
        scope.set_onmessage(Some(on_message.into_js_value().unchecked_ref()));
        let build_id = Reflect::get(&scope, &"buildId".into())?
            .as_string()
            .unwrap_or_default();
        say(
            &scope,
            &Reply::Hello {
                build_id,
                protocol: PROTOCOL,
            },
            None,
        )
    }

    fn answer(
        scope: &DedicatedWorkerGlobalScope,
        message: &JsValue,
        memory: &mut Memory,
    ) -> Result<(), JsValue> {
        let parts: &Array = message.unchecked_ref();
        let bytes = parts.get(0).dyn_into::<Uint8Array>()?.to_vec();
        let job: Job = protocol::decode(&bytes).map_err(|error| error.to_string())?;
        let mut file = FileSource {
            scope,
            job: job.id,
            blob: parts.get(1).dyn_into()?,
            reader: FileReaderSync::new()?,
        };
        let (mut done, bytes) = job::run(&job, &mut file, memory);
        done.heap_bytes = heap_bytes();
        say(scope, &Reply::Done(Box::new(done)), bytes.as_ref())
    }

    fn say(
        scope: &DedicatedWorkerGlobalScope,
        reply: &Reply,
        buffer: Option<&ArrayBuffer>,
    ) -> Result<(), JsValue> {
        let bytes = protocol::encode(reply).map_err(|error| error.to_string())?;
        let bytes = Uint8Array::from(bytes.as_slice());
        match buffer {
            None => scope.post_message(&Array::of1(&bytes)),
            Some(buffer) => {
                let message = Array::of2(&bytes, buffer);
                scope.post_message_with_transfer(&message, &Array::of1(buffer))
            }
        }
    }

    fn heap_bytes() -> u64 {
        let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
        memory
            .buffer()
            .unchecked_ref::<ArrayBuffer>()
            .byte_length()
            .into()
    }

    struct FileSource<'a> {
        scope: &'a DedicatedWorkerGlobalScope,
        job: JobId,
        blob: Blob,
        reader: FileReaderSync,
    }

    impl FileSource<'_> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "files are shorter than 2^53 bytes"
        )]
        fn slice(&self, offset: u64, length: u64) -> Result<ArrayBuffer, JsValue> {
            let end = (offset + length) as f64;
            let part = self.blob.slice_with_f64_and_f64(offset as f64, end)?;
            self.reader.read_as_array_buffer(&part)
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
                say(self.scope, &Reply::Heartbeat { job: self.job }, None)?;
            }
            Ok(whole.buffer())
        }
    }

    impl Source for FileSource<'_> {
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

        fn from_ours(samples: Vec<u8>) -> ArrayBuffer {
            Uint8Array::from(samples.as_slice()).buffer()
        }
    }

    fn reason(error: &JsValue) -> String {
        match error.dyn_ref::<DomException>() {
            Some(exception) => exception.name(),
            None => error.as_string().unwrap_or_else(|| "unknown".to_owned()),
        }
    }
}

#[cfg(target_arch = "wasm32")]
fn main() -> Result<(), wasm_bindgen::JsValue> {
    in_the_browser::serve()
}

/// Natively there is no page to work for.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
