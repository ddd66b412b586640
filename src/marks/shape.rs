//! A kind with its points, and how they come to it.

use serde::{Deserialize, Serialize};

use super::kind::FEWEST_CORNERS;
use super::{Drawing, Kind, Point, Spacing, axes};

/// Fewer points while it is drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shape {
    pub kind: Kind,
    pub points: Vec<Point>,
}

/// Points of a trace lie at least so many columns or rows apart...
const TRACE_STEP: f64 = 0.5;
/// ...and where there are more than so many, every other one goes.
const MOST_POINTS: usize = 1024;

impl Shape {
    /// Of a press: of one that takes several points the second follows the hand.
    #[must_use]
    pub fn begun(kind: Kind, at: Point) -> Self {
        let points = match kind.drawing() {
            Drawing::Points(1) => vec![at],
            _ => vec![at, at],
        };
        Self { kind, points }
    }

    #[must_use]
    pub fn is_whole(&self) -> bool {
        match self.kind.drawing() {
            Drawing::Points(count) => self.points.len() == count,
            Drawing::Corners | Drawing::Trace => self.points.len() >= FEWEST_CORNERS,
        }
    }

    /// Its last point is where the hand is; a trace goes on to there.
    pub fn follow(&mut self, at: Point, spacing: Spacing) {
        let at = match (self.kind, self.points.as_slice()) {
            (Kind::Bidirectional, [from, to, _]) => axes::first_end([*from, *to], at, spacing),
            (Kind::Bidirectional, [from, to, end, _]) => {
                axes::other_end([*from, *to], *end, at, spacing)
            }
            _ => at,
        };
        let Some(last) = self.points.last_mut() else {
            return;
        };
        *last = at;
        if let (Drawing::Trace, [.., before, last]) = (self.kind.drawing(), &mut *self.points)
            && (before[0] - last[0]).hypot(before[1] - last[1]) >= TRACE_STEP
        {
            self.points.push(at);
            self.thin_out();
        }
    }

    /// The last two stay: one follows the hand.
    fn thin_out(&mut self) {
        let count = self.points.len();
        if count > MOST_POINTS {
            let mut at = 0;
            self.points.retain(|_| {
                at += 1;
                at % 2 == 1 || at + 1 >= count
            });
        }
    }

    /// Without what only followed the hand, where it is closed by that.
    #[must_use]
    pub fn closed(mut self) -> Self {
        if let [.., before, last] = self.points.as_slice()
            && before.map(f64::to_bits) == last.map(f64::to_bits)
        {
            self.points.pop();
        }
        self
    }

    /// The least and the greatest column and row of its points.
    #[must_use]
    pub fn bounds(&self) -> [Point; 2] {
        let fold = |start: f64, choose: fn(f64, f64) -> f64, axis: usize| {
            self.points
                .iter()
                .map(|point| point[axis])
                .fold(start, choose)
        };
        [
            [
                fold(f64::INFINITY, f64::min, 0),
                fold(f64::INFINITY, f64::min, 1),
            ],
            [
                fold(f64::NEG_INFINITY, f64::max, 0),
                fold(f64::NEG_INFINITY, f64::max, 1),
            ],
        ]
    }

    /// Each point brought elsewhere.
    #[must_use]
    pub fn mapped(&self, to: impl Fn(Point) -> Point) -> Self {
        Self {
            kind: self.kind,
            points: self.points.iter().map(|point| to(*point)).collect(),
        }
    }

    /// Moved as a whole.
    #[must_use]
    pub fn moved(&self, by: Point) -> Self {
        self.mapped(|point| [point[0] + by[0], point[1] + by[1]])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVEN: Spacing = Spacing::Mm([1.0, 1.0]);

    #[test]
    fn a_trace_takes_points_on_its_way_and_not_more_than_it_may() {
        let mut shape = Shape::begun(Kind::Freehand, [0.0, 0.0]);
        shape.follow([0.2, 0.0], EVEN);
        assert_eq!(shape.points.len(), 2, "no way yet");
        let mut along = 0.0;
        for _ in 0..5000 {
            along += 1.0;
            shape.follow([along, 0.0], EVEN);
        }
        assert!(shape.points.len() <= MOST_POINTS && shape.points.len() > MOST_POINTS / 4);
        assert_eq!(shape.points.last(), Some(&[5000.0, 0.0]));
        assert!(shape.points.is_sorted());
        let count = shape.points.len();
        assert_eq!(
            shape.closed().points.len(),
            count - 1,
            "the last was there twice"
        );
    }
}
