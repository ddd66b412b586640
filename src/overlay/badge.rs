//! What is true of a picture and must not be hidden (BEHAVIOUR 5).

use std::borrow::Cow;

use crate::engine::{Picture, State};
use crate::header::Header;
use crate::overlay::annotations::presentation_fit;
use crate::pixels::{ColourMap, Unit};
use crate::remark::Note;
use crate::sample;
use crate::series::geometry::{self, Plane};
use crate::series::{self, Stack};
use crate::session::PaneId;
use crate::words;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Badge {
    /// The pane keeps what it shows.
    Frozen,
    /// Slices are left out, because drawing does not keep up.
    Skipping,
    Computed,
    SideNotKnown,
    Mirrored,
    Oblique,
    /// Slices of the stack are missing, or cannot be read.
    Incomplete,
    OrderByFileName,
    NoHu,
    /// By this offset, which the file does not give.
    HuAssumed(i32),
    /// By this distance from slice to slice, in micrometres, which no position gives.
    SpacingAssumed(u32),
    Lossy,
    /// A presentation state was chosen for it.
    Presented(Fit),
    Colours(ColourMap),
}

/// How a picture is to the presentation state that was chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fit {
    AsItSays,
    /// The reader has changed something since.
    Changed,
    /// It is not for this image.
    OfOthers,
}

const UM_IN_MM: f64 = 1000.0;

impl Badge {
    /// What scripts hold on to (`data-badge`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Frozen => "frozen",
            Self::Skipping => "skipping",
            Self::Computed => "computed",
            Self::SideNotKnown => "side-not-known",
            Self::Mirrored => "mirrored",
            Self::Oblique => "oblique",
            Self::Incomplete => "incomplete",
            Self::OrderByFileName => "order-by-file-name",
            Self::NoHu => "no-hu",
            Self::HuAssumed(_) => "hu-assumed",
            Self::SpacingAssumed(_) => "spacing-assumed",
            Self::Lossy => "lossy",
            Self::Presented(_) => "presented",
            Self::Colours(_) => "colours",
        }
    }

    #[must_use]
    pub fn words(self) -> Cow<'static, str> {
        let words = match self {
            Self::HuAssumed(offset) => return words::hu_assumed(offset).into(),
            Self::SpacingAssumed(um) => {
                return words::spacing_assumed(f64::from(um) / UM_IN_MM).into();
            }
            Self::Frozen => words::FROZEN,
            Self::Skipping => words::SKIPPING,
            Self::Computed => words::COMPUTED,
            Self::SideNotKnown => words::SIDE_NOT_KNOWN,
            Self::Mirrored => words::MIRRORED,
            Self::Oblique => words::OBLIQUE,
            Self::Incomplete => words::INCOMPLETE,
            Self::OrderByFileName => words::ORDER_BY_FILE_NAME,
            Self::NoHu => words::NO_HU,
            Self::Lossy => words::LOSSY,
            Self::Presented(Fit::AsItSays) => words::PRESENTED,
            Self::Presented(Fit::Changed) => words::PRESENTED_CHANGED,
            Self::Presented(Fit::OfOthers) => words::PRESENTED_OF_OTHERS,
            Self::Colours(colours) => colours.name(),
        };
        words.into()
    }
}

/// The badges of a picture, in the order in which they are read.
pub fn badges(state: &State, pane: PaneId, picture: &Picture, header: &Header) -> Vec<Badge> {
    let stack = state.catalog.stack(picture.stack);
    let is = |question: fn(&Stack) -> bool| stack.is_some_and(question);
    let is_grey = picture.window.is_some();
    // What is still missing while files are read is on its way.
    let is_incomplete = !state.is_loading()
        && stack.is_some_and(|stack| {
            let mut notes = stack.notes().iter();
            notes.any(|note| matches!(note, Note::Missing(_))) || state.has_unreadable(stack)
        });
    let assumed = state.session.assumed.get(&picture.stack).copied();
    let spacing = state.slice_spacing(picture.stack);
    let spacing = spacing.filter(|spacing| spacing.is_assumed);
    let spacing = spacing.map(|spacing| micrometres(spacing.mm));
    let fit = presentation_fit(state, picture);
    let is_frozen = state.session.pane(pane).is_some_and(|pane| pane.frozen);
    [
        (is_frozen, Badge::Frozen),
        (state.screen.is_skipping(pane), Badge::Skipping),
        (
            header.series_description.as_deref() == Some(sample::STAMP),
            Badge::Computed,
        ),
        (series::sides(header).is_none(), Badge::SideNotKnown),
        (picture.view.turn.is_mirrored(), Badge::Mirrored),
        (is_oblique(header), Badge::Oblique),
        (is_incomplete, Badge::Incomplete),
        (is(Stack::is_by_file_name), Badge::OrderByFileName),
        (
            is_grey && state.unit(picture.stack) == Unit::Stored,
            Badge::NoHu,
        ),
        (
            assumed.is_some(),
            Badge::HuAssumed(assumed.unwrap_or_default()),
        ),
        (
            spacing.is_some(),
            Badge::SpacingAssumed(spacing.unwrap_or_default()),
        ),
        (header.lossy, Badge::Lossy),
        (
            fit.is_some(),
            Badge::Presented(fit.unwrap_or(Fit::OfOthers)),
        ),
        (
            is_grey && picture.colours != ColourMap::Grey,
            Badge::Colours(picture.colours),
        ),
    ]
    .into_iter()
    .filter_map(|(is_so, badge)| is_so.then_some(badge))
    .collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "some centimetres at most"
)]
fn micrometres(mm: f64) -> u32 {
    (mm * UM_IN_MM).round() as u32
}

fn is_oblique(header: &Header) -> bool {
    let orientation = header.orientation.filter(|of| geometry::is_sound(*of));
    orientation.is_some_and(|of| geometry::plane(of) == Plane::Oblique)
}
