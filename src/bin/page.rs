//! What both pages are: the viewer, and the place where it is parted. It stands here and not in the
//! library, or workers would hold all views.

use wasm_split_helpers::{SplitLoaderError, wasm_split};

use hounsfield::ui::{self, Views};

pub fn start() {
    ui::mount(|| Box::pin(views()));
}

/// What this alone leads to is linked into a module of its own (`xtask/src/parts.rs`).
#[wasm_split(later, fallible)]
fn views() -> Result<Views, SplitLoaderError> {
    ui::later()
}
