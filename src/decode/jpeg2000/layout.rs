//! What a tile is divided into: components, resolutions, bands, precincts and code blocks
//! (ISO/IEC 15444-1 B.5 to B.7).

use super::contexts::Orientation;
use super::fault;
use super::header::{Setting, Settings};
use super::size::Area;
use super::style::{Step, Style};
use super::tag_tree::TagTree;
use crate::problem::Kind;

/// Code blocks and precincts of one tile: a picture of 16384 x 16384 in the smallest blocks that
/// encoders use has a sixteenth of them.
const BLOCKS: usize = 1 << 22;
const PRECINCTS: usize = 1 << 20;

/// A tile on its way.
#[derive(Debug)]
pub(super) struct Tile {
    pub area: Area,
    pub components: Vec<Component>,
    pub precincts: Vec<Precinct>,
    pub blocks: Vec<Block>,
}

#[derive(Debug)]
pub(super) struct Component {
    pub style: Style,
    /// Of its region of interest.
    pub shift: u32,
    /// The smallest first.
    pub resolutions: Vec<Resolution>,
}

#[derive(Debug)]
pub(super) struct Resolution {
    pub area: Area,
    /// Precincts across, and the number of the first and of the one behind the last.
    pub across: usize,
    pub precincts: std::ops::Range<usize>,
    /// How many levels are above it.
    pub above: u8,
    pub bands: Vec<Band>,
}

#[derive(Clone, Debug)]
pub(super) struct Band {
    pub area: Area,
    pub orientation: Orientation,
    pub step: Step,
}

#[derive(Debug, Default)]
pub(super) struct Precinct {
    /// On the reference grid: where it comes in an order by place.
    pub x: u64,
    pub y: u64,
    pub layers_read: u16,
    /// Of each band.
    pub parts: Vec<Part>,
}

/// The blocks of a precinct in a band, row by row.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub band: usize,
    pub across: usize,
    pub blocks: std::ops::Range<usize>,
    /// When blocks are first included, and how many of their bit planes are zeros; made when they
    /// are first asked for.
    pub trees: Option<Box<[TagTree; 2]>>,
}

/// A code block, and what packets have said of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Block {
    /// In its band.
    pub x: u32,
    pub y: u32,
    pub width: u16,
    pub height: u16,
    pub passes: u8,
    pub is_included: bool,
    pub zero_planes: u8,
    /// Lblock (B.10.7.1).
    pub length_bits: u8,
    /// Places among the tile's chunks, from 1.
    pub first_chunk: u32,
    pub last_chunk: u32,
}

impl Tile {
    /// # Errors
    /// [`Kind::OverLimit`], and settings that are missing or contradict each other.
    pub fn new(area: Area, settings: &Settings, precision: u8) -> Result<Self, Kind> {
        let mut tile = Self {
            area,
            components: Vec::new(),
            precincts: Vec::new(),
            blocks: Vec::new(),
        };
        for setting in &settings.components {
            let component = tile.component(setting, precision)?;
            tile.components.push(component);
        }
        Ok(tile)
    }

    fn component(&mut self, setting: &Setting, precision: u8) -> Result<Component, Kind> {
        let style = setting.style.clone();
        let style = style.ok_or_else(|| fault("no coding style"))?;
        let quantisation = setting.quantisation.as_ref();
        let quantisation = quantisation.ok_or_else(|| fault("no quantisation"))?;
        let mut resolutions = Vec::new();
        for (number, above) in (0..=style.levels).rev().enumerate() {
            let orientations: &[Orientation] = if number == 0 {
                &[Orientation::LowLow]
            } else {
                &[
                    Orientation::HighLow,
                    Orientation::LowHigh,
                    Orientation::HighHigh,
                ]
            };
            let level = if number == 0 { above } else { above + 1 };
            let mut bands = Vec::new();
            for orientation in orientations {
                bands.push(Band {
                    area: band_area(self.area, *orientation, level),
                    orientation: *orientation,
                    step: quantisation.step(&style, precision, (*orientation, level))?,
                });
            }
            let resolution = Resolution {
                area: band_area(self.area, Orientation::LowLow, above),
                across: 0,
                precincts: 0..0,
                above,
                bands,
            };
            resolutions.push(self.divide(resolution, &style, number)?);
        }
        Ok(Component {
            style,
            shift: setting.shift.into(),
            resolutions,
        })
    }

