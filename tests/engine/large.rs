//! Files that are larger than the budget: read by frames, or not at all, and what is known of their
//! frames counts too.

use hounsfield::problem::Kind;
use hounsfield::session::Action;
use hounsfield::words;
use xtask::synthetic::{File, Writing, ct};

use crate::performer::Performer;
use crate::{PANE, show};

const MB: u64 = 1 << 20;
const FRAMES: u16 = 5000;
const FRAME_BYTES: u64 = 64 * 64 * 2;

/// Frames along the patient, each with its number in its samples.
fn frames() -> Vec<u8> {
    let position = |at: u16| {
        let position = File::default().decimals(0x0020_0032, &[0.0, 0.0, -f64::from(at)]);
        File::default().items(0x0020_9113, [position])
    };
    let samples = (0..FRAMES).flat_map(|at| at.to_le_bytes().repeat(64 * 64));
    let file = ct::grey(64, 64, 16, samples.collect())
        .text(0x0008_0060, "CS", "MR")
        .text(0x0028_0008, "IS", &FRAMES.to_string())
        .decimals(0x0020_0037, &[1.0, 0.0, 0.0, 0.0, 1.0, 0.0])
        .items(0x5200_9230, (0..FRAMES).map(position));
    file.write(&Writing::default())
}

#[test]
fn of_five_thousand_frames_the_budget_holds_those_around_the_one_that_is_shown() {
    const BUDGET: u64 = 24 * MB;
    let mut viewer = Performer::new();
    viewer.act(Action::SetBudget { bytes: BUDGET });
    let file = frames();
    assert!(file.len() as u64 > BUDGET);
    viewer.drop_files(1, vec![("frames.dcm".to_owned(), file)]);
    viewer.settle();
    let held = |viewer: &Performer| viewer.held_bytes() / FRAME_BYTES;
    let memory = viewer.state.memory();
    // What each says of itself is a good part of it.
    assert!(memory.headers > 4 * MB, "{memory:?}");
    assert!(memory.used() <= BUDGET, "{memory:?}");
    let at_first = held(&viewer);
    assert!((500..4000).contains(&at_first), "{at_first}");
    // Its header, which is read a little further each time, and the frames that are held.
    let read = viewer.state.work.bytes_read;
    assert!(read <= 4 * MB + viewer.held_bytes(), "{read}");
    assert_eq!(viewer.slice(), Some(1));

    show(&mut viewer, 4000);
    viewer.settle();
    assert_eq!(viewer.slice(), Some(4001));
    let memory = viewer.state.memory();
    assert!(memory.used() <= BUDGET, "{memory:?}");
    let more = viewer.state.work.bytes_read - read;
    assert!(more <= (at_first + held(&viewer)) * FRAME_BYTES, "{more}");
    viewer.act(Action::CloseAll);
    viewer.settle();
    assert_eq!(viewer.state.memory().headers, 0);
}

#[test]
fn an_image_that_memory_does_not_hold_is_named_and_what_came_with_it_is_shown() {
    const SIDE: u16 = 10_000;
    let large = ct::grey(SIDE, SIDE, 8, vec![0; usize::from(SIDE).pow(2)]).text(
        0x0020_000E,
        "UI",
        "2.25.640",
    );
    let small = ct::grey(64, 64, 8, vec![0; 64 * 64]).text(0x0020_000E, "UI", "2.25.641");
    let mut viewer = Performer::new();
    viewer.act(Action::SetBudget { bytes: 150 * MB });
    let files = [("large.dcm", &large), ("small.dcm", &small)];
    let files = files.map(|(name, file)| (name.to_owned(), file.write(&Writing::default())));
    viewer.drop_files(1, files.to_vec());
    viewer.settle();
    let [problem] = viewer.state.problems.as_slice() else {
        panic!("{:?}", viewer.state.problems);
    };
    let expected = Kind::OverBudget {
        needed: 2 * u64::from(SIDE).pow(2),
        budget: 150 * MB,
    };
    assert_eq!(
        (problem.path.as_str(), &problem.kind),
        ("large.dcm", &expected)
    );
    let sentence = words::problem(problem);
    assert!(
        sentence.contains("190 MB") && sentence.contains("150 MB"),
        "{sentence}"
    );
    assert!(viewer.state.screen.picture(PANE).is_some());
    assert!(viewer.held_bytes() < MB);
    // With more memory it is shown.
    viewer.act(Action::SetBudget { bytes: 1024 * MB });
    viewer.drop_files(2, vec![files[0].clone()]);
    viewer.settle();
    assert_eq!(viewer.state.problems.len(), 1);
    assert!(viewer.held_bytes() > 100_000_000);
    // No thumbnail: it would be all of that again.
    assert!(viewer.state.memory().thumbnails < MB);
}
