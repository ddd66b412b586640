//! An archive -> its members, one container a file. An archive is read where it lies, by
//! `Read + Seek`: what is taken into memory is its headers and one member at a time.
//!
//! Nothing is ever written anywhere: a member's name is a label, and links are left out.

mod names;
mod offset;
mod packed;
mod paged;
mod rar;
mod seven;
mod tar;
mod watched;
mod zip;

use std::cmp::Ordering;
use std::io::{Read, Seek};

use serde::{Deserialize, Serialize};

use crate::limits;
use crate::problem::Kind;

pub use offset::Offset;
pub use paged::{Bytes, Paged};

/// Something that archives are read from.
pub trait Volume: Read + Seek + Send {}

impl<T: Read + Seek + Send> Volume for T {}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Container {
    Rar,
    Zip,
    SevenZip,
    Tar,
    /// One file, packed by itself.
    Packed,
}

/// A member that can be unpacked: a file, not a folder and no link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Its number in the archive, folders and links counted.
    pub index: u32,
    /// With `/` between folders, without drives and without `..`.
    pub path: String,
    /// Unpacked.
    pub bytes: u64,
    pub encrypted: bool,
}

/// What is in an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    pub members: Vec<Member>,
    /// A member can be had only by unpacking all that stand before it: a solid archive, or one
    /// in several volumes.
    pub one_pass: bool,
    /// Why the members end before the archive should.
    pub cut: Option<Kind>,
}

/// What to do with the next member of a one-pass archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    Take,
    Leave,
    Stop,
}

/// Decides about each member of an archive that is unpacked.
pub type Choose<'a> = dyn FnMut(&Member) -> Choice + 'a;

/// Gets each member that was taken.
pub type Take<'a> = dyn FnMut(&Member, Result<Vec<u8>, Kind>) + 'a;

/// An opened archive.
pub enum Archive {
    Rar(rar::Rar),
    Zip(zip::Zip),
    SevenZip(Box<seven::Seven>),
    Tar(tar::Tar),
    Packed(packed::Packed),
}

impl Archive {
    /// Opens an archive in one file or several, and reads its list.
    ///
    /// # Errors
    /// [`Kind::PasswordNeeded`] where even the list is encrypted, [`Kind::PasswordWrong`],
    /// [`Kind::ArchiveDamaged`] where not one member can be had, [`Kind::OverLimit`].
    pub fn open(
        container: Container,
        volumes: Vec<Box<dyn Volume>>,
        password: Option<&str>,
    ) -> Result<Self, Kind> {
        let mut archive = match container {
            Container::Rar => Self::Rar(rar::Rar::open(volumes, password)?),
            Container::Zip => Self::Zip(zip::Zip::open(volumes, password)?),
            Container::SevenZip => Self::SevenZip(Box::new(seven::Seven::open(volumes, password)?)),
            Container::Tar => Self::Tar(tar::Tar::open(volumes)?),
            Container::Packed => Self::Packed(packed::Packed::open(volumes)?),
        };
        archive.within_limits()?;
        let listing = match &mut archive {
            Self::Rar(rar) => &mut rar.listing,
            Self::Zip(zip) => &mut zip.listing,
            Self::SevenZip(seven) => &mut seven.listing,
            Self::Tar(tar) => &mut tar.listing,
            Self::Packed(packed) => &mut packed.listing,
        };
        names::tell_apart(&mut listing.members);
        Ok(archive)
    }

    #[must_use]
    pub const fn listing(&self) -> &Listing {
        match self {
            Self::Rar(rar) => &rar.listing,
            Self::Zip(zip) => &zip.listing,
            Self::SevenZip(seven) => &seven.listing,
            Self::Tar(tar) => &tar.listing,
            Self::Packed(packed) => &packed.listing,
        }
    }

    /// Unpacks one member. In a one-pass archive all before it are unpacked too.
    ///
    /// # Errors
    /// [`Kind::PasswordNeeded`], [`Kind::PasswordWrong`], [`Kind::MemberDamaged`],
    /// [`Kind::MemberMethod`], [`Kind::OverLimit`].
    pub fn member(&mut self, index: u32) -> Result<Vec<u8>, Kind> {
        let listed = |member: &&Member| member.index == index;
        let Some(member) = self.listing().members.iter().find(listed).cloned() else {
            let reason = "no such member".to_owned();
            return Err(Kind::MemberDamaged { reason });
        };
        limit("bytes of a member", member.bytes, limits::MEMBER_BYTES)?;
        match self {
            Self::Rar(rar) => rar.member(&member),
            Self::Zip(zip) => zip.member(&member),
            Self::SevenZip(seven) => seven.member(&member),
            Self::Tar(tar) => tar.member(&member),
            Self::Packed(packed) => packed.member(),
        }
    }

