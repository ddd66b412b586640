//! Marker segments (ISO/IEC 10918-1 B.2): tables, the frame's header, the scans'.

use super::huffman::Table;
use super::malformed;
use crate::decode::raster::Extent;
use crate::problem::Kind;

/// How samples are coded (B.2.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Process {
    Sequential,
    Progressive,
    Lossless,
}

/// The frame's header.
#[derive(Clone, Debug)]
pub(super) struct Frame {
    pub process: Process,
    pub precision: u8,
    pub columns: u32,
    pub rows: u32,
    pub components: Vec<Component>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Component {
    pub id: u8,
    /// Sampling factors, 1 to 4: across and down.
    pub across: u32,
    pub down: u32,
    pub quantisation: usize,
}

impl Frame {
    pub const fn extent(&self) -> Extent {
        Extent {
            columns: self.columns,
            rows: self.rows,
            components: self.components.len(),
            precision: self.precision,
        }
    }

    /// The largest sampling factors, across and down.
    pub fn most(&self) -> (u32, u32) {
        let across = self.components.iter().map(|component| component.across);
        let down = self.components.iter().map(|component| component.down);
        (across.max().unwrap_or(1), down.max().unwrap_or(1))
    }
}

/// A scan's header (B.2.3); of a lossless one `start` is the predictor and `low` the point
/// transform (H.1.2).
pub(super) struct Scan {
    /// Place among the frame's components, and the DC and AC tables.
    pub components: Vec<(usize, usize, usize)>,
    pub start: u8,
    pub end: u8,
    pub high: u8,
    pub low: u8,
}

/// What is read of the markers so far.
pub(super) struct Reader<'a> {
    pub rest: &'a [u8],
    pub quantisation: [Option<[u16; 64]>; 4],
    pub dc: [Option<Table>; 4],
    pub ac: [Option<Table>; 4],
    pub restart_interval: u32,
    pub adobe_transform: Option<u8>,
    pub is_jfif: bool,
}

