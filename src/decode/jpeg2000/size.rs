//! SIZ (ISO/IEC 15444-1 A.5.1): the image and its tiles on the reference grid (B.2, B.3).

use super::fault;
use super::segments::Fields;
use crate::decode::raster::Extent;
use crate::problem::Kind;

/// A rectangle, without its right and lower end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Area {
    pub x0: u32,
    pub y0: u32,
    pub x1: u32,
    pub y1: u32,
}

impl Area {
    pub const fn width(self) -> usize {
        self.x1.saturating_sub(self.x0) as usize
    }

    pub const fn height(self) -> usize {
        self.y1.saturating_sub(self.y0) as usize
    }

    pub const fn is_empty(self) -> bool {
        self.x1 <= self.x0 || self.y1 <= self.y0
    }

    pub fn within(self, other: Self) -> Self {
        Self {
            x0: self.x0.max(other.x0),
            y0: self.y0.max(other.y0),
            x1: self.x1.min(other.x1),
            y1: self.y1.min(other.y1),
        }
    }
}

/// Tiles that can be numbered (A.4.2).
const TILES: u64 = 65_535;

#[derive(Clone, Debug)]
pub(super) struct Size {
    pub image: Area,
    tile: [u32; 2],
    tile_offset: [u32; 2],
    pub extent: Extent,
    pub is_signed: bool,
}

impl Size {
    /// Of components that are alike and not subsampled, in no more tiles than can be numbered.
    pub fn read(mut fields: Fields<'_>) -> Result<Self, Kind> {
        let _capabilities = fields.u16()?;
        let mut pair = || Ok::<_, Kind>([fields.u32()?, fields.u32()?]);
        let ([x1, y1], [x0, y0]) = (pair()?, pair()?);
        let (tile, tile_offset) = (pair()?, pair()?);
        let count = usize::from(fields.u16()?);
        let components = fields.0.as_chunks::<3>().0;
        let components = components.get(..count).unwrap_or_default();
        let unlike = || fault("components of unlike or unreadable size");
        let first = components.first().ok_or_else(unlike)?;
        let [depth, 1, 1] = *first else {
            return Err(unlike());
        };
        let precision = (depth & 0x7F) + 1;
        // The largest that values of 32 bits have room for.
        if precision > 31 || components.iter().any(|other| other != first) {
            return Err(unlike());
        }
        let image = Area { x0, y0, x1, y1 };
        let size = Self {
            image,
            tile,
            tile_offset,
            extent: Extent {
                columns: x1.saturating_sub(x0),
                rows: y1.saturating_sub(y0),
                components: count,
                precision,
            },
            is_signed: depth & 0x80 != 0,
        };
        let tiles = size.tiles().filter(|tiles| *tiles <= TILES);
        tiles.ok_or_else(|| fault("tiles that do not cover the image, or too many"))?;
        Ok(size)
    }

    /// Tiles across and down (Equation B-5); `None` where the first does not meet the image.
    fn grid(&self) -> Option<[u64; 2]> {
        let along = |end: u32, start: u32, offset: u32, tile: u32| {
            let meets = offset <= start && u64::from(start) < u64::from(offset) + u64::from(tile);
            let covered = u64::from(end.checked_sub(offset)?);
            meets.then(|| covered.div_ceil(u64::from(tile.max(1))))
        };
        let Area { x0, y0, x1, y1 } = self.image;
        let ([width, height], [left, top]) = (self.tile, self.tile_offset);
        Some([along(x1, x0, left, width)?, along(y1, y0, top, height)?])
    }

    fn tiles(&self) -> Option<u64> {
        let [across, down] = self.grid()?;
        across.checked_mul(down)
    }

    pub fn tile_count(&self) -> usize {
        let count = self.tiles().unwrap_or_default();
        usize::try_from(count).unwrap_or_default()
    }

    /// Equations B-6 to B-10.
    pub fn tile(&self, number: usize) -> Area {
        let [across, _] = self.grid().unwrap_or([1, 1]);
        let number = number as u64;
        let (column, row) = (number % across.max(1), number / across.max(1));
        let edge = |at: u64, tile: u32, offset: u32| {
            let edge = u64::from(offset) + at * u64::from(tile);
            u32::try_from(edge).unwrap_or(u32::MAX)
        };
        let ([width, height], [left, top]) = (self.tile, self.tile_offset);
        let tile = Area {
            x0: edge(column, width, left),
            y0: edge(row, height, top),
            x1: edge(column + 1, width, left),
            y1: edge(row + 1, height, top),
        };
        tile.within(self.image)
    }
}
