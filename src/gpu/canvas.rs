//! The canvas as a surface of the device, in eight bits as they are.

use crate::viewport::Rect;

pub struct Canvas {
    surface: wgpu::Surface<'static>,
    config: wgpu::SurfaceConfiguration,
}

impl Canvas {
    /// # Errors
    /// A sentence, where the canvas offers no plain 8-bit format.
    pub fn new(
        surface: wgpu::Surface<'static>,
        adapter: &wgpu::Adapter,
        gpu: &wgpu::Device,
        size: [u32; 2],
    ) -> Result<Self, String> {
        let config = surface_config(&surface, adapter, size)?;
        surface.configure(gpu, &config);
        Ok(Self { surface, config })
    }

    pub const fn format(&self) -> wgpu::TextureFormat {
        self.config.format
    }

    /// It is empty then, until something is drawn; of the same size it stays.
    pub fn resize(&mut self, gpu: &wgpu::Device, [width, height]: [u32; 2]) {
        if [width, height] == [self.config.width, self.config.height] {
            return;
        }
        self.config.width = width;
        self.config.height = height;
        self.surface.configure(gpu, &self.config);
    }

    /// What is drawn into next; `None` where the browser has none just now.
    ///
    /// # Errors
    /// A sentence, where it is of no more use.
    pub fn next(&self, gpu: &wgpu::Device) -> Result<Option<wgpu::SurfaceTexture>, &'static str> {
        use wgpu::CurrentSurfaceTexture as Current;
        match self.surface.get_current_texture() {
            Current::Success(texture) | Current::Suboptimal(texture) => Ok(Some(texture)),
            Current::Timeout | Current::Occluded => Ok(None),
            Current::Outdated => {
                self.surface.configure(gpu, &self.config);
                Ok(None)
            }
            Current::Lost | Current::Validation => Err("the canvas was lost"),
        }
    }

    /// The part of a rectangle that is on the canvas: a pane may be a frame behind a resize.
    pub fn inside(&self, rect: Rect) -> Option<Rect> {
        let width = rect.width.min(self.config.width.checked_sub(rect.x)?);
        let height = rect.height.min(self.config.height.checked_sub(rect.y)?);
        (width > 0 && height > 0).then_some(Rect {
            width,
            height,
            ..rect
        })
    }
}

/// The canvas in eight bits as they are: sRGB formats would bend every grey level.
fn surface_config(
    surface: &wgpu::Surface<'_>,
    adapter: &wgpu::Adapter,
    [width, height]: [u32; 2],
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
