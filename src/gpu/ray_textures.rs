//! What drawing rays needs of a device: textures, layouts, pipelines.

use super::pipeline::compiled;
use super::rays::RAY_WGSL;

/// What panes are drawn into; what is seen through is the canvas's business.
pub(super) const DRAWN: wgpu::TextureFormat = wgpu::TextureFormat::Rgba8Unorm;

/// True where the texture is another one.
pub(super) fn resize(
    gpu: &wgpu::Device,
    drawn: &mut wgpu::Texture,
    [width, height]: [u32; 2],
) -> bool {
    let is_other = [drawn.width(), drawn.height()] != [width, height];
    if is_other {
        *drawn = texture(gpu, DRAWN, [width, height, 0], true);
    }
    is_other
}

/// Flat where there are no layers.
pub(super) fn texture(
    gpu: &wgpu::Device,
    format: wgpu::TextureFormat,
    size: [u32; 3],
    is_drawn_into: bool,
) -> wgpu::Texture {
    let usage = if is_drawn_into {
        wgpu::TextureUsages::RENDER_ATTACHMENT
    } else {
        wgpu::TextureUsages::COPY_DST
    };
    gpu.create_texture(&wgpu::TextureDescriptor {
        label: None,
        size: extent(size),
        mip_level_count: 1,
        sample_count: 1,
        dimension: if size[2] == 0 {
            wgpu::TextureDimension::D2
        } else {
            wgpu::TextureDimension::D3
        },
        format,
        usage: wgpu::TextureUsages::TEXTURE_BINDING.union(usage),
        view_formats: &[],
    })
}

pub(super) fn extent([width, height, layers]: [u32; 3]) -> wgpu::Extent3d {
    wgpu::Extent3d {
        width,
        height,
        depth_or_array_layers: layers.max(1),
    }
}

pub(super) const fn rows_of(row_bytes: u32, rows: u32) -> wgpu::TexelCopyBufferLayout {
    wgpu::TexelCopyBufferLayout {
        offset: 0,
        bytes_per_row: Some(row_bytes),
        rows_per_image: Some(rows),
    }
}

pub(super) fn view(texture: &wgpu::Texture) -> wgpu::TextureView {
    texture.create_view(&wgpu::TextureViewDescriptor::default())
}

pub(super) const fn entry(
    binding: u32,
    resource: wgpu::BindingResource<'_>,
) -> wgpu::BindGroupEntry<'_> {
    wgpu::BindGroupEntry { binding, resource }
}

pub(super) const fn sampled(view_dimension: wgpu::TextureViewDimension) -> wgpu::BindingType {
    wgpu::BindingType::Texture {
        sample_type: wgpu::TextureSampleType::Float { filterable: true },
        view_dimension,
        multisampled: false,
    }
}

pub(super) fn layout(gpu: &wgpu::Device, types: &[wgpu::BindingType]) -> wgpu::BindGroupLayout {
    let entries: Vec<_> = (0..)
        .zip(types)
        .map(|(binding, ty)| wgpu::BindGroupLayoutEntry {
            binding,
            visibility: wgpu::ShaderStages::FRAGMENT,
            ty: *ty,
            count: None,
        })
        .collect();
    gpu.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: None,
        entries: &entries,
    })
}

pub(super) fn pipeline(
    gpu: &wgpu::Device,
    (groups, entry_point): (&[&wgpu::BindGroupLayout], &'static str),
    format: wgpu::TextureFormat,
) -> wgpu::RenderPipeline {
    let groups: Vec<_> = groups.iter().map(|group| Some(*group)).collect();
    let layout = gpu.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        bind_group_layouts: &groups,
        ..wgpu::PipelineLayoutDescriptor::default()
    });
    compiled(gpu, &layout, format, (RAY_WGSL.to_owned(), entry_point))
}
