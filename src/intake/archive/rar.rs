//! RAR 1.3 to 7, by `rars`.
//!
//! `rars` reads all headers first and refuses an archive of which one is broken. The collections
//! that this viewer serves travel over poor networks, so an archive that ends early or is
//! damaged is read again as if it ended where the parser gave up: [`Watched`] says where.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use rars::{
    ArchiveMember, ArchiveReadOptions, ArchiveReader, Error, ErrorKind, ExtractionDecision,
    ExtractionErrorAction,
};

use super::watched::Watched;
use super::{Choice, Choose, Listing, Member, Take, Volume, broken, damaged, names};
use crate::limits;
use crate::problem::Kind;

pub struct Rar {
    /// One a volume.
    archives: Vec<rars::Archive>,
    password: Option<Vec<u8>>,
    /// Of all volumes.
    length: u64,
    pub(super) listing: Listing,
}

/// What a byte may become at most: a match of 4097 bytes takes a bit (RAR 5), one of 257 more than
/// that (RAR 1.3, which is decoded on and on where its bytes have ended).
const MOST_OF_A_BYTE: u64 = 1 << 16;
const MOST_OF_A_BYTE_IN_13: u64 = 1 << 12;

/// By its signature; RAR 1.3's is short enough to be met by chance inside a program only.
pub(super) fn is_one(first: &[u8]) -> bool {
    rars::detect_archive_family(first).is_some()
}

pub(super) fn find(first: &[u8]) -> Option<u64> {
    let found = rars::find_archive_start(first, rars::SFX_SCAN_LIMIT)?;
    let is_told = found.family != rars::ArchiveFamily::Rar13;
    u64::try_from(found.offset).ok().filter(|_| is_told)
}

impl Rar {
    pub(super) fn open(
        volumes: Vec<Box<dyn Volume>>,
        password: Option<&str>,
    ) -> Result<Self, Kind> {
        let password = password.map(|password| password.as_bytes().to_vec());
        let mut archives = Vec::new();
        let mut cut = None;
        let mut length = 0;
        for volume in volumes {
            let parsed = parse(volume, password.as_deref())?;
            length += parsed.length;
            archives.push(parsed.archive);
            cut = cut.or(parsed.cut);
        }
        let mut listing = list(&archives)?;
        if listing.members.is_empty() && cut.is_some() {
            return Err(damaged("nothing in it can be read"));
        }
        listing.cut = cut.or(listing.cut);
        Ok(Self {
            archives,
            password,
            length,
            listing,
        })
    }

    pub(super) const fn has_password(&self) -> bool {
        self.password.is_some()
    }

    pub(super) fn member(&mut self, member: &Member) -> Result<Vec<u8>, Kind> {
        if member.encrypted && self.password.is_none() {
            return Err(Kind::PasswordNeeded);
        }
        let gone = || broken("no such member");
        let index = usize::try_from(member.index).ok().ok_or_else(gone)?;
        let read = match self.archives.as_slice() {
            [archive] => archive.read_member_at_with_options(index, self.options()),
            volumes => rars::read_volume_member_at_with_options(volumes, index, self.options()),
        };
        let bytes = read.map_err(|error| problem(&error, member.encrypted))?;
        bytes.ok_or_else(gone)
    }

    pub(super) fn unpack(&self, choose: &mut Choose<'_>, take: &mut Take<'_>) -> Result<(), Kind> {
        if self.password.is_none() && self.listing.members.iter().any(|one| one.encrypted) {
            return Err(Kind::PasswordNeeded);
        }
        let pass = RefCell::new(Pass {
            members: &self.listing.members,
            choose,
            take,
            bytes: Rc::default(),
            taken: None,
            stopped: false,
        });
        let ended = match self.archives.as_slice() {
            [archive] => self.unpack_one(archive, &pass),
            volumes => self.unpack_volumes(volumes, &pass),
        };
        let mut pass = pass.into_inner();
        match ended {
            Ok(()) => {
                pass.hand_on();
                Ok(())
            }
            Err(_) if pass.stopped => Ok(()),
            Err(error) => {
                let encrypted = pass.taken.is_some_and(|member| member.encrypted);
                Err(problem(&error, encrypted))
            }
        }
    }

