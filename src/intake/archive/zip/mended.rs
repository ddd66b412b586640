//! A ZIP as its reader sees it: its members, and the list behind them, wherever that comes from.

use std::io::{Error, Read, Result, Seek, SeekFrom};

use super::front::List;
use crate::intake::archive::watched::Watched;

pub struct Mended {
    members: Watched,
    list: List,
    at: u64,
}

impl Mended {
    /// A ZIP as it is.
    pub fn whole(members: Watched) -> Self {
        let list = List {
            bytes: Vec::new(),
            at: members.end(),
        };
        Self::new(members, list)
    }

    pub const fn new(members: Watched, list: List) -> Self {
        Self {
            members,
            list,
            at: 0,
        }
    }
}

impl Read for Mended {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let count = if let Some(left) = self.list.at.checked_sub(self.at).filter(|left| *left > 0) {
            self.members.seek(SeekFrom::Start(self.at))?;
            Read::take(&mut self.members, left).read(into)?
        } else {
            let place = usize::try_from(self.at - self.list.at).unwrap_or(usize::MAX);
            let mut rest = self.list.bytes.get(place..).unwrap_or_default();
            rest.read(into)?
        };
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Mended {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let end = self.list.at + self.list.bytes.len() as u64;
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => end.checked_add_signed(by),
        };
        self.at = at.ok_or_else(|| Error::other("a place before the beginning"))?;
        Ok(self.at)
    }
}
