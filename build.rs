//! Pages are linked with what it takes to part them (`xtask/src/parts.rs`).

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is_for_browsers =
        env::vars_os().any(|(name, value)| name == "CARGO_CFG_TARGET_ARCH" && value == "wasm32");
    if is_for_browsers {
        for page in ["page-webgpu", "page-webgl2"] {
            println!("cargo::rustc-link-arg-bin={page}=--emit-relocs");
        }
    }
}
