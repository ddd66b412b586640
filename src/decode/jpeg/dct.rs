//! The processes with a cosine transform: scans -> coefficients -> samples (ISO/IEC 10918-1 A.1,
//! A.2, F, G).

use super::bits::BitReader;
use super::markers::{Component, Frame, Process, Reader, Scan};
use super::progressive::Progressive;
use super::sequential::Sequential;
use super::upsample::{self, Source, Values};
use super::{bands, malformed, transform};
use crate::problem::Kind;

/// The coefficients of a block, in rows, not dequantised.
pub(super) type Block = [i16; 64];

/// One component's blocks, as many as whole MCUs need.
pub(super) struct Plane {
    pub component: Component,
    /// Samples across and down that belong to the image.
    pub columns: usize,
    pub rows: usize,
    pub blocks_across: usize,
    pub blocks: Vec<Block>,
}

/// What a process makes of a block's bits. `which` is the place in the scan.
pub(super) trait BlockDecoder {
    fn block(
        &mut self,
        bits: &mut BitReader<'_>,
        which: usize,
        block: &mut Block,
    ) -> Result<(), Kind>;

    /// Predictions begin anew (F.2.1.3.1).
    fn restart(&mut self);
}

/// Values pixel by pixel.
pub(super) fn decode(
    reader: &mut Reader<'_>,
    frame: &Frame,
    mut values: Values,
) -> Result<Values, Kind> {
    let mut planes: Vec<Plane> = Vec::new();
    let mut seen = vec![false; frame.components.len()];
    while let Some(scan) = reader.next_scan(frame)? {
        let has = |place| {
            scan.components
                .iter()
                .any(|(of_scan, ..)| *of_scan == place)
        };
        let is_whole = (0..seen.len()).all(has);
        if frame.process == Process::Sequential && is_whole {
            // One scan says all: no coefficients are kept.
            bands::decode(reader, frame, &scan, &mut values)?;
            return Ok(values);
        }
        if planes.is_empty() {
            planes = whole_planes(frame);
        }
        for (place, ..) in &scan.components {
            if let Some(seen) = seen.get_mut(*place) {
                *seen = true;
            }
        }
        let mut bits = BitReader::new(reader.rest);
        let interval = reader.restart_interval;
        if frame.process == Process::Progressive {
            let mut decoder = Progressive::new(reader, &scan)?;
            decode_scan(&mut bits, frame, &scan, interval, &mut planes, &mut decoder)?;
        } else {
            let mut decoder = Sequential::new(reader, &scan)?;
            decode_scan(&mut bits, frame, &scan, interval, &mut planes, &mut decoder)?;
        }
        reader.rest = bits.rest();
        if frame.process == Process::Sequential && !seen.contains(&false) {
            break;
        }
    }
    if seen.contains(&false) {
        return Err(malformed("a component without its scan"));
    }
    let most = frame.most();
    let count = planes.len();
    for (number, plane) in planes.into_iter().enumerate() {
        let table = reader.quantisation_of(&plane.component)?;
        let samples = transform::samples(&plane, table, frame.precision);
        let source = Source {
            columns: plane.columns,
            rows: plane.rows,
            stride: plane.blocks_across * 8,
            first: 0,
            factors: factors(most, &plane.component),
        };
        drop(plane);
        let target = (0..frame.rows as usize, number, count);
        upsample::into(
            &samples,
            &source,
            &mut values,
            target,
            frame.columns as usize,
        );
    }
    Ok(values)
}

/// Pixels for a sample of a component, across and down.
pub(super) fn factors(most: (u32, u32), component: &Component) -> (usize, usize) {
    (
        most.0 as usize / component.across as usize,
        most.1 as usize / component.down as usize,
    )
}

fn whole_planes(frame: &Frame) -> Vec<Plane> {
    let (_, down) = frame.most();
    let mcus_down = frame.rows.div_ceil(8 * down);
    planes(frame, |component| (mcus_down * component.down) as usize)
}

/// The planes of a frame, each of so many rows of blocks.
pub(super) fn planes(frame: &Frame, blocks_down: impl Fn(&Component) -> usize) -> Vec<Plane> {
    let (across, down) = frame.most();
    let mcus_across = frame.columns.div_ceil(8 * across);
    let plane = |component: &Component| {
        let blocks_across = (mcus_across * component.across) as usize;
        Plane {
            component: *component,
            columns: (frame.columns * component.across).div_ceil(across) as usize,
            rows: (frame.rows * component.down).div_ceil(down) as usize,
            blocks_across,
            blocks: vec![[0; 64]; blocks_across * blocks_down(component)],
        }
    };
    frame.components.iter().map(plane).collect()
}

fn decode_scan(
    bits: &mut BitReader<'_>,
    frame: &Frame,
    scan: &Scan,
    restart_interval: u32,
    planes: &mut [Plane],
    decoder: &mut impl BlockDecoder,
) -> Result<(), Kind> {
    let mut units = Units::of(frame, scan, planes, restart_interval)?;
    for row in 0..units.down {
        units.decode_row((row, row), bits, planes, decoder)?;
    }
    Ok(())
}

/// What a scan is divided into (A.2): MCUs of several components, or the blocks of one.
pub(super) struct Units {
    across: usize,
    pub down: usize,
    /// Place among the planes, and blocks across and down in a unit.
    pub components: Vec<(usize, usize, usize)>,
    restart_interval: u32,
    until_restart: u32,
}

impl Units {
    pub fn of(
        frame: &Frame,
        scan: &Scan,
        planes: &[Plane],
        restart_interval: u32,
    ) -> Result<Self, Kind> {
        let bad = || malformed("a scan of components that there are not");
        if let [(place, ..)] = scan.components.as_slice() {
            let plane = planes.get(*place).ok_or_else(bad)?;
            return Ok(Self {
                across: plane.columns.div_ceil(8),
                down: plane.rows.div_ceil(8),
                components: vec![(*place, 1, 1)],
                restart_interval,
                until_restart: restart_interval,
            });
        }
        let (across, down) = frame.most();
        let mut components = Vec::new();
        for (place, ..) in &scan.components {
            let component = planes.get(*place).ok_or_else(bad)?.component;
            components.push((*place, component.across as usize, component.down as usize));
        }
        Ok(Self {
            across: frame.columns.div_ceil(8 * across) as usize,
            down: frame.rows.div_ceil(8 * down) as usize,
            components,
            restart_interval,
            until_restart: restart_interval,
        })
    }

    /// Decodes a row of units into one of the planes.
    pub fn decode_row(
        &mut self,
        (row, target): (usize, usize),
        bits: &mut BitReader<'_>,
        planes: &mut [Plane],
        decoder: &mut impl BlockDecoder,
    ) -> Result<(), Kind> {
        for column in 0..self.across {
            if self.restart_interval > 0 && self.until_restart == 0 {
                bits.restart();
                decoder.restart();
                self.until_restart = self.restart_interval;
            }
            self.until_restart = self.until_restart.wrapping_sub(1);
            for (which, (place, across, down)) in self.components.iter().enumerate() {
                let Some(plane) = planes.get_mut(*place) else {
                    continue;
                };
                for y in target * down..(target + 1) * down {
                    for x in column * across..(column + 1) * across {
                        if let Some(block) = plane.blocks.get_mut(y * plane.blocks_across + x) {
                            decoder.block(bits, which, block)?;
                        }
                    }
                }
            }
        }
        if bits.is_beyond_end() {
            return Err(Kind::EndsEarly {
                needed: self.down as u64,
                found: row as u64,
            });
        }
        Ok(())
    }
}
