//! A copy without identity of the files that are open. Workers count what would go of each header, which
//! the panel tells; then they rewrite file by file, and the edge puts the parts together: no samples are in
//! the page's own memory.

use std::collections::BTreeSet;

use crate::copy::{Choices, Salt, Tally, zip::Directory};
use crate::engine::event::{CopyEffect, CopyEvent, Effect};
use crate::engine::{Refusal, State};
use crate::intake::FileId;
use crate::objects::Content;
use crate::problem::Problem;
use crate::series::Stack;
use crate::session::{CopyAction, CopyScope};
use crate::words::{self, CopyTold};

/// What is known of a copy.
#[derive(Debug)]
pub struct CopyCase {
    pub scope: CopyScope,
    pub choices: Choices,
    pub step: CopyStep,
    pub files: Vec<CopyFile>,
    pub(super) directory: Directory,
    /// Of what is written so far.
    pub bytes: u64,
    /// The archive grew larger than it may be.
    pub is_too_large: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyStep {
    /// Headers are counted, or all of them are.
    Survey,
    /// Random bytes are on their way.
    Salting,
    Writing(Salt),
    /// The archive is put together.
    Closing,
    Made {
        url: String,
    },
    /// The browser could not put it together.
    Failed,
}

/// A file of the copy.
#[derive(Debug)]
pub struct CopyFile {
    pub file: FileId,
    /// In the archive.
    pub name: String,
    /// It holds texts that nothing can clean.
    pub is_report: bool,
    /// What of its header goes and stays; a problem where it cannot be rewritten.
    pub found: Option<Result<Tally, Problem>>,
    pub is_written: bool,
}

impl CopyCase {
    /// It goes along, as far as is known.
    #[must_use]
    pub fn takes(&self, file: &CopyFile) -> bool {
        (!file.is_report || self.choices.reports) && !matches!(file.found, Some(Err(_)))
    }

    /// Those that go along.
    pub fn taken(&self) -> impl Iterator<Item = &CopyFile> {
        self.files.iter().filter(|file| self.takes(file))
    }

    /// Of all that go along.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let mut sum = Tally::default();
        let found = self
            .taken()
            .filter_map(|file| file.found.as_ref()?.as_ref().ok());
        found.for_each(|tally| sum.add(tally));
        sum
    }

    /// What every file that goes along holds is known.
    #[must_use]
    pub fn is_surveyed(&self) -> bool {
        self.taken().all(|file| file.found.is_some())
    }

    /// Files that could not be rewritten.
    pub fn broken(&self) -> impl Iterator<Item = (FileId, &Problem)> {
        let broken = |file: &CopyFile| matches!(file.found, Some(Err(_)));
        let files = self.files.iter().filter(move |file| broken(file));
        files.filter_map(|file| Some((file.file, file.found.as_ref()?.as_ref().err()?)))
    }

    /// What the text that goes along says.
    fn told(&self) -> CopyTold {
        let (tally, files) = (self.tally(), self.taken().count());
        CopyTold {
            files,
            left_out: self.files.len() - files,
            gone: tally.gone,
            kept: tally.kept,
            burned_in: tally.burned_in.counts(),
            keeps_description: self.choices.series_description,
            keeps_reports: self.choices.reports,
        }
    }

    /// The archive is put together when nothing is missing any more.
    pub(super) fn finish(&mut self, effects: &mut Vec<Effect>) {
        let is_writing = matches!(self.step, CopyStep::Writing(_));
        if !is_writing || !self.taken().all(|file| file.is_written) {
            return;
        }
        if self.taken().next().is_none() {
            // Nothing could be rewritten: there is no copy.
            effects.push(Effect::Copy(CopyEffect::GiveUp));
            self.step = CopyStep::Survey;
            return;
        }
        let text = words::copy_readme(&self.told());
        let crc = crc32fast::hash(text.as_bytes());
        match self.directory.add("README.txt", crc, text.len() as u64) {
            Ok(header) => {
                let bytes = [header, text.into_bytes(), self.directory.end()].concat();
                self.bytes = self.directory.bytes();
                let buffer = None;
                effects.push(Effect::Copy(CopyEffect::Add { bytes, buffer }));
                effects.push(Effect::Copy(CopyEffect::Finish));
                self.step = CopyStep::Closing;
            }
            Err(_too_large) => self.is_too_large = true,
        }
    }
}

