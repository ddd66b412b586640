//! Items of fragments, after a number of frames.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| hounsfield_fuzz::fragments(data));
