//! The pipelines, one for each program that was needed, with their bind-group layouts, and what is
//! bound to them.

use std::collections::BTreeMap;
use std::num::NonZeroU64;
use std::sync::Arc;

use super::program::Program;
use super::resident::texture;
use super::texture::{Cells, lut};
use super::uniform::PaneUniform;
use crate::pixels::{Shape, Table};

pub struct Pipeline {
    layout: wgpu::PipelineLayout,
    /// For images in tiles.
    tiled_layout: wgpu::PipelineLayout,
    format: wgpu::TextureFormat,
    render: BTreeMap<Program, wgpu::RenderPipeline>,
    /// Group 0: the colour maps, and those with a table that were used last.
    lut: wgpu::BindGroup,
    tables: Vec<(Arc<Table>, wgpu::BindGroup)>,
    /// Group 3 where nothing lies over an image.
    pub nothing_over: wgpu::BindGroup,
    /// Groups 0, 1 and 3: one unsigned texture.
    pub texture_layout: wgpu::BindGroupLayout,
    /// Groups 1 and 3 of images in tiles: one of several layers.
    layers_layout: wgpu::BindGroupLayout,
    /// Group 2.
    pub pane_layout: wgpu::BindGroupLayout,
}

impl Pipeline {
    pub fn new(device: &wgpu::Device, queue: &wgpu::Queue, format: wgpu::TextureFormat) -> Self {
        let of_textures = |view_dimension| {
            let ty = wgpu::BindingType::Texture {
                sample_type: wgpu::TextureSampleType::Uint,
                view_dimension,
                multisampled: false,
            };
            bind_group_layout(device, ty)
        };
        let texture_layout = of_textures(wgpu::TextureViewDimension::D2);
        let layers_layout = of_textures(wgpu::TextureViewDimension::D2Array);
        let pane_layout = uniform_layout(device, PaneUniform::SIZE as u64);
        let layout_with = |frame: &wgpu::BindGroupLayout| {
            let layouts = [&texture_layout, frame, &pane_layout, frame];
            device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
                bind_group_layouts: &layouts.map(Some),
                ..wgpu::PipelineLayoutDescriptor::default()
            })
        };
        let [layout, tiled_layout] = [&texture_layout, &layers_layout].map(layout_with);
        let bound = |(shape, rgba): (Shape, Vec<u8>)| {
            let texture = rgba_texture(device, queue, shape, &rgba);
            bind_texture(device, &texture_layout, &texture)
        };
        let lut = bound(lut(None));
        let nothing_over = bound((ONE_PIXEL, vec![0; 4]));
        let mut pipeline = Self {
            layout,
            tiled_layout,
            format,
            render: BTreeMap::new(),
            lut,
            tables: Vec::new(),
            nothing_over,
            texture_layout,
            layers_layout,
            pane_layout,
        };
        for program in Program::USUAL {
            pipeline.prepare(device, program);
        }
        pipeline
    }

    /// Compiles a program, where that has not been done.
    pub fn prepare(&mut self, device: &wgpu::Device, program: Program) {
        let Self {
            layout,
            tiled_layout,
            format,
            ..
        } = self;
        let layout = if program.tiled { tiled_layout } else { layout };
        self.render
            .entry(program)
            .or_insert_with(|| render_pipeline(device, layout, *format, program));
    }

    /// Uploads a table, where that has not been done.
    pub fn prepare_table(
        &mut self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        table: &Arc<Table>,
    ) {
        if self.tables.iter().any(|(known, _)| known == table) {
            return;
        }
        let (shape, rgba) = lut(Some(table));
        let texture = rgba_texture(device, queue, shape, &rgba);
        let bound = bind_texture(device, &self.texture_layout, &texture);
        self.tables.truncate(TABLES - 1);
        self.tables.insert(0, (Arc::clone(table), bound));
    }

    /// Group 0 for a window, whose table was prepared.
    pub fn lut(&self, table: Option<&Arc<Table>>) -> &wgpu::BindGroup {
        let known = table.and_then(|table| self.tables.iter().find(|(known, _)| known == table));
        known.map_or(&self.lut, |(_, bound)| bound)
    }

    /// A program that was prepared.
    pub fn render(&self, program: Program) -> Option<&wgpu::RenderPipeline> {
        self.render.get(&program)
    }

    pub fn bind_frame(&self, device: &wgpu::Device, frame: &wgpu::Texture) -> wgpu::BindGroup {
        let layout = if frame.depth_or_array_layers() > 1 {
            &self.layers_layout
        } else {
            &self.texture_layout
        };
        bind_texture(device, layout, frame)
    }
}

