//! What a worker does with a job. Files are behind [`Platform`] and [`Source`], so that the same
//! steps run in a worker over the browser's `File` and natively over the disk or memory.

use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::decode::{self, Span};
use crate::header::{self, Header, Read};
use crate::intake::archive::{self, Volume};
use crate::limits;
use crate::problem::{Kind, Problem, Stage};
use crate::workers::archives::Shelf;
use crate::workers::protocol::{self, Done, Entry, Job, Outcome, Task};

/// Something that can be read anywhere.
pub trait Source {
    /// Bytes as the platform holds them: handed on to the page without a copy.
    type Bytes;

    fn length(&self) -> u64;

    /// Exactly these bytes.
    ///
    /// # Errors
    /// [`Kind::Unreadable`], or [`Kind::EndsEarly`] where the file is shorter.
    fn read(&mut self, offset: u64, length: u64) -> Result<Self::Bytes, Kind>;

    /// The first bytes of what was read, in our own memory.
    fn start_of(bytes: &Self::Bytes, length: u64) -> Vec<u8>;

    /// Bytes of our own memory, as the platform holds them.
    fn from_ours(bytes: Vec<u8>) -> Self::Bytes;
}

/// Where a worker runs.
pub trait Platform {
    /// What rides beside a job.
    type File;
    type Source: Source;

    fn source(&self, file: &Self::File) -> Self::Source;

    /// The file for an archive's reader, which counts what it reads.
    fn volume(&self, file: &Self::File, bytes_read: Arc<AtomicU64>) -> Box<dyn Volume>;

    /// A sign of life within a long job.
    fn is_alive(&mut self);

    /// Hands on a member out of an archive.
    fn hand_on(&mut self, entry: Entry, bytes: Option<Vec<u8>>);
}

/// The bytes that ride beside a reply.
pub type BytesOf<P> = <<P as Platform>::Source as Source>::Bytes;

/// A worker: where it runs, and the archives that it has open.
pub struct Worker<P> {
    pub platform: P,
    shelf: Shelf,
}

impl<P: Platform + Default> Default for Worker<P> {
    fn default() -> Self {
        Self::new(P::default())
    }
}

impl<P: Platform> Worker<P> {
    pub fn new(platform: P) -> Self {
        Self {
            platform,
            shelf: Shelf::default(),
        }
    }

    /// Carries a job out. The bytes are what rides beside the reply.
    pub fn run(&mut self, job: &Job, files: &[P::File]) -> (Done, Option<BytesOf<P>>) {
        let mut bytes_read = 0;
        let read_before = self.shelf.bytes_read();
        let result = match (&job.task, &job.source) {
            (Task::List { password }, _) => {
                let listed = self.shelf.list(&self.platform, files, password.as_deref());
                listed.map(|outcome| (outcome, None))
            }
            (Task::Unpack { opening, every }, _) => {
                let Self { platform, shelf } = self;
                let unpacked = shelf.unpack(platform, files, job, opening, *every);
                unpacked.map(|outcome| (outcome, None))
            }
            (task, protocol::Source::File) => match files.first() {
                Some(file) => on_file(task, &mut self.platform.source(file), &mut bytes_read),
                None => Err(Kind::Empty.at(Stage::Read)),
            },
            (task, protocol::Source::Member { archive, member }) => {
                let member = self.shelf.member(&self.platform, files, archive, *member);
                member.and_then(|bytes| on_member::<P>(task, bytes))
            }
        };
        let (outcome, bytes) = match result {
            Ok((outcome, bytes)) => (Ok(outcome), bytes),
            Err(problem) => (Err(problem), None),
        };
        let done = Done {
            job: job.id,
            generation: job.generation,
            outcome,
            bytes_read: bytes_read + self.shelf.bytes_read() - read_before,
            heap_bytes: 0,
        };
        (done, bytes)
    }
}

/// A job on a member, which is kept whole where it is an archive itself.
fn on_member<P: Platform>(task: &Task, bytes: Vec<u8>) -> Answer<BytesOf<P>> {
    let source = PhantomData::<P::Source>;
    let mut member = Unpacked { bytes, source };
    // Counted where the archive is read, not here once more.
    match on_file(task, &mut member, &mut 0)? {
        (Outcome::IsArchive, _) => {
            let bytes = P::Source::from_ours(member.bytes);
            Ok((Outcome::IsArchive, Some(bytes)))
        }
        answer => Ok(answer),
    }
}

/// A member that was unpacked into our own memory.
struct Unpacked<S> {
    bytes: Vec<u8>,
    source: PhantomData<S>,
}

impl<S: Source> Source for Unpacked<S> {
    type Bytes = S::Bytes;

