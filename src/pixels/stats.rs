//! Figures of a frame, and the window that it is first shown at.

use serde::{Deserialize, Serialize};

use super::air;
use super::layout::Frame;
use super::preset::{LUNG, MEDIASTINUM};
use super::voi::{Rescale, Unit, VoiFunction, Window};

/// Values looked at in one frame: all of 512 x 512; of a larger one a grid, so that a
/// mammogram costs no more than a CT slice.
const SAMPLES: usize = 512 * 512;

/// Lung as it is by density in the middle of a chest.
const LUNG_HU: std::ops::RangeInclusive<f64> = -950.0..=-700.0;

/// Above this share of the central half lying in [`LUNG_HU`], lung is what the slice shows.
const LUNG_SHARE: f64 = 0.15;

/// What a frame's values look like, padding left out. Of a colour frame, its first sample.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stats {
    pub min: i64,
    pub max: i64,
    /// 1st and 99th percentile.
    pub percentile_1: i64,
    pub percentile_99: i64,
    /// Share, from 0 to 1, of the central half of rows and columns with a modality value from
    /// -950 to -700. It means lung only where the unit is HU.
    pub lung_share: f64,
    /// The stored value of air around a body.
    pub air: Option<i64>,
}

impl Stats {
    /// The figures of `frame`; `None` where all of it is padding.
    #[must_use]
    pub fn of(
        frame: &Frame<'_>,
        padding: Option<[i64; 2]>,
        rescale: Option<&Rescale>,
    ) -> Option<Self> {
        let mut values = Vec::new();
        let (mut central, mut lung) = (0_u32, 0_u32);
        let (columns, rows) = (frame.shape.columns, frame.shape.rows);
        let step = grid_step(frame.shape.pixels());
        for row in (0..rows).step_by(step) {
            for column in (0..columns).step_by(step) {
                let Some(value) = frame.stored_value_at(column, row) else {
                    continue;
                };
                if padding.is_some_and(|[low, high]| (low..=high).contains(&value)) {
                    continue;
                }
                values.push(value);
                if in_central_half(column, columns) && in_central_half(row, rows) {
                    central += 1;
                    lung += u32::from(LUNG_HU.contains(&modality(rescale, value)));
                }
            }
        }
        let lung_share = if central == 0 {
            0.0
        } else {
            f64::from(lung) / f64::from(central)
        };
        let (min, max) = (*values.iter().min()?, *values.iter().max()?);
        let last = values.len() - 1;
        let percentile_1 = *values.select_nth_unstable(last / 100).1;
        let percentile_99 = *values.select_nth_unstable(last - last / 100).1;
        Some(Self {
            min,
            max,
            percentile_1,
            percentile_99,
            lung_share,
            air: air::around_body(frame, padding),
        })
    }
}

/// The window of a stack that the reader has not set: the file's first; else, in HU, lung or
/// mediastinum by what the slice shows; else from the 1st to the 99th percentile.
#[must_use]
pub fn first_window(
    of_the_file: &[Window],
    unit: Unit,
    rescale: Option<&Rescale>,
    stats: Option<&Stats>,
) -> Window {
    match (of_the_file.first(), unit, stats) {
        (Some(window), _, _) => window.clone(),
        (None, Unit::Hu, Some(stats)) if stats.lung_share > LUNG_SHARE => LUNG.window(),
        (None, Unit::Hu, _) => MEDIASTINUM.window(),
        (None, Unit::Stored, Some(stats)) => between(
            modality(rescale, stats.percentile_1),
            modality(rescale, stats.percentile_99),
        ),
        // Nothing but padding: any window shows it black.
        (None, Unit::Stored, None) => between(0.0, 1.0),
    }
}

/// The window that shows one value black and the other white. Exact, because a rescaled range
/// may be far narrower than the 1 that LINEAR takes off its width.
#[must_use]
pub fn between(black: f64, white: f64) -> Window {
    let (low, high) = (black.min(white), black.max(white));
    Window {
        center: f64::midpoint(low, high),
        width: if high > low { high - low } else { 1.0 },
        function: VoiFunction::LinearExact,
        name: None,
        table: None,
    }
}

fn modality(rescale: Option<&Rescale>, stored: i64) -> f64 {
    const AS_IT_IS: Rescale = Rescale {
        slope: 1.0,
        intercept: 0.0,
        kind: None,
    };
    rescale.unwrap_or(&AS_IT_IS).modality(stored)
}

