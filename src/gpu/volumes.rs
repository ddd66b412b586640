//! Volumes on the GPU: bricks of layers, and what the shader looks up of each slice.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cut_program::MOST_BRICKS;
use super::draw::VolumeKey;
use super::resident::format_of;
use super::texture::Cells;
use crate::pixels::{Layout, Shape};
use crate::volume::Lookup;
use crate::volume::lookup::ROW;

/// A brick is no larger: drivers find no room for one that is.
const BRICK_BYTES: u64 = 256 << 20;

#[derive(Default)]
pub(super) struct Volumes(BTreeMap<VolumeKey, Volume>);

pub(super) struct Volume {
    cells: Cells,
    shape: Shape,
    /// Layers of a brick.
    pub depth: u32,
    layers: u32,
    pub bricks: Vec<wgpu::Texture>,
    pub places: Option<(Arc<Lookup>, wgpu::Texture)>,
    /// Group 1, until one of the above is another.
    pub binding: Option<wgpu::BindGroup>,
}

impl Volumes {
    pub fn open(
        &mut self,
        limits: &wgpu::Limits,
        key: VolumeKey,
        (layout, shape): (Layout, Shape),
        layers: u32,
    ) -> Result<(), String> {
        let largest = limits.max_texture_dimension_3d;
        if shape.columns.max(shape.rows) > largest {
            return Err(format!(
                "slices of {} x {} pixels, but this graphics device takes {largest} x {largest} at most in a volume",
                shape.columns, shape.rows
            ));
        }
        let cells = Cells::of(layout, shape)
            .filter(|_| shape.pixels() > 0)
            .ok_or_else(|| format!("{} samples of {} bits", shape.samples, layout.allocated))?;
        let layer_bytes = shape.pixels() as u64 * u64::from(cells.pixel_bytes());
        let within_bytes = u32::try_from(BRICK_BYTES / layer_bytes).unwrap_or(u32::MAX);
        let depth = layers.min(largest).min(within_bytes).max(1);
        if layers.div_ceil(depth) > MOST_BRICKS {
            return Err(format!(
                "{layers} slices, but this graphics device takes {} of this size",
                depth * MOST_BRICKS
            ));
        }
        let volume = Volume {
            cells,
            shape,
            depth,
            layers,
            bricks: Vec::new(),
            places: None,
            binding: None,
        };
        self.0.insert(key, volume);
        Ok(())
    }

    pub fn fill(
        &mut self,
        gpu: &wgpu::Device,
        queue: &wgpu::Queue,
        key: VolumeKey,
        (layer, bytes): (u32, &[u8]),
    ) -> Result<(), String> {
        let Some(volume) = self.0.get_mut(&key) else {
            return Ok(());
        };
        let needed = volume.shape.pixels() * volume.cells.pixel_bytes() as usize;
        let bytes = bytes
            .get(..needed)
            .ok_or_else(|| format!("{} bytes where a slice has {needed}", bytes.len()))?;
        volume.fill(gpu, queue, layer, bytes);
        Ok(())
    }

    pub fn close(&mut self, key: VolumeKey) {
        for brick in self.0.remove(&key).iter().flat_map(|volume| &volume.bricks) {
            brick.destroy();
        }
    }

    pub fn get(&self, key: VolumeKey) -> Option<&Volume> {
        self.0.get(&key)
    }

    pub fn get_mut(&mut self, key: VolumeKey) -> Option<&mut Volume> {
        self.0.get_mut(&key)
    }
}

impl Volume {
    fn fill(&mut self, gpu: &wgpu::Device, queue: &wgpu::Queue, layer: u32, bytes: &[u8]) {
        let brick = (layer / self.depth) as usize;
        while self.bricks.len() <= brick && self.bricks.len() < MOST_BRICKS as usize {
            let before = self.depth * u32::try_from(self.bricks.len()).unwrap_or(u32::MAX);
            let depth = self.layers.saturating_sub(before).clamp(1, self.depth);
            let texture = volume_texture(gpu, self.cells, self.shape, depth);
            self.bricks.push(texture);
            self.binding = None;
        }
        let Some(texture) = self.bricks.get(brick) else {
            return;
        };
        let place = wgpu::TexelCopyTextureInfo {
            origin: wgpu::Origin3d {
                z: layer % self.depth,
                ..wgpu::Origin3d::ZERO
            },
            ..texture.as_image_copy()
        };
        let layout = wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(self.shape.columns * self.cells.pixel_bytes()),
            rows_per_image: Some(self.shape.rows),
        };
        queue.write_texture(place, bytes, layout, extent(self.shape, 1));
    }

    /// What is looked up of each slice is this from now on.
    pub fn look_up(&mut self, gpu: &wgpu::Device, queue: &wgpu::Queue, lookup: &Arc<Lookup>) {
        if self
            .places
            .as_ref()
            .is_some_and(|(known, _)| known == lookup)
        {
            return;
        }
        let rows = u32::try_from(lookup.texels.len() / ROW).unwrap_or(1).max(1);
        let size = wgpu::Extent3d {
            width: 256,
            height: rows,
            depth_or_array_layers: 1,
        };
        let known = self.places.take().map(|(_, texture)| texture);
        let texture = known.filter(|texture| texture.size() == size);
        let texture = texture.unwrap_or_else(|| {
            self.binding = None;
            gpu.create_texture(&described(wgpu::TextureFormat::Rgba32Uint, size, false))
        });
        let bytes: Vec<u8> = lookup
            .texels
            .as_flattened()
            .iter()
            .flat_map(|number| number.to_le_bytes())
            .collect();
        let layout = wgpu::TexelCopyBufferLayout {
            offset: 0,
            bytes_per_row: Some(256 * 16),
            rows_per_image: None,
        };
        queue.write_texture(texture.as_image_copy(), &bytes, layout, size);
        self.places = Some((Arc::clone(lookup), texture));
    }
}

const fn extent(shape: Shape, depth: u32) -> wgpu::Extent3d {
    wgpu::Extent3d {
        width: shape.columns,
        height: shape.rows,
        depth_or_array_layers: depth,
    }
}

/// A brick of so many layers.
pub(super) fn volume_texture(
    gpu: &wgpu::Device,
    cells: Cells,
    shape: Shape,
    depth: u32,
) -> wgpu::Texture {
    gpu.create_texture(&described(format_of(cells), extent(shape, depth), true))
}

const fn described(
    format: wgpu::TextureFormat,
    size: wgpu::Extent3d,
    is_deep: bool,
) -> wgpu::TextureDescriptor<'static> {
    wgpu::TextureDescriptor {
        label: None,
        size,
        mip_level_count: 1,
        sample_count: 1,
        dimension: if is_deep {
            wgpu::TextureDimension::D3
        } else {
            wgpu::TextureDimension::D2
        },
        format,
        usage: wgpu::TextureUsages::TEXTURE_BINDING.union(wgpu::TextureUsages::COPY_DST),
        view_formats: &[],
    }
}
