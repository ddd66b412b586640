//! Samples out of their codes (ISO/IEC 14495-1 A.4 to A.8, D.2, D.3).

use super::bits::BitReader;
use super::golomb::{Codes, long_code};
use super::malformed;
use super::model::{Context, Parameters, Regions};
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
    regions: Regions,
    codes: Codes,
    /// 365 (A.3.4), and so many more that a mask keeps within them.
    contexts: Box<[Context; CONTEXTS]>,
    /// Of the samples that end runs: neighbours unlike, and alike.
    of_runs: [Context; 2],
}

const CONTEXTS: usize = 512;

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
    #[inline]
    fn predicted(self) -> i32 {
        // The middle one of a, b, a + b - c is what the three cases of the standard choose. It is
        // reckoned and not chosen: which it will be cannot be foreseen.
        let (low, high) = (smaller(self.a, self.b), self.a + self.b);
        let high = high - low;
        smaller(larger(self.a + self.b - self.c, low), high)
    }
}

impl<'a> Coder<'a> {
    pub fn new(bits: BitReader<'a>, parameters: Parameters) -> Self {
        let fresh = Context::fresh(parameters.range);
        Self {
            bits,
            regions: Regions::new(&parameters),
            codes: Codes::new(),
            contexts: Box::new([fresh; CONTEXTS]),
            of_runs: [fresh; 2],
            parameters,
        }
    }

