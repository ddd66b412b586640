//! Pages are linked with what it takes to part them (`xtask/src/parts.rs`).

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|it| it == "wasm32") {
        for page in ["page-webgpu", "page-webgl2"] {
            println!("cargo::rustc-link-arg-bin={page}=--emit-relocs");
        }
    }
}
