//! What hands do: wheel, keys, drags, and the value under the pointer. Every assertion is on
//! what is on the screen.

use xtask::browser::{Button, Modifiers, Result};

use crate::lab::{self, Lab};
use crate::reference::File;
use crate::synthetic_files;

const SLICES: usize = 30;

fn open_stack(lab: &mut Lab) -> Result<Vec<File>> {
    let folder = synthetic_files::stack(&lab.scratch, SLICES)?;
    lab.open_at("/")?;
    lab.load(&[&folder])?;
    Ok(synthetic_files::head_to_feet(&folder))
}

#[test]
fn wheel_and_keys_go_through_the_slices_and_stop_at_the_ends() {
    lab::run("hands_slices", |lab| {
        open_stack(lab)?;
        lab.press("Home")?;
        for (key, slice) in [
            ("ArrowUp", 1),
            ("ArrowDown", 2),
            ("ArrowDown", 3),
            ("ArrowUp", 2),
            ("PageDown", 12),
            ("PageUp", 2),
            ("PageUp", 1),
            ("End", SLICES),
            ("ArrowDown", SLICES),
            ("PageDown", SLICES),
            ("Home", 1),
        ] {
            lab.press(key)?;
            assert_eq!(lab.data(0, "slice")?, slice.to_string(), "{key}");
        }
        let centre = lab.pane(0)?.centre();
        for (delta, held, slice) in [
            (120.0, Modifiers::NONE, 2),
            (120.0, Modifiers::NONE, 3),
            (-120.0, Modifiers::NONE, 2),
            (120.0, Modifiers::SHIFT, 12),
            (-120.0, Modifiers::SHIFT, 2),
        ] {
            lab.page.wheel(centre, held, delta)?;
            lab.wait(&format!(
                "document.querySelector('[data-viewport]').dataset.slice === '{slice}'"
            ))?;
        }
        Ok(())
    });
}

/// A slice that was asked for and awaited was drawn: none is passed over.
#[test]
fn every_slice_is_drawn_on_the_way() {
    lab::run("hands_every_slice", |lab| {
        open_stack(lab)?;
        lab.press("Home")?;
        let before = lab.number(0, "drawn")?;
        for slice in 2..=13 {
            lab.press("ArrowDown")?;
            assert_eq!(lab.data(0, "slice")?, slice.to_string());
        }
        assert!(lab.number(0, "drawn")? - before >= 12.0);
        Ok(())
    });
}

#[test]
fn digits_set_windows_and_nothing_is_uploaded_for_them() {
    lab::run("hands_windows", |lab| {
        let files = open_stack(lab)?;
        let uploads = lab.counted("work")?["uploads"].clone();
        for (key, center, width) in [
            ("1", -600.0, 1500.0),
            ("2", 40.0, 400.0),
            ("3", 480.0, 2500.0),
        ] {
            lab.press(key)?;
            assert_eq!(window(lab)?, (center, width), "{key}");
        }
        let own = files[0].image().windows[0].clone();
        lab.press("0")?;
        assert_eq!(window(lab)?, (own.center, own.width));
        assert_eq!(lab.counted("work")?["uploads"], uploads);
        Ok(())
    });
}

#[test]
fn left_drag_windows_and_reset_takes_it_back() {
    lab::run("hands_drag", |lab| {
        open_stack(lab)?;
        let start = window(lab)?;
        lab.press("2")?;
        let pane = lab.pane(0)?;
        let (x, y) = pane.centre();
        // One CSS pixel is 1/256 of the width, which grows on the way: right is wider.
        lab.page.drag(
            Button::Left,
            Modifiers::NONE,
            &[(x, y), (x + 20.0, y), (x + 40.0, y)],
        )?;
        lab.settle()?;
        let (center, width) = window(lab)?;
        assert!(
            (450.0..480.0).contains(&width) && (center - 40.0).abs() < 1e-9,
            "{center} {width}"
        );
        // Up is a lower level: brighter.
        lab.page.drag(
            Button::Left,
            Modifiers::NONE,
            &[(x, y), (x, y - 20.0), (x, y - 40.0)],
        )?;
        lab.settle()?;
        let (lower, same) = window(lab)?;
        assert!(
            lower < center - 50.0 && (same - width).abs() < 1e-9,
            "{lower} {same}"
        );
        lab.press("r")?;
        assert_eq!(window(lab)?, start);
        Ok(())
    });
}

