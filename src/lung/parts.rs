//! Connected parts: of a slice by its voxels' sides, of a stack by theirs too (4 and 6 neighbours).
//! Runs are joined, not voxels: one pass and a forest of sets (Rosenfeld and Pfaltz 1966; He, Chao
//! and Suzuki 2008, IEEE TIP 17(5), for runs), where filling would visit every voxel.

use super::runs::{Run, meet};

/// The parts of some slices.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    /// Of each slice the parts of its runs, from 0.
    pub of: Vec<Vec<u32>>,
    pub count: usize,
}

impl Parts {
    /// Of slices of which each lies on the one before.
    #[must_use]
    pub fn of_stack(slices: &[Vec<Run>]) -> Self {
        Self::joined(slices, |_| true)
    }

    /// Of slices of which each lies on the one before, but for those after a gap: `gaps` are the
    /// slices before them.
    #[must_use]
    pub fn of_pieces(slices: &[Vec<Run>], gaps: &[usize]) -> Self {
        let lies_on = |slice: usize| slice.checked_sub(1).is_some_and(|it| !gaps.contains(&it));
        Self::joined(slices, lies_on)
    }

    /// Each slice by itself.
    #[must_use]
    pub fn of_slices(slices: &[Vec<Run>]) -> Self {
        Self::joined(slices, |_| false)
    }

    fn joined(slices: &[Vec<Run>], lies_on: impl Fn(usize) -> bool) -> Self {
        let total: usize = slices.iter().map(Vec::len).sum();
        let mut sets = Sets((0..u32::try_from(total).unwrap_or(u32::MAX)).collect());
        let mut start = 0;
        let mut before: &[Run] = &[];
        for (slice, runs) in slices.iter().enumerate() {
            meet(runs, runs, 1, |below, above| {
                sets.join(start + below, start + above);
            });
            if lies_on(slice) {
                let start_before = start - before.len();
                meet(runs, before, 0, |here, there| {
                    sets.join(start + here, start_before + there);
                });
            }
            start += runs.len();
            before = runs;
        }
        sets.numbered(slices)
    }

    /// The runs of a slice that belong to parts for which `is_in` holds.
    #[must_use]
    pub fn chosen(&self, slice: usize, runs: &[Run], is_in: impl Fn(u32) -> bool) -> Vec<Run> {
        let parts = self.of.get(slice).map(Vec::as_slice).unwrap_or_default();
        let chosen = runs.iter().zip(parts).filter(|(_, part)| is_in(**part));
        chosen.map(|(run, _)| *run).collect()
    }

    /// Sums something of each run up by its part.
    #[must_use]
    pub fn sums(&self, slices: &[Vec<Run>], of: impl Fn(usize, Run) -> f64) -> Vec<f64> {
        let mut sums = vec![0.0; self.count];
        for (slice, (runs, parts)) in slices.iter().zip(&self.of).enumerate() {
            for (run, part) in runs.iter().zip(parts) {
                if let Some(sum) = sums.get_mut(*part as usize) {
                    *sum += of(slice, *run);
                }
            }
        }
        sums
    }
}

/// A forest whose trees are sets.
struct Sets(Vec<u32>);

impl Sets {
    fn parent(&self, at: usize) -> usize {
        self.0.get(at).map_or(at, |parent| *parent as usize)
    }

    fn set(&mut self, at: usize, parent: usize) {
        if let (Some(of), Ok(parent)) = (self.0.get_mut(at), u32::try_from(parent)) {
            *of = parent;
        }
    }

    fn root(&mut self, mut at: usize) -> usize {
        while self.parent(at) != at {
            let above = self.parent(self.parent(at));
            self.set(at, above);
            at = above;
        }
        at
    }

    /// The earlier one is the root, so that parts are numbered as they come.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        self.set(a.max(b), a.min(b));
    }

    fn numbered(mut self, slices: &[Vec<Run>]) -> Parts {
        let mut parts = Parts::default();
        let mut numbers: Vec<u32> = Vec::with_capacity(self.0.len());
        let mut at = 0;
        for runs in slices {
            let mut of = Vec::with_capacity(runs.len());
            for _ in runs {
                let root = self.root(at);
                let known = numbers.get(root).copied();
                let number = known.unwrap_or_else(|| {
                    parts.count += 1;
                    u32::try_from(parts.count - 1).unwrap_or(u32::MAX)
                });
                numbers.push(number);
                of.push(number);
                at += 1;
            }
            parts.of.push(of);
        }
        parts
    }
}
