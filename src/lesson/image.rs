//! A stack that a lesson shows, told by what its images hold.

use serde::{Deserialize, Serialize};

use super::sha256;
use crate::limits;
use crate::series::{Fingerprint, Stack};

/// How a stack is found again: by its fingerprint (`docs/fingerprint.md`), or by SHA-256 of its Series
/// Instance UID. The UID itself is written nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LessonImage {
    /// 64 hexadecimal digits.
    pub fingerprint: Option<String>,
    /// 64 hexadecimal digits.
    pub series_sha256: Option<String>,
    pub count: u32,
    pub rows: u32,
    pub columns: u32,
}

impl LessonImage {
    /// Of a stack as it is now; `None` where nothing tells it from others.
    #[must_use]
    pub fn of(stack: &Stack, print: Option<Fingerprint>, series_uid: Option<&str>) -> Option<Self> {
        if print.is_none() && series_uid.is_none() {
            return None;
        }
        let shape = stack.shape();
        Some(Self {
            fingerprint: print.map(|print| print.to_string()),
            series_sha256: series_uid.map(|uid| sha256(uid.as_bytes())),
            count: u32::try_from(stack.len()).ok()?,
            rows: shape.rows,
            columns: shape.columns,
        })
    }

    /// How well a stack is this one: 2 by its values, 1 by its UID and its shape, 0 not at all. Two stacks
    /// may have one UID.
    #[must_use]
    pub fn likeness(&self, other: &Self) -> u8 {
        let is_same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
        if is_same(&self.fingerprint, &other.fingerprint) {
            return 2;
        }
        let has_shape =
            [self.count, self.rows, self.columns] == [other.count, other.rows, other.columns];
        u8::from(has_shape && is_same(&self.series_sha256, &other.series_sha256))
    }

    pub(super) fn is_sound(&self) -> bool {
        let is_digest = |text: &String| Fingerprint::parse(text).is_some();
        let sides = 1..=limits::ROWS_OR_COLUMNS;
        let mut digests = self.fingerprint.iter().chain(&self.series_sha256);
        digests.clone().next().is_some()
            && digests.all(is_digest)
            && self.count > 0
            && sides.contains(&self.rows)
            && sides.contains(&self.columns)
    }
}
