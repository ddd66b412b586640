//! How often each value comes. Of whole values every one has a bin of its own: figures that are read
//! off are exact, and histograms of slices add up to that of their stack.

use serde::{Deserialize, Serialize};

use super::bins::{MOST_BINS, bin, exponent};
use super::stored::Stored;
use crate::lung::Run;
use crate::pixels::{Frame, Rescale};

/// The counts of values.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Histogram {
    /// A bin is two to this power wide; one begins at 0.
    exponent: i16,
    /// Those that hold something, growing: number and count.
    bins: Vec<(i64, u64)>,
    /// Padding and what is no number: left out.
    pub padding: u64,
    /// Voxels that hold the first and the last stored value there is: they may be beyond it.
    pub clipped: [u64; 2],
    mean: f64,
    /// The sum of squares of how far values lie from their mean.
    squares: f64,
    ends: Option<[f64; 2]>,
}

impl Histogram {
    /// Of a slice's modality values, or of those in some runs of it.
    #[must_use]
    pub fn of(
        frame: &Frame<'_>,
        rescale: Option<&Rescale>,
        padding: Option<[i64; 2]>,
        inside: Option<&[Run]>,
    ) -> Self {
        let stored = if let Some(runs) = inside {
            let places = runs.iter().flat_map(|run| {
                let row = u32::from(run.row);
                (run.from..run.to).map(move |column| (u32::from(column), row))
            });
            let values = places.map(|(column, row)| frame.value_at(column, row));
            Stored::of(frame, padding, values)
        } else {
            let values = frame.cells().map(|cell| frame.layout.value(cell));
            Stored::of(frame, padding, values)
        };
        Self::made(stored, rescale, frame.layout.float)
    }

    fn made(stored: Stored, rescale: Option<&Rescale>, is_float: bool) -> Self {
        let modality = |value: f64| rescale.map_or(value, |rescale| rescale.modality(value));
        let mut histogram = Self {
            padding: stored.padding,
            clipped: stored.clipped,
            ..Self::default()
        };
        let ends = stored.counts.first().zip(stored.counts.last());
        let Some((first, last)) = ends else {
            return histogram;
        };
        let (first, last) = (modality(first.0), modality(last.0));
        let ends = [first.min(last), first.max(last)];
        let slope = rescale.map_or(1.0, |rescale| rescale.slope.abs());
        histogram.ends = Some(ends);
        histogram.exponent = exponent(ends, slope, is_float);
        let mut count = 0.0;
        for (value, times) in stored.counts {
            let value = modality(value);
            histogram.bins.push((bin(value, histogram.exponent), times));
            let times = whole(times);
            count += times;
            let away = value - histogram.mean;
            histogram.mean += away * times / count;
            histogram.squares += times * away * (value - histogram.mean);
        }
        histogram.tidy();
        histogram
    }

    /// Counts what another has too.
    pub fn add(&mut self, other: &Self) {
        self.padding += other.padding;
        for (sum, more) in self.clipped.iter_mut().zip(other.clipped) {
            *sum += more;
        }
        let Some(ends) = other.ends else { return };
        let (here, there) = (whole(self.count()), whole(other.count()));
        let away = other.mean - self.mean;
        self.mean += away * there / (here + there);
        self.squares += other.squares + away * away * here * there / (here + there);
        let exponent = if self.ends.is_some() {
            self.exponent.max(other.exponent)
        } else {
            other.exponent
        };
        self.ends = Some(
            self.ends
                .map_or(ends, |own| [own[0].min(ends[0]), own[1].max(ends[1])]),
        );
        let mut coarser = other.clone();
        coarser.widen_to(exponent);
        self.widen_to(exponent);
        self.bins.append(&mut coarser.bins);
        self.tidy();
        while self.spread() > MOST_BINS {
            self.widen_to(self.exponent + 1);
            self.tidy();
        }
    }

    /// Bins in order, each once.
    fn tidy(&mut self) {
        self.bins.sort_unstable_by_key(|(bin, _)| *bin);
        self.bins.dedup_by(|next, kept| {
            let is_same = next.0 == kept.0;
            if is_same {
                kept.1 += next.1;
            }
            is_same
        });
    }

    fn widen_to(&mut self, exponent: i16) {
        let by = exponent.saturating_sub(self.exponent).clamp(0, 62);
        for (bin, _) in &mut self.bins {
            *bin >>= by;
        }
        self.exponent = self.exponent.max(exponent);
    }