const fn in_central_half(at: u32, extent: u32) -> bool {
    at >= extent / 4 && at < extent - extent / 4
}

/// Every how many columns and rows so that no more than [`SAMPLES`] values are seen.
const fn grid_step(pixels: usize) -> usize {
    let every = pixels.div_ceil(SAMPLES);
    let root = every.isqrt();
    let step = if root * root < every { root + 1 } else { root };
    if step == 0 { 1 } else { step }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pixels::{Endian, Layout, Shape};

    const SIGNED_16: Layout = Layout {
        allocated: 16,
        stored: 16,
        high_bit: 15,
        signed: true,
        endian: Endian::Little,
    };

    fn stats_of(values: &[i16], columns: u32, padding: Option<[i64; 2]>) -> Option<Stats> {
        let bytes: Vec<u8> = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        let rows = u32::try_from(values.len()).unwrap() / columns;
        let shape = Shape {
            columns,
            rows,
            samples: 1,
            planar: false,
        };
        Stats::of(
            &Frame::new(&bytes, SIGNED_16, shape).unwrap(),
            padding,
            None,
        )
    }

    #[test]
    fn percentiles_leave_out_padding_and_outliers() {
        let mut values: Vec<i16> = (0..1000).collect();
        values[0] = 30000;
        values[999] = -2000;
        let stats = stats_of(&values, 100, Some([-2000, -2000])).unwrap();
        assert_eq!((stats.min, stats.max), (1, 30000));
        assert_eq!((stats.percentile_1, stats.percentile_99), (10, 990));
        assert_eq!(stats_of(&[7; 100], 10, Some([7, 7])), None);
    }

    #[test]
    fn lung_is_counted_in_the_central_half_only() {
        let lung_at = |inside: bool| -> Vec<i16> {
            let central = |at: usize| (5..15).contains(&at);
            (0..400)
                .map(|i| {
                    if (central(i % 20) && central(i / 20)) == inside {
                        -800
                    } else {
                        40
                    }
                })
                .collect()
        };
        assert!((stats_of(&lung_at(true), 20, None).unwrap().lung_share - 1.0).abs() < 1e-12);
        assert!(
            stats_of(&lung_at(false), 20, None)
                .unwrap()
                .lung_share
                .abs()
                < 1e-12
        );
    }

    #[test]
    fn a_huge_frame_is_seen_on_a_grid() {
        assert_eq!(grid_step(0), 1);
        assert_eq!(grid_step(512 * 512), 1);
        assert_eq!(grid_step(512 * 512 + 1), 2);
        assert_eq!(grid_step(2048 * 2048), 4);
        assert_eq!(grid_step(65535 * 65535), 128);
    }

    #[test]
    fn the_first_window_goes_from_the_file_to_the_percentiles() {
        let stats = |lung_share| Stats {
            min: 0,
            max: 4095,
            percentile_1: 100,
            percentile_99: 900,
            lung_share,
            air: None,
        };
        let first = |windows: &[Window], unit, share| {
            first_window(windows, unit, None, Some(&stats(share)))
        };
        let own = Window::linear(50.0, 350.0);
        assert_eq!(first(std::slice::from_ref(&own), Unit::Hu, 0.9), own);
        assert_eq!(first(&[], Unit::Hu, 0.16), Window::linear(-600.0, 1500.0));
        assert_eq!(first(&[], Unit::Hu, 0.15), Window::linear(40.0, 400.0));
        let auto = first(&[], Unit::Stored, 0.9);
        assert_eq!((auto.grey(100.0), auto.grey(900.0)), (0, 255));
        assert_eq!((auto.center, auto.width), (500.0, 800.0));
    }

    #[test]
    fn percentiles_are_windowed_as_modality_values() {
        let stats = Stats {
            min: 0,
            max: 9,
            percentile_1: 0,
            percentile_99: 8,
            lung_share: 0.0,
            air: None,
        };
        let rescale = Rescale {
            slope: -0.25,
            intercept: 1.0,
            kind: None,
        };
        let window = first_window(&[], Unit::Stored, Some(&rescale), Some(&stats));
        assert_eq!((window.center, window.width), (0.0, 2.0));
    }
}
