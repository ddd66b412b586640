//! The panel of the histogram: its columns as a drawing, what it says in words, and where the window
//! lies on it.

use std::fmt::Write as _;

use crate::engine::State;
use crate::engine::grey::{StackCount, Subject, panel_subject};
use crate::engine::windows;
use crate::grey::Histogram;
use crate::intake::FrameKey;
use crate::overlay::mark_facts::doubts_of_values;
use crate::overlay::mark_label::figure;
use crate::overlay::units;
use crate::pixels::Unit;
use crate::session::{Look, Pane, Scope};
use crate::words;

/// Columns of the drawing, at most.
const COLUMNS: u32 = 256;

/// Units of the drawing its columns are high.
pub const HEIGHT: f64 = 100.0;

/// Another value where the panel may be another: what is cheap to ask at each event.
#[derive(Clone, Debug, PartialEq)]
pub struct HistogramOf {
    scope: Scope,
    logarithmic: bool,
    frame: Option<FrameKey>,
    subject: Option<Subject>,
    revision: u64,
    assumed: Option<i32>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct HistogramPanel {
    pub scope: Scope,
    pub logarithmic: bool,
    /// Why there is none, or how far counting is.
    pub status: Option<String>,
    pub drawn: Option<DrawnHistogram>,
    /// What it holds, line by line.
    pub facts: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct DrawnHistogram {
    /// Where the first column begins and the last ends.
    pub axis: [f64; 2],
    /// What a column is wide.
    pub width: f64,
    pub step: f64,
    pub counts: Vec<u64>,
    /// The `d` of an SVG path, as wide as there are columns and [`HEIGHT`] high.
    pub path: String,
    pub unit: String,
    /// Values are whole HU.
    pub in_hu: bool,
    /// For ears.
    pub text: String,
}

impl DrawnHistogram {
    /// What stands at a share of the way from left to right.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "held within the columns"
    )]
    pub fn column_at(&self, share: f64) -> String {
        let columns = self.counts.len() as f64;
        let at = (share * columns).floor().clamp(0.0, columns - 1.0);
        let from = self.axis[0] + at * self.width;
        let count = self.counts.get(at as usize).copied().unwrap_or_default();
        let last = from + self.width - self.step;
        let is_one = last - from < self.step / 2.0;
        let last = (!is_one).then(|| figure(last, self.in_hu));
        let first = figure(from, self.in_hu);
        words::column(&first, last.as_deref(), count, &self.unit)
    }

    /// Where a value is on the way from left to right.
    #[must_use]
    pub fn share_of(&self, value: f64) -> f64 {
        let [from, to] = self.axis;
        ((value - from) / (to - from)).clamp(0.0, 1.0)
    }

    #[must_use]
    pub fn value_at(&self, share: f64) -> f64 {
        let [from, to] = self.axis;
        from + share * (to - from)
    }
}

/// `None` where the panel is closed.
#[must_use]
pub fn histogram_of(state: &State) -> Option<HistogramOf> {
    let choices = &state.session.grey;
    let pane = state.session.pane(state.session.active)?;
    let stack = pane.stack.filter(|_| choices.histogram)?;
    Some(HistogramOf {
        scope: choices.scope,
        logarithmic: choices.logarithmic,
        frame: state.screen.frame(state.session.active),
        subject: panel_subject(state),
        revision: state.grey.revision,
        assumed: state.session.assumed.get(&stack).copied(),
    })
}

/// The panel that is open.
#[must_use]
pub fn histogram(state: &State) -> Option<HistogramPanel> {
    let of = histogram_of(state)?;
    let shown = state.session.pane(state.session.active)?.stack?;
    let mut panel = HistogramPanel {
        scope: of.scope,
        logarithmic: of.logarithmic,
        status: None,
        drawn: None,
        facts: Vec::new(),
    };
    let frame = of
        .subject
        .as_ref()
        .map(|subject| subject.frame)
        .or(of.frame)?;
    let (header, image) = state.image_of(frame)?;
    // The screen may still have the slice of the stack before.
    let of_stack = state.catalog.stack_of(frame)?;
    let said = Said {
        unit: units::unit(state, of_stack, header, image),
        in_hu: state.unit(of_stack) == Unit::Hu,
    };
    if image.shape.samples != 1 {
        panel.status = Some(words::COLOUR_HISTOGRAM.to_owned());
        return Some(panel);
    }
    let counts = match of.scope {
        Scope::Stack => {
            let whole = state.grey.stack.as_ref().filter(|it| it.stack == shown);
            let counted = whole.map_or(0, StackCount::counted);
            let slices = whole.map_or(0, |whole| whole.frames.len());
            panel.facts.push(words::slices_counted(counted, slices));
            whole.map(|whole| &whole.sum).filter(|_| counted > 0)
        }
        Scope::Region if of.subject.is_none() => {
            panel.status = Some(words::NO_REGION.to_owned());
            return Some(panel);
        }
        Scope::Slice if of.subject.is_none() => {
            panel.status = Some(words::HISTOGRAM_ON_PLANE.to_owned());
            return Some(panel);
        }
        Scope::Slice | Scope::Region => of.subject.as_ref().and_then(|it| state.grey.counts(it)),
    };
    let Some(counts) = counts else {
        let problem = state.grey.problem(frame).map(words::problem);
        panel.status = Some(problem.unwrap_or_else(|| words::COUNTING_VALUES.to_owned()));
        return Some(panel);
    };
    panel.drawn = drawn(counts, &said, of.logarithmic);
    if panel.drawn.is_none() {
        panel.status = Some(words::NO_VALUES.to_owned());
    }
    panel.facts.extend(facts(counts, &said));
    panel.facts.extend(doubts(state, frame));
    Some(panel)
}

