//! What a worker does with a job. Files are behind [`Platform`] and [`Source`], so that the same
//! steps run in a worker over the browser's `File` and natively over the disk or memory.

use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::intake::archive::Volume;
use crate::problem::{Kind, Stage};
use crate::sample;
use crate::workers::archives::Shelf;
use crate::workers::file::{self, Answer, Memory, Source};
use crate::workers::protocol::{self, Done, Entry, Job, Outcome, Task};

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
    memory: Memory,
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
            memory: Memory::default(),
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
                let Self {
                    platform, shelf, ..
                } = self;
                let unpacked = shelf.unpack(platform, files, job, opening, *every);
                unpacked.map(|outcome| (outcome, None))
            }
            (_, protocol::Source::File) => match files.first() {
                Some(file) => {
                    let mut source = self.platform.source(file);
                    file::run(job, &mut source, &mut self.memory, &mut bytes_read)
                }
                None => Err(Kind::Empty.at(Stage::Read)),
            },
            (_, protocol::Source::Member { archive, member }) => {
                let member = self.shelf.member(&self.platform, files, archive, *member);
                member.and_then(|bytes| self.on_ours(job, bytes))
            }
            (_, protocol::Source::Sample { slice }) => self.on_ours(job, sample::file(*slice)),
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

    /// A job on bytes in our own memory; a member is kept whole where it is an archive itself.
    fn on_ours(&mut self, job: &Job, bytes: Vec<u8>) -> Answer<BytesOf<P>> {
        let source = PhantomData::<P::Source>;
        let mut member = Unpacked { bytes, source };
        // Counted where the archive is read, not here once more.
        match file::run(job, &mut member, &mut self.memory, &mut 0)? {
            (Outcome::IsArchive, _) => {
                let bytes = P::Source::from_ours(member.bytes);
                Ok((Outcome::IsArchive, Some(bytes)))
            }
            answer => Ok(answer),
        }
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
