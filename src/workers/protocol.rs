//! What page and workers say to each other: plain data with ids. `File`s and buffers ride
//! beside it, in the transfer list.
//!
//! Page to worker: a [`Job`], and the files that its [`Source`] speaks of beside it. Worker to
//! page: a [`Reply`], and beside [`Reply::Done`] and [`Reply::Entry`] the buffer that it speaks
//! of.

use serde::{Deserialize, Serialize};

use crate::copy::{Choices, Salt, Tally};
use crate::decode::Span;
use crate::header::{self, Element, Header, Image};
use crate::intake::FileId;
use crate::intake::archive::{Container, Listing};
use crate::lung::{Counts, Grid, Lungs, Mask};
use crate::pixels::{Thumbnail, Unit};
use crate::problem::Problem;

/// Raised with every change of the messages below.
pub const PROTOCOL: u32 = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct WorkerId(pub u32);

/// Unique in the life of a page: a worker's late word about a job that was given up is
/// recognised by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct JobId(pub u32);

/// Raised when all that was asked before is unwanted; replies of an older one are dropped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Generation(pub u32);

/// One piece of work on one file: short, but for [`Task::Unpack`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Job {
    pub id: JobId,
    pub generation: Generation,
    pub file: FileId,
    pub source: Source,
    pub task: Task,
}

/// Where the bytes of a job's file are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// In the one file that rides beside.
    File,
    /// In an archive, whose volumes ride beside: its member of this number.
    Member { archive: Opening, member: u32 },
    /// Computed when it is asked for: a slice of the sample, and nothing rides beside.
    Sample { slice: u32 },
}

/// How an archive is opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opening {
    pub archive: FileId,
    pub place: Place,
    pub password: Option<String>,
}

/// What an archive is, and where in its first file it begins: behind a program, where it unpacks
/// itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub container: Container,
    pub offset: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Task {
    /// Read the file once, whole: its header, and its bytes to keep.
    Whole,
    /// Read no more than the header.
    Head,
    /// One frame of a file whose header is known.
    Frame {
        frame: u32,
        image: Box<Image>,
        transfer_syntax: String,
    },
    /// A small picture of one frame, at the window that it is first shown at.
    Thumbnail {
        frame: u32,
        image: Box<Image>,
        transfer_syntax: String,
        /// What its stack's values are.
        unit: Unit,
        /// How much taller than wide a voxel is.
        voxel_aspect: f64,
    },
    /// The air in one frame, for the lung mask.
    Air {
        frame: u32,
        image: Box<Image>,
        transfer_syntax: String,
        /// Between columns, between rows.
        pixel_mm: [f64; 2],
    },
    /// The lungs, out of the air of all slices as [`Outcome::Air`] brought it. Its file is the first
    /// slice's, and is not read.
    Lungs {
        grid: Box<Grid>,
        slices: Vec<Vec<u8>>,
    },
    /// How much of the lungs in one frame has which HU.
    LungCounts {
        frame: u32,
        image: Box<Image>,
        transfer_syntax: String,
        lungs: Box<Lungs>,
    },
    /// What is asked of the values of one frame: a [`Question`](crate::grey::Question), encoded.
    Values {
        frame: u32,
        image: Box<Image>,
        transfer_syntax: String,
        question: Vec<u8>,
    },
    /// What grows out of the answers of all slices, as [`Outcome::Values`] brought them: a
    /// [`Growing`](crate::grey::grow::Growing), encoded. Its file is the first slice's, and is not read.
    Grow {
        growing: Vec<u8>,
        slices: Vec<Vec<u8>>,
    },
    /// Every element of the header, for readers.
    Tags,
    /// For a copy without identity.
    Copy(CopyTask),
    /// The bytes of a document in the file: its span in the file, or in the file inflated.
    Document {
        span: header::Span,
        is_deflated: bool,
    },
    /// Say what is in an archive, in all the files that ride beside.
    List { password: Option<String> },
    /// Unpack an archive from its first member to its last, and hand on every `every`th by the
    /// order of their names.
    Unpack { opening: Opening, every: u32 },
}

