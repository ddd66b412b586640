//! A sequential scan of all components, one row of its units after another: of an image of a hundred
//! megapixels the coefficients would take twice as much memory as its samples.

use std::ops::Range;

use super::bits::BitReader;
use super::dct::{Plane, Units, factors, planes};
use super::markers::{Frame, Reader, Scan};
use super::sequential::Sequential;
use super::transform;
use super::upsample::{self, Source, Values};
use crate::problem::Kind;

/// The last samples of a component: enough for rows that lie between those of two units.
#[derive(Default)]
struct Window {
    samples: Vec<u16>,
    /// The row of the plane that they begin with.
    first: usize,
}

pub(super) fn decode(
    reader: &Reader<'_>,
    frame: &Frame,
    scan: &Scan,
    values: &mut Values,
) -> Result<(), Kind> {
    let is_alone = scan.components.len() == 1;
    let of_a_unit = |down: u32| if is_alone { 1 } else { down as usize };
    let mut band = planes(frame, |component| of_a_unit(component.down));
    let mut decoder = Sequential::new(reader, scan)?;
    let mut units = Units::of(frame, scan, &band, reader.restart_interval)?;
    let mut bits = BitReader::new(reader.rest);
    let mut windows: Vec<Window> = band.iter().map(|_| Window::default()).collect();
    let high = of_a_unit(frame.most().1) * 8;
    let rows_of = |row: usize| row * high..((row + 1) * high).min(frame.rows as usize);
    for row in 0..units.down {
        units.decode_row((row, 0), &mut bits, &mut band, &mut decoder)?;
        for (plane, window) in band.iter_mut().zip(&mut windows) {
            let table = reader.quantisation_of(&plane.component)?;
            window.take_in(plane, &transform::samples(plane, table, frame.precision));
            plane.blocks.fill([0; 64]);
        }
        // The last row of a unit may need the first of the next.
        if row > 0 {
            put(&rows_of(row - 1), frame, (&band, &windows), values);
        }
    }
    if let Some(last) = units.down.checked_sub(1) {
        put(&rows_of(last), frame, (&band, &windows), values);
    }
    Ok(())
}

impl Window {
    /// Takes a row of units in, and keeps the two before.
    fn take_in(&mut self, plane: &Plane, samples: &[u16]) {
        let band = samples.len();
        if let Some(beyond) = self
            .samples
            .len()
            .checked_sub(2 * band)
            .filter(|it| *it > 0)
        {
            self.samples.drain(..beyond);
            self.first += beyond / (plane.blocks_across * 8).max(1);
        }
        self.samples.extend_from_slice(samples);
    }
}

/// Puts the pixels of some rows into their places.
fn put(
    image_rows: &Range<usize>,
    frame: &Frame,
    (planes, windows): (&[Plane], &[Window]),
    values: &mut Values,
) {
    let count = planes.len();
    for (number, (plane, window)) in planes.iter().zip(windows).enumerate() {
        let source = Source {
            columns: plane.columns,
            rows: plane.rows,
            stride: plane.blocks_across * 8,
            first: window.first,
            factors: factors(frame.most(), &plane.component),
        };
        let target = (image_rows.clone(), number, count);
        upsample::into(
            &window.samples,
            &source,
            values,
            target,
            frame.columns as usize,
        );
    }
}
