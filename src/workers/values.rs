//! What the far module of workers does with values: the air of a slice, the lungs out of the air of
//! all slices, how much of them a slice holds; what is asked of a slice, and what grows out of the
//! answers.

use serde::de::DeserializeOwned;

use crate::grey::grow::{Growing, grown};
use crate::grey::{Answer, Question};
use crate::header::Image;
use crate::lung::{self, Air, Grid, shares};
use crate::pixels::Frame;
use crate::problem::{Kind, Problem, Stage};
use crate::workers::protocol::{self, Outcome, Task};

/// As [`read`].
pub type ReadValues = fn(&Task, &Frame<'_>, &Image) -> Result<Outcome, Problem>;

/// What a task asks of the samples of one slice. What the page hands on and does not read is encoded.
///
/// # Errors
/// Where the question is none.
pub fn read(task: &Task, frame: &Frame<'_>, image: &Image) -> Result<Outcome, Problem> {
    let (rescale, padding) = (image.rescale.as_ref(), image.padding);
    Ok(match task {
        Task::LungCounts { lungs, .. } => {
            Outcome::LungCounts(Box::new(shares::count(frame, rescale, padding, lungs)))
        }
        Task::Air { pixel_mm, .. } => {
            let air = Air::of(frame, rescale, padding, *pixel_mm);
            // Nothing in it that cannot be written.
            Outcome::Air(protocol::encode(&air).unwrap_or_default())
        }
        Task::Values { question, .. } => {
            let question: Question = decoded(question)?;
            let answer = question.answer(frame, rescale, padding);
            Outcome::Values(protocol::encode(&answer).unwrap_or_default())
        }
        _ => Outcome::Values(Vec::new()),
    })
}

/// The lungs out of the air of all slices; a long job, which says that it is `alive`.
///
/// # Errors
/// Where a slice's air is none.
pub fn find_lungs(
    grid: &Grid,
    slices: &[Vec<u8>],
    alive: &mut dyn FnMut(),
) -> Result<Outcome, Problem> {
    let mut airs: Vec<Air> = Vec::with_capacity(slices.len());
    for slice in slices {
        airs.push(decoded(slice)?);
        alive();
    }
    Ok(Outcome::Lungs(Box::new(lung::find(&airs, grid, alive))))
}

/// What grows out of what slices answered; one that was not asked has nothing of it.
///
/// # Errors
/// Where an answer is none.
pub fn grow(
    growing: &[u8],
    slices: &[Vec<u8>],
    alive: &mut dyn FnMut(),
) -> Result<Outcome, Problem> {
    let growing: Growing = decoded(growing)?;
    let mut within = Vec::with_capacity(slices.len());
    for slice in slices {
        within.push(if slice.is_empty() {
            Vec::new()
        } else {
            match decoded(slice)? {
                Answer::Within(runs) => runs,
                Answer::Counted(_) | Answer::Reduced(_) | Answer::Digested(_) => Vec::new(),
            }
        });
        alive();
    }
    let growth = grown(&within, &growing);
    Ok(Outcome::Values(
        protocol::encode(&growth).unwrap_or_default(),
    ))
}

fn decoded<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    protocol::decode(bytes).map_err(|error| {
        let reason = error.to_string();
        Kind::Unreadable { reason }.at(Stage::Decode)
    })
}
