//! What the fuzz targets do with their bytes. Nothing is expected of the answers but that they
//! come, and that samples are as many as were promised.

use hounsfield::decode;
use hounsfield::header::{self, Image, PixelData, Read};
use hounsfield::pixels::{Endian, Layout, Shape};

/// Larger frames are not tried: they take time and find nothing new.
const PIXELS: usize = 1 << 18;

const PHOTOMETRIC: [&str; 5] = ["MONOCHROME2", "RGB", "YBR_FULL_422", "YBR_RCT", "YBR_ICT"];

/// The figures of a header that stand before a frame's bytes.
#[derive(Clone, Copy, Debug)]
pub struct Figures {
    pub columns: u16,
    pub rows: u16,
    pub allocated: u8,
    pub stored: u8,
    pub signed: bool,
    pub photometric: u8,
}

impl Figures {
    pub const BYTES: usize = 8;

    /// Of an image that such figures describe.
    #[must_use]
    pub fn of(image: &Image) -> Option<Self> {
        let known = PHOTOMETRIC
            .iter()
            .position(|name| *name == image.photometric);
        Some(Self {
            columns: u16::try_from(image.shape.columns).ok()?,
            rows: u16::try_from(image.shape.rows).ok()?,
            allocated: image.layout.allocated,
            stored: image.layout.stored,
            signed: image.layout.signed,
            float: false,
            photometric: known.unwrap_or(usize::from(image.shape.samples > 1)) as u8,
        })
    }

    #[must_use]
    pub fn write(self) -> [u8; Self::BYTES] {
        let [c0, c1] = self.columns.to_le_bytes();
        let [r0, r1] = self.rows.to_le_bytes();
        [
            c0,
            c1,
            r0,
            r1,
            self.allocated,
            self.stored,
            self.signed.into(),
            self.photometric,
        ]
    }

    fn image(bytes: [u8; Self::BYTES]) -> Option<Image> {
        let [c0, c1, r0, r1, allocated, stored, signed, photometric] = bytes;
        let photometric = PHOTOMETRIC[usize::from(photometric) % PHOTOMETRIC.len()];
        let allocated = [1, 8, 16, 32]
            .into_iter()
            .find(|bits| *bits >= allocated)
            .unwrap_or(32);
        let stored = stored.clamp(1, allocated);
        let shape = Shape {
            columns: u16::from_le_bytes([c0, c1]).max(1).into(),
            rows: u16::from_le_bytes([r0, r1]).max(1).into(),
            samples: if photometric == "MONOCHROME2" { 1 } else { 3 },
            planar: false,
        };
        (shape.pixels() <= PIXELS).then(|| Image {
            shape,
            layout: Layout {
                allocated,
                stored,
                high_bit: stored - 1,
                signed: signed & 1 == 1,
                endian: Endian::Little,
            },
            photometric: photometric.to_owned(),
            frames: 1,
            rescale: None,
            windows: Vec::new(),
            padding: None,
            pixel_data: PixelData::Encapsulated {
                offset: 0,
                table: None,
            },
            palette: None,
            undecoded: None,
        })
    }
}

/// One frame of such a transfer syntax, with its figures before it.
pub fn frame(transfer_syntax: &str, data: &[u8]) {
    let Some((figures, codestream)) = data.split_first_chunk() else {
        return;
    };
    let Some(image) = Figures::image(*figures) else {
        return;
    };
    let mut file = item(&[]);
    file.extend(item(codestream));
    draw(&file, image, transfer_syntax);
}

fn item(value: &[u8]) -> Vec<u8> {
    let length = u32::try_from(value.len()).unwrap_or_default().to_le_bytes();
    [&[0xFE, 0xFF, 0, 0xE0], &length, value].concat()
}

/// Encapsulated pixel data of a few RLE frames of 2 x 2: the frames' number, then the items.
pub fn fragments(data: &[u8]) {
    let Some((count, items)) = data.split_first() else {
        return;
    };
    let figures = Figures {
        columns: 2,
        rows: 2,
        allocated: 8,
        stored: 8,
        signed: false,
        float: false,
        photometric: 0,
    };
    let Some(image) = Figures::image(figures.write()) else {
        return;
    };
    let frames = u32::from(count % 8) + 1;
    draw(items, Image { frames, ..image }, "1.2.840.10008.1.2.5");
}

/// A file, from its first byte on.
pub fn whole_file(data: &[u8]) {
    let mut file = data.to_vec();
    let mut read = header::read(&file, file.len() as u64);
    if let Ok(Read::Deflated { from }) = read {
        let Ok(inflated) = decode::inflate_data_set(&file, from) else {
            return;
        };
        file = inflated;
        read = header::read_inflated(&file);
    }
    let Ok(Read::Header(header)) = read else {
        return;
    };
    if let Some(image) = header.image
        && image.shape.pixels() <= PIXELS
    {
        draw(&file, image, &header.transfer_syntax);
    }
}

/// The first and the last frame.
fn draw(mut file: &[u8], image: Image, transfer_syntax: &str) {
    let Ok(image) = decode::decoded(image, transfer_syntax) else {
        return;
    };
    let mut known = None;
    for number in [0, image.frames - 1] {
        let samples = decode::samples(decode::ALL, &mut file, &image, transfer_syntax, number, &mut known);
        if let Ok(samples) = samples {
            assert!(samples.len() as u64 >= image.frame_bytes());
        }
    }
}
