//! Whole files, from the header to what is drawn.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| hounsfield_fuzz::whole_file(data));
