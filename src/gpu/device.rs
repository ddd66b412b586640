//! Everything that lives on the GPU: one device, one canvas, the textures of uploaded frames.
//! No error of wgpu ends the page: all of them lead to the one alarm given at the start, after
//! which the device is of no more use and a new one is made on a new canvas.

use std::collections::BTreeMap;

use web_sys::HtmlCanvasElement;

use super::alarm::Alarm;
use super::cut_pipeline::CutPipeline;
use super::draw::{DrawList, Pane, VolumeKey};
use super::pane_buffer::PaneBuffer;
use super::pipeline::Pipeline;
use super::program::Program;
use super::texture::{Cells, expand_rgb};
use super::uniform::PaneUniform;
use super::volumes::Volumes;
use super::{SURROUND, pipeline};
use crate::intake::FrameKey;
use crate::pixels::{Layout, Shape};
use crate::viewport::Rect;

#[cfg(not(feature = "webgl"))]
const BACKENDS: wgpu::Backends = wgpu::Backends::BROWSER_WEBGPU;
#[cfg(feature = "webgl")]
const BACKENDS: wgpu::Backends = wgpu::Backends::GL;

/// Panes that the uniform buffer holds at first; it grows with the draw list.
const PANES_AT_FIRST: usize = 4;

pub struct Device {
    surface: wgpu::Surface<'static>,
    config: wgpu::SurfaceConfiguration,
    gpu: wgpu::Device,
    queue: wgpu::Queue,
    limits: wgpu::Limits,
    pipeline: Pipeline,
    panes: PaneBuffer,
    cuts: CutPipeline,
    frames: BTreeMap<FrameKey, Resident>,
    volumes: Volumes,
    /// RGBA of a colour frame on its way, used again.
    rgba: Vec<u8>,
    alarm: Alarm,
}

/// A frame on the GPU.
struct Resident {
    texture: wgpu::Texture,
    binding: wgpu::BindGroup,
    /// What lies over it.
    over: Option<(wgpu::Texture, wgpu::BindGroup)>,
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

