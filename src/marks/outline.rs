//! What a mark looks like: lines from point to point.

use super::{Kind, Point, Shape};

/// Points that are joined by straight lines; one alone is a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    pub points: Vec<Point>,
    /// The last one is joined with the first.
    pub closed: bool,
}

impl Trace {
    const fn open(points: Vec<Point>) -> Self {
        Self {
            points,
            closed: false,
        }
    }

    const fn ring(points: Vec<Point>) -> Self {
        Self {
            points,
            closed: true,
        }
    }

    /// Each point brought elsewhere.
    #[must_use]
    pub fn mapped(&self, to: impl Fn(Point) -> Point) -> Self {
        Self {
            points: self.points.iter().map(|point| to(*point)).collect(),
            closed: self.closed,
        }
    }

    /// Its lines; of a place one without a length.
    pub fn sides(&self) -> impl Iterator<Item = [Point; 2]> {
        let ends = self.points.iter().cycle().skip(1);
        let count = match self.points.len() {
            1 => 1,
            count => count - usize::from(!self.closed && count > 0),
        };
        let sides = self.points.iter().zip(ends).take(count);
        sides.map(|(from, to)| [*from, *to])
    }
}

/// Lines that an ellipse is drawn by: they are off it by less than a pixel of any screen.
const SIDES: u32 = 128;

#[must_use]
pub fn outline(shape: &Shape) -> Vec<Trace> {
    let points = &shape.points;
    match (shape.kind, points.as_slice()) {
        (Kind::Ellipse, [from, to]) => vec![Trace::ring(ellipse(*from, *to))],
        (Kind::Rectangle, [from, to]) => {
            let corners = vec![*from, [to[0], from[1]], *to, [from[0], to[1]]];
            vec![Trace::ring(corners)]
        }
        (Kind::Bidirectional | Kind::Cobb, [a, b, rest @ ..]) if !rest.is_empty() => {
            vec![Trace::open(vec![*a, *b]), Trace::open(rest.to_vec())]
        }
        (Kind::Freehand | Kind::Polygon, _) => vec![Trace::ring(points.clone())],
        _ => vec![Trace::open(points.clone())],
    }
}

fn ellipse(from: Point, to: Point) -> Vec<Point> {
    let middle = [0, 1].map(|axis| f64::midpoint(from[axis], to[axis]));
    let radius = [0, 1].map(|axis| (to[axis] - from[axis]).abs() / 2.0);
    let point = |side: u32| {
        let angle = std::f64::consts::TAU * f64::from(side) / f64::from(SIDES);
        [
            middle[0] + radius[0] * angle.cos(),
            middle[1] + radius[1] * angle.sin(),
        ]
    };
    (0..SIDES).map(point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_an_ellipse_are_on_it_and_those_of_a_ring_come_back() {
        let shape = |kind, points: &[Point]| Shape {
            kind,
            points: points.to_vec(),
        };
        let [ring] = &outline(&shape(Kind::Ellipse, &[[0.0, 0.0], [2000.0, 1000.0]]))[..] else {
            panic!();
        };
        for [from, to] in ring.sides() {
            let middle = [0, 1].map(|axis| f64::midpoint(from[axis], to[axis]));
            let level = ((middle[0] - 1000.0) / 1000.0).hypot((middle[1] - 500.0) / 500.0);
            assert!((1.0 - level) * 1000.0 < 0.5, "{level}");
        }
        assert_eq!(ring.sides().count(), 128);
        let corners = [[0.0, 0.0], [3.0, 0.0], [3.0, 3.0]];
        let sides = |kind, points| outline(&shape(kind, points))[0].sides().count();
        assert_eq!(sides(Kind::Polygon, &corners), 3);
        assert_eq!(sides(Kind::Angle, &corners), 2);
        assert_eq!(sides(Kind::Probe, &corners[..1]), 1);
        let cross = [[0.0, 0.0], [8.0, 0.0], [4.0, 2.0], [4.0, -3.0]];
        assert_eq!(outline(&shape(Kind::Cobb, &cross)).len(), 2);
    }
}
