//! Where a mark is taken hold of.

use super::{Kind, Point, Shape};

/// What of a mark a hand holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grip {
    /// One of its points, by its place.
    Point(usize),
    /// All of it.
    Body,
}

/// The grip within `reach` of a place on the screen, where the shape's points are as given there.
#[must_use]
pub fn grip_at(shape: &Shape, on_screen: &[Point], at: Point, reach: f64) -> Option<Grip> {
    let away = |point: &Point| (point[0] - at[0]).hypot(point[1] - at[1]);
    let nearest = (0..on_screen.len())
        .filter_map(|place| Some((place, away(on_screen.get(place)?))))
        .min_by(|a, b| a.1.total_cmp(&b.1))?;
    if nearest.1 <= reach {
        return Some(Grip::Point(nearest.0));
    }
    let is_near = match (shape.kind, on_screen) {
        (Kind::Ellipse, [from, to]) => near_ellipse(*from, *to, at, reach),
        (Kind::Rectangle, [from, to]) => {
            let corners = [*from, [to[0], from[1]], *to, [from[0], to[1]], *from];
            near_lines(&corners, at, reach)
        }
        _ => near_lines(on_screen, at, reach),
    };
    is_near.then_some(Grip::Body)
}

fn near_lines(points: &[Point], at: Point, reach: f64) -> bool {
    points.windows(2).any(|pair| match pair {
        [from, to] => from_line(*from, *to, at) <= reach,
        _ => false,
    })
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

/// Near enough: the distance along the ray from the middle.
fn near_ellipse(from: Point, to: Point, at: Point, reach: f64) -> bool {
    let radius = [(to[0] - from[0]).abs() / 2.0, (to[1] - from[1]).abs() / 2.0];
    let middle = [f64::midpoint(from[0], to[0]), f64::midpoint(from[1], to[1])];
    let away = [at[0] - middle[0], at[1] - middle[1]];
    let level = (away[0] / radius[0].max(1e-9)).hypot(away[1] / radius[1].max(1e-9));
    let distance = away[0].hypot(away[1]);
    level > 0.0 && (distance - distance / level).abs() <= reach
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_held_before_lines_and_nothing_else() {
        let at = |kind, points: &[Point], at| {
            let shape = Shape {
                kind,
                points: points.to_vec(),
            };
            grip_at(&shape, points, at, 8.0)
        };
        let line = [[0.0, 0.0], [100.0, 0.0]];
        assert_eq!(at(Kind::Length, &line, [97.0, 4.0]), Some(Grip::Point(1)));
        assert_eq!(at(Kind::Length, &line, [50.0, 6.0]), Some(Grip::Body));
        assert_eq!(at(Kind::Length, &line, [50.0, 20.0]), None);
        assert_eq!(at(Kind::Length, &line, [120.0, 0.0]), None);
        let corners = [[0.0, 0.0], [100.0, 60.0]];
        assert_eq!(
            at(Kind::Rectangle, &corners, [99.0, 30.0]),
            Some(Grip::Body)
        );
        assert_eq!(at(Kind::Rectangle, &corners, [50.0, 30.0]), None);
        assert_eq!(at(Kind::Ellipse, &corners, [50.0, 1.0]), Some(Grip::Body));
        assert_eq!(at(Kind::Ellipse, &corners, [50.0, 30.0]), None);
    }
}
