//! One page in one round: a fresh page is warmed up, given the series, scrolled, windowed.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::figures::{Figures, Stretch, Work};
use crate::browser::Page;

/// Someone who is measured.
#[derive(Clone, Copy, Debug)]
pub struct Contestant {
    pub name: &'static str,
    /// Below the server; `{width}` and `{height}` are filled in.
    pub address: &'static str,
    pub draws: bool,
}

pub const READ_FLOOR: usize = 0;
pub const DRAW_FLOOR: usize = 1;
pub const VIEWER_WEBGPU: usize = 2;
pub const VIEWER_WEBGL2: usize = 3;

pub const CONTESTANTS: [Contestant; 4] = [
    Contestant {
        name: "bare read",
        address: "/floor/read.html",
        draws: false,
    },
    Contestant {
        name: "read, plain WebGL2",
        address: "/floor/draw.html?width={width}&height={height}",
        draws: true,
    },
    Contestant {
        name: "Hounsfield, WebGPU",
        address: "/?renderer=webgpu",
        draws: true,
    },
    Contestant {
        name: "Hounsfield, WebGL2",
        address: "/?renderer=webgl2",
        draws: true,
    },
];

/// What every page is given.
#[derive(Debug)]
pub struct Dropped {
    pub series: PathBuf,
    pub slices: usize,
    /// Keys pressed to scroll, and to change the window; none of either where it is 0.
    pub keys: usize,
    pub warm_up: PathBuf,
    /// How long a page may take to hold all of the series. One that did not come to an end within
    /// what the page's script waits for at a time is waited for again.
    pub patience: Duration,
}

/// The window presets that are gone through: key, and centre as the page then says it.
const PRESETS: [(&str, i32); 3] = [("2", 40), ("3", 480), ("1", -600)];

/// A page answers after so many keys: the slowest peer takes seconds for one, and no answer is
/// waited for longer than a minute.
const KEYS_AT_ONCE: usize = 3;

/// After this long no more keys are pressed: the slowest peer would take minutes for all of them.
const PRESSED_FOR: Duration = Duration::from_secs(40);

/// The drop that is measured: the first one warms the page up.
const MEASURED: u32 = 2;

/// The viewer's canvas in device pixels, so that a floor draws as many.
///
/// # Errors
/// Where the page does not open.
pub fn canvas_size(page: &mut Page, origin: &str, dropped: &Dropped) -> Result<[u64; 2]> {
    open(page, origin, [0, 0], &CONTESTANTS[VIEWER_WEBGPU])?;
    drop_and_wait(page, dropped, &dropped.warm_up, 1, true)?;
    page.evaluate("hand.settled()")?;
    let size = page.evaluate(
        "(() => { const { width, height } = document.querySelector('.canvas-home canvas'); \
         return [width, height]; })()",
    )?;
    let number = |at: usize| size[at].as_u64().context("the viewer has no canvas");
    Ok([number(0)?, number(1)?])
}

/// Measures one page.
///
/// # Errors
/// Where it does not do what is measured.
pub fn measure(
    page: &mut Page,
    origin: &str,
    canvas: [u64; 2],
    contestant: &Contestant,
    dropped: &Dropped,
) -> Result<Figures> {
    open(page, origin, canvas, contestant)?;
    drop_and_wait(page, dropped, &dropped.warm_up, 1, contestant.draws)?;
    page.evaluate("document.querySelector('[data-action=close]')?.click()")?;
    page.wait_until("!('closing' in document.body.dataset)")?;

    let mut figures = Figures::default();
    let load = |page: &mut Page| {
        drop_and_wait(page, dropped, &dropped.series, MEASURED, contestant.draws)?;
        Ok(vec![since_drop(page, "all-decoded", MEASURED)?])
    };
    figures.load = stretch(page, load)?;
    if contestant.draws {
        figures.first_image_ms = Some(since_drop(page, "first-image", MEASURED)?);
    }
    if contestant.draws && dropped.keys > 0 {
        press(page, &[json!(["Home", "slice", 1])])?;
        let scroll: Vec<Value> = (0..dropped.keys)
            .map(|at| json!(["ArrowDown", "slice", at + 2]))
            .collect();
        figures.scroll = Some(stretch(page, |page| press(page, &scroll))?);
        let presets = PRESETS.iter().cycle().take(dropped.keys);
        let window: Vec<Value> = presets
            .map(|(key, center)| json!([key, "windowCenter", center]))
            .collect();
        figures.window = Some(stretch(page, |page| press(page, &window))?);
    }
    Ok(figures)
}

