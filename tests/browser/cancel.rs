//! Cancel in the middle of a load: nothing more is read or decoded, and memory is what it was.

use xtask::browser::Result;

use crate::lab::{self, Lab};
use crate::synthetic_files;

const MANY: usize = 300;

#[test]
fn after_cancel_nothing_is_decoded_and_memory_is_as_before() {
    lab::run("cancel", |lab| {
        let few = synthetic_files::stack(&lab.scratch, 4)?;
        let many = synthetic_files::other_stack(&lab.scratch, MANY)?;
        lab.open_at("/")?;
        lab.load(&[&few])?;
        let memory = lab.counted("memory")?;
        let frames = frames(lab)?;

        lab.drop_files(&[&many])?;
        lab.wait(&format!(
            "JSON.parse(document.body.dataset.work).frames > {}",
            frames + 4
        ))?;
        // By a script: a pointer on its way would give the load time to end.
        lab.evaluate("document.querySelector('[data-action=cancel]').click()")?;
        let cancelled = self::frames(lab)?;
        assert!(
            cancelled < frames + MANY as u64,
            "it was over before it could be cancelled"
        );
        lab.settle()?;
        let after = lab.counted("memory")?;
        assert_eq!(after["buffers"], memory["buffers"]);
        assert_eq!(after["textures"], memory["textures"]);
        assert_eq!(lab.data(0, "slices")?, "4", "what was open before is open");

        // Two more files are read after all that was asked for before: so nothing of it was.
        let two = synthetic_files::two_series(&lab.scratch)?;
        lab.load(&[&two[0], &two[1]])?;
        assert_eq!(self::frames(lab)?, cancelled + 2);
        assert_eq!(lab.problems()?, []);
        Ok(())
    });
}

fn frames(lab: &mut Lab) -> Result<u64> {
    Ok(lab.counted("work")?["frames"].as_u64().unwrap())
}
