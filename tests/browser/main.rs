//! The page as it ships, in a Chromium: what a person would do, seen by its pixels, its
//! `data-*` states (DESIGN 7) and what it sends. Nothing here waits for a time or asserts on
//! one. `cargo xtask test` builds the page first.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "a test ends where something is not as it must be; names are our own"
)]

mod lab;
mod layout;
mod lesson;
mod reduction;
mod reference;
mod saving;
mod series;
mod synthetic_files;

mod archives;
mod bad_files;
mod boots;
mod budget;
mod cancel;
mod cannot_die;
mod cases;
mod class;
mod conformance;
mod copy;
mod drop_series;
mod everyone;
mod gestures;
mod grey;
mod hands;
mod kept;
mod later;
mod links;
mod lung;
mod marks;
mod measure;
mod menus;
mod more_hands;
mod near_far;
mod no_leak;
mod objects;
mod offline;
mod over_image;
mod panes;
mod pet;
mod picked;
mod planes;
mod policy;
mod privacy;
mod rendering;
mod reopening;
mod sample;
mod shader_twin;
mod tags;
mod text;
mod thumbnails;
mod tiles;
mod turns;
mod way;
mod windows;
mod wipe;
