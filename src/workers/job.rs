//! What a worker does with a job. Files are behind [`Platform`] and [`Source`], so that the same
//! steps run in a worker over the browser's `File` and natively over the disk or memory.

use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::decode;
use crate::intake::archive::Volume;
use crate::objects;
use crate::problem::{Kind, Stage};
use crate::sample;
use crate::workers::archives::Shelf;
use crate::workers::file::{self, Answer, Memory, Skills, Source};
use crate::workers::protocol::{self, Done, Entry, Job, Outcome, Task};
use crate::workers::values;

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

/// A job's answer, and what rides beside it.
pub type Answered<P> = (Done, Option<BytesOf<P>>);

/// A worker of either module. The near one is loaded by every visit and does what most files need;
/// the far one does everything, and takes the near one's place where that is not enough.
pub trait Hands<P: Platform> {
    /// Carries a job out; `None` where the far module is needed for it.
    fn run(&mut self, job: &Job, files: &[P::File]) -> Option<Answered<P>>;

    fn platform(&self) -> &P;
}

/// Reads DICOM files: uncompressed, RLE, JPEG, deflated.
pub struct Near<P> {
    platform: P,
    memory: Memory,
}

impl<P> Near<P> {
    pub fn new(platform: P) -> Self {
        Self {
            platform,
            memory: Memory::default(),
        }
    }
}

impl<P: Platform> Hands<P> for Near<P> {
    fn run(&mut self, job: &Job, files: &[P::File]) -> Option<Answered<P>> {
        let needs_far = matches!(
            job.task,
            Task::List { .. }
                | Task::Unpack { .. }
                | Task::Tags
                | Task::Copy(_)
                | Task::Air { .. }
                | Task::Lungs { .. }
                | Task::LungCounts { .. }
                | Task::Values { .. }
                | Task::Grow { .. }
        );
        if needs_far || matches!(job.source, protocol::Source::Member { .. }) {
            return None;
        }
        let mut bytes_read = 0;
        let answer = on_one_file(
            &self.platform,
            &mut self.memory,
            &file::NEAR,
            (job, files),
            &mut bytes_read,
        );
        if let Err(problem) = &answer
            && needs_far_after(&problem.kind)
        {
            return None;
        }
        Some(answered(job, answer, bytes_read))
    }

    fn platform(&self) -> &P {
        &self.platform
    }
}

/// What the near module could not do, and the far one can.
fn needs_far_after(kind: &Kind) -> bool {
    match kind {
        Kind::TransferSyntax { uid } => decode::is_shown(uid),
        Kind::NoImage { sop_class } => objects::is_read(sop_class),
        _ => false,
    }
}

/// Reads everything, archives too: those that it has opened last stay open.
pub struct Worker<P> {
    pub platform: P,
    shelf: Shelf,
    memory: Memory,
}

impl<P: Platform + Default> Default for Worker<P> {
    fn default() -> Self {
        Self::new(P::default())
    }
}

impl<P: Platform> Hands<P> for Worker<P> {
    fn run(&mut self, job: &Job, files: &[P::File]) -> Option<Answered<P>> {
        Some(self.answer(job, files))
    }

    fn platform(&self) -> &P {
        &self.platform
    }
}

impl<P: Platform> Worker<P> {
    pub fn new(platform: P) -> Self {
        Self {
            platform,
            shelf: Shelf::default(),
            memory: Memory::default(),
        }
    }

    /// Carries a job out.
    pub fn answer(&mut self, job: &Job, files: &[P::File]) -> Answered<P> {
        let mut bytes_read = 0;
        let read_before = self.shelf.bytes_read();
        let Self {
            platform,
            shelf,
            memory,
        } = self;
        let answer = match (&job.task, &job.source) {
            (Task::List { password }, _) => {
                let listed = shelf.list(platform, files, password.as_deref());
                listed.map(|outcome| (outcome, None))
            }
            (Task::Unpack { opening, every }, _) => {
                let unpacked = shelf.unpack(platform, files, job, opening, *every);
                unpacked.map(|outcome| (outcome, None))
            }
            (Task::Lungs { grid, slices }, _) => {
                let mut alive = || platform.is_alive();
                values::find_lungs(grid, slices, &mut alive).map(|outcome| (outcome, None))
            }
            (Task::Grow { growing, slices }, _) => {
                let mut alive = || platform.is_alive();
                values::grow(growing, slices, &mut alive).map(|outcome| (outcome, None))
            }
            (_, protocol::Source::Member { archive, member }) => shelf
                .member(platform, files, archive, *member)
                .and_then(|bytes| on_ours::<P>(memory, &file::ALL, job, bytes)),
            _ => on_one_file(platform, memory, &file::ALL, (job, files), &mut bytes_read),
        };
        bytes_read += self.shelf.bytes_read() - read_before;
        answered(job, answer, bytes_read)
    }
}

fn answered<B>(job: &Job, answer: Answer<B>, bytes_read: u64) -> (Done, Option<B>) {
    let (outcome, bytes) = match answer {
        Ok((outcome, bytes)) => (Ok(outcome), bytes),
        Err(problem) => (Err(problem), None),
    };
    let done = Done {
        job: job.id,
        generation: job.generation,
        outcome,
        bytes_read,
        heap_bytes: 0,
    };
    (done, bytes)
}

/// A job on the file that rides beside it, or on one that is computed.
fn on_one_file<P: Platform>(
    platform: &P,
    memory: &mut Memory,
    skills: &Skills,
    (job, files): (&Job, &[P::File]),
    bytes_read: &mut u64,
) -> Answer<BytesOf<P>> {
    if let protocol::Source::Sample { slice } = job.source {
        return on_ours::<P>(memory, skills, job, sample::file(slice));
    }
    let file = files.first().ok_or_else(|| Kind::Empty.at(Stage::Read))?;
    let mut source = platform.source(file);
    file::run(job, skills, &mut source, memory, bytes_read)
}

/// A job on bytes in our own memory; a member is kept whole where it is an archive itself.
fn on_ours<P: Platform>(
    memory: &mut Memory,
    skills: &Skills,
    job: &Job,
    bytes: Vec<u8>,
) -> Answer<BytesOf<P>> {
    let source = PhantomData::<P::Source>;
    let mut member = Unpacked { bytes, source };
    // Counted where the archive is read, not here once more.
    match file::run(job, skills, &mut member, memory, &mut 0)? {
        (Outcome::IsArchive, _) => {
            let bytes = P::Source::from_ours(member.bytes);
            Ok((Outcome::IsArchive, Some(bytes)))
        }
        answer => Ok(answer),
    }
}

/// A file that was unpacked or computed into our own memory.
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
