//! A frame on the GPU: its texture, and that of what lies over it, filled strip by strip.

use std::ops::Range;

use super::pipeline::Pipeline;
use super::texture::{Cells, expand_rgb};
use super::tiles::{Largest, Tiles};
use crate::pixels::{Layout, Shape};

pub(super) struct Resident {
    shape: Shape,
    cells: Cells,
    tiles: Tiles,
    texture: wgpu::Texture,
    pub binding: wgpu::BindGroup,
    /// What lies over it.
    over: Option<(wgpu::Texture, wgpu::BindGroup)>,
}

impl Resident {
    /// An empty one.
    pub fn new(
        device: &wgpu::Device,
        pipeline: &Pipeline,
        largest: Largest,
        (layout, shape): (Layout, Shape),
        is_covered: bool,
    ) -> Result<Self, String> {
        let cells = Cells::of(layout, shape)
            .filter(|_| shape.pixels() > 0)
            .ok_or_else(|| format!("{} samples of {} bits", shape.samples, layout.allocated))?;
        let tiles = Tiles::of(shape, largest).ok_or_else(|| {
            format!(
                "{} x {} pixels, but this graphics device takes {} times {} x {} at most",
                shape.columns, shape.rows, largest.layers, largest.side, largest.side
            )
        })?;
        let made = |cells| {
            let texture = texture(device, cells, tiles.size, tiles.layers());
            let binding = pipeline.bind_frame(device, &texture);
            (texture, binding)
        };
        let over = is_covered.then(|| made(Cells::Rgba8));
        let (texture, binding) = made(cells);
        Ok(Self {
            shape,
            cells,
            tiles,
            texture,
            binding,
            over,
        })
    }

    /// Fills some rows with their bytes, as they lie in a frame of these rows alone, and with RGBA of
    /// what lies over them. `rgba` is memory for those of colour.
    pub fn fill(
        &self,
        queue: &wgpu::Queue,
        rows: &Range<u32>,
        bytes: &[u8],
        over: Option<&[u8]>,
        rgba: &mut Vec<u8>,
    ) {
        let bytes = if self.cells == Cells::Rgba8 {
            let strip = Shape {
                rows: rows.end - rows.start,
                ..self.shape
            };
            expand_rgb(bytes, strip, rgba);
            rgba
        } else {
            bytes
        };
        self.write(queue, &self.texture, self.cells, rows, bytes);
        if let (Some((texture, _)), Some(over)) = (&self.over, over) {
            self.write(queue, texture, Cells::Rgba8, rows, over);
        }
    }

    fn write(
        &self,
        queue: &wgpu::Queue,
        texture: &wgpu::Texture,
        cells: Cells,
        rows: &Range<u32>,
        bytes: &[u8],
    ) {
        let row_bytes = self.shape.columns * cells.pixel_bytes();
        for part in self.tiles.parts(self.shape.columns, rows) {
            let [column, row] = part.from;
            let [x, y] = part.origin;
            let layout = wgpu::TexelCopyBufferLayout {
                offset: u64::from(row) * u64::from(row_bytes)
                    + u64::from(column * cells.pixel_bytes()),
                bytes_per_row: Some(row_bytes),
                rows_per_image: None,
            };
            let place = wgpu::TexelCopyTextureInfo {
                origin: wgpu::Origin3d {
                    x,
                    y,
                    z: part.layer,
                },
                ..texture.as_image_copy()
            };
            let [width, height] = part.extent;
            let size = wgpu::Extent3d {
                width,
                height,
                depth_or_array_layers: 1,
            };
            queue.write_texture(place, bytes, layout, size);
        }
    }

    pub const fn is_tiled(&self) -> bool {
        self.tiles.is_tiled()
    }

    /// Group 3: where nothing lies over an image in tiles, its own layers stand for what is not read.
    pub fn over<'a>(&'a self, nothing: &'a wgpu::BindGroup) -> &'a wgpu::BindGroup {
        match &self.over {
            Some((_, binding)) => binding,
            None if self.is_tiled() => &self.binding,
            None => nothing,
        }
    }

    pub fn destroy(self) {
        self.texture.destroy();
        if let Some((over, _)) = self.over {
            over.destroy();
        }
    }
}

/// An unsigned texture of so many layers.
pub(super) fn texture(
    device: &wgpu::Device,
    cells: Cells,
    [width, height]: [u32; 2],
    layers: u32,
) -> wgpu::Texture {
    device.create_texture(&wgpu::TextureDescriptor {
        label: None,
        size: wgpu::Extent3d {
            width,
            height,
            depth_or_array_layers: layers,
        },
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: format_of(cells),
        usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
        view_formats: &[],
    })
}

pub(super) const fn format_of(cells: Cells) -> wgpu::TextureFormat {
    match cells {
        Cells::R8 => wgpu::TextureFormat::R8Uint,
        Cells::R16 => wgpu::TextureFormat::R16Uint,
        Cells::R32 => wgpu::TextureFormat::R32Uint,
        Cells::Rgba8 => wgpu::TextureFormat::Rgba8Uint,
    }
}
