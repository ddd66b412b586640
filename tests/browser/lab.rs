//! What every test here starts from: a server, which is also the browser's only way out and
//! keeps a record, a browser, and a folder for files to drop.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs, thread};

use serde_json::{Value, json};
use xtask::browser::{Options, Page, Picture, Rect, Result, Scratch, Target};
use xtask::serve::{Server, Site};

use crate::reference::{Difference, Grey};

/// Both renderers, as `?renderer=` names them.
pub const RENDERERS: [&str; 2] = ["webgl2", "webgpu"];

pub struct Lab {
    name: &'static str,
    pub page: Page,
    pub server: Server,
    pub scratch: Scratch,
}

/// Runs a test. Where it fails, a screenshot, the console and the request log are kept.
pub fn run(name: &'static str, test: impl FnOnce(&mut Lab) -> Result<()>) {
    run_with(name, Options::default(), test);
}

/// Runs a test in a browser started in a certain way.
pub fn run_with(name: &'static str, options: Options, test: impl FnOnce(&mut Lab) -> Result<()>) {
    let server = Server::start(0, Site::of(dist())).unwrap();
    let options = Options {
        proxy: Some(server.port()),
        ..options
    };
    let page = Page::start(&options).unwrap();
    let scratch = Scratch::new(name).unwrap();
    let mut lab = Lab {
        name,
        page,
        server,
        scratch,
    };
    if let Err(error) = test(&mut lab) {
        panic!("{error:#}");
    }
}

/// The built page that is tested.
pub fn dist() -> PathBuf {
    let dist = env::var_os("HOUNSFIELD_DIST").map_or_else(xtask::dist::folder, PathBuf::from);
    assert!(
        dist.join("index.html").is_file(),
        "no page in {}: cargo xtask dist",
        dist.display()
    );
    dist
}

/// Path and text of the worker's script in the build.
pub fn worker_script() -> (String, String) {
    let path = listed()
        .into_iter()
        .find(|path| {
            path.starts_with("worker-") && !path.starts_with("worker-far-") && path.ends_with(".js")
        })
        .unwrap();
    let text = fs::read_to_string(dist().join(&path)).unwrap();
    (format!("/{path}"), text)
}

/// The files of the build, as `files.json` lists them.
pub fn listed() -> BTreeSet<String> {
    let text = fs::read(dist().join("files.json")).unwrap();
    let list: Value = serde_json::from_slice(&text).unwrap();
    let files = list["files"].as_array().unwrap();
    files
        .iter()
        .map(|file| file["path"].as_str().unwrap().to_owned())
        .collect()
}

/// A file among the shared real data; `None`, and a line to say so, where it is not there.
pub fn shared_data(name: &str) -> Option<PathBuf> {
    let path = xtask::root().join("../shared/data").join(name);
    if path.is_file() {
        return Some(path);
    }
    eprintln!("SKIPPED: {} is not there", path.display());
    None
}

impl Lab {
    /// Opens the page with one of the renderers and waits until it can take files.
    pub fn open(&mut self, renderer: &str) -> Result<()> {
        self.open_at(&format!("/?renderer={renderer}"))?;
        self.wait(&format!(
            "document.body.dataset.renderer === {}",
            json!(renderer)
        ))
    }

    pub fn open_at(&mut self, path: &str) -> Result<()> {
        let url = format!("{}{path}", self.server.origin());
        self.page.open(&url)?;
        self.wait("document.querySelector('[data-viewport]') !== null")
    }

    pub fn wait(&mut self, expression: &str) -> Result<()> {
        self.page.wait_until(expression)
    }

    /// Waits until something that is seen from outside of the page is so.
    pub fn wait_for(
        &mut self,
        what: &str,
        mut is_so: impl FnMut(&mut Self) -> Result<bool>,
    ) -> Result<()> {
        let deadline = Instant::now() + xtask::browser::page::STATE_WITHIN;
        while !is_so(self)? {
            assert!(Instant::now() < deadline, "waited in vain for {what}");
            // A frame of the page is the pause between two looks.
            self.evaluate("new Promise(done => requestAnimationFrame(() => done(0)))")?;
        }
        Ok(())
    }

