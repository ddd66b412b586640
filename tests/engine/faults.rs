//! Workers that die or fall silent, devices that are lost or draw nothing: what it costs, and what
//! is said.

use hounsfield::engine::{Event, PaneState, Renderer};
use hounsfield::problem::{Alarm, Kind};

use crate::performer::Performer;
use crate::{PANE, series, show};

#[test]
fn a_worker_that_dies_costs_one_file_and_is_named_once() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(12));
    viewer.answer();
    let (worker, job, _) = viewer.jobs[0].clone();
    let path = viewer.state.path(job.file).unwrap().to_owned();
    viewer.send(Event::WorkerFailed {
        worker,
        reason: "unreachable".to_owned(),
    });
    viewer.send(Event::WorkerFailed {
        worker,
        reason: "unreachable".to_owned(),
    });
    viewer.settle();

    assert_eq!(viewer.state.problems.len(), 1);
    assert_eq!(viewer.state.problems[0].path, path);
    assert!(matches!(
        viewer.state.problems[0].kind,
        Kind::WorkerDied { .. }
    ));
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 11);
    assert_eq!(viewer.workers.len(), 2);
}

#[test]
fn a_worker_that_is_silent_for_ten_seconds_is_ended() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(12));
    let silent = viewer.jobs[0].0;
    let stuck: Vec<_> = viewer
        .jobs
        .iter()
        .filter(|(id, ..)| *id == silent)
        .cloned()
        .collect();
    viewer.jobs.retain(|(id, ..)| *id != silent);
    viewer.settle();
    viewer.now_ms = 9_000.0;
    viewer.send(Event::Heartbeat { worker: silent });
    viewer.now_ms = 18_000.0;
    viewer.send(Event::Clock);
    assert!(
        viewer.state.problems.is_empty(),
        "its last word was 9 s ago"
    );
    viewer.now_ms = 19_001.0;
    viewer.send(Event::Clock);
    viewer.settle();

    assert_eq!(viewer.state.problems.len(), 1);
    assert_eq!(
        viewer.state.problems[0].kind,
        Kind::WorkerSilent { seconds: 10 }
    );
    assert_eq!(
        viewer.state.path(stuck[0].1.file),
        Some(&*viewer.state.problems[0].path)
    );
    assert_eq!(viewer.state.screen.picture(PANE).unwrap().slices, 11);
}

#[test]
fn a_lost_device_shows_the_same_picture_again() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(5));
    viewer.settle();
    show(&mut viewer, 3);
    let before = viewer.draws.last().unwrap().clone();
    viewer.send(Event::DeviceLost);
    viewer.send(Event::DeviceLost);
    assert_eq!(viewer.devices, 2, "one loss, one new device");
    assert!(viewer.state.alarms.contains(&Alarm::DeviceLost));
    viewer.send(Event::DeviceReady {
        renderer: Renderer::WebGpu,
    });
    viewer.draw();
    assert_eq!(viewer.draws.last(), Some(&before));
    assert!(viewer.state.alarms.is_empty());
}

#[test]
fn devices_that_are_lost_again_and_again_are_given_up_and_said() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(5));
    viewer.settle();
    for devices in [2, 3, 4] {
        viewer.send(Event::DeviceLost);
        assert_eq!(viewer.devices, devices);
        viewer.send(Event::DeviceReady {
            renderer: Renderer::WebGpu,
        });
    }
    viewer.send(Event::DeviceLost);
    assert_eq!(viewer.devices, 4, "no fifth");
    assert_eq!(viewer.state.alarms.first(), Some(&Alarm::NoDevice));
}

#[test]
fn a_device_that_draws_nothing_is_replaced() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(5));
    viewer.settle();
    for _ in 0..60 {
        viewer.send(Event::DrawFailed);
    }
    assert_eq!(viewer.devices, 1);
    viewer.send(Event::DrawFailed);
    assert_eq!(viewer.devices, 2);
}

#[test]
fn a_device_that_takes_no_upload_has_the_file_named() {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(5));
    viewer.settle();
    let picture = viewer.state.screen.picture(PANE).unwrap();
    let (frame, other) = (picture.frame, (picture.slice + 1) % 5);
    let reason = "too large".to_owned();
    viewer.send(Event::UploadFailed { frame, reason });
    viewer.draw();
    assert_eq!(viewer.state.pane_state(PANE), PaneState::Failed);
    assert_eq!(viewer.state.problems[0].kind.code(), "not-drawn");
    show(&mut viewer, other);
    assert_eq!(viewer.state.pane_state(PANE), PaneState::Ready);
}

#[test]
fn a_worker_of_another_build_ends_and_the_reader_is_told() {
    let mut viewer = Performer::new();
    let worker = viewer.workers[0];
    viewer.send(Event::WorkerHello {
        worker,
        build_matches: false,
    });
    assert!(!viewer.workers.contains(&worker));
    // Whatever happens to the device meanwhile, this is what is said.
    viewer.send(Event::DeviceLost);
    viewer.send(Event::DeviceReady {
        renderer: Renderer::WebGpu,
    });
    assert_eq!(viewer.state.alarms.first(), Some(&Alarm::Updated));
}
