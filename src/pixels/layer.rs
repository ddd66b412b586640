//! A segmentation's frame as a coloured layer over an image (PS3.3 C.8.20).

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::layout::{Frame, Layout, Shape};

/// How much of the image a filled layer hides, of 255: 35 % (BEHAVIOUR 2).
const FILLED: u32 = 89;

/// Colours of segments that bring none: told apart by those who do not see all colours too.
const COLOURS: [[u8; 3]; 3] = [[230, 140, 40], [60, 130, 220], [245, 235, 160]];

/// What a segmentation is of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segmentation {
    pub meaning: Meaning,
    pub segments: Vec<Segment>,
}

/// What a stored value says of its pixel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Meaning {
    /// In the frame's segment or not.
    Binary,
    /// How much or how surely it is, with the value of all (Maximum Fractional Value).
    Fraction { all: u32 },
    /// The number of its segment.
    Labels,
}

/// One segment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    pub number: u32,
    pub label: String,
    pub colour: [u8; 3],
}

/// The colour of the nth segment (from 0) that brings none.
#[must_use]
pub const fn colour(nth: usize) -> [u8; 3] {
    COLOURS[nth % COLOURS.len()]
}

/// A frame of a segmentation that lies in the plane of an image.
#[derive(Clone, Debug, PartialEq)]
pub struct Layer {
    pub layout: Layout,
    pub shape: Shape,
    /// Column and row of the frame by those of the image, each with what is added.
    pub from_image: [[f64; 3]; 2],
    pub segmentation: Arc<Segmentation>,
    /// Of its frame; `None` of labels, which name their segments themselves.
    pub segment: Option<u32>,
    pub hidden: Vec<u32>,
    pub outlined: bool,
}

impl Layer {
    /// Paints it over RGBA of an image of this size.
    pub fn paint(&self, cells: &Frame<'_>, image: Shape, rgba: &mut [u8]) {
        self.paint_rows(cells, image, 0..image.rows, rgba);
    }

    /// Paints it over RGBA of some rows of an image of this size.
    pub fn paint_rows(&self, cells: &Frame<'_>, image: Shape, rows: Range<u32>, rgba: &mut [u8]) {
        // An outline asks for the rows above and below too.
        let around = rows.start.saturating_sub(1)..(rows.end + 1).min(image.rows);
        let columns = image.columns as usize;
        let above = (rows.start - around.start) as usize * columns;
        let shares = self.shares(cells, image.columns, around);
        let (pixels, _) = rgba.as_chunks_mut::<4>();
        for (at, pixel) in (above..).zip(pixels) {
            let Some((segment, share)) = shares.get(at).copied().flatten() else {
                continue;
            };
            let alpha = if self.outlined {
                let is_other = |other: Option<usize>| {
                    let other = other.and_then(|other| shares.get(other).copied().flatten());
                    other.map(|(segment, _)| segment) != Some(segment)
                };
                let column = at % columns;
                let beside = [
                    (column > 0).then(|| at - 1),
                    (column + 1 < columns).then_some(at + 1),
                    at.checked_sub(columns),
                    Some(at + columns),
                ];
                if beside.into_iter().any(is_other) {
                    255
                } else {
                    0
                }
            } else {
                FILLED * share / 255
            };
            if let Some(segment) = self.segmentation.segments.get(segment) {
                lay(pixel, segment.colour, alpha);
            }
        }
    }

    /// The segment (by its place in the list) of each pixel of some rows, and its share of 255.
    fn shares(
        &self,
        cells: &Frame<'_>,
        columns: u32,
        rows: Range<u32>,
    ) -> Vec<Option<(usize, u32)>> {
        let [column_of, row_of] = self.from_image;
        let along = |[x, y, one]: [f64; 3], column: u32, row: u32| {
            (x * f64::from(column) + y * f64::from(row) + one).round()
        };
        let mut shares = Vec::with_capacity(rows.len() * columns as usize);
        for row in rows {
            for column in 0..columns {
                let at = [along(column_of, column, row), along(row_of, column, row)];
                let stored = place(at).and_then(|[x, y]| cells.stored_value_at(x, y));
                shares.push(stored.and_then(|stored| self.share(stored)));
            }
        }
        shares
    }

