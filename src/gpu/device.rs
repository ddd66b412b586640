//! Everything that lives on the GPU: one device, one canvas, the textures of uploaded frames.
//! No error of wgpu ends the page: all of them lead to the one alarm given at the start, after
//! which the device is of no more use and a new one is made on a new canvas.

use std::collections::BTreeMap;
use std::ops::Range;

use web_sys::HtmlCanvasElement;

use super::SURROUND;
use super::alarm::Alarm;
use super::canvas::Canvas;
use super::cut_pipeline::CutPipeline;
use super::draw::{DrawList, Pane, Rays, SolidEffect, VolumeKey};
use super::pane_buffer::PaneBuffer;
use super::pipeline::Pipeline;
use super::program::Program;
use super::resident::Resident;
use super::tiles::Largest;
use super::uniform::PaneUniform;
use super::volumes::Volumes;
use crate::intake::FrameKey;
use crate::pixels::{Layout, Shape};

#[cfg(not(feature = "webgl"))]
const BACKENDS: wgpu::Backends = wgpu::Backends::BROWSER_WEBGPU;
#[cfg(feature = "webgl")]
const BACKENDS: wgpu::Backends = wgpu::Backends::GL;

/// Panes that the uniform buffer holds at first; it grows with the draw list.
const PANES_AT_FIRST: usize = 4;

/// What draws rays: it is in the module that comes later.
pub trait RaysOnDevice {
    /// Makes, fills or gives back the copy of a stack.
    ///
    /// # Errors
    /// A sentence, where it is larger than the device takes.
    fn perform(
        &mut self,
        gpu: &wgpu::Device,
        queue: &wgpu::Queue,
        effect: SolidEffect,
    ) -> Result<(), String>;

    /// Draws rays into what is their own, before the pass of the canvas.
    fn cast(
        &mut self,
        gpu: (&wgpu::Device, &wgpu::Queue),
        encoder: &mut wgpu::CommandEncoder,
        rays: &[Rays],
    );

    /// Shows what was drawn, inside of the scissor.
    fn show(&self, pass: &mut wgpu::RenderPass<'_>, rays: &Rays);
}

/// Makes it, for a device that draws on a canvas of this format.
pub type MakeRays = fn(&wgpu::Device, wgpu::TextureFormat) -> Box<dyn RaysOnDevice>;

pub struct Device {
    canvas: Canvas,
    gpu: wgpu::Device,
    queue: wgpu::Queue,
    limits: wgpu::Limits,
    /// Of one frame.
    largest: Largest,
    pipeline: Pipeline,
    panes: PaneBuffer,
    cuts: CutPipeline,
    frames: BTreeMap<FrameKey, Resident>,
    volumes: Volumes,
    rays: Option<Box<dyn RaysOnDevice>>,
    /// RGBA of colour on its way, used again.
    rgba: Vec<u8>,
    alarm: Alarm,
}

impl Device {
    /// A device that draws on `canvas`, which must not have had a context before. `on_failure`
    /// is called once, when the device is lost or makes an error; not when it is dropped.
    ///
    /// # Errors
    /// The browser's or wgpu's words, where there is no adapter, device or fitting surface.
    pub async fn new(
        canvas: HtmlCanvasElement,
        on_failure: impl Fn(String) + 'static,
    ) -> Result<Self, String> {
        let alarm = Alarm::new(&canvas, on_failure)?;
        let (width, height) = (canvas.width().max(1), canvas.height().max(1));
        let instance = wgpu::Instance::new(wgpu::InstanceDescriptor {
            backends: BACKENDS,
            ..wgpu::InstanceDescriptor::new_without_display_handle()
        });
        let surface = instance
            .create_surface(wgpu::SurfaceTarget::Canvas(canvas))
            .map_err(|error| error.to_string())?;
        let adapter = instance
            .request_adapter(&wgpu::RequestAdapterOptions {
                compatible_surface: Some(&surface),
                ..wgpu::RequestAdapterOptions::default()
            })
            .await
            .map_err(|error| error.to_string())?;
        let limits = adapter.limits();
        let (device, queue) = adapter
            .request_device(&wgpu::DeviceDescriptor {
                required_limits: limits.clone(),
                ..wgpu::DeviceDescriptor::default()
            })
            .await
            .map_err(|error| error.to_string())?;
        alarm.listen_to(&device);

        let canvas = Canvas::new(surface, &adapter, &device, [width, height])?;
        let pipeline = Pipeline::new(&device, &queue, canvas.format());
        let layout = &pipeline.pane_layout;
        let panes = PaneBuffer::new(&device, layout, &limits, PaneUniform::SIZE, PANES_AT_FIRST);
        let cuts = CutPipeline::new(&device, &pipeline, canvas.format(), &limits);
        Ok(Self {
            canvas,
            gpu: device,
            queue,
            largest: Largest {
                side: limits.max_texture_dimension_2d,
                layers: limits.max_texture_array_layers,
            },
            limits,
            pipeline,
            panes,
            cuts,
            frames: BTreeMap::new(),
            volumes: Volumes::default(),
            rays: None,
            rgba: Vec::new(),
            alarm,
        })
    }

