//! Files and folders that are picked, not dropped.

use serde_json::json;
use xtask::browser::Result;

use crate::lab::{self, Lab};
use crate::synthetic_files;

#[test]
fn files_and_folders_are_picked_by_the_inputs() {
    lab::run("picked", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 4)?;
        let [one, two] = synthetic_files::two_series(&lab.scratch)?;
        lab.open_at("/")?;
        pick(lab, "open-folder", &[&folder.to_string_lossy()])?;
        lab.wait("document.querySelector('[data-viewport]').dataset.slices === '4'")?;
        lab.settle()?;
        assert_eq!(lab.data(0, "slice")?, "3", "the middle one is shown first");
        pick(
            lab,
            "open-files",
            &[&one.to_string_lossy(), &two.to_string_lossy()],
        )?;
        lab.wait("document.querySelectorAll('[data-series-item]').length === 3")?;
        assert_eq!(lab.problems()?, []);
        Ok(())
    });
}

#[test]
fn a_dropped_folder_opens_in_its_middle() {
    lab::run("opens_in_the_middle", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 21)?;
        lab.open_at("/")?;
        lab.load(&[&folder])?;
        assert_eq!(lab.data(0, "slice")?, "11");
        let work = lab.counted("work")?;
        assert_eq!(work["uploads"], 1, "no other was shown before");
        Ok(())
    });
}

fn pick(lab: &mut Lab, id: &str, paths: &[&str]) -> Result<()> {
    let root = lab.page.call("DOM.getDocument", &json!({}))?;
    let root = &root["root"]["nodeId"];
    let asked = json!({ "nodeId": root, "selector": format!("#{id}") });
    let input = lab.page.call("DOM.querySelector", &asked)?;
    let chosen = json!({ "nodeId": input["nodeId"], "files": paths });
    lab.page.call("DOM.setFileInputFiles", &chosen)?;
    Ok(())
}