    /// Tries the password that the archive was opened with, where it is for members and not for
    /// the list, on the member that is unpacked soonest.
    ///
    /// # Errors
    /// [`Kind::PasswordWrong`].
    pub fn check_password(&mut self) -> Result<(), Kind> {
        let has_password = match self {
            Self::Rar(rar) => rar.has_password(),
            Self::Zip(zip) => zip.has_password(),
            Self::SevenZip(seven) => seven.has_password(),
            Self::Tar(_) | Self::Packed(_) => false,
        };
        let Listing {
            members, one_pass, ..
        } = self.listing();
        let mut encrypted = members.iter().filter(|member| member.encrypted);
        let soonest = if *one_pass {
            encrypted.next()
        } else {
            encrypted.min_by_key(|member| member.bytes)
        };
        let Some(index) = soonest.map(|member| member.index).filter(|_| has_password) else {
            return Ok(());
        };
        let mut answer = Ok(());
        let unpacked = self.unpack(
            &mut |member| match member.index.cmp(&index) {
                Ordering::Less => Choice::Leave,
                Ordering::Equal => Choice::Take,
                Ordering::Greater => Choice::Stop,
            },
            &mut |_, bytes| answer = bytes.map(drop),
        );
        match unpacked.and(answer) {
            // A sum that is wrong is what a wrong password looks like in older archives.
            Err(Kind::PasswordWrong | Kind::MemberDamaged { .. }) => Err(Kind::PasswordWrong),
            _ => Ok(()),
        }
    }

    /// Unpacks in the order of the archive; each member that `choose` takes goes to `take`.
    ///
    /// # Errors
    /// What keeps all later members from being unpacked.
    pub fn unpack(&mut self, choose: &mut Choose<'_>, take: &mut Take<'_>) -> Result<(), Kind> {
        match self {
            Self::Rar(rar) => rar.unpack(choose, take),
            Self::SevenZip(seven) => seven.unpack(choose, take),
            Self::Zip(zip) => {
                zip.unpack(choose, take);
                Ok(())
            }
            Self::Tar(tar) => {
                tar.unpack(choose, take);
                Ok(())
            }
            Self::Packed(packed) => {
                packed.unpack(choose, take);
                Ok(())
            }
        }
    }

    fn within_limits(&self) -> Result<(), Kind> {
        let members = &self.listing().members;
        let count = members.len() as u64;
        limit("members of an archive", count, limits::MEMBERS)?;
        let bytes = members
            .iter()
            .fold(0_u64, |sum, member| sum.saturating_add(member.bytes));
        limit("bytes of an archive", bytes, limits::UNPACKED_BYTES)
    }
}

/// The container that a file is, by its first bytes.
#[must_use]
pub fn container_of(first: &[u8]) -> Option<Container> {
    if rar::is_one(first) {
        Some(Container::Rar)
    } else if zip::is_one(first) {
        Some(Container::Zip)
    } else if seven::is_one(first) {
        Some(Container::SevenZip)
    } else if packed::is_one(first) {
        Some(Container::Packed)
    } else if tar::is_one(first) {
        Some(Container::Tar)
    } else {
        None
    }
}

/// First bytes that tell a container: a TAR by what stands at 257.
pub const SIGNATURE_BYTES: u64 = 264;

/// Where in a program's first bytes a RAR archive begins, for archives that unpack themselves.
#[must_use]
pub fn behind_a_program(first: &[u8]) -> Option<u64> {
    rar::find(first)
}

fn limit(what: &str, value: u64, limit: u64) -> Result<(), Kind> {
    if value <= limit {
        return Ok(());
    }
    Err(Kind::OverLimit {
        what: what.to_owned(),
        value,
        limit,
    })
}

/// The file of an archive that comes in one.
fn only(volumes: Vec<Box<dyn Volume>>) -> Result<Box<dyn Volume>, Kind> {
    let first = volumes.into_iter().next();
    first.ok_or_else(|| damaged("no file"))
}

/// Unpacks members that can be had each by itself.
fn one_by_one(
    members: &[Member],
    choose: &mut Choose<'_>,
    take: &mut Take<'_>,
    mut unpacked: impl FnMut(&Member) -> Result<Vec<u8>, Kind>,
) {
    for member in members {
        match choose(member) {
            Choice::Take => take(member, unpacked(member)),
            Choice::Leave => {}
            Choice::Stop => return,
        }
    }
}

fn damaged(reason: impl Into<String>) -> Kind {
    Kind::ArchiveDamaged {
        reason: reason.into(),
    }
}

fn broken(reason: impl Into<String>) -> Kind {
    Kind::MemberDamaged {
        reason: reason.into(),
    }
}
