//! A worker's platform over files in memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hounsfield::intake::archive::{Bytes, Paged, Volume};
use hounsfield::problem::Kind;
use hounsfield::workers::file::Source;
use hounsfield::workers::job::Platform;
use hounsfield::workers::protocol::Entry;

/// A file; a clone is the same one.
#[derive(Clone, Default)]
pub struct Memory(Arc<Vec<u8>>);

impl Memory {
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Arc::new(bytes))
    }

    fn part(&self, offset: u64, length: u64) -> Option<&[u8]> {
        let [start, end] = [offset, offset + length].map(|at| usize::try_from(at).ok());
        self.0.get(start?..end?)
    }
}

/// What a worker has handed on.
#[derive(Default)]
pub struct Files {
    pub entries: Vec<(Entry, Option<Vec<u8>>)>,
}

impl Platform for Files {
    type File = Memory;
    type Source = Memory;

    fn source(&self, file: &Memory) -> Memory {
        file.clone()
    }

    fn volume(&self, file: &Memory, bytes_read: Arc<AtomicU64>) -> Box<dyn Volume> {
        let file = file.clone();
        Box::new(Paged::new(Counted { file, bytes_read }))
    }

    fn is_alive(&mut self) {}

    fn hand_on(&mut self, entry: Entry, bytes: Option<Vec<u8>>) {
        self.entries.push((entry, bytes));
    }
}

impl Source for Memory {
    type Bytes = Vec<u8>;

    fn length(&self) -> u64 {
        self.0.len() as u64
    }

    fn read(&mut self, offset: u64, length: u64) -> Result<Vec<u8>, Kind> {
        let short = Kind::EndsEarly {
            needed: offset + length,
            found: self.length(),
        };
        self.part(offset, length).map(<[u8]>::to_vec).ok_or(short)
    }

    fn start_of(bytes: &Vec<u8>, length: u64) -> Vec<u8> {
        let length = usize::try_from(length).map_or(bytes.len(), |length| length.min(bytes.len()));
        bytes[..length].to_vec()
    }

    fn from_ours(bytes: Vec<u8>) -> Vec<u8> {
        bytes
    }
}

struct Counted {
    file: Memory,
    bytes_read: Arc<AtomicU64>,
}

impl Bytes for Counted {
    fn length(&self) -> u64 {
        self.file.length()
    }

    fn read(&mut self, offset: u64, length: u64) -> std::io::Result<Vec<u8>> {
        self.bytes_read.fetch_add(length, Ordering::Relaxed);
        let part = self.file.part(offset, length);
        part.map(<[u8]>::to_vec)
            .ok_or_else(|| std::io::ErrorKind::UnexpectedEof.into())
    }
}
