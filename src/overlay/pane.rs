//! The texts of one pane.

use crate::engine::rare;
use crate::engine::{Picture, State};
use crate::header::{Header, Image};
use crate::overlay::badge::{Badge, badges};
use crate::overlay::cut;
use crate::overlay::rendering;
use crate::overlay::scale_bar::{ScaleBar, scale_bar};
use crate::overlay::units;
use crate::pixels::Voxel;
use crate::pixels::stats::is_within;
use crate::series::{self, StackId};
use crate::session::{Detail, PaneId};
use crate::words;

/// All texts of one pane. Numbers of slices count from 1.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PaneTexts {
    pub state: &'static str,
    pub series: Option<String>,
    pub slice: Option<usize>,
    pub slices: Option<usize>,
    /// Of files with several frames, from 1.
    pub frame: Option<u32>,
    /// The slice asked for.
    pub wanted: Option<usize>,
    pub window: Option<[f64; 2]>,
    pub drawn: u64,
    pub probe: Option<ProbeText>,
    pub top_left: Vec<String>,
    pub badges: Vec<Badge>,
    pub bottom_left: Vec<String>,
    /// Edge of the pane (a CSS class), and the letters there.
    pub sides: Vec<(&'static str, String)>,
    pub scale: Option<ScaleBar>,
    /// Of a plane or a slab: which (`data-plane`), how thick, and where planes meet, in mm.
    pub plane: Option<&'static str>,
    pub slab: Option<String>,
    pub centre: Option<[f64; 3]>,
    /// Its hooks are there in any case.
    pub shows_value: bool,
    pub notice: Option<String>,
}

/// The voxel under the pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct ProbeText {
    pub value: String,
    pub unit: String,
    pub column: u32,
    pub row: u32,
    /// From 0.
    pub slice: usize,
}

impl ProbeText {
    #[must_use]
    pub fn words(&self) -> String {
        if self.unit == words::RGB {
            let named = ["R", "G", "B"].into_iter().zip(self.value.split(' '));
            let named: Vec<String> = named
                .map(|(name, value)| format!("{name} {value}"))
                .collect();
            return named.join(" ");
        }
        format!("{} {}", self.value.replace('-', "\u{2212}"), self.unit)
    }
}

impl PaneTexts {
    /// For ears: slice and window.
    #[must_use]
    pub fn spoken(&self) -> String {
        if self.plane == Some(RENDERING) {
            return self.top_left.join(", ");
        }
        match (self.slice, self.slices) {
            (Some(slice), Some(slices)) => words::spoken_slice(slice, slices, self.window),
            _ => words::NO_IMAGE.to_owned(),
        }
    }
}

/// `data-plane` of a stack that is looked at as a whole.
pub const RENDERING: &str = "rendering";

/// Edges of a pane, as [`crate::viewport::Turn::edges`] has them.
const EDGES: [&str; 4] = ["left", "right", "top", "bottom"];

/// The texts of a pane, whatever it shows.
#[must_use]
pub fn pane(state: &State, id: PaneId) -> PaneTexts {
    let header = |frame| state.image_of(frame).map(|(header, _)| header);
    let mut texts = begun(state, id);
    if let Some(rendered) = state.screen.rendered(id)
        && let Some(header) = header(rendered.frame)
    {
        rendering::describe(&mut texts, state, id, rendered, header);
    } else if let Some(cut) = state.screen.cut(id)
        && let Some(header) = header(cut.frame)
    {
        cut::describe(&mut texts, state, id, cut, header);
    } else {
        return flat_pane(state, id);
    }
    keep_to(&mut texts, state.session.detail);
    texts.notice = notice(state, id, &texts);
    texts
}

fn begun(state: &State, id: PaneId) -> PaneTexts {
    PaneTexts {
        state: state.pane_state(id).name(),
        drawn: state.screen.drawn(id),
        wanted: wanted(state, id).map(|slice| slice + 1),
        ..PaneTexts::default()
    }
}

/// The texts of a pane that shows a slice as it is stored: all that a first picture needs.
#[must_use]
pub fn flat_pane(state: &State, id: PaneId) -> PaneTexts {
    let mut texts = begun(state, id);
    if let Some(picture) = state.screen.picture(id)
        && let Some((header, image)) = state.image_of(picture.frame)
    {
        describe(&mut texts, state, id, picture, header, image);
        texts.probe = probe(state, id, header, image);
        keep_to(&mut texts, state.session.detail);
    }
    texts.notice = notice(state, id, &texts);
    texts
}

/// The slice that a pane has been asked for, from 0.
#[must_use]
pub fn wanted(state: &State, id: PaneId) -> Option<usize> {
    if let Some(ladder) = rare::planes::ladder(state, id) {
        return usize::try_from(ladder.here).ok();
    }
    let pane = state.session.pane(id)?;
    if let Some(rendered) = state.screen.rendered(id) {
        return Some(rendered.how.camera.step());
    }
    state
        .catalog
        .stack(pane.stack?)?
        .position_of(pane.look()?.wanted)
}

