//! Archives by real programs, against what `UnRAR` makes of them; archives that are cut short,
//! damaged, locked, or hostile.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on, and its files are small"
)]

#[path = "memory/mod.rs"]
mod memory;

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use hounsfield::intake::FileId;
use hounsfield::intake::archive::{Archive, Choice, Listing, Offset, Volume};
use hounsfield::problem::{Kind, Problem};
use hounsfield::workers::job::{Platform as _, Worker};
use hounsfield::workers::protocol::{Generation, Job, JobId, Outcome, Place, Source, Task};
use memory::{Files, Memory};
use serde_json::Value;
use zip::write::SimpleFileOptions;

fn data() -> Option<PathBuf> {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if data.join("manifest.json").exists() {
        return Some(data);
    }
    eprintln!("SKIPPED: ../shared/data is not there");
    None
}

fn list(files: &[Memory], password: Option<&str>) -> Result<(Place, Listing), Problem> {
    let job = Job {
        id: JobId(0),
        generation: Generation(0),
        file: FileId(0),
        source: Source::File,
        task: Task::List {
            password: password.map(str::to_owned),
        },
    };
    let (done, _) = Worker::<Files>::default().answer(&job, files);
    match done.outcome? {
        Outcome::Listed { place, listing } => Ok((place, listing)),
        other => panic!("{other:?}"),
    }
}

fn open(files: &[Memory], place: Place, password: Option<&str>, read: &Arc<AtomicU64>) -> Archive {
    let volumes = files.iter().enumerate().map(|(at, file)| {
        let volume = Files::default().volume(file, Arc::clone(read));
        let offset = if at == 0 { place.offset } else { 0 };
        Box::new(Offset::new(volume, offset)) as Box<dyn Volume>
    });
    Archive::open(place.container, volumes.collect(), password).unwrap()
}

#[derive(Debug)]
struct Sums {
    sha256: String,
    crc: u32,
}

impl Sums {
    fn of(bytes: &[u8]) -> Self {
        let mut crc = flate2::Crc::new();
        crc.update(bytes);
        Self {
            sha256: xtask::stamp::sha256(bytes),
            crc: crc.sum(),
        }
    }
}

type Unpacked = BTreeMap<String, Result<Sums, Kind>>;

/// Every member by its path: each by itself, and all in one pass.
fn unpacked(files: &[Memory], password: Option<&str>) -> Result<[Unpacked; 2], Problem> {
    let (place, listing) = list(files, password)?;
    let mut archive = open(files, place, password, &Arc::default());
    let mut one_by_one = Unpacked::new();
    for member in &listing.members {
        let bytes = archive.member(member.index).map(|bytes| Sums::of(&bytes));
        one_by_one.insert(member.path.clone(), bytes);
    }
    let mut in_one_pass = Unpacked::new();
    let ended = archive.unpack(&mut |_| Choice::Take, &mut |member, bytes| {
        in_one_pass.insert(member.path.clone(), bytes.map(|bytes| Sums::of(&bytes)));
    });
    assert_eq!(ended, Ok(()));
    Ok([one_by_one, in_one_pass])
}

fn volumes(data: &Path, entry: &Value) -> Vec<Memory> {
    let one = vec![entry["path"].clone()];
    let paths = entry["volumes"].as_array().unwrap_or(&one);
    let read = |path: &Value| Memory::new(fs::read(data.join(path.as_str().unwrap())).unwrap());
    paths.iter().map(read).collect()
}

/// Huffman tables that cannot be, on purpose: `UnRAR` makes 64 bytes of it
/// that no sum is held against, libarchive refuses.
const BROKEN_ON_PURPOSE: &str = "rar/libarchive/test_read_format_rar5_bad_tables.rar";

