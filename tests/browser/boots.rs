//! Starting: in a folder of a server, from a file, without a way to draw.

use std::fs;

use xtask::browser::Options;

use crate::lab;
use crate::synthetic_files;

#[test]
fn it_works_in_a_subfolder() {
    lab::run("boots_subfolder", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 3)?;
        for file in lab::listed().into_iter().chain(["index.html".to_owned()]) {
            let bytes = fs::read(lab::dist().join(&file))?;
            lab.server.replace(&format!("/teaching/ct/{file}"), bytes);
            lab.server.replace(&format!("/{file}"), "not here");
        }
        lab.open_at("/teaching/ct/")?;
        lab.load(&[&folder])?;
        assert_eq!(lab.data(0, "state")?, "ready");
        let outside = lab.server.requests();
        let outside = outside
            .iter()
            .find(|request| !request.path.starts_with("/teaching/ct/"));
        assert_eq!(outside, None);
        Ok(())
    });
}

#[test]
fn opened_as_a_file_it_says_how_to_serve_it() {
    lab::run("boots_file", |lab| {
        let index = lab::dist().join("index.html").canonicalize()?;
        lab.page.open(&format!("file://{}", index.display()))?;
        // The styles show it after two seconds without a start.
        lab.wait("getComputedStyle(document.getElementById('boot')).visibility === 'visible'")?;
        lab.wait("document.getElementById('boot').innerText.includes('web server')")
    });
}

#[test]
fn without_webgpu_and_webgl2_it_says_so() {
    let options = Options {
        without_gpu: true,
        ..Options::default()
    };
    lab::run_with("boots_no_gpu", options, |lab| {
        let url = format!("{}/", lab.server.origin());
        lab.page.open(&url)?;
        lab.wait("document.body.dataset.renderer === 'none'")?;
        lab.wait("document.getElementById('boot').innerText.includes('neither WebGPU nor WebGL2')")
    });
}

#[test]
fn without_webgpu_it_draws_with_webgl2() {
    lab::run("boots_webgl2", |lab| {
        lab.page
            .before_load("Object.defineProperty(navigator, 'gpu', { value: undefined })")?;
        let folder = synthetic_files::stack(&lab.scratch, 3)?;
        lab.open_at("/")?;
        lab.load(&[&folder])?;
        lab.wait("document.body.dataset.renderer === 'webgl2'")
    });
}
