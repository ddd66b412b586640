//! Lengths, angles and areas in the slice's plane, from the outline alone.

use super::{Kind, Point, Shape, even_odd_area};

/// Between rows, then between columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spacing {
    /// Pixel Spacing (0028,0030).
    Mm([f64; 2]),
    /// Only how much taller than wide a voxel is: lengths and areas are in pixels.
    Pixels { aspect: f64 },
}

impl Spacing {
    /// What a column and a row are, in mm or in widths of a pixel.
    const fn sizes(self) -> [f64; 2] {
        match self {
            Self::Mm([down, right]) => [right, down],
            Self::Pixels { aspect } => [1.0, aspect],
        }
    }

    /// A way over the image in mm, or in widths of a pixel.
    #[must_use]
    pub fn way(self, from: Point, to: Point) -> Point {
        let [right, down] = self.sizes();
        [(to[0] - from[0]) * right, (to[1] - from[1]) * down]
    }

    /// Where such a way ends.
    #[must_use]
    pub fn ended(self, from: Point, way: Point) -> Point {
        let [right, down] = self.sizes();
        [from[0] + way[0] / right, from[1] + way[1] / down]
    }

    /// How far it is, and of what is not known in mm so many pixels, whatever their shape.
    fn length(self, from: Point, to: Point) -> f64 {
        match self {
            Self::Mm(_) => length(self.way(from, to)),
            Self::Pixels { .. } => length([to[0] - from[0], to[1] - from[1]]),
        }
    }

    /// Of one column and one row, in mm² or as one pixel.
    fn cell(self) -> f64 {
        match self {
            Self::Mm([down, right]) => down * right,
            Self::Pixels { .. } => 1.0,
        }
    }
}

/// What a shape measures by itself: mm and mm², or pixels and their number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    Length(f64),
    /// The longer of two axes, and the shorter one.
    Axes([f64; 2]),
    Degrees(f64),
    Area(f64),
    Nothing,
}

/// Measures a whole shape.
#[must_use]
pub fn measure(shape: &Shape, spacing: Spacing) -> Measure {
    match (shape.kind, shape.points.as_slice()) {
        (Kind::Length, [from, to]) => Measure::Length(spacing.length(*from, *to)),
        (Kind::Bidirectional, [a, b, c, d]) => {
            let [one, other] = [spacing.length(*a, *b), spacing.length(*c, *d)];
            Measure::Axes([one.max(other), one.min(other)])
        }
        (Kind::Angle, [from, vertex, to]) => {
            between(spacing.way(*vertex, *from), spacing.way(*vertex, *to))
        }
        (Kind::Cobb, [a, b, c, d]) => {
            // Each end of a line goes with the nearer end of the other: so angles over 90 degrees
            // are what they are.
            let apart = |p: &Point, q: &Point| length(spacing.way(*p, *q));
            let is_crossed = apart(a, c) + apart(b, d) > apart(a, d) + apart(b, c);
            let [c, d] = if is_crossed { [d, c] } else { [c, d] };
            between(spacing.way(*a, *b), spacing.way(*c, *d))
        }
        (Kind::Ellipse | Kind::Rectangle, [from, to]) => {
            let whole = ((to[0] - from[0]) * (to[1] - from[1])).abs() * spacing.cell();
            Measure::Area(if shape.kind == Kind::Ellipse {
                whole * std::f64::consts::FRAC_PI_4
            } else {
                whole
            })
        }
        (Kind::Freehand | Kind::Polygon, points) if shape.is_whole() => {
            Measure::Area(even_odd_area(points) * spacing.cell())
        }
        _ => Measure::Nothing,
    }
}

/// The angle between two ways.
fn between(a: Point, b: Point) -> Measure {
    let cosine = (a[0] * b[0] + a[1] * b[1]) / (length(a) * length(b));
    if cosine.is_finite() {
        Measure::Degrees(cosine.clamp(-1.0, 1.0).acos().to_degrees())
    } else {
        Measure::Nothing
    }
}

