//! What a reader did to a picture's place: zoom, move, turn.

use serde::{Deserialize, Serialize};

use super::{Extent, Flip, Rect, Turn};

/// How large the image is shown.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Zoom {
    /// So many times the size at which it just fits its pane.
    Fit(f64),
    /// So many device pixels a column: 1 is one voxel on one pixel.
    Pixels(f64),
}

/// What a reader did to the picture's place; independent of the pane's size.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    pub zoom: Zoom,
    /// The point of the image at the middle of the pane, as shares of its columns and rows.
    pub middle: [f64; 2],
    #[serde(default)]
    pub turn: Turn,
}

impl Default for View {
    fn default() -> Self {
        Self {
            zoom: Zoom::Fit(1.0),
            middle: [0.5, 0.5],
            turn: Turn::default(),
        }
    }
}

/// From this much smaller than the fit...
const SMALLEST: f64 = 0.1;
/// ...to so many canvas pixels a column.
pub(super) const LARGEST_PIXELS: f64 = 64.0;

impl View {
    /// Enlarges by `factor`; what is at the point `at` of the pane stays there.
    #[must_use]
    pub fn zoomed(self, pane: Rect, extent: Extent, factor: f64, at: [f64; 2]) -> Self {
        let [before, _] = self.scale(pane, extent);
        let fit = Self {
            zoom: Zoom::Fit(1.0),
            ..self
        };
        let [fit, _] = fit.scale(pane, extent);
        let after = (before * factor).clamp((fit * SMALLEST).min(1.0), LARGEST_PIXELS.max(fit));
        let factor = after / before;
        let zoom = match self.zoom {
            Zoom::Fit(times) => Zoom::Fit(times * factor),
            Zoom::Pixels(pixels) => Zoom::Pixels(pixels * factor),
        };
        // The point's distance from the middle shrinks by the factor, counted in the image.
        let [dx, dy] = self.share_of_image(pane, extent, [at[0] - 0.5, at[1] - 0.5]);
        let keep = 1.0 - 1.0 / factor;
        Self {
            zoom,
            middle: [self.middle[0] + dx * keep, self.middle[1] + dy * keep],
            ..self
        }
    }

    /// Moves the picture by shares of the pane; some of it always stays in sight.
    #[must_use]
    pub fn panned(self, pane: Rect, extent: Extent, by: [f64; 2]) -> Self {
        let [dx, dy] = self.share_of_image(pane, extent, by);
        Self {
            middle: [
                (self.middle[0] - dx).clamp(0.0, 1.0),
                (self.middle[1] - dy).clamp(0.0, 1.0),
            ],
            ..self
        }
    }

    /// The whole image, lying as it does.
    #[must_use]
    pub fn fitted(self) -> Self {
        Self {
            turn: self.turn,
            ..Self::default()
        }
    }

    /// The part of the image between two opposite corners, in columns and rows, fills the pane.
    #[must_use]
    pub fn showing(self, pane: Rect, extent: Extent, [a, b]: [[f64; 2]; 2]) -> Self {
        let whole = [extent.columns, extent.rows];
        let middle = std::array::from_fn(|axis| {
            (f64::midpoint(a[axis], b[axis]) / whole[axis]).clamp(0.0, 1.0)
        });
        let part = Extent {
            columns: (b[0] - a[0]).abs().max(1.0),
            rows: (b[1] - a[1]).abs().max(1.0),
            ..extent
        };
        let fit = Self {
            zoom: Zoom::Fit(1.0),
            middle,
            ..self
        };
        let [times, _] = fit.scale(pane, part);
        let [once, _] = fit.scale(pane, extent);
        let largest = (LARGEST_PIXELS / once).max(1.0);
        Self {
            zoom: Zoom::Fit((times / once).clamp(SMALLEST, largest)),
            ..fit
        }
    }

    /// So many device pixels a column.
    #[must_use]
    pub fn at_pixels(self, pixels: f64) -> Self {
        Self {
            zoom: Zoom::Pixels(pixels.clamp(SMALLEST, LARGEST_PIXELS)),
            ..self
        }
    }

    /// Canvas pixels a column.
    #[must_use]
    pub fn pixels_a_column(self, pane: Rect, extent: Extent) -> f64 {
        let [across, _] = self.scale(pane, extent);
        across
    }

    /// As many canvas pixels a column, as far as a reader may go, counted as `like` counts.
    #[must_use]
    pub fn at_scale(self, pane: Rect, extent: Extent, pixels: f64, like: Zoom) -> Self {
        let fit = self.fitted().pixels_a_column(pane, extent);
        let pixels = pixels.clamp((fit * SMALLEST).min(1.0), LARGEST_PIXELS.max(fit));
        let zoom = match like {
            Zoom::Fit(_) => Zoom::Fit(pixels / fit),
            Zoom::Pixels(_) => Zoom::Pixels(pixels),
        };
        Self { zoom, ..self }
    }

    /// Turned clockwise by quarters about the middle of the pane.
    #[must_use]
    pub const fn turned(self, quarters: i32) -> Self {
        Self {
            turn: self.turn.turned(quarters),
            ..self
        }
    }

    #[must_use]
    pub const fn flipped(self, flip: Flip) -> Self {
        Self {
            turn: self.turn.flipped(flip),
            ..self
        }
    }

    /// A way over the pane, in shares of it, as shares of the image's columns and rows.
    fn share_of_image(self, pane: Rect, extent: Extent, [right, down]: [f64; 2]) -> [f64; 2] {
        let scale = self.scale(pane, extent);
        let way = [right * f64::from(pane.width), down * f64::from(pane.height)];
        let [along_row, along_column] = self.turn.image_from_screen(way);
        [
            along_row / scale[0] / extent.columns,
            along_column / scale[1] / extent.rows,
        ]
    }

    /// Canvas pixels a column and a row.
    pub(super) fn scale(self, pane: Rect, extent: Extent) -> [f64; 2] {
        let across = match self.zoom {
            Zoom::Fit(times) => {
                let [width, height] = self.turn.size([pane.width, pane.height]);
                let across = f64::from(width) / extent.columns;
                let down = f64::from(height) / (extent.rows * extent.voxel_aspect);
                across.min(down).max(f64::MIN_POSITIVE) * times
            }
            Zoom::Pixels(pixels) => pixels,
        };
        [across, across * extent.voxel_aspect]
    }
}
