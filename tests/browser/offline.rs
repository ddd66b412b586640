//! Without a network: the page's files are kept, of each build those that its pages need, and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rars::{ArchiveVersion, Builder};
use serde_json::json;
use xtask::browser::{Result, Scratch};
use xtask::stamp::sha256;

use crate::lab::{self, Lab, RENDERERS};
use crate::synthetic_files;

const KEPT: &str = "document.body.dataset.offline === 'ready'";

/// What stands in all caches of the browser, by name of the cache and path.
const ALL_THAT_IS_KEPT: &str = "(async () => { const all = []; \
    for (const name of await caches.keys()) { \
        for (const { url } of await (await caches.open(name)).keys()) { \
            all.push([name, url.slice(location.origin.length + 1)]); } } \
    return all; })()";

#[test]
fn without_a_network_it_starts_again_and_reads() {
    lab::run("offline", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 5)?;
        let archive = rar(&lab.scratch, 7)?;
        // Of the two the one is kept that is used.
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.wait(KEPT)?;
        }
        lab.server.stop();
        for renderer in RENDERERS {
            lab.open(renderer)?;
            for (dropped, slices) in [(&folder, "5"), (&archive, "7")] {
                lab.load(&[dropped])?;
                assert_eq!(lab.problems()?, [], "{renderer}");
                assert_eq!(lab.data(0, "slices")?, slices, "{renderer}");
                lab.press("i")?;
                lab.button("close")?;
            }
        }
        Ok(())
    });
}

#[test]
fn it_keeps_to_its_folder() {
    lab::run("offline_subfolder", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 3)?;
        for file in lab::listed() {
            let bytes = fs::read(lab::dist().join(&file))?;
            lab.server.replace(&format!("/teaching/ct/{file}"), bytes);
            lab.server.replace(&format!("/{file}"), "not here");
        }
        lab.open_at("/teaching/ct/")?;
        lab.wait(KEPT)?;
        let outside = "fetch('/').then(answer => answer.text(), () => 'no network')";
        assert_eq!(lab.evaluate(outside)?, "not here");
        lab.server.stop();
        assert_eq!(lab.evaluate(outside)?, "no network");
        lab.open_at("/teaching/ct/")?;
        lab.load(&[&folder])?;
        assert_eq!(lab.data(0, "state")?, "ready");
        Ok(())
    });
}

#[test]
fn an_update_leaves_what_is_open_and_comes_with_the_next_visit() {
    lab::run("offline_update", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 5)?;
        let other = synthetic_files::other_stack(&lab.scratch, 4)?;
        lab.open("webgl2")?;
        lab.wait(KEPT)?;
        let before = build(lab)?;
        lab.load(&[&folder])?;
        lab.press("End")?;
        let next = serve_another_build(lab);
        lab.evaluate(
            "navigator.serviceWorker.getRegistration().then(it => it.update()).then(() => 0)",
        )?;
        lab.wait(
            "document.querySelector('[data-new-version]').textContent.includes('next visit')",
        )?;

        lab.server.stop();
        assert_eq!(build(lab)?, before);
        assert_eq!(lab.data(0, "slice")?, "5");
        // Its workers are of its own build, also those that start now.
        lab.button("close")?;
        lab.load(&[&rar(&lab.scratch, 7)?, &other])?;
        assert_eq!(lab.problems()?, []);
        assert_eq!(builds_kept(lab)?, BTreeSet::from([before, next.clone()]));

        lab.open("webgl2")?;
        assert_eq!(build(lab)?, next);
        lab.load(&[&folder])?;
        assert_eq!(lab.data(0, "state")?, "ready");
        lab.wait_for("the first build to be forgotten", |lab| {
            Ok(builds_kept(lab)? == BTreeSet::from([next.clone()]))
        })?;
        assert_eq!(
            lab.evaluate("document.querySelector('[data-new-version]').textContent")?,
            ""
        );
        Ok(())
    });
}

/// Half a build on the server is none: the whole one before stays.
#[test]
fn files_of_two_builds_are_not_mixed() {
    lab::run("offline_mixed", |lab| {
        lab.open("webgl2")?;
        lab.wait(KEPT)?;
        let before = build(lab)?;
        serve_another_build(lab);
        let index = fs::read(lab::dist().join("index.html"))?;
        lab.server.replace("/index.html", index);
        lab.evaluate(
            "navigator.serviceWorker.getRegistration().then(it => it.update())\
             .then(it => new Promise(done => { \
                 it.installing.onstatechange = ({ target }) => done(target.state); }))",
        )
        .map(|state| assert_eq!(state, "redundant"))?;
        lab.server.stop();
        lab.open("webgl2")?;
        assert_eq!(build(lab)?, before);
        Ok(())
    });
}

