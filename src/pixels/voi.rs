//! Stored value -> modality value -> grey level. The shader's twin: `gpu/slice.wgsl` does the
//! same on the GPU, `tests/shader_twin.rs` and `tests/browser` hold the two together.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::table::Table;

/// Rescale Slope and Intercept with Rescale Type (PS3.3 C.11.1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rescale {
    pub slope: f64,
    pub intercept: f64,
    /// Rescale Type (0028,1054) as it stands in the file.
    pub kind: Option<String>,
}

impl Rescale {
    /// It leaves values as they are stored.
    #[must_use]
    #[expect(clippy::float_cmp, reason = "numbers as the file writes them")]
    pub const fn is_identity(&self) -> bool {
        self.slope == 1.0 && self.intercept == 0.0
    }

    /// The modality value: `slope * stored + intercept` (PS3.3 C.11.1.1.2).
    #[must_use]
    pub const fn modality(&self, stored: f64) -> f64 {
        stored * self.slope + self.intercept
    }
}

/// What a modality value is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    /// Hounsfield units: only when the file says so.
    Hu,
    Stored,
}

/// VOI LUT Function (PS3.3 C.11.2.1.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum VoiFunction {
    #[default]
    Linear,
    LinearExact,
    Sigmoid,
}

/// A window in modality values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Window {
    pub center: f64,
    pub width: f64,
    pub function: VoiFunction,
    /// Window Center & Width Explanation, where the file gives one.
    pub name: Option<String>,
    /// In the place of the function, over the whole width (PS3.3 C.11.2.1.1), or behind it.
    pub table: Option<Arc<Table>>,
}

/// A VOI function with its numbers: what centre and width come to. A ramp or a curve that has
/// no width is a step, as LINEAR says of width 1 (PS3.3 C.11.2.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Curve<'a> {
    /// White above `middle`, black up to it.
    Step { middle: f64 },
    /// Grey at `middle`, black and white half of `span` below and above.
    Ramp { middle: f64, span: f64 },
    /// `1 / (1 + exp(-4 (x - middle) / width))`.
    Sigmoid { middle: f64, width: f64 },
    /// The levels of a table, from `low` on, each for `step`.
    Table {
        low: f64,
        step: f64,
        table: &'a Table,
    },
}

impl Window {
    /// A window by the default function and without a name.
    #[must_use]
    pub const fn linear(center: f64, width: f64) -> Self {
        Self {
            center,
            width,
            function: VoiFunction::Linear,
            name: None,
            table: None,
        }
    }

    /// The curve by PS3.3 C.11.2.1.2.1 (LINEAR), C.11.2.1.3.2 (`LINEAR_EXACT`) and
    /// C.11.2.1.3.1 (SIGMOID).
    #[must_use]
    pub fn curve(&self) -> Curve<'_> {
        let (middle, span) = match self.function {
            VoiFunction::Linear => (self.center - 0.5, self.width - 1.0),
            VoiFunction::LinearExact | VoiFunction::Sigmoid => (self.center, self.width),
        };
        match self.table.as_deref() {
            // Its inputs are spread from the window's black to its white; between two of them it is the
            // lower one's, as dcmtk has it.
            Some(table) if table.is_behind_window() && span > 0.0 => {
                let step = span / to_f64(table.levels().len().saturating_sub(1).max(1));
                let low = middle - span / 2.0;
                return Curve::Table { low, step, table };
            }
            Some(table) if !table.is_behind_window() && self.width > 0.0 => {
                return Curve::Table {
                    low: self.center - self.width / 2.0,
                    step: self.width / to_f64(table.levels().len().max(1)),
                    table,
                };
            }
            _ => {}
        }
        // Not `span <= 0.0`: a width that is no number must not become a ramp.
        if span.is_nan() || span <= 0.0 {
            Curve::Step { middle }
        } else if self.function == VoiFunction::Sigmoid {
            Curve::Sigmoid {
                middle,
                width: span,
            }
        } else {
            Curve::Ramp { middle, span }
        }
    }

    /// The level from 0 (black) to 255 (white) of a modality value, not yet rounded.
    #[must_use]
    pub fn level(&self, modality: f64) -> f64 {
        match self.curve() {
            Curve::Step { middle } => {
                if modality > middle {
                    255.0
                } else {
                    0.0
                }
            }
            // Multiplied before divided, so that a value half-way between two levels comes out
            // there exactly, and rounds the same way everywhere.
            Curve::Ramp { middle, span } => {
                ((modality - middle) * 255.0 / span + 127.5).clamp(0.0, 255.0)
            }
            Curve::Sigmoid { middle, width } => {
                255.0 / (1.0 + (-4.0 * (modality - middle) / width).exp())
            }
            Curve::Table { low, step, table } => f64::from(table.level((modality - low) / step)),
        }
    }

    /// The grey level of a modality value, rounded to the nearest, halves up.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a level is from 0 to 255"
    )]
    pub fn grey(&self, modality: f64) -> u8 {
        self.level(modality).round() as u8
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a table has 65536 entries at most"
)]
const fn to_f64(count: usize) -> f64 {
    count as f64
}

