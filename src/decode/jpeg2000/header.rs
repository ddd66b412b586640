//! The main header, and the tile-parts behind it (ISO/IEC 15444-1 A.3, A.4, A.7).

use super::fault;
use super::segments::Fields;
use super::size::Size;
use super::style::{self, Order, Quantisation, Style, Volume};
use crate::decode::raster::Extent;
use crate::problem::Kind;

const SIZE: u8 = 0x51;
const CODING: u8 = 0x52;
const COMPONENT_CODING: u8 = 0x53;
const QUANTISATION: u8 = 0x5C;
const COMPONENT_QUANTISATION: u8 = 0x5D;
const REGION: u8 = 0x5E;
const CHANGES: u8 = 0x5F;
const PACKED_IN_MAIN: u8 = 0x60;
const PACKED_IN_TILE: u8 = 0x61;
/// Of Part 2 (ISO/IEC 15444-2 A.2): values are something else by them.
const EXTENSIONS_FIRST: u8 = 0x70;
const EXTENSIONS_LAST: u8 = 0x79;
const TILE_PART: u8 = 0x90;
const DATA: u8 = 0x93;
const END: [u8; 2] = [0xFF, 0xD9];

/// Changes of progression that a tile may have: encoders write a few, other decoders read as many.
const VOLUMES: usize = 32;

/// How a tile is coded.
#[derive(Clone, Debug)]
pub(super) struct Settings {
    pub order: Option<Order>,
    /// What POC says; where it says nothing, all is in one order.
    pub volumes: Vec<Volume>,
    pub components: Vec<Setting>,
}

/// How a component is.
#[derive(Clone, Debug, Default)]
pub(super) struct Setting {
    pub style: Option<Style>,
    pub quantisation: Option<Quantisation>,
    /// Of its region of interest.
    pub shift: u8,
    /// It has its own, whatever is said of all.
    own_style: bool,
    own_quantisation: bool,
}

impl Settings {
    fn new(components: usize) -> Self {
        Self {
            order: None,
            volumes: Vec::new(),
            components: vec![Setting::default(); components],
        }
    }

    /// Those of a tile begin as those of the image; whatever it says is said anew (A.6).
    fn of_tile(&self) -> Self {
        let mut settings = self.clone();
        for component in &mut settings.components {
            component.own_style = false;
            component.own_quantisation = false;
        }
        settings
    }

    fn component(&mut self, number: usize) -> Result<&mut Setting, Kind> {
        let component = self.components.get_mut(number);
        component.ok_or_else(|| fault("settings of a component that there is not"))
    }

    /// POC (A.6.6), behind those that are there.
    fn read_changes(&mut self, fields: Fields<'_>) -> Result<(), Kind> {
        let changes = style::changes(fields, self.components.len())?;
        self.volumes.extend(changes);
        if self.volumes.len() > VOLUMES {
            return Err(fault("more changes of progression than are read"));
        }
        Ok(())
    }

    /// Takes up a marker segment, where it is one of how a tile is coded.
    fn read(&mut self, marker: u8, fields: Fields<'_>) -> Result<(), Kind> {
        let count = self.components.len();
        match marker {
            CODING => {
                let (order, style) = style::coding(fields)?;
                self.order = Some(order);
                for component in self.components.iter_mut().filter(|it| !it.own_style) {
                    component.style = Some(style.clone());
                }
            }
            COMPONENT_CODING => {
                let (number, style) = style::component_coding(fields, count)?;
                let component = self.component(number)?;
                (component.style, component.own_style) = (Some(style), true);
            }
            QUANTISATION => {
                let quantisation = style::quantisation(fields)?;
                for component in self.components.iter_mut().filter(|it| !it.own_quantisation) {
                    component.quantisation = Some(quantisation.clone());
                }
            }
            COMPONENT_QUANTISATION => {
                let (number, quantisation) = style::component_quantisation(fields, count)?;
                let component = self.component(number)?;
                component.quantisation = Some(quantisation);
                component.own_quantisation = true;
            }
            REGION => {
                let (number, shift) = style::region(fields, count)?;
                self.component(number)?.shift = shift;
            }
            _ => {}
        }
        Ok(())
    }
}

/// What a tile's parts hold.
#[derive(Debug, Default)]
pub(super) struct TileParts<'a> {
    /// Those that it states itself, and those of the image.
    pub settings: Option<Settings>,
    /// Packets, part by part.
    pub bodies: Vec<&'a [u8]>,
    /// Headers of packets, where they are not with their bodies.
    pub packed: Option<Vec<u8>>,
    packed_by_number: Vec<(u8, &'a [u8])>,
    has_own_order: bool,
}

/// A codestream, before any of its samples.
#[derive(Debug)]
pub(super) struct Codestream<'a> {
    pub size: Size,
    pub settings: Settings,
    pub tiles: Vec<TileParts<'a>>,
    /// Packed headers of the tile-parts to come.
    packed: Option<Vec<u8>>,
    packed_read: usize,
}