    /// As far as it has been read.
    pub const fn bits(&self) -> &BitReader<'a> {
        &self.bits
    }

    /// A row of one component; both rows have a guard at each end.
    pub fn row(
        &mut self,
        above: &[i32],
        row: &mut [i32],
        run_index: &mut usize,
    ) -> Result<(), Kind> {
        let end = row.len() - 1;
        let mut at = 1;
        while at < end {
            at = if self.parameters.is_plain() {
                self.regular_samples::<true>(above, row, at)
            } else {
                self.regular_samples::<false>(above, row, at)
            };
            if at == end {
                break;
            }
            let before = Neighbours::of(above, row, at).a;
            let run = self.run(end - at, run_index)?;
            fill(row, at, run, before);
            at += run;
            if at < end {
                let neighbours = Neighbours::of(above, row, at);
                let value = self.interrupted(neighbours, *run_index, true);
                put(row, at, value);
                *run_index = run_index.saturating_sub(1);
                at += 1;
            }
        }
        Ok(())
    }

    /// Samples of the regular mode, up to the first that is of none; the place behind them.
    #[expect(
        clippy::indexing_slicing,
        reason = "rows have a guard at each end, and `at` counts their samples from 1"
    )]
    #[inline(never)]
    fn regular_samples<const PLAIN: bool>(
        &mut self,
        above: &[i32],
        row: &mut [i32],
        at: usize,
    ) -> usize {
        let Self {
            regions,
            codes,
            contexts,
            parameters,
            ..
        } = self;
        let coding = Coding::<PLAIN>::of(parameters);
        // Copied, and so in registers.
        let mut bits = self.bits;
        let end = row.len() - 1;
        let (mut a, mut c, mut b) = (row[at - 1], above[at - 1], above[at]);
        let mut region_before = regions.of(b - c);
        let mut done = at;
        for (place, d) in row[at..end].iter_mut().zip(&above[at + 1..=end]) {
            let region = regions.of(d - b);
            // The row above says all of it but the last part, which waits for the sample before.
            let context = 81 * region + 9 * region_before + regions.of(c - a);
            if context == 0 {
                break;
            }
            let neighbours = Neighbours { a, b, c, d: *d };
            a = coding.sample(&mut bits, codes, contexts, neighbours, context);
            *place = a;
            (c, b, region_before) = (b, *d, region);
            done += 1;
        }
        self.bits = bits;
        done
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
            if !self.is_flat(above, rows, at) {
                self.samples_of_all(above, rows, at);
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

    fn is_flat(&self, above: &[Vec<i32>], rows: &[Vec<i32>], at: usize) -> bool {
        let mut components = above.iter().zip(rows);
        components.all(|(above, row)| self.context(Neighbours::of(above, row, at)) == 0)
    }

    /// One of each component. Flat contexts come here where other components are not.
    fn samples_of_all(&mut self, above: &[Vec<i32>], rows: &mut [Vec<i32>], at: usize) {
        let mut bits = self.bits;
        for (above, row) in above.iter().zip(rows) {
            let neighbours = Neighbours::of(above, row, at);
            let context = self.context(neighbours);
            let coding = Coding::<false>::of(&self.parameters);
            let (codes, contexts) = (&self.codes, &mut self.contexts);
            let value = coding.sample(&mut bits, codes, contexts, neighbours, context);
            put(row, at, value);
        }
        self.bits = bits;
    }

    /// -364 to 364 (A.3.4, with a formula instead of a table); 0 where all is flat.
    fn context(&self, near: Neighbours) -> i32 {
        let region = |gradient| self.regions.of(gradient);
        81 * region(near.d - near.b) + 9 * region(near.b - near.c) + region(near.c - near.a)
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
    fn interrupted(&mut self, near: Neighbours, run_index: usize, one_component: bool) -> i32 {
        let parameters = &self.parameters;
        let same = one_component && (near.a - near.b).abs() <= parameters.near;
        let [unlike, alike] = &mut self.of_runs;
        let state = if same { alike } else { unlike };
        let (predicted, sign) = match (same, near.a > near.b) {
            (true, _) => (near.a, 1),
            (false, true) => (near.b, -1),
            (false, false) => (near.b, 1),
        };
        let k = state.k_of_run(same);
        let limit = parameters.limit - run_order(run_index) - 1;
        let longest = limit.saturating_sub(parameters.error_bits + 1);
        let (mapped, bits) = long_code(self.bits, k, longest, parameters.error_bits);
        self.bits = bits;
        let with_type = mapped + i32::from(same);
        let is_odd = with_type & 1 == 1;
        let size = (with_type + 1) >> 1;
        let is_negative = (k != 0 || state.is_mostly_negative()) == is_odd;
        let error = if is_negative { -size } else { size };
        state.update_run(error, mapped, same, parameters.reset);
        parameters.reconstructed(predicted, sign * error)
    }
}

/// What the regular mode asks of the parameters; plain where [`Parameters::is_plain`].
struct Coding<'p, const PLAIN: bool> {
    parameters: &'p Parameters,
    step: i32,
    longest: u32,
}

impl<'p, const PLAIN: bool> Coding<'p, PLAIN> {
    #[inline]
    const fn of(parameters: &'p Parameters) -> Self {
        Self {
            step: if PLAIN { 1 } else { 2 * parameters.near + 1 },
            longest: parameters.limit.saturating_sub(parameters.error_bits + 1),
            parameters,
        }
    }

    /// A.4 to A.6.
    #[expect(clippy::indexing_slicing, reason = "masked")]
    #[expect(
        clippy::inline_always,
        reason = "so that the reader stays in registers"
    )]
    #[inline(always)]
    fn sample(
        &self,
        bits: &mut BitReader<'_>,
        codes: &Codes,
        contexts: &mut [Context; CONTEXTS],
        neighbours: Neighbours,
        context: i32,
    ) -> i32 {
        let parameters = self.parameters;
        let sign = context >> 31;
        let turned = |value: i32| (value ^ sign) - sign;
        let state = &mut contexts[turned(context).cast_unsigned() as usize & (CONTEXTS - 1)];
        let predicted = neighbours.predicted() + turned(state.c);
        let predicted = parameters.within(predicted);
        let error = codes.error(bits, state.k, self.longest, parameters.error_bits) ^ state.turn;
        state.update(error, self.step, parameters.reset);
        if PLAIN {
            (predicted + turned(error)) & parameters.largest
        } else {
            parameters.reconstructed(predicted, turned(error))
        }
    }
}

/// Of numbers of 17 bits.
#[inline]
const fn smaller(one: i32, other: i32) -> i32 {
    let more = one - other;
    other + (more & (more >> 31))
}

/// Of numbers of 17 bits.
#[inline]
const fn larger(one: i32, other: i32) -> i32 {
    let more = one - other;
    one - (more & (more >> 31))
}

fn run_order(run_index: usize) -> u32 {
    RUN_ORDERS.get(run_index).copied().map_or(15, u32::from)
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