    fn length(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read(&mut self, offset: u64, length: u64) -> Result<S::Bytes, Kind> {
        let at = |place: u64| usize::try_from(place).ok();
        let range = at(offset).zip(at(offset + length));
        let bytes = range.and_then(|(from, to)| self.bytes.get(from..to));
        let bytes = bytes.ok_or(Kind::EndsEarly {
            needed: offset + length,
            found: self.length(),
        })?;
        Ok(S::from_ours(bytes.to_vec()))
    }

    fn start_of(bytes: &S::Bytes, length: u64) -> Vec<u8> {
        S::start_of(bytes, length)
    }

    fn from_ours(bytes: Vec<u8>) -> S::Bytes {
        S::from_ours(bytes)
    }
}

type Answer<B> = Result<(Outcome, Option<B>), Problem>;

/// A job on one file, wherever its bytes are.
fn on_file<S: Source>(task: &Task, source: &mut S, bytes_read: &mut u64) -> Answer<S::Bytes> {
    match task {
        Task::Whole => whole(source, bytes_read),
        Task::Head => head(source, bytes_read),
        Task::Frame {
            frame,
            image,
            transfer_syntax,
        } => {
            let span = decode::frame_span(image, transfer_syntax, *frame, source.length())?;
            let bytes = read(source, span.offset, span.length, bytes_read)?;
            Ok((Outcome::Frame, Some(bytes)))
        }
        // These are about archives.
        Task::List { .. } | Task::Unpack { .. } => Err(Kind::NotArchive.at(Stage::Unpack)),
    }
}

fn whole<S: Source>(source: &mut S, bytes_read: &mut u64) -> Answer<S::Bytes> {
    let length = source.length();
    let bytes = read(source, 0, length, bytes_read)?;
    let header = match parse(length, |wanted| Ok(S::start_of(&bytes, wanted))) {
        Err(problem) if is_archive(&problem, &S::start_of(&bytes, archive::SIGNATURE_BYTES)) => {
            return Ok((Outcome::IsArchive, None));
        }
        header => header?,
    };
    let frames = spans(&header, length)?;
    Ok((
        Outcome::Header {
            header: Box::new(header),
            frames,
        },
        Some(bytes),
    ))
}

fn head<S: Source>(source: &mut S, bytes_read: &mut u64) -> Answer<S::Bytes> {
    let length = source.length();
    let mut first_bytes = Vec::new();
    let header = parse(length, |wanted| {
        let bytes = read(source, 0, wanted, bytes_read)?;
        first_bytes = S::start_of(&bytes, archive::SIGNATURE_BYTES);
        Ok(S::start_of(&bytes, wanted))
    });
    let header = match header {
        Err(problem) if is_archive(&problem, &first_bytes) => {
            return Ok((Outcome::IsArchive, None));
        }
        header => header?,
    };
    spans(&header, length)?;
    Ok((
        Outcome::Header {
            header: Box::new(header),
            frames: Vec::new(),
        },
        None,
    ))
}

/// What is not DICOM may be an archive without the name of one.
fn is_archive(problem: &Problem, first_bytes: &[u8]) -> bool {
    problem.kind == Kind::NotDicom && archive::container_of(first_bytes).is_some()
}

fn read<S: Source>(
    source: &mut S,
    offset: u64,
    length: u64,
    bytes_read: &mut u64,
) -> Result<S::Bytes, Problem> {
    let bytes = source
        .read(offset, length)
        .map_err(|kind| kind.at(Stage::Read))?;
    *bytes_read += length;
    Ok(bytes)
}

/// Parses the header out of the file's first bytes: 64 KB, and at least twice as many each time
/// that the parser runs out of them.
fn parse(
    file_length: u64,
    mut first_bytes: impl FnMut(u64) -> Result<Vec<u8>, Problem>,
) -> Result<Header, Problem> {
    if file_length == 0 {
        return Err(Kind::Empty.at(Stage::Read));
    }
    let mut wanted = limits::FIRST_HEAD_BYTES.min(file_length);
    loop {
        match header::read(&first_bytes(wanted)?, file_length)? {
            Read::Header(header) => return Ok(*header),
            Read::NeedMore { at_least } => {
                let more = at_least.max(wanted * 2).min(file_length);
                if more > limits::HEADER_BYTES {
                    let what = "header bytes".to_owned();
                    let kind = Kind::OverLimit {
                        what,
                        value: more,
                        limit: limits::HEADER_BYTES,
                    };
                    return Err(kind.at(Stage::Header));
                }
                wanted = more;
            }
        }
    }
}

/// Where each frame lies; a problem where the file holds none that can be shown.
fn spans(header: &Header, file_length: u64) -> Result<Vec<Span>, Problem> {
    let Some(image) = &header.image else {
        return Err(Kind::NoImage {
            sop_class: header.sop_class.clone(),
        }
        .at(Stage::Header));
    };
    (0..image.frames)
        .map(|frame| decode::frame_span(image, &header.transfer_syntax, frame, file_length))
        .collect()
}
