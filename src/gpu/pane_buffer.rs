//! The uniforms of a draw list on the GPU: one buffer of a kind, one write, dynamic offsets.

use super::pipeline::{bind_uniforms, uniform_buffer};

/// Uniforms of one draw list, one pane after the other.
pub struct PaneBuffer {
    buffer: wgpu::Buffer,
    binding: wgpu::BindGroup,
    panes: usize,
    /// Bytes of a pane's.
    size: usize,
    /// Bytes from one pane to the next: what dynamic offsets are multiples of.
    stride: usize,
    staging: Vec<u8>,
}

impl PaneBuffer {
    /// For so many panes of `size` bytes each.
    pub fn new(
        device: &wgpu::Device,
        layout: &wgpu::BindGroupLayout,
        limits: &wgpu::Limits,
        size: usize,
        panes: usize,
    ) -> Self {
        let alignment = limits.min_uniform_buffer_offset_alignment.max(1) as usize;
        let stride = size.next_multiple_of(alignment);
        let buffer = uniform_buffer(device, (stride * panes) as u64);
        let binding = bind_uniforms(device, layout, &buffer, size as u64);
        Self {
            buffer,
            binding,
            panes,
            size,
            stride,
            staging: Vec::new(),
        }
    }

    /// Writes the panes of a draw list, all at once.
    pub fn fill<const SIZE: usize>(
        &mut self,
        device: &wgpu::Device,
        queue: &wgpu::Queue,
        layout: &wgpu::BindGroupLayout,
        limits: &wgpu::Limits,
        panes: &[[u8; SIZE]],
    ) {
        if panes.len() > self.panes {
            let panes = panes.len().next_power_of_two();
            *self = Self::new(device, layout, limits, self.size, panes);
        }
        self.staging.clear();
        for pane in panes {
            let end = self.staging.len() + self.stride;
            self.staging.extend(pane);
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
