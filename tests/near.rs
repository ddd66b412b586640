//! The module of workers that every visit loads answers as the far one does, or says that the far
//! one is needed: for archives, for rarer codecs, for whole headers and for what holds no image, and
//! for nothing else.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

#[path = "memory/mod.rs"]
mod memory;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use hounsfield::decode::{self, CODECS};
use hounsfield::header;
use hounsfield::intake::FileId;
use hounsfield::lung;
use hounsfield::problem::Stage;
use hounsfield::workers::job::{Answered, Hands as _, Near, Worker};
use hounsfield::workers::protocol::{Generation, Job, JobId, Outcome, Source, Task};
use memory::{Files, Memory};
use xtask::synthetic::Writing;
use xtask::synthetic::ct::{self, Series};

const SERIES: Series = Series {
    number: 1,
    slices: 4,
    side: 16,
    slice_mm: 3.0,
};

fn job(task: Task, source: Source) -> Job {
    Job {
        id: JobId(1),
        generation: Generation(0),
        file: FileId(0),
        source,
        task,
    }
}

fn near(job: &Job, file: &[u8]) -> Option<Answered<Files>> {
    Near::new(Files::default()).run(job, &[Memory::new(file.to_vec())])
}

fn far(job: &Job, file: &[u8]) -> Answered<Files> {
    Worker::<Files>::default().answer(job, &[Memory::new(file.to_vec())])
}

/// The transfer syntax of a file that the near module leaves to the far one, with its header or
/// with its first frame.
fn left_to_far(file: &[u8]) -> Option<String> {
    let whole = job(Task::Whole, Source::File);
    let all = far(&whole, file);
    let (header, frames) = match &all.0.outcome {
        Ok(Outcome::Header { header, frames, .. }) => (header, frames),
        // What holds no image is read by the far module alone.
        Ok(Outcome::Object(_)) => {
            assert!(near(&whole, file).is_none());
            return None;
        }
        other => {
            // A frame that the far module found broken may be none of the near one's.
            let is_broken = other.as_ref().is_err_and(|it| it.stage == Stage::Decode);
            let near = near(&whole, file);
            assert!(near.as_ref() == Some(&all) || near.is_none() && is_broken);
            return None;
        }
    };
    let Some(answer) = near(&whole, file) else {
        return Some(header.transfer_syntax.clone());
    };
    assert_eq!(answer, all);
    if !frames.is_empty() {
        return None;
    }
    let task = Task::Frame {
        frame: 0,
        image: Box::new(header.image.clone().unwrap()),
        transfer_syntax: header.transfer_syntax.clone(),
    };
    let frame = job(task, Source::File);
    let Some(answer) = near(&frame, file) else {
        return Some(header.transfer_syntax.clone());
    };
    assert_eq!(answer, far(&frame, file));
    None
}

#[test]
fn what_most_files_need_is_near() {
    let slice = SERIES.slice(1);
    let rle = Writing {
        transfer_syntax: "1.2.840.10008.1.2.5",
        ..Writing::default()
    };
    let native = slice.write(&Writing::default());
    assert_eq!(left_to_far(&native), None);
    assert_eq!(left_to_far(&ct::rle(&slice, 16 * 16 * 2).write(&rle)), None);
    let computed = job(Task::Whole, Source::Sample { slice: 3 });
    assert_eq!(near(&computed, &[]).unwrap(), far(&computed, &[]));
    let nothing = near(&job(Task::Whole, Source::File), b"not a file of this kind");
    assert!(nothing.unwrap().0.outcome.is_err());
    let grid = lung::Grid {
        columns: 16,
        rows: 16,
        pixel_mm: [1.0, 1.0],
        row: [1.0, 0.0, 0.0],
        column: [0.0, 1.0, 0.0],
        levels: Vec::new(),
        has_gaps: false,
    };
    let Ok(header::Read::Header(header)) = header::read(&native, native.len() as u64) else {
        panic!("it has a header");
    };
    let image = Box::new(header.image.unwrap());
    let transfer_syntax = String::new();
    let of_lungs = [
        Task::Air {
            frame: 0,
            image: image.clone(),
            transfer_syntax: transfer_syntax.clone(),
            pixel_mm: [1.0, 1.0],
        },
        Task::LungCounts {
            frame: 0,
            image: image.clone(),
            transfer_syntax: transfer_syntax.clone(),
            lungs: Box::default(),
        },
        Task::Values {
            frame: 0,
            image,
            transfer_syntax,
            question: Vec::new(),
        },
        Task::Grow {
            growing: Vec::new(),
            slices: Vec::new(),
        },
        Task::Lungs {
            grid: Box::new(grid),
            slices: Vec::new(),
        },
    ];
    let others = [Task::Tags, Task::List { password: None }];
    for task in others.into_iter().chain(of_lungs) {
        assert!(near(&job(task, Source::File), &native).is_none());
    }
}

#[test]
fn the_near_module_answers_as_the_far_one_for_every_file() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = files_below(&root.join("tests/data/conformance"));
    files.retain(|path| path.extension().is_some_and(|it| it == "dcm"));
    let data = root.join("../shared/data/dicom");
    if data.exists() {
        files.extend(files_below(&data));
    } else {
        eprintln!("SKIPPED: ../shared/data is not there");
    }
    let near = ["RLE", "JPEG", "Deflate", "Encapsulated"];
    let far: BTreeSet<&str> = CODECS
        .iter()
        .filter(|codec| !near.contains(&codec.name))
        .flat_map(|codec| codec.syntaxes.iter().map(|(uid, _)| *uid))
        .collect();
    let mut left = BTreeSet::new();
    assert!(files.len() > 100);
    for path in files {
        if let Some(uid) = left_to_far(&fs::read(&path).unwrap()) {
            assert!(far.contains(uid.as_str()), "{uid}: {}", path.display());
            assert!(decode::is_shown(&uid));
            left.insert(uid);
        }
    }
    // Of JPEG-LS, JPEG 2000, HTJ2K and JPEG XL all.
    assert_eq!(left.len(), far.len(), "{left:?}");
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let (folders, mut files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    files.extend(folders.iter().flat_map(|folder| files_below(folder)));
    files
}
