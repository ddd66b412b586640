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
    /// Compares with a picture in whose middle this is shown at 1:1.
    pub fn compare(&self, picture: &Picture) -> Difference {
        // An odd rest may fall to either side: some rows tell to which.
        let middle = [
            centred(picture.width, self.columns),
            centred(picture.height, self.rows),
        ];
        let offsets = (-1..=1).flat_map(|down| (-1..=1).map(move |right| [right, down]));
        let corners = offsets.map(|[right, down]| [middle[0] + right, middle[1] + down]);
        let best = corners.min_by_key(|corner| self.compare_at(picture, *corner, 32).unequal);
        self.compare_at(picture, best.unwrap(), 1)
    }

    /// Compares every `step`th row with the picture from a corner on.
    fn compare_at(&self, picture: &Picture, [left, top]: [isize; 2], step: usize) -> Difference {
        let mut difference = Difference {
            worst: 0,
            unequal: 0,
            compared: 0,
        };
        let inside = |at: isize, by: usize| at.checked_add_unsigned(by)?.try_into().ok();
        for (row, levels) in self
            .levels
            .chunks_exact(self.columns)
            .enumerate()
            .step_by(step)
        {
            for (column, level) in levels.iter().enumerate() {
                let place = inside(left, column).zip(inside(top, row));
                let Some(pixel) = place.and_then(|(x, y)| picture.pixel(x, y)) else {
                    continue;
                };
                for off in pixel.map(|channel| channel.abs_diff(*level)) {
                    difference.worst = difference.worst.max(off);
                }
                difference.unequal += usize::from(pixel != [*level; 3]);
                difference.compared += 1;
            }
        }
        difference
    }
}

fn centred(picture: usize, image: usize) -> isize {
    (picture.cast_signed() - image.cast_signed()).div_euclid(2)
}
