//! The panel of privacy says what the server and the browser have seen.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use xtask::browser::Result;

use crate::lab::{self, Lab};
use crate::synthetic_files;

const PANEL: &str = "[data-panel=privacy]";

fn text(lab: &mut Lab, selector: &str) -> Result<String> {
    let value = lab.evaluate(&format!(
        "document.querySelector({}).textContent",
        json!(selector)
    ))?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}

fn count(lab: &mut Lab, selector: &str, name: &str) -> Result<Value> {
    lab.evaluate(&format!(
        "Number(document.querySelector({}).dataset[{}])",
        json!(selector),
        json!(name)
    ))
}

/// Opens the panel, or looks again, and waits for the account.
fn look(lab: &mut Lab, action: &str) -> Result<()> {
    lab.page.click_on(&format!("[data-action={action}]"))?;
    lab.wait(&format!(
        "document.querySelector('{PANEL} [data-requests]') !== null"
    ))
}

#[test]
fn it_names_what_was_asked_for_and_nothing_else() {
    lab::run("privacy_requests", |lab| {
        let folder = synthetic_files::named_stack(&lab.scratch, 3)?;
        lab.open("webgl2")?;
        lab.wait("document.body.dataset.offline === 'ready'")?;
        lab.load(&[&folder])?;
        let workers = lab.page.workers()?.len();
        look(lab, "privacy-here")?;
        assert_eq!(count(lab, "[data-requests]", "elsewhere")?, 0.0);
        assert_eq!(count(lab, "[data-requests]", "workers")?, json!(workers));
        let named = lab.evaluate(
            "[...document.querySelectorAll('[data-request]')].map(line => line.dataset.request)",
        )?;
        let named = named.as_array().unwrap().iter();
        let named: BTreeSet<String> = named
            .map(|it| it.as_str().unwrap().trim_start_matches("./").to_owned())
            .collect();
        let mut files = lab::listed();
        files.insert("?renderer=webgl2".to_owned());
        assert!(named.is_subset(&files), "{:?}", named.difference(&files));
        // The page, its modules, and what only workers ask for.
        let worker = lab::worker_script().0;
        for path in ["?renderer=webgl2", worker.trim_start_matches('/')] {
            assert!(named.contains(path), "{path} is not in {named:?}");
        }

        assert_eq!(
            text(lab, "[data-refused-attempts]")?,
            "It had nothing to refuse so far"
        );
        let policy = text(lab, "[data-policy]")?;
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        Ok(())
    });
}

#[test]
fn refusals_in_page_and_workers_are_counted() {
    lab::run("privacy_refused", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 3)?;
        lab.open("webgl2")?;
        lab.wait("document.body.dataset.offline === 'ready'")?;
        lab.load(&[&folder])?;
        let ask = "fetch('http://elsewhere.test/').catch(() => 0)";
        lab.evaluate(ask)?;
        let workers = lab.workers()?;
        lab.page.evaluate_in(&workers[0].session, ask)?;
        look(lab, "privacy-here")?;
        assert_eq!(
            text(lab, "[data-refused-attempts]")?,
            "It has refused 2 attempts so far"
        );
        lab.evaluate(ask)?;
        look(lab, "look-again")?;
        lab.wait(
            "document.querySelector('[data-refused-attempts]').textContent.includes('3 attempts')",
        )
    });
}

#[test]
fn it_tells_what_headers_hold_without_saying_it() {
    lab::run("privacy_headers", |lab| {
        let folder = synthetic_files::named_stack(&lab.scratch, 3)?;
        lab.open("webgl2")?;
        lab.load(&[&folder])?;
        look(lab, "privacy-here")?;
        lab.wait(&format!(
            "document.querySelector('{PANEL}').textContent.includes('3 of 3 headers are read')"
        ))?;
        // A name of the patient, and one in a sequence.
        assert_eq!(count(lab, "[data-identifies=names]", "count")?, 6.0);
        assert_eq!(count(lab, "[data-identifies=private]", "count")?, 3.0);
        let burned_in = text(lab, "[data-burned-in]")?;
        assert!(
            burned_in.ends_with("yes 0, no 0, not stated 3"),
            "{burned_in}"
        );
        let all = text(lab, PANEL)?;
        assert!(!all.contains(synthetic_files::PLANTED), "{all}");
        lab.page.key("Escape")?;
        lab.wait(&format!("document.querySelector('{PANEL}') === null"))?;
        assert_eq!(
            lab.evaluate("document.activeElement.dataset.action")?,
            "privacy-here"
        );
        // With nothing open it opens too.
        lab.button("close")?;
        look(lab, "privacy-here")?;
        lab.wait(&format!(
            "document.querySelector('{PANEL}').textContent.includes('0 of 0 headers are read')"
        ))
    });
}

#[test]
fn what_comes_into_the_last_line_leaves_its_height() {
    lab::run("privacy_line", |lab| {
        lab.open("webgl2")?;
        lab.wait("document.querySelector('[data-action=privacy-here]') !== null")?;
        let height = "document.querySelector('.legal').getBoundingClientRect().height";
        let with = lab.evaluate(height)?;
        lab.evaluate("document.querySelector('[data-action=privacy-here]').remove()")?;
        assert_eq!(lab.evaluate(height)?, with);
        Ok(())
    });
}

#[test]
fn licences_are_a_file_of_the_page() {
    lab::run("privacy_licences", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 3)?;
        lab.open("webgl2")?;
        lab.load(&[&folder])?;
        let file = "document.querySelector('[data-action=licences]').href";
        let address = lab.evaluate(file)?;
        let address = address.as_str().unwrap_or_default();
        let path = address.trim_start_matches(&lab.server.origin());
        assert!(
            lab::listed().contains(path.trim_start_matches('/')),
            "{path}"
        );
        let told = lab.evaluate(&format!("fetch({file}).then(it => it.text())"))?;
        let told = told.as_str().unwrap_or_default();
        for made_of in ["leptos 0.8", "wgpu 30", "icons of Lucide"] {
            assert!(told.contains(made_of), "{made_of}");
        }
        Ok(())
    });
}
