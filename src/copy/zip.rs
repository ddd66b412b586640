//! A ZIP of stored files, of which only what stands around them is made here (APPNOTE 4.3): the files
//! themselves are blobs of the browser's, and in no memory of ours.

use crate::problem::Kind;

/// Names are given in UTF-8.
const UTF8: u16 = 1 << 11;
const VERSION: u16 = 20;
const STORED: u16 = 0;
/// 1980-01-01: when it was made says something of the reader.
const DATE: u16 = 1 << 5 | 1;

/// What has no more than two bytes for files, and four for places, needs no ZIP64.
const MOST_FILES: usize = u16::MAX as usize - 1;
const MOST_BYTES: u64 = u32::MAX as u64 - 1;

/// The list of an archive's files, as they come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Directory {
    entries: Vec<u8>,
    files: usize,
    /// Of all that was given out before.
    at: u64,
}

impl Directory {
    /// The bytes that stand before a file's own.
    ///
    /// # Errors
    /// [`Kind::OverLimit`] where the archive would be too large.
    pub fn add(&mut self, name: &str, crc: u32, bytes: u64) -> Result<Vec<u8>, Kind> {
        let over = |what: &str, value: u64, limit: u64| Kind::OverLimit {
            what: what.to_owned(),
            value,
            limit,
        };
        if self.files >= MOST_FILES {
            let (value, limit) = (self.files as u64 + 1, MOST_FILES as u64);
            return Err(over("files of a ZIP", value, limit));
        }
        let sizes = fields(name, crc, bytes);
        let mut header = [b"PK\x03\x04".as_slice(), &VERSION.to_le_bytes(), &sizes].concat();
        header.extend_from_slice(name.as_bytes());
        let mut entry = [b"PK\x01\x02".as_slice(), &VERSION.to_le_bytes()].concat();
        entry.extend_from_slice(&VERSION.to_le_bytes());
        entry.extend_from_slice(&sizes);
        // Comment, disk and attributes: none.
        entry.extend_from_slice(&[0; 10]);
        let end = self.at + header.len() as u64 + bytes;
        let list = (self.entries.len() + entry.len() + 4 + name.len()) as u64;
        if end + list > MOST_BYTES {
            return Err(over("bytes of a ZIP", end + list, MOST_BYTES));
        }
        entry.extend_from_slice(&low(self.at));
        entry.extend_from_slice(name.as_bytes());
        self.entries.append(&mut entry);
        self.files += 1;
        self.at = end;
        Ok(header)
    }

    /// The bytes that end the archive.
    #[must_use]
    pub fn end(&self) -> Vec<u8> {
        let files = u16::try_from(self.files).unwrap_or(u16::MAX).to_le_bytes();
        let mut end = self.entries.clone();
        end.extend_from_slice(b"PK\x05\x06\0\0\0\0");
        end.extend_from_slice(&files);
        end.extend_from_slice(&files);
        end.extend_from_slice(&low(self.entries.len() as u64));
        end.extend_from_slice(&low(self.at));
        end.extend_from_slice(&[0; 2]);
        end
    }

    #[must_use]
    pub const fn files(&self) -> usize {
        self.files
    }

    /// Of the whole archive, as it is so far.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.at + self.end().len() as u64
    }
}

/// What a file's own header and the list say alike: flags, method, time, sum, sizes, lengths of the
/// name and of what is added to it.
fn fields(name: &str, crc: u32, bytes: u64) -> Vec<u8> {
    let mut fields = Vec::new();
    for number in [UTF8, STORED, 0, DATE] {
        fields.extend_from_slice(&number.to_le_bytes());
    }
    fields.extend_from_slice(&crc.to_le_bytes());
    fields.extend_from_slice(&low(bytes));
    fields.extend_from_slice(&low(bytes));
    let length = u16::try_from(name.len()).unwrap_or_default();
    fields.extend_from_slice(&length.to_le_bytes());
    fields.extend_from_slice(&[0; 2]);
    fields
}

/// Held against what fits before.
fn low(number: u64) -> [u8; 4] {
    u32::try_from(number).unwrap_or_default().to_le_bytes()
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    #[test]
    fn it_is_read_by_another_program() {
        let files = [("s1/0001.dcm", b"one".as_slice()), ("README.txt", b"")];
        let mut directory = Directory::default();
        let mut archive = Vec::new();
        for (name, bytes) in files {
            let crc = crc32fast::hash(bytes);
            archive.extend(directory.add(name, crc, bytes.len() as u64).unwrap());
            archive.extend_from_slice(bytes);
        }
        archive.extend(directory.end());
        assert_eq!(directory.bytes(), archive.len() as u64);
        assert_eq!(directory.files(), 2);
        let mut read = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
        for (name, bytes) in files {
            let mut found = Vec::new();
            read.by_name(name).unwrap().read_to_end(&mut found).unwrap();
            assert_eq!(found, bytes);
        }
    }

    #[test]
    fn what_is_too_large_is_refused_and_the_archive_stays_as_it_was() {
        let mut directory = Directory::default();
        directory.add("a", 0, 4 << 29).unwrap();
        let before = directory.clone();
        let refused = directory.add("b", 0, 4 << 29).unwrap_err();
        assert_eq!(refused.code(), "over-limit");
        assert_eq!(directory, before);
    }
}
