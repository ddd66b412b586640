//! Whether a mark lies on what is to be found (BEHAVIOUR 7): inside an outline that is grown, on its slices
//! or next to them.

use super::{FindingRegion, SlicePlace, SliceRange, Spot};
use crate::intake::sorted;
use crate::marks::{Point, Spacing, outline};

/// An outline is grown by this, in mm...
const GROWTH_MM: f64 = 5.0;
/// ...or by this share of its short axis, whichever is more.
const GROWTH_SHARE: f64 = 0.5;

/// A mark counts so many slices beside, or so many mm, whichever is more.
const SLICES_BESIDE: u32 = 1;
const BESIDE_MM: f64 = 3.0;

/// An outline in mm, or in pixels where their size is not known, and by how much it is grown.
pub struct Target<'a> {
    on: &'a SliceRange,
    spacing: Spacing,
    ring: Vec<Point>,
    growth: f64,
}

impl<'a> Target<'a> {
    pub fn of(region: &'a FindingRegion) -> Self {
        let pixels = Spacing::Pixels { aspect: 1.0 };
        let spacing = region.spacing_mm.map_or(pixels, Spacing::Mm);
        let points = outline(&region.shape).into_iter().flat_map(|it| it.points);
        let ring: Vec<Point> = points.map(|point| spacing.way([0.0; 2], point)).collect();
        let by_axis = GROWTH_SHARE * short_axis(&ring);
        let growth = match spacing {
            Spacing::Mm(_) => by_axis.max(GROWTH_MM),
            Spacing::Pixels { .. } => by_axis,
        };
        Self {
            on: &region.on,
            spacing,
            ring,
            growth,
        }
    }

    pub fn is_hit_by(&self, spot: &Spot) -> bool {
        let at = self.spacing.way([0.0; 2], spot.at);
        is_beside(self.on, &spot.on) && self.holds(at)
    }

    fn holds(&self, at: Point) -> bool {
        let sides = || self.ring.iter().zip(self.ring.iter().cycle().skip(1));
        // The even-odd rule, by which voxels inside are counted too.
        let crossed = sides().filter(|(a, b)| {
            (a[1] <= at[1]) != (b[1] <= at[1])
                && at[0] < a[0] + (b[0] - a[0]) * (at[1] - a[1]) / (b[1] - a[1])
        });
        crossed.count() % 2 == 1 || sides().any(|(a, b)| distance(at, *a, *b) <= self.growth)
    }
}

/// On its slices, or next to them.
fn is_beside(range: &SliceRange, place: &SlicePlace) -> bool {
    if range.image != place.image {
        return false;
    }
    let [first, last] = range.slices;
    let slices = first.saturating_sub(SLICES_BESIDE)..=last.saturating_add(SLICES_BESIDE);
    let is_near = range
        .along_mm
        .zip(place.along_mm)
        .is_some_and(|([from, to], at)| (from - BESIDE_MM..=to + BESIDE_MM).contains(&at));
    slices.contains(&place.slice) || is_near
}

/// How far a point is from the line between two others.
fn distance(at: Point, from: Point, to: Point) -> f64 {
    let way = [to[0] - from[0], to[1] - from[1]];
    let squared = way[0] * way[0] + way[1] * way[1];
    let along = (at[0] - from[0]) * way[0] + (at[1] - from[1]) * way[1];
    let share = if squared > 0.0 {
        (along / squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (at[0] - from[0] - share * way[0]).hypot(at[1] - from[1] - share * way[1])
}

/// The least distance of two parallel lines that an outline fits between: of an ellipse its short axis.
/// One of the two goes along a side of the convex hull.
fn short_axis(ring: &[Point]) -> f64 {
    let hull = hull(ring);
    let sides = hull.iter().zip(hull.iter().cycle().skip(1));
    let widths = sides.filter_map(|(a, b)| {
        let length = (b[0] - a[0]).hypot(b[1] - a[1]);
        let off = |point: &Point| turn(*a, *b, *point).abs() / length;
        (length > 0.0).then(|| hull.iter().map(off).fold(0.0, f64::max))
    });
    widths.reduce(f64::min).unwrap_or(0.0)
}

/// The convex hull, by monotone chains (Andrew 1979).
fn hull(points: &[Point]) -> Vec<Point> {
    let order = |a: &Point, b: &Point| a[0].total_cmp(&b[0]).then(a[1].total_cmp(&b[1]));
    let rightward = sorted(points.to_vec(), order);
    let mut hull = chain(rightward.iter());
    hull.extend(chain(rightward.iter().rev()));
    hull
}

/// One side of the hull, without its last point, which begins the other one.
fn chain<'a>(points: impl Iterator<Item = &'a Point>) -> Vec<Point> {
    let mut chain: Vec<Point> = Vec::new();
    for point in points {
        while let [.., a, b] = chain.as_slice()
            && turn(*a, *b, *point) <= 0.0
        {
            chain.pop();
        }
        chain.push(*point);
    }
    chain.pop();
    chain
}

/// Twice the area of the triangle; positive where the way turns to one side.
fn turn(a: Point, b: Point, c: Point) -> f64 {
    (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marks::{Kind, Shape};

    #[test]
    fn the_short_axis_is_the_least_width() {
        let axis = |kind, points: &[Point]| {
            let shape = Shape {
                kind,
                points: points.to_vec(),
            };
            short_axis(&outline(&shape)[0].points)
        };
        let ellipse = axis(Kind::Ellipse, &[[0.0, 0.0], [40.0, 16.0]]);
        assert!((ellipse - 16.0).abs() < 0.01, "{ellipse}");
        let rectangle = axis(Kind::Rectangle, &[[3.0, 2.0], [9.0, 30.0]]);
        assert!((rectangle - 6.0).abs() < 1e-9);
        // An equilateral triangle is as narrow as it is high; a dent changes nothing.
        let high = 10.0 * 3.0_f64.sqrt() / 2.0;
        let corners = [[0.0, 0.0], [10.0, 0.0], [5.0, high], [5.0, 1.0]];
        assert!((axis(Kind::Polygon, &corners) - high).abs() < 1e-9);
        let line = [[0.0, 0.0], [10.0, 0.0], [5.0, 0.0]];
        assert!(axis(Kind::Polygon, &line).abs() < 1e-9);
    }
}
