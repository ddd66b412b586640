//! One step of a lesson: what is on the screen, what is said of it, and what is asked.

use serde::{Deserialize, Serialize};

use super::Question;
use crate::limits;
use crate::session::written::{FAR, are_sound_planes, is_sound_rendering};
use crate::session::{Grid, Part, Rendering, WrittenMark, WrittenView};
use crate::volume::{Axes, Section, Vector};
use crate::words;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    pub title: String,
    /// Markdown, of which a small part is shown ([`blocks`](super::blocks)).
    pub text: String,
    pub layout: Grid,
    /// As one reads; `None` is an empty one. Of planes there are three.
    pub panes: Vec<Option<ShownPane>>,
    pub planes: Option<ShownPlanes>,
    pub marks: Vec<StepMark>,
    pub hidden: Vec<Part>,
    pub question: Option<Question>,
}

/// What a pane shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownPane {
    /// By its place among the lesson's.
    pub image: usize,
    pub view: WrittenView,
    /// How far along the way of reading the slice lies, where files give positions: it is found by that
    /// where the stack has slices more or fewer.
    pub along_mm: Option<f64>,
    /// It is looked at as a whole.
    pub rendering: Option<Rendering>,
}

/// Three planes through one point of a stack, in the place of slices.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShownPlanes {
    pub image: usize,
    /// Where they meet, in the patient.
    pub at_mm: Vector,
    pub axes: Axes,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StepMark {
    pub image: usize,
    pub mark: WrittenMark,
}

impl Step {
    #[must_use]
    pub fn hides(&self, part: Part) -> bool {
        self.hidden.contains(&part)
    }

    /// What of it nobody could have made, of a lesson with so many images.
    pub(super) fn flaw(&self, images: usize) -> Option<&'static str> {
        let are_few = [self.title.as_str(), self.text.as_str()]
            .iter()
            .all(|text| text.chars().count() <= limits::TEXT_CHARACTERS);
        let panes = || self.panes.iter().flatten();
        let checks = [
            (are_few, words::FLAW_TEXT),
            (self.has_its_panes(), words::FLAW_LAYOUT),
            (
                panes().all(|pane| pane.image < images)
                    && self.marks.iter().all(|mark| mark.image < images)
                    && self.planes.is_none_or(|planes| planes.image < images),
                words::FLAW_NO_IMAGE,
            ),
            (panes().all(ShownPane::is_sound), words::FLAW_VIEW),
            (
                self.planes.as_ref().is_none_or(ShownPlanes::is_sound),
                words::FLAW_PLANES,
            ),
            (
                self.marks.len() <= limits::LESSON_MARKS
                    && self.marks.iter().all(|mark| mark.mark.is_sound()),
                words::FLAW_MARK,
            ),
            (self.hidden.len() <= Part::ALL.len(), words::FLAW_HIDDEN),
            (
                self.question.as_ref().is_none_or(Question::is_sound),
                words::FLAW_QUESTION,
            ),
        ];
        let wrong = checks.into_iter().find(|(is_sound, _)| !is_sound);
        wrong.map(|(_, flaw)| flaw)
    }

    fn has_its_panes(&self) -> bool {
        let Grid { rows, columns } = self.layout;
        let panes = match self.planes {
            Some(_) => Section::ALL.len(),
            None => rows * columns,
        };
        Grid::clamped(rows, columns) == self.layout && self.panes.len() == panes
    }
}

impl ShownPane {
    fn is_sound(&self) -> bool {
        self.view.is_sound()
            && self.along_mm.is_none_or(|mm| mm.abs() <= FAR)
            && self.rendering.as_ref().is_none_or(is_sound_rendering)
    }
}

impl ShownPlanes {
    fn is_sound(&self) -> bool {
        are_sound_planes(&self.at_mm, &self.axes)
    }
}