    /// Cuts images that are longer than this into tiles, though the device could take them whole:
    /// so that tiles can be tried on any device.
    pub fn take_at_most(&mut self, side: u32) {
        self.largest.side = side.clamp(1, self.limits.max_texture_dimension_2d);
    }

    #[must_use]
    pub fn holds(&self, key: FrameKey) -> bool {
        self.frames.contains_key(&key)
    }

    /// Whether it has failed: then nothing that is asked of it happens.
    #[must_use]
    pub fn is_lost(&self) -> bool {
        self.alarm.is_raised()
    }

    /// Sets the canvas to this many device pixels. It is empty until the next `draw`.
    pub fn resize(&mut self, width: u32, height: u32) {
        let largest = self.limits.max_texture_dimension_2d;
        if !self.is_lost() {
            let size = [width, height].map(|side| side.clamp(1, largest));
            self.canvas.resize(&self.gpu, size);
        }
    }

    /// Makes room for a frame and, where something lies over it, for that. Its rows are filled by
    /// [`Device::fill`].
    ///
    /// # Errors
    /// A sentence, where the frame is too large or of a kind that is not drawn.
    pub fn make(
        &mut self,
        key: FrameKey,
        (layout, shape): (Layout, Shape),
        is_covered: bool,
    ) -> Result<(), String> {
        let resident = Resident::new(
            &self.gpu,
            &self.pipeline,
            self.largest,
            (layout, shape),
            is_covered,
        )?;
        self.frames.insert(key, resident);
        Ok(())
    }

    /// Puts some rows of a frame on the GPU: their bytes as they lie in a frame of these rows alone,
    /// and RGBA of what lies over them.
    pub fn fill(&mut self, key: FrameKey, rows: &Range<u32>, bytes: &[u8], over: Option<&[u8]>) {
        if let Some(resident) = self.frames.get(&key).filter(|_| !self.alarm.is_raised()) {
            resident.fill(&self.queue, rows, bytes, over, &mut self.rgba);
            // What wgpu keeps until the next submit is as large as the strip.
            self.queue.submit([]);
        }
    }

    /// Gives a frame's memory back.
    pub fn evict(&mut self, key: FrameKey) {
        if let Some(resident) = self.frames.remove(&key) {
            resident.destroy();
        }
    }

    /// Makes room for a volume of so many layers.
    ///
    /// # Errors
    /// A sentence, where it is larger than textures can be.
    pub fn open_volume(
        &mut self,
        key: VolumeKey,
        layout: Layout,
        shape: Shape,
        layers: u32,
    ) -> Result<(), String> {
        if self.is_lost() {
            return Ok(());
        }
        self.volumes
            .open(&self.limits, key, (layout, shape), layers)
    }

    /// Puts a slice's bytes, as they lie, into a layer of a volume.
    ///
    /// # Errors
    /// A sentence, where they are too few.
    pub fn fill_volume(&mut self, key: VolumeKey, layer: u32, bytes: &[u8]) -> Result<(), String> {
        if self.is_lost() {
            return Ok(());
        }
        self.volumes
            .fill(&self.gpu, &self.queue, key, (layer, bytes))
    }

    /// Gives a volume's memory back.
    pub fn close_volume(&mut self, key: VolumeKey) {
        self.volumes.close(key);
    }

    /// Makes, fills or gives back the copy of a stack that rays go through; `make` is what draws them,
    /// where that is not here yet.
    ///
    /// # Errors
    /// A sentence, where it is larger than the device takes.
    pub fn perform_on_solid(&mut self, effect: SolidEffect, make: MakeRays) -> Result<(), String> {
        if self.is_lost() {
            return Ok(());
        }
        let format = self.canvas.format();
        let rays = self.rays.get_or_insert_with(|| make(&self.gpu, format));
        rays.perform(&self.gpu, &self.queue, effect)
    }

    /// Draws all panes in one submit; false where the browser had no surface to draw on just
    /// now, or the device is lost.
    ///
    /// # Errors
    /// A sentence, where a pane's frame is not here: then nothing is drawn.
    pub fn draw(&mut self, list: &DrawList) -> Result<bool, String> {
        if let Some(absent) = list.panes.iter().find(|pane| !self.holds(pane.frame)) {
            return Err(format!("{:?} was not uploaded", absent.frame));
        }
        let Some(canvas) = self.next_canvas() else {
            return Ok(false);
        };
        self.prepare(list);
        let view = canvas
            .texture
            .create_view(&wgpu::TextureViewDescriptor::default());
        let mut encoder = self
            .gpu
            .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        if let Some(rays) = &mut self.rays {
            rays.cast((&self.gpu, &self.queue), &mut encoder, &list.rays);
        }
        self.encode(&mut encoder, &view, list);
        self.queue.submit([encoder.finish()]);
        self.queue.present(canvas);
        Ok(true)
    }