    fn share(&self, stored: i64) -> Option<(usize, u32)> {
        let stored = u32::try_from(stored).ok().filter(|stored| *stored > 0)?;
        let (number, share) = match self.segmentation.meaning {
            Meaning::Binary => (self.segment?, 255),
            Meaning::Fraction { all } => {
                let share = u64::from(stored) * 255 / u64::from(all.max(1));
                let share = u32::try_from(share.min(255)).ok()?;
                // An outline is of what is more likely in than out.
                (
                    self.segment?,
                    Some(share).filter(|share| *share >= 128 || !self.outlined)?,
                )
            }
            Meaning::Labels => (stored, 255),
        };
        let mut segments = self.segmentation.segments.iter();
        let at = segments.position(|segment| segment.number == number)?;
        (!self.hidden.contains(&number)).then_some((at, share))
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held against the range"
)]
fn place(at: [f64; 2]) -> Option<[u32; 2]> {
    let inside = |at: &f64| (0.0..=f64::from(u16::MAX)).contains(at);
    at.iter().all(inside).then(|| at.map(|at| at as u32))
}

/// A colour over what is there already.
fn lay(pixel: &mut [u8; 4], colour: [u8; 3], alpha: u32) {
    let [red, green, blue, below] = *pixel;
    let kept = u32::from(below) * (255 - alpha) / 255;
    let all = alpha + kept;
    if all == 0 {
        return;
    }
    let mixed = |over: u8, under: u8| {
        let mixed = (u32::from(over) * alpha + u32::from(under) * kept) / all;
        u8::try_from(mixed).unwrap_or(u8::MAX)
    };
    let [r, g, b] = colour;
    let opaque = u8::try_from(all).unwrap_or(u8::MAX);
    *pixel = [mixed(r, red), mixed(g, green), mixed(b, blue), opaque];
}

