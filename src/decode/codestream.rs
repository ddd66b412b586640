//! What JPEG 2000 and HTJ2K share: the codestream's own header (ISO/IEC 15444-1 A.5.1), and
//! components -> samples.

use super::raster::{self, Extent};
use super::{Colour, Samples};
use crate::header::Image;
use crate::problem::Kind;

/// SOC and SIZ.
const START: [u8; 4] = [0xFF, 0x4F, 0xFF, 0x51];

/// A codestream whose header fits the image's.
pub(super) struct Codestream<'a> {
    pub bytes: &'a [u8],
    pub extent: Extent,
    /// Tiles, of those that are as large as the first.
    pub tiles: u64,
    is_signed: bool,
}

impl<'a> Codestream<'a> {
    /// Finds the codestream, in the boxes of a JP2 file too: those say nothing that the DICOM
    /// header does not.
    pub fn new(bytes: &'a [u8], image: &Image, codec: &str) -> Result<Self, Kind> {
        let malformed = |what: &str| Kind::Malformed {
            what: format!("{codec}: {what}"),
            at: 0,
        };
        let start = bytes.windows(START.len()).position(|four| four == START);
        let bytes = start
            .and_then(|start| bytes.get(start..))
            .ok_or_else(|| malformed("no codestream"))?;
        let size = Size::read(bytes).ok_or_else(|| malformed("a short header"))?;
        let extent = size
            .extent()
            .ok_or_else(|| malformed("components of unlike or unreadable size"))?;
        Ok(Self {
            bytes,
            extent: extent.held_against(image, codec)?,
            tiles: size.tiles().unwrap_or_default(),
            is_signed: size.components.iter().any(|[depth, ..]| depth & 0x80 != 0),
        })
    }

    /// The same codestream with all components marked as signed.
    pub fn with_signed_components(&self) -> Vec<u8> {
        const FIRST_DEPTH: usize = 42;
        let mut bytes = self.bytes.to_vec();
        let depths = bytes.iter_mut().skip(FIRST_DEPTH).step_by(3);
        for depth in depths.take(self.extent.components) {
            *depth |= 0x80;
        }
        bytes
    }

    /// What is added to components that were decoded as signed ones.
    pub const fn level_shift(&self) -> i32 {
        if self.is_signed {
            0
        } else {
            1 << (self.extent.precision - 1)
        }
    }

    /// What is added to components that were decoded as unsigned ones.
    pub const fn sign_shift(&self) -> i32 {
        if self.is_signed {
            -(1 << (self.extent.precision - 1))
        } else {
            0
        }
    }

    /// The components' values, one component after the other -> samples. Coding may go beyond
    /// the range of the values: they are cut off at its ends.
    pub fn samples<'v>(
        &self,
        components: impl Iterator<Item = impl Iterator<Item = i32> + 'v>,
        image: &Image,
    ) -> Result<Samples, Kind> {
        let half = 1 << (self.extent.precision - 1);
        let (low, high) = if self.is_signed {
            (-half, half - 1)
        } else {
            (0, 2 * half - 1)
        };
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "of at most 16 bits, two's complement"
        )]
        let cell = |value: i32| value.clamp(low, high) as u16;
        let count = self.extent.components;
        let needed = self.extent.pixels() * count;
        let mut values = Vec::new();
        let mut written = 0;
        for (number, component) in components.take(count).enumerate() {
            if count == 1 {
                values.reserve_exact(needed);
                values.extend(component.take(needed).map(cell));
                written = values.len();
                break;
            }
            values.resize(needed, 0);
            let places = values.iter_mut().skip(number).step_by(count);
            for (place, value) in places.zip(component) {
                *place = cell(value);
                written += 1;
            }
        }
        if written < needed {
            return Err(Kind::EndsEarly {
                needed: needed as u64,
                found: written as u64,
            });
        }
        let samples = raster::samples(&values, image)?;
        // The codec undoes its own colour transform.
        let colour = match image.photometric.as_str() {
            "YBR_RCT" | "YBR_ICT" => Colour::Rgb,
            _ => samples.colour(),
        };
        Ok(samples.in_colour(colour))
    }
}

/// The SIZ segment.
struct Size {
    /// Image and tiles on the reference grid: ends, offsets, tile size, tile offsets.
    grid: [u32; 8],
    /// Depth and sign, and sampling across and down.
    components: Vec<[u8; 3]>,
}

impl Size {
    fn read(bytes: &[u8]) -> Option<Self> {
        let segment = bytes.get(START.len()..)?;
        let length = usize::from(u16::from_be_bytes(*segment.first_chunk()?));
        let (_, body) = segment.get(..length)?.split_first_chunk::<4>()?;
        let (grid, body) = body.split_first_chunk::<32>()?;
        let (count, components) = body.split_first_chunk::<2>()?;
        let mut numbers = grid.as_chunks::<4>().0.iter();
        let mut number = || numbers.next().copied().map_or(0, u32::from_be_bytes);
        let (components, _) = components.as_chunks::<3>();
        let count = usize::from(u16::from_be_bytes(*count));
        Some(Self {
            grid: std::array::from_fn(|_| number()),
            components: components.get(..count)?.to_vec(),
        })
    }

    /// `None` where the grid of tiles does not cover the image.
    fn tiles(&self) -> Option<u64> {
        let [x1, y1, x0, y0, width, height, left, top] = self.grid;
        let across = u64::from(x1.checked_sub(left)?).checked_div(u64::from(width));
        let down = u64::from(y1.checked_sub(top)?).checked_div(u64::from(height));
        let partly = |length: u32, tile: u32| u64::from(!length.is_multiple_of(tile));
        (left <= x0 && top <= y0)
            .then_some((across? + partly(x1 - left, width)) * (down? + partly(y1 - top, height)))
    }

    /// Of components that are alike and not subsampled, in no more tiles than can be numbered.
    fn extent(&self) -> Option<Extent> {
        const TILES: u64 = 65_535;
        let [x1, y1, x0, y0, ..] = self.grid;
        let first = self.components.first()?;
        let alike = self.components.iter().all(|other| other == first);
        let [depth, 1, 1] = *first else { return None };
        let precision = (depth & 0x7F) + 1;
        (alike && precision <= 16 && self.tiles()? <= TILES).then_some(Extent {
            columns: x1.checked_sub(x0)?,
            rows: y1.checked_sub(y0)?,
            components: self.components.len(),
            precision,
        })
    }
}
