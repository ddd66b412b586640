//! The page that draws with WebGPU.

fn main() {
    #[cfg(target_arch = "wasm32")]
    hounsfield::ui::mount();
}
