//! Softcopy presentation states: how somebody wants images to be seen (PS3.3 A.33.1).

use std::sync::Arc;

use dicom_dictionary_std::tags;
use serde::{Deserialize, Serialize};

use super::graphics::{self, Annotations};
use super::reference::{self, Reference};
use super::{Count, cut};
use crate::header::Part;
use crate::limits;
use crate::pixels::{Cover, Rescale, Table, VoiFunction, Window};
use crate::problem::Kind;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Presentation {
    pub label: String,
    pub description: String,
    /// The images that it is for.
    pub images: Vec<Reference>,
    /// What stored values become before the window. Without it they stay as they are, whatever the
    /// image says of itself (PS3.4 N.2.1.1).
    pub rescale: Option<Rescale>,
    /// A table makes something else of them, as one in the image does.
    pub has_modality_table: bool,
    pub voi: Vec<Voi>,
    pub areas: Vec<Area>,
    /// Quarters clockwise, before it is mirrored (PS3.3 C.10.6).
    pub quarters: i32,
    /// Left to right, as it is seen then.
    pub mirrored: bool,
    /// Presentation LUT Shape (2050,0020) is INVERSE: the smallest value is white.
    pub inverse: bool,
    /// Presentation LUT Sequence (2050,0010): what becomes of what a window makes of values.
    pub table: Option<Arc<Table>>,
    /// Planes of its own, and a shutter that stands in the place of the image's.
    pub cover: Option<Arc<Cover>>,
    /// In the order in which they are drawn.
    pub annotations: Vec<Annotations>,
    /// What it asks for and this reader does not carry out.
    pub left_out: Vec<LeftOut>,
}

/// The window of some images; of all where none are named (PS3.3 C.11.8).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Voi {
    pub images: Vec<Reference>,
    pub window: Window,
}

/// What part of some images is shown; of all where none are named (PS3.3 C.10.4).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Area {
    pub images: Vec<Reference>,
    /// Its outer corners in columns and rows of the image as stored: what is seen at the upper
    /// left, what is seen at the lower right.
    pub corners: [[f64; 2]; 2],
    pub mode: SizeMode,
}

/// Presentation Size Mode (0070,0100).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum SizeMode {
    ScaleToFit,
    /// So many millimetres on the screen as in the patient: no browser knows its screen's.
    TrueSize,
    /// So many pixels of the screen for one of the image.
    Magnify(f64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LeftOut {
    /// A table for what the screen shows, behind a window that it cannot stand behind here, or one that
    /// is broken.
    Table,
    /// One that is broken, or of too many corners.
    Shutter,
    /// One image taken from another.
    Subtraction,
    TrueSize,
}

pub fn read(file: Part<'_, '_>) -> Result<Presentation, Kind> {
    let mut count = reference::counted();
    let rotation = file.unsigned(tags::IMAGE_ROTATION).unwrap_or_default() % 360;
    let shape = file.text(tags::PRESENTATION_LUT_SHAPE);
    let areas = areas(file)?;
    let voi = voi(file)?;
    let table = file.presentation_table();
    let cover = file.cover();
    Ok(Presentation {
        label: cut(file.description(tags::CONTENT_LABEL).unwrap_or_default()),
        description: cut(file
            .description(tags::CONTENT_DESCRIPTION)
            .unwrap_or_default()),
        images: reference::of_series(file, tags::REFERENCED_IMAGE_SEQUENCE, &mut count)?,
        rescale: file.rescale(),
        has_modality_table: file.has(tags::MODALITY_LUT_SEQUENCE),
        left_out: left_out(file, (&areas, &voi), (table.as_ref(), cover.as_ref())),
        voi,
        table: table.map(Arc::new),
        cover: cover.map(Arc::new),
        areas,
        quarters: i32::try_from(rotation / 90).unwrap_or_default(),
        mirrored: file.text(tags::IMAGE_HORIZONTAL_FLIP).as_deref() == Some("Y"),
        inverse: shape.as_deref() == Some("INVERSE"),
        annotations: graphics::read(file)?,
    })
}

fn counted() -> Count {
    Count::up_to("windows or areas", limits::REFERENCES)
}

fn voi(file: Part<'_, '_>) -> Result<Vec<Voi>, Kind> {
    let mut count = counted();
    let rescale = file.rescale();
    let mut all = Vec::new();
    for item in file.items(tags::SOFTCOPY_VOILUT_SEQUENCE) {
        count.add(1 + item.items(tags::REFERENCED_IMAGE_SEQUENCE).len())?;
        let windows = item.windows(rescale.as_ref()).into_iter();
        all.extend(windows.take(1).map(|window| Voi {
            images: reference::all(item, tags::REFERENCED_IMAGE_SEQUENCE),
            window,
        }));
    }
    Ok(all)
}

fn areas(file: Part<'_, '_>) -> Result<Vec<Area>, Kind> {
    let mut count = counted();
    let mut all = Vec::new();
    for item in file.items(tags::DISPLAYED_AREA_SELECTION_SEQUENCE) {
        count.add(1 + item.items(tags::REFERENCED_IMAGE_SEQUENCE).len())?;
        all.extend(area(item));
    }
    Ok(all)
}

/// Corners are told as the first and the last pixel, counted from 1.
fn area(item: Part<'_, '_>) -> Option<Area> {
    let pair = |tag| <[f64; 2]>::try_from(item.floats(tag)).ok();
    let first = pair(tags::DISPLAYED_AREA_TOP_LEFT_HAND_CORNER)?;
    let last = pair(tags::DISPLAYED_AREA_BOTTOM_RIGHT_HAND_CORNER)?;
    let mut corners = [first, last];
    for axis in 0..2 {
        if first[axis] <= last[axis] {
            corners[0][axis] -= 1.0;
        } else {
            corners[1][axis] -= 1.0;
        }
    }
    let ratio = item.floats(tags::PRESENTATION_PIXEL_MAGNIFICATION_RATIO);
    let ratio = ratio.first().copied().filter(|ratio| *ratio > 0.0);
    let mode = match item.text(tags::PRESENTATION_SIZE_MODE).as_deref() {
        Some("MAGNIFY") => ratio.map_or(SizeMode::ScaleToFit, SizeMode::Magnify),
        Some("TRUE SIZE") => SizeMode::TrueSize,
        _ => SizeMode::ScaleToFit,
    };
    Some(Area {
        images: reference::all(item, tags::REFERENCED_IMAGE_SEQUENCE),
        corners,
        mode,
    })
}

fn left_out(
    file: Part<'_, '_>,
    (areas, voi): (&[Area], &[Voi]),
    (table, cover): (Option<&Table>, Option<&Cover>),
) -> Vec<LeftOut> {
    let has_table = table.is_some() && voi.iter().all(|voi| takes_table(&voi.window));
    let has_shutter = cover.is_some_and(|cover| cover.shutter.is_some());
    let is_true_size = |area: &Area| area.mode == SizeMode::TrueSize;
    [
        (
            file.has(tags::PRESENTATION_LUT_SEQUENCE) && !has_table,
            LeftOut::Table,
        ),
        (
            file.has(tags::SHUTTER_SHAPE) && !has_shutter,
            LeftOut::Shutter,
        ),
        (
            file.has(tags::MASK_SUBTRACTION_SEQUENCE),
            LeftOut::Subtraction,
        ),
        (areas.iter().any(is_true_size), LeftOut::TrueSize),
    ]
    .into_iter()
    .filter_map(|(is_so, what)| is_so.then_some(what))
    .collect()
}

/// The levels of a curve are no even steps of values.
fn takes_table(window: &Window) -> bool {
    window.table.is_some() || window.function != VoiFunction::Sigmoid
}

/// What is said of an image: what is said of it by name, else what is said of all.
fn of_image<'a, T>(
    all: &'a [T],
    images: impl Fn(&T) -> &[Reference],
    instance: Option<&str>,
    frame: u32,
) -> Option<&'a T> {
    let names_it = |one: &&T| {
        let mut images = images(one).iter();
        instance.is_some_and(|instance| images.any(|image| image.is_of(instance, frame)))
    };
    let speaks_of_all = |one: &&T| images(one).is_empty();
    all.iter()
        .find(names_it)
        .or_else(|| all.iter().find(speaks_of_all))
}

