//! TAR (POSIX.1 ustar and pax, GNU names) by `tar`: members lie in it as they are, one behind the
//! other.

use std::io::{Read as _, Seek as _, SeekFrom};

use ::tar::{Archive, EntryType};

use super::{Choose, Listing, Member, Take, Volume, broken, damaged, names, one_by_one, only};
use crate::problem::Kind;

pub struct Tar {
    volume: Box<dyn Volume>,
    /// Where each member of the list begins, by its place in the list.
    places: Vec<u64>,
    pub(super) listing: Listing,
}

/// `ustar` in the first header.
pub(super) fn is_one(first: &[u8]) -> bool {
    first
        .get(257..)
        .is_some_and(|rest| rest.starts_with(b"ustar"))
}

impl Tar {
    pub(super) fn open(volumes: Vec<Box<dyn Volume>>) -> Result<Self, Kind> {
        let volume = only(volumes)?;
        let mut archive = Archive::new(volume);
        let mut listing = Listing::default();
        let mut places = Vec::new();
        let entries = archive.entries_with_seek();
        for (index, entry) in (0..).zip(entries.map_err(|error| damaged(error.to_string()))?) {
            let entry = match entry {
                Ok(entry) => entry,
                // What comes before is there.
                Err(error) if !places.is_empty() => {
                    listing.cut = Some(damaged(error.to_string()));
                    break;
                }
                Err(error) => return Err(damaged(error.to_string())),
            };
            if !matches!(
                entry.header().entry_type(),
                EntryType::Regular | EntryType::Continuous
            ) {
                continue;
            }
            places.push(entry.raw_file_position());
            listing.members.push(Member {
                index,
                path: names::clean(&String::from_utf8_lossy(&entry.path_bytes())),
                bytes: entry.size(),
                encrypted: false,
            });
        }
        Ok(Self {
            volume: archive.into_inner(),
            places,
            listing,
        })
    }

    pub(super) fn member(&mut self, member: &Member) -> Result<Vec<u8>, Kind> {
        let at = |other: &Member| other.index == member.index;
        let place = self.listing.members.iter().position(at);
        let place = place.and_then(|at| self.places.get(at)).copied();
        let place = place.ok_or_else(|| broken("no such member"))?;
        let unreadable = |error: std::io::Error| broken(error.to_string());
        self.volume
            .seek(SeekFrom::Start(place))
            .map_err(unreadable)?;
        let mut bytes = Vec::new();
        let mut source = self.volume.as_mut().take(member.bytes);
        source.read_to_end(&mut bytes).map_err(unreadable)?;
        if bytes.len() as u64 == member.bytes {
            Ok(bytes)
        } else {
            Err(broken("the archive ends within it"))
        }
    }

    pub(super) fn unpack(&mut self, choose: &mut Choose<'_>, take: &mut Take<'_>) {
        let members = self.listing.members.clone();
        one_by_one(&members, choose, take, |member| self.member(member));
    }
}
