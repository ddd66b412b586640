//! Two modules of workers: what most files need is in the near one; the far one is asked for when
//! a file or an archive is in need of it.

use std::path::PathBuf;

use xtask::browser::Result;
use xtask::synthetic::Writing;
use xtask::synthetic::ct::{self, Series};

use crate::lab::{self, Lab};

const SERIES: Series = Series {
    number: 1,
    slices: 5,
    side: 32,
    slice_mm: 3.0,
};

fn written(lab: &Lab, name: &str, writing: &Writing) -> Result<PathBuf> {
    for at in 0..SERIES.slices {
        let slice = SERIES.slice(at);
        let bytes = if writing.transfer_syntax == Writing::default().transfer_syntax {
            slice.write(writing)
        } else {
            ct::rle(&slice, 32 * 32 * 2).write(writing)
        };
        lab.scratch.write(&format!("{name}/{at}.dcm"), &bytes)?;
    }
    Ok(lab.scratch.path().join(name))
}

#[test]
fn a_far_module_that_cannot_be_had_costs_what_needs_it_and_nothing_else() {
    lab::run("no_far_module", |lab| {
        let far = lab::listed()
            .into_iter()
            .find(|path| path.starts_with("worker-far_bg-"))
            .unwrap();
        lab.server.replace(&format!("/{far}"), "not a module");
        lab.open("webgl2")?;
        let rle = Writing {
            transfer_syntax: "1.2.840.10008.1.2.5",
            ..Writing::default()
        };
        for (name, writing) in [("native", Writing::default()), ("rle", rle)] {
            let folder = written(lab, name, &writing)?;
            lab.load(&[&folder])?;
            assert_eq!(lab.problems()?, []);
            assert_eq!(lab.data(0, "slices")?, "5");
            lab.button("close")?;
            lab.settle()?;
        }
        let archive = lab.scratch.write("scan.zip", b"PK\x03\x04 and no more")?;
        let folder = written(lab, "beside", &Writing::default())?;
        lab.load(&[&archive, &folder])?;
        let kinds: Vec<String> = lab.problems()?.into_iter().map(|(_, kind)| kind).collect();
        assert_eq!(kinds, ["part-not-loaded"]);
        assert_eq!(lab.data(0, "slices")?, "5");
        Ok(())
    });
}