/// sRGB of a colour in CIE L\*a\*b\* of D50 (PS3.3 C.10.7.1.1).
#[must_use]
#[expect(clippy::many_single_char_names, reason = "names of the spaces' axes")]
pub fn srgb_of_lab(lab: [u16; 3]) -> [u8; 3] {
    let [lightness, a, b] = lab.map(f64::from);
    let lightness = lightness * 100.0 / 65535.0;
    let [a, b] = [a, b].map(|part| part * 255.0 / 65535.0 - 128.0);
    let y = (lightness + 16.0) / 116.0;
    let cube = |t: f64| {
        if t > 6.0 / 29.0 {
            t.powi(3)
        } else {
            3.0 * (6.0_f64 / 29.0).powi(2) * (t - 4.0 / 29.0)
        }
    };
    // D50, and from it to the primaries of sRGB with the white of D65 (Bradford).
    let [x, y, z] = [
        0.9642 * cube(y + a / 500.0),
        cube(y),
        0.8249 * cube(y - b / 200.0),
    ];
    let linear = [
        3.133_856 * x - 1.616_867 * y - 0.490_615 * z,
        -0.978_768 * x + 1.916_142 * y + 0.033_454 * z,
        0.071_945 * x - 0.228_991 * y + 1.405_243 * z,
    ];
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 255"
    )]
    linear.map(|part| {
        let part = part.clamp(0.0, 1.0);
        let bent = if part <= 0.003_130_8 {
            12.92 * part
        } else {
            1.055 * part.powf(1.0 / 2.4) - 0.055
        };
        (bent * 255.0).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::Endian;

    const SHAPE: Shape = Shape {
        columns: 4,
        rows: 4,
        samples: 1,
        planar: false,
    };
    const LAYOUT: Layout = Layout {
        allocated: 8,
        stored: 8,
        high_bit: 7,
        signed: false,
        float: false,
        endian: Endian::Little,
    };

    fn layer(meaning: Meaning, segment: Option<u32>) -> Layer {
        let segment_of = |number, colour| Segment {
            number,
            label: String::new(),
            colour,
        };
        Layer {
            layout: LAYOUT,
            shape: SHAPE,
            from_image: [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]],
            segmentation: Arc::new(Segmentation {
                meaning,
                segments: vec![segment_of(1, [255, 0, 0]), segment_of(4, [0, 0, 255])],
            }),
            segment,
            hidden: Vec::new(),
            outlined: false,
        }
    }

    fn painted(layer: &Layer, cells: [u8; 16]) -> Vec<[u8; 4]> {
        let mut rgba = vec![0; 64];
        layer.paint(
            &Frame::new(&cells, LAYOUT, SHAPE).unwrap(),
            SHAPE,
            &mut rgba,
        );
        rgba.as_chunks::<4>().0.to_vec()
    }

    #[test]
    fn labels_have_the_colours_of_their_segments_and_others_none() {
        let mut cells = [0; 16];
        (cells[1], cells[2], cells[3]) = (1, 4, 9);
        let mut labels = layer(Meaning::Labels, None);
        let pixels = painted(&labels, cells);
        assert_eq!(
            pixels[..4],
            [[0; 4], [255, 0, 0, 89], [0, 0, 255, 89], [0; 4]]
        );
        labels.hidden = vec![1];
        assert_eq!(painted(&labels, cells)[1], [0; 4]);
    }

    #[test]
    fn a_fraction_is_as_dense_as_it_is_sure() {
        let mut cells = [0; 16];
        (cells[0], cells[1]) = (100, 50);
        let pixels = painted(&layer(Meaning::Fraction { all: 100 }, Some(4)), cells);
        assert_eq!([pixels[0][3], pixels[1][3], pixels[2][3]], [89, 44, 0]);
    }

    #[test]
    fn an_outline_is_the_outermost_pixels() {
        let filled = Layer {
            outlined: true,
            ..layer(Meaning::Binary, Some(1))
        };
        let cells = [0, 0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1];
        let alphas: Vec<u8> = painted(&filled, cells)
            .iter()
            .map(|pixel| pixel[3])
            .collect();
        let set: Vec<usize> = (0..16).filter(|at| alphas[*at] == 255).collect();
        assert_eq!(set, [5, 6, 7, 9, 11, 13, 14, 15]);
        // In strips of one row it is the same.
        for row in 0..4 {
            let mut rgba = vec![0; 16];
            let cells = Frame::new(&cells, LAYOUT, SHAPE).unwrap();
            filled.paint_rows(&cells, SHAPE, row..row + 1, &mut rgba);
            let painted: Vec<u8> = rgba.iter().skip(3).step_by(4).copied().collect();
            assert_eq!(painted, alphas[row as usize * 4..][..4], "{row}");
        }
    }

    #[test]
    fn a_mask_of_another_grid_lies_where_it_is() {
        // Twice as coarse, and one of its pixels to the right.
        let shifted = Layer {
            from_image: [[0.5, 0.0, -1.0], [0.0, 0.5, 0.0]],
            ..layer(Meaning::Binary, Some(1))
        };
        let mut cells = [0; 16];
        cells[0] = 1;
        let pixels = painted(&shifted, cells);
        let set: Vec<usize> = (0..16).filter(|at| pixels[*at][3] > 0).collect();
        // Halves are rounded away from zero.
        assert_eq!(set, [2]);
    }

    #[test]
    fn lab_is_srgb() {
        assert_eq!(srgb_of_lab([65535, 32896, 32896]), [255, 255, 255]);
        assert_eq!(srgb_of_lab([0, 32896, 32896]), [0, 0, 0]);
        // Red of sRGB is 54.29, 80.80, 69.89 in D50: 655.35 and 257 times that.
        let red = srgb_of_lab([35_579, 53_662, 50_858]);
        assert!(red[0] >= 254 && red[1] <= 2 && red[2] <= 2, "{red:?}");
    }
}