#[test]
fn every_real_archive_gives_what_unrar_gives() {
    let Some(data) = data() else { return };
    let manifest = fs::read(data.join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let (mut archives, mut compared) = (0, 0);
    for entry in manifest["entries"].as_array().unwrap() {
        if entry["type"] != "rar" {
            continue;
        }
        archives += 1;
        let path = entry["path"].as_str().unwrap();
        let members = entry["members"].as_array().unwrap();
        match unpacked(&volumes(&data, entry), entry["password"].as_str()) {
            Ok([one_by_one, in_one_pass]) => {
                compared += compare(path, members, &one_by_one);
                compare(path, members, &in_one_pass);
            }
            Err(problem) => assert!(members.is_empty(), "{path}: {:?}", problem.kind),
        }
    }
    assert_eq!(archives, 58);
    assert!(compared >= 100, "{compared}");
}

/// Several members of one name are told apart, here and there in another way.
fn stem(name: &str) -> &str {
    let name = name.split(';').next().unwrap();
    name.split(" (").next().unwrap()
}

/// Holds members against the manifest's; gives how many were the same.
fn compare(path: &str, members: &[Value], unpacked: &Unpacked) -> usize {
    if path == BROKEN_ON_PURPOSE {
        let is_refused =
            |found: &Result<Sums, Kind>| matches!(found, Err(Kind::MemberDamaged { .. }));
        assert!(unpacked.values().all(is_refused), "{unpacked:?}");
        return 0;
    }
    for (name, found) in unpacked {
        let found = found
            .as_ref()
            .unwrap_or_else(|kind| panic!("{path} {name}: {kind:?}"));
        let is_it = |member: &&Value| {
            let sum = member["sha256"].as_str().map(|sum| sum == found.sha256);
            // UnRAR lists some old archives and does not extract them: a sum is in the list.
            stem(member["name"].as_str().unwrap()) == stem(name)
                && sum.unwrap_or(member["crc"] == found.crc)
        };
        assert!(members.iter().any(|member| is_it(&member)), "{path} {name}");
    }
    let with_sum = members.iter().filter(|member| member["sha256"].is_string());
    for member in with_sum {
        let has_sum = |found: &Result<Sums, Kind>| {
            found
                .as_ref()
                .is_ok_and(|found| member["sha256"] == found.sha256.as_str())
        };
        let is_there = unpacked.values().any(has_sum);
        assert!(is_there, "{path}: {} is not there", member["name"]);
    }
    unpacked.len()
}

#[test]
fn links_are_left_out_and_names_lead_nowhere() {
    let Some(data) = data() else { return };
    for path in [
        "rar3-symlink-unix.rar",
        "rar5-symlink-unix.rar",
        "rar5-hlink.rar",
    ] {
        let file = Memory::new(fs::read(data.join("rar/rarfile").join(path)).unwrap());
        let (_, listing) = list(&[file], None).unwrap();
        let names: Vec<&str> = listing
            .members
            .iter()
            .map(|one| one.path.as_str())
            .collect();
        assert_eq!(names.len(), 1, "{path}: {names:?}");
    }
    let zip = zip_of(&[("../../a.dcm", b"a"), ("/b.dcm", b"b"), ("c\\d.dcm", b"c")]);
    let (_, listing) = list(&[zip], None).unwrap();
    let names: Vec<&str> = listing
        .members
        .iter()
        .map(|one| one.path.as_str())
        .collect();
    assert_eq!(names, ["a.dcm", "b.dcm", "c/d.dcm"]);
}

fn zip_of(members: &[(&str, &[u8])]) -> Memory {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = SimpleFileOptions::default();
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    Memory::new(writer.finish().unwrap().into_inner())
}

#[test]
fn a_password_is_asked_for_and_a_wrong_one_is_told() {
    let Some(data) = data() else { return };
    let manifest = fs::read(data.join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    let mut asked = 0;
    for entry in manifest["entries"].as_array().unwrap() {
        let Some(password) = entry["password"].as_str() else {
            continue;
        };
        let path = entry["path"].as_str().unwrap();
        let files = volumes(&data, entry);
        match list(&files, None) {
            Err(problem) => assert_eq!(problem.kind, Kind::PasswordNeeded, "{path}"),
            Ok((_, listing)) => assert!(listing.members.iter().any(|one| one.encrypted), "{path}"),
        }
        let wrong = list(&files, Some("not it")).map_err(|problem| problem.kind);
        assert_eq!(wrong, Err(Kind::PasswordWrong), "{path}");
        assert!(list(&files, Some(password)).is_ok(), "{path}");
        asked += 1;
    }
    assert!(asked >= 9, "{asked}");
}

/// Members that come out whole, and why there are not more.
fn salvaged(bytes: &[u8]) -> (usize, Option<Kind>) {
    let files = [Memory::new(bytes.to_vec())];
    let (place, listing) = match list(&files, None) {
        Ok(listed) => listed,
        Err(problem) => return (0, Some(problem.kind)),
    };
    let mut archive = open(&files, place, None, &Arc::default());
    let mut whole = 0;
    let ended = archive.unpack(&mut |_| Choice::Take, &mut |_, bytes| {
        whole += usize::from(bytes.is_ok());
    });
    (whole, listing.cut.or(ended.err()))
}

#[test]
fn an_archive_that_is_cut_short_gives_the_members_before() {
    let Some(data) = data() else { return };
    // Members are of about one size: a tenth of the bytes is about a tenth of the members.
    for (name, all) in [("ct_chest_rar4.rar", 55), ("ct_chest_rar5_solid.rar", 24)] {
        let bytes = fs::read(data.join("series").join(name)).unwrap();
        let (whole, kind) = salvaged(&bytes);
        assert_eq!((whole, kind), (all.max(whole), None), "{name}");
        for tenths in [1, 3, 7, 9] {
            let part = &bytes[..bytes.len() * tenths / 10];
            let (found, kind) = salvaged(part);
            let fair = whole * tenths / 10;
            assert!(
                found + 3 >= fair && found < whole,
                "{name} {tenths}: {found} of {whole}"
            );
            assert!(
                matches!(kind, Some(Kind::ArchiveCut { .. })),
                "{name}: {kind:?}"
            );
        }
    }
}

#[test]
fn damage_in_the_middle_costs_what_is_damaged() {
    let Some(data) = data() else { return };
    let rar4 = fs::read(data.join("series/ct_chest_rar4.rar")).unwrap();
    let half = rar4.len() / 2;
    // Within a member's packed bytes: that member alone is lost.
    let mut samples = rar4.clone();
    samples[half..half + 64].fill(0x55);
    let (whole, kind) = salvaged(&samples);
    assert_eq!((whole, kind), (54, None));
    // Zeros over a long stretch, headers and all: what stands before is there.
    let mut stretch = rar4.clone();
    stretch[half..half + 600_000].fill(0);
    let (whole, kind) = salvaged(&stretch);
    assert!((20..=28).contains(&whole), "{whole}");
    assert!(matches!(kind, Some(Kind::ArchiveCut { .. })), "{kind:?}");
    let solid = fs::read(data.join("series/ct_chest_rar5_solid.rar")).unwrap();
    let mut samples = solid.clone();
    let half = solid.len() / 2;
    samples[half..half + 64].fill(0x55);
    let (whole, kind) = salvaged(&samples);
    assert!(whole >= 8, "{whole}");
    assert!(matches!(kind, Some(Kind::MemberDamaged { .. })), "{kind:?}");
}

#[test]
fn the_first_member_is_had_before_a_tenth_is_read() {
    let Some(data) = data() else { return };
    for name in ["ct_chest_rar4.rar", "ct_chest_LIDC-IDRI-0314_5mm.zip"] {
        let bytes = fs::read(data.join("series").join(name)).unwrap();
        let length = bytes.len() as u64;
        let files = [Memory::new(bytes)];
        let (place, listing) = list(&files, None).unwrap();
        let read = Arc::new(AtomicU64::new(0));
        let mut archive = open(&files, place, None, &read);
        archive.member(listing.members[30].index).unwrap();
        let read = read.load(Ordering::Relaxed);
        assert!(read < length / 10, "{name}: {read} of {length}");
    }
}

/// A ZIP of members of one size, as its writer could go back to write sums and sizes before them, or
/// could not and wrote them behind.
fn zip_of_slices(
    options: zip::write::FileOptions<'_, 'static, ()>,
    goes_back: bool,
) -> (Vec<u8>, Vec<Vec<u8>>) {
    let slices: Vec<Vec<u8>> = (0..8_u32)
        .map(|n| {
            (0..3000_u32)
                .map(|i| (i * (n + 3) % 251).to_le_bytes()[0])
                .collect()
        })
        .collect();
    let mut into = Cursor::new(Vec::new());
    if goes_back {
        let mut writer = zip::ZipWriter::new(&mut into);
        for (n, slice) in slices.iter().enumerate() {
            writer.start_file(format!("case/{n}.dcm"), options).unwrap();
            writer.write_all(slice).unwrap();
        }
        writer.finish().unwrap();
    } else {
        let mut writer = zip::ZipWriter::new_stream(&mut into);
        for (n, slice) in slices.iter().enumerate() {
            writer.start_file(format!("case/{n}.dcm"), options).unwrap();
            writer.write_all(slice).unwrap();
        }
        writer.finish().unwrap();
    }
    (into.into_inner(), slices)
}

#[test]
fn a_zip_without_its_list_gives_the_members_before() {
    let plain = SimpleFileOptions::default();
    let stored = plain.compression_method(zip::CompressionMethod::Stored);
    let locked = plain.with_aes_encryption(zip::AesMode::Aes256, "s3cret");
    for (options, goes_back) in [
        (plain, true),
        (plain, false),
        (stored, true),
        (stored, false),
        (plain.large_file(true), true),
        (plain.large_file(true), false),
        (locked, true),
        (locked, false),
    ] {
        let (bytes, slices) = zip_of_slices(options, goes_back);
        let mut most = 0;
        for cut in (0..bytes.len() - 1).step_by(997).chain([bytes.len() - 10]) {
            let file = Memory::new(bytes[..cut].to_vec());
            let Ok((place, listing)) = list(std::slice::from_ref(&file), Some("s3cret")) else {
                // Nothing of it is whole.
                assert!(cut < bytes.len() / 8 + 300, "{cut} of {}", bytes.len());
                continue;
            };
            let is_told = |kind: &Kind| matches!(kind, Kind::ArchiveCut { .. });
            assert!(
                listing.cut.as_ref().is_some_and(is_told),
                "{:?}",
                listing.cut
            );
            let whole = listing.members.len();
            let fair = cut * 8 / bytes.len();
            assert!(whole + 2 >= fair && whole <= 8, "{whole} of {fair}");
            assert!(whole >= most, "fewer than of a shorter one");
            most = whole;
            let mut archive = open(&[file], place, Some("s3cret"), &Arc::default());
            for (member, slice) in listing.members.iter().zip(&slices) {
                assert_eq!(
                    archive.member(member.index).as_ref(),
                    Ok(slice),
                    "{}",
                    member.path
                );
            }
        }
        assert_eq!(most, 8);
    }
}

#[test]
fn bombs_end_at_the_limits() {
    // 5 GB of zeros in 5 MB: what its list says is held against the limit before it is unpacked.
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().large_file(true);
    writer.start_file("zeros", options).unwrap();
    let megabyte = vec![0; 1 << 20];
    for _ in 0..1100 {
        writer.write_all(&megabyte).unwrap();
    }
    let file = Memory::new(writer.finish().unwrap().into_inner());
    let (place, listing) = list(std::slice::from_ref(&file), None).unwrap();
    let mut archive = open(&[file], place, None, &Arc::default());
    let refused = archive.member(listing.members[0].index);
    assert!(
        matches!(refused, Err(Kind::OverLimit { .. })),
        "{:?}",
        refused.err()
    );
}

#[test]
fn more_members_than_a_small_zip_can_count() {
    let names: Vec<String> = (0..70_000).map(|n| format!("{n:05}")).collect();
    let members: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), &b"x"[..]))
        .collect();
    let file = zip_of(&members);
    let (place, listing) = list(std::slice::from_ref(&file), None).unwrap();
    assert_eq!(listing.members.len(), 70_000);
    let last = listing.members.last().unwrap();
    let mut archive = open(&[file], place, None, &Arc::default());
    assert_eq!(
        (last.path.as_str(), archive.member(last.index)),
        ("69999", Ok(b"x".to_vec()))
    );
}

#[test]
fn what_is_no_archive_is_told() {
    let kind = |bytes: &[u8]| list(&[Memory::new(bytes.to_vec())], None).unwrap_err().kind;
    assert_eq!(kind(b"no archive at all, but some text"), Kind::NotArchive);
    assert_eq!(kind(b"MZ a program without an archive"), Kind::NotArchive);
    assert_eq!(kind(b""), Kind::NotArchive);
    assert!(matches!(
        kind(b"PK\x03\x04 and then nothing"),
        Kind::ArchiveDamaged { .. }
    ));
    assert!(matches!(
        kind(b"Rar!\x1a\x07\x00 and no more"),
        Kind::ArchiveDamaged { .. }
    ));
}
