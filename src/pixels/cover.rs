//! What a file lays over its own image: overlay planes (PS3.3 C.9.2) and the display shutter
//! (C.7.6.11), as one picture in colours of the size of the image.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::layout::{Frame, Shape};

/// All that is laid over the frames of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    pub planes: Vec<Plane>,
    pub shutter: Option<Shutter>,
}

/// An overlay plane: a bit for each of its pixels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plane {
    pub rows: u32,
    pub columns: u32,
    /// Row and column of the image, from 1, that its first pixel lies on; 0 and less are outside.
    pub origin: [i32; 2],
    /// The image's frames (from 0) that it has bits for, each its own: the first, and how many.
    /// `None` where the same bits lie over every frame.
    pub frames: Option<[u32; 2]>,
    pub bits: Bits,
}

/// Where the bits are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bits {
    /// Eight to a byte, the lowest first, frame after frame.
    Own(Vec<u8>),
    /// In the cells of the image, at this bit (retired: C.9.2.1.1).
    InCells(u8),
}

/// What is seen through: inside of all shapes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shutter {
    /// Left and right column, upper and lower row, all from 1 and seen.
    pub rectangle: Option<[i64; 4]>,
    /// Row and column of the centre, from 1, and the radius, in pixels.
    pub circle: Option<[i64; 3]>,
    /// Row and column of each corner.
    pub polygon: Vec<[i64; 2]>,
    /// Its bits are not seen (C.7.6.15).
    pub bitmap: Option<Plane>,
    /// Of what is not seen.
    pub colour: [u8; 3],
}

/// Red, green, blue, and how much of what is below is hidden.
type Colour = [u8; 4];

const OF_PLANES: Colour = [255, 255, 255, 255];

impl Cover {
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.planes.is_empty() && self.shutter.is_none()
    }

    /// Without what is in the cells of the image itself; `None` where nothing is left.
    #[must_use]
    pub fn without_cells(&self) -> Option<Self> {
        let is_own = |plane: &&Plane| matches!(plane.bits, Bits::Own(_));
        let left = Self {
            planes: self.planes.iter().filter(is_own).cloned().collect(),
            shutter: self.shutter.clone(),
        };
        (!left.is_empty()).then_some(left)
    }

    /// The picture over a frame (from 0) whose cells are `cells`: RGBA, row by row. What is not
    /// covered has no alpha.
    #[must_use]
    pub fn picture(&self, frame: u32, shape: Shape, cells: Option<&Frame<'_>>) -> Vec<u8> {
        self.rows(frame, shape.columns, 0..shape.rows, cells)
    }

    /// Some rows of the picture over a frame of so many columns; `cells` are of these rows alone.
    #[must_use]
    pub fn rows(
        &self,
        frame: u32,
        columns: u32,
        rows: Range<u32>,
        cells: Option<&Frame<'_>>,
    ) -> Vec<u8> {
        let wide = columns as usize;
        let mut rgba = vec![0; rows.len() * wide * 4];
        let (pixels, _) = rgba.as_chunks_mut::<4>();
        if let Some(shutter) = &self.shutter {
            let [red, green, blue] = shutter.colour;
            let hidden = [red, green, blue, 255];
            let lines = pixels.chunks_exact_mut(wide.max(1));
            for (row, line) in (i64::from(rows.start) + 1..).zip(lines) {
                for (column, pixel) in (1..).zip(line) {
                    if !shutter.shows(column, row) {
                        *pixel = hidden;
                    }
                }
            }
            if let Some(plane) = &shutter.bitmap {
                plane.draw(hidden, frame, (columns, rows.start), pixels);
            }
        }
        for plane in &self.planes {
            match &plane.bits {
                Bits::Own(_) => plane.draw(OF_PLANES, frame, (columns, rows.start), pixels),
                Bits::InCells(bit) => {
                    let cells = cells.into_iter().flat_map(Frame::cells);
                    for (pixel, cell) in pixels.iter_mut().zip(cells) {
                        if cell >> bit & 1 == 1 {
                            *pixel = OF_PLANES;
                        }
                    }
                }
            }
        }
        rgba
    }
}

