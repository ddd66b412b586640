//! The uniforms of a draw list on the GPU: one buffer, one write, dynamic offsets.

use super::draw::Pane;
use super::pipeline::{Pipeline, uniform_buffer};
use super::uniform::PaneUniform;

/// Uniforms of one draw list, one pane after the other.
pub(super) struct PaneBuffer {
    buffer: wgpu::Buffer,
    binding: wgpu::BindGroup,
    panes: usize,
    /// Bytes from one pane to the next: what dynamic offsets are multiples of.
    stride: usize,
    staging: Vec<u8>,
}

impl PaneBuffer {
    pub fn new(
        device: &wgpu::Device,
        pipeline: &Pipeline,
        limits: &wgpu::Limits,
        panes: usize,
    ) -> Self {
        let alignment = limits.min_uniform_buffer_offset_alignment.max(1) as usize;
        let stride = PaneUniform::SIZE.next_multiple_of(alignment);
        let buffer = uniform_buffer(device, (stride * panes) as u64);
        let binding = pipeline.bind_panes(device, &buffer);
        Self {
            buffer,
            binding,
            panes,
            stride,
            staging: Vec::new(),
        }
    }

    /// Writes the panes of a draw list, all at once.
    pub fn fill(
        &mut self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        pipeline: &Pipeline,
        limits: &wgpu::Limits,
        panes: &[Pane],
    ) {
        if panes.len() > self.panes {
            *self = Self::new(device, pipeline, limits, panes.len().next_power_of_two());
        }
        self.staging.clear();
        for pane in panes {
            let end = self.staging.len() + self.stride;
            self.staging.extend(PaneUniform::new(pane).to_bytes());
            self.staging.resize(end, 0);
        }
        if !panes.is_empty() {
            queue.write_buffer(&self.buffer, 0, &self.staging);
        }
    }

    pub const fn binding(&self) -> &wgpu::BindGroup {
        &self.binding
    }

    /// Where a pane begins. Fits: a draw list of 4 GB of uniforms does not exist.
    pub fn offset(&self, index: usize) -> u32 {
        u32::try_from(index * self.stride).unwrap_or(u32::MAX)
    }
}
