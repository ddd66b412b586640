//! The lossless process (ISO/IEC 10918-1 H).

use super::bits::BitReader;
use super::huffman::Table;
use super::malformed;
use super::markers::{Frame, Reader, Scan};
use crate::problem::Kind;

/// Values pixel by pixel.
pub(super) fn decode(reader: &mut Reader<'_>, frame: &Frame) -> Result<Vec<u16>, Kind> {
    if frame.most() != (1, 1) {
        return Err(malformed("lossless components of unlike size"));
    }
    let mut values = vec![0; frame.extent().pixels() * frame.components.len()];
    let mut seen = vec![false; frame.components.len()];
    while seen.contains(&false) {
        let Some(scan) = reader.next_scan(frame)? else {
            return Err(malformed("a component without its scan"));
        };
        for (place, ..) in &scan.components {
            if let Some(seen) = seen.get_mut(*place) {
                *seen = true;
            }
        }
        decode_scan(reader, frame, &scan, &mut values)?;
    }
    Ok(values)
}

/// One component of a scan, with the row above and the one that is being decoded, without the
/// point transform.
struct Line<'t> {
    component: usize,
    table: &'t Table,
    above: Vec<u16>,
    row: Vec<u16>,
}

fn decode_scan(
    reader: &mut Reader<'_>,
    frame: &Frame,
    scan: &Scan,
    values: &mut [u16],
) -> Result<(), Kind> {
    let columns = frame.columns as usize;
    if !(1..=7).contains(&scan.start) || scan.low >= frame.precision {
        return Err(malformed("a predictor that there is not"));
    }
    // Intervals are of whole rows (H.1.1), or there is no interval.
    let interval = reader.restart_interval as usize;
    if columns == 0 || !interval.is_multiple_of(columns) {
        return Err(malformed("a restart within a row"));
    }
    let rows_between = interval / columns;
    let mut lines = Vec::new();
    for (component, table, _) in &scan.components {
        let table = reader.dc.get(*table).and_then(Option::as_ref);
        lines.push(Line {
            component: *component,
            table: table.ok_or_else(|| malformed("a scan without its table"))?,
            above: vec![0; columns],
            row: vec![0; columns],
        });
    }
    let mut bits = BitReader::new(reader.rest);
    let middle = 1 << (frame.precision - scan.low - 1);
    let samples = frame.components.len();
    let mut is_first = true;
    for (number, row) in values.chunks_exact_mut(columns * samples).enumerate() {
        if number > 0 && rows_between > 0 && number % rows_between == 0 {
            is_first = bits.restart();
        }
        decode_row(&mut bits, &mut lines, scan.start, middle, is_first)?;
        if bits.is_beyond_end() {
            return Err(Kind::EndsEarly {
                needed: u64::from(frame.rows),
                found: number as u64,
            });
        }
        for line in &mut lines {
            if samples == 1 {
                for (place, value) in row.iter_mut().zip(&line.row) {
                    *place = value << scan.low;
                }
            } else {
                let places = row.iter_mut().skip(line.component).step_by(samples);
                for (place, value) in places.zip(&line.row) {
                    *place = value << scan.low;
                }
            }
            std::mem::swap(&mut line.above, &mut line.row);
        }
        is_first = false;
    }
    reader.rest = bits.rest();
    Ok(())
}

/// One row of each component, sample by sample in turn.
fn decode_row(
    bits: &mut BitReader<'_>,
    lines: &mut [Line<'_>],
    predictor: u8,
    middle: u16,
    is_first: bool,
) -> Result<(), Kind> {
    if let [line] = lines {
        // The usual image has one component, and nearly all that are encoded the first predictor.
        let edge = if is_first {
            middle
        } else {
            line.above.first().copied().unwrap_or_default()
        };
        return if is_first || predictor == 1 {
            row_from_left(bits, line, edge)
        } else {
            row_from_all(bits, line, edge, predictor)
        };
    }
    let columns = lines.first().map_or(0, |line| line.row.len());
    for column in 0..columns {
        for line in &mut *lines {
            let at = |row: &[u16], column: usize| row.get(column).copied().unwrap_or_default();
            let predicted = match (column, is_first) {
                (0, true) => middle,
                (0, false) => at(&line.above, 0),
                (_, true) => at(&line.row, column - 1),
                (_, false) => predict(
                    predictor,
                    at(&line.row, column - 1),
                    at(&line.above, column),
                    at(&line.above, column - 1),
                ),
            };
            let value = predicted.wrapping_add(difference(bits, line.table)?);
            if let Some(place) = line.row.get_mut(column) {
                *place = value;
            }
        }
    }
    Ok(())
}

/// Each sample is predicted by the one before it.
fn row_from_left(bits: &mut BitReader<'_>, line: &mut Line<'_>, edge: u16) -> Result<(), Kind> {
    let mut here = *bits;
    let mut left = edge;
    for place in &mut line.row {
        left = left.wrapping_add(difference(&mut here, line.table)?);
        *place = left;
    }
    *bits = here;
    Ok(())
}

fn row_from_all(
    bits: &mut BitReader<'_>,
    line: &mut Line<'_>,
    edge: u16,
    predictor: u8,
) -> Result<(), Kind> {
    let mut here = *bits;
    let mut predicted = edge;
    let mut behind = line.above.iter().skip(1);
    for (place, above_left) in line.row.iter_mut().zip(&line.above) {
        let value = predicted.wrapping_add(difference(&mut here, line.table)?);
        *place = value;
        if let Some(above) = behind.next() {
            predicted = predict(predictor, value, *above, *above_left);
        }
    }
    *bits = here;
    Ok(())
}

/// Table H.1, modulo 2^16.
fn predict(predictor: u8, left: u16, above: u16, above_left: u16) -> u16 {
    let (a, b, c) = (i32::from(left), i32::from(above), i32::from(above_left));
    let predicted = match predictor {
        1 => a,
        2 => b,
        3 => c,
        4 => a + b - c,
        5 => a + ((b - c) >> 1),
        6 => b + ((a - c) >> 1),
        _ => (a + b) >> 1,
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "modulo 2^16"
    )]
    let modulo = predicted as u16;
    modulo
}

/// H.1.2.2: the category's bits; 32768 has none.
#[expect(
    clippy::inline_always,
    reason = "so that the reader stays in registers"
)]
#[inline(always)]
fn difference(bits: &mut BitReader<'_>, table: &Table) -> Result<u16, Kind> {
    let (category, difference) = table.decode_number(bits)?;
    if category > 15 {
        return beyond_fifteen_bits(category);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "modulo 2^16"
    )]
    let modulo = difference as u16;
    Ok(modulo)
}

#[cold]
fn beyond_fifteen_bits(category: u8) -> Result<u16, Kind> {
    if category == 16 {
        return Ok(1 << 15);
    }
    Err(malformed("a difference of more than 16 bits"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predictors_are_those_of_table_h_1() {
        let all = |a, b, c| [1, 2, 3, 4, 5, 6, 7].map(|number| predict(number, a, b, c));
        assert_eq!(all(10, 20, 14), [10, 20, 14, 16, 13, 18, 15]);
        assert_eq!(all(10, 13, 20), [10, 13, 20, 3, 6, 8, 11]);
        assert_eq!(all(0, 0, 2), [0, 0, 2, 65534, 65535, 65535, 0]);
    }
}