/// What a copy asks of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CopyTask {
    /// Count what would go of its header, and what would stay.
    Survey { choices: Choices },
    /// Rewrite it.
    Write { choices: Choices, salt: Salt },
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Reply {
    /// The first word of a worker; what is sent to it before would be lost.
    Hello {
        build_id: String,
        protocol: u32,
    },
    /// Still at it.
    Heartbeat,
    /// A member out of an archive that is being unpacked: its bytes ride beside.
    Entry(Box<Entry>),
    Done(Box<Done>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub job: JobId,
    pub generation: Generation,
    /// In the archive.
    pub path: String,
    /// A problem where the member could not be unpacked, and nothing rides beside.
    pub outcome: Result<(), Problem>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Done {
    pub job: JobId,
    pub generation: Generation,
    pub outcome: Result<Outcome, Problem>,
    pub bytes_read: u64,
    /// High-water mark of the worker's own heap.
    pub heap_bytes: u64,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Outcome {
    /// A header, whose image is what decoding makes of it. Of a [`Task::Whole`] the file's bytes
    /// ride beside it, or its one frame's samples where they had to be decoded, and these are
    /// where the frames lie in them; nothing of compressed files of several frames. `broken` says
    /// why the frames that come after these cannot be had.
    Header {
        header: Box<Header>,
        frames: Vec<Span>,
        broken: Option<Problem>,
    },
    /// A frame: its bytes ride beside.
    Frame,
    Thumbnail(Box<Thumbnail>),
    /// Encoded: the page hands it on, and holds nothing of what it is.
    Air(Vec<u8>),
    Lungs(Box<Mask>),
    LungCounts(Box<Counts>),
    /// An [`Answer`](crate::grey::Answer) or a [`Growth`](crate::grey::Growth), encoded: near modules
    /// and a first picture hold nothing of what they are.
    Values(Vec<u8>),
    Tags(Vec<Element>),
    Surveyed(Tally),
    /// The file rewritten: its bytes ride beside, and this is their CRC-32.
    Rewritten {
        crc: u32,
    },
    /// The file holds no image, but an [`Object`](crate::objects::Object): encoded, so that the near
    /// module, which does not read any, holds nothing of what they are.
    Object(Vec<u8>),
    /// The bytes of a document ride beside.
    Document,
    /// The file is no image but an archive. Of a member its bytes ride beside.
    IsArchive,
    /// What is in an archive.
    Listed {
        place: Place,
        listing: Listing,
    },
    /// An archive was unpacked to its end.
    Unpacked,
}
impl Outcome {
    #[must_use]
    pub fn header(header: Header, frames: Vec<Span>) -> Self {
        Self::Header {
            header: Box::new(header),
            frames,
            broken: None,
        }
    }

    /// Of a file of which these frames alone can be had.
    #[must_use]
    pub fn broken(header: Header, frames: Vec<Span>, problem: Problem) -> Self {
        Self::Header {
            header: Box::new(header),
            frames,
            broken: Some(problem),
        }
    }
}

/// A message as bytes.
///
/// # Errors
/// Where the message cannot be written, which its types rule out.
pub fn encode<T: Serialize>(message: &T) -> Result<Vec<u8>, postcard::Error> {
    postcard::to_allocvec(message)
}

/// A message from bytes.
///
/// # Errors
/// Where they are not one: the other side is of another build.
pub fn decode<'a, T: Deserialize<'a>>(bytes: &'a [u8]) -> Result<T, postcard::Error> {
    postcard::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::{Kind, Stage};

    #[test]
    fn messages_arrive_as_they_were_sent() {
        let reply = Reply::Done(Box::new(Done {
            job: JobId(7),
            generation: Generation(2),
            outcome: Err(Kind::EndsEarly {
                needed: 9,
                found: 4,
            }
            .at(Stage::Decode)),
            bytes_read: 4,
            heap_bytes: 1 << 20,
        }));
        let bytes = encode(&reply).unwrap();
        assert_eq!(decode::<Reply>(&bytes).unwrap(), reply);
        assert!(decode::<Reply>(&bytes[..3]).is_err());
    }
}
