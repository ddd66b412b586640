//! What a step asks, and what a reader answers.

use serde::{Deserialize, Serialize};

use crate::limits;
use crate::marks::Point;
use crate::session::Asks;
use crate::session::written::{FAR, is_sound_window};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Told by it from others of the lesson, also after steps were moved.
    pub id: u32,
    /// Markdown.
    pub text: String,
    pub asks: Asks,
}

/// What a reader answered. Blank is none of these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    /// Options by their places, from 0, each once and in order.
    Chosen(Vec<usize>),
    Marked(Vec<Spot>),
    /// There is nothing to be found.
    Normal,
    Slice(SlicePlace),
    /// In modality values.
    Window {
        center: f64,
        width: f64,
    },
}

/// Where a slice lies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct SlicePlace {
    /// By its place among the lesson's.
    pub image: usize,
    /// From 0.
    pub slice: u32,
    /// Along the way of reading, where files give positions.
    pub along_mm: Option<f64>,
}

/// What a mark points at.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    pub on: SlicePlace,
    /// Columns and rows, as points of marks are.
    pub at: Point,
}

impl Question {
    pub(super) fn is_sound(&self) -> bool {
        let is_short = |text: &str| text.chars().count() <= limits::TEXT_CHARACTERS;
        let options = match &self.asks {
            Asks::Choose { options, .. } => options.as_slice(),
            Asks::Mark | Asks::FindSlice | Asks::SetWindow => &[],
        };
        is_short(&self.text)
            && options.len() <= limits::LESSON_OPTIONS
            && options.iter().all(|option| is_short(option))
    }

    /// `Normal` may be answered.
    #[must_use]
    pub const fn may_be_normal(&self) -> bool {
        matches!(self.asks, Asks::Choose { .. } | Asks::Mark)
    }

    /// A response that answers it.
    #[must_use]
    pub fn takes(&self, response: &Response) -> bool {
        match (&self.asks, response) {
            (Asks::Choose { options, several }, Response::Chosen(chosen)) => {
                !chosen.is_empty()
                    && (*several || chosen.len() == 1)
                    && chosen.is_sorted_by(|a, b| a < b)
                    && chosen.iter().all(|option| *option < options.len())
            }
            (Asks::Mark, Response::Marked(spots)) => !spots.is_empty(),
            (Asks::Choose { .. } | Asks::Mark, Response::Normal)
            | (Asks::FindSlice, Response::Slice(_))
            | (Asks::SetWindow, Response::Window { .. }) => true,
            _ => false,
        }
    }
}

impl Response {
    pub(super) fn is_sound(&self) -> bool {
        match self {
            Self::Chosen(chosen) => chosen.len() <= limits::LESSON_OPTIONS,
            Self::Marked(spots) => {
                let is_sound = |spot: &Spot| {
                    spot.on.is_sound() && spot.at.iter().all(|part| part.abs() <= FAR)
                };
                spots.len() <= limits::LESSON_MARKS && spots.iter().all(is_sound)
            }
            Self::Normal => true,
            Self::Slice(place) => place.is_sound(),
            Self::Window { center, width } => is_sound_window(*center, *width),
        }
    }
}

impl SlicePlace {
    fn is_sound(&self) -> bool {
        self.along_mm.is_none_or(|mm| mm.abs() <= FAR)
    }
}