#[test]
fn nothing_is_kept_or_answered_but_files_of_the_build() {
    lab::run("offline_listed", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 3)?;
        lab.open("webgl2")?;
        lab.wait(KEPT)?;
        lab.load(&[&folder])?;
        for (address, options) in [
            ("files.json", json!({})),
            ("index.html?patient=1", json!({})),
            ("index.html", json!({ "method": "POST", "body": "patient" })),
        ] {
            let before = lab.server.requests().len();
            lab.evaluate(&format!(
                "fetch({}, {options}).then(() => 0)",
                json!(address)
            ))?;
            let asked: Vec<String> = lab.server.requests()[before..]
                .iter()
                .map(|request| request.path.clone())
                .collect();
            // The server answers, and not the service worker.
            assert_eq!(asked.len(), 1, "{address}: {asked:?}");
        }
        let kept = lab.evaluate(ALL_THAT_IS_KEPT)?;
        let kept = kept.as_array().unwrap().iter();
        let kept: BTreeSet<String> = kept.map(|it| it[1].as_str().unwrap().to_owned()).collect();
        let mut expected = lab::listed();
        expected.retain(|path| path != "sw.js" && !path.starts_with("page-webgpu"));
        // The page is kept as what the folder answers.
        expected.remove("index.html");
        expected.insert(String::new());
        assert_eq!(kept, expected);
        Ok(())
    });
}

#[test]
fn the_service_worker_asks_nobody_else() {
    lab::run("offline_elsewhere", |lab| {
        lab.open("webgl2")?;
        lab.wait(KEPT)?;
        let session = service_worker(lab, "sw.js")?;
        let is_reached = |lab: &Lab, what: &str| {
            let requests = lab.server.requests();
            requests.iter().any(|request| request.target.contains(what))
        };
        let ask = "fetch('http://elsewhere.test/asked').then(() => 'sent', () => 'refused')";
        assert_eq!(lab.page.evaluate_in(&session, ask)?, "refused");
        assert!(!is_reached(lab, "elsewhere.test"));

        // Without the server's header the browser lets it ask anybody: then it is its own code that does not.
        let script = fs::read(lab::dist().join("sw.js"))?;
        lab.server.replace("/without-policy.js", script);
        lab.evaluate("navigator.serviceWorker.register('without-policy.js').then(() => 0)")?;
        let session = service_worker(lab, "without-policy.js")?;
        let pass = |url: String| {
            format!(
                "dispatchEvent(new FetchEvent('fetch', {{ request: new Request({}) }}))",
                json!(url)
            )
        };
        for url in [
            "http://elsewhere.test/passed-0123456789abcdef.js".to_owned(),
            format!("{}/patient.dcm", lab.server.origin()),
            format!("{}/?patient=1", lab.server.origin()),
        ] {
            lab.page.evaluate_in(&session, &pass(url))?;
        }
        // This test sees what is answered and what is sent.
        let own = format!("{}/none-0123456789abcdef.js", lab.server.origin());
        lab.page.evaluate_in(&session, &pass(own))?;
        lab.wait_for("a file by its content", |lab| Ok(is_reached(lab, "/none-")))?;
        lab.page.evaluate_in(&session, ask)?;
        assert!(is_reached(lab, "elsewhere.test/asked"));
        assert!(!is_reached(lab, "passed") && !is_reached(lab, "patient"));
        Ok(())
    });
}