    fn unpack_one(&self, archive: &rars::Archive, pass: &RefCell<Pass<'_>>) -> Result<(), Error> {
        let is_solid = archive.is_solid();
        let mut index = 0;
        archive.extract_with_control_and_errors(
            self.options(),
            |member| {
                let this = index;
                index += 1;
                let writer = pass.borrow_mut().next(this);
                Ok(match writer {
                    Next::Write(writer) => ExtractionDecision::Extract(writer),
                    Next::Stop => ExtractionDecision::Stop,
                    Next::Leave if is_solid && is_file(member) => {
                        ExtractionDecision::Extract(Box::new(io::sink()))
                    }
                    Next::Leave => ExtractionDecision::Skip,
                })
            },
            |_, error| {
                pass.borrow_mut().failed(error);
                Ok(ExtractionErrorAction::Continue)
            },
        )?;
        Ok(())
    }

    fn unpack_volumes(
        &self,
        volumes: &[rars::Archive],
        pass: &RefCell<Pass<'_>>,
    ) -> Result<(), Error> {
        // No writer is asked for where a member is a link.
        let members = rars::volume_members(volumes)?;
        let asked_for = members.iter().zip(0_u32..);
        let mut asked_for = asked_for.filter(|(member, _)| !member.meta.is_redirection);
        rars::extract_volumes_to_with_options(volumes, self.options(), |_| {
            let index = asked_for.next().map_or(u32::MAX, |(_, index)| index);
            match pass.borrow_mut().next(index) {
                Next::Write(writer) => Ok(writer),
                Next::Leave => Ok(Box::new(io::sink())),
                Next::Stop => Err(Error::Cancelled),
            }
        })
    }

    fn options(&self) -> ArchiveReadOptions<'_> {
        let is_13 = |archive: &rars::Archive| matches!(archive, rars::Archive::Rar13(_));
        let of_a_byte = if self.archives.iter().any(is_13) {
            MOST_OF_A_BYTE_IN_13
        } else {
            MOST_OF_A_BYTE
        };
        let most = self.length.saturating_mul(of_a_byte);
        ArchiveReadOptions::with_optional_password(self.password.as_deref())
            .with_max_member_output_bytes(limits::MEMBER_BYTES.min(most))
            .with_rar50_dictionary_size_limit(limits::DICTIONARY_BYTES)
    }
}

struct Parsed {
    archive: rars::Archive,
    length: u64,
    cut: Option<Kind>,
}

/// Reads the headers, up to the first that is broken.
fn parse(volume: Box<dyn Volume>, password: Option<&[u8]>) -> Result<Parsed, Kind> {
    let options = ArchiveReadOptions::with_optional_password(password)
        .with_max_header_count(limits::MEMBERS * 2);
    let watched = Watched::new(volume).map_err(|error| damaged(error.to_string()))?;
    let length = watched.end();
    let mut cut = None;
    loop {
        let end = watched.end();
        match ArchiveReader::read_reader_with_options(watched.clone(), options) {
            Ok(archive) => {
                let guessed = cut.is_some() && password.is_some();
                let is_empty = archive.member_refs().next().is_none();
                // A wrong password makes the first encrypted header unreadable.
                if guessed && is_empty && has_encrypted_headers(&archive) {
                    return Err(Kind::PasswordWrong);
                }
                return Ok(Parsed {
                    archive,
                    length,
                    cut,
                });
            }
            Err(error) if is_final(&error) => return Err(problem(&error, password.is_some())),
            Err(error) => {
                let at = place_of(&error).unwrap_or_else(|| watched.last_read());
                if at == 0 || at >= end {
                    return Err(damaged(error.to_string()));
                }
                cut = Some(Kind::ArchiveCut { at, length });
                watched.end_at(at);
            }
        }
    }
}

/// Another try with less of the archive would end no better.
fn is_final(error: &Error) -> bool {
    let kinds = [
        ErrorKind::PasswordRequired,
        ErrorKind::BadPassword,
        ErrorKind::ResourceLimit,
        ErrorKind::UnsupportedFeature,
        ErrorKind::UnsupportedFormat,
        ErrorKind::Io,
    ];
    kinds.contains(&error.kind())
}

fn place_of(error: &Error) -> Option<u64> {
    match error {
        Error::AtArchiveOffset { offset, .. } => u64::try_from(*offset).ok(),
        _ => None,
    }
}

fn has_encrypted_headers(archive: &rars::Archive) -> bool {
    match archive {
        rars::Archive::Rar15To40(archive) => archive.main.has_encrypted_headers(),
        rars::Archive::Rar50Plus(archive) => archive.main.encrypted_headers,
        _ => false,
    }
}

