//! What a picture must be, computed here without the page: the file's samples through `pixels`.

use std::fs;
use std::path::Path;

use hounsfield::header::{self, Header, Image, PixelData, Read};
use hounsfield::pixels::{Frame, GreyPath, Window};
use xtask::browser::Picture;

/// A file's header and bytes.
pub struct File {
    pub bytes: Vec<u8>,
    pub header: Header,
}

/// Grey levels, rows from the top.
#[derive(Clone)]
pub struct Grey {
    pub columns: usize,
    pub rows: usize,
    pub levels: Vec<u8>,
}

impl File {
    pub fn read(path: &Path) -> Self {
        let bytes = fs::read(path).unwrap();
        match header::read(&bytes, bytes.len() as u64) {
            Ok(Read::Header(header)) => Self {
                bytes,
                header: *header,
            },
            other => panic!("{}: {other:?}", path.display()),
        }
    }

    pub fn image(&self) -> &Image {
        self.header.image.as_ref().unwrap()
    }

    pub fn frame(&self) -> Frame<'_> {
        let image = self.image();
        let PixelData::Native { offset, .. } = image.pixel_data else {
            panic!("compressed")
        };
        let start = usize::try_from(offset).unwrap();
        Frame::new(&self.bytes[start..], image.layout, image.shape).unwrap()
    }

    /// The modality value of a voxel, from 0.
    pub fn modality(&self, column: u32, row: u32) -> f64 {
        let stored = self.frame().stored_value_at(column, row).unwrap();
        self.grey_path(Window::linear(0.0, 1.0)).modality(stored)
    }

    fn grey_path(&self, window: Window) -> GreyPath {
        let image = self.image();
        let mut path = GreyPath::new(image.rescale.as_ref(), window);
        path.padding = image.padding;
        path.inverted = image.photometric == "MONOCHROME1";
        path
    }

    /// The picture at 1:1 through a window.
    pub fn grey(&self, window: Window) -> Grey {
        let path = self.grey_path(window);
        let shape = self.image().shape;
        Grey {
            columns: shape.columns as usize,
            rows: shape.rows as usize,
            levels: self
                .frame()
                .stored_values()
                .map(|stored| path.grey(stored))
                .collect(),
        }
    }
}

/// How a screenshot differs from what it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The largest difference of a level.
    pub worst: u8,
    /// Pixels that are not equal.
    pub unequal: usize,
    /// Pixels of the image that were in sight.
    pub compared: usize,
}

impl Grey {
    /// Compares with a pane that shows this at 1:1, centred.
    pub fn compare(&self, pane: &Picture) -> Difference {
        let offsets = (-1..=1).flat_map(|down| (-1..=1).map(move |right| (right, down)));
        let placed = offsets.map(|(right, down)| {
            let left = centred(pane.width, self.columns) + right;
            let top = centred(pane.height, self.rows) + down;
            self.compare_at(pane, left, top)
        });
        // An odd rest of the pane may fall to either side.
        placed
            .min_by_key(|difference| (difference.worst, difference.unequal))
            .unwrap()
    }

    fn compare_at(&self, pane: &Picture, left: isize, top: isize) -> Difference {
        let mut difference = Difference {
            worst: 0,
            unequal: 0,
            compared: 0,
        };
        for (row, levels) in self.levels.chunks_exact(self.columns).enumerate() {
            let Some(y) = top
                .checked_add_unsigned(row)
                .and_then(|y| usize::try_from(y).ok())
            else {
                continue;
            };
            for (column, level) in levels.iter().enumerate() {
                let x = left
                    .checked_add_unsigned(column)
                    .and_then(|x| usize::try_from(x).ok());
                let Some(pixel) = x.and_then(|x| pane.pixel(x, y)) else {
                    continue;
                };
                let off = pixel
                    .map(|channel| channel.abs_diff(*level))
                    .into_iter()
                    .max();
                let off = off.unwrap_or_default();
                difference.worst = difference.worst.max(off);
                difference.unequal += usize::from(off > 0);
                difference.compared += 1;
            }
        }
        difference
    }
}

fn centred(pane: usize, image: usize) -> isize {
    (pane.cast_signed() - image.cast_signed()).div_euclid(2)
}
