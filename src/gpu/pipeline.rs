//! The pipelines, one for each program that was needed, with their bind-group layouts, and what is
//! bound to them.

use std::collections::BTreeMap;
use std::num::NonZeroU64;

use super::program::Program;
use super::texture::{Cells, colour_maps};
use super::uniform::PaneUniform;
use crate::pixels::Shape;

pub(super) struct Pipeline {
    layout: wgpu::PipelineLayout,
    format: wgpu::TextureFormat,
    render: BTreeMap<Program, wgpu::RenderPipeline>,
    /// Group 0: the colour maps.
    pub lut: wgpu::BindGroup,
    /// Groups 0 and 1: one unsigned texture.
    texture_layout: wgpu::BindGroupLayout,
    /// Group 2.
    pane_layout: wgpu::BindGroupLayout,
}

impl Pipeline {
    pub fn new(device: &wgpu::Device, queue: &wgpu::Queue, format: wgpu::TextureFormat) -> Self {
        let texture_layout = bind_group_layout(
            device,
            wgpu::BindingType::Texture {
                sample_type: wgpu::TextureSampleType::Uint,
                view_dimension: wgpu::TextureViewDimension::D2,
                multisampled: false,
            },
        );
        let pane_layout = bind_group_layout(
            device,
            wgpu::BindingType::Buffer {
                ty: wgpu::BufferBindingType::Uniform,
                has_dynamic_offset: true,
                min_binding_size: PANE_SIZE,
            },
        );
        let layouts = [&texture_layout, &texture_layout, &pane_layout];
        let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            bind_group_layouts: &layouts.map(Some),
            ..wgpu::PipelineLayoutDescriptor::default()
        });
        let (maps, rgba) = colour_maps();
        let lut = texture(device, queue, Cells::Rgba8, maps, &rgba);
        let lut = bind_texture(device, &texture_layout, &lut);
        let mut pipeline = Self {
            layout,
            format,
            render: BTreeMap::new(),
            lut,
            texture_layout,
            pane_layout,
        };
        for program in Program::USUAL {
            pipeline.prepare(device, program);
        }
        pipeline
    }

    /// Compiles a program, where that has not been done.
    pub fn prepare(&mut self, device: &wgpu::Device, program: Program) {
        let Self { layout, format, .. } = self;
        self.render
            .entry(program)
            .or_insert_with(|| render_pipeline(device, layout, *format, program));
    }

    /// A program that was prepared.
    pub fn render(&self, program: Program) -> Option<&wgpu::RenderPipeline> {
        self.render.get(&program)
    }

    pub fn bind_frame(&self, device: &wgpu::Device, frame: &wgpu::Texture) -> wgpu::BindGroup {
        bind_texture(device, &self.texture_layout, frame)
    }

    pub fn bind_panes(&self, device: &wgpu::Device, panes: &wgpu::Buffer) -> wgpu::BindGroup {
        bind(
            device,
            &self.pane_layout,
            wgpu::BindingResource::Buffer(wgpu::BufferBinding {
                buffer: panes,
                offset: 0,
                size: PANE_SIZE,
            }),
        )
    }
}

const PANE_SIZE: Option<NonZeroU64> = NonZeroU64::new(PaneUniform::SIZE as u64);

fn render_pipeline(
    device: &wgpu::Device,
    layout: &wgpu::PipelineLayout,
    format: wgpu::TextureFormat,
    program: Program,
) -> wgpu::RenderPipeline {
    let entry_point = program.sampling.entry_point();
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some("slice.wgsl"),
        source: wgpu::ShaderSource::Wgsl(program.wgsl().into()),
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

/// An unsigned texture with these cells in it.
pub(super) fn texture(
    device: &wgpu::Device,
    queue: &wgpu::Queue,
    cells: Cells,
    shape: Shape,
    bytes: &[u8],
) -> wgpu::Texture {
    let size = wgpu::Extent3d {
        width: shape.columns,
        height: shape.rows,
        depth_or_array_layers: 1,
    };
    let texture = device.create_texture(&wgpu::TextureDescriptor {
        label: None,
        size,
        mip_level_count: 1,
        sample_count: 1,
        dimension: wgpu::TextureDimension::D2,
        format: match cells {
            Cells::R8 => wgpu::TextureFormat::R8Uint,
            Cells::R16 => wgpu::TextureFormat::R16Uint,
            Cells::R32 => wgpu::TextureFormat::R32Uint,
            Cells::Rgba8 => wgpu::TextureFormat::Rgba8Uint,
        },
        usage: wgpu::TextureUsages::TEXTURE_BINDING | wgpu::TextureUsages::COPY_DST,
        view_formats: &[],
    });
    let layout = wgpu::TexelCopyBufferLayout {
        offset: 0,
        bytes_per_row: Some(shape.columns * cells.pixel_bytes()),
        rows_per_image: None,
    };
    queue.write_texture(texture.as_image_copy(), bytes, layout, size);
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
