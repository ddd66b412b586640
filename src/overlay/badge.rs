//! What is true of a picture and must not be hidden (BEHAVIOUR 5).

use std::borrow::Cow;

use crate::engine::link::{self, LinkBy};
use crate::engine::{Picture, State};
use crate::header::Header;
use crate::overlay::annotations::presentation_fit;
use crate::overlay::rendering::preset_name;
use crate::pixels::{ColourMap, Unit};
use crate::remark::Note;
use crate::rendering::Preset;
use crate::sample;
use crate::series::geometry::{self, Plane};
use crate::series::{self, Stack, StackId};
use crate::session::PaneId;
use crate::words;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Badge {
    /// The pane keeps what it shows.
    Frozen,
    /// The pane goes with others; how its slices do, where that is alike for all.
    Linked(Option<LinkBy>),
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
    Slab(SlabBadge),
    /// Slices are not evenly apart, which the reader has accepted.
    Uneven,
    /// Every so many slices are looked at.
    Every(usize),
    /// The stack is looked at as a whole.
    Rendered(Preset),
    /// Some of it is cut away.
    Clipped,
    /// Finer is on its way.
    Coarse,
    /// So many slices of all that there will be.
    Filling {
        here: usize,
        all: usize,
    },
}

/// A slab, in tenths of a millimetre: as thick as it is, and as much of it as is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SlabBadge {
    pub name: &'static str,
    pub tenths: u32,
    pub here_tenths: u32,
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
            Self::Linked(_) => "linked",
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
            Self::Slab(_) => "slab",
            Self::Uneven => "uneven",
            Self::Every(_) => "every",
            Self::Rendered(_) => "rendered",
            Self::Clipped => "clipped",
            Self::Coarse => "coarse",
            Self::Filling { .. } => "filling",
        }
    }

    #[must_use]
    pub fn words(self) -> Cow<'static, str> {
        let words = match self {
            Self::HuAssumed(offset) => return words::hu_assumed(offset).into(),
            Self::SpacingAssumed(um) => {
                return words::spacing_assumed(f64::from(um) / UM_IN_MM).into();
            }
            Self::Slab(slab) => {
                let [mm, here] = [slab.tenths, slab.here_tenths].map(|it| f64::from(it) / 10.0);
                return words::slab(slab.name, mm, here).into();
            }
            Self::Every(count) => return words::every(count),
            Self::Rendered(preset) => return words::rendered(preset_name(preset)).into(),
            Self::Clipped => words::CLIPPED,
            Self::Coarse => words::COARSE,
            Self::Filling { here, all } => return words::slices_of(here, all).into(),
            Self::Uneven => words::UNEVEN,
            Self::Frozen => words::FROZEN,
            Self::Linked(None) => words::LINKED,
            Self::Linked(Some(LinkBy::Position)) => words::LINKED_BY_POSITION,
            Self::Linked(Some(LinkBy::Offset)) => words::LINKED_BY_OFFSET,
            Self::Linked(Some(LinkBy::Fraction)) => words::LINKED_BY_FRACTION,
            Self::Linked(Some(LinkBy::Crossing)) => words::LINKED_CROSSING,
            Self::Linked(Some(LinkBy::Beyond)) => words::LINKED_BEYOND,
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
    let seen = Seen {
        stack: picture.stack,
        is_grey: picture.window.is_some(),
        is_mirrored: picture.view.turn.is_mirrored(),
        is_oblique: is_oblique(header),
        colours: picture.colours,
        fit: presentation_fit(state, picture),
        cut: Vec::new(),
    };
    badges_of(state, pane, &seen, header)
}

/// What is true of how something is seen.
pub struct Seen {
    pub stack: StackId,
    pub is_grey: bool,
    pub is_mirrored: bool,
    pub is_oblique: bool,
    pub colours: ColourMap,
    pub fit: Option<Fit>,
    /// Of planes and slabs alone.
    pub cut: Vec<Badge>,
}

/// The badges of a slice, a plane or a slab.
pub fn badges_of(state: &State, pane: PaneId, seen: &Seen, header: &Header) -> Vec<Badge> {
    let stack = state.catalog.stack(seen.stack);
    let is = |question: fn(&Stack) -> bool| stack.is_some_and(question);
    let is_grey = seen.is_grey;
    // What is still missing while files are read is on its way.
    let is_incomplete = !state.is_loading()
        && stack.is_some_and(|stack| {
            let mut notes = stack.notes().iter();
            notes.any(|note| matches!(note, Note::Missing(_))) || state.has_unreadable(stack)
        });
    let assumed = state.session.assumed.get(&seen.stack).copied();
    let spacing = state.slice_spacing(seen.stack);
    let spacing = spacing.filter(|spacing| spacing.is_assumed);
    let spacing = spacing.map(|spacing| micrometres(spacing.mm));
    let fit = seen.fit;
    let linked = link::told(state, pane);
    let is_frozen = state.session.pane(pane).is_some_and(|pane| pane.frozen);
    let common = [
        (is_frozen, Badge::Frozen),
        (linked.is_some(), Badge::Linked(linked.flatten())),
        (state.screen.is_skipping(pane), Badge::Skipping),
        (
            header.series_description.as_deref() == Some(sample::STAMP),
            Badge::Computed,
        ),
        (series::sides(header).is_none(), Badge::SideNotKnown),
        (seen.is_mirrored, Badge::Mirrored),
        (seen.is_oblique, Badge::Oblique),
        (is_incomplete, Badge::Incomplete),
        (is(Stack::is_by_file_name), Badge::OrderByFileName),
        (
            is_grey && state.unit(seen.stack) == Unit::Stored,
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
            is_grey && seen.colours != ColourMap::Grey,
            Badge::Colours(seen.colours),
        ),
    ];
    let common = common.into_iter();
    let common = common.filter_map(|(is_so, badge)| is_so.then_some(badge));
    seen.cut.iter().copied().chain(common).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "some centimetres at most"
)]
fn micrometres(mm: f64) -> u32 {
    (mm * UM_IN_MM).round() as u32
}

pub fn is_oblique(header: &Header) -> bool {
    let orientation = header.orientation.filter(|of| geometry::is_sound(*of));
    orientation.is_some_and(|of| geometry::plane(of) == Plane::Oblique)
}
