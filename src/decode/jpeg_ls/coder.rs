//! Samples out of their codes (ISO/IEC 14495-1 A.4 to A.8, D.2, D.3).

use super::bits::BitReader;
use super::malformed;
use super::model::{Context, Parameters, REGULAR};
use crate::problem::Kind;

/// Order of the code of a run's length, by the run index (A.2.1).
const RUN_ORDERS: [u8; 32] = [
    0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 9, 10, 11, 12, 13,
    14, 15,
];

/// The state of a scan.
pub(super) struct Coder<'a> {
    bits: BitReader<'a>,
    parameters: Parameters,
    contexts: [Context; REGULAR + 2],
    /// Of the row that is being read: what the row above makes of each sample's context.
    from_above: Vec<i32>,
}

/// The sample's neighbours: before, above, above before, above behind.
#[derive(Clone, Copy)]
struct Neighbours {
    a: i32,
    b: i32,
    c: i32,
    d: i32,
}

impl Neighbours {
    #[expect(
        clippy::indexing_slicing,
        reason = "rows have a guard at each end, and `at` counts their samples from 1"
    )]
    fn of(above: &[i32], row: &[i32], at: usize) -> Self {
        Self {
            a: row[at - 1],
            b: above[at],
            c: above[at - 1],
            d: above[at + 1],
        }
    }

    /// Detects edges (A.4.1).
    fn predicted(self) -> i32 {
        let (low, high) = (self.a.min(self.b), self.a.max(self.b));
        // The same as the three cases of the standard.
        (self.a + self.b - self.c).clamp(low, high)
    }
}

impl<'a> Coder<'a> {
    pub fn new(scan: &'a [u8], parameters: Parameters) -> Self {
        Self {
            bits: BitReader::new(scan),
            contexts: Context::all(parameters.range),
            from_above: Vec::new(),
            parameters,
        }
    }

    pub const fn is_beyond_end(&self) -> bool {
        self.bits.is_beyond_end()
    }