    /// The page's workers, once there is one.
    pub fn workers(&mut self) -> Result<Vec<Target>> {
        self.wait_for("a worker", |lab| Ok(!lab.page.workers()?.is_empty()))?;
        self.page.workers()
    }

    pub fn evaluate(&mut self, expression: &str) -> Result<Value> {
        self.page.evaluate(expression)
    }

    /// Drops files or folders on the middle of the page.
    pub fn drop_files(&mut self, paths: &[&Path]) -> Result<()> {
        self.page.drop_files((640.0, 400.0), paths)
    }

    /// Drops, and waits until every frame that the budget holds is decoded.
    pub fn load(&mut self, paths: &[&Path]) -> Result<()> {
        let before = self.evaluate("performance.getEntriesByName('all-decoded').length")?;
        self.drop_files(paths)?;
        self.wait(&format!(
            "performance.getEntriesByName('all-decoded').length > {before}"
        ))?;
        self.settle()
    }

    /// Waits until what was done last is on the screen: whatever is dirty is drawn by the next
    /// frame and written to the page in the one after. Views that come later are there by then.
    pub fn settle(&mut self) -> Result<()> {
        let frames = "new Promise(done => { let left = 4; \
             const next = () => left-- ? requestAnimationFrame(next) : done(true); next(); })";
        self.evaluate(frames)?;
        self.wait(
            "[...document.querySelectorAll('[data-viewport]')].every(pane => \
             pane.dataset.state !== 'loading' && \
             (pane.dataset.series === undefined || document.body.dataset.later === 'here') && \
             (pane.dataset.wanted ?? '') === (pane.dataset.slice ?? ''))",
        )
    }

    /// A `data-*` value of a pane, as text; empty where it is not there.
    pub fn data(&mut self, pane: usize, name: &str) -> Result<String> {
        let expression = format!(
            "document.querySelectorAll('[data-viewport]')[{pane}].dataset[{}] ?? ''",
            json!(name)
        );
        Ok(self
            .evaluate(&expression)?
            .as_str()
            .unwrap_or_default()
            .to_owned())
    }

    /// A `data-*` value of a pane, as a number.
    pub fn number(&mut self, pane: usize, name: &str) -> Result<f64> {
        let text = self.data(pane, name)?;
        Ok(text
            .parse()
            .unwrap_or_else(|_| panic!("data-{name} is {text:?}")))
    }

    /// Presses a key and waits until its picture is on the screen.
    pub fn press(&mut self, key: &str) -> Result<()> {
        self.page.key(key)?;
        self.settle()
    }

    /// Goes through the series with the keys until a pane shows the one asked for.
    pub fn go_to_series(&mut self, pane: usize, wanted: &str) -> Result<()> {
        let number = |name: &str| name.trim_start_matches('s').parse::<usize>().unwrap();
        loop {
            let shown = self.data(pane, "series")?;
            if shown == wanted {
                return Ok(());
            }
            let forward = number(&shown) < number(wanted);
            self.press(if forward { "ArrowRight" } else { "ArrowLeft" })?;
            assert_ne!(self.data(pane, "series")?, shown, "on the way to {wanted}");
        }
    }

    /// Presses the button of an action, for example `one-to-one`.
    pub fn button(&mut self, action: &str) -> Result<()> {
        self.click_in_menu(&format!("[data-action={action}]"))?;
        self.settle()
    }

    /// Clicks on what may lie in a menu of the bar, which is opened for it and closed again.
    pub fn click_in_menu(&mut self, selector: &str) -> Result<()> {
        let menu = format!("document.querySelector('{selector}').closest('.bar details')");
        let was_open = self.evaluate(&format!("({menu})?.open ?? true"))?;
        let open = |on: &str| format!("({menu}) && (({menu}).open = {on}, 0)");
        self.evaluate(&open("true"))?;
        self.page.click_on(selector)?;
        if was_open == false {
            self.evaluate(&open("false"))?;
        }
        Ok(())
    }

