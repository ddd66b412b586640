//! Ranges of HU over a picture: what they are drawn in, and how much of the slice lies in each.

use crate::engine::State;
use crate::engine::grey::shown_slice;
use crate::engine::surface::spacing;
use crate::grey::ranges;
use crate::marks::Ground;
use crate::overlay::histogram::doubts;
use crate::pixels::Unit;
use crate::session::RangesShown;
use crate::words;

/// Ranges of HU that have a hint of their own (BEHAVIOUR 6).
const GROUND_GLASS_HU: [i32; 2] = [-750, -300];
const EMPHYSEMA_HU: i32 = -950;

#[derive(Clone, Debug, PartialEq)]
pub struct RangeLegend {
    pub shown: RangesShown,
    pub rows: Vec<RangeRow>,
    /// What is to be known of all of them.
    pub notes: Vec<String>,
    /// To be typed over.
    pub edges: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RangeRow {
    pub range: String,
    /// Nothing until it is counted, and on planes.
    pub area: Option<String>,
}

/// The ranges over the active pane's picture; `None` where they are off.
#[must_use]
pub fn range_legend(state: &State) -> Option<RangeLegend> {
    let shown = state.session.grey.ranges;
    let pane = state.session.active;
    let stack = state.session.pane(pane)?.stack?;
    let edges = &state.session.lung.edges_hu;
    if shown == RangesShown::Off {
        return None;
    }
    let mut legend = RangeLegend {
        shown,
        rows: Vec::new(),
        notes: Vec::new(),
        edges: words::hu_edges(edges),
    };
    if state.unit(stack) != Unit::Hu {
        legend.notes.push(words::NEEDS_HU.to_owned());
        return Some(legend);
    }
    let assumed = state.session.assumed.get(&stack);
    legend
        .notes
        .extend(assumed.map(|offset| words::hu_assumed(*offset)));
    let areas = areas(state, edges);
    let is_slice = state.screen.picture(pane).is_some();
    legend.rows = between(edges)
        .enumerate()
        .map(|(at, (from, to))| RangeRow {
            range: words::hu_range(from, to),
            area: areas.as_ref().and_then(|areas| areas.get(at).cloned()),
        })
        .collect();
    let on = if is_slice {
        words::RANGES_ON_SLICE
    } else {
        words::RANGES_ON_PLANE
    };
    legend.notes.push(on.to_owned());
    let frame = state.screen.frame(pane);
    legend
        .notes
        .extend(frame.and_then(|frame| doubts(state, frame)));
    legend.notes.extend(hints(state, edges));
    Some(legend)
}

fn between(edges: &[i32]) -> impl Iterator<Item = (i32, i32)> {
    let pairs = edges.iter().zip(edges.iter().skip(1));
    pairs.map(|(from, to)| (*from, *to))
}

/// Of each range on the slice that is shown, by voxels as they were acquired.
fn areas(state: &State, edges: &[i32]) -> Option<Vec<String>> {
    let pane = state.session.active;
    state.screen.picture(pane)?;
    let subject = shown_slice(state, pane)?;
    let counts = ranges::counts(state.grey.counts(&subject)?, edges);
    let (_, image) = state.image_of(subject.frame)?;
    let middle = [
        f64::from(image.shape.columns) / 2.0,
        f64::from(image.shape.rows) / 2.0,
    ];
    let area = |count: u64| match spacing(state, &Ground::slice(subject.frame), &[middle]) {
        #[expect(clippy::cast_precision_loss, reason = "voxels of a slice")]
        crate::marks::Spacing::Mm([row_mm, column_mm]) => {
            words::area_mm2(count as f64 * row_mm * column_mm)
        }
        crate::marks::Spacing::Pixels { .. } => words::pixels(count),
    };
    Some(counts.into_iter().map(area).collect())
}

/// What usually lies in a range, or what it needs to mean something.
pub(super) fn hints(state: &State, edges: &[i32]) -> Vec<String> {
    let mut hints = Vec::new();
    let [low, high] = GROUND_GLASS_HU;
    if between(edges).any(|(from, to)| from >= low && to <= high) {
        hints.push(words::range_hint(low, high, words::GROUND_GLASS_HINT));
    }
    if between(edges).any(|(_, to)| to <= EMPHYSEMA_HU) {
        let frame = state.screen.frame(state.session.active);
        let header = frame.and_then(|frame| state.image_of(frame));
        let header = header.map(|(header, _)| header);
        let kernel = header.and_then(|header| header.convolution_kernel.as_deref());
        let thickness = header.and_then(|header| header.slice_thickness_mm);
        hints.push(words::emphysema_hint(thickness, kernel));
    }
    hints
}