impl Presentation {
    /// True of a frame, counted from 0, that it is for.
    #[must_use]
    pub fn is_for(&self, instance: Option<&str>, frame: u32) -> bool {
        let is_named = |instance: &str| self.images.iter().any(|it| it.is_of(instance, frame));
        instance.is_some_and(is_named)
    }

    /// The window of a frame, of what its own [`Self::rescale`] makes of stored values.
    #[must_use]
    pub fn window(&self, instance: Option<&str>, frame: u32) -> Option<&Window> {
        of_image(&self.voi, |voi| &voi.images, instance, frame).map(|voi| &voi.window)
    }

    /// A window with the table behind it.
    #[must_use]
    pub fn with_table(&self, window: Window) -> Window {
        let Some(table) = self.table.as_ref().filter(|_| takes_table(&window)) else {
            return window;
        };
        let table = match window.table.as_deref() {
            Some(own) if !own.is_behind_window() => Arc::new(own.then(table)),
            _ => Arc::clone(table),
        };
        Window {
            table: Some(table),
            ..window
        }
    }

    #[must_use]
    pub fn area(&self, instance: Option<&str>, frame: u32) -> Option<&Area> {
        of_image(&self.areas, |area| &area.images, instance, frame)
    }

    /// What lies over a frame, in the order in which it is drawn.
    pub fn annotations_of<'a>(
        &'a self,
        instance: Option<&'a str>,
        frame: u32,
    ) -> impl Iterator<Item = &'a Annotations> {
        let is_for = self.is_for(instance, frame);
        self.annotations.iter().filter(move |it| {
            let mut images = it.images.iter();
            let names_it = |one: &str| images.any(|image| image.is_of(one, frame));
            is_for && (it.images.is_empty() || instance.is_some_and(names_it))
        })
    }
}

/// The window, which is of values after one rescale, for values after another.
#[must_use]
pub fn window_after(window: &Window, theirs: Option<&Rescale>, ours: Option<&Rescale>) -> Window {
    let line =
        |rescale: Option<&Rescale>| rescale.map_or([1.0, 0.0], |it| [it.slope, it.intercept]);
    let ([slope, intercept], [our_slope, our_intercept]) = (line(theirs), line(ours));
    let times = our_slope / slope;
    Window {
        center: (window.center - intercept) * times + our_intercept,
        width: (window.width * times).abs(),
        ..window.clone()
    }
}
