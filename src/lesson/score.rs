//! What a reader's answers are worth (BEHAVIOUR 7): right or not, and of marks how many findings they met and
//! how many met none. Marks never become a per cent, nor do fewer than ten items.

use std::collections::BTreeMap;

use super::hit::Target;
use super::{Answers, Finding, Lesson, Response, Right, SlicePlace, SliceRange, Spot, WindowRange};

/// No per cent under so many items.
const FEWEST_FOR_PER_CENT: usize = 10;

/// Of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    NotAnswered {
        /// It asks for marks in so many findings.
        findings: usize,
    },
    /// The teacher has taken the question back.
    Void,
    /// The teacher's reading says nothing of it.
    Unscored,
    Right,
    Wrong,
    Marked(Hits),
}

/// Of marks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    /// Findings that a mark met.
    pub found: usize,
    /// All findings.
    pub of: usize,
    /// Marks that met none.
    pub falsely: usize,
}

/// Of a whole lesson.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Items that are right or wrong, and how many are right. One that is not answered is among them.
    pub right: usize,
    pub items: usize,
    pub hits: Hits,
    pub not_answered: usize,
    pub void: usize,
}

/// A verdict for each question, in the order of the steps.
#[must_use]
pub fn score(
    lesson: &Lesson,
    answers: &Answers,
    responses: &BTreeMap<u32, Response>,
) -> Vec<(u32, Verdict)> {
    let questions = lesson.questions().map(|question| {
        let given = responses.get(&question.id);
        let given = given.filter(|response| question.takes(response));
        let verdict = match answers.of(question.id) {
            None => Verdict::Unscored,
            Some(answer) if answer.is_void => Verdict::Void,
            Some(answer) => verdict(&answer.right, given),
        };
        (question.id, verdict)
    });
    questions.collect()
}

fn verdict(right: &Right, given: Option<&Response>) -> Verdict {
    let findings = match right {
        Right::Mark { findings } => findings.as_slice(),
        _ => &[],
    };
    let Some(given) = given else {
        let findings = findings.len();
        return Verdict::NotAnswered { findings };
    };
    let is_right = match (right, given) {
        (Right::Mark { .. }, Response::Marked(spots)) => {
            return Verdict::Marked(hits(findings, spots));
        }
        (Right::Mark { .. }, Response::Normal) if !findings.is_empty() => {
            return Verdict::Marked(hits(findings, &[]));
        }
        (Right::Mark { .. }, Response::Normal) => true,
        (Right::Choose { normal, .. }, Response::Normal) => *normal,
        (Right::Choose { any_of, .. }, Response::Chosen(chosen)) => any_of.contains(chosen),
        (Right::FindSlice { any_of }, Response::Slice(place)) => {
            any_of.iter().any(|range| holds(range, place))
        }
        (Right::SetWindow { any_of }, Response::Window { center, width }) => {
            any_of.iter().any(|range| has(range, *center, *width))
        }
        _ => false,
    };
    if is_right {
        Verdict::Right
    } else {
        Verdict::Wrong
    }
}

fn hits(findings: &[Finding], spots: &[Spot]) -> Hits {
    let targets: Vec<Vec<Target<'_>>> = findings
        .iter()
        .map(|finding| finding.regions.iter().map(Target::of).collect())
        .collect();
    let is_met =
        |target: &Vec<Target<'_>>, spot: &Spot| target.iter().any(|region| region.is_hit_by(spot));
    let is_found = |target: &&Vec<Target<'_>>| spots.iter().any(|spot| is_met(target, spot));
    let meets_none = |spot: &&Spot| !targets.iter().any(|target| is_met(target, spot));
    Hits {
        found: targets.iter().filter(is_found).count(),
        of: findings.len(),
        falsely: spots.iter().filter(meets_none).count(),
    }
}

/// In mm where both are known, else by slices.
fn holds(range: &SliceRange, place: &SlicePlace) -> bool {
    let [first, last] = range.slices;
    let is_in = match range.along_mm.zip(place.along_mm) {
        Some(([from, to], at)) => (from..=to).contains(&at),
        None => (first..=last).contains(&place.slice),
    };
    range.image == place.image && is_in
}

fn has(range: &WindowRange, center: f64, width: f64) -> bool {
    let is_within = |[from, to]: [f64; 2], it: f64| (from..=to).contains(&it);
    is_within(range.center, center) && is_within(range.width, width)
}

impl Tally {
    #[must_use]
    pub fn of(verdicts: impl IntoIterator<Item = Verdict>) -> Self {
        let mut tally = Self::default();
        for verdict in verdicts {
            tally.add(verdict);
        }
        tally
    }

    fn add(&mut self, verdict: Verdict) {
        let (is_item, is_right, hits) = match verdict {
            Verdict::Unscored => (false, false, Hits::default()),
            Verdict::Void => {
                self.void += 1;
                (false, false, Hits::default())
            }
            Verdict::NotAnswered { findings } => {
                self.not_answered += 1;
                let missed = Hits {
                    of: findings,
                    ..Hits::default()
                };
                (findings == 0, false, missed)
            }
            Verdict::Right => (true, true, Hits::default()),
            Verdict::Wrong => (true, false, Hits::default()),
            // Marks where there is nothing to be found: it was to be called normal.
            Verdict::Marked(hits) => (hits.of == 0, false, hits),
        };
        self.items += usize::from(is_item);
        self.right += usize::from(is_right);
        self.hits.found += hits.found;
        self.hits.of += hits.of;
        self.hits.falsely += hits.falsely;
    }

    /// How many of a hundred items are right; `None` of fewer than ten.
    #[must_use]
    pub fn per_cent(&self) -> Option<usize> {
        let is_many = self.items >= FEWEST_FOR_PER_CENT;
        is_many.then(|| (200 * self.right + self.items) / (2 * self.items))
    }
}
