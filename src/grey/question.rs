//! What is asked of the values of one slice, and what of all slices together.

use serde::{Deserialize, Serialize};

use super::grow;
use super::histogram::Histogram;
use crate::lung::Run;
use crate::lung::runs;
use crate::pixels::{Frame, Rescale};
use crate::rendering::{Reduction, SolidLayer};
use crate::series::FrameDigest;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Question {
    /// How often each value comes, in all of the slice or in some runs.
    Count { inside: Option<Vec<Run>> },
    /// The slice as a layer of the copy that rays go through.
    Reduce(Reduction),
    /// The runs whose values lie within, ends included, in all of the slice or in some runs.
    Within {
        range: [f64; 2],
        inside: Option<Vec<Run>>,
    },
    /// What the slice is told from others by.
    Digest,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Answer {
    Counted(Histogram),
    Within(Vec<Run>),
    Reduced(SolidLayer),
    Digested(FrameDigest),
}

impl Question {
    /// What a slice answers.
    #[must_use]
    pub fn answer(
        &self,
        frame: &Frame<'_>,
        rescale: Option<&Rescale>,
        padding: Option<[i64; 2]>,
    ) -> Answer {
        match self {
            Self::Count { inside } => {
                Answer::Counted(Histogram::of(frame, rescale, padding, inside.as_deref()))
            }
            Self::Reduce(reduction) => Answer::Reduced(reduction.of(frame, rescale, padding)),
            Self::Digest => Answer::Digested(FrameDigest::of(frame)),
            Self::Within { range, inside } => {
                let found = grow::within(frame, rescale, padding, *range);
                Answer::Within(match inside {
                    Some(inside) => runs::both(&found, inside),
                    None => found,
                })
            }
        }
    }
}
