//! 7z, TAR and single packed files, written by 7-Zip 16.02, GNU tar 1.34, gzip, bzip2, XZ Utils and
//! zstd (`tests/data/packed`): each of two known files, and a link in the TARs.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

#[path = "memory/mod.rs"]
mod memory;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use hounsfield::intake::FileId;
use hounsfield::intake::archive::{Archive, Choice, Listing, Volume};
use hounsfield::intake::is_archive;
use hounsfield::problem::Kind;
use hounsfield::workers::job::{Platform as _, Worker};
use hounsfield::workers::protocol::{Generation, Job, JobId, Outcome, Place, Source, Task};
use memory::{Files, Memory};

type Unpacked = BTreeMap<String, Result<Vec<u8>, Kind>>;

fn file(name: &str) -> Memory {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/packed");
    Memory::new(fs::read(path.join(name)).unwrap())
}

/// What was packed.
fn expected() -> BTreeMap<String, Vec<u8>> {
    let byte = |value: u32| value.to_le_bytes()[0];
    let first = (0..5000_u32).map(|i| byte(i * 7 + i / 256 * 13)).collect();
    let second = (0..3000_u32).map(|i| byte(i * i / 37)).collect();
    BTreeMap::from([
        ("case/a.dcm".to_owned(), first),
        ("case/deep/b \u{fc}.dcm".to_owned(), second),
    ])
}

fn list(file: &Memory, password: Option<&str>) -> Result<(Place, Listing), Kind> {
    let job = Job {
        id: JobId(0),
        generation: Generation(0),
        file: FileId(0),
        source: Source::File,
        task: Task::List {
            password: password.map(str::to_owned),
        },
    };
    let files = std::slice::from_ref(file);
    let (done, _) = Worker::<Files>::default().answer(&job, files);
    match done.outcome.map_err(|problem| problem.kind)? {
        Outcome::Listed { place, listing } => Ok((place, listing)),
        other => panic!("{other:?}"),
    }
}

/// Every member, each by itself and all in one pass.
fn unpacked(file: &Memory, password: Option<&str>) -> Result<[Unpacked; 2], Kind> {
    let (place, listing) = list(file, password)?;
    let volume = Files::default().volume(file, Arc::default());
    let volumes: Vec<Box<dyn Volume>> = vec![volume];
    let mut archive = Archive::open(place.container, volumes, password)?;
    let mut one_by_one = Unpacked::new();
    for member in &listing.members {
        one_by_one.insert(member.path.clone(), archive.member(member.index));
    }
    let mut in_one_pass = Unpacked::new();
    archive.unpack(&mut |_| Choice::Take, &mut |member, bytes| {
        in_one_pass.insert(member.path.clone(), bytes);
    })?;
    Ok([one_by_one, in_one_pass])
}

fn whole(found: Unpacked) -> BTreeMap<String, Vec<u8>> {
    found
        .into_iter()
        .map(|(path, bytes)| (path, bytes.unwrap()))
        .collect()
}

#[test]
fn members_come_out_as_they_went_in_whatever_packed_them() {
    for name in ["LZMA2.7z", "PPMd.7z", "BZip2.7z", "single.7z", "case.tar"] {
        assert!(is_archive(name), "{name}");
        for found in unpacked(&file(name), None).unwrap() {
            assert_eq!(whole(found), expected(), "{name}");
        }
    }
}

#[test]
fn a_packed_tar_is_an_archive_within_one() {
    for name in ["pax.tar.gz", "case.tar.bz2", "case.tar.xz", "case.tar.zst"] {
        assert!(is_archive(name), "{name}");
        for outer in unpacked(&file(name), None).unwrap() {
            let [tar] = whole(outer)
                .into_values()
                .collect::<Vec<_>>()
                .try_into()
                .unwrap();
            for found in unpacked(&Memory::new(tar), None).unwrap() {
                assert_eq!(whole(found), expected(), "{name}");
            }
        }
    }
    let found = unpacked(&file("a.dcm.gz"), None).unwrap();
    for found in found {
        assert_eq!(
            whole(found).into_values().next(),
            expected().into_values().next()
        );
    }
}

#[test]
fn a_locked_7z_asks_for_its_password() {
    let (_, listing) = list(&file("locked.7z"), None).unwrap();
    assert!(listing.members.iter().all(|member| member.encrypted));
    assert_eq!(
        list(&file("locked-names.7z"), None).err(),
        Some(Kind::PasswordNeeded)
    );
    for name in ["locked.7z", "locked-names.7z"] {
        let wrong = list(&file(name), Some("not it")).err();
        assert_eq!(wrong, Some(Kind::PasswordWrong), "{name}");
        for found in unpacked(&file(name), Some("s3cret")).unwrap() {
            assert_eq!(whole(found), expected(), "{name}");
        }
    }
}

#[test]
fn whatever_is_cut_or_changed_is_told_and_ends() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/packed");
    let mut tried = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        let mut broken: Vec<Vec<u8>> = Vec::new();
        for at in (0..bytes.len()).step_by(bytes.len() / 60 + 1) {
            broken.push(bytes[..at].to_vec());
            let mut changed = bytes.clone();
            changed[at] ^= 0x5a;
            broken.push(changed);
        }
        for bytes in broken {
            // Right, or told: no panic, no member that is longer than all that went in.
            for found in unpacked(&Memory::new(bytes), Some("s3cret"))
                .into_iter()
                .flatten()
            {
                for bytes in found.into_values().flatten() {
                    assert!(bytes.len() <= 20_480);
                }
            }
            tried += 1;
        }
    }
    assert!(tried > 500, "{tried}");
}
