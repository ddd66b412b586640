//! The rays of a draw list on the GPU: copies of stacks, what each pane was drawn, the pipelines.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::draw::{Rays, SolidEffect, SolidKey};
use super::ray_textures::{
    DRAWN, entry, extent, layout, pipeline, resize, rows_of, sampled, texture, view,
};
use super::rays::UNIFORM_BYTES;
use crate::rendering::SolidLayer;
use crate::rendering::solid::body_size;
use crate::viewport::Rect;

pub(super) struct RayPainter {
    cast: wgpu::RenderPipeline,
    show: wgpu::RenderPipeline,
    scene_layout: wgpu::BindGroupLayout,
    drawn_layout: wgpu::BindGroupLayout,
    blend: wgpu::Sampler,
    /// Levels, then where the body is.
    solids: BTreeMap<SolidKey, [wgpu::Texture; 2]>,
    panes: BTreeMap<usize, Pane>,
}

/// What one pane has.
struct Pane {
    uniform: wgpu::Buffer,
    ramp: Known<Vec<[u8; 4]>>,
    blocks: Known<Vec<u8>>,
    coarse: wgpu::Texture,
    fine: wgpu::Texture,
    /// Groups 0 and 1.
    groups: Option<(SolidKey, [wgpu::BindGroup; 2])>,
}

/// A texture, and what is in it.
struct Known<T>(Option<Arc<T>>, wgpu::Texture);

impl RayPainter {
    pub fn new(gpu: &wgpu::Device, format: wgpu::TextureFormat) -> Self {
        let scene_layout = layout(
            gpu,
            &[
                wgpu::BindingType::Buffer {
                    ty: wgpu::BufferBindingType::Uniform,
                    has_dynamic_offset: false,
                    min_binding_size: None,
                },
                wgpu::BindingType::Sampler(wgpu::SamplerBindingType::Filtering),
                sampled(wgpu::TextureViewDimension::D3),
                sampled(wgpu::TextureViewDimension::D3),
                sampled(wgpu::TextureViewDimension::D2),
                sampled(wgpu::TextureViewDimension::D3),
            ],
        );
        let flat = sampled(wgpu::TextureViewDimension::D2);
        let drawn_layout = layout(gpu, &[flat, flat]);
        let cast = pipeline(gpu, (&[&scene_layout], "cast_rays"), DRAWN);
        let both = [&scene_layout, &drawn_layout];
        let show = pipeline(gpu, (&both, "show_rays"), format);
        let blend = gpu.create_sampler(&wgpu::SamplerDescriptor {
            mag_filter: wgpu::FilterMode::Linear,
            min_filter: wgpu::FilterMode::Linear,
            ..wgpu::SamplerDescriptor::default()
        });
        Self {
            cast,
            show,
            scene_layout,
            drawn_layout,
            blend,
            solids: BTreeMap::new(),
            panes: BTreeMap::new(),
        }
    }

    fn open(&mut self, gpu: &wgpu::Device, key: SolidKey, size: [u32; 3]) -> Result<(), String> {
        let largest = gpu.limits().max_texture_dimension_3d;
        if size.into_iter().any(|side| side > largest) {
            let [x, y, z] = size;
            return Err(format!(
                "{x} x {y} x {z} texels, but this graphics device takes {largest} along an axis"
            ));
        }
        let textures = [size, body_size(size)]
            .map(|size| texture(gpu, wgpu::TextureFormat::R8Unorm, size, false));
        self.solids.insert(key, textures);
        Ok(())
    }

    fn fill(&self, queue: &wgpu::Queue, key: SolidKey, layer: u32, content: &SolidLayer) {
        let Some(textures) = self.solids.get(&key) else {
            return;
        };
        for (texture, bytes) in textures.iter().zip([&content.levels, &content.body]) {
            let [wide, tall] = [texture.width(), texture.height()];
            if bytes.len() < (wide * tall) as usize || layer >= texture.depth_or_array_layers() {
                return;
            }
            let place = wgpu::TexelCopyTextureInfo {
                origin: wgpu::Origin3d {
                    z: layer,
                    ..wgpu::Origin3d::ZERO
                },
                ..texture.as_image_copy()
            };
            let size = wgpu::Extent3d {
                width: wide,
                height: tall,
                depth_or_array_layers: 1,
            };
            queue.write_texture(place, bytes, rows_of(wide, tall), size);
        }
    }

