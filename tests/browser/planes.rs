//! Planes and slabs on the real page: every pixel of coronal and sagittal against values that are
//! computed here from the slices, the crosshair under the mouse, slabs by wheel.

use std::f64::consts::FRAC_PI_4;

use hounsfield::pixels::Window;
use xtask::browser::{Button, Modifiers, Picture, Result};

use crate::lab::{self, Lab, RENDERERS};
use crate::reference::File;
use crate::synthetic_files;

/// Of the computed series: slices apart, pixels wide and high, and half of the image.
pub const SLICE_MM: f64 = 2.5;
const PIXEL_MM: f64 = 360.0 / 256.0;
const HALF_MM: f64 = 180.0;

const WINDOW: Window = Window::linear(-600.0, 1500.0);

pub const AXIAL: usize = 0;
pub const CORONAL: usize = 1;
const SAGITTAL: usize = 2;

#[test]
fn planes_show_what_lies_there_and_go_together() {
    lab::run("planes", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 24)?;
        let slices = synthetic_files::head_to_feet(&folder);
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            lab.press("v")?;
            let panes = lab.evaluate("document.querySelectorAll('[data-viewport]').length")?;
            assert_eq!(panes, 3);
            for (pane, plane) in [
                (AXIAL, "axial"),
                (CORONAL, "coronal"),
                (SAGITTAL, "sagittal"),
            ] {
                assert_eq!(lab.data(pane, "plane")?, plane);
                assert_eq!(lab.data(pane, "state")?, "ready");
                at_one_to_one(lab, pane)?;
            }
            check_planes(lab, &slices, renderer)?;

            drag_crosshair(lab)?;
            check_planes(lab, &slices, renderer)?;

            wheel_slab(lab, &slices, renderer)?;
            turn(lab)?;

            lab.press("v")?;
            assert_eq!(lab.data(0, "plane")?, "");
            assert_eq!(lab.problems()?, []);
        }
        Ok(())
    });
}

/// Makes a pane the active one, off its crosshair, and shows its voxels one on a pixel.
pub fn at_one_to_one(lab: &mut Lab, pane: usize) -> Result<()> {
    let corner = lab.pane(pane)?.at(0.1, 0.1);
    lab.page.click(corner)?;
    lab.button("one-to-one")
}

pub fn centre(lab: &mut Lab) -> Result<[f64; 3]> {
    let text = lab.data(0, "centre")?;
    let parts: Vec<f64> = text.split(' ').map(|part| part.parse().unwrap()).collect();
    Ok([parts[0], parts[1], parts[2]])
}

/// Value of a point of the body in HU, blended between the two slices about it; its columns and
/// rows are whole.
fn value(slices: &[File], column: u32, row: u32, depth_mm: f64) -> Option<f64> {
    let place = depth_mm / SLICE_MM;
    let low = place.floor();
    if low < 0.0 || place > 23.0 {
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "23 at most"
    )]
    let at = low as usize;
    let value = |slice: usize| slices.get(slice).map(|it| it.modality(column, row));
    let share = place - low;
    let high = if share > 0.0 { value(at + 1)? } else { 0.0 };
    Some(value(at)? * (1.0 - share) + high * share)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "in the image"
)]
pub fn voxel(mm: f64) -> u32 {
    ((mm + HALF_MM) / PIXEL_MM - 0.5).round() as u32
}

fn check_planes(lab: &mut Lab, slices: &[File], renderer: &str) -> Result<()> {
    let [x, y, _] = centre(lab)?;
    let coronal = lab.picture(CORONAL)?;
    let of_coronal = |column, depth| value(slices, column, voxel(y), depth);
    compare(
        &coronal,
        &WINDOW,
        of_coronal,
        &format!("{renderer} coronal"),
    );
    let sagittal = lab.picture(SAGITTAL)?;
    let of_sagittal = |column, depth| value(slices, voxel(x), column, depth);
    compare(
        &sagittal,
        &WINDOW,
        of_sagittal,
        &format!("{renderer} sagittal"),
    );
    Ok(())
}

/// Every pixel of an upright plane at 1:1, by its column and its depth below the first slice.
pub fn compare(
    picture: &Picture,
    window: &Window,
    expected: impl Fn(u32, f64) -> Option<f64>,
    what: &str,
) {
    let size = [picture.width, picture.height].map(|size| f64::from(u32::try_from(size).unwrap()));
    // 24 slices, each as thick as they are apart.
    let tall = 24.0 * SLICE_MM / PIXEL_MM;
    let left = (size[0] / 2.0 - 128.0).round();
    let top = (size[1] / 2.0 - tall / 2.0).round();
    let (mut compared, mut worst) = (0, 0);
    for y in 0_u32..u32::try_from(picture.height).unwrap() {
        for x in 0_u32..u32::try_from(picture.width).unwrap() {
            let column = f64::from(x) - left;
            let depth_mm = (f64::from(y) + 0.5 - top) * PIXEL_MM - SLICE_MM / 2.0;
            if !(0.0..256.0).contains(&column) {
                continue;
            }
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "256"
            )]
            let Some(value) = expected(column as u32, depth_mm) else {
                continue;
            };
            let level = window.grey(value);
            let [shown, ..] = picture.pixel(x as usize, y as usize).unwrap();
            worst = worst.max(shown.abs_diff(level));
            compared += 1;
        }
    }
    assert!(compared > 256 * 35, "{what}: {compared} in sight");
    assert!(worst <= 1, "{what}: off by {worst}");
}

