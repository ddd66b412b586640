//! A worker's way with archives: what is in one, one member of it, all of it in one pass.
//!
//! A worker keeps the archives that it opened last: opening one reads all of its headers.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::intake::archive::{Archive, Choice, Container, Member, Offset, Volume};
use crate::intake::{archive, is_passed_over, natural_order};
use crate::limits;
use crate::problem::{Kind, Problem, Stage};
use crate::workers::file::Source as _;
use crate::workers::job::Platform;
use crate::workers::protocol::{Entry, Job, Opening, Outcome, Place};

/// Archives that stay open.
const OPEN: usize = 2;

/// The archives that are open in this worker.
#[derive(Default)]
pub struct Shelf {
    open: Vec<Open>,
    /// Read of all archives, ever.
    bytes_read: Arc<AtomicU64>,
}

struct Open {
    opening: Opening,
    archive: Archive,
}

impl Shelf {
    #[must_use]
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }

    /// What is in the archive that these files are.
    ///
    /// # Errors
    /// [`Kind::NotArchive`], and what [`Archive::open`] says.
    pub fn list<P: Platform>(
        &mut self,
        platform: &P,
        files: &[P::File],
        password: Option<&str>,
    ) -> Result<Outcome, Problem> {
        let list = || {
            let place = self.place(platform, files)?;
            let mut archive = self.open(platform, files, place, password)?;
            archive.check_password()?;
            let listing = archive.listing().clone();
            Ok(Outcome::Listed { place, listing })
        };
        list().map_err(|kind: Kind| kind.at(Stage::Unpack))
    }

    /// One member, unpacked.
    ///
    /// # Errors
    /// What [`Archive::open`] and [`Archive::member`] say.
    pub fn member<P: Platform>(
        &mut self,
        platform: &P,
        files: &[P::File],
        opening: &Opening,
        member: u32,
    ) -> Result<Vec<u8>, Problem> {
        let unpacked = self
            .opened(platform, files, opening)
            .and_then(|archive| archive.member(member));
        unpacked.map_err(|kind| kind.at(Stage::Unpack))
    }

    /// Unpacks an archive from the first member to the last, and hands the wanted ones on.
    ///
    /// # Errors
    /// What keeps the later members from being unpacked.
    pub fn unpack<P: Platform>(
        &mut self,
        platform: &mut P,
        files: &[P::File],
        job: &Job,
        opening: &Opening,
        every: u32,
    ) -> Result<Outcome, Problem> {
        let unpacked = self.opened(platform, files, opening).and_then(|archive| {
            let wanted = every_nth(&archive.listing().members, every);
            let platform = RefCell::new(platform);
            archive.unpack(
                &mut |member| {
                    if wanted.contains(&member.index) {
                        return Choice::Take;
                    }
                    platform.borrow_mut().is_alive();
                    Choice::Leave
                },
                &mut |member, bytes| {
                    let (outcome, bytes) = match bytes {
                        Ok(bytes) => (Ok(()), Some(bytes)),
                        Err(kind) => (Err(kind.at(Stage::Unpack)), None),
                    };
                    let entry = Entry {
                        job: job.id,
                        generation: job.generation,
                        path: member.path.clone(),
                        outcome,
                    };
                    platform.borrow_mut().hand_on(entry, bytes);
                },
            )
        });
        // Its dictionary is not wanted any more.
        self.open.clear();
        let unpacked = unpacked.map(|()| Outcome::Unpacked);
        unpacked.map_err(|kind| kind.at(Stage::Unpack))
    }

    fn opened<P: Platform>(
        &mut self,
        platform: &P,
        files: &[P::File],
        opening: &Opening,
    ) -> Result<&mut Archive, Kind> {
        let known = self.open.iter().position(|open| open.opening == *opening);
        let open = match known {
            Some(at) => self.open.remove(at),
            None => Open {
                archive: self.open(platform, files, opening.place, opening.password.as_deref())?,
                opening: opening.clone(),
            },
        };
        self.open.truncate(OPEN - 1);
        self.open.insert(0, open);
        let first = self.open.first_mut().map(|open| &mut open.archive);
        first.ok_or(Kind::NotArchive)
    }

    fn open<P: Platform>(
        &self,
        platform: &P,
        files: &[P::File],
        place: Place,
        password: Option<&str>,
    ) -> Result<Archive, Kind> {
        let volumes = files.iter().enumerate().map(|(at, file)| {
            let volume = platform.volume(file, Arc::clone(&self.bytes_read));
            let offset = if at == 0 { place.offset } else { 0 };
            Box::new(Offset::new(volume, offset)) as Box<dyn Volume>
        });
        Archive::open(place.container, volumes.collect(), password)
    }

    /// The archive that a file is, or that stands behind the program that it is.
    fn place<P: Platform>(&self, platform: &P, files: &[P::File]) -> Result<Place, Kind> {
        let mut file = platform.source(files.first().ok_or(Kind::NotArchive)?);
        let mut first_bytes = |count: u64| {
            let count = file.length().min(count);
            let bytes = file.read(0, count)?;
            self.bytes_read.fetch_add(count, Ordering::Relaxed);
            Ok(P::Source::start_of(&bytes, count))
        };
        let first = first_bytes(archive::SIGNATURE_BYTES)?;
        if let Some(container) = archive::container_of(&first) {
            let offset = 0;
            return Ok(Place { container, offset });
        }
        let behind = archive::behind_a_program(&first_bytes(limits::SELF_EXTRACTING_BYTES)?);
        if let Some(offset) = behind {
            let container = Container::Rar;
            return Ok(Place { container, offset });
        }
        // A ZIP is found from its end.
        let place = Place {
            container: Container::Zip,
            offset: 0,
        };
        match self.open(platform, files, place, None) {
            Ok(_) => Ok(place),
            Err(_) => Err(Kind::NotArchive),
        }
    }
}

/// The numbers of every `every`th member that may be an image, by the order of their names.
fn every_nth(members: &[Member], every: u32) -> BTreeSet<u32> {
    let mut wanted: Vec<&Member> = members
        .iter()
        .filter(|member| !is_passed_over(&member.path))
        .collect();
    wanted.sort_by(|a, b| natural_order(&a.path, &b.path));
    let step = usize::try_from(every).unwrap_or(1).max(1);
    wanted.iter().step_by(step).map(|one| one.index).collect()
}
