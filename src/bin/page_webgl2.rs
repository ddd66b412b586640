//! The page that draws with WebGL2.

fn main() {
    #[cfg(target_arch = "wasm32")]
    hounsfield::ui::mount();
}
