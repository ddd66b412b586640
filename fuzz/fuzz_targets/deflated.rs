//! Frames of 1.2.840.10008.1.2.8.1.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| hounsfield_fuzz::frame("1.2.840.10008.1.2.8.1", data));
