//! What is kept for where there is no network.

pub const NEW_VERSION: &str = "A new version is ready: it opens with the next visit";
