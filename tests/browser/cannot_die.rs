//! What breaks is mended or named: the graphics device, a worker, the page itself.

use xtask::browser::{Picture, Result};

use crate::lab::{self, Lab, RENDERERS};
use crate::synthetic_files;

const SLICES: usize = 8;

/// Keeps every WebGPU device that the page asks for where a test can reach it.
const KEEP_DEVICES: &str = "globalThis.devices = []; \
    if (globalThis.GPUAdapter) { \
        const ask = GPUAdapter.prototype.requestDevice; \
        GPUAdapter.prototype.requestDevice = async function (...how) { \
            const device = await ask.apply(this, how); devices.push(device); return device; \
        }; \
    }";

#[test]
fn a_lost_webgl2_context_comes_back_with_the_same_picture() {
    lose_device(
        "lost_webgl2",
        "webgl2",
        "document.querySelector('.canvas-home canvas').getContext('webgl2')\
         .getExtension('WEBGL_lose_context').loseContext()",
    );
}

#[test]
fn a_destroyed_webgpu_device_comes_back_with_the_same_picture() {
    lose_device("lost_webgpu", "webgpu", "devices.at(-1).destroy()");
}

fn lose_device(name: &'static str, renderer: &str, lose: &str) {
    lab::run(name, |lab| {
        let folder = synthetic_files::stack(&lab.scratch, SLICES)?;
        lab.page.before_load(KEEP_DEVICES)?;
        lab.open(renderer)?;
        lab.load(&[&folder])?;
        lab.press("PageDown")?;
        let before = lab.picture(0)?;
        assert!(is_a_picture(&before));
        let drawn = lab.number(0, "drawn")?;
        lab.evaluate("document.querySelector('.canvas-home canvas').dataset.old = 'true'; 0")?;
        lab.evaluate(&format!("{lose}; 0"))?;
        lab.wait("document.querySelector('.canvas-home canvas:not([data-old])') !== null")?;
        lab.wait(&format!(
            "Number(document.querySelector('[data-viewport]').dataset.drawn) > {drawn}"
        ))?;
        lab.settle()?;
        assert!(lab.picture(0)? == before, "another picture after the loss");
        // And it is alive: the next slice is another picture.
        lab.press("Home")?;
        assert!(lab.picture(0)? != before);
        lab.press("End")?;
        assert!(lab.picture(0)? == before);
        Ok(())
    });
}

/// More than one grey in it.
fn is_a_picture(picture: &Picture) -> bool {
    let first = picture.pixels().first();
    picture.pixels().iter().any(|pixel| Some(pixel) != first)
}

#[test]
fn a_worker_that_hangs_costs_one_file() {
    lose_worker("worker_hangs", "for (;;) {}", "worker-silent");
}

#[test]
fn a_worker_that_ends_itself_costs_one_file() {
    lose_worker("worker_ends", "self.close()", "worker-silent");
}

#[test]
fn a_worker_that_breaks_down_costs_one_file() {
    let fail = "onmessage = () => { throw new Error('broken') }; 0";
    lose_worker("worker_breaks", fail, "worker-died");
}

/// One worker goes wrong; whatever job it has then is never answered.
fn lose_worker(name: &'static str, go_wrong: &str, kind: &str) {
    lab::run(name, |lab| {
        let folder = synthetic_files::stack(&lab.scratch, SLICES)?;
        lab.open_at("/")?;
        let workers = lab.workers()?;
        wait_for_hello(lab)?;
        lab.page.start_in(&workers[0].session, go_wrong)?;
        lab.load(&[&folder])?;
        let problems = lab.problems()?;
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].1, kind);
        assert_eq!(lab.data(0, "slices")?, (SLICES - 1).to_string());
        assert_eq!(lab.data(0, "state")?, "ready");
        Ok(())
    });
}

/// A worker that has its module's exports has said Hello.
fn wait_for_hello(lab: &mut Lab) -> Result<()> {
    let folder = synthetic_files::other_stack(&lab.scratch, 2)?;
    lab.load(&[&folder])?;
    lab.evaluate("document.querySelector('[data-action=close]').click()")?;
    lab.settle()
}

#[test]
fn a_page_that_traps_says_so_and_offers_a_report_without_names() {
    lab::run("page_traps", |lab| {
        lab.page.before_load(
            "navigator.clipboard.writeText = async text => { globalThis.copied = text; }",
        )?;
        let folder = synthetic_files::stack(&lab.scratch, SLICES)?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            trap(lab, renderer)?;
        }
        Ok(())
    });
}

fn trap(lab: &mut Lab, renderer: &str) -> Result<()> {
    // The script's own entry hands out the exports of the module that runs.
    lab.evaluate(&format!(
        "(async () => {{ \
             const page = document.querySelector('meta[name=page-{renderer}]').content; \
             const {{ memory }} = await (await import(new URL(page, document.baseURI))).default(); \
             new Uint8Array(memory.buffer).fill(0xff); return true; }})()"
    ))?;
    lab.page.key("ArrowDown")?;
    lab.wait("document.querySelector('#boot h1')?.textContent.includes('stopped') ?? false")?;
    let build = lab.evaluate("document.querySelector('meta[name=build-id]').content")?;
    let build = build.as_str().unwrap_or_default().to_owned();
    assert_eq!(build.len(), 16);
    let panel = lab.evaluate("document.getElementById('boot').innerText")?;
    assert!(panel.as_str().unwrap_or_default().contains(&build));
    lab.evaluate(
        "[...document.querySelectorAll('#boot button')]\
             .find(button => button.textContent.includes('Copy')).click()",
    )?;
    lab.wait("typeof copied === 'string'")?;
    let report = lab.evaluate("copied")?;
    let report = report.as_str().unwrap_or_default();
    assert!(
        report.contains(&build) && report.contains(renderer),
        "{report}"
    );
    assert!(report.contains("RuntimeError"), "{report}");
    assert!(
        !report.contains("stack/") && !report.contains(".dcm"),
        "{report}"
    );
    Ok(())
}

#[test]
fn a_worker_of_another_build_is_noticed() {
    lab::run("another_build", |lab| {
        let (path, script) = lab::worker_script();
        let at = script.rfind("buildId = \"").unwrap() + "buildId = \"".len();
        let other = format!(
            "{}{}{}",
            &script[..at],
            "0123456789abcdef",
            &script[at + 16..]
        );
        lab.server.replace(&path, other);
        lab.open_at("/")?;
        lab.wait("document.body.innerText.includes('The viewer was updated: reload')")
    });
}