/// Centre and width of the window of the active pane.
#[must_use]
pub fn histogram_window(state: &State) -> Option<[f64; 2]> {
    let look = state
        .session
        .pane(state.session.active)
        .and_then(Pane::look);
    let window = look.and_then(|look: &Look| look.window.as_ref());
    window.map(|window| [window.center, window.width])
}

/// Steps in which that window is set.
#[must_use]
pub fn histogram_step(state: &State) -> f64 {
    let width = histogram_window(state).map_or(1.0, |[_, width]| width);
    windows::value_step(state, state.session.active, width)
}

/// An edge of that window, as fine as it is set.
#[must_use]
pub fn window_figure(value: f64) -> String {
    figure(value, false)
}

/// Fewer voxels have no SD (BEHAVIOUR 6).
const FEWEST: u64 = 10;

/// How values are said.
pub(super) struct Said {
    pub unit: String,
    pub in_hu: bool,
}

impl Said {
    /// Mean, median and SD.
    pub fn figures(&self, counts: &Histogram) -> Option<String> {
        let figure = |value| figure(value, self.in_hu);
        let [mean, median] = [counts.mean()?, counts.median()?].map(figure);
        let deviation = counts.deviation(FEWEST).map(figure);
        Some(words::figures([&mean, &median], deviation, &self.unit))
    }
}

fn facts(counts: &Histogram, said: &Said) -> Vec<String> {
    let mut facts = vec![words::counted(counts.count(), counts.padding)];
    facts.extend(said.figures(counts));
    facts.extend(counts.percentiles().map(|ends| {
        let [low, high] = ends.map(|value| figure(value, said.in_hu));
        words::percentiles([&low, &high], &said.unit)
    }));
    if counts.clipped != [0; 2] {
        facts.push(words::clipped_ends(counts.clipped));
    }
    facts.extend(words::bins(counts.step(), &said.unit));
    facts
}

/// What makes values less than they seem, as measures of them say it.
pub(super) fn doubts(state: &State, frame: FrameKey) -> Option<String> {
    let (header, image) = state.image_of(frame)?;
    let doubts = doubts_of_values(state, state.catalog.stack_of(frame), header, image);
    (!doubts.is_empty()).then(|| words::values_doubted(&doubts.join(", ")))
}

/// A column stands for whole bins, so that none looks fuller than its neighbours for having more of
/// them.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a few columns; counts are drawn"
)]
fn drawn(histogram: &Histogram, said: &Said, logarithmic: bool) -> Option<DrawnHistogram> {
    let step = histogram.step();
    let first = histogram.bins().next()?.0;
    let last = histogram.bins().last()?.0;
    let bins = ((last - first) / step).round() + 1.0;
    let of_each = (bins / f64::from(COLUMNS)).ceil();
    let width = of_each * step;
    let columns = (bins / of_each).ceil() as usize;
    let mut counts = vec![0_u64; columns];
    for (value, count) in histogram.bins() {
        let at = ((value - first) / width + 1e-9).floor() as usize;
        if let Some(sum) = counts.get_mut(at) {
            *sum += count;
        }
    }
    let most = counts.iter().copied().max()?;
    let height = |count: u64| {
        let [count, most] = [count as f64, most as f64];
        if logarithmic {
            HEIGHT * count.ln_1p() / most.ln_1p()
        } else {
            HEIGHT * count / most
        }
    };
    let mut path = format!("M0 {HEIGHT}");
    for (at, count) in counts.iter().enumerate() {
        // Writing into a string does not fail.
        let _written = write!(path, "V{:.2}H{}", HEIGHT - height(*count), at + 1);
    }
    let _written = write!(path, "V{HEIGHT}Z");
    let fullest = counts.iter().position(|count| *count == most)?;
    let figure = |value| figure(value, said.in_hu);
    let [low, high] = histogram.ends()?.map(figure);
    let most = figure(first + width * fullest as f64);
    Some(DrawnHistogram {
        axis: [first, first + width * columns as f64],
        width,
        step,
        text: words::histogram_text([&low, &high], &most, &said.unit),
        unit: said.unit.clone(),
        in_hu: said.in_hu,
        counts,
        path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::{Endian, Frame, Layout, Shape};

    #[test]
    fn columns_are_whole_bins_and_say_what_they_hold() {
        let values: Vec<u8> = (0..=255).chain([7, 7]).collect();
        let layout = Layout {
            allocated: 8,
            stored: 8,
            high_bit: 7,
            signed: false,
            float: false,
            endian: Endian::Little,
        };
        let shape = Shape {
            columns: 258,
            rows: 1,
            samples: 1,
            planar: false,
        };
        let frame = Frame::new(&values, layout, shape).unwrap();
        let counts = Histogram::of(&frame, None, None, None);
        let said = Said {
            unit: "HU".to_owned(),
            in_hu: true,
        };
        let drawn = drawn(&counts, &said, false).unwrap();
        assert_eq!((drawn.counts.len(), drawn.counts[7]), (256, 3));
        let [first, end] = drawn.axis;
        assert!(first.abs() < 1e-9 && (end - 256.0).abs() < 1e-9);
        assert_eq!(drawn.column_at(7.5 / 256.0), "7 HU: 3");
        assert_eq!(drawn.column_at(1.0), "255 HU: 1");
        // A third as high as the fullest, and that one as high as all.
        assert!(drawn.path.starts_with("M0 100V66.67H1"), "{}", drawn.path);
        assert!(drawn.path.contains("V0.00H8"));
        assert!((drawn.value_at(drawn.share_of(100.0)) - 100.0).abs() < 1e-9);
    }
}
