//! Values gathered one after another, and how often each came.

use crate::pixels::Frame;

/// There is no SD of fewer voxels.
const FEWEST: u64 = 10;

/// Figures of a region, in modality values.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Region {
    /// Voxels that count.
    pub count: u64,
    pub mean: f64,
    /// With n - 1; `None` under ten voxels.
    pub deviation: Option<f64>,
    pub least: f64,
    pub most: f64,
    /// The middle one of all values, or the mean of the middle two.
    pub median: f64,
    /// Voxels inside that are padding, and left out.
    pub padding: u64,
    /// Voxels that hold the first or the last stored value there is: they may be beyond it.
    pub clipped: u64,
    /// Places inside where nothing is: beside the stack, and in its gaps.
    pub missing: u64,
}

/// Gathers values, one after another.
#[derive(Debug, Default)]
pub struct Tally {
    pub(super) figures: Region,
    squares: f64,
    /// Each with how often it came.
    values: Vec<(f64, u64)>,
}

impl Tally {
    pub fn add(&mut self, value: f64, is_clipped: bool) {
        self.add_often(value, 1, is_clipped);
    }

    /// A value that came so often.
    pub(super) fn add_often(&mut self, value: f64, often: u64, is_clipped: bool) {
        let figures = &mut self.figures;
        figures.count += often;
        figures.clipped += if is_clipped { often } else { 0 };
        // Welford, with weights: exact enough for any number of voxels.
        #[expect(clippy::cast_precision_loss, reason = "voxels of a slice")]
        let [often_of, count] = [often, figures.count].map(|count| count as f64);
        let away = value - figures.mean;
        figures.mean += away * often_of / count;
        self.squares += often_of * away * (value - figures.mean);
        self.values.push((value, often));
    }

    pub const fn add_padding(&mut self) {
        self.figures.padding += 1;
    }

    pub const fn add_missing(&mut self) {
        self.figures.missing += 1;
    }

    /// The figures; `None` where nothing was gathered.
    #[must_use]
    pub fn figures(self) -> Option<Region> {
        let Self {
            mut figures,
            squares,
            mut values,
        } = self;
        if figures.count >= FEWEST {
            #[expect(clippy::cast_precision_loss, reason = "voxels of a slice")]
            let degrees = (figures.count - 1) as f64;
            figures.deviation = Some((squares / degrees).sqrt());
        }
        values.sort_unstable_by(|(a, _), (b, _)| a.total_cmp(b));
        if let (Some((least, _)), Some((most, _))) = (values.first(), values.last()) {
            (figures.least, figures.most) = (*least, *most);
            let middle = [(figures.count - 1) / 2, figures.count / 2];
            let [low, high] = middle.map(|at| value_at(&values, at));
            figures.median = f64::midpoint(low, high);
        }
        let has_any = figures.count + figures.padding + figures.missing > 0;
        has_any.then_some(figures)
    }
}

/// The value at a place from 0, of values in order, each with how often it came.
fn value_at(values: &[(f64, u64)], at: u64) -> f64 {
    let mut before = 0;
    let mut after = values.iter().skip_while(|(_, often)| {
        before += often;
        before <= at
    });
    after.next().map(|(value, _)| *value).unwrap_or_default()
}

/// Of whole numbers of so many bits it is counted how often each comes: a region of millions of voxels
/// takes no more memory than one of a few.
const COUNTED_BITS: u8 = 16;

/// How often each stored value came.
pub(super) struct Counts {
    first: f64,
    often: Vec<u32>,
}

impl Counts {
    /// `None` where there are too many values to be counted.
    pub fn of(frame: &Frame<'_>) -> Option<Self> {
        let layout = frame.layout;
        let is_counted = !layout.float && layout.stored <= COUNTED_BITS;
        let (first, last) = is_counted.then(|| layout.range())?;
        #[expect(clippy::cast_precision_loss, reason = "16 bits")]
        let start = first as f64;
        Some(Self {
            first: start,
            often: vec![0; usize::try_from(last - first).ok()? + 1],
        })
    }

    /// False where it is none of them.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "one that is beyond them is found nowhere"
    )]
    pub fn add(&mut self, stored: f64) -> bool {
        let often = self.often.get_mut((stored - self.first) as usize);
        let is_one = often.is_some() && stored >= self.first;
        if let Some(often) = often.filter(|_| is_one) {
            *often += 1;
        }
        is_one
    }

    pub fn all(&self) -> impl Iterator<Item = (f64, u64)> {
        let counted = (0_u32..).zip(&self.often).filter(|(_, often)| **often > 0);
        counted.map(|(at, often)| (self.first + f64::from(at), u64::from(*often)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_come_often_are_as_if_they_came_one_by_one() {
        let values = [(-3.5, 4), (0.0, 1), (7.25, 9), (100.0, 3), (2.0, 2)];
        let [mut often, mut singly] = [Tally::default(), Tally::default()];
        for (value, count) in values {
            often.add_often(value, count, value > 50.0);
            for _ in 0..count {
                singly.add(value, value > 50.0);
            }
        }
        let [a, b] = [often, singly].map(|tally| tally.figures().unwrap());
        assert_eq!((a.count, a.clipped), (19, 3));
        assert_eq!((b.count, b.clipped), (19, 3));
        // Four, one, two: the tenth of nineteen is among the nine.
        for figures in [a, b] {
            let ends = [figures.least, figures.median, figures.most];
            assert_eq!(
                ends.map(f64::to_bits),
                [-3.5, 7.25, 100.0].map(f64::to_bits)
            );
        }
        assert!((a.mean - b.mean).abs() < 1e-12);
        assert!((a.deviation.unwrap() - b.deviation.unwrap()).abs() < 1e-12);
    }
}
