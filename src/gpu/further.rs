//! Planes and rays on the GPU, and the stacks that they go through: what a first picture can do
//! without. Nothing but [`PlanesAndRays::boxed`] leads to any of it.

use super::cut_pipeline::CutPipeline;
use super::device::{Further, Gpu, Slices, StackEffect};
use super::draw::DrawList;
use super::pipeline::Pipeline;
use super::ray_painter::RayPainter;
use super::uniform::PaneUniform;
use super::volumes::Volumes;

pub struct PlanesAndRays {
    cuts: CutPipeline,
    volumes: Volumes,
    format: wgpu::TextureFormat,
    /// Once they are needed.
    rays: Option<RayPainter>,
}

impl PlanesAndRays {
    /// The way in.
    #[must_use]
    pub fn boxed(gpu: Gpu<'_>, slices: &Pipeline, format: wgpu::TextureFormat) -> Box<dyn Further> {
        Box::new(Self {
            cuts: CutPipeline::new(gpu.device, slices, format, gpu.limits),
            volumes: Volumes::default(),
            format,
            rays: None,
        })
    }
}

impl Further for PlanesAndRays {
    fn perform(&mut self, gpu: Gpu<'_>, effect: StackEffect<'_>) -> Result<(), String> {
        let Gpu {
            device,
            queue,
            limits,
        } = gpu;
        match effect {
            StackEffect::OpenVolume(key, kind, layers) => {
                self.volumes.open(limits, key, kind, layers)
            }
            StackEffect::FillVolume(key, layer, bytes) => {
                self.volumes.fill(device, queue, key, (layer, bytes))
            }
            StackEffect::CloseVolume(key) => {
                self.volumes.close(key);
                Ok(())
            }
            StackEffect::Solid(effect) => {
                let format = self.format;
                let rays = self
                    .rays
                    .get_or_insert_with(|| RayPainter::new(device, format));
                rays.perform(device, queue, effect)
            }
        }
    }

    fn prepare(&mut self, gpu: Gpu<'_>, list: &DrawList) -> Vec<PaneUniform> {
        let Gpu {
            device,
            queue,
            limits,
        } = gpu;
        if let Some(rays) = &mut self.rays {
            rays.prepare_all(device, queue, &list.rays);
        }
        let gpu = (device, queue, limits);
        self.cuts.prepare(gpu, &mut self.volumes, &list.cuts)
    }

    fn cast(&self, encoder: &mut wgpu::CommandEncoder, list: &DrawList) {
        if let Some(painter) = &self.rays {
            for rays in &list.rays {
                painter.cast(encoder, rays);
            }
        }
    }

    fn draw(&self, pass: &mut wgpu::RenderPass<'_>, list: &DrawList, slices: Slices<'_>) {
        let Slices {
            canvas,
            pipeline,
            panes,
        } = slices;
        for (index, cut) in list.cuts.iter().enumerate() {
            let Some(rect) = canvas.inside(cut.rect) else {
                continue;
            };
            pass.set_scissor_rect(rect.x, rect.y, rect.width, rect.height);
            let offset = panes.offset(list.panes.len() + index);
            let lut = pipeline.lut(cut.path.window.table.as_ref());
            let values = (lut, panes.binding(), offset);
            self.cuts.draw(pass, &self.volumes, (index, cut), values);
        }
        for rays in &list.rays {
            if let (Some(painter), Some(rect)) = (&self.rays, canvas.inside(rays.seen)) {
                pass.set_scissor_rect(rect.x, rect.y, rect.width, rect.height);
                painter.show(pass, rays);
            }
        }
    }
}
