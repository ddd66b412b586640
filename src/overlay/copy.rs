//! What the panel of a copy without identity says.

use crate::copy::{Choices, KINDS};
use crate::engine::State;
use crate::engine::copy::{CopyCase, CopyFile, CopyStep};
use crate::session::CopyScope;
use crate::words;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyPanel {
    pub step: CopyPanelStep,
    pub scope: CopyScope,
    /// The series that may be chosen.
    pub series: Option<CopyScope>,
    pub choices: Choices,
    pub words: String,
    /// Elements that are removed or replaced: a code, their number, what they are.
    pub goes: Vec<(&'static str, u32, &'static str)>,
    pub stays: Vec<String>,
    /// What is left out and what is to be looked at.
    pub warnings: Vec<String>,
    /// The archive.
    pub url: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CopyPanelStep {
    Counting,
    Ready,
    Writing,
    Made,
    /// Nothing comes of it.
    Refused,
}

impl CopyPanelStep {
    /// For scripts: `data-copy`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Counting => "counting",
            Self::Ready => "ready",
            Self::Writing => "writing",
            Self::Made => "made",
            Self::Refused => "refused",
        }
    }

    /// It may be chosen what is copied.
    #[must_use]
    pub const fn is_open(self) -> bool {
        !matches!(self, Self::Writing)
    }
}

#[must_use]
pub fn copy_panel(state: &State) -> Option<CopyPanel> {
    let case = state.copy.as_ref()?;
    let pane = state.session.pane(state.session.active);
    let active = pane.and_then(|pane| pane.stack).map(CopyScope::Series);
    let series = match case.scope {
        CopyScope::Series(_) => Some(case.scope),
        CopyScope::All => active,
    };
    let step = step(case);
    let tally = case.tally();
    let goes = KINDS.iter().zip(tally.gone).zip(words::COPY_KINDS);
    let goes = goes.map(|((kind, count), words)| (kind.code(), count, words));
    let url = match &case.step {
        CopyStep::Made { url } => Some(url.clone()),
        _ => None,
    };
    Some(CopyPanel {
        step,
        scope: case.scope,
        series,
        choices: case.choices,
        words: status(case, step),
        goes: goes.collect(),
        stays: vec![
            words::copy_kept(tally.kept),
            words::COPY_PIXELS.to_owned(),
            words::COPY_OTHER_FILES.to_owned(),
            words::copy_burned_in(tally.burned_in.counts()),
        ],
        warnings: warnings(state, case),
        url,
    })
}

fn step(case: &CopyCase) -> CopyPanelStep {
    let is_nothing = case.taken().next().is_none();
    match case.step {
        _ if case.is_too_large || is_nothing => CopyPanelStep::Refused,
        CopyStep::Survey if case.is_surveyed() => CopyPanelStep::Ready,
        CopyStep::Survey => CopyPanelStep::Counting,
        CopyStep::Salting | CopyStep::Writing(_) | CopyStep::Closing => CopyPanelStep::Writing,
        CopyStep::Made { .. } => CopyPanelStep::Made,
        CopyStep::Failed => CopyPanelStep::Refused,
    }
}

fn status(case: &CopyCase, step: CopyPanelStep) -> String {
    let of = case.taken().count();
    match step {
        CopyPanelStep::Counting => {
            let done = case.taken().filter(|file| file.found.is_some()).count();
            words::copy_counting(done, of)
        }
        CopyPanelStep::Ready => words::copy_files(of),
        CopyPanelStep::Writing => {
            let done = case.taken().filter(|file| file.is_written).count();
            words::copy_writing(done, of)
        }
        CopyPanelStep::Made => words::copy_save(case.bytes),
        CopyPanelStep::Refused if case.step == CopyStep::Failed => words::COPY_FAILED.to_owned(),
        CopyPanelStep::Refused if case.is_too_large => words::COPY_TOO_LARGE.to_owned(),
        CopyPanelStep::Refused => words::COPY_NOTHING.to_owned(),
    }
}

fn warnings(state: &State, case: &CopyCase) -> Vec<String> {
    // A path may name the patient: it is said while names are shown.
    let called = |file: &CopyFile| {
        let path = state.path(file.file).filter(|_| state.session.revealed);
        words::copy_left_out(path.unwrap_or(&file.name))
    };
    let is_broken = |file: &&CopyFile| matches!(file.found, Some(Err(_)));
    let mut warnings: Vec<String> = case.files.iter().filter(is_broken).map(called).collect();
    let reports = case.files.iter().filter(|file| file.is_report).count();
    if reports > 0 && !case.choices.reports {
        warnings.push(words::copy_reports_left_out(reports));
    }
    warnings
}
