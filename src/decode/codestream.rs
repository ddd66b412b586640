//! What JPEG 2000 and HTJ2K share: the codestream's own header (ISO/IEC 15444-1 A.5.1), and
//! components -> samples.

use super::raster::{self, Extent};
use super::{Colour, Samples};
use crate::header::Image;
use crate::problem::Kind;

/// SOC and SIZ.
const START: [u8; 4] = [0xFF, 0x4F, 0xFF, 0x51];

/// The transform of the first three components (A.6.1, G.2, G.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Transform {
    None,
    Reversible,
    Irreversible,
}

/// A codestream whose header fits the image's.
pub(super) struct Codestream<'a> {
    pub bytes: &'a [u8],
    pub extent: Extent,
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
            is_signed: size.components.iter().any(|[depth, ..]| depth & 0x80 != 0),
        })
    }

    /// What the main header says of the components' transform.
    pub fn transform(&self) -> Transform {
        const CODING_STYLE: [u8; 2] = [0xFF, 0x52];
        const FIRST_TILE: [u8; 2] = [0xFF, 0x90];
        let mut rest = self.bytes.get(2..).unwrap_or_default();
        while let Some((marker, segment)) = rest.split_first_chunk::<2>() {
            if let (&CODING_STYLE, [_, _, _, _, _, _, used, _, _, _, _, wavelet, ..]) =
                (marker, segment)
            {
                return match (used, wavelet) {
                    (0, _) => Transform::None,
                    (_, 0) => Transform::Irreversible,
                    _ => Transform::Reversible,
                };
            }
            let Some(length) = segment.first_chunk().filter(|_| *marker != FIRST_TILE) else {
                break;
            };
            let length = usize::from(u16::from_be_bytes(*length));
            rest = segment.get(length..).unwrap_or_default();
        }
        Transform::None
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
        let count = self.extent.components;
        let mut values = vec![0; self.extent.pixels() * count];
        let mut written = 0;
        for (number, component) in components.take(count).enumerate() {
            let places = values.iter_mut().skip(number).step_by(count);
            for (place, value) in places.zip(component) {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "of at most 16 bits, two's complement"
                )]
                let cell = value.clamp(low, high) as u16;
                *place = cell;
                written += 1;
            }
        }
        if written < values.len() {
            return Err(Kind::EndsEarly {
                needed: values.len() as u64,
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

    /// Of components that are alike and not subsampled, in no more tiles than can be numbered.
    fn extent(&self) -> Option<Extent> {
        const TILES: u64 = 65_535;
        let [x1, y1, x0, y0, tile_width, tile_height, left, top] = self.grid;
        let first = self.components.first()?;
        let alike = self.components.iter().all(|other| other == first);
        let [depth, 1, 1] = *first else { return None };
        let precision = (depth & 0x7F) + 1;
        let tiles_across = u64::from(x1.checked_sub(left)?).div_ceil(u64::from(tile_width.max(1)));
        let tiles_down = u64::from(y1.checked_sub(top)?).div_ceil(u64::from(tile_height.max(1)));
        let tiles_fit = tile_width > 0
            && tile_height > 0
            && left <= x0
            && top <= y0
            && tiles_across * tiles_down <= TILES;
        (alike && tiles_fit && precision <= 16).then_some(Extent {
            columns: x1.checked_sub(x0)?,
            rows: y1.checked_sub(y0)?,
            components: self.components.len(),
            precision,
        })
    }
}