fn list(archives: &[rars::Archive]) -> Result<Listing, Kind> {
    let members = match archives {
        [archive] => archive.members().collect(),
        volumes => rars::volume_members(volumes).map_err(|error| damaged(error.to_string()))?,
    };
    let mut listing = Listing {
        one_pass: archives.len() > 1 || archives.iter().any(rars::Archive::is_solid),
        ..Listing::default()
    };
    for (index, member) in (0..).zip(&members) {
        // Volumes are missing: before the first that is there, or after the last.
        if member.meta.is_split_before || member.meta.is_split_after {
            listing.cut = Some(Kind::VolumeMissing);
        } else if is_file(member) && !is_unix_link(member) {
            listing.members.push(Member {
                index,
                path: names::clean(&name(member)),
                bytes: member.meta.unpacked_size,
                encrypted: member.meta.is_encrypted,
            });
        }
    }
    Ok(listing)
}

fn name(member: &ArchiveMember) -> String {
    member.meta.name_lossy()
}

fn is_file(member: &ArchiveMember) -> bool {
    !member.meta.is_directory && !member.meta.is_redirection
}

/// RAR 4 keeps a link as a file whose text is its target, told by its Unix mode alone.
fn is_unix_link(member: &ArchiveMember) -> bool {
    const TYPE: u64 = 0o170_000;
    const LINK: u64 = 0o120_000;
    const UNIX: u64 = 3;
    member.meta.family == rars::ArchiveFamily::Rar15To40
        && member.meta.host_os == Some(UNIX)
        && member.meta.file_attr & TYPE == LINK
}

fn problem(error: &Error, encrypted: bool) -> Kind {
    match (error.root_cause(), error.kind()) {
        (_, ErrorKind::PasswordRequired) => Kind::PasswordNeeded,
        (_, ErrorKind::BadPassword) => Kind::PasswordWrong,
        // What a wrong password makes of the bytes has a wrong sum.
        (_, ErrorKind::ChecksumMismatch | ErrorKind::InvalidArchive) if encrypted => {
            Kind::PasswordWrong
        }
        (
            Error::MemberOutputLimitExceeded { limit, required }
            | Error::TotalOutputLimitExceeded {
                limit, required, ..
            },
            _,
        ) => over("bytes of a member", *required, *limit),
        (Error::Rar50DictionaryLimitExceeded { limit, required }, _) => {
            over("bytes of a dictionary", *required, *limit)
        }
        (Error::HeaderCountLimitExceeded { limit, required }, _) => {
            over("headers of an archive", *required, *limit)
        }
        (cause, ErrorKind::UnsupportedFeature) => Kind::MemberMethod {
            method: cause.to_string(),
        },
        (cause, _) => broken(cause.to_string()),
    }
}

fn over(what: &str, value: u64, limit: u64) -> Kind {
    Kind::OverLimit {
        what: what.to_owned(),
        value,
        limit,
    }
}

/// One way through an archive. A member is known to be whole when the next one is asked for.
struct Pass<'a> {
    members: &'a [Member],
    choose: &'a mut Choose<'a>,
    take: &'a mut Take<'a>,
    bytes: Rc<RefCell<Vec<u8>>>,
    taken: Option<&'a Member>,
    stopped: bool,
}

enum Next {
    Write(Box<dyn Write>),
    Leave,
    Stop,
}

impl Pass<'_> {
    fn next(&mut self, index: u32) -> Next {
        self.hand_on();
        let at = self.members.binary_search_by_key(&index, |one| one.index);
        let Some(member) = at.ok().and_then(|at| self.members.get(at)) else {
            return Next::Leave;
        };
        match (self.choose)(member) {
            Choice::Take => {
                self.taken = Some(member);
                Next::Write(Box::new(Sink(Rc::clone(&self.bytes))))
            }
            Choice::Leave => Next::Leave,
            Choice::Stop => {
                self.stopped = true;
                Next::Stop
            }
        }
    }

    fn hand_on(&mut self) {
        let bytes = self.bytes.take();
        if let Some(member) = self.taken.take() {
            (self.take)(member, Ok(bytes));
        }
    }

    fn failed(&mut self, error: &Error) {
        self.bytes.take();
        if let Some(member) = self.taken.take() {
            (self.take)(member, Err(problem(error, member.encrypted)));
        }
    }
}

struct Sink(Rc<RefCell<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
