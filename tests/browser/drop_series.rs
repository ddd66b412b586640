//! A real chest CT, dropped as a folder: every slice in its place, every pixel right.

use crate::lab::{self, Lab, RENDERERS};
use crate::series::{self, PRESETS, SLICES, Series};
use xtask::browser::Result;

#[test]
fn a_shuffled_folder_becomes_a_stack_in_order_with_every_pixel_right() {
    lab::run("drop_series", |lab| {
        let Some(series) = series::shuffled(&lab.scratch)? else {
            return Ok(());
        };
        // Room for a slice at 1:1, and little more to be rasterised.
        lab.page.resize(960, 720, 1.0)?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&series.folder])?;
            assert_eq!(lab.data(0, "slices")?, SLICES.to_string());
            assert_eq!(lab.data(0, "series")?, "s1");
            assert_eq!(lab.problems()?, []);
            check_marks(lab)?;
            lab.button("one-to-one")?;
            lab.press("Home")?;
            check_slices(lab, &series, renderer)?;
        }
        Ok(())
    });
}

fn check_slices(lab: &mut Lab, series: &Series, renderer: &str) -> Result<()> {
    for (index, slice) in series.slices.iter().enumerate() {
        assert_eq!(lab.data(0, "slice")?, (index + 1).to_string());
        for &preset in PRESETS.iter().rev() {
            let (key, center, width) = preset;
            lab.press(key)?;
            assert!((lab.number(0, "windowCenter")? - center).abs() < 1e-9);
            assert!((lab.number(0, "windowWidth")? - width).abs() < 1e-9);
            let difference = lab.difference(0, &slice.grey(series::window(preset)))?;
            assert_eq!(
                difference.compared,
                512 * 512,
                "{renderer}: not all in sight"
            );
            assert!(
                difference.worst <= 1,
                "{renderer}, slice {index}, {key}: {difference:?}"
            );
        }
        lab.press("ArrowDown")?;
    }
    // The end holds the last slice: no wrap.
    assert_eq!(lab.data(0, "slice")?, SLICES.to_string());
    Ok(())
}

fn check_marks(lab: &mut Lab) -> Result<()> {
    for mark in ["drop", "first-image", "all-decoded"] {
        let detail = lab.evaluate(&format!(
            "JSON.stringify(performance.getEntriesByName('{mark}').map(m => m.detail))"
        ))?;
        let expected = match mark {
            "all-decoded" => format!(r#"[{{"drop":1,"held":{SLICES},"total":{SLICES}}}]"#),
            _ => r#"[{"drop":1}]"#.to_owned(),
        };
        assert_eq!(detail.as_str(), Some(expected.as_str()), "{mark}");
    }
    Ok(())
}