/// Where a coefficient of the zigzag lies in its block (figure A.6).
#[rustfmt::skip]
pub(super) const ZIGZAG: [u8; 64] = [
     0,  1,  8, 16,  9,  2,  3, 10, 17, 24, 32, 25, 18, 11,  4,  5,
    12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13,  6,  7, 14, 21, 28,
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51,
    58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

impl<'a> Reader<'a> {
    pub fn new(bytes: &'a [u8]) -> Result<Self, Kind> {
        // Bytes before the image, as some writers leave them, mean nothing.
        let start = bytes.windows(2).position(|two| two == [0xFF, 0xD8]);
        let rest = start.and_then(|start| bytes.get(start + 2..));
        Ok(Self {
            rest: rest.ok_or_else(|| malformed("no start of an image"))?,
            quantisation: [None; 4],
            dc: [const { None }; 4],
            ac: [const { None }; 4],
            restart_interval: 0,
            adobe_transform: None,
            is_jfif: false,
        })
    }

    /// The quantisation table of a component.
    pub fn quantisation_of(&self, component: &Component) -> Result<&[u16; 64], Kind> {
        let table = self.quantisation.get(component.quantisation);
        let table = table.and_then(Option::as_ref);
        table.ok_or_else(|| malformed("a component without its quantisation table"))
    }

    /// The frame's header, and the tables before it.
    pub fn read_to_frame(&mut self) -> Result<Frame, Kind> {
        loop {
            let (marker, segment) = self.segment()?.ok_or_else(|| malformed("no frame"))?;
            match marker {
                0xC0 | 0xC1 => return frame(segment, Process::Sequential),
                0xC2 => return frame(segment, Process::Progressive),
                0xC3 => return frame(segment, Process::Lossless),
                0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                    return Err(malformed("a hierarchical or arithmetic process"));
                }
                0xDA => return Err(malformed("a scan before its frame")),
                _ => self.read_table(marker, segment)?,
            }
        }
    }

    /// The next scan's header, and the tables before it; `None` at the image's end.
    pub fn next_scan(&mut self, frame: &Frame) -> Result<Option<Scan>, Kind> {
        while let Some((marker, segment)) = self.segment()? {
            if marker == 0xDA {
                return scan(segment, frame).map(Some);
            }
            self.read_table(marker, segment)?;
        }
        Ok(None)
    }

    /// The next marker with its segment; `None` at the end of the image or of the bytes.
    fn segment(&mut self) -> Result<Option<(u8, &'a [u8])>, Kind> {
        loop {
            match self.rest {
                [0xFF, 0xD9, ..] | [] => return Ok(None),
                [0xFF, marker @ 1..=0xFE, rest @ ..] => {
                    self.rest = rest;
                    if !matches!(marker, 1 | 0xD0..=0xD8) {
                        return self.body().map(|segment| Some((*marker, segment)));
                    }
                }
                [_, rest @ ..] => self.rest = rest,
            }
        }
    }

    fn body(&mut self) -> Result<&'a [u8], Kind> {
        let short = || malformed("a segment beyond the end");
        let (length, rest) = self.rest.split_first_chunk::<2>().ok_or_else(short)?;
        let length = usize::from(u16::from_be_bytes(*length)).checked_sub(2);
        let split = length.and_then(|length| rest.split_at_checked(length));
        let (segment, rest) = split.ok_or_else(short)?;
        self.rest = rest;
        Ok(segment)
    }

    fn read_table(&mut self, marker: u8, segment: &[u8]) -> Result<(), Kind> {
        match marker {
            0xC4 => self.huffman(segment),
            0xDB => self.quantisation(segment),
            0xDD => {
                let interval = segment.first_chunk::<2>();
                let interval = interval.ok_or_else(|| malformed("no restart interval"))?;
                self.restart_interval = u32::from(u16::from_be_bytes(*interval));
                Ok(())
            }
            0xE0 => {
                self.is_jfif |= segment.starts_with(b"JFIF\0");
                Ok(())
            }
            0xEE => {
                if segment.starts_with(b"Adobe") {
                    self.adobe_transform = segment.get(11).copied();
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn huffman(&mut self, mut segment: &[u8]) -> Result<(), Kind> {
        let short = || malformed("a short Huffman table");
        while let Some((class_and_place, rest)) = segment.split_first() {
            let (counts, rest) = rest.split_first_chunk::<16>().ok_or_else(short)?;
            let symbols = counts.iter().map(|count| usize::from(*count)).sum();
            let (symbols, rest) = rest.split_at_checked(symbols).ok_or_else(short)?;
            let tables = if class_and_place >> 4 == 0 {
                &mut self.dc
            } else {
                &mut self.ac
            };
            let place = tables.get_mut(usize::from(class_and_place & 15));
            *place.ok_or_else(|| malformed("a fifth Huffman table"))? =
                Some(Table::new(*counts, symbols)?);
            segment = rest;
        }
        Ok(())
    }

    fn quantisation(&mut self, mut segment: &[u8]) -> Result<(), Kind> {
        let short = || malformed("a short quantisation table");
        while let Some((precision_and_place, rest)) = segment.split_first() {
            let bytes = if precision_and_place >> 4 == 0 { 1 } else { 2 };
            let (values, rest) = rest.split_at_checked(64 * bytes).ok_or_else(short)?;
            let widen = |value: u16, byte: &u8| (value << 8) | u16::from(*byte);
            let mut table = [0; 64];
            for (place, value) in ZIGZAG.iter().zip(values.chunks_exact(bytes)) {
                if let Some(place) = table.get_mut(usize::from(*place)) {
                    *place = value.iter().fold(0, widen);
                }
            }
            let place = self
                .quantisation
                .get_mut(usize::from(precision_and_place & 15));
            *place.ok_or_else(|| malformed("a fifth quantisation table"))? = Some(table);
            segment = rest;
        }
        Ok(())
    }
}

fn frame(segment: &[u8], process: Process) -> Result<Frame, Kind> {
    let short = || malformed("a short frame header");
    let ([precision, r1, r0, c1, c0, count], components) =
        segment.split_first_chunk::<6>().ok_or_else(short)?;
    let frame = Frame {
        process,
        precision: *precision,
        rows: u32::from(u16::from_be_bytes([*r1, *r0])),
        columns: u32::from(u16::from_be_bytes([*c1, *c0])),
        components: components
            .as_chunks::<3>()
            .0
            .iter()
            .take(usize::from(*count))
            .map(|[id, sampling, quantisation]| Component {
                id: *id,
                across: u32::from(sampling >> 4),
                down: u32::from(sampling & 15),
                quantisation: usize::from(*quantisation),
            })
            .collect(),
    };
    if frame.components.len() != usize::from(*count) {
        return Err(short());
    }
    let factor = |factor: u32| (1..=4).contains(&factor);
    let in_range = |component: &Component| factor(component.across) && factor(component.down);
    let depth = match process {
        Process::Lossless => (2..=16).contains(precision),
        _ => matches!(precision, 8 | 12),
    };
    let (across, down) = frame.most();
    let divides = |component: &Component| {
        across.is_multiple_of(component.across) && down.is_multiple_of(component.down)
    };
    let sampled = |component: &Component| in_range(component) && divides(component);
    if !depth || !frame.components.iter().all(sampled) {
        return Err(malformed("a frame header that no process has"));
    }
    Ok(frame)
}

fn scan(segment: &[u8], frame: &Frame) -> Result<Scan, Kind> {
    let bad = || malformed("a scan header that does not fit its frame");
    let (count, rest) = segment.split_first().ok_or_else(bad)?;
    let (selectors, rest) = rest
        .split_at_checked(usize::from(*count) * 2)
        .ok_or_else(bad)?;
    let mut components: Vec<(usize, usize, usize)> = Vec::new();
    for [id, tables] in selectors.as_chunks::<2>().0 {
        let place = frame
            .components
            .iter()
            .position(|component| component.id == *id);
        let place = place.ok_or_else(bad)?;
        if components.iter().any(|(other, ..)| *other == place) {
            return Err(bad());
        }
        components.push((place, usize::from(tables >> 4), usize::from(tables & 15)));
    }
    let [start, end, bits, ..] = rest else {
        return Err(bad());
    };
    if components.is_empty() || components.len() > 4 {
        return Err(bad());
    }
    Ok(Scan {
        components,
        start: *start,
        end: *end,
        high: bits >> 4,
        low: bits & 15,
    })
}
