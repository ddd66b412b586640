//! Where a mark is taken hold of, and what a hand makes of it.

use super::{Drawing, Kind, Point, Shape, Spacing, axes, outline};

/// What of a mark a hand holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// The column of one of its points and the row of one, by their places: both follow the hand.
    Handle {
        column: Option<usize>,
        row: Option<usize>,
    },
    /// All of it.
    Body,
}

/// Where a shape's handles are: its points; the four corners of a rectangle; of an ellipse the
/// four places where it is leftmost, topmost, rightmost and lowest; of a trace none.
#[must_use]
pub fn handles(shape: &Shape) -> Vec<(Grip, Point)> {
    let handle = |column, row| Grip::Handle { column, row };
    let corner = |[column, row]: [usize; 2], place: Point| (handle(Some(column), Some(row)), place);
    match (shape.kind, shape.points.as_slice()) {
        (Kind::Rectangle, [from, to]) => vec![
            corner([0, 0], *from),
            corner([1, 0], [to[0], from[1]]),
            corner([1, 1], *to),
            corner([0, 1], [from[0], to[1]]),
        ],
        (Kind::Ellipse, [from, to]) => {
            let middle = [0, 1].map(|axis| f64::midpoint(from[axis], to[axis]));
            vec![
                (handle(Some(0), None), [from[0], middle[1]]),
                (handle(None, Some(0)), [middle[0], from[1]]),
                (handle(Some(1), None), [to[0], middle[1]]),
                (handle(None, Some(1)), [middle[0], to[1]]),
            ]
        }
        (kind, _) if kind.drawing() == Drawing::Trace => Vec::new(),
        (_, points) => points
            .iter()
            .enumerate()
            .map(|(place, point)| corner([place, place], *point))
            .collect(),
    }
}

/// The shape after a hand that has taken it at `from` has gone to `at`.
#[must_use]
pub fn held(shape: &Shape, grip: Grip, from: Point, at: Point, spacing: Spacing) -> Shape {
    let Grip::Handle { column, row } = grip else {
        return shape.moved([at[0] - from[0], at[1] - from[1]]);
    };
    let mut shape = shape.clone();
    if let (Kind::Bidirectional, [a, b, c, d], Some(which)) =
        (shape.kind, shape.points.as_slice(), column)
    {
        shape.points = axes::held([*a, *b, *c, *d], which, at, spacing).to_vec();
        return shape;
    }
    for (axis, place) in [column, row].into_iter().enumerate() {
        let point = place.and_then(|place| shape.points.get_mut(place));
        if let Some(point) = point {
            point[axis] = at[axis];
        }
    }
    shape
}

/// The grip within `reach` of a place on the screen, where `on_screen` says where a place of the
/// image is there.
#[must_use]
pub fn grip_at(
    shape: &Shape,
    on_screen: impl Fn(Point) -> Point,
    at: Point,
    reach: f64,
) -> Option<Grip> {
    let away = |point: Point| (point[0] - at[0]).hypot(point[1] - at[1]);
    let nearest = handles(shape)
        .into_iter()
        .map(|(grip, place)| (grip, away(on_screen(place))))
        .min_by(|a, b| a.1.total_cmp(&b.1));
    if let Some((grip, _)) = nearest.filter(|(_, away)| *away <= reach) {
        return Some(grip);
    }
    let is_near = outline(shape).into_iter().any(|trace| {
        let trace = trace.mapped(&on_screen);
        trace
            .sides()
            .any(|[from, to]| from_line(from, to, at) <= reach)
    });
    is_near.then_some(Grip::Body)
}

fn from_line(from: Point, to: Point, at: Point) -> f64 {
    let way = [to[0] - from[0], to[1] - from[1]];
    let square = way[0] * way[0] + way[1] * way[1];
    let along = (at[0] - from[0]) * way[0] + (at[1] - from[1]) * way[1];
    let share = if square > 0.0 {
        (along / square).clamp(0.0, 1.0)
    } else {
        0.0
    };
    let foot = [from[0] + way[0] * share, from[1] + way[1] * share];
    (at[0] - foot[0]).hypot(at[1] - foot[1])
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

    #[test]
    fn handles_are_held_before_lines_and_nothing_else() {
        let at = |kind, points: &[Point], at| grip_at(&shape(kind, points), |it| it, at, 8.0);
        let handle = |column, row| Some(Grip::Handle { column, row });
        let line = [[0.0, 0.0], [100.0, 0.0]];
        assert_eq!(
            at(Kind::Length, &line, [97.0, 4.0]),
            handle(Some(1), Some(1))
        );
        assert_eq!(at(Kind::Length, &line, [50.0, 6.0]), Some(Grip::Body));
        assert_eq!(at(Kind::Length, &line, [50.0, 20.0]), None);
        assert_eq!(at(Kind::Length, &line, [120.0, 0.0]), None);
        let corners = [[0.0, 0.0], [100.0, 60.0]];
        assert_eq!(
            at(Kind::Rectangle, &corners, [99.0, 30.0]),
            Some(Grip::Body)
        );
        assert_eq!(at(Kind::Rectangle, &corners, [50.0, 30.0]), None);
        // Corners that nobody drew are held too.
        let rectangle = at(Kind::Rectangle, &corners, [2.0, 59.0]);
        assert_eq!(rectangle, handle(Some(0), Some(1)));
        // An ellipse is held where it is, and not at the corners of its box.
        assert_eq!(
            at(Kind::Ellipse, &corners, [50.0, 1.0]),
            handle(None, Some(0))
        );
        assert_eq!(
            at(Kind::Ellipse, &corners, [98.0, 30.0]),
            handle(Some(1), None)
        );
        assert_eq!(at(Kind::Ellipse, &corners, [85.0, 51.0]), Some(Grip::Body));
        assert_eq!(at(Kind::Ellipse, &corners, [99.0, 59.0]), None);
        assert_eq!(at(Kind::Ellipse, &corners, [50.0, 30.0]), None);
    }
}
