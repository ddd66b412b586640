//! Lengths, angles and areas in the slice's plane, from the outline alone.

use super::{Kind, Point, Shape};

/// Between rows, then between columns.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spacing {
    /// Pixel Spacing (0028,0030).
    Mm([f64; 2]),
    /// Only how much taller than wide a voxel is: lengths and areas are in pixels.
    Pixels { aspect: f64 },
}

impl Spacing {
    /// A way over the image in mm, or in widths of a pixel.
    fn way(self, from: Point, to: Point) -> Point {
        let [down, right] = match self {
            Self::Mm(mm) => mm,
            Self::Pixels { aspect } => [aspect, 1.0],
        };
        [(to[0] - from[0]) * right, (to[1] - from[1]) * down]
    }
}

/// What a shape measures by itself: mm and mm², or pixels and their number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Measure {
    Length(f64),
    Degrees(f64),
    Area(f64),
    Nothing,
}

/// Measures a whole shape.
#[must_use]
pub fn measure(shape: &Shape, spacing: Spacing) -> Measure {
    match (shape.kind, shape.points.as_slice()) {
        (Kind::Length, [from, to]) => Measure::Length(match spacing {
            Spacing::Mm(_) => length(spacing.way(*from, *to)),
            // Without mm a length counts pixels, whatever their shape.
            Spacing::Pixels { .. } => (to[0] - from[0]).hypot(to[1] - from[1]),
        }),
        (Kind::Angle, [from, vertex, to]) => {
            let (a, b) = (spacing.way(*vertex, *from), spacing.way(*vertex, *to));
            let cosine = (a[0] * b[0] + a[1] * b[1]) / (length(a) * length(b));
            if cosine.is_finite() {
                Measure::Degrees(cosine.clamp(-1.0, 1.0).acos().to_degrees())
            } else {
                Measure::Nothing
            }
        }
        (Kind::Ellipse | Kind::Rectangle, [from, to]) => {
            let [width, height] = match spacing {
                Spacing::Mm(_) => spacing.way(*from, *to),
                Spacing::Pixels { .. } => [to[0] - from[0], to[1] - from[1]],
            };
            let whole = (width * height).abs();
            Measure::Area(if shape.kind == Kind::Ellipse {
                whole * std::f64::consts::FRAC_PI_4
            } else {
                whole
            })
        }
        _ => Measure::Nothing,
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
    fn areas_come_from_the_outline() {
        let corners = [[4.0, 6.0], [0.0, 0.0]];
        close(measure(&shape(Kind::Rectangle, &corners), TALL), 2.0 * 12.0);
        let ellipse = measure(&shape(Kind::Ellipse, &corners), TALL);
        close(ellipse, std::f64::consts::PI * 1.0 * 6.0);
        let pixels = Spacing::Pixels { aspect: 1.0 };
        close(measure(&shape(Kind::Rectangle, &corners), pixels), 24.0);
    }
}
