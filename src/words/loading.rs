//! How far a load has come.

/// `212 of 300 here`: slices of a stack that can be drawn without reading.
#[must_use]
pub fn slices_here(here: usize, slices: usize) -> String {
    format!("{here} of {slices} here")
}
