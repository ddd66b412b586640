//! A volume without its first bytes: what stands behind a program.

use std::io::{Error, Read, Result, Seek, SeekFrom};

use super::Volume;

pub struct Offset {
    volume: Box<dyn Volume>,
    offset: u64,
}

impl Offset {
    #[must_use]
    pub const fn new(volume: Box<dyn Volume>, offset: u64) -> Self {
        Self { volume, offset }
    }
}

impl Read for Offset {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        self.volume.read(into)
    }
}

impl Seek for Offset {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let before = || Error::other("a place before the beginning");
        let to = match to {
            SeekFrom::Start(at) => SeekFrom::Start(at.checked_add(self.offset).ok_or_else(before)?),
            to => to,
        };
        let at = self.volume.seek(to)?;
        at.checked_sub(self.offset).ok_or_else(before)
    }
}
