//! The pipelines of planes, one for each program that was needed, and what is bound to them.

use std::collections::BTreeMap;

use super::cut_program::{CutProgram, MOST_BRICKS, uniforms};
use super::cut_uniform::CutUniform;
use super::draw::Cut;
use super::pane_buffer::PaneBuffer;
use super::pipeline::{Pipeline, compiled, uniform_layout};
use super::texture::Cells;
use super::uniform::PaneUniform;
use super::volumes::{Volume, Volumes, volume_texture};
use crate::pixels::Shape;

pub(super) struct CutPipeline {
    layout: wgpu::PipelineLayout,
    format: wgpu::TextureFormat,
    render: BTreeMap<CutProgram, wgpu::RenderPipeline>,
    /// Group 1.
    volume_layout: wgpu::BindGroupLayout,
    /// Group 3.
    cut_layout: wgpu::BindGroupLayout,
    cuts: PaneBuffer,
    /// In the place of bricks that a volume does not have.
    no_brick: wgpu::Texture,
    /// Of the planes prepared last.
    programs: Vec<Option<CutProgram>>,
}

/// A device, its queue and its limits.
type Gpu<'a> = (&'a wgpu::Device, &'a wgpu::Queue, &'a wgpu::Limits);

impl CutPipeline {
    pub fn new(
        gpu: &wgpu::Device,
        slices: &Pipeline,
        format: wgpu::TextureFormat,
        limits: &wgpu::Limits,
    ) -> Self {
        let volume_layout = volume_layout(gpu);
        let cut_layout = uniform_layout(gpu, CutUniform::SIZE as u64);
        let groups = [
            &slices.texture_layout,
            &volume_layout,
            &slices.pane_layout,
            &cut_layout,
        ];
        let layout = gpu.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
            bind_group_layouts: &groups.map(Some),
            ..wgpu::PipelineLayoutDescriptor::default()
        });
        let one = Shape {
            columns: 1,
            rows: 1,
            samples: 1,
            planar: false,
        };
        Self {
            layout,
            format,
            render: BTreeMap::new(),
            cuts: PaneBuffer::new(gpu, &cut_layout, limits, CutUniform::SIZE, 4),
            no_brick: volume_texture(gpu, Cells::R8, one, 1),
            volume_layout,
            cut_layout,
            programs: Vec::new(),
        }
    }

    /// All that planes need before a pass begins; gives the uniforms of their values.
    pub fn prepare(
        &mut self,
        (gpu, queue, limits): Gpu<'_>,
        volumes: &mut Volumes,
        cuts: &[Cut],
    ) -> Vec<PaneUniform> {
        self.programs.clear();
        let mut of_values = Vec::with_capacity(cuts.len());
        let mut of_cuts = Vec::with_capacity(cuts.len());
        for cut in cuts {
            let volume = volumes.get_mut(cut.volume);
            let depth = volume.as_ref().map_or(1, |volume| volume.depth);
            let (values, uniform) = uniforms(cut, depth);
            let program = volume.map(|volume| {
                volume.look_up(gpu, queue, &cut.lookup);
                self.bind(gpu, volume);
                let bricks = u32::try_from(volume.bricks.len()).unwrap_or(MOST_BRICKS);
                CutProgram::of(cut, &values, bricks)
            });
            if let Some(program) = program {
                let Self { layout, format, .. } = self;
                self.render.entry(program).or_insert_with(|| {
                    compiled(gpu, layout, *format, (program.wgsl(), "cut_plane"))
                });
            }
            self.programs.push(program);
            of_values.push(values);
            of_cuts.push(uniform.to_bytes());
        }
        self.cuts
            .fill(gpu, queue, &self.cut_layout, limits, &of_cuts);
        of_values
    }

    fn bind(&self, gpu: &wgpu::Device, volume: &mut Volume) {
        let (None, Some((_, places))) = (&volume.binding, &volume.places) else {
            return;
        };
        let bricks = volume
            .bricks
            .iter()
            .chain(std::iter::repeat(&self.no_brick));
        let textures = bricks.take(MOST_BRICKS as usize).chain([places]);
        let views: Vec<_> = textures
            .map(|texture| texture.create_view(&wgpu::TextureViewDescriptor::default()))
            .collect();
        let entries: Vec<_> = (0..)
            .zip(&views)
            .map(|(binding, view)| wgpu::BindGroupEntry {
                binding,
                resource: wgpu::BindingResource::TextureView(view),
            })
            .collect();
        let binding = gpu.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: &self.volume_layout,
            entries: &entries,
        });
        volume.binding = Some(binding);
    }

    /// Draws one of the planes that were prepared, inside of the scissor; nothing where its volume
    /// is not here.
    pub fn draw(
        &self,
        pass: &mut wgpu::RenderPass<'_>,
        volumes: &Volumes,
        (index, cut): (usize, &Cut),
        (lut, values, offset): (&wgpu::BindGroup, &wgpu::BindGroup, u32),
    ) {
        let program = self.programs.get(index).copied().flatten();
        let render = program.and_then(|program| self.render.get(&program));
        let binding = volumes.get(cut.volume).and_then(|it| it.binding.as_ref());
        let (Some(render), Some(binding)) = (render, binding) else {
            return;
        };
        pass.set_pipeline(render);
        pass.set_bind_group(0, lut, &[]);
        pass.set_bind_group(1, binding, &[]);
        pass.set_bind_group(2, values, &[offset]);
        pass.set_bind_group(3, self.cuts.binding(), &[self.cuts.offset(index)]);
        pass.draw(0..3, 0..1);
    }
}

/// Bricks, then places.
fn volume_layout(gpu: &wgpu::Device) -> wgpu::BindGroupLayout {
    let entry = |binding| wgpu::BindGroupLayoutEntry {
        binding,
        visibility: wgpu::ShaderStages::FRAGMENT,
        ty: wgpu::BindingType::Texture {
            sample_type: wgpu::TextureSampleType::Uint,
            view_dimension: if binding < MOST_BRICKS {
                wgpu::TextureViewDimension::D3
            } else {
                wgpu::TextureViewDimension::D2
            },
            multisampled: false,
        },
        count: None,
    };
    let entries: Vec<_> = (0..=MOST_BRICKS).map(entry).collect();
    gpu.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: None,
        entries: &entries,
    })
}
