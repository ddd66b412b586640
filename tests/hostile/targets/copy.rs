//! A file rewritten without identity: what comes out can be rewritten once more, and nothing private is in it.

use hounsfield::copy::{Choices, Kind, Salt, Uids, rewrite, survey};

use crate::opened::{ANYWAY, COPIES_OF_A_FILE, within};

const SALT: Salt = Salt([5; 32]);

pub fn run(data: &[u8]) {
    let may_take = ANYWAY + 4 * COPIES_OF_A_FILE * data.len() as u64;
    let length = data.len() as u64;
    for reports in [false, true] {
        let choices = Choices {
            series_description: reports,
            reports,
        };
        let uids = Uids::new(SALT);
        within(may_take, || {
            drop(survey(data, 2 * length, reports, choices));
            let Ok(once) = rewrite(data, reports, choices, &uids) else {
                return;
            };
            let twice = rewrite(&once.bytes, false, choices, &uids).unwrap();
            let gone = |kind| twice.tally.gone(kind);
            assert_eq!(gone(Kind::Private) + gone(Kind::Drawings), 0);
        });
    }
}
