//! What `ray.wgsl` is told, as bytes, and how large the textures are that it draws into.

use super::draw::Rays;
use crate::rendering::Scene;
use crate::viewport::Rect;

pub const RAY_WGSL: &str = include_str!("ray.wgsl");

/// Canvas pixels of a coarse ray, along each axis. Keep in sync with `ray.wgsl`.
pub const COARSE: u32 = 4;

/// The steps of coarse rays are so many times as long.
const COARSE_STEPS: f32 = 2.0;

/// Bytes of the shader's `Rays`.
pub const UNIFORM_BYTES: usize = 12 * 16;

impl Rays {
    /// The scene as it is drawn now.
    #[must_use]
    pub fn drawn_scene(&self) -> Scene {
        match self.rows {
            Some(_) => self.scene,
            None => self.scene.coarser(COARSE_STEPS),
        }
    }

    /// The shader's `Rays`, as it lies in the uniform buffer.
    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "pixels of a canvas are whole in f32"
    )]
    pub fn uniform(&self) -> [u8; UNIFORM_BYTES] {
        let scene = self.drawn_scene();
        let pane = [
            self.rect.x as f32,
            self.rect.y as f32,
            self.rows.map_or(0, |[_, until]| until) as f32,
            if self.rows.is_some() {
                1.0
            } else {
                COARSE as f32
            },
        ];
        let [texel, steep] = [scene.texel, scene.steep];
        let words = [
            texel[0],
            texel[1],
            texel[2],
            steep[0],
            steep[1],
            steep[2],
            scene.forth,
            scene.low,
            scene.high,
            scene.size,
            scene.light,
            pane,
        ];
        let mut bytes = [0; UNIFORM_BYTES];
        for (four, word) in bytes.chunks_exact_mut(4).zip(words.as_flattened()) {
            four.copy_from_slice(&word.to_bits().to_le_bytes());
        }
        bytes
    }

    /// What is drawn of the pane's texture now, in its own pixels.
    #[must_use]
    pub fn part(&self) -> Rect {
        let [width, height] = self.texture_size(self.rows.is_some());
        let [from, until] = self.rows.unwrap_or([0, height]);
        let from = from.min(height);
        Rect {
            x: 0,
            y: from,
            width,
            height: until.min(height) - from,
        }
    }

    /// Of the texture for fine or for coarse rays.
    #[must_use]
    pub fn texture_size(&self, is_fine: bool) -> [u32; 2] {
        let size = [self.rect.width.max(1), self.rect.height.max(1)];
        if is_fine {
            size
        } else {
            size.map(|side| side.div_ceil(COARSE))
        }
    }
}
