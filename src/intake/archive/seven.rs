//! 7z by `sevenz-rust2`: LZMA, LZMA2, `PPMd`, bzip2, filters, AES. Unpacked in one pass, for its
//! members mostly lie in one block.

use std::io::Read;

use sevenz_rust2::{ArchiveReader, EntryDecision, Error, Password};

use super::{Choice, Choose, Listing, Member, Take, Volume, broken, damaged, names, only};
use crate::limits;
use crate::problem::Kind;

/// KiB that headers, and what a decoder refers back to, may take.
const DECODER_KIB: usize = 256 << 10;

pub struct Seven {
    reader: ArchiveReader<Box<dyn Volume>>,
    has_password: bool,
    pub(super) listing: Listing,
}

pub(super) fn is_one(first: &[u8]) -> bool {
    first.starts_with(b"7z\xbc\xaf\x27\x1c")
}

impl Seven {
    pub(super) fn open(
        volumes: Vec<Box<dyn Volume>>,
        password: Option<&str>,
    ) -> Result<Self, Kind> {
        let volume = only(volumes)?;
        let secret = password.map_or_else(Password::empty, Password::from);
        let reader = ArchiveReader::new_with_memory_limit(volume, secret, DECODER_KIB);
        let mut reader = reader.map_err(|error| match problem(error, password.is_some()) {
            Kind::MemberDamaged { reason } => damaged(reason),
            kind => kind,
        })?;
        reader.set_thread_count(1);
        let archive = reader.archive();
        let all = archive.files.iter().enumerate();
        let members = (0..).zip(all.filter(|(_, entry)| entry.has_stream()));
        let members = members.map(|(index, (at, entry))| Member {
            index,
            path: names::clean(entry.name()),
            bytes: entry.size(),
            encrypted: archive.is_file_encrypted(at),
        });
        let members = members.collect();
        Ok(Self {
            reader,
            has_password: password.is_some(),
            listing: Listing {
                members,
                one_pass: true,
                cut: None,
            },
        })
    }

    pub(super) const fn has_password(&self) -> bool {
        self.has_password
    }

    pub(super) fn member(&mut self, member: &Member) -> Result<Vec<u8>, Kind> {
        let mut found = Err(broken("no such member"));
        self.unpack(
            &mut |other| match other.index.cmp(&member.index) {
                std::cmp::Ordering::Less => Choice::Leave,
                std::cmp::Ordering::Equal => Choice::Take,
                std::cmp::Ordering::Greater => Choice::Stop,
            },
            &mut |_, bytes| found = bytes,
        )?;
        found
    }

    pub(super) fn unpack(
        &mut self,
        choose: &mut Choose<'_>,
        take: &mut Take<'_>,
    ) -> Result<(), Kind> {
        let Self {
            reader,
            has_password,
            listing,
        } = self;
        if !*has_password && listing.members.iter().any(|member| member.encrypted) {
            return Err(Kind::PasswordNeeded);
        }
        // Members with data come in the order of the list.
        let mut members = listing.members.iter();
        let unpacked = reader.for_each_entries_with_decision(|entry, source| {
            let Some(member) = entry.has_stream().then(|| members.next()).flatten() else {
                return Ok(EntryDecision::Continue);
            };
            match choose(member) {
                Choice::Leave => {}
                Choice::Take => {
                    let mut bytes = Vec::new();
                    let most = member.bytes.min(limits::MEMBER_BYTES);
                    source.take(most).read_to_end(&mut bytes)?;
                    take(member, Ok(bytes));
                }
                Choice::Stop => return Ok(EntryDecision::Stop),
            }
            Ok(EntryDecision::Continue)
        });
        unpacked.map_err(|error| problem(error, *has_password))
    }
}

fn problem(error: Error, has_password: bool) -> Kind {
    match error {
        Error::PasswordRequired => Kind::PasswordNeeded,
        Error::UnsupportedCompressionMethod(method) => Kind::MemberMethod { method },
        // What a wrong password makes of data has another sum.
        Error::MaybeBadPassword(_) | Error::ChecksumVerificationFailed if has_password => {
            Kind::PasswordWrong
        }
        error => broken(error.to_string()),
    }
}
