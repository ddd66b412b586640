//! Frames of 1.2.840.10008.1.2.4.110.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| hounsfield_fuzz::frame("1.2.840.10008.1.2.4.110", data));
