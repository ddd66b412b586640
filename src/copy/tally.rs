//! What was found in files and what becomes of it, counted for the reader.

use dicom_core::{Tag, VR};
use serde::{Deserialize, Serialize};

use super::profile::{is_drawing, is_private};

/// What elements that are removed or replaced are about, as far as their VR tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Names of people.
    Names,
    /// Dates, times and ages.
    Dates,
    Uids,
    /// Overlays and curves.
    Drawings,
    Private,
    /// Numbers, places, descriptions, devices.
    Others,
}

pub const KINDS: [Kind; 6] = [
    Kind::Names,
    Kind::Dates,
    Kind::Uids,
    Kind::Drawings,
    Kind::Private,
    Kind::Others,
];

impl Kind {
    pub(super) fn of(tag: Tag, vr: Option<VR>) -> Self {
        if is_private(tag) {
            return Self::Private;
        }
        if is_drawing(tag) {
            return Self::Drawings;
        }
        match vr {
            Some(VR::PN) => Self::Names,
            Some(VR::DA | VR::TM | VR::DT | VR::AS) => Self::Dates,
            Some(VR::UI) => Self::Uids,
            _ => Self::Others,
        }
    }

    /// Of hooks and tests.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Names => "names",
            Self::Dates => "dates",
            Self::Uids => "uids",
            Self::Drawings => "drawings",
            Self::Private => "private",
            Self::Others => "others",
        }
    }
}

/// What files say of Burned In Annotation (0028,0301). Pixels are not looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct BurnedIn {
    pub yes: u32,
    pub no: u32,
    pub not_stated: u32,
}

impl BurnedIn {
    /// Yes, no, not stated.
    #[must_use]
    pub const fn counts(self) -> [u32; 3] {
        [self.yes, self.no, self.not_stated]
    }
}

/// Elements counted, those in sequences too. One that was empty already counts as kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Removed or replaced, by [`KINDS`].
    pub gone: [u32; 6],
    pub kept: u32,
    /// Of images.
    pub burned_in: BurnedIn,
}

impl Tally {
    #[must_use]
    pub fn gone(&self, kind: Kind) -> u32 {
        let counted = KINDS.iter().zip(self.gone).find(|(it, _)| **it == kind);
        counted.map_or(0, |(_, count)| count)
    }

    pub(super) fn count(&mut self, kind: Kind) {
        let counts = KINDS.iter().zip(&mut self.gone);
        for (_, count) in counts.filter(|(it, _)| **it == kind) {
            *count += 1;
        }
    }

    pub fn add(&mut self, other: &Self) {
        for (sum, count) in self.gone.iter_mut().zip(other.gone) {
            *sum += count;
        }
        self.kept += other.kept;
        self.burned_in.yes += other.burned_in.yes;
        self.burned_in.no += other.burned_in.no;
        self.burned_in.not_stated += other.burned_in.not_stated;
    }
}
