//! A draw list (plain data) -> textures, uniforms, one pass over the one canvas.
//!
//! [`draw`] says what is to be seen, [`uniform`] folds it into the shader's numbers, `slice.wgsl`,
//! compiled for what a picture needs ([`program`]), draws it, and [`device`] owns everything that lives on the GPU. Only the last needs a browser;
//! all it holds can be made again.
//!
//! Bind groups, from what changes seldom to what changes often:
//!
//! | group | binding | what | changes |
//! |---|---|---|---|
//! | 0 | 0 | `lut`: grey level -> colour, a row a colour map, then the window's table where it has one, `Rgba8Uint` | with the table |
//! | 1 | 0 | `frame`: the stored cells, `R8Uint`, `R16Uint`, `R32Uint` or `Rgba8Uint`, in layers where the image is larger than a texture ([`tiles`]) | with the slice |
//! | 2 | 0 | `pane`: [`uniform::PaneUniform`], one buffer, by dynamic offset | with every pane drawn |
//! | 3 | 0 | `over`: what lies over the image, `Rgba8Uint` of its size, in layers like it; or one pixel | with the slice |
//!
//! Planes through a volume ([`draw::Cut`]) are drawn by `cut.wgsl`, which stands behind
//! `slice.wgsl` ([`cut_program`]) and has its groups 0 and 2, and of its own:
//!
//! | group | binding | what | changes |
//! |---|---|---|---|
//! | 1 | 0 to 7 | bricks of the volume, 3D, unsigned; one voxel where there are fewer | with the volume |
//! | 1 | 8 | `places`: [`Lookup`](crate::volume::Lookup), `Rgba32Uint` | with each slice that comes |
//! | 3 | 0 | `cut`: [`cut_uniform::CutUniform`], one buffer, by dynamic offset | with every plane drawn |
//!
//! Rays through a stack ([`draw::Rays`]) are drawn by `ray.wgsl` into textures of their pane, and those
//! onto the canvas. What planes and rays need on a device is [`further`], in the module that comes later.

#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod alarm;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod canvas;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod cut_pipeline;
pub mod cut_program;
pub mod cut_uniform;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod device;
pub mod draw;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
pub mod further;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod pane_buffer;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod pipeline;
pub mod program;
mod ranges;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod ray_painter;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod ray_textures;
pub mod rays;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod resident;
pub mod texture;
pub mod tiles;
pub mod uniform;
#[cfg(all(target_arch = "wasm32", feature = "page"))]
mod volumes;

pub use draw::{
    Content, Cut, DrawList, ImageFromCanvas, Interpolation, Pane, Ranges, Rays, SolidEffect,
    SolidKey, VolumeKey,
};
pub use program::SLICE_WGSL;

/// Around an image and between panes: r = g = b = this. Keep in sync with `SURROUND` in
/// `slice.wgsl`.
pub const SURROUND: u8 = 0x0b;
