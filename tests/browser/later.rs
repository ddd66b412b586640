//! Views that come later are a module of their own: a first picture does without it.

use crate::lab::{self, Lab};
use crate::synthetic_files;

/// Path and whole content of the later module of the page for WebGL2.
fn module() -> (String, Vec<u8>) {
    let path = lab::listed()
        .into_iter()
        .find(|path| path.starts_with("page-webgl2-later-"))
        .unwrap();
    let bytes = std::fs::read(lab::dist().join(&path)).unwrap();
    (format!("/{path}"), bytes)
}

fn is_asked_for(lab: &Lab, path: &str) -> bool {
    lab.server.requests().iter().any(|it| it.path == path)
}

#[test]
fn it_is_fetched_when_something_is_opened() {
    lab::run("later_opened", |lab| {
        let (path, _) = module();
        let folder = synthetic_files::stack(&lab.scratch, 3)?;
        // Neither does time bring it: what waits for a while never does.
        lab.page.before_load("globalThis.setTimeout = () => 0")?;
        lab.open("webgl2")?;
        assert!(!is_asked_for(lab, &path));
        lab.load(&[&folder])?;
        assert!(is_asked_for(lab, &path));
        lab.button("invert")
    });
}

#[test]
fn without_it_pictures_are_shown_and_it_is_asked_for_again() {
    lab::run("later_missing", |lab| {
        let (path, bytes) = module();
        let folder = synthetic_files::stack(&lab.scratch, 3)?;
        lab.server.replace(&path, "not a module");
        lab.open("webgl2")?;
        lab.drop_files(&[&folder])?;
        lab.wait("document.querySelector('[data-viewport]').dataset.state === 'ready'")?;
        lab.page.key("ArrowDown")?;
        lab.wait("document.querySelector('[data-viewport]').dataset.slice === '2'")?;
        lab.wait_for("the module", |lab| Ok(is_asked_for(lab, &path)))?;
        assert_eq!(lab.evaluate("document.body.dataset.later ?? ''")?, "");
        lab.server.replace(&path, bytes);
        lab.wait("document.body.dataset.later === 'here'")?;
        lab.button("invert")
    });
}

#[test]
fn help_fetches_it_where_nothing_is_open() {
    lab::run("later_help", |lab| {
        lab.open("webgl2")?;
        lab.page.key("?")?;
        lab.wait("document.querySelector('[data-panel=help]') !== null")
    });
}
