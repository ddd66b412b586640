//! Work off the page's thread. `protocol` is what is said, `job` what a worker does with it
//! (`file` where one file is concerned, by its `head` and its `source`, `object` where that is no
//! image; `values` what is counted and looked for in them; `copy` where it is rewritten; `archives` where archives are), `crew` the page's account of who does what; `web` starts and ends the real workers.

pub mod archives;
mod copy;
pub mod crew;
pub mod file;
pub mod head;
pub mod job;
mod object;
pub mod protocol;
mod source;
mod values;

#[cfg(target_arch = "wasm32")]
pub mod web;
