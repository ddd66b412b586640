//! Views that come later are a module of their own: a first picture does without it.

use serde_json::json;

use crate::lab::{self, Lab};
use crate::synthetic_files;

/// Path of the later module of the page for WebGL2.
fn module() -> String {
    let path = lab::listed()
        .into_iter()
        .find(|path| path.starts_with("page-webgl2-later-"))
        .unwrap();
    format!("/{path}")
}

#[test]
fn it_is_fetched_when_something_is_opened() {
    lab::run("later_opened", |lab| {
        let path = module();
        let folder = synthetic_files::stack(&lab.scratch, 3)?;
        // Neither does time bring it: what waits for a while never does.
        lab.page.before_load("globalThis.setTimeout = () => 0")?;
        lab.open("webgl2")?;
        assert!(!lab.is_asked_for(&path));
        lab.load(&[&folder])?;
        assert!(lab.is_asked_for(&path));
        lab.button("invert")
    });
}

#[test]
fn without_it_pictures_are_shown_and_it_is_asked_for_again() {
    lab::run("later_missing", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 3)?;
        let block = |lab: &mut Lab, urls: &[&str]| {
            let urls = json!({ "urls": urls });
            lab.page.call("Network.setBlockedURLs", &urls).map(drop)
        };
        lab.page.call("Network.enable", &json!({}))?;
        block(lab, &["*-later-*"])?;
        lab.open("webgl2")?;
        lab.drop_files(&[&folder])?;
        lab.wait("document.querySelector('[data-viewport]').dataset.state === 'ready'")?;
        lab.page.key("ArrowDown")?;
        lab.wait("document.querySelector('[data-viewport]').dataset.slice === '2'")?;
        lab.wait_for("the module", |lab| Ok(has_failed(lab)))?;
        assert_eq!(lab.evaluate("document.body.dataset.later ?? ''")?, "");
        block(lab, &[])?;
        lab.wait("document.body.dataset.later === 'here'")?;
        lab.button("invert")
    });
}

fn has_failed(lab: &Lab) -> bool {
    let mut events = lab.page.events().iter();
    events.any(|it| it.method == "Network.loadingFailed")
}

#[test]
fn help_fetches_it_where_nothing_is_open() {
    lab::run("later_help", |lab| {
        lab.open("webgl2")?;
        lab.page.key("?")?;
        lab.wait("document.querySelector('[data-panel=help]') !== null")
    });
}
