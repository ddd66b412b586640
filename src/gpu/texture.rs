//! What a frame's bytes are as a texture: as they lie where they are grey, with a fourth byte to
//! each pixel where they are colour.

use crate::pixels::{ColourMap, Layout, Shape, Table};

/// The texture formats of the one bind-group layout: all unsigned, all read by `textureLoad`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cells {
    R8,
    R16,
    R32,
    Rgba8,
}

impl Cells {
    /// The format for such a frame, if it can be drawn.
    #[must_use]
    pub const fn of(layout: Layout, shape: Shape) -> Option<Self> {
        match (shape.samples, layout.allocated) {
            (1, 8) => Some(Self::R8),
            (1, 16) => Some(Self::R16),
            (1, 32) => Some(Self::R32),
            (3, 8) => Some(Self::Rgba8),
            _ => None,
        }
    }

    /// Bytes of one pixel on the GPU.
    #[must_use]
    pub const fn pixel_bytes(self) -> u32 {
        match self {
            Self::R8 => 1,
            Self::R16 => 2,
            Self::R32 | Self::Rgba8 => 4,
        }
    }
}

/// RGB, by pixel or by plane, as RGBA into `rgba`, whose memory is used again.
pub fn expand_rgb(rgb: &[u8], shape: Shape, rgba: &mut Vec<u8>) {
    rgba.clear();
    rgba.reserve(shape.pixels() * 4);
    if shape.planar {
        let (red, others) = rgb.split_at(shape.pixels().min(rgb.len()));
        let (green, blue) = others.split_at(shape.pixels().min(others.len()));
        for ((red, green), blue) in red.iter().zip(green).zip(blue) {
            rgba.extend([*red, *green, *blue, u8::MAX]);
        }
    } else {
        let (pixels, _) = rgb.as_chunks::<3>();
        for [red, green, blue] in pixels {
            rgba.extend([*red, *green, *blue, u8::MAX]);
        }
    }
}

/// Grey level -> RGBA, a row for each colour map; behind them a table's levels, in red.
#[must_use]
pub fn lut(table: Option<&Table>) -> (Shape, Vec<u8>) {
    let levels = table.map_or(&[][..], Table::levels);
    let rows = levels.len().div_ceil(256);
    let shape = Shape {
        columns: 256,
        rows: ColourMap::ROWS + u32::try_from(rows).unwrap_or_default(),
        samples: 4,
        planar: false,
    };
    let colours = |map: ColourMap| (0..=u8::MAX).map(move |level| map.colour(level));
    let rgba = ColourMap::ALL
        .into_iter()
        .flat_map(colours)
        .flat_map(|[red, green, blue]| [red, green, blue, u8::MAX]);
    let mut rgba: Vec<u8> = rgba.collect();
    rgba.extend(levels.iter().flat_map(|level| [*level, 0, 0, u8::MAX]));
    rgba.resize(shape.pixels() * 4, 0);
    (shape, rgba)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_by_pixel_and_by_plane_is_the_same_picture() {
        let mut rgba = vec![9; 100];
        let shape = |planar| Shape {
            columns: 2,
            rows: 1,
            samples: 3,
            planar,
        };
        expand_rgb(&[1, 2, 3, 4, 5, 6], shape(false), &mut rgba);
        assert_eq!(rgba, [1, 2, 3, 255, 4, 5, 6, 255]);
        expand_rgb(&[1, 4, 2, 5, 3, 6], shape(true), &mut rgba);
        assert_eq!(rgba, [1, 2, 3, 255, 4, 5, 6, 255]);
        expand_rgb(&[1], shape(true), &mut rgba);
        assert!(rgba.is_empty());
    }
}