    /// Where a pane lies in the page.
    pub fn pane(&mut self, pane: usize) -> Result<Rect> {
        let expression = format!(
            "(() => {{ const r = document.querySelectorAll('[data-viewport]')[{pane}]\
             .getBoundingClientRect(); return [r.x, r.y, r.width, r.height]; }})()"
        );
        let values = self.evaluate(&expression)?;
        let number = |index: usize| values[index].as_f64().unwrap_or_default();
        Ok(Rect {
            x: number(0),
            y: number(1),
            width: number(2),
            height: number(3),
        })
    }

    /// The pixels of a pane without the texts over it.
    pub fn picture(&mut self, pane: usize) -> Result<Picture> {
        let rect = self.pane(pane)?;
        self.bare_picture(rect)
    }

    /// How the middle of a pane differs from what it must show there at 1:1.
    pub fn difference(&mut self, pane: usize, expected: &Grey) -> Result<Difference> {
        let Rect {
            x,
            y,
            width,
            height,
        } = self.pane(pane)?;
        // A pixel more to each side, for an odd rest.
        let size = [expected.columns, expected.rows]
            .map(|size| f64::from(u32::try_from(size + 2).unwrap()));
        let middle = Rect {
            x: x + ((width - size[0]) / 2.0).floor().max(0.0),
            y: y + ((height - size[1]) / 2.0).floor().max(0.0),
            width: size[0].min(width),
            height: size[1].min(height),
        };
        Ok(expected.compare(&self.bare_picture(middle)?))
    }

    /// The texts over the panes are hidden once and stay so: what they say is in the page still.
    fn bare_picture(&mut self, part: Rect) -> Result<Picture> {
        self.evaluate(
            "if (!globalThis.bare) { \
             globalThis.bare = new CSSStyleSheet(); \
             bare.replaceSync('[data-viewport] > * { visibility: hidden }'); \
             document.adoptedStyleSheets = [bare]; }",
        )?;
        self.page.picture(part)
    }

    /// Path and kind of every problem that is named, by path.
    pub fn problems(&mut self) -> Result<Vec<(String, String)>> {
        let listed = self.evaluate(
            "[...document.querySelectorAll('[data-problem]')]\
             .map(line => [line.dataset.path, line.dataset.problemKind])",
        )?;
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let pairs = listed.as_array().into_iter().flatten();
        let mut problems: Vec<_> = pairs.map(|pair| (text(&pair[0]), text(&pair[1]))).collect();
        problems.sort();
        Ok(problems)
    }

    /// Counted work or memory (`data-work`, `data-memory` of the body).
    pub fn counted(&mut self, what: &str) -> Result<Value> {
        self.evaluate(&format!(
            "JSON.parse(document.body.dataset[{}])",
            json!(what)
        ))
    }

    /// Whether the server was asked for a path.
    pub fn is_asked_for(&self, path: &str) -> bool {
        self.server.requests().iter().any(|it| it.path == path)
    }

    /// Keeps what can be seen of a failure, and says where.
    fn keep_traces(&mut self) -> Result<PathBuf> {
        let folder = xtask::root().join("target/browser").join(self.name);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("console.txt"), self.page.console().join("\n"))?;
        let requests = self.server.requests();
        let lines: Vec<String> = requests
            .iter()
            .map(|it| {
                format!(
                    "{} {} {} {}",
                    it.status, it.method, it.target, it.body_length
                )
            })
            .collect();
        fs::write(folder.join("requests.txt"), lines.join("\n"))?;
        fs::write(folder.join("browser.txt"), self.page.browser_log())?;
        let state = self.page.evaluate("document.documentElement.outerHTML")?;
        fs::write(folder.join("page.html"), state.as_str().unwrap_or_default())?;
        fs::write(
            folder.join("screenshot.png"),
            self.page.screenshot_png(None)?,
        )?;
        Ok(folder)
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        if thread::panicking() {
            match self.keep_traces() {
                Ok(folder) => eprintln!("{}: traces are in {}", self.name, folder.display()),
                Err(error) => eprintln!("{}: no traces: {error:#}", self.name),
            }
        }
    }
}