    fn program(&self, pane: &Pane) -> Program {
        let resident = self.frames.get(&pane.frame);
        let is_tiled = resident.is_some_and(Resident::is_tiled);
        Program::of(&PaneUniform::new(pane)).in_tiles(is_tiled)
    }

    fn next_canvas(&self) -> Option<wgpu::SurfaceTexture> {
        if self.is_lost() {
            return None;
        }
        self.canvas.next(&self.gpu).unwrap_or_else(|lost| {
            self.alarm.raise(lost);
            None
        })
    }

    /// Uniforms, programs, tables and places are there before the pass begins.
    fn prepare(&mut self, list: &DrawList) {
        let programs: Vec<Program> = list.panes.iter().map(|it| self.program(it)).collect();
        let Self {
            gpu,
            queue,
            limits,
            pipeline,
            panes: buffer,
            cuts,
            volumes,
            ..
        } = self;
        // Those of slices first, then those of planes.
        let of_slices: Vec<PaneUniform> = list.panes.iter().map(PaneUniform::new).collect();
        let of_cuts = cuts.prepare((gpu, queue, limits), volumes, &list.cuts);
        let all = of_slices.iter().chain(&of_cuts);
        let all: Vec<_> = all.map(PaneUniform::to_bytes).collect();
        buffer.fill(gpu, queue, &pipeline.pane_layout, limits, &all);
        for program in programs {
            pipeline.prepare(gpu, program);
        }
        let of_slices = list.panes.iter().filter_map(Pane::table);
        let of_cuts = list
            .cuts
            .iter()
            .filter_map(|cut| cut.path.window.table.as_ref());
        for table in of_slices.chain(of_cuts) {
            pipeline.prepare_table(gpu, queue, table);
        }
    }

    fn encode(
        &self,
        encoder: &mut wgpu::CommandEncoder,
        view: &wgpu::TextureView,
        list: &DrawList,
    ) {
        let mut pass = encoder.begin_render_pass(&wgpu::RenderPassDescriptor {
            color_attachments: &[Some(wgpu::RenderPassColorAttachment {
                view,
                depth_slice: None,
                resolve_target: None,
                ops: wgpu::Operations {
                    load: wgpu::LoadOp::Clear(surround()),
                    store: wgpu::StoreOp::Store,
                },
            })],
            ..wgpu::RenderPassDescriptor::default()
        });
        for (index, pane) in list.panes.iter().enumerate() {
            let Some(resident) = self.frames.get(&pane.frame) else {
                continue;
            };
            let Some(rect) = self.canvas.inside(pane.image_rect()) else {
                continue;
            };
            // The triangle covers the canvas; the pane's image is what the scissor leaves of it.
            let Some(render) = self.pipeline.render(self.program(pane)) else {
                continue;
            };
            pass.set_pipeline(render);
            pass.set_scissor_rect(rect.x, rect.y, rect.width, rect.height);
            pass.set_bind_group(0, self.pipeline.lut(pane.table()), &[]);
            pass.set_bind_group(1, &resident.binding, &[]);
            pass.set_bind_group(3, resident.over(&self.pipeline.nothing_over), &[]);
            pass.set_bind_group(2, self.panes.binding(), &[self.panes.offset(index)]);
            pass.draw(0..3, 0..1);
        }
        for (index, cut) in list.cuts.iter().enumerate() {
            let Some(rect) = self.canvas.inside(cut.rect) else {
                continue;
            };
            pass.set_scissor_rect(rect.x, rect.y, rect.width, rect.height);
            let offset = self.panes.offset(list.panes.len() + index);
            let lut = self.pipeline.lut(cut.path.window.table.as_ref());
            let values = (lut, self.panes.binding(), offset);
            self.cuts
                .draw(&mut pass, &self.volumes, (index, cut), values);
        }
        for rays in &list.rays {
            if let (Some(painter), Some(rect)) = (&self.rays, self.canvas.inside(rays.seen)) {
                pass.set_scissor_rect(rect.x, rect.y, rect.width, rect.height);
                painter.show(&mut pass, rays);
            }
        }
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        self.alarm.silence();
        self.gpu.destroy();
    }
}

fn surround() -> wgpu::Color {
    let level = f64::from(SURROUND) / 255.0;
    wgpu::Color {
        r: level,
        g: level,
        b: level,
        a: 1.0,
    }
}
