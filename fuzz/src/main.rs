//! One target, by coverage: `HOUNSFIELD_TARGET` says which, and in `HOUNSFIELD_CORPUS` what it begins
//! with is put (`README.md`).
#![no_main]

#[path = "../../tests/memory/counted.rs"]
mod counted;
#[path = "../../tests/memory/mod.rs"]
mod memory;
#[path = "../../tests/memory/opened.rs"]
mod opened;
#[path = "../../tests/hostile/seeds/mod.rs"]
mod seeds;
#[path = "../../tests/hostile/targets/mod.rs"]
mod targets;

use std::sync::OnceLock;
use std::{env, fs};

use targets::{Target, named};

static TARGET: OnceLock<Target> = OnceLock::new();

fn begin() {
    let name = env::var("HOUNSFIELD_TARGET").unwrap_or_default();
    let target = named(&name).unwrap_or_else(|| panic!("HOUNSFIELD_TARGET: no target {name:?}"));
    TARGET.get_or_init(|| target);
    if let Ok(folder) = env::var("HOUNSFIELD_CORPUS") {
        for seed in seeds::of(target.name) {
            let name = seed.name.replace('\\', "-").replace(' ', "-");
            fs::write(format!("{folder}/{name}"), seed.bytes).expect("the corpus's folder is there");
        }
    }
}

libfuzzer_sys::fuzz_target!(init: begin(), |data: &[u8]| {
    let target = TARGET.get().expect("begun");
    (target.run)(data);
});