    /// Textures of the right size, filled with what they are to hold.
    fn prepare(&mut self, gpu: &wgpu::Device, queue: &wgpu::Queue, rays: &Rays) {
        let pane = self
            .panes
            .entry(rays.pane)
            .or_insert_with(|| Pane::new(gpu));
        queue.write_buffer(&pane.uniform, 0, &rays.uniform());
        let ramp = rays.ramp.as_flattened();
        let has_new = [
            pane.ramp.hold(gpu, queue, &rays.ramp, ramp, [256, 1, 0]),
            pane.blocks
                .hold(gpu, queue, &rays.blocks, &rays.blocks, rays.block_count),
            resize(gpu, &mut pane.coarse, rays.texture_size(false)),
            resize(gpu, &mut pane.fine, rays.texture_size(true)),
        ];
        let known = pane.groups.as_ref().map(|(solid, _)| *solid);
        if has_new.contains(&true) || known != Some(rays.solid) {
            pane.groups = None;
        }
        if let (None, Some([levels, body])) = (&pane.groups, self.solids.get(&rays.solid)) {
            let scene = gpu.create_bind_group(&wgpu::BindGroupDescriptor {
                label: None,
                layout: &self.scene_layout,
                entries: &[
                    entry(0, pane.uniform.as_entire_binding()),
                    entry(1, wgpu::BindingResource::Sampler(&self.blend)),
                    entry(2, wgpu::BindingResource::TextureView(&view(levels))),
                    entry(3, wgpu::BindingResource::TextureView(&view(&pane.blocks.1))),
                    entry(4, wgpu::BindingResource::TextureView(&view(&pane.ramp.1))),
                    entry(5, wgpu::BindingResource::TextureView(&view(body))),
                ],
            });
            let drawn = gpu.create_bind_group(&wgpu::BindGroupDescriptor {
                label: None,
                layout: &self.drawn_layout,
                entries: &[
                    entry(0, wgpu::BindingResource::TextureView(&view(&pane.coarse))),
                    entry(1, wgpu::BindingResource::TextureView(&view(&pane.fine))),
                ],
            });
            pane.groups = Some((rays.solid, [scene, drawn]));
        }
    }

    /// Makes, fills or gives back the copy of a stack.
    pub fn perform(
        &mut self,
        gpu: &wgpu::Device,
        queue: &wgpu::Queue,
        effect: SolidEffect,
    ) -> Result<(), String> {
        match effect {
            SolidEffect::Open { key, size } => return self.open(gpu, key, size),
            SolidEffect::Fill {
                key,
                layer,
                content,
            } => self.fill(queue, key, layer, &content),
            SolidEffect::Close(key) => {
                for texture in self.solids.remove(&key).iter().flatten() {
                    texture.destroy();
                }
                // What was drawn of it is not shown again.
                self.panes
                    .retain(|_, pane| pane.groups.as_ref().is_none_or(|(of, _)| *of != key));
            }
        }
        Ok(())
    }

    /// All that rays need before they are drawn; panes without any have nothing any more.
    pub fn prepare_all(&mut self, gpu: &wgpu::Device, queue: &wgpu::Queue, rays: &[Rays]) {
        self.panes
            .retain(|pane, _| rays.iter().any(|it| it.pane == *pane));
        for rays in rays {
            self.prepare(gpu, queue, rays);
        }
    }

    /// Some rows finely, or all of it coarsely, into the pane's own texture.
    pub fn cast(&self, encoder: &mut wgpu::CommandEncoder, rays: &Rays) {
        let Some(pane) = self.panes.get(&rays.pane) else {
            return;
        };
        let Some((_, [scene, _])) = &pane.groups else {
            return;
        };
        let Rect {
            x,
            y,
            width,
            height,
        } = rays.part();
        if height == 0 {
            return;
        }
        let target = if rays.rows.is_some() {
            &pane.fine
        } else {
            &pane.coarse
        };
        let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view: &view(target),
                depth_slice: None,
                resolve_target: None,
                ops: wgpu::Operations {
                    load: wgpu::LoadOp::Load,
                    store: wgpu::StoreOp::Store,
                },
            })],
            ..wgpu::RenderPassDescriptor::default()
        });
        pass.set_pipeline(&self.cast);
        pass.set_scissor_rect(x, y, width, height);
        pass.set_bind_group(0, scene, &[]);
        pass.draw(0..3, 0..1);
    }

    /// Shows what was drawn, inside of the scissor.
    pub fn show(&self, pass: &mut wgpu::RenderPass<'_>, rays: &Rays) {
        let pane = self.panes.get(&rays.pane);
        if let Some((_, [scene, drawn])) = pane.and_then(|pane| pane.groups.as_ref()) {
            pass.set_pipeline(&self.show);
            pass.set_bind_group(0, scene, &[]);
            pass.set_bind_group(1, drawn, &[]);
            pass.draw(0..3, 0..1);
        }
    }
}

impl Pane {
    fn new(gpu: &wgpu::Device) -> Self {
        let one = [1, 1, 0];
        let drawn = || texture(gpu, DRAWN, one, true);
        Self {
            uniform: gpu.create_buffer(&wgpu::BufferDescriptor {
                label: Some("rays"),
                size: UNIFORM_BYTES as u64,
                usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
                mapped_at_creation: false,
            }),
            ramp: Known(None, texture(gpu, DRAWN, one, false)),
            blocks: Known(
                None,
                texture(gpu, wgpu::TextureFormat::R8Unorm, [1, 1, 1], false),
            ),
            coarse: drawn(),
            fine: drawn(),
            groups: None,
        }
    }
}

impl<T: PartialEq> Known<T> {
    /// Holds this from now on; true where the texture is another one.
    fn hold(
        &mut self,
        gpu: &wgpu::Device,
        queue: &wgpu::Queue,
        what: &Arc<T>,
        bytes: &[u8],
        size: [u32; 3],
    ) -> bool {
        if self.0.as_ref().is_some_and(|known| known == what) {
            return false;
        }
        let is_as_large = self.1.size() == extent(size);
        if !is_as_large {
            self.1 = texture(gpu, self.1.format(), size, false);
        }
        let texel = if self.1.format() == DRAWN { 4 } else { 1 };
        let [wide, tall, _] = size;
        let layout = rows_of(wide * texel, tall);
        queue.write_texture(self.1.as_image_copy(), bytes, layout, extent(size));
        self.0 = Some(Arc::clone(what));
        !is_as_large
    }
}
