//! Where slices lie in the patient (PS3.3 C.7.6.2.1.1). Patient coordinates are LPS: x grows to
//! the left, y to the back, z to the head, in mm. An orientation is the direction of a row, then
//! of a column, as in Image Orientation (Patient).

use serde::{Deserialize, Serialize};

/// The plane of a slice. A slice is oblique when its normal is further than about 25 degrees
/// from every axis; a CT of the head with its gantry tilted is axial still.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Plane {
    Axial,
    Coronal,
    Sagittal,
    Oblique,
}

/// Share of the normal on an axis from which on a slice is named after that axis.
const ALONG_THE_AXIS: f64 = 0.9;

/// How far unit vectors at right angles may be from being so.
const SLACK: f64 = 0.1;

const X: usize = 0;
const Y: usize = 1;

/// The direction of rows and the direction of columns.
#[must_use]
pub const fn row_and_column(orientation: [f64; 6]) -> ([f64; 3], [f64; 3]) {
    let [row @ .., x, y, z] = orientation;
    (row, [x, y, z])
}

/// Two unit vectors at right angles, as an orientation has to be; others say nothing.
#[must_use]
pub fn is_sound(orientation: [f64; 6]) -> bool {
    let (row, column) = row_and_column(orientation);
    let is_unit = |vector| (dot(vector, vector).sqrt() - 1.0).abs() < SLACK;
    is_unit(row) && is_unit(column) && dot(row, column).abs() < SLACK
}

/// Unit vector at right angles to row and column, by the right hand; zero where the two are
/// parallel.
#[must_use]
pub fn normal(orientation: [f64; 6]) -> [f64; 3] {
    let (row, column) = row_and_column(orientation);
    let product = cross(row, column);
    let length = dot(product, product).sqrt();
    if length > 0.0 {
        product.map(|part| part / length)
    } else {
        [0.0; 3]
    }
}

#[must_use]
pub fn plane(orientation: [f64; 6]) -> Plane {
    let normal = normal(orientation);
    let (axis, share) = dominant(normal);
    if share.abs() < ALONG_THE_AXIS {
        Plane::Oblique
    } else {
        match axis {
            X => Plane::Sagittal,
            Y => Plane::Coronal,
            _ => Plane::Axial,
        }
    }
}

/// Unit vector in which slices follow each other: axial from head to feet, coronal from front to
/// back, sagittal from right to left; an oblique stack goes the way of its dominant axis.
#[must_use]
pub fn reading_direction(orientation: [f64; 6]) -> [f64; 3] {
    let normal = normal(orientation);
    let (axis, share) = dominant(normal);
    let runs_upward = share > 0.0;
    let should_run_upward = axis == X || axis == Y;
    if runs_upward == should_run_upward {
        normal
    } else {
        normal.map(|part| -part)
    }
}

/// How far along the reading direction a slice lies, from the origin of its frame of reference.
#[must_use]
pub fn along_mm(orientation: [f64; 6], position_mm: [f64; 3]) -> f64 {
    dot(reading_direction(orientation), position_mm)
}

/// The slice's place as scanners write it: along its normal, growing to the left, to the back,
/// to the head.
#[must_use]
pub fn location_mm(orientation: [f64; 6], position_mm: [f64; 3]) -> f64 {
    let normal = normal(orientation);
    let (_, share) = dominant(normal);
    dot(normal, position_mm) * share.signum()
}

/// The axis that a vector runs along most, and how much of it does. Where two come near each other, as
/// half-way between two planes, it is the later one: last digits, which differ from slice to slice, do
/// not turn the direction of a stack.
fn dominant(vector: [f64; 3]) -> (usize, f64) {
    const NEAR: f64 = 0.005;
    let parts = vector.into_iter().enumerate();
    let longest = vector.into_iter().map(f64::abs).fold(0.0, f64::max);
    let mut near = parts.rev().filter(|(_, part)| part.abs() >= longest - NEAR);
    near.next().unwrap_or_default()
}

#[must_use]
pub fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const AXIAL: [f64; 6] = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0];
    const PRONE: [f64; 6] = [-1.0, 0.0, 0.0, 0.0, -1.0, 0.0];
    const FROM_ABOVE: [f64; 6] = [-1.0, 0.0, 0.0, 0.0, 1.0, 0.0];
    const CORONAL: [f64; 6] = [1.0, 0.0, 0.0, 0.0, 0.0, -1.0];
    const SAGITTAL: [f64; 6] = [0.0, 1.0, 0.0, 0.0, 0.0, -1.0];

    #[test]
    fn planes_are_named_by_their_normal() {
        for axial in [AXIAL, PRONE, FROM_ABOVE] {
            assert_eq!(plane(axial), Plane::Axial);
        }
        assert_eq!(plane(CORONAL), Plane::Coronal);
        assert_eq!(plane(SAGITTAL), Plane::Sagittal);
        let (sin, cos) = 20_f64.to_radians().sin_cos();
        assert_eq!(plane([1.0, 0.0, 0.0, 0.0, cos, sin]), Plane::Axial);
        let (sin, cos) = 40_f64.to_radians().sin_cos();
        assert_eq!(plane([1.0, 0.0, 0.0, 0.0, cos, sin]), Plane::Oblique);
    }

    #[test]
    fn stacks_run_to_the_feet_to_the_back_and_to_the_left_however_they_were_scanned() {
        for axial in [AXIAL, PRONE, FROM_ABOVE] {
            assert!(along_mm(axial, [0.0, 0.0, 10.0]) < along_mm(axial, [0.0, 0.0, -10.0]));
            assert!((location_mm(axial, [7.0, 8.0, 10.0]) - 10.0).abs() < 1e-12);
        }
        assert!(along_mm(CORONAL, [0.0, -10.0, 0.0]) < along_mm(CORONAL, [0.0, 10.0, 0.0]));
        assert!(along_mm(SAGITTAL, [-10.0, 0.0, 0.0]) < along_mm(SAGITTAL, [10.0, 0.0, 0.0]));
    }

    #[test]
    fn orientations_that_are_none_are_told() {
        assert!(is_sound(AXIAL));
        assert!(!is_sound([0.0; 6]));
        assert!(!is_sound([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]));
        assert!(!is_sound([f64::NAN; 6]));
        assert!(along_mm([1.0, 0.0, 0.0, 1.0, 0.0, 0.0], [1.0; 3]).abs() < 1e-12);
    }
}
