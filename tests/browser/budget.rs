//! More than the memory set aside: a series of 1.5 GB in 256 MB.

use xtask::browser::Result;
use xtask::synthetic::Writing;
use xtask::synthetic::ct;

use crate::lab::{self, Lab};

const BUDGET: u64 = 256 << 20;

const SERIES: ct::Series = ct::Series {
    number: 31,
    slices: 3000,
    side: 512,
    slice_mm: 0.5,
};

#[test]
fn three_thousand_slices_open_and_scroll_with_256_mb() {
    lab::run("budget", |lab| {
        for index in 0..SERIES.slices {
            // All of one value: the slice's own.
            let samples = u16::try_from(index)?.to_le_bytes().repeat(512 * 512);
            let slice = SERIES.slice_showing(index, samples);
            let bytes = slice.write(&Writing::default());
            lab.scratch.write(&format!("long/{index:05}.dcm"), &bytes)?;
        }
        let folder = lab.scratch.path().join("long");
        lab.open_at("/")?;
        // The budget is chosen where memory is shown, once something is open.
        let first = folder.join("00000.dcm");
        lab.load(&[&first])?;
        choose_budget(lab)?;
        lab.page.click_on("[data-action=close]")?;
        lab.load(&[&folder])?;
        assert_eq!(lab.data(0, "slices")?, SERIES.slices.to_string());
        assert_eq!(lab.problems()?, []);
        within_budget(lab)?;
        let held =
            lab.evaluate("performance.getEntriesByName('all-decoded').at(-1).detail.held")?;
        let held = held.as_u64().unwrap();
        assert!((400..512).contains(&held), "{held} slices of 512 KB");

        lab.press("2")?;
        for wanted in [3000, 1, 1500, 2250, 750, 2999] {
            go_to(lab, wanted)?;
            let at = lab.pane(0)?.at(0.5, 0.5);
            lab.page.move_to(at)?;
            lab.settle()?;
            let value = lab.evaluate("+document.querySelector('[data-probe]').dataset.value")?;
            let stored = value.as_i64().unwrap() + i64::from(ct::OFFSET);
            assert_eq!(stored, wanted - 1);
            within_budget(lab)?;
        }
        Ok(())
    });
}

fn choose_budget(lab: &mut Lab) -> Result<()> {
    lab.evaluate(&format!(
        "{{ const choice = document.querySelector('[data-action=budget]'); \
           choice.value = '{BUDGET}'; choice.dispatchEvent(new Event('change')) }}"
    ))?;
    assert_eq!(lab.counted("memory")?["budget"], BUDGET);
    Ok(())
}

fn within_budget(lab: &mut Lab) -> Result<()> {
    let memory = lab.counted("memory")?;
    let pools = ["buffers", "textures", "workers", "blobs"];
    let used: u64 = pools
        .iter()
        .map(|pool| memory[pool].as_u64().unwrap())
        .sum();
    assert!(used <= BUDGET, "{memory}");
    Ok(())
}

/// By the slider's way: at once to a slice far away.
fn go_to(lab: &mut Lab, slice: i64) -> Result<()> {
    let here: i64 = lab.data(0, "slice")?.parse()?;
    let by = (slice - here).abs();
    let (tens, ones) = if slice > here {
        ("PageDown", "ArrowDown")
    } else {
        ("PageUp", "ArrowUp")
    };
    match slice {
        1 => lab.page.key("Home")?,
        3000 => lab.page.key("End")?,
        _ => {
            for _ in 0..by / 10 {
                lab.page.key(tens)?;
            }
            for _ in 0..by % 10 {
                lab.page.key(ones)?;
            }
        }
    }
    lab.settle()?;
    assert_eq!(lab.data(0, "slice")?, slice.to_string());
    Ok(())
}
