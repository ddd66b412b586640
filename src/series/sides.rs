//! The letters at an image's edges: R L A P H F, and nothing where the file does not say.

use serde::{Deserialize, Serialize};

use super::geometry::{is_sound, row_and_column};
use crate::header::Header;
use crate::intake::sorted;

/// Where each edge of an image, as stored, looks to; of an oblique one several letters, the
/// nearest direction first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sides {
    pub left: String,
    pub right: String,
    pub top: String,
    pub bottom: String,
}

/// Directions that an edge is named after have at least this share, about 15 degrees: a little
/// tilt of the head does not make every letter two.
const SHARE_OF_A_LETTER: f64 = 0.26;

/// Letters of the axes of the patient, towards negative and positive.
const LETTERS: [[char; 2]; 3] = [['R', 'L'], ['A', 'P'], ['F', 'H']];

/// The sides of an image by Image Orientation (Patient), or else by Patient Orientation (PS3.3
/// C.7.6.1.1.1). `None`: not known.
#[must_use]
pub fn sides(header: &Header) -> Option<Sides> {
    let by_orientation = header.orientation.filter(|of| is_sound(*of)).map(|of| {
        let (row, column) = row_and_column(of);
        (letters(row), letters(column))
    });
    let (right, bottom) = by_orientation.or_else(|| {
        let [row, column] = header.patient_orientation.as_ref()?;
        Some((checked(row)?, checked(column)?))
    })?;
    Some(Sides {
        left: opposite(&right),
        top: opposite(&bottom),
        right,
        bottom,
    })
}

/// The letters of a direction in the patient, the nearest first.
#[must_use]
pub fn letters(direction: [f64; 3]) -> String {
    let parts: Vec<(f64, char)> = direction
        .into_iter()
        .zip(LETTERS)
        .map(|(part, [negative, positive])| {
            (part.abs(), if part < 0.0 { negative } else { positive })
        })
        .filter(|(share, _)| *share >= SHARE_OF_A_LETTER)
        .collect();
    let parts = sorted(parts, |(a, _), (b, _)| b.total_cmp(a));
    parts.into_iter().map(|(_, letter)| letter).collect()
}

/// One to three letters, no two of the same axis.
fn checked(direction: &str) -> Option<String> {
    let axis_of = |letter: char| LETTERS.iter().position(|axis| axis.contains(&letter));
    let found: Option<Vec<usize>> = direction.chars().map(axis_of).collect();
    let found = found?;
    let is_once = |(at, axis): (usize, &usize)| !found[..at].contains(axis);
    let all_once = found.iter().enumerate().all(is_once);
    (!found.is_empty() && all_once).then(|| direction.to_owned())
}

fn opposite(direction: &str) -> String {
    let turn = |letter: char| {
        let axis = LETTERS.iter().find(|axis| axis.contains(&letter));
        axis.map_or(letter, |[a, b]| if letter == *a { *b } else { *a })
    };
    direction.chars().map(turn).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edges(header: &Header) -> Option<String> {
        let Sides {
            left,
            right,
            top,
            bottom,
        } = sides(header)?;
        Some(format!("{left} {right} {top} {bottom}"))
    }

    fn oriented(orientation: [f64; 6]) -> Header {
        Header {
            orientation: Some(orientation),
            ..Header::default()
        }
    }

    fn stated(row: &str, column: &str) -> Header {
        Header {
            patient_orientation: Some([row.to_owned(), column.to_owned()]),
            ..Header::default()
        }
    }

    #[test]
    fn letters_come_from_the_orientation() {
        let of = |orientation| edges(&oriented(orientation)).unwrap();
        assert_eq!(of([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]), "R L A P");
        assert_eq!(of([-1.0, 0.0, 0.0, 0.0, -1.0, 0.0]), "L R P A");
        assert_eq!(of([0.0, 1.0, 0.0, 0.0, 0.0, -1.0]), "A P H F");
        let (sin, cos) = 30_f64.to_radians().sin_cos();
        assert_eq!(of([cos, sin, 0.0, 0.0, 0.0, -1.0]), "RA LP H F");
        let (sin, cos) = 10_f64.to_radians().sin_cos();
        assert_eq!(of([cos, sin, 0.0, 0.0, 0.0, -1.0]), "R L H F");
    }

    #[test]
    fn or_from_patient_orientation_and_otherwise_there_are_none() {
        assert_eq!(edges(&stated("L", "F")).unwrap(), "R L H F");
        assert_eq!(edges(&stated("PL", "FA")).unwrap(), "AR PL HP FA");
        for (row, column) in [("", "F"), ("LR", "F"), ("X", "F"), ("l", "F")] {
            assert_eq!(edges(&stated(row, column)), None);
        }
        assert_eq!(edges(&Header::default()), None);
        assert_eq!(edges(&oriented([0.0; 6])), None);
    }
}
