//! All that a worker does with one file, held to the memory that the file and its image justify.

use hounsfield::header::{Header, Image};
use hounsfield::intake::FileId;
use hounsfield::pixels::Unit;
use hounsfield::workers::head;
use hounsfield::workers::job::Worker;
use hounsfield::workers::protocol::{Generation, Job, JobId, Outcome, Source, Task};

use super::counted;
use super::memory::{Files, Memory};

/// Beside files and images: tables, what decoders keep of their own.
pub const ANYWAY: u64 = 4 << 20;
/// A file is read, unpacked and handed on; cells become values, components, colours.
pub const COPIES_OF_A_FILE: u64 = 8;
pub const COPIES_OF_A_FRAME: u64 = 24;
/// Junk in a header may ask for any image; larger ones are not tried here.
const LARGEST_FRAME: u64 = 4 << 20;

/// The image that a header promises.
pub fn promised(bytes: &[u8]) -> Option<Image> {
    let read = head::parse(bytes.len() as u64, |wanted| {
        let end = usize::try_from(wanted).unwrap_or(usize::MAX);
        Ok(bytes[..end.min(bytes.len())].to_vec())
    });
    read.ok()?.0.image
}

/// What a worker is asked of a file; its header, where it has one.
pub fn open(bytes: &[u8]) -> Option<Box<Header>> {
    let mut worker = Worker::<Files>::default();
    let files = [Memory::new(bytes.to_vec())];
    let mut answer = |task| {
        let job = Job {
            id: JobId(1),
            generation: Generation(1),
            file: FileId(1),
            source: Source::File,
            task,
        };
        worker.answer(&job, &files).0.outcome
    };
    drop(answer(Task::Head));
    drop(answer(Task::Tags));
    let Ok(Outcome::Header { header, .. }) = answer(Task::Whole) else {
        return None;
    };
    if let Some(image) = &header.image {
        for frame in 0..image.frames.min(3) {
            drop(answer(Task::Frame {
                frame,
                image: Box::new(image.clone()),
                transfer_syntax: header.transfer_syntax.clone(),
            }));
        }
        drop(answer(Task::Thumbnail {
            frame: 0,
            image: Box::new(image.clone()),
            transfer_syntax: header.transfer_syntax.clone(),
            unit: Unit::Stored,
            voxel_aspect: 1.0,
        }));
    }
    Some(header)
}

/// Opens a file and holds it to what it may take; its header.
pub fn hold(bytes: &[u8]) -> Option<Box<Header>> {
    let image = promised(bytes);
    let frame = image.map_or(0, |image| image.frame_bytes());
    if frame > LARGEST_FRAME {
        return None;
    }
    let may_take = ANYWAY + COPIES_OF_A_FILE * bytes.len() as u64 + COPIES_OF_A_FRAME * frame;
    within(may_take, || open(bytes))
}

/// Does it, and holds it to so many bytes at once.
pub fn within<T>(may_take: u64, work: impl FnOnce() -> T) -> T {
    let before = counted::restart();
    let done = work();
    let took = counted::most_since(before);
    assert!(
        took <= may_take,
        "it takes {took} bytes, and may take {may_take}"
    );
    done
}
