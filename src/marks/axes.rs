//! The short axis of a bidirectional measure: at right angles to the long one in the patient, and across it, by the
//! manner of RECIST 1.1 (Eisenhauer et al. 2009).

use super::{Point, Spacing};

/// The long axis as a frame of its own: its start, its direction, its length, in mm or widths.
struct Frame {
    start: Point,
    along: Point,
    length: f64,
    spacing: Spacing,
}

impl Frame {
    fn of([from, to]: [Point; 2], spacing: Spacing) -> Option<Self> {
        let way = spacing.way(from, to);
        let length = way[0].hypot(way[1]);
        (length > 0.0).then(|| Self {
            start: from,
            along: way.map(|part| part / length),
            length,
            spacing,
        })
    }

    /// How far along and how far off to the right of the way.
    fn place(&self, point: Point) -> [f64; 2] {
        let [x, y] = self.spacing.way(self.start, point);
        let [u, v] = self.along;
        [x * u + y * v, y * u - x * v]
    }

    fn point(&self, [along, off]: [f64; 2]) -> Point {
        let [u, v] = self.along;
        let way = [along * u - off * v, along * v + off * u];
        self.spacing.ended(self.start, way)
    }

    fn on_axis(&self, along: f64) -> f64 {
        along.clamp(0.0, self.length)
    }
}

/// One end of the short axis, where the hand is, as long as that is beside the long one.
pub fn first_end(long: [Point; 2], at: Point, spacing: Spacing) -> Point {
    let Some(frame) = Frame::of(long, spacing) else {
        return at;
    };
    let [along, off] = frame.place(at);
    frame.point([frame.on_axis(along), off])
}

/// The other one: on the other side, as far off as the hand is.
pub fn other_end(long: [Point; 2], end: Point, at: Point, spacing: Spacing) -> Point {
    let Some(frame) = Frame::of(long, spacing) else {
        return at;
    };
    let [along, off] = frame.place(end);
    let [_, hand] = frame.place(at);
    frame.point([along, across(off, hand)])
}

/// As far off as the hand, on the other side of the axis than the other end.
fn across(other: f64, hand: f64) -> f64 {
    if other > 0.0 {
        hand.min(0.0)
    } else if other < 0.0 {
        hand.max(0.0)
    } else {
        hand
    }
}

/// The points with one of them where a hand has brought it: the short axis keeps its share of the long
/// one and its reach to either side; it moves along with its own ends.
pub fn held(points: [Point; 4], which: usize, at: Point, spacing: Spacing) -> [Point; 4] {
    let [from, to, one, other] = points;
    let Some(before) = Frame::of([from, to], spacing) else {
        return points;
    };
    let ([along, off], [_, off_other]) = (before.place(one), before.place(other));
    let long = match which {
        0 => [at, to],
        1 => [from, at],
        _ => [from, to],
    };
    let Some(frame) = Frame::of(long, spacing) else {
        return points;
    };
    let [hand_along, hand_off] = frame.place(at);
    let (along, off, off_other) = match which {
        2 => (
            frame.on_axis(hand_along),
            across(off_other, hand_off),
            off_other,
        ),
        3 => (frame.on_axis(hand_along), off, across(off, hand_off)),
        _ => (along / before.length * frame.length, off, off_other),
    };
    let [from, to] = long;
    let short = [off, off_other].map(|off| frame.point([along, off]));
    [from, to, short[0], short[1]]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Rows 2 mm apart, columns 0.5 mm.
    const TALL: Spacing = Spacing::Mm([2.0, 0.5]);

    fn close(a: Point, b: Point) {
        assert!((a[0] - b[0]).hypot(a[1] - b[1]) < 1e-9, "{a:?} {b:?}");
    }

    #[test]
    fn the_short_axis_is_at_right_angles_in_the_patient_and_crosses() {
        // 40 columns of 0.5 mm and 10 rows of 2 mm: 45 degrees in the patient.
        let long = [[0.0, 0.0], [40.0, 10.0]];
        let one = first_end(long, [40.0, 0.0], TALL);
        close(one, [40.0, 0.0]);
        // The hand is on the same side: the other end stays on the axis.
        close(other_end(long, one, [30.0, 0.0], TALL), [20.0, 5.0]);
        let other = other_end(long, one, [0.0, 10.0], TALL);
        close(other, [0.0, 10.0]);
        let [a, b] = [TALL.way(long[0], long[1]), TALL.way(one, other)];
        assert!((a[0] * b[0] + a[1] * b[1]).abs() < 1e-9);
        // Beyond the end of the axis there is none.
        close(first_end(long, [80.0, 20.0], TALL), [40.0, 10.0]);
    }

    #[test]
    fn an_end_that_is_moved_takes_the_axis_along() {
        let even = Spacing::Mm([1.0, 1.0]);
        let points = [[0.0, 0.0], [10.0, 0.0], [4.0, -2.0], [4.0, 3.0]];
        // By its own end: along, and off on its own side alone.
        let moved = held(points, 2, [7.0, -5.0], even);
        assert_eq!(moved, [[0.0, 0.0], [10.0, 0.0], [7.0, -5.0], [7.0, 3.0]]);
        let crossing = held(points, 3, [7.0, -5.0], even);
        close(crossing[3], [7.0, 0.0]);
        // By an end of the long one: the same share of it, and as far to either side.
        let turned = held(points, 1, [0.0, 20.0], even);
        for (a, b) in turned
            .iter()
            .zip([[0.0, 0.0], [0.0, 20.0], [2.0, 8.0], [-3.0, 8.0]])
        {
            close(*a, b);
        }
    }
}
