//! Hounsfield: a DICOM viewer that runs whole in the browser.
//!
//! Data flows down this list, one way; a module uses only modules above it (`tests/layers.rs`
//! holds that). What needs a browser is a file named `web.rs` in its layer, the device half of
//! [`gpu`], or `ui`: those are compiled for wasm32 only, and natively this library is its pure
//! layers.
//!
//! A file's way: `intake` finds it, a worker reads its `header` and `decode`s its frames,
//! `series` puts it into its stack, `store` accounts for its samples, `gpu` draws them. What happens
//! when is decided in one place, [`engine::apply`]: state and event in, effects out.

pub mod problem;

pub mod limits;

pub mod remark;

pub mod words;

pub mod sample;

pub mod pixels;

pub mod intake;

pub mod store;

pub mod header;

pub mod series;

pub mod volume;

pub mod lung;

pub mod rendering;

pub mod grey;

pub mod objects;

pub mod copy;

pub mod decode;

pub mod workers;

pub mod viewport;

pub mod gpu;

pub mod marks;

pub mod session;

pub mod lesson;

pub mod hands;

pub mod engine;

pub mod overlay;

#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod ui;
