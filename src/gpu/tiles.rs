//! An image that is larger than a texture may be, in the layers of one. All layers have one size, so
//! that the shader finds a voxel's layer by division, and its neighbours as well: no layer needs a
//! border, and no seam can be seen. A smaller image is a texture of one layer.

use std::ops::Range;

use crate::pixels::Shape;

/// Bytes that are on their way to the GPU at once.
const STRIP_BYTES: u64 = 16 << 20;

/// What a device takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Largest {
    /// Columns or rows of a texture.
    pub side: u32,
    /// Layers of one.
    pub layers: u32,
}

/// How an image is cut. Keep in sync with `tiled_cells.wgsl`, which reckons `across` again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tiles {
    /// Columns and rows of each layer; the last ones across and down are filled in part.
    pub size: [u32; 2],
    pub across: u32,
    pub down: u32,
}

/// Pixels of one layer that come from one strip of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub layer: u32,
    /// Column and row of the layer that its first pixel goes to.
    pub origin: [u32; 2],
    /// Column of the image, and row of the strip, that its first pixel comes from.
    pub from: [u32; 2],
    pub extent: [u32; 2],
}

impl Tiles {
    /// The fewest tiles for an image; `None` where that is more than there are layers, or nothing.
    #[must_use]
    pub fn of(shape: Shape, largest: Largest) -> Option<Self> {
        let side = largest.side.max(1);
        let [across, down] = [shape.columns, shape.rows].map(|extent| extent.div_ceil(side));
        let layers = across.checked_mul(down).filter(|layers| *layers > 0)?;
        (layers == 1 || layers <= largest.layers).then(|| Self {
            size: [shape.columns.div_ceil(across), shape.rows.div_ceil(down)],
            across,
            down,
        })
    }

    #[must_use]
    pub const fn layers(&self) -> u32 {
        self.across * self.down
    }

    #[must_use]
    pub const fn is_tiled(&self) -> bool {
        self.layers() > 1
    }

    /// Where the pixels of some rows of the image go to.
    pub fn parts(&self, columns: u32, rows: &Range<u32>) -> impl Iterator<Item = Part> + use<> {
        let (Self { size, across, .. }, rows) = (*self, rows.clone());
        let [wide, high] = size;
        (rows.start / high..rows.end.div_ceil(high)).flat_map(move |down| {
            let first = rows.start.max(down * high);
            let end = rows.end.min((down + 1) * high);
            (0..across).map(move |nth| Part {
                layer: down * across + nth,
                origin: [0, first - down * high],
                from: [nth * wide, first - rows.start],
                extent: [wide.min(columns - nth * wide), end - first],
            })
        })
    }
}

/// The rows of an image, in strips that are no larger than need be: of what has so many bytes a row.
pub fn strips(rows: u32, row_bytes: u64) -> impl Iterator<Item = Range<u32>> {
    let at_once = (STRIP_BYTES / row_bytes.max(1)).clamp(1, u64::from(rows.max(1)));
    let at_once = u32::try_from(at_once).unwrap_or(1);
    (0..rows.div_ceil(at_once)).map(move |nth| {
        let start = nth * at_once;
        start..rows.min(start + at_once)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn shape(columns: u32, rows: u32) -> Shape {
        Shape {
            columns,
            rows,
            samples: 1,
            planar: false,
        }
    }

    fn at_most(side: u32) -> Largest {
        Largest { side, layers: 256 }
    }

    /// As `layer_of` and `place_in_layer` of `tiled_cells.wgsl` have it.
    fn layer_and_place(image: Shape, tile: [u32; 2], [column, row]: [u32; 2]) -> (u32, [u32; 2]) {
        let across = image.columns.div_ceil(tile[0]);
        let (x, y) = (column / tile[0], row / tile[1]);
        (y * across + x, [column - x * tile[0], row - y * tile[1]])
    }

    #[test]
    fn each_pixel_is_once_where_the_shader_looks_for_it() {
        for (columns, rows) in [(1, 1), (256, 256), (257, 256), (700, 513), (1021, 3)] {
            for at_once in [1, 7, 300, 2000] {
                let image = shape(columns, rows);
                let tiles = Tiles::of(image, at_most(256)).unwrap();
                assert!(tiles.size.iter().all(|side| *side <= 256), "{tiles:?}");
                let layer_pixels = (tiles.size[0] * tiles.size[1]) as usize;
                let mut layers = vec![None; layer_pixels * tiles.layers() as usize];
                for start in (0..rows).step_by(at_once as usize) {
                    let strip = start..rows.min(start + at_once);
                    for part in tiles.parts(columns, &strip) {
                        for y in 0..part.extent[1] {
                            for x in 0..part.extent[0] {
                                let place =
                                    (part.origin[1] + y) * tiles.size[0] + part.origin[0] + x;
                                let at = part.layer as usize * layer_pixels + place as usize;
                                let pixel = [part.from[0] + x, start + part.from[1] + y];
                                assert_eq!(layers[at].replace(pixel), None);
                            }
                        }
                    }
                }
                for pixel in (0..rows).flat_map(|row| (0..columns).map(move |column| [column, row]))
                {
                    let (layer, [x, y]) = layer_and_place(image, tiles.size, pixel);
                    let at = layer as usize * layer_pixels + (y * tiles.size[0] + x) as usize;
                    assert_eq!(layers[at], Some(pixel), "{columns} x {rows}");
                }
            }
        }
    }

    #[test]
    fn an_image_that_fits_is_one_texture_and_one_of_too_many_layers_none() {
        let one = Tiles::of(shape(512, 300), at_most(512)).unwrap();
        assert_eq!((one.size, one.is_tiled()), ([512, 300], false));
        let largest = |layers| Largest { side: 256, layers };
        assert_eq!(Tiles::of(shape(1024, 1024), largest(15)), None);
        let sixteen = Tiles::of(shape(1024, 1024), largest(16)).unwrap();
        assert_eq!(sixteen.layers(), 16);
        assert_eq!(Tiles::of(shape(0, 5), at_most(256)), None);
        let slide = Tiles::of(shape(65_535, 65_535), at_most(8192)).unwrap();
        assert_eq!((slide.size, slide.layers()), ([8192, 8192], 64));
        // Ten thousand squared: four tiles, with no memory lost at their ends.
        let large = Tiles::of(shape(10_000, 10_000), at_most(8192)).unwrap();
        assert_eq!((large.size, large.layers()), ([5000, 5000], 4));
    }

    #[test]
    fn strips_are_all_rows_in_order_and_none_is_long() {
        let strips: Vec<_> = super::strips(10_000, 30_000).collect();
        assert!(strips.iter().all(|rows| rows.len() * 30_000 <= 16 << 20));
        let rows: Vec<u32> = strips.into_iter().flatten().collect();
        assert!(rows.into_iter().eq(0..10_000));
        // A row is a strip at least.
        assert_eq!(super::strips(3, 1 << 30).count(), 3);
        assert_eq!(super::strips(0, 1).count(), 0);
    }
}