#[test]
fn it_can_be_installed_and_opens_what_the_system_hands_over() {
    lab::run("offline_installed", |lab| {
        lab.page.before_load(
            "Object.defineProperty(globalThis, 'launchQueue', \
                 { value: { setConsumer(take) { globalThis.launch = take; } } }); \
             globalThis.matchMedia = ((ask) => (query) => query === '(display-mode: standalone)' \
                 ? { matches: true } : ask(query))(globalThis.matchMedia.bind(globalThis)); \
             globalThis.setTimeout = ((set) => (act, after, ...more) => \
                 after > 2500 ? 0 : set(act, after, ...more))(globalThis.setTimeout.bind(globalThis));",
        )?;
        lab.open("webgl2")?;
        let manifest = lab.page.call("Page.getAppManifest", &json!({}))?;
        assert_eq!(manifest["errors"], json!([]));
        assert!(
            manifest["url"]
                .as_str()
                .unwrap()
                .ends_with("/manifest.webmanifest")
        );
        let obstacles = lab.page.call("Page.getInstallabilityErrors", &json!({}))?;
        let others = obstacles["installabilityErrors"].as_array().unwrap().iter();
        // The tests' browser lends its page a window without a history.
        let others: Vec<_> = others
            .filter(|it| it["errorId"] != "in-incognito")
            .collect();
        assert_eq!(others, Vec::<&serde_json::Value>::new());

        // What is opened with the viewer does not wait until it is idle: no timer of that length ends here.
        lab.wait("globalThis.launch !== undefined")?;
        let slices: Vec<Vec<u8>> = (0..2).map(synthetic_files::one).collect();
        lab.evaluate(&format!(
            "launch({{ files: {}.map((bytes, n) => ({{ getFile: async () => \
             new File([new Uint8Array(bytes)], `${{n}}.dcm`) }})) }}), 0",
            json!(slices)
        ))?;
        lab.wait("document.querySelector('[data-viewport]').dataset.slices === '2'")?;
        assert_eq!(lab.problems()?, []);
        Ok(())
    });
}

/// A RAR of a series.
fn rar(scratch: &Scratch, slices: usize) -> Result<PathBuf> {
    let mut archive = Builder::new(ArchiveVersion::Rar50);
    for index in 0..slices {
        let name = format!("patient/{index}.dcm").into_bytes();
        archive.add_bytes(name, synthetic_files::one(index), None, None)?;
    }
    scratch.write("patient.rar", &archive.to_bytes()?)
}

/// The build of the page that is open.
fn build(lab: &mut Lab) -> Result<String> {
    let id = lab.evaluate("document.querySelector('meta[name=build-id]').content")?;
    Ok(id.as_str().unwrap_or_default().to_owned())
}

/// The builds of which something is kept.
fn builds_kept(lab: &mut Lab) -> Result<BTreeSet<String>> {
    let names =
        lab.evaluate("caches.keys().then(names => names.map(name => name.split(' ').at(-1)))")?;
    let names = names.as_array().unwrap().iter();
    Ok(names.map(|it| it.as_str().unwrap().to_owned()).collect())
}

/// Has the server give out a build that differs in its id, and so in its worker and its page.
fn serve_another_build(lab: &Lab) -> String {
    let read = |path: &Path| fs::read_to_string(lab::dist().join(path)).unwrap();
    let page = read(Path::new("index.html"));
    let (worker, script) = lab::worker_script();
    let worker = worker.trim_start_matches('/');
    let id = page.split("name=\"build-id\" content=\"").nth(1).unwrap();
    let id = &id[..16];
    let next = "feedfacefeedface";

    let other_script = script.replace(id, next);
    let other_worker = format!("worker-{}.js", &sha256(other_script.as_bytes())[..16]);
    let other_page = page.replace(id, next).replace(worker, &other_worker);
    let mut service_worker = read(Path::new("sw.js")).replace(id, next);
    for (path, text, other_path, other_text) in [
        ("index.html", &page, "index.html", &other_page),
        (worker, &script, &other_worker, &other_script),
    ] {
        let line = |path: &str, text: &str| format!("{}", json!([path, sha256(text.as_bytes())]));
        let known = line(path, text);
        assert!(service_worker.contains(&known), "{known}");
        service_worker = service_worker.replace(&known, &line(other_path, other_text));
    }
    lab.server
        .replace(&format!("/{worker}"), "of the build before");
    lab.server
        .replace(&format!("/{other_worker}"), other_script);
    lab.server.replace("/index.html", other_page);
    lab.server.replace("/sw.js", service_worker);
    next.to_owned()
}

/// Waits for a service worker by its file, and attaches to it.
fn service_worker(lab: &mut Lab, file: &str) -> Result<String> {
    let url = format!("{}/{file}", lab.server.origin());
    let mut session = None;
    lab.wait_for("the service worker", |lab| {
        session = lab.page.service_worker(&url)?;
        Ok(session.is_some())
    })?;
    Ok(session.unwrap_or_default())
}
