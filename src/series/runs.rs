//! Sequences that begin anew: numbers, or places, that run one way and then jump back.

use super::divide::{LEAST, MOST};

/// Which run each of a sequence of values belongs to: a new one begins where the values turn back
/// or stand still. `None` where there is one run only, or where the runs are so short or so many
/// that they are no order.
pub(super) fn runs(values: &[f64], slack: f64) -> Option<Vec<usize>> {
    let mut run = 0;
    let mut direction = 0.0;
    let mut of_each = Vec::with_capacity(values.len());
    let mut before: Option<f64> = None;
    for value in values {
        let step = before.map_or(0.0, |before| value - before);
        let stands = before.is_some() && step.abs() <= slack;
        if stands || direction * step < 0.0 {
            run += 1;
            direction = 0.0;
        } else if before.is_some() {
            direction = step.signum();
        }
        before = Some(*value);
        of_each.push(run);
    }
    are_several(&of_each).then_some(of_each)
}

/// Whether parts, numbered from 0, are more than one, not too many, and none too small.
pub(super) fn are_several(of_each: &[usize]) -> bool {
    let parts = of_each.iter().max().map_or(0, |last| last + 1);
    if !(2..=MOST).contains(&parts) {
        return false;
    }
    let mut sizes = vec![0; parts];
    for part in of_each {
        if let Some(size) = sizes.get_mut(*part) {
            *size += 1;
        }
    }
    sizes.iter().all(|size| *size >= LEAST)
}

/// A gap in the numbers of files that is no matter of some missing ones.
const JUMP: u64 = 100;

/// Runs of file names, in natural order: names that differ in more than their last number, or
/// whose numbers jump.
pub(super) fn runs_of_names(paths: &[&str]) -> Option<Vec<usize>> {
    let mut run = 0;
    let mut of_each = Vec::with_capacity(paths.len());
    let mut before: Option<(String, u64)> = None;
    for path in paths {
        let name = stem_and_number(path);
        let goes_on = before
            .as_ref()
            .is_none_or(|(stem, number)| *stem == name.0 && name.1.saturating_sub(*number) < JUMP);
        run += usize::from(!goes_on);
        before = Some(name);
        of_each.push(run);
    }
    are_several(&of_each).then_some(of_each)
}

/// A name in two: what stands before its last number, and that number. Of a name whose extension
/// is no number the extension says nothing.
fn stem_and_number(path: &str) -> (String, u64) {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let name = match name.rsplit_once('.') {
        Some((name, extension)) if extension.contains(|c: char| c.is_ascii_alphabetic()) => name,
        _ => name,
    };
    let up_to_digits = name.trim_end_matches(|c: char| !c.is_ascii_digit());
    let stem = up_to_digits.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = up_to_digits.strip_prefix(stem).unwrap_or_default();
    (stem.to_lowercase(), digits.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_ends_where_values_turn_back() {
        let two = [1.0, 2.0, 4.0, 1.0, 2.0, 3.0];
        assert_eq!(runs(&two, 0.0), Some(vec![0, 0, 0, 1, 1, 1]));
        let down = [9.0, 6.0, 3.0, 9.0, 7.5, 6.0];
        assert_eq!(runs(&down, 0.0), Some(vec![0, 0, 0, 1, 1, 1]));
        assert_eq!(runs(&[1.0, 2.0, 3.0, 4.0], 0.0), None);
        assert_eq!(runs(&[3.0, 1.0, 4.0, 1.0, 5.0, 9.0], 0.0), None);
        assert_eq!(runs(&[1.0, 1.0, 1.0, 1.0, 1.0, 1.0], 0.0), None);
    }

    #[test]
    fn names_run_on_while_only_their_last_number_grows() {
        let letters = [
            "x/a1.dcm", "x/a2.dcm", "x/a3.dcm", "x/b1.dcm", "x/b2.dcm", "x/b3.dcm",
        ];
        assert_eq!(runs_of_names(&letters), Some(vec![0, 0, 0, 1, 1, 1]));
        let jump = ["I1", "I2", "I9", "I1001", "I1002", "I1003"];
        assert_eq!(runs_of_names(&jump), Some(vec![0, 0, 0, 1, 1, 1]));
        assert_eq!(runs_of_names(&["I1", "I2", "I9", "I12"]), None);
        assert_eq!(runs_of_names(&["83fa", "9a1c", "b0e", "c77"]), None);
    }
}
