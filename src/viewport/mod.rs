//! Canvas <- image: where a pane's picture lies. Canvas positions are in device pixels, image
//! positions in columns and rows from the outer corner of the first voxel; both in f64.

use serde::{Deserialize, Serialize};

#[cfg(target_arch = "wasm32")]
pub mod web;

/// A rectangle of whole canvas pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rect {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

/// Dark pixels between two panes.
const GAP: u32 = 2;

/// The canvas shared out among `count` panes, from the left.
#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "there are a few panes")]
pub fn side_by_side([width, height]: [u32; 2], count: usize) -> Vec<Rect> {
    let count = count.max(1) as u32;
    let edge = |n: u32| (width + GAP) * n / count;
    (0..count)
        .map(|n| Rect {
            x: edge(n),
            y: 0,
            width: edge(n + 1).saturating_sub(edge(n) + GAP),
            height,
        })
        .collect()
}

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
}

impl Default for View {
    fn default() -> Self {
        Self {
            zoom: Zoom::Fit(1.0),
            middle: [0.5, 0.5],
        }
    }
}

/// An image's extent: columns, rows, and how much taller than wide a voxel is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    pub columns: f64,
    pub rows: f64,
    pub voxel_aspect: f64,
}

/// Where the picture lies: `canvas = origin + scale * image`, each axis for itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placement {
    pub origin: [f64; 2],
    pub scale: [f64; 2],
}

/// From this much smaller than the fit...
const SMALLEST: f64 = 0.1;
/// ...to so many canvas pixels a column.
const LARGEST_PIXELS: f64 = 64.0;

impl Placement {
    /// The image's place in a pane. Its corner falls on a whole pixel: at 1:1 every voxel is
    /// then exactly one.
    #[must_use]
    pub fn new(pane: Rect, view: View, extent: Extent) -> Self {
        let across = pixels_per_column(pane, view.zoom, extent);
        let scale = [across, across * extent.voxel_aspect];
        let [x, y] = pane_middle(pane);
        let origin = [
            (x - view.middle[0] * extent.columns * scale[0]).round(),
            (y - view.middle[1] * extent.rows * scale[1]).round(),
        ];
        Self { origin, scale }
    }

    #[must_use]
    pub fn image_from_canvas(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [
            (x - self.origin[0]) / self.scale[0],
            (y - self.origin[1]) / self.scale[1],
        ]
    }

    #[must_use]
    pub fn canvas_from_image(&self, [column, row]: [f64; 2]) -> [f64; 2] {
        [
            self.origin[0] + column * self.scale[0],
            self.origin[1] + row * self.scale[1],
        ]
    }

    /// The voxel at a point of the pane (shares of its width and height), if one is there.
    #[must_use]
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "inside the image"
    )]
    pub fn voxel_at(&self, pane: Rect, at: [f64; 2], extent: Extent) -> Option<(u32, u32)> {
        let [column, row] = self.image_from_canvas(canvas_from_pane(pane, at));
        let inside = column >= 0.0 && row >= 0.0 && column < extent.columns && row < extent.rows;
        inside.then_some((column as u32, row as u32))
    }
}

impl View {
    /// Enlarges by `factor`; what is at the point `at` of the pane stays there.
    #[must_use]
    pub fn zoomed(self, pane: Rect, extent: Extent, factor: f64, at: [f64; 2]) -> Self {
        let before = pixels_per_column(pane, self.zoom, extent);
        let fit = pixels_per_column(pane, Zoom::Fit(1.0), extent);
        let after = (before * factor).clamp((fit * SMALLEST).min(1.0), LARGEST_PIXELS.max(fit));
        let factor = after / before;
        let zoom = match self.zoom {
            Zoom::Fit(times) => Zoom::Fit(times * factor),
            Zoom::Pixels(pixels) => Zoom::Pixels(pixels * factor),
        };
        // The point's distance from the middle shrinks by the factor, counted in the image.
        let [dx, dy] = [
            (at[0] - 0.5) * f64::from(pane.width) / before / extent.columns,
            (at[1] - 0.5) * f64::from(pane.height) / (before * extent.voxel_aspect) / extent.rows,
        ];
        let keep = 1.0 - 1.0 / factor;
        Self {
            zoom,
            middle: [self.middle[0] + dx * keep, self.middle[1] + dy * keep],
        }
    }