impl Plane {
    /// Draws its own bits over rows of so many columns from a first one on.
    fn draw(
        &self,
        colour: Colour,
        frame: u32,
        (columns, first_row): (u32, u32),
        pixels: &mut [Colour],
    ) {
        let Bits::Own(bits) = &self.bits else { return };
        let nth = self.frames.map_or(Some(0), |[first, count]| {
            frame.checked_sub(first).filter(|nth| *nth < count)
        });
        let Some(nth) = nth else { return };
        let [top, left] = self.origin.map(|at| i64::from(at) - 1);
        let start = u64::from(nth) * u64::from(self.rows) * u64::from(self.columns);
        // Row by row of the image: a plane may state any size.
        let lines = pixels.chunks_exact_mut((columns as usize).max(1));
        for (y, line) in (i64::from(first_row)..).zip(lines) {
            let Some(row) = within(y - top, self.rows) else {
                continue;
            };
            for (x, pixel) in (0_i64..).zip(line) {
                let Some(column) = within(x - left, self.columns) else {
                    continue;
                };
                let at = start + row * u64::from(self.columns) + column;
                let byte = usize::try_from(at / 8).ok().and_then(|byte| bits.get(byte));
                if byte.is_some_and(|byte| byte >> (at % 8) & 1 == 1) {
                    *pixel = colour;
                }
            }
        }
    }
}

/// A row or column of a plane that has so many.
fn within(at: i64, extent: u32) -> Option<u64> {
    u64::try_from(at).ok().filter(|at| *at < u64::from(extent))
}

impl Shutter {
    /// Whether a pixel is seen, its column and row counted from 1.
    #[must_use]
    pub fn shows(&self, column: i64, row: i64) -> bool {
        let in_rectangle = self.rectangle.is_none_or(|[left, right, upper, lower]| {
            (left..=right).contains(&column) && (upper..=lower).contains(&row)
        });
        let in_circle = self
            .circle
            .is_none_or(|[centre_row, centre_column, radius]| {
                let [down, across] = [row - centre_row, column - centre_column];
                down.saturating_mul(down)
                    .saturating_add(across.saturating_mul(across))
                    <= radius.saturating_mul(radius)
            });
        in_rectangle && in_circle && (self.polygon.len() < 3 || self.in_polygon(column, row))
    }

