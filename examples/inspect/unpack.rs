//! Files on the disk, and what is in those that are archives.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use hounsfield::intake::archive::{self, Bytes, Paged, Volume};
use hounsfield::intake::{FileId, is_archive, is_passed_over, is_program, part_of};
use hounsfield::limits;
use hounsfield::problem::{Kind, Problem, Stage};
use hounsfield::workers::archives::Shelf;
use hounsfield::workers::file::Source;
use hounsfield::workers::job::Platform;
use hounsfield::workers::protocol::{self, Entry, Generation, Job, JobId, Opening, Outcome, Task};

/// A file that may be an image, whole.
pub struct Found {
    pub path: String,
    pub bytes: Result<Vec<u8>, Problem>,
}

/// All files; archives give what they hold, `archive.rar//inner/name`.
pub fn all(paths: &[String], password: Option<&str>) -> Vec<Found> {
    let mut found = Vec::new();
    for path in paths {
        if !is_archive(path) {
            let bytes = read(&Place::Disk(path.clone()));
            enter(path, bytes, password, &mut found);
            continue;
        }
        let parts = volumes(path, paths);
        if !parts.is_empty() {
            let files: Vec<Place> = parts.into_iter().map(Place::Disk).collect();
            unpack(path, &files, password, &mut found);
        }
    }
    found
}

/// The volumes of a set, for its first one; nothing for the others.
fn volumes(path: &str, paths: &[String]) -> Vec<String> {
    let Some(part) = part_of(path) else {
        return vec![path.to_owned()];
    };
    let mut set: Vec<_> = paths
        .iter()
        .filter_map(|path| Some((part_of(path)?, path.clone())))
        .filter(|(other, _)| other.set == part.set)
        .collect();
    set.sort();
    let is_first = set.first().is_some_and(|(_, first)| first == path);
    let whole = (1..)
        .zip(set)
        .take_while(|(n, (part, _))| *n == part.number);
    whole
        .map(|(_, (_, path))| path)
        .filter(|_| is_first)
        .collect()
}

fn enter(
    path: &str,
    bytes: Result<Vec<u8>, Problem>,
    password: Option<&str>,
    found: &mut Vec<Found>,
) {
    let is_container = |bytes: &Vec<u8>| archive::container_of(bytes).is_some();
    let path = path.to_owned();
    match bytes {
        Ok(bytes) if is_container(&bytes) && path.matches("//").count() < limits::ARCHIVE_DEPTH => {
            unpack(&path, &[Place::Memory(Arc::new(bytes))], password, found);
        }
        bytes => found.push(Found { path, bytes }),
    }
}

fn unpack(path: &str, files: &[Place], password: Option<&str>, found: &mut Vec<Found>) {
    if let Err(mut problem) = members(path, files, password, found) {
        let is_no_archive = problem.kind == Kind::NotArchive && is_program(path);
        if !is_no_archive {
            problem.path.clear();
            let path = path.to_owned();
            let bytes = Err(problem);
            found.push(Found { path, bytes });
        }
    }
}

fn members(
    path: &str,
    files: &[Place],
    password: Option<&str>,
    found: &mut Vec<Found>,
) -> Result<(), Problem> {
    let (mut shelf, mut disk) = (Shelf::default(), Disk::default());
    let Outcome::Listed { place, listing } = shelf.list(&disk, files, password)? else {
        return Err(Kind::NotArchive.at(Stage::Unpack));
    };
    let opening = Opening {
        archive: FileId(0),
        place,
        password: password.map(str::to_owned),
    };
    if listing.one_pass {
        let task = Task::Unpack {
            opening: opening.clone(),
            every: 1,
        };
        let job = Job {
            id: JobId(0),
            generation: Generation(0),
            file: FileId(0),
            source: protocol::Source::File,
            task,
        };
        let ended = shelf.unpack(&mut disk, files, &job, &opening, 1);
        for (name, bytes) in disk.unpacked {
            enter(&format!("{path}//{name}"), bytes, password, found);
        }
        ended?;
    } else {
        for member in listing.members {
            if is_passed_over(&member.path) {
                continue;
            }
            let bytes = shelf.member(&disk, files, &opening, member.index);
            enter(&format!("{path}//{}", member.path), bytes, password, found);
        }
    }
    listing
        .cut
        .map_or(Ok(()), |kind| Err(kind.at(Stage::Unpack)))
}

fn read(place: &Place) -> Result<Vec<u8>, Problem> {
    let mut file = Disk::default().source(place);
    let length = Source::length(&file);
    Source::read(&mut file, 0, length).map_err(|kind| kind.at(Stage::Read))
}

#[derive(Clone)]
enum Place {
    Disk(String),
    Memory(Arc<Vec<u8>>),
}

#[derive(Default)]
struct Disk {
    unpacked: Vec<(String, Result<Vec<u8>, Problem>)>,
}

impl Platform for Disk {
    type File = Place;
    type Source = Place;

    fn source(&self, file: &Place) -> Place {
        file.clone()
    }

    fn volume(&self, file: &Place, _: Arc<AtomicU64>) -> Box<dyn Volume> {
        Box::new(Paged::new(file.clone()))
    }

    fn is_alive(&mut self) {}

    fn hand_on(&mut self, entry: Entry, bytes: Option<Vec<u8>>) {
        let bytes = entry.outcome.map(|()| bytes.unwrap_or_default());
        self.unpacked.push((entry.path, bytes));
    }
}

impl Bytes for Place {
    fn length(&self) -> u64 {
        match self {
            Self::Disk(path) => std::fs::metadata(path).map_or(0, |file| file.len()),
            Self::Memory(bytes) => bytes.len() as u64,
        }
    }

    fn read(&mut self, offset: u64, length: u64) -> io::Result<Vec<u8>> {
        let mut read = Vec::new();
        match self {
            Self::Disk(path) => {
                let mut file = File::open(path)?;
                file.seek(SeekFrom::Start(offset))?;
                file.take(length).read_to_end(&mut read)?;
            }
            Self::Memory(bytes) => {
                let mut rest = io::Cursor::new(bytes.as_slice());
                rest.set_position(offset);
                rest.take(length).read_to_end(&mut read)?;
            }
        }
        Ok(read)
    }
}

impl Source for Place {
    type Bytes = Vec<u8>;

    fn length(&self) -> u64 {
        Bytes::length(self)
    }

    fn read(&mut self, offset: u64, length: u64) -> Result<Vec<u8>, Kind> {
        Bytes::read(self, offset, length).map_err(|error| Kind::Unreadable {
            reason: error.to_string(),
        })
    }

    fn start_of(bytes: &Vec<u8>, length: u64) -> Vec<u8> {
        bytes
            .iter()
            .copied()
            .take(usize::try_from(length).unwrap_or(usize::MAX))
            .collect()
    }

    fn from_ours(bytes: Vec<u8>) -> Vec<u8> {
        bytes
    }
}
