//! Decodes frames for `cargo xtask bench codecs`, with what the workers decode them with. No part
//! of the page: it is built and measured beside it.

#[cfg(target_arch = "wasm32")]
mod frame {
    use hounsfield::decode;
    use hounsfield::header::{self, Header, Image, Read};
    use wasm_bindgen::prelude::{JsError, wasm_bindgen};

    /// What the header of a file says: read once, as the page does.
    #[wasm_bindgen]
    pub struct Frame {
        header: Box<Header>,
        image: Image,
    }

    #[wasm_bindgen]
    impl Frame {
        /// # Errors
        /// It is no file whose samples are shown.
        #[wasm_bindgen(constructor)]
        pub fn new(file: &[u8]) -> Result<Self, JsError> {
            let read = header::read(file, file.len() as u64).map_err(|it| error(&it))?;
            let Read::Header(mut header) = read else {
                return Err(JsError::new("the header is longer than the file"));
            };
            let image = header.image.take();
            let image = image.ok_or_else(|| JsError::new("no image"))?;
            let image = decode::decoded(image, &header.transfer_syntax).map_err(|it| error(&it))?;
            Ok(Self { header, image })
        }

        /// The samples of the file's first frame.
        ///
        /// # Errors
        /// What the codec finds wrong.
        pub fn decode(&self, mut file: &[u8]) -> Result<Vec<u8>, JsError> {
            let uid = &self.header.transfer_syntax;
            decode::samples(decode::ALL, &mut file, &self.image, uid, 0, &mut None)
                .map_err(|it| error(&it))
        }
    }

    fn error(problem: &impl std::fmt::Debug) -> JsError {
        JsError::new(&format!("{problem:?}"))
    }
}

fn main() {}
