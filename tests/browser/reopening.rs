//! Closing undone, by the button of the empty page and by its key.

use xtask::browser::Modifiers;

use crate::lab::{self, RENDERERS};
use crate::synthetic_files;

#[test]
fn what_was_closed_opens_again_where_it_was() {
    lab::run("reopening", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, 12)?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            let offered = "document.querySelectorAll('[data-action=reopen]').length";
            assert_eq!(lab.evaluate(offered)?, 0, "nothing was closed");
            lab.load(&[&folder])?;
            lab.press("End")?;
            for (round, by_key) in [(2, false), (3, true)] {
                lab.button("close")?;
                assert_eq!(lab.evaluate(offered)?, 1, "{renderer}");
                if by_key {
                    lab.page.key_with("z", Modifiers::CTRL)?;
                } else {
                    lab.button("reopen")?;
                }
                lab.wait(&format!(
                    "performance.getEntriesByName('all-decoded').length === {round}"
                ))?;
                lab.wait("document.querySelector('[data-viewport]').dataset.slice === '12'")?;
                assert_eq!(lab.problems()?, []);
            }
        }
        Ok(())
    });
}
