//! ZIP (APPNOTE 6.3.10), ZIP64 included, by `zip`: stored and deflated members, encrypted by
//! `ZipCrypto` or AES. One whose list is gone is read from its front.

mod front;
mod mended;

use std::io::Read as _;

use ::zip::ZipArchive;
use ::zip::result::ZipError;

use super::watched::Watched;
use super::{Choose, Listing, Member, Take, Volume, broken, damaged, names, one_by_one, only};
use crate::limits;
use crate::problem::Kind;
use mended::Mended;

pub struct Zip {
    archive: ZipArchive<Mended>,
    password: Option<Vec<u8>>,
    pub(super) listing: Listing,
}

/// A local header, or the end of an archive that is empty.
pub(super) fn is_one(first: &[u8]) -> bool {
    first.starts_with(b"PK\x03\x04") || first.starts_with(b"PK\x05\x06")
}

impl Zip {
    pub(super) fn open(
        volumes: Vec<Box<dyn Volume>>,
        password: Option<&str>,
    ) -> Result<Self, Kind> {
        let volume = Watched::new(only(volumes)?).map_err(|error| damaged(error.to_string()))?;
        let (mut archive, cut) = match ZipArchive::new(Mended::whole(volume.clone())) {
            Ok(archive) => (archive, None),
            Err(error) => from_its_front(volume).ok_or_else(|| damaged(unlisted(&error)))?,
        };
        let members = members(&mut archive);
        Ok(Self {
            archive,
            password: password.map(|password| password.as_bytes().to_vec()),
            listing: Listing {
                members,
                one_pass: false,
                cut,
            },
        })
    }

    pub(super) const fn has_password(&self) -> bool {
        self.password.is_some()
    }

    pub(super) fn member(&mut self, member: &Member) -> Result<Vec<u8>, Kind> {
        let index = usize::try_from(member.index).map_err(|error| damaged(error.to_string()))?;
        let opened = match &self.password {
            Some(password) if member.encrypted => self.archive.by_index_decrypt(index, password),
            None if member.encrypted => return Err(Kind::PasswordNeeded),
            _ => self.archive.by_index(index),
        };
        let mut file = opened.map_err(problem)?;
        // What the list says of the size is not relied on: a bomb says little.
        let mut bytes = Vec::new();
        let most = member.bytes.min(limits::MEMBER_BYTES);
        let read = file.by_ref().take(most).read_to_end(&mut bytes);
        read.map_err(|error| broken(error.to_string()))?;
        // Reading to the end is what compares the sum.
        match file.read(&mut [0]) {
            Ok(0) if bytes.len() as u64 == member.bytes => Ok(bytes),
            Ok(_) => Err(broken("not of the size that is listed")),
            Err(error) => Err(broken(error.to_string())),
        }
    }

    pub(super) fn unpack(&mut self, choose: &mut Choose<'_>, take: &mut Take<'_>) {
        let members = self.listing.members.clone();
        one_by_one(&members, choose, take, |member| self.member(member));
    }
}

/// What stands before the place at which an archive breaks off; `None` where that is nothing.
fn from_its_front(mut volume: Watched) -> Option<(ZipArchive<Mended>, Option<Kind>)> {
    let length = volume.end();
    let list = front::list(&mut volume);
    let at = list.at;
    let archive = ZipArchive::new(Mended::new(volume, list)).ok()?;
    let cut = Kind::ArchiveCut { at, length };
    (!archive.is_empty()).then_some((archive, Some(cut)))
}

fn members(archive: &mut ZipArchive<Mended>) -> Vec<Member> {
    let mut members = Vec::new();
    for index in 0..u32::try_from(archive.len()).unwrap_or(u32::MAX) {
        let Ok(file) = archive.by_index_raw(index as usize) else {
            continue;
        };
        if file.is_dir() || file.is_symlink() {
            continue;
        }
        let name = match file.name() {
            Ok(name) => name.into_owned(),
            Err(_) => String::from_utf8_lossy(file.name_raw()).into_owned(),
        };
        members.push(Member {
            index,
            path: names::clean(&name),
            bytes: file.size(),
            encrypted: file.encrypted(),
        });
    }
    members
}

/// A ZIP has its list at its end.
fn unlisted(error: &ZipError) -> String {
    match error {
        ZipError::InvalidArchive(_) => "its list, at its end, is missing or damaged".to_owned(),
        error => error.to_string(),
    }
}

fn problem(error: ZipError) -> Kind {
    match error {
        ZipError::InvalidPassword => Kind::PasswordWrong,
        ZipError::UnsupportedArchive(reason) if reason == ZipError::PASSWORD_REQUIRED => {
            Kind::PasswordNeeded
        }
        ZipError::CompressionMethodNotSupported(number) => Kind::MemberMethod {
            method: format!("{number}"),
        },
        error => broken(error.to_string()),
    }
}