/// Opens a contestant's page, with the hand that drives it.
///
/// # Errors
/// Where it does not open.
pub fn open(
    page: &mut Page,
    origin: &str,
    [width, height]: [u64; 2],
    contestant: &Contestant,
) -> Result<()> {
    let address = contestant
        .address
        .replace("{width}", &width.to_string())
        .replace("{height}", &height.to_string());
    page.open(&format!("{origin}{address}"))?;
    page.wait_until(
        "document.querySelector('[data-viewport]') !== null || 'ready' in document.body.dataset",
    )?;
    page.call(
        "Performance.enable",
        &json!({ "timeDomain": "threadTicks" }),
    )?;
    page.evaluate(include_str!("pages/hand.js")).map(drop)
}

/// Drops a folder and waits until all of it is held, and something of it is seen.
///
/// # Errors
/// Where the page refuses it, or takes too long.
pub fn drop_and_wait(
    page: &mut Page,
    dropped: &Dropped,
    folder: &Path,
    drop: u32,
    draws: bool,
) -> Result<()> {
    page.drop_files((640.0, 400.0), &[folder])?;
    let deadline = Instant::now() + dropped.patience;
    while let Err(error) = since_drop(page, "all-decoded", drop) {
        // A page whose thread is busy for longer does not even answer.
        let said = format!("{error:#}");
        let is_at_it = said.contains("no all-decoded") || said.contains("no answer");
        if Instant::now() > deadline || !is_at_it {
            return Err(error);
        }
    }
    if draws {
        since_drop(page, "first-image", drop)?;
    }
    page.evaluate("hand.settled()")?;
    Ok(())
}

fn since_drop(page: &mut Page, mark: &str, drop: u32) -> Result<f64> {
    let time = page.evaluate(&format!("hand.sinceDrop('{mark}', {drop})"))?;
    time.as_f64().with_context(|| format!("no {mark}"))
}

fn press(page: &mut Page, steps: &[Value]) -> Result<Vec<f64>> {
    let mut all = Vec::with_capacity(steps.len());
    let deadline = Instant::now() + PRESSED_FOR;
    for some in steps.chunks(KEYS_AT_ONCE) {
        if Instant::now() > deadline {
            break;
        }
        let times = page.evaluate(&format!("hand.press({})", json!(some)))?;
        let times = times.as_array().context("no times")?;
        all.extend(times.iter().filter_map(Value::as_f64));
    }
    Ok(all)
}

/// Does something, and says what it took.
fn stretch(page: &mut Page, work: impl FnOnce(&mut Page) -> Result<Vec<f64>>) -> Result<Stretch> {
    let (work_before, thread_before) = (counted(page)?, page_thread_ms(page)?);
    let times_ms = work(page)?;
    Ok(Stretch {
        times_ms,
        page_thread_ms: page_thread_ms(page)? - thread_before,
        work: counted(page)?.since(work_before),
    })
}

fn counted(page: &mut Page) -> Result<Work> {
    let work = page.evaluate("JSON.parse(document.body.dataset.work)")?;
    Ok(Work::from_json(&work))
}

/// Processor time of the page's own thread since it began.
fn page_thread_ms(page: &mut Page) -> Result<f64> {
    let answer = page.call("Performance.getMetrics", &json!({}))?;
    let metrics = answer["metrics"].as_array().context("no metrics")?;
    let task = metrics
        .iter()
        .find(|metric| metric["name"] == "TaskDuration");
    let seconds = task.and_then(|metric| metric["value"].as_f64());
    Ok(seconds.context("no TaskDuration")? * 1000.0)
}