impl<'a> Codestream<'a> {
    /// From its SOC on. `fits` holds the size against what is expected, before memory is taken
    /// for it.
    pub fn read(
        bytes: &'a [u8],
        fits: impl FnOnce(Extent) -> Result<Extent, Kind>,
    ) -> Result<Self, Kind> {
        let mut fields = Fields(bytes);
        let [_, _, _, first] = fields.bytes()?;
        if first != SIZE {
            return Err(fault("no size"));
        }
        let size = Size::read(fields.segment()?)?;
        fits(size.extent)?;
        let mut settings = Settings::new(size.extent.components);
        let packed = read_main(&mut fields, &mut settings)?;
        let tile = |_| TileParts::default();
        let mut codestream = Self {
            tiles: (0..size.tile_count()).map(tile).collect(),
            size,
            settings,
            packed,
            packed_read: 0,
        };
        while fields.0.starts_with(&[0xFF, TILE_PART]) {
            codestream.read_tile_part(&mut fields)?;
        }
        for tile in &mut codestream.tiles {
            tile.gather_packed();
        }
        Ok(codestream)
    }

    /// SOT, what is in a tile-part's header, and its packets (A.4.2, A.4.3).
    fn read_tile_part(&mut self, fields: &mut Fields<'a>) -> Result<(), Kind> {
        let found = fields.0.len();
        let mut head = Fields(fields.0.get(2..).unwrap_or_default());
        let mut segment = head.segment()?;
        let number = usize::from(segment.u16()?);
        let length = match segment.u32()? as usize {
            // The last one may leave it open.
            0 => length_up_to_end(fields.0),
            length => length,
        };
        let part = fields.0.get(..length).ok_or(Kind::EndsEarly {
            needed: length as u64,
            found: found as u64,
        })?;
        fields.0 = fields.0.get(length..).unwrap_or_default();
        let taken = found - head.0.len();
        let mut rest = Fields(part.get(taken..).unwrap_or_default());
        let headers = self.packed_headers()?;
        let tile = self.tiles.get_mut(number);
        let tile = tile.ok_or_else(|| fault("a tile that there is not"))?;
        tile.read_header(&mut rest, &self.settings)?;
        tile.bodies.push(rest.0);
        if let Some(headers) = headers {
            tile.packed.get_or_insert_default().extend(headers);
        }
        Ok(())
    }

    /// Those of the next tile-part, of those that are in the main header (A.7.4).
    fn packed_headers(&mut self) -> Result<Option<Vec<u8>>, Kind> {
        let Some(packed) = &self.packed else {
            return Ok(None);
        };
        let mut rest = Fields(packed.get(self.packed_read..).unwrap_or_default());
        let length = rest.u32()? as usize;
        let headers = rest.take(length)?.to_vec();
        self.packed_read += 4 + length;
        Ok(Some(headers))
    }
}

/// A tile-part's length where it is the last, without what ends the codestream.
fn length_up_to_end(rest: &[u8]) -> usize {
    let end = rest.iter().rposition(|byte| *byte != 0);
    let used = end.and_then(|end| rest.get(..=end)).unwrap_or_default();
    used.strip_suffix(&END).unwrap_or(rest).len()
}

/// Up to the first tile-part; the packed headers that are there.
fn read_main(fields: &mut Fields<'_>, settings: &mut Settings) -> Result<Option<Vec<u8>>, Kind> {
    let mut packed = Vec::new();
    while !fields.0.starts_with(&[0xFF, TILE_PART]) {
        let (marker, mut segment) = marker_segment(fields)?;
        match marker {
            CHANGES => settings.read_changes(segment)?,
            PACKED_IN_MAIN => packed.push((segment.u8()?, segment.0)),
            _ => settings.read(marker, segment)?,
        }
    }
    packed.sort_by_key(|(number, _)| *number);
    let gathered: Vec<u8> = packed
        .iter()
        .flat_map(|(_, bytes)| *bytes)
        .copied()
        .collect();
    Ok((!packed.is_empty()).then_some(gathered))
}

fn marker_segment<'a>(fields: &mut Fields<'a>) -> Result<(u8, Fields<'a>), Kind> {
    match fields.bytes()? {
        [0xFF, EXTENSIONS_FIRST..=EXTENSIONS_LAST] => {
            Err(fault("extensions of Part 2, which are not read"))
        }
        [0xFF, marker] => Ok((marker, fields.segment()?)),
        _ => Err(fault("a header without its markers")),
    }
}

impl<'a> TileParts<'a> {
    /// Up to the first packet.
    fn read_header(&mut self, fields: &mut Fields<'a>, main: &Settings) -> Result<(), Kind> {
        let is_first = self.bodies.is_empty();
        while !fields.0.starts_with(&[0xFF, DATA]) {
            let (marker, mut segment) = marker_segment(fields)?;
            match marker {
                PACKED_IN_TILE => self.packed_by_number.push((segment.u8()?, segment.0)),
                CHANGES => {
                    let settings = self.settings.get_or_insert_with(|| main.of_tile());
                    // Those of later parts go on where the earlier ones end.
                    if !self.has_own_order {
                        settings.volumes.clear();
                    }
                    self.has_own_order = true;
                    settings.read_changes(segment)?;
                }
                CODING | COMPONENT_CODING | QUANTISATION | COMPONENT_QUANTISATION | REGION
                    if is_first =>
                {
                    let settings = self.settings.get_or_insert_with(|| main.of_tile());
                    settings.read(marker, segment)?;
                }
                _ => {}
            }
        }
        fields.take(2).map(|_| ())
    }

    fn gather_packed(&mut self) {
        let mut by_number = std::mem::take(&mut self.packed_by_number);
        if by_number.is_empty() {
            return;
        }
        by_number.sort_by_key(|(number, _)| *number);
        let packed = self.packed.get_or_insert_default();
        packed.extend(by_number.iter().flat_map(|(_, bytes)| *bytes));
    }
}
