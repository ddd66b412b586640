//! Canvas <- image: where a pane's picture lies. Canvas positions are in device pixels, image
//! positions in columns and rows from the outer corner of the first voxel; both in f64.

use serde::{Deserialize, Serialize};

mod sharing;
mod turn;
mod view;
#[cfg(target_arch = "wasm32")]
pub mod web;

pub use sharing::{grid, one_and_two};
pub use turn::{Flip, Turn};
pub use view::{View, Zoom};

/// A rectangle of whole canvas pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rect {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

/// An image's extent: columns, rows, and how much taller than wide a voxel is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Extent {
    pub columns: f64,
    pub rows: f64,
    pub voxel_aspect: f64,
}

/// Where the picture lies: `canvas = origin + turn (scale * image)`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placement {
    /// The outer corner of the first voxel.
    pub origin: [f64; 2],
    /// Canvas pixels a column and a row.
    pub scale: [f64; 2],
    pub turn: Turn,
}

impl Placement {
    /// The image's place in a pane. Its corner falls on a whole pixel: at 1:1 every voxel is
    /// then exactly one.
    #[must_use]
    pub fn new(pane: Rect, view: View, extent: Extent) -> Self {
        let scale = view.scale(pane, extent);
        let [x, y] = pane_middle(pane);
        let [right, down] = view.turn.screen_from_image([
            view.middle[0] * extent.columns * scale[0],
            view.middle[1] * extent.rows * scale[1],
        ]);
        Self {
            origin: [(x - right).round(), (y - down).round()],
            scale,
            turn: view.turn,
        }
    }

    #[must_use]
    pub fn image_from_canvas(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let from_corner = [x - self.origin[0], y - self.origin[1]];
        let [along_row, along_column] = self.turn.image_from_screen(from_corner);
        [along_row / self.scale[0], along_column / self.scale[1]]
    }

    #[must_use]
    pub fn canvas_from_image(&self, [column, row]: [f64; 2]) -> [f64; 2] {
        let along = [column * self.scale[0], row * self.scale[1]];
        let [right, down] = self.turn.screen_from_image(along);
        [self.origin[0] + right, self.origin[1] + down]
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
    use super::view::LARGEST_PIXELS;
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
            ..View::default()
        };
        for turn in Turn::all() {
            let place = Placement::new(PANE, View { turn, ..view }, CT);
            assert_eq!(place.scale, [1.0, 1.0]);
            assert!(place.origin.iter().all(|at| at.fract() == 0.0));
        }
    }

    /// Taller than wide, of tall voxels.
    const FILM: Extent = Extent {
        columns: 300.0,
        rows: 500.0,
        voxel_aspect: 1.5,
    };

    fn is_near([a, b]: [f64; 2], [c, d]: [f64; 2], slack: f64) -> bool {
        (a - c).abs() < slack && (b - d).abs() < slack
    }

    #[test]
    fn a_point_goes_there_and_back_however_the_image_lies() {
        for turn in Turn::all() {
            let view = View {
                turn,
                ..View::default()
            };
            let place = Placement::new(PANE, view, FILM);
            for point in [[0.0, 0.0], [300.0, 500.0], [17.25, 401.5]] {
                let canvas = place.canvas_from_image(point);
                assert!(is_near(place.image_from_canvas(canvas), point, 1e-9));
            }
            // The whole image is in the pane, and touches two of its edges.
            let [a, b] = [[0.0, 0.0], [300.0, 500.0]].map(|at| place.canvas_from_image(at));
            let size = [(a[0] - b[0]).abs(), (a[1] - b[1]).abs()];
            let rest = [801.0 - size[0], 600.0 - size[1]];
            assert!(rest.iter().all(|rest| *rest > -1e-9), "{turn:?} {size:?}");
            assert!(rest.iter().any(|rest| *rest < 1e-9), "{turn:?} {size:?}");
        }
    }

    #[test]
    fn zoom_keeps_the_point_under_the_pointer() {
        let at = [0.3, 0.8];
        for turn in Turn::all() {
            let view = View {
                turn,
                ..View::default()
            };
            let point =
                |view| Placement::new(PANE, view, CT).image_from_canvas(canvas_from_pane(PANE, at));
            let (before, after) = (point(view), point(view.zoomed(PANE, CT, 2.5, at)));
            // The corner is rounded to a whole pixel, which is less than a column here.
            assert!(is_near(before, after, 1.0), "{turn:?}");
        }
    }

    #[test]
    fn the_picture_follows_the_hand_and_turns_about_the_middle() {
        for turn in Turn::all() {
            let view = View {
                turn,
                ..View::default()
            }
            .zoomed(PANE, CT, 2.0, [0.5, 0.5]);
            let point = [200.0, 300.0];
            let seen = |view| Placement::new(PANE, view, CT).canvas_from_image(point);
            let (before, after) = (seen(view), seen(view.panned(PANE, CT, [0.1, -0.05])));
            // Both corners were rounded.
            assert!(is_near(
                [after[0] - before[0], after[1] - before[1]],
                [80.1, -30.0],
                1.01
            ));
            let moved = view.panned(PANE, CT, [0.1, -0.05]);
            assert_eq!(moved.turned(1).flipped(Flip::UpDown).middle, moved.middle);
            assert_eq!(
                moved.fitted(),
                View {
                    turn,
                    ..View::default()
                }
            );
        }
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
