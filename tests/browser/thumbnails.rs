//! The small pictures in the list of series.

use hounsfield::pixels::Window;
use serde_json::Value;
use xtask::browser::Result;

use crate::lab::{self, Lab, RENDERERS};
use crate::synthetic_files;

/// The level in a thumbnail, at a place from 0 to 1.
fn level(lab: &mut Lab, series: &str, [x, y]: [f64; 2]) -> Result<u8> {
    let level: Value = lab.evaluate(&format!(
        "(() => {{ const small = document.querySelector('[data-series-item={series}] canvas'); \
         const [x, y] = [small.width * {x}, small.height * {y}]; \
         return small.getContext('2d').getImageData(x, y, 1, 1).data[0]; }})()"
    ))?;
    Ok(u8::try_from(level.as_u64().unwrap()).unwrap())
}

#[test]
fn each_series_has_its_picture_which_stays_the_same_element() {
    lab::run("thumbnails", |lab| {
        let first = synthetic_files::stack(&lab.scratch, 7)?;
        let other = synthetic_files::other_stack(&lab.scratch, 5)?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&first])?;
            lab.wait("document.querySelectorAll('[data-thumbnail=made]').length === 1")?;
            let kept = "document.querySelector('[data-series-item=s1]').focus(); \
                 globalThis.kept = document.querySelector('[data-series-item=s1]'); 0";
            lab.evaluate(kept)?;
            lab.load(&[&other])?;
            lab.wait("document.querySelectorAll('[data-thumbnail=made]').length === 2")?;
            let is_same = lab.evaluate(
                "kept.isConnected && document.activeElement === kept && \
                 kept.textContent.includes('7 images')",
            )?;
            assert_eq!(is_same, true, "{renderer}");

            // Air around the chest, and soft tissue in its wall, at the file's window.
            let window = Window::linear(-600.0, 1500.0);
            for series in ["s1", "s2"] {
                let air = level(lab, series, [0.02, 0.02])?;
                assert!(air.abs_diff(window.grey(-1000.0)) <= 3, "{series}: {air}");
                let body = level(lab, series, [0.5, 0.5])?;
                assert!(body > 200, "{series}: {body}");
            }
            let thumbnails = lab.counted("work")?["thumbnails"].clone();
            assert_eq!(thumbnails, 2, "{renderer}");
        }
        Ok(())
    });
}
