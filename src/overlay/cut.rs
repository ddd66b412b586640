//! The texts of a pane that shows a plane or a slab.

use crate::engine::cut::location_mm;
use crate::engine::{CutPicture, State};
use crate::header::Header;
use crate::overlay::badge::{Badge, Fit, Seen, SlabBadge, badges_of};
use crate::overlay::pane::{PaneTexts, ProbeText, plain};
use crate::overlay::scale_bar::bar;
use crate::overlay::units;
use crate::pixels::Unit;
use crate::series;
use crate::series::sides::letters;
use crate::session::{Pane, PaneId};
use crate::viewport::Turn;
use crate::volume::sample::Sample;
use crate::volume::vector::{times, unit};
use crate::volume::{Projection, Section, Sheet};
use crate::words;

/// Edges of a pane, as [`crate::viewport::Turn::edges`] has them.
const EDGES: [&str; 4] = ["left", "right", "top", "bottom"];

pub fn describe(
    texts: &mut PaneTexts,
    state: &State,
    id: PaneId,
    picture: &CutPicture,
    header: &Header,
) {
    texts.series = state.catalog.name(picture.stack);
    texts.slice = Some(picture.slice + 1);
    texts.slices = Some(picture.slices);
    texts.window = Some([picture.window.center, picture.window.width]);
    texts.plane = Some(plane_code(picture));
    texts.slab = slab_words(picture);
    texts.centre = Some(picture.at_mm);
    let [number, count] = [picture.slice + 1, picture.slices];
    texts.top_left.push(match picture.section {
        Some(section) => words::plane_of(section_name(section), number, count),
        None => words::slice_of(number, count),
    });
    let location = location_mm(picture);
    texts
        .top_left
        .push(words::millimetres((location * 10.0).round() / 10.0));
    texts.top_left.extend(words::thickness_and_spacing(
        header.slice_thickness_mm,
        state.slice_spacing(picture.stack),
    ));
    let [center, width] = [picture.window.center, picture.window.width];
    texts
        .bottom_left
        .push(words::level_and_width(center, width));
    texts
        .bottom_left
        .push(words::zoom(picture.placement.scale[0]));
    texts.sides = sides_of(&picture.sheet, picture.view.turn, header);
    texts.badges = badges_of(state, id, &seen(state, id, picture, header), header);
    let mm = picture.sheet.column_length_mm();
    texts.scale = bar(picture.rect.width, picture.placement.scale[0] / mm);
    texts.probe = probe(state, id, picture);
}

/// The letters at the edges of a sheet.
pub(super) fn sides_of(sheet: &Sheet, turn: Turn, header: &Header) -> Vec<(&'static str, String)> {
    if series::sides(header).is_none() {
        return Vec::new();
    }
    let [right, down] = [sheet.column_mm, sheet.row_mm].map(unit);
    let ways = [times(right, -1.0), right, times(down, -1.0), down];
    let on_screen = turn.edges(ways.map(letters));
    EDGES.into_iter().zip(on_screen).collect()
}

pub(super) const fn section_name(section: Section) -> &'static str {
    match section {
        Section::Axial => words::AXIAL,
        Section::Coronal => words::CORONAL,
        Section::Sagittal => words::SAGITTAL,
    }
}

/// `data-plane`: of a slab about a slice, `acquired`.
fn plane_code(picture: &CutPicture) -> &'static str {
    match picture.section {
        None => "acquired",
        Some(_) if is_turned(picture) => "oblique",
        Some(section) => section.code(),
    }
}

/// The plane is none of the patient's own any more.
fn is_turned(picture: &CutPicture) -> bool {
    let along = picture.normal.into_iter().map(f64::abs);
    // A thousandth is less than three degrees.
    picture.section.is_some() && along.fold(0.0, f64::max) < 0.999
}

pub(super) const fn name(projection: Projection) -> &'static str {
    match projection {
        Projection::Mip => words::MIP,
        Projection::MinIp => words::MIN_IP,
        Projection::Mean => words::MEAN,
    }
}

fn slab_words(picture: &CutPicture) -> Option<String> {
    let slab = picture.slab?;
    let name = name(slab.projection);
    Some(words::slab(name, slab.mm, picture.here_mm))
}

fn seen(state: &State, id: PaneId, picture: &CutPicture, header: &Header) -> Seen {
    let body = state.volumes.body(picture.stack);
    let look = state.session.pane(id).and_then(Pane::look);
    let presentation = look.and_then(|look| look.presentation);
    let mut cut = Vec::new();
    if let Some(slab) = picture.slab {
        cut.push(Badge::Slab(SlabBadge {
            name: name(slab.projection),
            tenths: tenths(slab.mm),
            here_tenths: tenths(picture.here_mm),
        }));
    }
    if body.is_some_and(|body| body.geometry.uneven().is_some()) {
        cut.push(Badge::Uneven);
    }
    if picture.every > 1 {
        cut.push(Badge::Every(picture.every));
    }
    Seen {
        stack: picture.stack,
        is_grey: true,
        is_mirrored: picture.view.turn.is_mirrored(),
        is_oblique: match picture.section {
            Some(_) => is_turned(picture),
            None => super::badge::is_oblique(header),
        },
        colours: picture.colours,
        // What a presentation state lays over an image lies over no plane.
        fit: presentation.map(|_| Fit::Changed),
        cut,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a hundred millimetres at most"
)]
const fn tenths(mm: f64) -> u32 {
    (mm * 10.0 + 0.5) as u32
}

fn probe(state: &State, id: PaneId, picture: &CutPicture) -> Option<ProbeText> {
    let probe = state.screen.cut_probe(id)?;
    let body = state.volumes.body(picture.stack)?;
    let (slice, [column, row]) = body.geometry.nearest_voxel(probe.asked.point)?;
    let frame = body.geometry.places.get(slice)?.frame;
    let slice = state.catalog.stack(picture.stack)?.position_of(frame)?;
    let nearest = state.image_of(frame)?;
    let made = slab_words(picture).unwrap_or_else(|| words::INTERPOLATED.to_owned());
    let (value, unit) = match probe.sample? {
        Sample::Outside => return None,
        Sample::Gap => (words::NO_NUMBER.to_owned(), words::NOTHING_HERE.to_owned()),
        Sample::Padding => (words::NO_NUMBER.to_owned(), words::PADDING.to_owned()),
        Sample::Value(value) => {
            let in_hu = state.unit(picture.stack) == Unit::Hu;
            let value = if in_hu { value.round() } else { value };
            let unit = units::unit_of(state, picture.stack, nearest, value);
            (plain(value), format!("{unit} {made}"))
        }
    };
    Some(ProbeText {
        value,
        unit,
        column,
        row,
        slice,
    })
}