/// The whole way of a stored value to the grey level on the screen: rescale, padding, window,
/// inversion. The draw list carries it, the shader follows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GreyPath {
    pub slope: f64,
    pub intercept: f64,
    /// Stored values that are no image, smallest and largest (PS3.3 C.7.5.1.1.2): always black,
    /// never mixed into a neighbour.
    pub padding: Option<[i64; 2]>,
    pub window: Window,
    /// White is shown black: MONOCHROME1, or the reader's own inversion, but not both.
    pub inverted: bool,
}

impl GreyPath {
    /// The way of a MONOCHROME2 image without padding.
    #[must_use]
    pub fn new(rescale: Option<&Rescale>, window: Window) -> Self {
        let (slope, intercept) = rescale.map_or((1.0, 0.0), |r| (r.slope, r.intercept));
        Self {
            slope,
            intercept,
            padding: None,
            window,
            inverted: false,
        }
    }

    #[must_use]
    #[expect(
        clippy::cast_precision_loss,
        reason = "stored values have at most 32 bits"
    )]
    pub const fn modality(&self, stored: i64) -> f64 {
        stored as f64 * self.slope + self.intercept
    }

    /// Of a value between two stored ones, or of floating point.
    #[must_use]
    pub const fn modality_of(&self, stored: f64) -> f64 {
        stored * self.slope + self.intercept
    }

    #[must_use]
    pub fn is_padding(&self, stored: i64) -> bool {
        self.padding
            .is_some_and(|[low, high]| (low..=high).contains(&stored))
    }

    /// The grey level on the screen of a voxel shown at 1:1.
    #[must_use]
    pub fn grey(&self, stored: i64) -> u8 {
        if self.is_padding(stored) {
            return 0;
        }
        self.grey_of(self.modality(stored))
    }

    /// The grey level of a mean of stored values, none of which is padding.
    #[must_use]
    pub fn grey_of_mean(&self, mean: f64) -> u8 {
        self.grey_of(mean * self.slope + self.intercept)
    }

    fn grey_of(&self, modality: f64) -> u8 {
        let grey = self.window.grey(modality);
        if self.inverted { 255 - grey } else { grey }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn window(center: f64, width: f64, function: VoiFunction) -> Window {
        Window {
            center,
            width,
            function,
            name: None,
            table: None,
        }
    }

    /// The examples of PS3.3 C.11.2.1.2.1: what is black, what is white.
    #[test]
    fn the_standards_own_examples() {
        let ends = |center, width| {
            let window = Window::linear(center, width);
            let black = (-5000..5000)
                .rev()
                .find(|x| window.level(f64::from(*x)) <= 0.0);
            let white = (-5000..5000).find(|x| window.level(f64::from(*x)) >= 255.0);
            (black, white)
        };
        assert_eq!(ends(2048.0, 4096.0), (Some(0), Some(4095)));
        assert_eq!(ends(2048.0, 1.0), (Some(2047), Some(2048)));
        assert_eq!(ends(0.0, 100.0), (Some(-50), Some(49)));
        assert_eq!(ends(0.0, 1.0), (Some(-1), Some(0)));
    }

    /// PS3.3 C.11.2.1.3.2: LINEAR of 100 ± runs from -50 to 49, `LINEAR_EXACT` from -50 to 50.
    #[test]
    fn linear_exact_takes_nothing_off() {
        let exact = window(0.0, 100.0, VoiFunction::LinearExact);
        assert_eq!(
            (exact.grey(-50.0), exact.grey(0.0), exact.grey(50.0)),
            (0, 128, 255)
        );
        assert!(exact.level(49.0) < 255.0);
    }

    /// PS3.3 C.11.2.1.3.1: half at the centre, never quite black or white.
    #[test]
    fn sigmoid_is_even_about_its_centre() {
        let sigmoid = window(40.0, 400.0, VoiFunction::Sigmoid);
        assert!((sigmoid.level(40.0) - 127.5).abs() < 1e-12);
        assert!((sigmoid.level(140.0) - 255.0 / (1.0 + (-1.0_f64).exp())).abs() < 1e-12);
        assert!((sigmoid.level(140.0) + sigmoid.level(-60.0) - 255.0).abs() < 1e-9);
    }

    #[test]
    fn no_width_is_a_step() {
        for function in [
            VoiFunction::Linear,
            VoiFunction::LinearExact,
            VoiFunction::Sigmoid,
        ] {
            for width in [0.0, -3.0, f64::NAN] {
                let step = window(10.0, width, function);
                assert_eq!((step.grey(9.0), step.grey(10.5)), (0, 255));
            }
        }
    }

    #[test]
    fn padding_is_black_and_inversion_turns_the_rest() {
        let rescale = Rescale {
            slope: 2.0,
            intercept: -1000.0,
            kind: None,
        };
        let mut path = GreyPath::new(Some(&rescale), Window::linear(0.0, 101.0));
        path.padding = Some([-5, -3]);
        assert_eq!((path.grey(-4), path.grey(0), path.grey(2000)), (0, 0, 255));
        path.inverted = true;
        assert_eq!((path.grey(-4), path.grey(0), path.grey(2000)), (0, 255, 0));
        assert_eq!(path.grey(500), 255 - Window::linear(0.0, 101.0).grey(0.0));
    }
}
