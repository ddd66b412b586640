//! Lungs: of phantoms of known volume, of a real CT against scipy, and the pieces that masks are made
//! of, voxel by voxel.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "small numbers"
)]

#[path = "lung/masks.rs"]
mod masks;
#[path = "lung/phantom.rs"]
mod phantom;
#[path = "lung/pieces.rs"]
mod pieces;
#[path = "lung/real.rs"]
mod real;
#[path = "lung/sample.rs"]
mod sample;