    pub const fn rest(&self) -> &'a [u8] {
        self.bits.rest()
    }

    /// A row of one component; both rows have a guard at each end.
    pub fn row(
        &mut self,
        above: &[i32],
        row: &mut [i32],
        run_index: &mut usize,
    ) -> Result<(), Kind> {
        let from_above = self.of_row_above(above);
        let end = row.len() - 1;
        let mut at = 1;
        while at < end {
            at = self.regular_samples(above, &from_above, row, at);
            if at == end {
                break;
            }
            let neighbours = Neighbours::of(above, row, at);
            let run = self.run(end - at, run_index)?;
            fill(row, at, run, neighbours.a);
            at += run;
            if at < end {
                let neighbours = Neighbours::of(above, row, at);
                let value = self.interrupted(neighbours, *run_index, true);
                put(row, at, value);
                *run_index = run_index.saturating_sub(1);
                at += 1;
            }
        }
        self.from_above = from_above;
        Ok(())
    }

    /// Of each sample the part of its context that the row above says alone: it needs no sample of
    /// this row, so that many are had at once.
    fn of_row_above(&mut self, above: &[i32]) -> Vec<i32> {
        let mut parts = std::mem::take(&mut self.from_above);
        parts.clear();
        // There is no sample before the first.
        parts.push(0);
        let parameters = &self.parameters;
        let near = above
            .array_windows()
            .map(|[c, b, d]| 81 * parameters.region(d - b) + 9 * parameters.region(b - c));
        parts.extend(near);
        parts
    }

    /// Samples of the regular mode, up to the first that is of none; the place behind them.
    #[expect(
        clippy::indexing_slicing,
        reason = "rows have a guard at each end, and `at` counts their samples from 1"
    )]
    fn regular_samples(
        &mut self,
        above: &[i32],
        from_above: &[i32],
        row: &mut [i32],
        mut at: usize,
    ) -> usize {
        let end = row.len() - 1;
        let (above, from_above) = (&above[..=end], &from_above[..end]);
        let (mut a, mut c, mut b) = (row[at - 1], above[at - 1], above[at]);
        while at < end {
            let context = from_above[at] + self.parameters.region(c - a);
            if context == 0 {
                break;
            }
            let d = above[at + 1];
            a = self.regular(Neighbours { a, b, c, d }, context);
            row[at] = a;
            (c, b) = (b, d);
            at += 1;
        }
        at
    }

    /// A row of all components, sample by sample; a run is one of all of them.
    pub fn row_of_all(
        &mut self,
        above: &[Vec<i32>],
        rows: &mut [Vec<i32>],
        run_indices: &mut [usize],
    ) -> Result<(), Kind> {
        let (Some(run_index), Some(end)) = (run_indices.first_mut(), rows.first().map(Vec::len))
        else {
            return Ok(());
        };
        let end = end - 1;
        let mut at = 1;
        while at < end {
            let flat = above
                .iter()
                .zip(&*rows)
                .all(|(above, row)| self.context(Neighbours::of(above, row, at)) == 0);
            if !flat {
                for (above, row) in above.iter().zip(&mut *rows) {
                    let neighbours = Neighbours::of(above, row, at);
                    let context = self.context(neighbours);
                    let value = self.regular(neighbours, context);
                    put(row, at, value);
                }
                at += 1;
                continue;
            }
            let run = self.run(end - at, run_index)?;
            for row in &mut *rows {
                let before = row.get(at - 1).copied().unwrap_or_default();
                fill(row, at, run, before);
            }
            at += run;
            if at < end {
                for (above, row) in above.iter().zip(&mut *rows) {
                    let neighbours = Neighbours::of(above, row, at);
                    let value = self.interrupted(neighbours, *run_index, false);
                    put(row, at, value);
                }
                *run_index = run_index.saturating_sub(1);
                at += 1;
            }
        }
        Ok(())
    }

    /// -364 to 364 (A.3.4, with a formula instead of a table); 0 where all is flat.
    fn context(&self, near: Neighbours) -> i32 {
        let region = |gradient| self.parameters.region(gradient);
        81 * region(near.d - near.b) + 9 * region(near.b - near.c) + region(near.c - near.a)
    }

    /// A.4 to A.6. Flat contexts come here where other components are not.
    #[expect(clippy::indexing_slicing, reason = "contexts are -364 to 364")]
    fn regular(&mut self, neighbours: Neighbours, context: i32) -> i32 {
        let sign = (context >> 31) | 1;
        let state = &mut self.contexts[context.unsigned_abs() as usize];
        let predicted = neighbours.predicted() + sign * state.c;
        let predicted = predicted.clamp(0, self.parameters.largest);
        let k = state.golomb(state.a);
        let mapped = golomb(
            &mut self.bits,
            k,
            self.parameters.limit,
            self.parameters.error_bits,
        );
        let is_turned = self.parameters.near == 0 && k == 0 && 2 * state.b <= -state.n;
        let error = unmapped(mapped) ^ -i32::from(is_turned);
        state.update(error, &self.parameters);
        self.parameters.reconstructed(predicted, sign * error)
    }

    /// The length of a run, at most what is left of the row (A.7.1).
    fn run(&mut self, left: usize, run_index: &mut usize) -> Result<usize, Kind> {
        let mut run = 0;
        while self.bits.take(1) == 1 {
            let step = 1 << run_order(*run_index);
            run += step;
            if run >= left {
                if run == left {
                    *run_index = (*run_index + 1).min(RUN_ORDERS.len() - 1);
                }
                return Ok(left);
            }
            *run_index = (*run_index + 1).min(RUN_ORDERS.len() - 1);
        }
        run += self.bits.take(run_order(*run_index)) as usize;
        if run >= left {
            return Err(malformed("a run beyond its row"));
        }
        Ok(run)
    }

    /// The sample that ends a run (A.7.2); of several components, none is told apart as like its
    /// neighbours.
    #[expect(
        clippy::indexing_slicing,
        reason = "the two contexts behind the regular ones"
    )]
    fn interrupted(&mut self, near: Neighbours, run_index: usize, one_component: bool) -> i32 {
        let parameters = &self.parameters;
        let same = one_component && (near.a - near.b).abs() <= parameters.near;
        let state = &mut self.contexts[REGULAR + usize::from(same)];
        let (predicted, sign) = match (same, near.a > near.b) {
            (true, _) => (near.a, 1),
            (false, true) => (near.b, -1),
            (false, false) => (near.b, 1),
        };
        let sum = if same {
            state.a + (state.n >> 1)
        } else {
            state.a
        };
        let k = state.golomb(sum);
        let limit = parameters.limit - run_order(run_index) - 1;
        let mapped = golomb(&mut self.bits, k, limit, parameters.error_bits);
        let with_type = mapped + i32::from(same);
        let is_odd = with_type & 1 == 1;
        let size = (with_type + 1) >> 1;
        let is_negative = (k != 0 || 2 * state.b >= state.n) == is_odd;
        let error = if is_negative { -size } else { size };
        state.update_run(error, mapped, same, parameters.reset);
        parameters.reconstructed(predicted, sign * error)
    }
}

fn run_order(run_index: usize) -> u32 {
    RUN_ORDERS.get(run_index).copied().map_or(15, u32::from)
}

/// A code of limited length (A.5.3). Junk may stand for more than an error can be; what is over
/// is cut off.
fn golomb(bits: &mut BitReader<'_>, k: u32, limit: u32, error_bits: u32) -> i32 {
    let longest = limit.saturating_sub(error_bits + 1);
    if let Some(value) = bits.take_code(k, longest) {
        return (value & 0x3_FFFF).cast_signed();
    }
    let zeros = bits.take_zeros(longest);
    let value = if zeros < longest {
        (zeros << k) | bits.take(k)
    } else {
        // The one that ends the zeros is still there.
        bits.take(1);
        bits.take(error_bits) + 1
    };
    (value & 0x3_FFFF).cast_signed()
}

/// A.5.2, without the case that turns it round.
const fn unmapped(mapped: i32) -> i32 {
    (mapped >> 1) ^ -(mapped & 1)
}

fn put(row: &mut [i32], at: usize, value: i32) {
    if let Some(place) = row.get_mut(at) {
        *place = value;
    }
}

fn fill(row: &mut [i32], at: usize, count: usize, value: i32) {
    if let Some(places) = row.get_mut(at..at + count) {
        places.fill(value);
    }
}
