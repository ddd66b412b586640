//! A frame made small, for the list of series: each pixel the mean of the voxels behind it, so
//! that noise does not become texture, and padding no part of any mean.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::layout::{Frame, Voxel};
use super::stats::is_within;
use super::voi::GreyPath;

/// Its longer side, in pixels.
pub const SIDE: u32 = 72;

/// A small picture, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thumbnail {
    pub columns: u32,
    pub rows: u32,
    /// Red, green, blue and full opacity of each pixel, row by row.
    pub rgba: Vec<u8>,
}

impl Thumbnail {
    /// Of a grey frame, or with `path` left out of one in colours of 8 bits. `voxel_aspect` is
    /// how much taller than wide a voxel is.
    #[must_use]
    pub fn of(frame: &Frame<'_>, path: Option<&GreyPath>, voxel_aspect: f64) -> Self {
        let [columns, rows] = size(frame.shape.columns, frame.shape.rows, voxel_aspect);
        let mut rgba = Vec::with_capacity(columns as usize * rows as usize * 4);
        for row in 0..rows {
            let behind_rows = behind(row, rows, frame.shape.rows);
            for column in 0..columns {
                let behind_columns = behind(column, columns, frame.shape.columns);
                let [red, green, blue] = pixel(frame, path, behind_columns, behind_rows.clone());
                rgba.extend([red, green, blue, u8::MAX]);
            }
        }
        Self {
            columns,
            rows,
            rgba,
        }
    }
}

/// Columns and rows of the thumbnail: square pixels, nothing enlarged.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "from 1 to SIDE"
)]
fn size(columns: u32, rows: u32, voxel_aspect: f64) -> [u32; 2] {
    let (width, height) = (f64::from(columns), f64::from(rows) * voxel_aspect);
    let scale = (f64::from(SIDE) / width.max(height)).min(1.0);
    [width, height].map(|extent| (extent * scale).round().clamp(1.0, SIDE.into()) as u32)
}

/// The voxels behind a pixel in one direction: each behind one, and one at least.
fn behind(pixel: u32, pixels: u32, voxels: u32) -> Range<u32> {
    let edge = |pixel: u32| u64::from(pixel) * u64::from(voxels) / u64::from(pixels);
    let at = |pixel: u32| u32::try_from(edge(pixel)).unwrap_or(voxels);
    let start = at(pixel);
    start..at(pixel + 1).max(start + 1)
}

fn pixel(
    frame: &Frame<'_>,
    path: Option<&GreyPath>,
    columns: Range<u32>,
    rows: Range<u32>,
) -> [u8; 3] {
    let places = rows.flat_map(|row| columns.clone().map(move |column| (column, row)));
    if let Some(path) = path {
        let stored = places.filter_map(|(column, row)| frame.value_at(column, row));
        let shown = stored.filter(|stored| !is_within(path.padding, *stored));
        return [mean(shown).map_or(0, |stored| path.grey_of_mean(stored)); 3];
    }
    let colours: Vec<[f64; 3]> = places
        .filter_map(|(column, row)| match frame.voxel_at(column, row)? {
            Voxel::Colour(colour) => Some(colour),
            Voxel::Grey(_) | Voxel::Nothing => None,
        })
        .collect();
    [0, 1, 2].map(|sample| level(mean(colours.iter().map(|colour| colour[sample]))))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a level is from 0 to 255"
)]
fn level(mean: Option<f64>) -> u8 {
    mean.unwrap_or(0.0).round().clamp(0.0, 255.0) as u8
}

fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), value| (sum + value, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::{Endian, Layout, Rescale, Shape, Window};

    const fn layout(allocated: u8) -> Layout {
        Layout {
            allocated,
            stored: allocated,
            high_bit: allocated - 1,
            signed: false,
            float: false,
            endian: Endian::Little,
        }
    }

    const fn shape(columns: u32, rows: u32, samples: u8) -> Shape {
        Shape {
            columns,
            rows,
            samples,
            planar: false,
        }
    }

    fn ct(window: Window) -> GreyPath {
        let rescale = Rescale {
            slope: 1.0,
            intercept: -1024.0,
            kind: None,
        };
        GreyPath::new(Some(&rescale), window)
    }

    fn thumbnail(values: &[u16], columns: u32, path: &GreyPath) -> Thumbnail {
        let bytes: Vec<u8> = values.iter().flat_map(|it| it.to_le_bytes()).collect();
        let rows = u32::try_from(values.len()).unwrap() / columns;
        let frame = Frame::new(&bytes, layout(16), shape(columns, rows, 1)).unwrap();
        Thumbnail::of(&frame, Some(path), 1.0)
    }

    /// Against a plain sum over the same blocks of voxels, written the other way round.
    #[test]
    fn every_voxel_is_in_the_mean_of_one_pixel() {
        let side = 512_u32;
        let value = |column: u32, row: u32| u16::try_from((column * 7 + row * row) % 4096).unwrap();
        let values: Vec<u16> = (0..side * side)
            .map(|i| value(i % side, i / side))
            .collect();
        let path = ct(Window::linear(1000.0, 4000.0));
        let made = thumbnail(&values, side, &path);
        assert_eq!((made.columns, made.rows), (72, 72));
        let mut sums = vec![(0_u32, 0_u32); 72 * 72];
        for (i, value) in (0_u32..).zip(&values) {
            // The pixel whose stretch of voxels begins at this one or last before it.
            let pixel = |at: u32| (0..72).rev().find(|pixel| pixel * side / 72 <= at).unwrap();
            let (column, row) = (pixel(i % side), pixel(i / side));
            let (sum, count) = &mut sums[(row * 72 + column) as usize];
            *sum += u32::from(*value);
            *count += 1;
        }
        for (pixel, (sum, count)) in made.rgba.chunks(4).zip(sums) {
            let mean_hu = f64::from(sum) / f64::from(count) - 1024.0;
            let grey = path.window.grey(mean_hu);
            assert_eq!(pixel, [grey, grey, grey, 255]);
        }
    }

    /// A checkerboard of -1000 and 1000 HU is 0 HU; four taps would show one of the two.
    #[test]
    fn noise_is_averaged_before_the_window() {
        let values: Vec<u16> = (0..144_u32 * 144)
            .map(|i| {
                if (i % 144 + i / 144) % 2 == 0 {
                    24
                } else {
                    2024
                }
            })
            .collect();
        let path = ct(Window::linear(0.5, 101.0));
        let made = thumbnail(&values, 144, &path);
        assert!(
            made.rgba
                .chunks(4)
                .all(|pixel| pixel[0] == path.window.grey(0.0))
        );
    }

    #[test]
    fn padding_is_in_no_mean_and_black_where_it_is_alone() {
        // Two columns of voxels to a pixel: half padding to the left, all padding to the right.
        let values: Vec<u16> = (0..144_u32 * 144)
            .map(|i| match i % 144 {
                column if column >= 72 => 60000,
                column if column % 2 == 0 => 60000,
                _ => 1024,
            })
            .collect();
        let mut path = ct(Window::linear(0.5, 101.0));
        path.padding = Some([60000, 60000]);
        path.inverted = true;
        let made = thumbnail(&values, 144, &path);
        assert_eq!(made.rgba[0], 255 - path.window.grey(0.0));
        assert_eq!(made.rgba[71 * 4], 0);
    }

    #[test]
    fn pixels_are_square_and_small_images_stay_small() {
        assert_eq!(size(512, 512, 1.0), [72, 72]);
        assert_eq!(size(512, 256, 1.0), [72, 36]);
        assert_eq!(size(512, 60, 5.0), [72, 42]);
        assert_eq!(size(10, 20, 1.0), [10, 20]);
        assert_eq!(size(1, 65535, 1.0), [1, 72]);
        // Flat voxels, so that a row of pixels has less than one row of voxels to itself.
        assert_eq!(size(10, 4, 5.0), [10, 20]);
        assert_eq!(behind(0, 20, 4), 0..1);
        assert_eq!(behind(19, 20, 4), 3..4);
    }

    #[test]
    fn colours_are_averaged_each_by_itself() {
        let bytes: Vec<u8> = (0..144 * 144)
            .flat_map(|i| if i % 2 == 0 { [255, 0, 10] } else { [0, 0, 30] })
            .collect();
        let frame = Frame::new(&bytes, layout(8), shape(144, 144, 3)).unwrap();
        let made = Thumbnail::of(&frame, None, 1.0);
        assert_eq!(made.rgba[..4], [128, 0, 20, 255]);
    }
}