    /// Moves the picture by shares of the pane; some of it always stays in sight.
    #[must_use]
    pub fn panned(self, pane: Rect, extent: Extent, by: [f64; 2]) -> Self {
        let across = pixels_per_column(pane, self.zoom, extent);
        let moved = [
            by[0] * f64::from(pane.width) / across / extent.columns,
            by[1] * f64::from(pane.height) / (across * extent.voxel_aspect) / extent.rows,
        ];
        let middle = [
            (self.middle[0] - moved[0]).clamp(0.0, 1.0),
            (self.middle[1] - moved[1]).clamp(0.0, 1.0),
        ];
        Self {
            zoom: self.zoom,
            middle,
        }
    }
}

fn pixels_per_column(pane: Rect, zoom: Zoom, extent: Extent) -> f64 {
    match zoom {
        Zoom::Fit(times) => {
            let across = f64::from(pane.width) / extent.columns;
            let down = f64::from(pane.height) / (extent.rows * extent.voxel_aspect);
            across.min(down).max(f64::MIN_POSITIVE) * times
        }
        Zoom::Pixels(pixels) => pixels,
    }
}

fn pane_middle(pane: Rect) -> [f64; 2] {
    canvas_from_pane(pane, [0.5, 0.5])
}

fn canvas_from_pane(pane: Rect, at: [f64; 2]) -> [f64; 2] {
    [
        f64::from(pane.x) + at[0] * f64::from(pane.width),
        f64::from(pane.y) + at[1] * f64::from(pane.height),
    ]
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these are exact")]
mod tests {
    use super::*;

    const PANE: Rect = Rect {
        x: 100,
        y: 50,
        width: 801,
        height: 600,
    };
    const CT: Extent = Extent {
        columns: 512.0,
        rows: 512.0,
        voxel_aspect: 1.0,
    };

    #[test]
    fn panes_share_the_canvas_with_a_gap_between() {
        let panes = side_by_side([1001, 600], 2);
        assert_eq!(
            panes[0],
            Rect {
                x: 0,
                y: 0,
                width: 499,
                height: 600
            }
        );
        assert_eq!(
            panes[1],
            Rect {
                x: 501,
                y: 0,
                width: 500,
                height: 600
            }
        );
        assert_eq!(
            side_by_side([1000, 600], 1),
            [Rect {
                x: 0,
                y: 0,
                width: 1000,
                height: 600
            }]
        );
    }

    #[test]
    fn fit_touches_two_edges_and_is_centred() {
        let place = Placement::new(PANE, View::default(), CT);
        assert!((place.scale[0] - 600.0 / 512.0).abs() < 1e-12);
        assert_eq!(place.origin, [201.0, 50.0]);
    }

    #[test]
    fn tall_voxels_make_a_tall_picture() {
        let extent = Extent {
            voxel_aspect: 4.0,
            ..CT
        };
        let place = Placement::new(PANE, View::default(), extent);
        assert!((place.scale[1] - 600.0 / 512.0).abs() < 1e-12);
        assert!((place.scale[0] * 4.0 - place.scale[1]).abs() < 1e-12);
    }

    #[test]
    fn one_to_one_lies_on_whole_pixels() {
        let view = View {
            zoom: Zoom::Pixels(1.0),
            middle: [0.501, 0.4999],
        };
        let place = Placement::new(PANE, view, CT);
        assert_eq!(place.scale, [1.0, 1.0]);
        assert!(place.origin.iter().all(|at| at.fract() == 0.0));
    }

    #[test]
    fn zoom_keeps_the_point_under_the_pointer() {
        let at = [0.3, 0.8];
        let view = View::default();
        let point =
            |view| Placement::new(PANE, view, CT).image_from_canvas(canvas_from_pane(PANE, at));
        let (before, after) = (point(view), point(view.zoomed(PANE, CT, 2.5, at)));
        // The corner is rounded to a whole pixel, which is less than a column here.
        assert!((before[0] - after[0]).abs() < 1.0 && (before[1] - after[1]).abs() < 1.0);
    }

    #[test]
    fn zoom_ends_and_the_image_never_leaves_the_pane() {
        let tiny = View::default().zoomed(PANE, CT, 1e-9, [0.5, 0.5]);
        assert!(Placement::new(PANE, tiny, CT).scale[0] > 0.1);
        let huge = View::default().zoomed(PANE, CT, 1e9, [0.5, 0.5]);
        assert!((Placement::new(PANE, huge, CT).scale[0] - LARGEST_PIXELS).abs() < 1e-9);
        let away = View::default().panned(PANE, CT, [50.0, -50.0]);
        assert_eq!(away.middle, [0.0, 1.0]);
    }

    #[test]
    fn a_pane_point_is_a_voxel_or_none() {
        let place = Placement::new(PANE, View::default(), CT);
        assert_eq!(place.voxel_at(PANE, [0.5, 0.5], CT), Some((255, 256)));
        assert_eq!(place.voxel_at(PANE, [0.01, 0.5], CT), None);
    }
}