    /// Into precincts (B.6).
    fn divide(
        &mut self,
        mut resolution: Resolution,
        style: &Style,
        number: usize,
    ) -> Result<Resolution, Kind> {
        let start = self.precincts.len();
        resolution.precincts = start..start;
        let area = resolution.area;
        if area.is_empty() {
            return Ok(resolution);
        }
        let exponents = style.precinct(number);
        let [across, down] = exponents;
        let columns = area.x0 >> across..ends_in(area.x1, across);
        let rows = area.y0 >> down..ends_in(area.y1, down);
        resolution.across = columns.len();
        let end = columns.len().checked_mul(rows.len());
        let end = end.and_then(|count| count.checked_add(start));
        within("precincts of a tile", end, PRECINCTS)?;
        let above = resolution.above;
        for row in rows {
            for column in columns.clone() {
                let parts = self.parts(&resolution, style, (number, exponents), (column, row))?;
                self.precincts.push(Precinct {
                    x: place((column, across), area.x0, self.area.x0, above),
                    y: place((row, down), area.y0, self.area.y0, above),
                    layers_read: 0,
                    parts,
                });
            }
        }
        resolution.precincts = start..self.precincts.len();
        Ok(resolution)
    }

    /// The blocks of each band in a precinct (B.7).
    fn parts(
        &mut self,
        resolution: &Resolution,
        style: &Style,
        (number, exponents): (usize, [u32; 2]),
        (column, row): (u32, u32),
    ) -> Result<Vec<Part>, Kind> {
        // Bands are half as large as the resolution that is made of them.
        let exponents = exponents.map(|it| it.saturating_sub(u32::from(number > 0)));
        let [across, down] = exponents;
        let mut parts = Vec::with_capacity(resolution.bands.len());
        for (band, of_band) in resolution.bands.iter().enumerate() {
            let precinct = Area {
                x0: shifted(column, across),
                y0: shifted(row, down),
                x1: shifted(column + 1, across),
                y1: shifted(row + 1, down),
            };
            let area = precinct.within(of_band.area);
            let start = self.blocks.len();
            let mut part = Part {
                band,
                blocks: start..start,
                ..Part::default()
            };
            if !area.is_empty() {
                let [width, height] = style.block.map(u32::from);
                part.across = self.blocks_of(area, [width.min(across), height.min(down)])?;
                part.blocks.end = self.blocks.len();
            }
            parts.push(part);
        }
        Ok(parts)
    }

    /// Adds the blocks that an area is divided into; how many are across.
    fn blocks_of(&mut self, area: Area, [width, height]: [u32; 2]) -> Result<usize, Kind> {
        let columns = area.x0 >> width..ends_in(area.x1, width);
        let rows = area.y0 >> height..ends_in(area.y1, height);
        let end = columns.len().checked_mul(rows.len());
        let end = end.and_then(|count| count.checked_add(self.blocks.len()));
        within("code blocks of a tile", end, BLOCKS)?;
        for row in rows {
            for column in columns.clone() {
                let block = Area {
                    x0: shifted(column, width),
                    y0: shifted(row, height),
                    x1: shifted(column + 1, width),
                    y1: shifted(row + 1, height),
                };
                let block = block.within(area);
                self.blocks.push(Block {
                    x: block.x0,
                    y: block.y0,
                    // Of at most 1024.
                    width: u16::try_from(block.width()).unwrap_or_default(),
                    height: u16::try_from(block.height()).unwrap_or_default(),
                    length_bits: 3,
                    ..Block::default()
                });
            }
        }
        Ok(columns.len())
    }
}

fn within(what: &str, value: Option<usize>, limit: usize) -> Result<(), Kind> {
    let value = value.unwrap_or(usize::MAX);
    if value <= limit {
        return Ok(());
    }
    Err(Kind::OverLimit {
        what: what.to_owned(),
        value: value as u64,
        limit: limit as u64,
    })
}

/// How many parts of a power of two reach up to an end.
fn ends_in(end: u32, exponent: u32) -> u32 {
    u32::try_from(u64::from(end).div_ceil(1 << exponent)).unwrap_or(u32::MAX)
}

fn shifted(number: u32, exponent: u32) -> u32 {
    u32::try_from(u64::from(number) << exponent).unwrap_or(u32::MAX)
}

/// Where a precinct begins on the reference grid: the first where the tile does, unless a precinct
/// begins with the resolution (B.12.1.3).
fn place((number, exponent): (u32, u32), resolution: u32, tile: u32, above: u8) -> u64 {
    let start = u64::from(number) << exponent;
    if start < u64::from(resolution) {
        u64::from(tile)
    } else {
        start << above
    }
}

/// Of a band at a level, which is as large as the resolution where it is the low-pass one
/// (Equation B-15).
fn band_area(tile: Area, orientation: Orientation, level: u8) -> Area {
    let (right, lower) = match orientation {
        Orientation::LowLow => (0, 0),
        Orientation::HighLow => (1, 0),
        Orientation::LowHigh => (0, 1),
        Orientation::HighHigh => (1, 1),
    };
    let edge = |edge: u32, high: u64| {
        let half = (high << level) >> 1;
        let reduced = u64::from(edge).saturating_sub(half).div_ceil(1 << level);
        u32::try_from(reduced).unwrap_or(u32::MAX)
    };
    Area {
        x0: edge(tile.x0, right),
        y0: edge(tile.y0, lower),
        x1: edge(tile.x1, right),
        y1: edge(tile.y1, lower),
    }
}