        let config = surface_config(&surface, &adapter, width, height)?;
        surface.configure(&device, &config);
        let pipeline = Pipeline::new(&device, &queue, config.format);
        let layout = &pipeline.pane_layout;
        let panes = PaneBuffer::new(&device, layout, &limits, PaneUniform::SIZE, PANES_AT_FIRST);
        let cuts = CutPipeline::new(&device, &pipeline, config.format, &limits);
        Ok(Self {
            surface,
            config,
            gpu: device,
            queue,
            limits,
            pipeline,
            panes,
            cuts,
            frames: BTreeMap::new(),
            volumes: Volumes::default(),
            rgba: Vec::new(),
            alarm,
        })
    }

    /// The longest row or column of a frame that can be uploaded.
    #[must_use]
    pub const fn max_texture_dimension(&self) -> u32 {
        self.limits.max_texture_dimension_2d
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
        let largest = self.max_texture_dimension();
        let (width, height) = (width.clamp(1, largest), height.clamp(1, largest));
        if self.is_lost() || (width, height) == (self.config.width, self.config.height) {
            return;
        }
        self.config.width = width;
        self.config.height = height;
        self.surface.configure(&self.gpu, &self.config);
    }

    /// Puts a frame's bytes, as they lie, on the GPU, and RGBA of its size that lies over it; one
    /// that is there already stays.
    ///
    /// # Errors
    /// A sentence, where the frame is too large for a texture, too short, or of a kind that is
    /// not drawn.
    pub fn upload(
        &mut self,
        key: FrameKey,
        layout: Layout,
        shape: Shape,
        bytes: &[u8],
        over: Option<&[u8]>,
    ) -> Result<(), String> {
        if self.is_lost() || self.holds(key) {
            return Ok(());
        }
        let largest = self.max_texture_dimension();
        if shape.columns.max(shape.rows) > largest {
            return Err(format!(
                "{} x {} pixels, but this graphics device takes {largest} x {largest} at most",
                shape.columns, shape.rows
            ));
        }
        let cells = Cells::of(layout, shape)
            .filter(|_| shape.pixels() > 0)
            .ok_or_else(|| format!("{} samples of {} bits", shape.samples, layout.allocated))?;
        let needed = shape.sample_count() * layout.sample_bytes();
        let bytes = bytes
            .get(..needed)
            .ok_or_else(|| format!("{} bytes where a frame has {needed}", bytes.len()))?;
        let bytes = if cells == Cells::Rgba8 {
            expand_rgb(bytes, shape, &mut self.rgba);
            &self.rgba
        } else {
            bytes
        };
        let texture = pipeline::texture(&self.gpu, &self.queue, cells, shape, bytes);
        let binding = self.pipeline.bind_frame(&self.gpu, &texture);
        let over = over.map(|rgba| {
            let texture = pipeline::texture(&self.gpu, &self.queue, Cells::Rgba8, shape, rgba);
            let binding = self.pipeline.bind_frame(&self.gpu, &texture);
            (texture, binding)
        });
        let resident = Resident {
            texture,
            binding,
            over,
        };
        self.frames.insert(key, resident);
        Ok(())
    }

    /// Gives a frame's memory back.
    pub fn evict(&mut self, key: FrameKey) {
        if let Some(resident) = self.frames.remove(&key) {
            resident.texture.destroy();
            if let Some((over, _)) = resident.over {
                over.destroy();
            }
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
        self.encode(&mut encoder, &view, list);
        self.queue.submit([encoder.finish()]);
        self.queue.present(canvas);
        Ok(true)
    }

    fn next_canvas(&self) -> Option<wgpu::SurfaceTexture> {
        use wgpu::CurrentSurfaceTexture as Current;
        if self.is_lost() {
            return None;
        }
        match self.surface.get_current_texture() {
            Current::Success(texture) | Current::Suboptimal(texture) => Some(texture),
            Current::Timeout | Current::Occluded => None,
            Current::Outdated => {
                self.surface.configure(&self.gpu, &self.config);
                None
            }
            Current::Lost | Current::Validation => {
                self.alarm.raise("the canvas was lost");
                None
            }
        }
    }

    /// Uniforms, programs, tables and places are there before the pass begins.
    fn prepare(&mut self, list: &DrawList) {
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
        for uniform in &of_slices {
            pipeline.prepare(gpu, Program::of(uniform));
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
            let Some(rect) = self.inside_canvas(pane.image_rect()) else {
                continue;
            };
            // The triangle covers the canvas; the pane's image is what the scissor leaves of it.
            let program = Program::of(&PaneUniform::new(pane));
            let Some(render) = self.pipeline.render(program) else {
                continue;
            };
            pass.set_pipeline(render);
            pass.set_scissor_rect(rect.x, rect.y, rect.width, rect.height);
            let over = resident.over.as_ref().map(|(_, binding)| binding);
            pass.set_bind_group(0, self.pipeline.lut(pane.table()), &[]);
            pass.set_bind_group(1, &resident.binding, &[]);
            pass.set_bind_group(3, over.unwrap_or(&self.pipeline.nothing_over), &[]);
            pass.set_bind_group(2, self.panes.binding(), &[self.panes.offset(index)]);
            pass.draw(0..3, 0..1);
        }
        for (index, cut) in list.cuts.iter().enumerate() {
            let Some(rect) = self.inside_canvas(cut.rect) else {
                continue;
            };
            pass.set_scissor_rect(rect.x, rect.y, rect.width, rect.height);
            let offset = self.panes.offset(list.panes.len() + index);
            let lut = self.pipeline.lut(cut.path.window.table.as_ref());
            let values = (lut, self.panes.binding(), offset);
            self.cuts
                .draw(&mut pass, &self.volumes, (index, cut), values);
        }
    }

    /// The part of a rectangle that is on the canvas: a pane may be a frame behind a resize.
    fn inside_canvas(&self, rect: Rect) -> Option<Rect> {
        let width = rect.width.min(self.config.width.checked_sub(rect.x)?);
        let height = rect.height.min(self.config.height.checked_sub(rect.y)?);
        (width > 0 && height > 0).then_some(Rect {
            width,
            height,
            ..rect
        })
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

/// The canvas in eight bits as they are: sRGB formats would bend every grey level.
fn surface_config(
    surface: &wgpu::Surface<'_>,
    adapter: &wgpu::Adapter,
    width: u32,
    height: u32,
) -> Result<wgpu::SurfaceConfiguration, String> {
    use wgpu::TextureFormat::{Bgra8Unorm, Rgba8Unorm};
    let offered = surface.get_capabilities(adapter).formats;
    let format = offered
        .into_iter()
        .find(|format| matches!(format, Bgra8Unorm | Rgba8Unorm))
        .ok_or("the canvas offers no plain 8-bit format")?;
    Ok(wgpu::SurfaceConfiguration {
        usage: wgpu::TextureUsages::RENDER_ATTACHMENT,
        format,
        color_space: wgpu::SurfaceColorSpace::Auto,
        width,
        height,
        present_mode: wgpu::PresentMode::Fifo,
        desired_maximum_frame_latency: 2,
        alpha_mode: wgpu::CompositeAlphaMode::Opaque,
        view_formats: Vec::new(),
    })
}