    /// From the first bin to the last.
    fn spread(&self) -> f64 {
        let ends = self.bins.first().zip(self.bins.last());
        ends.map_or(0.0, |((first, _), (last, _))| {
            whole(last.abs_diff(*first)) + 1.0
        })
    }

    /// How wide a bin is.
    #[must_use]
    pub fn step(&self) -> f64 {
        2.0_f64.powi(self.exponent.into())
    }

    /// Where each bin begins that holds something, and what it holds.
    pub fn bins(&self) -> impl Iterator<Item = (f64, u64)> {
        let step = self.step();
        self.bins
            .iter()
            .map(move |(bin, count)| (signed(*bin) * step, *count))
    }

    /// All that is counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.bins.iter().map(|(_, count)| count).sum()
    }

    /// The least and the largest value.
    #[must_use]
    pub const fn ends(&self) -> Option<[f64; 2]> {
        self.ends
    }

    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        self.ends.map(|_| self.mean)
    }

    /// With n - 1; `None` of fewer than so many voxels.
    #[must_use]
    pub fn deviation(&self, fewest: u64) -> Option<f64> {
        let count = self.count();
        (count >= fewest.max(2)).then(|| (self.squares / (whole(count) - 1.0)).sqrt())
    }

    /// How many values lie from `from` up to `to`, without it. Exact where both are edges of bins,
    /// as whole HU are.
    #[must_use]
    pub fn between(&self, from: f64, to: f64) -> u64 {
        let inside = self.bins().filter(|(at, _)| (from..to).contains(at));
        inside.map(|(_, count)| count).sum()
    }

    /// The value that stands at a place, from 0, among all in their order.
    fn at(&self, place: u64) -> Option<f64> {
        let mut before = 0;
        let mut found = self.bins().filter(|(_, count)| {
            before += count;
            before > place
        });
        found.next().map(|(at, _)| at)
    }

    /// The 1st and the 99th percentile: what a window by the values reaches over. No value is made up
    /// between two that are there.
    #[must_use]
    pub fn percentiles(&self) -> Option<[f64; 2]> {
        let last = self.count().checked_sub(1)?;
        Some([self.at(last / 100)?, self.at(last - last / 100)?])
    }

    /// The lower of the two in the middle, where there are two.
    #[must_use]
    pub fn median(&self) -> Option<f64> {
        self.at(self.count().checked_sub(1)? / 2)
    }

    /// The window from the 1st to the 99th percentile: centre and width in whole numbers, at least
    /// 1 wide, but where bins are finer.
    #[must_use]
    pub fn window(&self) -> Option<[f64; 2]> {
        let [low, high] = self.percentiles()?;
        let step = self.step().min(1.0);
        let in_steps = |value: f64| (value / step).round() * step;
        Some([
            in_steps(f64::midpoint(low, high)),
            in_steps(high - low).max(step),
        ])
    }

    /// Bytes that it takes.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        (size_of::<Self>() + self.bins.len() * size_of::<(i64, u64)>()) as u64
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of voxels")]
const fn whole(count: u64) -> f64 {
    count as f64
}

