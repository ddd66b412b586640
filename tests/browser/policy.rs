//! The page's policy binds the page and each of its workers: what they ask of another origin is
//! refused by the browser itself and never sent.

use std::collections::BTreeSet;
use std::fs;

use xtask::browser::Result;

use crate::lab::{self, Lab};

/// Ways out of a page or a worker. Each settles, refused or not; WHO stands for who asks.
const EVERYWHERE: [&str; 3] = [
    "fetch('http://WHO.elsewhere.test/fetch').catch(() => {})",
    "import('http://WHO.elsewhere.test/import').catch(() => {})",
    "new Promise(done => { try { const socket = new WebSocket('ws://WHO.elsewhere.test/'); \
     socket.onerror = socket.onopen = done; } catch { done(); } })",
];

/// And those that only a page has.
const IN_THE_PAGE: [&str; 2] = [
    "navigator.sendBeacon('http://WHO.elsewhere.test/beacon', 'x')",
    "new Promise(done => { const image = new Image(); image.onerror = image.onload = done; \
     image.src = 'http://WHO.elsewhere.test/image'; })",
];

/// Counts what the browser refuses.
const COUNT_REFUSALS: &str = "globalThis.refusals = 0; \
    addEventListener('securitypolicyviolation', () => { refusals += 1; }); 0";

#[test]
fn page_and_workers_can_reach_no_other_origin() {
    lab::run("policy", |lab| {
        lab.open_at("/")?;
        let workers = ask_for_ways_out(lab)?;
        lab.wait(&format!(
            "refusals >= {}",
            EVERYWHERE.len() + IN_THE_PAGE.len()
        ))?;
        for worker in workers {
            let refused = lab.page.evaluate_in(&worker, "refusals")?;
            assert!(
                refused.as_u64() >= Some(EVERYWHERE.len() as u64),
                "{refused}"
            );
        }
        assert_eq!(reached(&lab.server), BTreeSet::new());
        Ok(())
    });
}

/// The same questions without the policy do get through: the test above would see them.
#[test]
fn without_the_policy_the_same_ways_are_open() {
    lab::run("policy_removed", |lab| {
        lab.server.replace("/index.html", index_without_policy());
        lab.open_at("/")?;
        ask_for_ways_out(lab)?;
        let expected = [
            "page: beacon",
            "page: fetch",
            "page: image",
            "page: import",
            "page: socket",
            "worker: fetch",
            "worker: import",
            "worker: socket",
        ];
        let expected: BTreeSet<String> = expected.map(str::to_owned).into();
        // A beacon and an image are sent when the browser likes.
        lab.wait_for("every way to be seen", |lab| {
            Ok(reached(&lab.server) == expected)
        })
    });
}

/// Asks the page and each worker; the sessions of the workers.
fn ask_for_ways_out(lab: &mut Lab) -> Result<Vec<String>> {
    lab.evaluate(COUNT_REFUSALS)?;
    for way in EVERYWHERE.iter().chain(&IN_THE_PAGE) {
        lab.evaluate(&asked(way, "page"))
            .map_err(|error| error.context(format!("the page, by {way}")))?;
    }
    let workers = lab.workers()?;
    for worker in &workers {
        // Started from a URL it would not inherit the policy.
        assert!(worker.url.starts_with("blob:"), "{worker:?}");
        lab.page.evaluate_in(&worker.session, COUNT_REFUSALS)?;
        for way in EVERYWHERE {
            lab.page
                .evaluate_in(&worker.session, &asked(way, "worker"))
                .map_err(|error| error.context(format!("a worker, by {way}")))?;
        }
    }
    Ok(workers.into_iter().map(|worker| worker.session).collect())
}

/// A way that is never answered is as good as refused: what counts is what the browser refused and
/// what the server heard.
fn asked(way: &str, who: &str) -> String {
    format!(
        "(async () => {{ \
         const late = new Promise(done => setTimeout(done, 5000)); \
         await Promise.race([late, {}]); return true; }})()",
        way.replace("WHO", who)
    )
}

/// Who reached another origin, and how.
fn reached(server: &xtask::serve::Server) -> BTreeSet<String> {
    let requests = server.requests();
    let elsewhere = requests.iter().filter_map(|request| {
        let (who, _) = request
            .authority
            .as_deref()?
            .split_once(".elsewhere.test")?;
        // A WebSocket goes through a proxy as a tunnel, and names no path.
        let way = if request.method == "CONNECT" {
            "socket"
        } else {
            &request.path[1..]
        };
        Some(format!("{who}: {way}"))
    });
    elsewhere.collect()
}

/// The built page with its policy taken out.
pub fn index_without_policy() -> String {
    let index = fs::read_to_string(lab::dist().join("index.html")).unwrap();
    let policy = index.find("Content-Security-Policy").unwrap();
    let start = index[..policy].rfind("<meta").unwrap();
    let end = policy + index[policy..].find('>').unwrap() + 1;
    format!("{}{}", &index[..start], &index[end..])
}