fn describe(
    texts: &mut PaneTexts,
    state: &State,
    id: PaneId,
    picture: &Picture,
    header: &Header,
    image: &Image,
) {
    texts.series = state.catalog.name(picture.stack);
    texts.slice = Some(picture.slice + 1);
    texts.slices = Some(picture.slices);
    texts.frame = (image.frames > 1).then_some(picture.frame.frame + 1);
    texts.window = picture
        .window
        .as_ref()
        .map(|window| [window.center, window.width]);

    texts.top_left.push(place_in_stack(picture, header, image));
    texts
        .top_left
        .extend(location_mm(header).map(words::millimetres));
    let stack = state.catalog.stack(picture.stack);
    texts.top_left.extend(words::thickness_and_spacing(
        header.slice_thickness_mm,
        state.slice_spacing(picture.stack),
    ));

    if let Some(window) = &picture.window {
        texts
            .bottom_left
            .push(words::level_and_width(window.center, window.width));
    }
    texts
        .bottom_left
        .push(words::zoom(picture.placement.scale[0]));

    if let Some(sides) = series::sides(header) {
        let as_stored = [sides.left, sides.right, sides.top, sides.bottom];
        let on_screen = picture.view.turn.edges(as_stored);
        texts.sides = EDGES.into_iter().zip(on_screen).collect();
    }
    if stack.is_some_and(series::Stack::is_by_file_name) {
        texts.top_left.push(words::HEAD_OR_FEET.to_owned());
    }
    texts.badges = badges(state, id, picture, header);
    texts.scale = scale_bar(header, picture);
}

/// Leaves out what the reader does not want to see now; badges and the hooks of scripts stay.
fn keep_to(texts: &mut PaneTexts, detail: Detail) {
    if detail >= Detail::Essential {
        texts.top_left.truncate(1);
        texts
            .bottom_left
            .truncate(usize::from(texts.window.is_some()));
    }
    if detail == Detail::Badges {
        texts.top_left.clear();
        texts.bottom_left.clear();
        texts.sides.clear();
        texts.scale = None;
    }
    texts.shows_value = detail != Detail::Badges;
}

/// The slice's number, and the one that its file gives it where that is another.
fn place_in_stack(picture: &Picture, header: &Header, image: &Image) -> String {
    let slice = picture.slice + 1;
    let own = header
        .instance_number
        .filter(|number| image.frames == 1 && usize::try_from(*number).ok() != Some(slice));
    own.map_or_else(
        || words::slice_of(slice, picture.slices),
        |number| words::slice_of_file(slice, picture.slices, number),
    )
}

fn location_mm(header: &Header) -> Option<f64> {
    let orientation = header
        .orientation
        .filter(|of| series::geometry::is_sound(*of))?;
    Some(series::geometry::location_mm(
        orientation,
        header.position_mm?,
    ))
}

fn probe(state: &State, id: PaneId, header: &Header, image: &Image) -> Option<ProbeText> {
    let picture = state.screen.picture(id)?;
    let probe = state.screen.probe(id)?;
    let (value, unit) = match probe.voxel? {
        Voxel::Colour([red, green, blue]) => {
            (format!("{red} {green} {blue}"), words::RGB.to_owned())
        }
        Voxel::Nothing => (words::NO_NUMBER.to_owned(), words::PADDING.to_owned()),
        Voxel::Grey(stored) if is_within(image.padding, stored) => {
            (plain(stored), words::PADDING.to_owned())
        }
        Voxel::Grey(stored) => grey_value(state, picture.stack, (header, image), stored),
    };
    Some(ProbeText {
        value,
        unit,
        column: probe.column,
        row: probe.row,
        slice: picture.slice,
    })
}

/// A value, and what it is counted in.
fn grey_value(
    state: &State,
    stack: StackId,
    of: (&Header, &Image),
    stored: f64,
) -> (String, String) {
    let (_, image) = of;
    let rescale = state.rescale(stack, image);
    let value = rescale.map_or(stored, |rescale| rescale.modality(stored));
    (plain(value), units::unit_of(state, stack, of, value))
}

/// A value with as many digits as it has, up to two, or to its fourth that is not 0.
#[must_use]
pub fn plain(value: f64) -> String {
    const FIGURES: f64 = 3.0;
    const MOST: f64 = 12.0;
    let digits = if value == 0.0 {
        2.0
    } else {
        (FIGURES - value.abs().log10().floor()).clamp(2.0, MOST)
    };
    let tens = 10_f64.powf(digits);
    let rounded = (value * tens).round() / tens;
    format!("{}", if rounded == 0.0 { 0.0 } else { rounded })
}

/// Then the next picture shows it, and there is nothing to say.
fn is_wanted_here(state: &State, id: PaneId) -> bool {
    let look = state.session.pane(id).and_then(|pane| pane.look());
    look.is_some_and(|look| state.is_held(look.wanted))
}

fn notice(state: &State, id: PaneId, texts: &PaneTexts) -> Option<String> {
    if let Some(case) = state.called_in(id) {
        return state.number_of(case).map(words::case_loading);
    }
    match texts.state {
        "loading" if !is_wanted_here(state, id) => texts.wanted.map(|wanted| {
            if texts.slice.is_some() {
                words::loading(wanted)
            } else {
                words::still_loading(wanted)
            }
        }),
        "empty" => {
            let is_beside_others = state.session.panes.len() > 1 && state.has_something_to_show();
            is_beside_others.then(|| words::DROP_SERIES_HERE.to_owned())
        }
        "failed" => {
            let look = state.session.pane(id)?.look()?;
            let path = state.path(look.wanted.file)?;
            state
                .problems
                .iter()
                .find(|known| known.path == path)
                .map(words::problem)
        }
        _ => None,
    }
}

/// Of what a pane shows as a file: by series, plane and number, and by nothing that tells the patient.
#[must_use]
pub fn file_name(state: &State, id: PaneId, ending: &str) -> String {
    let texts = pane(state, id);
    let series = texts.series.iter().map(String::as_str);
    let parts: Vec<&str> = series.chain(texts.plane).collect();
    words::file_name(&parts.join("-"), texts.slice.unwrap_or_default(), ending)
}