/// Tables that stay: more than there are panes.
const TABLES: usize = 16;

const ONE_PIXEL: Shape = Shape {
    columns: 1,
    rows: 1,
    samples: 4,
    planar: false,
};

fn render_pipeline(
    device: &wgpu::Device,
    layout: &wgpu::PipelineLayout,
    format: wgpu::TextureFormat,
    program: Program,
) -> wgpu::RenderPipeline {
    let entry_point = program.sampling.entry_point();
    compiled(device, layout, format, (program.wgsl(), entry_point))
}

/// The pipeline of a shader's text, by the entry point of its fragments.
pub(super) fn compiled(
    device: &wgpu::Device,
    layout: &wgpu::PipelineLayout,
    format: wgpu::TextureFormat,
    (wgsl, entry_point): (String, &'static str),
) -> wgpu::RenderPipeline {
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some(entry_point),
        source: wgpu::ShaderSource::Wgsl(wgsl.into()),
    });
    device.create_render_pipeline(&wgpu::RenderPipelineDescriptor {
        label: Some(entry_point),
        layout: Some(layout),
        vertex: wgpu::VertexState {
            module: &module,
            entry_point: Some("cover"),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            buffers: &[],
        },
        fragment: Some(wgpu::FragmentState {
            module: &module,
            entry_point: Some(entry_point),
            compilation_options: wgpu::PipelineCompilationOptions::default(),
            targets: &[Some(format.into())],
        }),
        primitive: wgpu::PrimitiveState::default(),
        depth_stencil: None,
        multisample: wgpu::MultisampleState::default(),
        multiview_mask: None,
        cache: None,
    })
}

/// RGBA as a texture.
fn rgba_texture(
    device: &wgpu::Device,
    queue: &wgpu::Queue,
    shape: Shape,
    rgba: &[u8],
) -> wgpu::Texture {
    let texture = texture(device, Cells::Rgba8, [shape.columns, shape.rows], 1);
    let layout = wgpu::TexelCopyBufferLayout {
        offset: 0,
        bytes_per_row: Some(shape.columns * Cells::Rgba8.pixel_bytes()),
        rows_per_image: None,
    };
    queue.write_texture(texture.as_image_copy(), rgba, layout, texture.size());
    texture
}

/// A uniform buffer of so many bytes.
pub(super) fn uniform_buffer(device: &wgpu::Device, size: u64) -> wgpu::Buffer {
    device.create_buffer(&wgpu::BufferDescriptor {
        label: Some("panes"),
        size,
        usage: wgpu::BufferUsages::UNIFORM | wgpu::BufferUsages::COPY_DST,
        mapped_at_creation: false,
    })
}

/// A group of one uniform struct of so many bytes, by dynamic offset.
pub(super) fn uniform_layout(device: &wgpu::Device, size: u64) -> wgpu::BindGroupLayout {
    bind_group_layout(
        device,
        wgpu::BindingType::Buffer {
            ty: wgpu::BufferBindingType::Uniform,
            has_dynamic_offset: true,
            min_binding_size: NonZeroU64::new(size),
        },
    )
}

/// A buffer of such structs.
pub(super) fn bind_uniforms(
    device: &wgpu::Device,
    layout: &wgpu::BindGroupLayout,
    buffer: &wgpu::Buffer,
    size: u64,
) -> wgpu::BindGroup {
    bind(
        device,
        layout,
        wgpu::BindingResource::Buffer(wgpu::BufferBinding {
            buffer,
            offset: 0,
            size: NonZeroU64::new(size),
        }),
    )
}

fn bind_group_layout(device: &wgpu::Device, ty: wgpu::BindingType) -> wgpu::BindGroupLayout {
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: None,
        entries: &[wgpu::BindGroupLayoutEntry {
            binding: 0,
            visibility: wgpu::ShaderStages::FRAGMENT,
            ty,
            count: None,
        }],
    })
}

fn bind_texture(
    device: &wgpu::Device,
    layout: &wgpu::BindGroupLayout,
    texture: &wgpu::Texture,
) -> wgpu::BindGroup {
    let view = texture.create_view(&wgpu::TextureViewDescriptor::default());
    bind(device, layout, wgpu::BindingResource::TextureView(&view))
}

fn bind(
    device: &wgpu::Device,
    layout: &wgpu::BindGroupLayout,
    resource: wgpu::BindingResource<'_>,
) -> wgpu::BindGroup {
    device.create_bind_group(&wgpu::BindGroupDescriptor {
        label: None,
        layout,
        entries: &[wgpu::BindGroupEntry {
            binding: 0,
            resource,
        }],
    })
}