    /// Inside where a line to the right crosses the outline an odd number of times; corners and
    /// edges count as inside.
    fn in_polygon(&self, column: i64, row: i64) -> bool {
        let corners = self.polygon.iter();
        let next = corners.clone().cycle().skip(1);
        let mut inside = false;
        for ([row_a, column_a], [row_b, column_b]) in corners.zip(next) {
            let across = (column_b - column_a).saturating_mul(row - row_a);
            let along = (column - column_a).saturating_mul(row_b - row_a);
            let between = |a: &i64, b: &i64, at: i64| *a.min(b) <= at && at <= *a.max(b);
            if across == along && between(row_a, row_b, row) && between(column_a, column_b, column)
            {
                return true;
            }
            let crosses = (*row_a > row) != (*row_b > row);
            let is_right = if row_b > row_a {
                along < across
            } else {
                along > across
            };
            inside ^= crosses && is_right;
        }
        inside
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::{Endian, Layout};

    const SHAPE: Shape = Shape {
        columns: 4,
        rows: 3,
        samples: 1,
        planar: false,
    };

    fn alphas(rgba: &[u8]) -> Vec<u8> {
        rgba.as_chunks::<4>()
            .0
            .iter()
            .map(|[.., alpha]| alpha / 255)
            .collect()
    }

    fn plane(origin: [i32; 2], bits: Bits) -> Cover {
        let plane = Plane {
            rows: 2,
            columns: 2,
            origin,
            frames: Some([0, 2]),
            bits,
        };
        Cover {
            planes: vec![plane],
            shutter: None,
        }
    }

    #[test]
    fn planes_lie_where_their_origin_says_and_are_cut_at_the_image() {
        // A diagonal, then all of the second frame.
        let bits = || Bits::Own(vec![0b1111_1001]);
        let drawn = |origin, frame| alphas(&plane(origin, bits()).picture(frame, SHAPE, None));
        assert_eq!(drawn([1, 1], 0), [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
        assert_eq!(drawn([0, 4], 0), [0; 12]);
        assert_eq!(drawn([0, 0], 0), [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(drawn([3, 4], 1), [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(drawn([1, 1], 2), [0; 12]);
    }

    #[test]
    fn some_rows_are_those_of_the_whole() {
        let cover = Cover {
            shutter: Some(Shutter {
                circle: Some([2, 2, 1]),
                ..Shutter::default()
            }),
            ..plane([2, 3], Bits::Own(vec![0b1001]))
        };
        let whole = cover.picture(0, SHAPE, None);
        for at in 0..SHAPE.rows {
            let row = cover.rows(0, SHAPE.columns, at..at + 1, None);
            assert_eq!(row, whole[at as usize * 16..][..16], "{at}");
        }
        assert_eq!(cover.rows(0, SHAPE.columns, 1..3, None), whole[16..]);
    }

    #[test]
    fn bits_in_cells_are_found() {
        let layout = Layout {
            allocated: 16,
            stored: 12,
            high_bit: 11,
            signed: false,
            float: false,
            endian: Endian::Big,
        };
        let mut bytes = [0; 24];
        bytes[2] = 0x10;
        let frame = Frame::new(&bytes, layout, SHAPE).unwrap();
        let cover = plane([1, 1], Bits::InCells(12));
        assert_eq!(
            alphas(&cover.picture(0, SHAPE, Some(&frame)))[..3],
            [0, 1, 0]
        );
    }

    #[test]
    fn a_shutter_shows_what_is_inside_of_all_its_shapes() {
        let rectangle = Shutter {
            rectangle: Some([2, 3, 1, 2]),
            ..Shutter::default()
        };
        assert!(rectangle.shows(2, 1) && rectangle.shows(3, 2));
        assert!(!rectangle.shows(1, 1) && !rectangle.shows(2, 3));
        let both = Shutter {
            circle: Some([1, 2, 1]),
            ..rectangle
        };
        assert!(both.shows(3, 1) && both.shows(2, 2) && !both.shows(3, 2));
        let triangle = Shutter {
            polygon: vec![[1, 1], [1, 9], [9, 1]],
            ..Shutter::default()
        };
        let seen = [[1, 1], [9, 1], [1, 9], [5, 5], [4, 4]];
        assert!(
            seen.iter()
                .all(|[column, row]| triangle.shows(*column, *row))
        );
        assert!(!triangle.shows(6, 5) && !triangle.shows(0, 1) && !triangle.shows(1, 10));
        let covered = Cover {
            planes: Vec::new(),
            shutter: Some(Shutter {
                colour: [9, 8, 7],
                ..Shutter {
                    rectangle: Some([1, 1, 1, 1]),
                    ..Shutter::default()
                }
            }),
        };
        let picture = covered.picture(0, SHAPE, None);
        assert_eq!(picture[..8], [0, 0, 0, 0, 9, 8, 7, 255]);
        // Two by two of four bits, all but the first of which are hidden.
        let bits = Bits::Own(vec![0b1110]);
        let hidden = plane([1, 1], bits).planes.remove(0);
        let covered = Cover {
            planes: Vec::new(),
            shutter: Some(Shutter {
                bitmap: Some(hidden),
                ..Shutter::default()
            }),
        };
        let alphas = alphas(&covered.picture(0, SHAPE, None));
        assert_eq!(alphas, [0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 0, 0]);
    }
}
