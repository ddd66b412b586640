//! The shader and `pixels` say the same of every stored value: a picture of the real page, read
//! from a screenshot, for signed and unsigned samples, slopes, widths and VOI functions.

use std::fs;
use std::path::PathBuf;

use hounsfield::pixels::{VoiFunction, Window};
use xtask::browser::{Result, Scratch};

use crate::lab::{self, Lab, RENDERERS};
use crate::reference::{Difference, File};
use crate::synthetic_files::{self, AllValues};

const SLOPES: [f64; 2] = [1.0, 0.0347];
const WIDTHS: [f64; 5] = [1.0, 2.0, 80.0, 1500.0, 65536.0];
const FUNCTIONS: [VoiFunction; 3] = [
    VoiFunction::Linear,
    VoiFunction::LinearExact,
    VoiFunction::Sigmoid,
];

struct Case {
    path: PathBuf,
    slope: f64,
    window: Window,
    file: File,
}

#[test]
fn every_stored_value_has_the_level_that_pixels_computes() {
    lab::run("shader_twin", |lab| {
        let cases = cases(&lab.scratch)?;
        for renderer in RENDERERS {
            open_all(lab, renderer, &cases)?;
            for (index, case) in cases.iter().enumerate() {
                let difference = look(lab, index, case)?;
                let what = format!("{renderer} {} {:?}", case.path.display(), case.window);
                assert_eq!(difference.compared, 65_536, "{what}: not all in sight");
                assert!(difference.worst <= 1, "{what}: {difference:?}");
                // Whole values, and the few levels that so narrow a window has: nothing to round.
                if is_exact(case) {
                    assert_eq!(difference.unequal, 0, "{what}: {difference:?}");
                }
            }
        }
        Ok(())
    });
}

/// The comparison sees a shader that is wrong: one constant is changed in the module served.
#[test]
fn a_shader_with_one_constant_changed_is_found_out() {
    lab::run("shader_mutant", |lab| {
        let cases = cases(&lab.scratch)?;
        let changed = serve_mutant(lab);
        assert!(changed >= RENDERERS.len(), "the constant is in both pages");
        for renderer in RENDERERS {
            open_all(lab, renderer, &cases[..1])?;
            let difference = look(lab, 0, &cases[0])?;
            assert!(difference.worst > 1, "{renderer}: {difference:?}");
        }
        Ok(())
    });
}

fn is_exact(case: &Case) -> bool {
    (case.slope - 1.0).abs() < f64::EPSILON && case.window.width <= 1.0
}

/// A file for each case, which brings its window along: a series each, in this order.
fn cases(scratch: &Scratch) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for function in FUNCTIONS {
        for width in WIDTHS.into_iter().rev() {
            for slope in SLOPES {
                for signed in [false, true] {
                    // Off the middle, so that no symmetry hides a mistake.
                    let middle = if signed { -700.0 } else { 31_000.0 };
                    let window = Window {
                        center: middle * slope,
                        width,
                        function,
                        name: None,
                        table: None,
                    };
                    let values = AllValues {
                        signed,
                        slope,
                        intercept: -24.0,
                        window,
                    };
                    let name = format!("values/{:02}.dcm", cases.len());
                    let path = synthetic_files::all_values(scratch, &name, cases.len(), &values)?;
                    let file = File::read(&path);
                    let window = values.window;
                    cases.push(Case {
                        path,
                        slope,
                        window,
                        file,
                    });
                }
            }
        }
    }
    Ok(cases)
}

fn open_all(lab: &mut Lab, renderer: &str, cases: &[Case]) -> Result<()> {
    lab.open(renderer)?;
    let paths: Vec<_> = cases.iter().map(|case| case.path.as_path()).collect();
    lab.load(&paths)?;
    assert_eq!(lab.problems()?, []);
    let series = lab.evaluate("document.querySelectorAll('[data-series-item]').length")?;
    assert_eq!(series, cases.len());
    Ok(())
}

fn look(lab: &mut Lab, index: usize, case: &Case) -> Result<Difference> {
    lab.go_to_series(0, &format!("s{}", index + 1))?;
    lab.button("one-to-one")?;
    assert!((lab.number(0, "windowCenter")? - case.window.center).abs() < 1e-9);
    assert!((lab.number(0, "windowWidth")? - case.window.width).abs() < 1e-9);
    lab.difference(0, &case.file.grey(case.window.clone()))
}

/// Serves the page's modules with the white end of the window moved by some levels: in how many
/// places that was found.
fn serve_mutant(lab: &Lab) -> usize {
    const CONSTANT: &[u8] = b"clamp(floor(x), 0.0, 255.0)";
    const CHANGED: &[u8] = b"clamp(floor(x), 0.0, 250.0)";
    let mut changed = 0;
    for entry in fs::read_dir(lab::dist()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "wasm") {
            continue;
        }
        let mut module = fs::read(&path).unwrap();
        let found = module
            .windows(CONSTANT.len())
            .position(|text| text == CONSTANT);
        if let Some(at) = found {
            module[at..at + CHANGED.len()].copy_from_slice(CHANGED);
            let name = path.file_name().unwrap().to_string_lossy();
            lab.server.replace(&format!("/{name}"), module);
            changed += 1;
        }
    }
    changed
}
