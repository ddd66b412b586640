//! Lessons, as a teacher makes them and a reader goes through them.

use serde::{Deserialize, Serialize};

/// What a question wants done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asks {
    /// One of the options, or several.
    Choose {
        options: Vec<String>,
        several: bool,
    },
    /// A mark in each finding.
    Mark,
    FindSlice,
    SetWindow,
}

/// What a step has, and does not show until the reader asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Marks,
    Text,
    /// All that stands over the pictures, but for what must not be hidden.
    Overlay,
}

impl Part {
    pub const ALL: [Self; 3] = [Self::Marks, Self::Text, Self::Overlay];
}

/// Steps are counted from 0.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum LessonAction {
    /// The panel; again, and it is closed. What is made stays.
    Open,
    /// Nothing is left of what was made or played.
    Discard,

    // What a teacher does; each of these can be undone.
    SetTitle {
        title: String,
        language: String,
    },
    /// What is on the screen becomes a step, behind the one that is shown.
    AddStep,
    /// What is on the screen takes the place of what a step shows.
    RetakeStep {
        step: usize,
    },
    EditStep {
        step: usize,
        title: String,
        text: String,
        hidden: Vec<Part>,
    },
    MoveStep {
        from: usize,
        to: usize,
    },
    RemoveStep {
        step: usize,
    },
    /// `None` takes the question away, with its answer.
    Ask {
        step: usize,
        question: Option<(String, Asks)>,
    },
    /// Any of these sets of options is right, or `normal`.
    SetRight {
        step: usize,
        any_of: Vec<Vec<usize>>,
        normal: bool,
    },
    /// What is on the screen is right: its marks, or the slice or the window with so much to either side,
    /// in mm or in modality values.
    TakeRight {
        step: usize,
        tolerance: f64,
    },
    /// Without findings: `normal` is right.
    SetNormal {
        step: usize,
    },
    /// A question is taken back, or holds again.
    Void {
        question: u32,
        is_void: bool,
    },

    // What a reader does.
    /// As readers will see it; again, and it goes on being made.
    Play {
        on: bool,
    },
    ShowStep {
        step: usize,
    },
    /// The next step, or the one before.
    Go {
        by: i32,
    },
    /// Shows the text of a step that hides it.
    ShowText,
    Choose {
        options: Vec<usize>,
    },
    SayNormal,
    /// The marks that were drawn, the slice or the window that is shown.
    Answer,
    /// It is not answered after all.
    LeaveBlank,
    /// As he signs his result.
    Sign {
        reader: String,
    },
}
