//! One frame of encapsulated pixel data, with the figures of its header before it: a codestream
//! that does not fit its header is refused at once, so both are mutated together.

use hounsfield::decode::{self, AsCoded};
use hounsfield::header::{Image, PixelData};
use hounsfield::pixels::{Endian, Layout, Shape};

use crate::opened::{ANYWAY, COPIES_OF_A_FILE, COPIES_OF_A_FRAME, within};

/// Larger frames are not tried: they take time and find nothing new.
const PIXELS: usize = 1 << 16;

const PHOTOMETRIC: [&str; 8] = [
    "MONOCHROME2",
    "RGB",
    "YBR_FULL_422",
    "YBR_RCT",
    "YBR_ICT",
    "YBR_FULL",
    "MONOCHROME1",
    "XYB",
];

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
    const BYTES: usize = 8;

    /// Of an image that such figures describe.
    pub fn of(image: &Image) -> Option<Self> {
        let known = PHOTOMETRIC
            .iter()
            .position(|name| *name == image.photometric);
        let photometric = known.unwrap_or(usize::from(image.shape.samples > 1));
        Some(Self {
            columns: image.shape.columns.try_into().ok()?,
            rows: image.shape.rows.try_into().ok()?,
            allocated: image.layout.allocated,
            stored: image.layout.stored,
            signed: image.layout.signed,
            photometric: photometric.try_into().ok()?,
        })
    }

    pub fn write(self) -> [u8; Self::BYTES] {
        let [c0, c1] = self.columns.to_le_bytes();
        let [r0, r1] = self.rows.to_le_bytes();
        let signed = self.signed.into();
        [
            c0,
            c1,
            r0,
            r1,
            self.allocated,
            self.stored,
            signed,
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
        let is_grey = photometric.starts_with("MONOCHROME");
        let shape = Shape {
            columns: u16::from_le_bytes([c0, c1]).max(1).into(),
            rows: u16::from_le_bytes([r0, r1]).max(1).into(),
            samples: if is_grey { 1 } else { 3 },
            planar: signed & 2 == 2,
        };
        let image = Image {
            shape,
            layout: Layout {
                allocated,
                stored,
                high_bit: stored - 1,
                signed: signed & 1 == 1,
                float: false,
                endian: Endian::Little,
            },
            photometric: photometric.to_owned(),
            frames: 1,
            rescale: None,
            windows: Vec::new(),
            padding: None,
            float_padding: None,
            pixel_data: PixelData::Encapsulated {
                offset: 0,
                table: None,
            },
            modality_lut: None,
            inverse: false,
            cover: None,
            palette: None,
            undecoded: None,
        };
        (shape.pixels() <= PIXELS).then_some(image)
    }
}

/// One frame of such a transfer syntax, its figures before it.
pub fn run(transfer_syntax: &str, data: &[u8]) {
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
        photometric: 0,
    };
    if let Some(image) = Figures::image(figures.write()) {
        let frames = u32::from(count % 8) + 1;
        let image = Image { frames, ..image };
        draw(items, image, "1.2.840.10008.1.2.5");
    }
}

/// Every frame, as the header has it and as its codestream does.
fn draw(file: &[u8], image: Image, transfer_syntax: &str) {
    if let AsCoded::Image(coded, _) =
        decode::as_coded(file, file.len() as u64, image.clone(), transfer_syntax)
        && *coded != image
        && coded.shape.pixels() <= PIXELS
    {
        draw_as_it_is(file, *coded, transfer_syntax);
    }
    draw_as_it_is(file, image, transfer_syntax);
}

fn draw_as_it_is(mut file: &[u8], image: Image, transfer_syntax: &str) {
    let Ok(image) = decode::decoded(image, transfer_syntax) else {
        return;
    };
    let may_take = ANYWAY
        + COPIES_OF_A_FILE * file.len() as u64
        + COPIES_OF_A_FRAME * image.frame_bytes() * u64::from(image.frames);
    within(may_take, || {
        let mut known = None;
        for number in 0..image.frames {
            let samples = decode::samples(
                decode::ALL,
                &mut file,
                &image,
                transfer_syntax,
                number,
                &mut known,
            );
            if let Ok(samples) = samples {
                assert!(samples.len() as u64 >= image.frame_bytes());
            }
        }
    });
}
