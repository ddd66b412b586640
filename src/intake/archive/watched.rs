//! A volume that knows where it was read last, and that can be made to end earlier.

use std::io::{Error, Read, Result, Seek, SeekFrom};
use std::sync::{Arc, Mutex, MutexGuard};

use super::Volume;

#[derive(Clone)]
pub(super) struct Watched(Arc<Mutex<Watch>>);

struct Watch {
    volume: Box<dyn Volume>,
    at: u64,
    end: u64,
    last_read: u64,
}

impl Watched {
    pub fn new(mut volume: Box<dyn Volume>) -> Result<Self> {
        let end = volume.seek(SeekFrom::End(0))?;
        Ok(Self(Arc::new(Mutex::new(Watch {
            volume,
            at: end,
            end,
            last_read: 0,
        }))))
    }

    pub fn end(&self) -> u64 {
        self.watch().map_or(0, |watch| watch.end)
    }

    /// Where the last read began.
    pub fn last_read(&self) -> u64 {
        self.watch().map_or(0, |watch| watch.last_read)
    }

    pub fn end_at(&self, end: u64) {
        if let Ok(mut watch) = self.watch() {
            watch.end = end;
        }
    }

    fn watch(&self) -> Result<MutexGuard<'_, Watch>> {
        let locked = self.0.lock();
        locked.map_err(|error| Error::other(error.to_string()))
    }
}

impl Read for Watched {
    /// As much as is asked for, so that the next read begins with the next thing.
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let mut watch = self.watch()?;
        let left = watch.end.saturating_sub(watch.at);
        let count = usize::try_from(left).unwrap_or(usize::MAX).min(into.len());
        let Some(into) = into.get_mut(..count).filter(|into| !into.is_empty()) else {
            return Ok(0);
        };
        let at = watch.at;
        watch.last_read = at;
        watch.volume.seek(SeekFrom::Start(at))?;
        watch.volume.read_exact(into)?;
        watch.at += count as u64;
        Ok(count)
    }
}

impl Seek for Watched {
    fn seek(&mut self, to: SeekFrom) -> Result<u64> {
        let mut watch = self.watch()?;
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => watch.at.checked_add_signed(by),
            SeekFrom::End(by) => watch.end.checked_add_signed(by),
        };
        watch.at = at.ok_or_else(|| Error::other("a place before the beginning"))?;
        Ok(watch.at)
    }
}