pub fn act(state: &mut State, action: CopyAction, effects: &mut Vec<Effect>) {
    match action {
        CopyAction::Open if state.copy.is_some() => leave(state, effects),
        CopyAction::Open => open(state),
        CopyAction::Choose { scope, choices } => {
            let is_free = |case: &CopyCase| {
                let rests = matches!(
                    case.step,
                    CopyStep::Survey | CopyStep::Made { .. } | CopyStep::Failed
                );
                rests || case.is_too_large
            };
            if state.copy.as_ref().is_some_and(is_free) {
                leave(state, effects);
                begin(state, scope, choices);
            }
        }
        CopyAction::Make => {
            let case = state.copy.as_mut();
            let case = case.filter(|case| case.step == CopyStep::Survey && case.is_surveyed());
            if let Some(case) = case.filter(|case| case.taken().next().is_some()) {
                case.step = CopyStep::Salting;
                effects.push(Effect::Copy(CopyEffect::Salt));
            }
        }
        CopyAction::Cancel => {
            if let Some(case) = &state.copy {
                let (scope, choices) = (case.scope, case.choices);
                leave(state, effects);
                begin(state, scope, choices);
            }
        }
    }
}

fn open(state: &mut State) {
    if state.is_loading() {
        state.refused = Some(Refusal::NotYet);
        return;
    }
    let pane = state.session.pane(state.session.active);
    let series = pane.and_then(|pane| pane.stack).map(CopyScope::Series);
    begin(state, series.unwrap_or(CopyScope::All), Choices::default());
}

/// What is written goes, and the panel.
fn leave(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(case) = state.copy.take() else {
        return;
    };
    match case.step {
        CopyStep::Survey => {}
        CopyStep::Made { url } => effects.push(Effect::TakeBack { url }),
        CopyStep::Salting | CopyStep::Writing(_) | CopyStep::Closing | CopyStep::Failed => {
            effects.push(Effect::Copy(CopyEffect::GiveUp));
        }
    }
}

fn begin(state: &mut State, scope: CopyScope, choices: Choices) {
    let files = files(state, scope);
    if files.is_empty() {
        return;
    }
    state.copy = Some(CopyCase {
        scope,
        choices,
        step: CopyStep::Survey,
        files,
        directory: Directory::default(),
        bytes: 0,
        is_too_large: false,
    });
}

/// Each file once, named by its series and its place there, and never by what it was called.
pub(super) fn files(state: &State, scope: CopyScope) -> Vec<CopyFile> {
    let mut known = BTreeSet::new();
    let mut files = Vec::new();
    let mut add = |file: FileId, name: String, is_report: bool| {
        if known.insert(file) {
            files.push(CopyFile {
                file,
                name,
                is_report,
                found: None,
                is_written: false,
            });
        }
    };
    let stacks = state.catalog.list().filter(|id| match scope {
        CopyScope::Series(stack) => stack == *id,
        CopyScope::All => true,
    });
    for (series, id) in (1..).zip(stacks) {
        let mut number = 0;
        let mut last = None;
        for frame in state.catalog.stack(id).into_iter().flat_map(Stack::frames) {
            if last.replace(frame.file) != Some(frame.file) {
                number += 1;
                add(frame.file, format!("s{series}/{number:04}.dcm"), false);
            }
        }
    }
    if scope == CopyScope::All {
        for (number, (file, object)) in (1..).zip(state.objects()) {
            let is_report = match object.content {
                Content::KeyObjects(_) | Content::Report(_) | Content::Document(_) => true,
                Content::Structures(_) | Content::Presentation(_) => false,
            };
            add(file, format!("objects/{number:04}.dcm"), is_report);
        }
    }
    files
}

/// The edge has done something for it.
pub fn heard(state: &mut State, event: CopyEvent, effects: &mut Vec<Effect>) {
    let case = state.copy.as_mut();
    match event {
        CopyEvent::Salted(salt) => {
            if let Some(case) = case.filter(|case| case.step == CopyStep::Salting) {
                case.step = CopyStep::Writing(salt);
            }
        }
        CopyEvent::Failed => {
            if let Some(case) = case {
                case.step = CopyStep::Failed;
            }
        }
        CopyEvent::Made { url } => match case.filter(|case| case.step == CopyStep::Closing) {
            Some(case) => case.step = CopyStep::Made { url },
            None => effects.push(Effect::TakeBack { url }),
        },
    }
}

/// A copy of files that are closed is none; one of which nothing is missing is put together.
pub fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    let Some(case) = &state.copy else { return };
    let is_gone = |file: &CopyFile| !state.files.contains_key(&file.file);
    if case.files.iter().any(is_gone) {
        leave(state, effects);
    } else if let Some(case) = &mut state.copy {
        case.finish(effects);
    }
}