fn length([x, y]: Point) -> f64 {
    x.hypot(y)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(kind: Kind, points: &[Point]) -> Shape {
        Shape {
            kind,
            points: points.to_vec(),
        }
    }

    fn close(measure: Measure, expected: f64) {
        let (Measure::Length(value) | Measure::Degrees(value) | Measure::Area(value)) = measure
        else {
            panic!("{measure:?}");
        };
        assert!((value - expected).abs() < 1e-9, "{value} {expected}");
    }

    /// Rows 2 mm apart, columns 0.5 mm.
    const TALL: Spacing = Spacing::Mm([2.0, 0.5]);

    #[test]
    fn lengths_count_rows_and_columns_by_their_spacing() {
        let line = shape(Kind::Length, &[[10.0, 10.0], [18.0, 12.0]]);
        close(measure(&line, TALL), (4.0_f64).hypot(4.0));
        let pixels = Spacing::Pixels { aspect: 2.0 };
        close(measure(&line, pixels), (8.0_f64).hypot(2.0));
    }

    #[test]
    fn angles_are_those_of_the_patient() {
        // A square corner on the screen of tall voxels is none of 90 degrees in columns and rows.
        let corner = shape(Kind::Angle, &[[8.0, 2.0], [0.0, 0.0], [8.0, -2.0]]);
        close(measure(&corner, TALL), 90.0);
        close(measure(&corner, Spacing::Pixels { aspect: 4.0 }), 90.0);
        let none = shape(Kind::Angle, &[[0.0, 0.0], [0.0, 0.0], [1.0, 0.0]]);
        assert_eq!(measure(&none, TALL), Measure::Nothing);
    }

    #[test]
    fn two_axes_are_told_the_longer_first_whichever_was_drawn_so() {
        let cross = [[0.0, 0.0], [8.0, 0.0], [4.0, 2.0], [4.0, -3.0]];
        let Measure::Axes([long, short]) = measure(&shape(Kind::Bidirectional, &cross), TALL)
        else {
            panic!();
        };
        assert!(
            (long - 10.0).abs() < 1e-9 && (short - 4.0).abs() < 1e-9,
            "{long} {short}"
        );
    }

    #[test]
    fn an_angle_of_cobb_is_of_lines_that_need_not_meet_and_may_be_wide() {
        let even = Spacing::Mm([1.0, 1.0]);
        // End plates 200 mm apart, each tilted by 20 degrees, then by 50.
        let plates = |degrees: f64, turned: bool| {
            let (sin, cos) = degrees.to_radians().sin_cos();
            let [left, right] = [
                [-20.0 * cos, 200.0 + 20.0 * sin],
                [20.0 * cos, 200.0 - 20.0 * sin],
            ];
            let below = if turned { [right, left] } else { [left, right] };
            let above = [[-20.0 * cos, -20.0 * sin], [20.0 * cos, 20.0 * sin]];
            shape(Kind::Cobb, &[above, below].concat())
        };
        for degrees in [20.0, 50.0] {
            for turned in [false, true] {
                close(measure(&plates(degrees, turned), even), 2.0 * degrees);
            }
        }
        // Rows 2 mm apart: 45 degrees in the patient.
        let slanted = [[0.0, 0.0], [8.0, 0.0], [0.0, 50.0], [8.0, 52.0]];
        close(measure(&shape(Kind::Cobb, &slanted), TALL), 45.0);
        let none = [[0.0, 0.0], [0.0, 0.0], [0.0, 5.0], [8.0, 5.0]];
        assert_eq!(measure(&shape(Kind::Cobb, &none), TALL), Measure::Nothing);
    }

    #[test]
    fn areas_come_from_the_outline() {
        let corners = [[4.0, 6.0], [0.0, 0.0]];
        close(measure(&shape(Kind::Rectangle, &corners), TALL), 2.0 * 12.0);
        let ellipse = measure(&shape(Kind::Ellipse, &corners), TALL);
        close(ellipse, std::f64::consts::PI * 1.0 * 6.0);
        let pixels = Spacing::Pixels { aspect: 1.0 };
        close(measure(&shape(Kind::Rectangle, &corners), pixels), 24.0);
        let triangle = [[0.0, 0.0], [8.0, 0.0], [8.0, 3.0]];
        close(measure(&shape(Kind::Polygon, &triangle), TALL), 12.0);
        close(measure(&shape(Kind::Freehand, &triangle), pixels), 12.0);
    }
}