#[expect(clippy::cast_precision_loss, reason = "of 32 bits, or in few bins")]
pub(super) const fn signed(number: i64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::{Endian, Layout, Shape};

    const SIGNED: Layout = Layout {
        allocated: 16,
        stored: 16,
        high_bit: 15,
        signed: true,
        float: false,
        endian: Endian::Little,
    };

    fn of(values: &[i16], rescale: Option<&Rescale>, padding: Option<[i64; 2]>) -> Histogram {
        let bytes: Vec<u8> = values.iter().flat_map(|it| it.to_le_bytes()).collect();
        let shape = Shape {
            columns: u32::try_from(values.len()).unwrap(),
            rows: 1,
            samples: 1,
            planar: false,
        };
        let frame = Frame::new(&bytes, SIGNED, shape).unwrap();
        Histogram::of(&frame, rescale, padding, None)
    }

    fn by(slope: f64, intercept: f64) -> Rescale {
        Rescale {
            slope,
            intercept,
            kind: None,
        }
    }

    #[test]
    fn the_first_and_the_last_value_are_counted_and_padding_is_not() {
        let counted = of(
            &[-2000, i16::MIN, 3, 3, i16::MAX, i16::MAX],
            None,
            Some([-2000, -2000]),
        );
        let bins: Vec<(f64, u64)> = counted.bins().collect();
        assert_eq!(bins, [(-32768.0, 1), (3.0, 2), (32767.0, 2)]);
        assert_eq!((counted.padding, counted.clipped), (1, [1, 2]));
        assert_eq!(counted.count(), 5);
        assert_eq!(of(&[7], None, Some([7, 7])).percentiles(), None);
    }

    #[test]
    fn ranges_are_half_open_and_figures_are_those_of_the_values() {
        let values: Vec<i16> = (0..1000).collect();
        let counted = of(&values, Some(&by(1.0, -1024.0)), None);
        assert_eq!(counted.between(-1024.0, -950.0), 74);
        assert_eq!(counted.between(-950.0, -750.0), 200);
        assert_eq!(counted.percentiles(), Some([-1015.0, -34.0]));
        assert_eq!(counted.median(), Some(-525.0));
        assert_eq!(counted.window(), Some([-525.0, 981.0]));
        assert!((counted.mean().unwrap() + 524.5).abs() < 1e-9);
        // Of n whole numbers in a row.
        let deviation = (1000.0 * 1001.0 / 12.0_f64).sqrt();
        assert!((counted.deviation(10).unwrap() - deviation).abs() < 1e-9);
        assert_eq!(of(&[1, 2], None, None).deviation(10), None);
        // One value alone has a window of width 1.
        assert_eq!(of(&[5; 9], None, None).window(), Some([5.0, 1.0]));
    }

    #[test]
    fn slices_add_up_to_their_stack_whatever_their_steps() {
        let all: Vec<i16> = (0..3000).map(|at| (at * 7 % 1000) - 500).collect();
        let whole = of(&all, None, None);
        let mut sum = Histogram::default();
        for part in all.chunks(1000) {
            sum.add(&of(part, None, None));
        }
        assert_eq!(
            (sum.bins.clone(), sum.ends),
            (whole.bins.clone(), whole.ends)
        );
        assert!((sum.mean - whole.mean).abs() < 1e-9);
        assert!((sum.squares / whole.squares - 1.0).abs() < 1e-9);
        // Steps of a quarter over a small range, and of 2 over a large one.
        let mut fine = of(&[0, 1, 2, 3, 4], Some(&by(0.25, 0.0)), None);
        assert!((fine.step() - 0.25).abs() < 1e-12);
        fine.add(&of(&[0, 1000], Some(&by(2.0, 0.0)), None));
        let bins: Vec<(f64, u64)> = fine.bins().collect();
        assert_eq!(bins, [(0.0, 6), (2000.0, 1)]);
    }

    #[test]
    fn values_turned_round_and_fractions_of_many_are_counted_by_whole_numbers() {
        let turned = of(&[0, 10, 10], Some(&by(-1.0, 100.0)), None);
        let bins: Vec<(f64, u64)> = turned.bins().collect();
        assert_eq!(bins, [(90.0, 2), (100.0, 1)]);
        let values: Vec<i16> = (0..2000).collect();
        let halves = of(&values, Some(&by(0.5, -1000.0)), None);
        assert!((halves.step() - 1.0).abs() < 1e-12);
        assert!(halves.bins().all(|(_, count)| count == 2));
    }

    #[test]
    fn one_floating_point_value_alone_is_its_own_median() {
        let layout = Layout {
            allocated: 32,
            stored: 32,
            high_bit: 31,
            signed: true,
            float: true,
            endian: Endian::Little,
        };
        let shape = Shape {
            columns: 4,
            rows: 1,
            samples: 1,
            planar: false,
        };
        for value in [0.75_f32, -1200.5, 3.0e-6, 0.0] {
            let bytes: Vec<u8> = [value; 4].iter().flat_map(|it| it.to_le_bytes()).collect();
            let frame = Frame::new(&bytes, layout, shape).unwrap();
            let counted = Histogram::of(&frame, None, None, None);
            let value = f64::from(value);
            for found in [
                counted.median(),
                counted.mean(),
                counted.percentiles().map(|it| it[1]),
            ] {
                let off = (found.unwrap() - value).abs();
                assert!(off <= value.abs() * 1e-9, "{found:?} of {value}");
            }
        }
    }
}
