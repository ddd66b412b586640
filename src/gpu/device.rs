//! Everything that lives on the GPU: one device, one canvas, the textures of uploaded frames.
//! No error of wgpu ends the page: all of them lead to the one alarm given at the start, after
//! which the device is of no more use and a new one is made on a new canvas.

use std::collections::BTreeMap;
use std::ops::Range;

use web_sys::HtmlCanvasElement;

use super::SURROUND;
use super::alarm::Alarm;
use super::canvas::Canvas;
use super::draw::{DrawList, Pane, SolidEffect, VolumeKey};
use super::pane_buffer::PaneBuffer;
use super::pipeline::Pipeline;
use super::program::Program;
use super::resident::Resident;
use super::tiles::Largest;
use super::uniform::PaneUniform;
use crate::intake::FrameKey;
use crate::pixels::{Layout, Shape};

#[cfg(not(feature = "webgl"))]
const BACKENDS: wgpu::Backends = wgpu::Backends::BROWSER_WEBGPU;
#[cfg(feature = "webgl")]
const BACKENDS: wgpu::Backends = wgpu::Backends::GL;

/// Panes that the uniform buffer holds at first; it grows with the draw list.
const PANES_AT_FIRST: usize = 4;

/// A device, its queue and its limits.
#[derive(Clone, Copy)]
pub struct Gpu<'a> {
    pub device: &'a wgpu::Device,
    pub queue: &'a wgpu::Queue,
    pub limits: &'a wgpu::Limits,
}

/// What is done to stacks on the GPU.
pub enum StackEffect<'a> {
    /// Room for a volume of so many layers.
    OpenVolume(VolumeKey, (Layout, Shape), u32),
    /// A slice's bytes, as they lie, come into a layer.
    FillVolume(VolumeKey, u32, &'a [u8]),
    CloseVolume(VolumeKey),
    Solid(SolidEffect),
}

/// What draws planes and rays, and keeps the stacks that they go through: it is in the module that
/// comes later.
pub trait Further {
    /// # Errors
    /// A sentence, where the device has no room.
    fn perform(&mut self, gpu: Gpu<'_>, effect: StackEffect<'_>) -> Result<(), String>;

    /// All that a pass needs before it begins; gives the uniforms of the planes' values.
    fn prepare(&mut self, gpu: Gpu<'_>, list: &DrawList) -> Vec<PaneUniform>;

    /// Draws rays into what is their own.
    fn cast(&self, encoder: &mut wgpu::CommandEncoder, list: &DrawList);

    /// Draws planes, and shows what rays have drawn.
    fn draw(&self, pass: &mut wgpu::RenderPass<'_>, list: &DrawList, slices: Slices<'_>);
}

/// What slices and planes have in common.
#[derive(Clone, Copy)]
pub struct Slices<'a> {
    pub canvas: &'a Canvas,
    pub pipeline: &'a Pipeline,
    pub panes: &'a PaneBuffer,
}

/// Makes it, for a device that draws on a canvas of this format.
pub type MakeFurther = fn(Gpu<'_>, &Pipeline, wgpu::TextureFormat) -> Box<dyn Further>;

pub struct Device {
    canvas: Canvas,
    gpu: wgpu::Device,
    queue: wgpu::Queue,
    limits: wgpu::Limits,
    /// Of one frame.
    largest: Largest,
    pipeline: Pipeline,
    panes: PaneBuffer,
    frames: BTreeMap<FrameKey, Resident>,
    further: Option<Box<dyn Further>>,
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
            frames: BTreeMap::new(),
            further: None,
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

    /// Does something to a stack; `make` is what draws planes and rays, where that is not here yet.
    ///
    /// # Errors
    /// A sentence, where there is no room, or bytes are too few.
    pub fn perform(&mut self, effect: StackEffect<'_>, make: MakeFurther) -> Result<(), String> {
        if self.is_lost() {
            return Ok(());
        }
        let gpu = Gpu {
            device: &self.gpu,
            queue: &self.queue,
            limits: &self.limits,
        };
        let format = self.canvas.format();
        let further = self
            .further
            .get_or_insert_with(|| make(gpu, &self.pipeline, format));
        further.perform(gpu, effect)
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
        if let Some(further) = &self.further {
            further.cast(&mut encoder, list);
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
            further,
            ..
        } = self;
        let with = Gpu {
            device: gpu,
            queue,
            limits,
        };
        // Those of slices first, then those of planes.
        let of_slices: Vec<PaneUniform> = list.panes.iter().map(PaneUniform::new).collect();
        let of_cuts = further.as_mut().map(|it| it.prepare(with, list));
        let of_cuts = of_cuts.unwrap_or_default();
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
        if let Some(further) = &self.further {
            let slices = Slices {
                canvas: &self.canvas,
                pipeline: &self.pipeline,
                panes: &self.panes,
            };
            further.draw(&mut pass, list, slices);
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
