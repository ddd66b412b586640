//! The computed chest.

pub const SAMPLE: &str = "Sample";
pub const SAMPLE_HINT: &str = "A computed chest, to try the viewer with";
pub const COMPUTED: &str = "computed, not a patient";