#[test]
fn zoom_keeps_the_voxel_under_the_pointer_and_drags_move_the_picture() {
    lab::run("hands_view", |lab| {
        open_stack(lab)?;
        lab.button("one-to-one")?;
        let pane = lab.pane(0)?;
        let (x, y) = pane.centre();
        let point = (x.floor() + 40.0, y.floor() + 30.0);
        let before = voxel(lab, point)?;
        lab.page.wheel(point, Modifiers::CTRL, -240.0)?;
        lab.settle()?;
        let after = voxel(lab, point)?;
        assert!(
            before[0].abs_diff(after[0]) <= 1 && before[1].abs_diff(after[1]) <= 1,
            "{before:?} {after:?}"
        );
        let enlarged = voxel(lab, (point.0 + 60.0, point.1))?[0] - after[0];
        assert!(
            (1..60).contains(&enlarged),
            "{enlarged} columns in 60 pixels: not enlarged"
        );

        lab.page.drag(
            Button::Right,
            Modifiers::NONE,
            &[point, (point.0, point.1 - 80.0)],
        )?;
        lab.settle()?;
        let zoomed = voxel(lab, (x + 60.0, y))?[0].abs_diff(voxel(lab, (x, y))?[0]);
        assert_ne!(zoomed, enlarged, "right drag zooms");

        lab.press("r")?;
        lab.button("one-to-one")?;
        let still = voxel(lab, point)?;
        lab.page.drag(
            Button::Middle,
            Modifiers::NONE,
            &[point, (point.0 + 25.0, point.1 - 10.0)],
        )?;
        lab.settle()?;
        let moved = voxel(lab, point)?;
        assert_eq!(
            [still[0] - 25, still[1] + 10],
            moved,
            "the picture follows the pointer"
        );
        Ok(())
    });
}

#[test]
fn the_probe_tells_the_stored_voxel_whatever_the_window() {
    lab::run("hands_probe", |lab| {
        let files = open_stack(lab)?;
        lab.press("Home")?;
        lab.press("2")?;
        for _ in 0..2 {
            let slice: usize = lab.data(0, "slice")?.parse()?;
            for share in [(0.3, 0.4), (0.5, 0.5), (0.62, 0.55)] {
                let at = lab.pane(0)?.at(share.0, share.1);
                let [column, row] = voxel(lab, at)?;
                let expected = files[slice - 1].modality(column, row);
                let value: f64 = probe(lab, "value")?.parse()?;
                assert!(
                    (value - expected).abs() < 1e-9,
                    "{value} is not {expected} at {column} {row}"
                );
                assert_eq!(probe(lab, "unit")?, "HU");
                assert_eq!(probe(lab, "slice")?, (slice - 1).to_string());
            }
            lab.press("PageDown")?;
        }
        Ok(())
    });
}

#[test]
fn inverting_turns_every_level_over() {
    lab::run("hands_invert", |lab| {
        open_stack(lab)?;
        lab.button("one-to-one")?;
        let middle = |picture: &xtask::browser::Picture| {
            picture.part(picture.width / 2 - 20, picture.height / 2 - 20, 40, 40)
        };
        let before = middle(&lab.picture(0)?);
        lab.press("i")?;
        let after = middle(&lab.picture(0)?);
        let turned: Vec<_> = before
            .pixels()
            .iter()
            .map(|rgb| rgb.map(|level| 255 - level))
            .collect();
        assert_eq!(after.pixels(), turned);
        Ok(())
    });
}

fn window(lab: &mut Lab) -> Result<(f64, f64)> {
    Ok((
        lab.number(0, "windowCenter")?,
        lab.number(0, "windowWidth")?,
    ))
}

fn probe(lab: &mut Lab, name: &str) -> Result<String> {
    let value = lab.evaluate(&format!(
        "document.querySelector('[data-probe]').dataset.{name} ?? ''"
    ))?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

/// Column and row under a point of the page.
fn voxel(lab: &mut Lab, point: (f64, f64)) -> Result<[u32; 2]> {
    // From elsewhere, so that the pointer does move.
    lab.page.move_to((point.0 - 3.0, point.1))?;
    lab.page.move_to(point)?;
    lab.settle()?;
    Ok([probe(lab, "column")?.parse()?, probe(lab, "row")?.parse()?])
}

#[test]
fn slow_drags_reach_as_far_as_quick_ones() {
    lab::run("hands_slow", |lab| {
        open_stack(lab)?;
        let from = lab.pane(0)?.at(0.4, 0.5);
        let steps = |count: u32| (0..=count).map(move |x| (from.0 + f64::from(x), from.1));
        lab.press("5")?;
        // Brain, L 40 W 80: a pixel is less than a third of a unit.
        lab.page.drag(
            Button::Left,
            Modifiers::NONE,
            &steps(64).collect::<Vec<_>>(),
        )?;
        lab.settle()?;
        let wide = lab.number(0, "windowWidth")?;
        assert!((99.0..105.0).contains(&wide), "{wide}");
        // With Shift a tenth.
        lab.press("1")?;
        lab.page.drag(
            Button::Left,
            Modifiers::SHIFT,
            &steps(64).collect::<Vec<_>>(),
        )?;
        lab.settle()?;
        let wide = lab.number(0, "windowWidth")?;
        assert!((1530.0..1545.0).contains(&wide), "{wide}");
        Ok(())
    });
}

#[test]
fn fit_shows_the_whole_image_again() {
    lab::run("hands_fit", |lab| {
        open_stack(lab)?;
        let whole = lab.picture(0)?;
        lab.button("one-to-one")?;
        lab.settle()?;
        assert!(lab.picture(0)?.pixels() != whole.pixels());
        lab.button("fit")?;
        lab.settle()?;
        assert!(lab.picture(0)?.pixels() == whole.pixels());
        Ok(())
    });
}
