//! The list of series by the cases that they are of.

use std::collections::BTreeMap;

use crate::engine::{Case, State, study_of};
use crate::series::StackId;
use crate::session::CaseId;
use crate::words;

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Row {
    /// Above the series of a case, where there are several.
    Case(CaseId),
    /// Above the series of a study, by the first of them, where there are several in one case.
    Study(StackId, usize),
    Series(StackId),
}

/// What stands above series.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Heading {
    pub title: String,
    /// Of a case, its place in their order, from 1.
    pub case: Option<usize>,
    /// What is to be known of it before it is opened.
    pub detail: Option<&'static str>,
    pub is_here: bool,
}

/// All rows, from above.
#[must_use]
pub fn rows(state: &State) -> Vec<Row> {
    let mut of_case: BTreeMap<Option<CaseId>, Vec<StackId>> = BTreeMap::new();
    let are_several = state.cases.len() > 1;
    for stack in state.catalog.list() {
        let case = state.case_of(stack).filter(|_| are_several);
        of_case.entry(case).or_default().push(stack);
    }
    if !are_several {
        return of_case
            .into_values()
            .flat_map(|all| of_one(state, &all))
            .collect();
    }
    let mut rows = Vec::new();
    for case in &state.cases {
        rows.push(Row::Case(case.id));
        let stacks = of_case.remove(&Some(case.id)).unwrap_or_default();
        rows.extend(of_one(state, &stacks));
    }
    rows
}

/// The series of a case, study by study.
fn of_one(state: &State, stacks: &[StackId]) -> Vec<Row> {
    let study = |stack: &StackId| study_of(state, *stack);
    let mut studies = Vec::new();
    let mut rows = Vec::new();
    for stack in stacks {
        if !studies.contains(&study(stack)) {
            studies.push(study(stack));
            rows.push(Row::Study(*stack, studies.len()));
        }
        rows.push(Row::Series(*stack));
    }
    let is_only = studies.len() < 2;
    rows.retain(|row| !is_only || !matches!(row, Row::Study(..)));
    rows
}

/// What a row that is no series says.
#[must_use]
pub fn heading(state: &State, row: Row) -> Heading {
    match row {
        Row::Case(id) => case_heading(state, id).unwrap_or_default(),
        Row::Study(_, number) => Heading {
            title: words::study(number),
            ..Heading::default()
        },
        Row::Series(_) => Heading::default(),
    }
}

fn case_heading(state: &State, id: CaseId) -> Option<Heading> {
    let case: &Case = state.case(id)?;
    let number = state.number_of(id)?;
    let is_here = state.case_in(state.session.active) == Some(id);
    let has_series = state
        .catalog
        .list()
        .any(|stack| state.case_of(stack) == Some(id));
    let holds_nothing = case.is_open() && !state.has_shut_archive(id);
    let detail = match (has_series, case.is_open() && !case.is_read()) {
        (true, _) => None,
        (false, true) => Some(words::CASE_LOADING),
        (false, false) if holds_nothing => Some(words::CASE_EMPTY),
        (false, false) => Some(words::CASE_UNREAD),
    };
    Some(Heading {
        title: words::case(number),
        case: Some(number),
        detail,
        is_here,
    })
}

/// Which case of how many the active pane shows, from 1, where there are several.
#[must_use]
pub fn case_here(state: &State) -> Option<(usize, usize)> {
    let here = state.case_in(state.session.active)?;
    let count = state.cases.len();
    let number = state.number_of(here)?;
    (count > 1).then_some((number, count))
}
