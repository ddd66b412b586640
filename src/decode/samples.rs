//! What a codec makes of a frame: stored values, before palette and colour.

use crate::header::Image;
use crate::pixels::{Endian, Frame, Layout, Shape};
use crate::problem::Kind;

/// What stored values stand for (PS3.3 C.7.6.3.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    Grey,
    Palette,
    Rgb,
    /// Of full range, a sample of each for every pixel.
    Ybr,
}

impl Colour {
    /// What the header says. The transforms of JPEG 2000 and JPEG XL are undone by its codec.
    pub(super) fn of(image: &Image) -> Result<Self, Kind> {
        match (image.photometric.as_str(), image.shape.samples) {
            ("MONOCHROME1" | "MONOCHROME2", 1) => Ok(Self::Grey),
            ("PALETTE COLOR", 1) if image.palette.is_none() => Err(Kind::Malformed {
                what: "a palette image without its palette".to_owned(),
                at: 0,
            }),
            ("PALETTE COLOR", 1) => Ok(Self::Palette),
            ("RGB" | "YBR_RCT" | "YBR_ICT" | "XYB", 3) => Ok(Self::Rgb),
            ("YBR_FULL" | "YBR_FULL_422", 3) => Ok(Self::Ybr),
            _ => Err(not_shown(image)),
        }
    }
}

pub(super) fn not_shown(image: &Image) -> Kind {
    Kind::PixelFormat {
        photometric: image.photometric.clone(),
        samples: u16::from(image.shape.samples),
        allocated: u16::from(image.layout.allocated),
    }
}

/// One frame's stored values in memory of its own.
#[derive(Clone, Debug)]
pub struct Samples {
    bytes: Vec<u8>,
    layout: Layout,
    shape: Shape,
    colour: Colour,
}

impl Samples {
    /// Samples that lie as `layout` and `shape` say, in the image's own colour. Bits that are
    /// still packed are unpacked.
    pub(super) fn new(
        bytes: Vec<u8>,
        layout: Layout,
        shape: Shape,
        image: &Image,
    ) -> Result<Self, Kind> {
        if layout.allocated == 1 {
            return Self::packed(&bytes, 0, image);
        }
        let needed = shape.sample_count() as u64 * layout.sample_bytes() as u64;
        let found = bytes.len() as u64;
        if found < needed {
            return Err(Kind::EndsEarly { needed, found });
        }
        Ok(Self {
            bytes,
            layout,
            shape,
            colour: Colour::of(image)?,
        })
    }

    /// A byte for every bit, from the given one on.
    pub(super) fn packed(bytes: &[u8], first_bit: u8, image: &Image) -> Result<Self, Kind> {
        let bytes = super::bits::unpack(bytes, first_bit, image.shape.sample_count())?;
        let layout = Layout {
            allocated: 8,
            endian: Endian::Little,
            ..image.layout
        };
        Self::new(bytes, layout, image.shape, image)
    }

    /// The codestream says better than the header what its values stand for.
    pub(super) const fn in_colour(mut self, colour: Colour) -> Self {
        self.colour = colour;
        self
    }

    #[must_use]
    pub const fn colour(&self) -> Colour {
        self.colour
    }

    /// The samples where they lie.
    #[must_use]
    pub fn frame(&self) -> Option<Frame<'_>> {
        Frame::new(&self.bytes, self.layout, self.shape)
    }

    pub(super) const fn layout(&self) -> Layout {
        self.layout
    }

    pub(super) const fn shape(&self) -> Shape {
        self.shape
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}
