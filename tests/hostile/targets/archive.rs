//! A file that may be an archive: its list, every small member by itself, all in one pass.

use std::sync::Arc;

use hounsfield::intake::FileId;
use hounsfield::intake::archive::{Archive, Choice, Listing, Member, Volume};
use hounsfield::limits;
use hounsfield::workers::job::{Platform as _, Worker};
use hounsfield::workers::protocol::{Generation, Job, JobId, Outcome, Place, Source, Task};

use crate::memory::{Files, Memory};
use crate::opened::{ANYWAY, COPIES_OF_A_FILE, within};

const PASSWORD: &str = "s3cret";
/// Larger members are left: unpacking them takes time, and finds nothing new.
const LARGEST_MEMBER: u64 = 1 << 20;
const MOST_MEMBERS: usize = 64;

pub fn run(data: &[u8]) {
    let file = Memory::new(data.to_vec());
    // What a file alone may take is its dictionary, and one member unpacked, in a buffer that grows.
    let may_take = ANYWAY
        + COPIES_OF_A_FILE * data.len() as u64
        + limits::DICTIONARY_BYTES
        + 2 * limits::MEMBER_BYTES;
    within(may_take, || {
        let password = Some(PASSWORD);
        if let Some((place, listing)) = list(&file, password) {
            unpack(&file, place, &listing, password);
        }
    });
}

fn list(file: &Memory, password: Option<&str>) -> Option<(Place, Listing)> {
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
    match done.outcome {
        Ok(Outcome::Listed { place, listing }) => Some((place, listing)),
        _ => None,
    }
}

fn unpack(file: &Memory, place: Place, listing: &Listing, password: Option<&str>) {
    let volumes: Vec<Box<dyn Volume>> = vec![Files::default().volume(file, Arc::default())];
    let Ok(mut archive) = Archive::open(place.container, volumes, password) else {
        return;
    };
    let is_tried = |member: &Member| member.bytes <= LARGEST_MEMBER;
    let tried = listing.members.iter().filter(|member| is_tried(member));
    for member in tried.take(MOST_MEMBERS) {
        drop(archive.member(member.index));
    }
    let mut left = MOST_MEMBERS;
    drop(archive.unpack(
        &mut |member| {
            left = left.saturating_sub(1);
            match (left, is_tried(member)) {
                (0, _) => Choice::Stop,
                (_, true) => Choice::Take,
                (_, false) => Choice::Leave,
            }
        },
        &mut |_, _| {},
    ));
}
