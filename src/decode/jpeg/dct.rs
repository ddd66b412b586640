//! The processes with a cosine transform: scans -> coefficients -> samples (ISO/IEC 10918-1 A.1,
//! A.2, F, G).

use super::bits::BitReader;
use super::markers::{Component, Frame, Process, Reader, Scan};
use super::progressive::Progressive;
use super::sequential::Sequential;
use super::{malformed, transform, upsample};
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
pub(super) fn decode(reader: &mut Reader<'_>, frame: &Frame) -> Result<Vec<u16>, Kind> {
    let mut planes = planes(frame);
    let mut seen = vec![false; planes.len()];
    while let Some(scan) = reader.next_scan(frame)? {
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
    let mut values = vec![0; frame.extent().pixels() * planes.len()];
    let count = planes.len();
    for (number, plane) in planes.into_iter().enumerate() {
        let table = reader.quantisation.get(plane.component.quantisation);
        let table = table
            .and_then(Option::as_ref)
            .ok_or_else(|| malformed("a component without its quantisation table"))?;
        let samples = transform::samples(&plane, table, frame.precision);
        let factors = (
            most.0 as usize / plane.component.across as usize,
            most.1 as usize / plane.component.down as usize,
        );
        let shape = (plane.columns, plane.rows, plane.blocks_across * 8);
        drop(plane);
        let target = (values.as_mut_slice(), number, count, frame.columns as usize);
        upsample::into(&samples, shape, factors, target);
    }
    Ok(values)
}

fn planes(frame: &Frame) -> Vec<Plane> {
    let (across, down) = frame.most();
    let mcus_across = frame.columns.div_ceil(8 * across);
    let mcus_down = frame.rows.div_ceil(8 * down);
    let plane = |component: &Component| {
        let blocks_across = (mcus_across * component.across) as usize;
        let blocks_down = (mcus_down * component.down) as usize;
        Plane {
            component: *component,
            columns: (frame.columns * component.across).div_ceil(across) as usize,
            rows: (frame.rows * component.down).div_ceil(down) as usize,
            blocks_across,
            blocks: vec![[0; 64]; blocks_across * blocks_down],
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
    let units = Units::of(frame, scan, planes)?;
    let mut until_restart = restart_interval;
    for row in 0..units.down {
        for column in 0..units.across {
            if restart_interval > 0 && until_restart == 0 {
                bits.restart();
                decoder.restart();
                until_restart = restart_interval;
            }
            until_restart = until_restart.wrapping_sub(1);
            for (which, (place, across, down)) in units.components.iter().enumerate() {
                let Some(plane) = planes.get_mut(*place) else {
                    continue;
                };
                for y in row * down..(row + 1) * down {
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
                needed: units.down as u64,
                found: row as u64,
            });
        }
    }
    Ok(())
}

/// What a scan is divided into (A.2): MCUs of several components, or the blocks of one.
struct Units {
    across: usize,
    down: usize,
    /// Place among the planes, and blocks across and down in a unit.
    components: Vec<(usize, usize, usize)>,
}

impl Units {
    fn of(frame: &Frame, scan: &Scan, planes: &[Plane]) -> Result<Self, Kind> {
        let bad = || malformed("a scan of components that there are not");
        if let [(place, ..)] = scan.components.as_slice() {
            let plane = planes.get(*place).ok_or_else(bad)?;
            return Ok(Self {
                across: plane.columns.div_ceil(8),
                down: plane.rows.div_ceil(8),
                components: vec![(*place, 1, 1)],
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
        })
    }
}
