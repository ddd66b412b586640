//! Values in Chromium: the histogram and its window under hand and keys, a window by a region, ranges
//! of HU pixel by pixel, what grows from a seed.

use hounsfield::lung::EDGES_HU;
use xtask::browser::input::{Button, Modifiers};
use xtask::browser::{Picture, Result};
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;

use crate::lab::{self, Lab, RENDERERS};

/// Rows and columns of the chest, which is shown larger by a whole factor or nearly so.
const SIDE: u16 = 64;

const COLOURS: [[f64; 3]; 4] = [
    [230.0, 145.0, 58.0],
    [86.0, 156.0, 214.0],
    [242.0, 230.0, 160.0],
    [204.0, 121.0, 167.0],
];

fn open(lab: &mut Lab, renderer: &str) -> Result<()> {
    let series = Series {
        number: 1,
        slices: 12,
        side: SIDE,
        slice_mm: 3.0,
    };
    for at in 0..series.slices {
        let bytes = series.slice(at).write(&Writing::default());
        lab.scratch.write(&format!("case/{at:02}.dcm"), &bytes)?;
    }
    let folder = lab.scratch.path().join("case");
    lab.open(renderer)?;
    lab.load(&[&folder])
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "inside of the picture"
)]
fn pixel(picture: &Picture, [x, y]: [f64; 2]) -> [f64; 3] {
    let pixel = picture.pixel(x as usize, y as usize);
    pixel.unwrap().map(f64::from)
}

fn is_same(a: [f64; 3], b: [f64; 3]) -> bool {
    a.iter().zip(b).all(|(a, b)| (a - b).abs() < f64::EPSILON)
}

fn text(lab: &mut Lab, selector: &str) -> Result<String> {
    let text = format!("document.querySelector({selector:?})?.textContent ?? ''");
    let text = lab.evaluate(&text)?;
    Ok(text.as_str().unwrap_or_default().to_owned())
}

#[test]
fn the_window_is_dragged_on_the_histogram_and_moved_by_keys() {
    lab::run("grey_histogram", |lab| {
        open(lab, "webgl2")?;
        lab.page.key("q")?;
        lab.wait("document.querySelector('[data-histogram=slice] .histogram-columns')?.getAttribute('d')?.length > 100")?;
        let name =
            "document.querySelector('.histogram-chart [role=img]').getAttribute('aria-label')";
        let name = lab.evaluate(name)?;
        assert!(name.as_str().unwrap_or_default().contains("HU"), "{name}");
        let before = lab.number(0, "windowCenter")?;
        let width = lab.number(0, "windowWidth")?;
        // The middle goes right: level up, as wide as before.
        let chart = lab.page.rect_of(".histogram-chart")?;
        let grip = lab.page.rect_of("[data-grip=centre]")?.centre();
        let path = [grip, (grip.0 + 10.0, grip.1), (grip.0 + 30.0, grip.1)];
        lab.page.drag(Button::Left, Modifiers::NONE, &path)?;
        lab.settle()?;
        let after = lab.number(0, "windowCenter")?;
        assert!(after > before + 50.0, "{before} {after}");
        assert!((lab.number(0, "windowWidth")? - width).abs() < 1.5);
        // One gesture is one step back.
        lab.press("Backspace")?;
        lab.settle()?;
        assert!((lab.number(0, "windowCenter")? - before).abs() < 0.5);
        // An edge by keys: ten steps of two, and the slice stays.
        let slice = lab.data(0, "slice")?;
        lab.evaluate("document.querySelector('[data-grip=high]').focus()")?;
        lab.page.key_with("ArrowRight", Modifiers::SHIFT)?;
        lab.settle()?;
        assert!((lab.number(0, "windowWidth")? - width - 20.0).abs() < 1.5);
        assert_eq!(lab.data(0, "slice")?, slice);
        // The value at the pointer in words.
        let (x, y) = chart.centre();
        lab.page.move_to((x + 5.0, y - 30.0))?;
        lab.wait("/HU: \\d+/.test(document.querySelector('[data-under]').textContent)")?;
        lab.page.click_on("[data-scope=stack]")?;
        lab.wait("document.querySelector('[data-histogram=stack] [data-fact]')?.textContent === '12 of 12 slices'")?;
        lab.button("close-histogram")?;
        lab.wait("document.querySelector('[data-histogram]') === null")
    });
}

#[test]
fn a_rectangle_makes_the_window_and_backspace_takes_it_back() {
    lab::run("grey_region", |lab| {
        open(lab, "webgl2")?;
        let before = lab.number(0, "windowWidth")?;
        lab.page.click_on("[data-menu=windows] summary")?;
        lab.page.click_on("[data-action=window-region]")?;
        let pane = lab.pane(0)?;
        let (x, y) = pane.centre();
        // Within one lung, a quarter of the picture left of its middle.
        let picture = pane.height.min(pane.width);
        let from = (x - 0.27 * picture, y - 0.05 * picture);
        let to = (x - 0.18 * picture, y + 0.05 * picture);
        lab.page.drag(Button::Left, Modifiers::NONE, &[from, to])?;
        lab.wait("+document.querySelector('[data-viewport]').dataset.windowWidth < 16")?;
        let center = lab.number(0, "windowCenter")?;
        assert!((-853.0..=-848.0).contains(&center), "{center}");
        lab.press("Backspace")?;
        lab.settle()?;
        assert!((lab.number(0, "windowWidth")? - before).abs() < 0.5);
        Ok(())
    });
}