/// The others follow the crosshair of the axial plane.
fn drag_crosshair(lab: &mut Lab) -> Result<()> {
    let before = centre(lab)?;
    let numbers = [
        lab.number(CORONAL, "slice")?,
        lab.number(SAGITTAL, "slice")?,
    ];
    let pane = lab.pane(AXIAL)?;
    // At 1:1 a pixel is a voxel; the pane's middle is the stack's.
    let (x, y) = pane.centre();
    let from = (x + before[0] / PIXEL_MM, y + before[1] / PIXEL_MM);
    let to = (from.0 - 40.0, from.1 + 25.0);
    let between = (from.0 - 20.0, from.1 + 20.0);
    lab.page
        .drag(Button::Left, Modifiers::NONE, &[from, between, to])?;
    lab.settle()?;
    let now = centre(lab)?;
    let moved = [now[0] - before[0], now[1] - before[1]];
    // The crosshair lies in the middle of a voxel.
    assert!((moved[0] / PIXEL_MM + 40.0).abs() < 1.1, "{moved:?}");
    assert!((moved[1] / PIXEL_MM - 25.0).abs() < 1.1, "{moved:?}");
    assert!((now[2] - before[2]).abs() < 1e-3);
    assert!((lab.number(CORONAL, "slice")? - numbers[0] - 25.0).abs() <= 1.0);
    assert!((lab.number(SAGITTAL, "slice")? - numbers[1] + 40.0).abs() <= 1.0);
    Ok(())
}

fn wheel_slab(lab: &mut Lab, slices: &[File], renderer: &str) -> Result<()> {
    let middle = lab.pane(CORONAL)?.at(0.15, 0.15);
    lab.page.click(middle)?;
    lab.press("j")?;
    assert_eq!(lab.data(CORONAL, "slab")?, "MIP 10 mm");
    lab.page.wheel(middle, Modifiers::ALT, 100.0)?;
    lab.wait("document.querySelectorAll('[data-viewport]')[1].dataset.slab === 'MIP 9 mm'")?;
    let badge = lab.evaluate(
        "document.querySelectorAll('[data-viewport]')[1].querySelector('[data-badge=slab]').textContent",
    )?;
    assert_eq!(badge, "MIP 9 mm");
    let [_, y, _] = centre(lab)?;
    let picture = lab.picture(CORONAL)?;
    let rows = |by: f64| (y + by + HALF_MM) / PIXEL_MM - 0.5;
    // Three rows to either side, and the two faces between two rows.
    let of_slab = |column, depth| {
        let at_row = |row: f64| {
            let share = row - row.floor();
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "256"
            )]
            let low = row.floor() as u32;
            let [a, b] = [low, low + 1].map(|row| value(slices, column, row, depth));
            Some(a? * (1.0 - share) + b? * share)
        };
        let whole = (-3..=3).map(|by| at_row((rows(0.0) + f64::from(by)).round()));
        let faces = [-4.5, 4.5].map(|by| at_row(rows(by)));
        let all: Option<Vec<f64>> = whole.chain(faces).collect();
        all?.into_iter().reduce(f64::max)
    };
    compare(&picture, &WINDOW, of_slab, &format!("{renderer} MIP"));
    lab.press("j")?;
    assert_eq!(lab.data(CORONAL, "slab")?, "MinIP 9 mm");
    lab.press("j")?;
    lab.press("j")?;
    assert_eq!(lab.data(CORONAL, "slab")?, "");
    Ok(())
}

/// The lines turn by their outer part, and R straightens them.
fn turn(lab: &mut Lab) -> Result<()> {
    let [x, y, _] = centre(lab)?;
    let pane = lab.pane(AXIAL)?;
    let middle = pane.centre();
    let middle = (middle.0 + x / PIXEL_MM, middle.1 + y / PIXEL_MM);
    let far = pane.width.min(pane.height) * 0.3;
    let at = |radians: f64| {
        let (sin, cos) = radians.sin_cos();
        (middle.0 + far * cos, middle.1 + far * sin)
    };
    let path = [at(0.0), at(FRAC_PI_4 / 2.0), at(FRAC_PI_4)];
    lab.page.drag(Button::Left, Modifiers::NONE, &path)?;
    lab.settle()?;
    assert_eq!(lab.data(AXIAL, "plane")?, "axial");
    assert_eq!(lab.data(CORONAL, "plane")?, "oblique");
    let badges = lab.evaluate("document.querySelectorAll('[data-badge=oblique]').length")?;
    assert_eq!(badges, 2);
    lab.press("r")?;
    assert_eq!(lab.data(CORONAL, "plane")?, "coronal");
    Ok(())
}
