//! The order of slices in a stack.

use std::cmp::Ordering;
use std::sync::Arc;

use super::geometry::{along_mm, is_sound, location_mm};
use crate::header::Header;
use crate::intake::natural_order;

/// What a slice is sorted by: its place along the reading direction; without one, or where two
/// lie in one place, the instance number, then the file's name, then the frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct OrderKey {
    /// In thousandths of a millimetre: what differs by less lies in one place.
    along_um: Option<i64>,
    instance_number: Option<i32>,
    path: Arc<str>,
    frame: u32,
}

impl OrderKey {
    pub fn new(header: &Header, path: Arc<str>, frame: u32) -> Self {
        Self {
            along_um: place(header).map(micrometres),
            instance_number: header.instance_number,
            path,
            frame,
        }
    }

    pub fn path(&self) -> &Arc<str> {
        &self.path
    }
}

/// The orientation and the position of a slice, where both are there and sound.
pub(super) fn oriented_position(header: &Header) -> Option<([f64; 6], [f64; 3])> {
    let orientation = header.orientation.filter(|of| is_sound(*of))?;
    Some((orientation, header.position_mm?))
}

/// How far along the reading direction a slice lies, in mm.
pub(super) fn place(header: &Header) -> Option<f64> {
    oriented_position(header).map(|(orientation, position)| along_mm(orientation, position))
}

/// Where a slice is cut, in mm, as scanners write it: see [`location_mm`].
#[must_use]
pub fn position_along_normal(header: &Header) -> Option<f64> {
    oriented_position(header).map(|(orientation, position)| location_mm(orientation, position))
}

#[expect(clippy::cast_possible_truncation, reason = "saturates")]
fn micrometres(mm: f64) -> i64 {
    (mm * 1000.0).round() as i64
}

impl Ord for OrderKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let numbered = |key: &Self| (key.instance_number.is_none(), key.instance_number);
        self.along_um
            .cmp(&other.along_um)
            .then_with(|| numbered(self).cmp(&numbered(other)))
            .then_with(|| natural_order(&self.path, &other.path))
            .then_with(|| self.frame.cmp(&other.frame))
    }
}

impl PartialOrd for OrderKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(z: Option<f64>, instance_number: Option<i32>, path: &str) -> OrderKey {
        let header = Header {
            orientation: Some([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]),
            position_mm: z.map(|z| [0.0, 0.0, z]),
            instance_number,
            ..Header::default()
        };
        OrderKey::new(&header, path.into(), 0)
    }

    #[test]
    fn place_comes_first_then_number_then_name() {
        let sorted = [
            key(Some(10.0), Some(9), "z"),
            key(Some(0.0), Some(1), "b"),
            key(Some(0.000_1), Some(2), "a"),
            key(Some(0.0), None, "a2"),
            key(Some(0.0), None, "a10"),
            key(Some(-1e300), Some(1), "a"),
        ];
        let mut shuffled = sorted.clone();
        shuffled.reverse();
        shuffled.sort();
        assert_eq!(shuffled, sorted);
        assert!(key(None, Some(2), "b") < key(None, Some(10), "a"));
    }
}
