//! What the far module of workers does for the lung mask: the air of a slice, the lungs out of the
//! air of all slices, and how much of them a slice holds.

use crate::header::Image;
use crate::lung::{self, Air, Grid, shares};
use crate::pixels::Frame;
use crate::problem::{Kind, Problem, Stage};
use crate::workers::protocol::{self, Outcome, Task};

/// As [`read`].
pub type ReadLung = fn(&Task, &Frame<'_>, &Image) -> Outcome;

/// What a task of the mask asks of the samples of one slice: its air or its counts. Air is encoded:
/// the page hands it on and does not read it.
#[must_use]
pub fn read(task: &Task, frame: &Frame<'_>, image: &Image) -> Outcome {
    let (rescale, padding) = (image.rescale.as_ref(), image.padding);
    match task {
        Task::LungCounts { lungs, .. } => {
            Outcome::LungCounts(Box::new(shares::count(frame, rescale, padding, lungs)))
        }
        Task::Air { pixel_mm, .. } => {
            let air = Air::of(frame, rescale, padding, *pixel_mm);
            // Nothing in it that cannot be written.
            Outcome::Air(protocol::encode(&air).unwrap_or_default())
        }
        _ => Outcome::Air(Vec::new()),
    }
}

/// The lungs out of the air of all slices; a long job, which says that it is `alive`.
///
/// # Errors
/// Where a slice's air is none.
pub fn find(grid: &Grid, slices: &[Vec<u8>], alive: &mut dyn FnMut()) -> Result<Outcome, Problem> {
    let mut airs = Vec::with_capacity(slices.len());
    for slice in slices {
        let air: Air = protocol::decode(slice).map_err(|error| {
            let reason = error.to_string();
            Kind::Unreadable { reason }.at(Stage::Decode)
        })?;
        airs.push(air);
        alive();
    }
    Ok(Outcome::Lungs(Box::new(lung::find(&airs, grid, alive))))
}
