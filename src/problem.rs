//! What went wrong, as data: the kind with its figures, the stage, the file. `words` turns it
//! into a sentence, in one place.

use serde::{Deserialize, Serialize};

/// Something that could not be done. The path is the reader's own, as dropped
/// (`archive.rar//inner/name` inside an archive); empty where no file is concerned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    pub path: String,
    pub stage: Stage,
    pub kind: Kind,
}

/// What keeps the viewer as a whole from working, the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Alarm {
    /// The server has another build than this page is of.
    Updated,
    WorkersDoNotStart,
    /// There is no graphics device to be had.
    NoDevice,
    /// The graphics device was lost; another one is on its way.
    DeviceLost,
    /// What comes after the first picture could not be fetched; it is asked for again.
    PartMissing,
}

/// Where on its way a file stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stage {
    Find,
    Read,
    Unpack,
    Header,
    Decode,
    Draw,
}

/// The kinds, each with the figures that its sentence needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// Nothing of what was dropped can be an image.
    NothingToShow,
    /// The browser could not read the file; its own words.
    Unreadable {
        reason: String,
    },
    /// A file of no bytes.
    Empty,
    /// Nothing in the file looks like DICOM.
    NotDicom,
    /// The header breaks off or contradicts itself at this byte.
    Malformed {
        what: String,
        at: u64,
    },
    /// The file ends before its samples do.
    EndsEarly {
        needed: u64,
        found: u64,
    },
    /// DICOM, but with no picture in it, nor anything else that is read (a plan, a directory).
    NoImage {
        sop_class: String,
    },
    /// Compressed in a way that this viewer does not read.
    TransferSyntax {
        uid: String,
    },
    /// A combination of photometric interpretation and sample size that it does not show.
    PixelFormat {
        photometric: String,
        samples: u16,
        allocated: u16,
    },
    /// Neither RAR nor ZIP, whatever its name says.
    NotArchive,
    /// An archive that wants a password; it is asked for beside the list.
    PasswordNeeded,
    PasswordWrong,
    /// Not one member can be had.
    ArchiveDamaged {
        reason: String,
    },
    /// From this byte on an archive of so many bytes cannot be read: it was not copied whole, or
    /// is damaged there. The members before are.
    ArchiveCut {
        at: u64,
        length: u64,
    },
    /// A part of an archive in several files is not there.
    VolumeMissing,
    /// A member that is not what the archive says of it.
    MemberDamaged {
        reason: String,
    },
    /// A member packed in a way that is not read.
    MemberMethod {
        method: String,
    },
    /// A figure in the file is beyond what is taken from untrusted input.
    OverLimit {
        what: String,
        value: u64,
        limit: u64,
    },
    /// An image takes more memory than is set aside on this device.
    OverBudget {
        needed: u64,
        budget: u64,
    },
    /// The graphics device does not take the image; its own words.
    NotDrawn {
        reason: String,
    },
    /// The worker on this file gave no sign for so long.
    WorkerSilent {
        seconds: u32,
    },
    /// The worker on this file broke down; its own words.
    WorkerDied {
        reason: String,
    },
    /// The part of the viewer that this file needs could not be had.
    PartNotLoaded,
}

impl Kind {
    /// The stable name of the kind (`data-problem-kind`, `problem_kind` of `inspect`).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NothingToShow => "nothing-to-show",
            Self::Unreadable { .. } => "unreadable",
            Self::Empty => "empty",
            Self::NotDicom => "not-dicom",
            Self::Malformed { .. } => "malformed",
            Self::EndsEarly { .. } => "ends-early",
            Self::NoImage { .. } => "no-image",
            Self::TransferSyntax { .. } => "transfer-syntax",
            Self::PixelFormat { .. } => "pixel-format",
            Self::NotArchive => "not-archive",
            Self::PasswordNeeded => "password-needed",
            Self::PasswordWrong => "password-wrong",
            Self::ArchiveDamaged { .. } => "archive-damaged",
            Self::ArchiveCut { .. } => "archive-cut",
            Self::VolumeMissing => "volume-missing",
            Self::MemberDamaged { .. } => "member-damaged",
            Self::MemberMethod { .. } => "member-method",
            Self::OverLimit { .. } => "over-limit",
            Self::OverBudget { .. } => "over-budget",
            Self::NotDrawn { .. } => "not-drawn",
            Self::WorkerSilent { .. } => "worker-silent",
            Self::WorkerDied { .. } => "worker-died",
            Self::PartNotLoaded => "part-not-loaded",
        }
    }

    /// This kind, at this stage, without a file's name yet.
    #[must_use]
    pub const fn at(self, stage: Stage) -> Problem {
        Problem {
            path: String::new(),
            stage,
            kind: self,
        }
    }
}