#[test]
fn ranges_of_hu_lie_over_the_voxels_that_are_in_them() {
    lab::run("grey_ranges", |lab| {
        for renderer in RENDERERS {
            open(lab, renderer)?;
            // Voxels as they are, so that grey is that of the voxel too.
            lab.press("x")?;
            lab.settle()?;
            let plain = lab.picture(0)?;
            lab.page.key_with("S", Modifiers::SHIFT)?;
            lab.wait(
                "document.querySelector('[data-ranges=filled] [data-area]')?.textContent !== ''",
            )?;
            lab.settle()?;
            let filled = lab.picture(0)?;
            let pane = lab.pane(0)?;
            let side = pane.height.min(pane.width);
            let (x, y) = (pane.width / 2.0, pane.height / 2.0);
            // A lung, soft tissue in front, the spine, air in a corner of the image.
            let places = [
                ((x - 0.22 * side, y), Some(1)),
                ((x, y - 0.2 * side), Some(3)),
                ((x, y + 0.225 * side), None),
                ((x - 0.46 * side, y - 0.46 * side), Some(0)),
            ];
            for ((x, y), range) in places {
                let (grey, seen) = (pixel(&plain, [x, y]), pixel(&filled, [x, y]));
                for channel in 0..3 {
                    let expected = match range {
                        Some(range) => 0.65 * grey[channel] + 0.35 * COLOURS[range][channel],
                        None => grey[channel],
                    };
                    assert!(
                        (seen[channel] - expected).abs() <= 1.0,
                        "{renderer} {range:?}: {seen:?} of {grey:?}"
                    );
                }
            }
            let rows = lab.evaluate("document.querySelectorAll('[data-range-row]').length")?;
            assert_eq!(rows, EDGES_HU.len() - 1);
            // By outlines: the middle of a lung is as it was.
            lab.page.key_with("S", Modifiers::SHIFT)?;
            lab.wait("document.querySelector('[data-ranges=outlined]') !== null")?;
            lab.settle()?;
            let outlined = lab.picture(0)?;
            let at = [x - 0.22 * side, y];
            assert!(
                is_same(pixel(&outlined, at), pixel(&plain, at)),
                "{renderer}"
            );
            assert_ne!(outlined, plain);
            // On planes too, and there it is said that they are interpolated.
            lab.press("v")?;
            lab.wait("document.querySelectorAll('[data-viewport]').length === 3")?;
            lab.settle()?;
            let note = text(lab, ".ranges .series-detail")?;
            assert!(note.contains("interpolated"), "{note}");
            lab.press("v")?;
            lab.page.key_with("S", Modifiers::SHIFT)?;
            lab.wait("document.querySelector('[data-ranges]') === null")?;
        }
        Ok(())
    });
}

#[test]
fn a_click_grows_a_lung_which_is_typed_over_deleted_and_undone() {
    lab::run("grey_growth", |lab| {
        open(lab, "webgl2")?;
        lab.page.key_with("G", Modifiers::SHIFT)?;
        let pane = lab.pane(0)?;
        let (x, y) = pane.centre();
        let side = pane.height.min(pane.width);
        lab.page.click((x - 0.22 * side, y))?;
        lab.wait("document.querySelector('[data-growth-state=done]') !== null")?;
        let volume = text(lab, "[data-growth] [data-fact]")?;
        // Ellipses of 63 by 90 mm, 12 slices of 3 mm: 641 ml.
        let ml: f64 = volume.split(' ').next().unwrap().parse().unwrap();
        assert!((620.0..660.0).contains(&ml), "{volume}");
        lab.wait("document.querySelector('[data-growths] [data-roi]') !== null")?;
        lab.evaluate(
            "(() => { const it = document.querySelector('[data-action=growth-radius]'); it.value = '20'; \
             it.dispatchEvent(new Event('change', { bubbles: true })); })()",
        )?;
        lab.wait(&format!(
            "document.querySelector('[data-growth-state=done] [data-fact]')?.textContent !== {volume:?} \
             && document.querySelector('[data-growth-state=done] .lung-warning') !== null"
        ))?;
        lab.button("delete-growth")?;
        lab.wait("document.querySelector('[data-growth]') === null")?;
        lab.page.key_with("z", Modifiers::CTRL)?;
        lab.wait("document.querySelector('[data-growth-state=done]') !== null")?;
        lab.page.key_with("z", Modifiers::CTRL)?;
        lab.wait(&format!(
            "document.querySelector('[data-growth-state=done] [data-fact]')?.textContent === {volume:?}"
        ))
    });
}
