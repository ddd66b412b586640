//! Where the labels of marks lie: beside their mark, on the pane, off each other and off what is
//! drawn, as far as there is room.

use crate::marks::Point;

/// A box: left, top, right, bottom, in CSS pixels of the pane.
type Area = [f64; 4];

/// Between a mark and its label.
const GAP: f64 = 12.0;

/// What one character is wide and a line is high, in sizes of the type: a middling figure of the
/// faces that systems bring.
const CHARACTER: f64 = 0.58;
const LINE: f64 = 1.4;

/// At the right of a pane stand the slider and a letter.
const RIGHT: f64 = 44.0;

/// To lie off the pane is worse than on something else.
const OFF_PANE: f64 = 8.0;

/// One label to be placed: the points of its mark in CSS pixels of the pane, and its lines.
pub struct Wanted<'a> {
    pub points: &'a [Point],
    pub lines: &'a [String],
}

/// The upper left corner of each label, in CSS pixels of the pane.
#[must_use]
pub fn place(wanted: &[Wanted<'_>], pane: [f64; 2], type_size: f64) -> Vec<Point> {
    let pane = [(pane[0] - RIGHT).max(0.0), pane[1]];
    let marks: Vec<Area> = wanted.iter().map(|label| around(label.points)).collect();
    let mut placed: Vec<Area> = Vec::new();
    for (at, label) in wanted.iter().enumerate() {
        let size = size_of(label.lines, type_size);
        let others = marks.iter().enumerate().filter(|(other, _)| *other != at);
        let taken: Vec<Area> = others
            .map(|(_, area)| *area)
            .chain(placed.iter().copied())
            .collect();
        let cost = |area: &Area| {
            let on_others: f64 = taken.iter().map(|other| common(area, other)).sum();
            on_others + OFF_PANE * (area_of(area) - common(area, &[0.0, 0.0, pane[0], pane[1]]))
        };
        let possible = candidates(marks.get(at).copied().unwrap_or_default(), size);
        let best = possible
            .into_iter()
            .map(|area| (cost(&area), area))
            .reduce(|best, next| {
                // The first of equals: a label changes its side only for something.
                if next.0 < best.0 { next } else { best }
            });
        let area = best.map_or([0.0; 4], |(_, area)| area);
        placed.push(held_on(area, pane));
    }
    placed
        .into_iter()
        .map(|[left, top, ..]| [left, top])
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "a label's lines and characters")]
fn size_of(lines: &[String], type_size: f64) -> [f64; 2] {
    let longest = lines.iter().map(|line| line.chars().count()).max();
    [
        longest.unwrap_or_default() as f64 * CHARACTER * type_size,
        lines.len() as f64 * LINE * type_size,
    ]
}

/// Right of the mark, left of it, below, above; then right and left higher and lower.
fn candidates([left, top, right, bottom]: Area, [width, height]: [f64; 2]) -> [Area; 8] {
    let at = |x: f64, y: f64| [x, y, x + width, y + height];
    let middle = f64::midpoint(top, bottom) - height / 2.0;
    let centred = f64::midpoint(left, right) - width / 2.0;
    let (after, before) = (right + GAP, left - GAP - width);
    [
        at(after, middle),
        at(before, middle),
        at(centred, bottom + GAP),
        at(centred, top - GAP - height),
        at(after, bottom),
        at(after, top - height),
        at(before, bottom),
        at(before, top - height),
    ]
}

fn around(points: &[Point]) -> Area {
    points.iter().fold(
        [
            f64::INFINITY,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::NEG_INFINITY,
        ],
        |[left, top, right, bottom], [x, y]| {
            [left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)]
        },
    )
}

fn area_of([left, top, right, bottom]: &Area) -> f64 {
    (right - left).max(0.0) * (bottom - top).max(0.0)
}

fn common(a: &Area, b: &Area) -> f64 {
    area_of(&[
        a[0].max(b[0]),
        a[1].max(b[1]),
        a[2].min(b[2]),
        a[3].min(b[3]),
    ])
}

/// A label that would lie off the pane is moved onto it.
fn held_on([left, top, right, bottom]: Area, [width, height]: [f64; 2]) -> Area {
    let back = |low: f64, high: f64, end: f64| (end - high).min(0.0).max(-low);
    let [x, y] = [back(left, right, width), back(top, bottom, height)];
    [left + x, top + y, right + x, bottom + y]
}

#[cfg(test)]
mod tests {
    use super::*;

    const PANE: [f64; 2] = [400.0, 300.0];
    const TYPE: f64 = 10.0;

    fn lines(count: usize) -> Vec<String> {
        vec!["0123456789".to_owned(); count]
    }

    fn areas(marks: &[(Vec<Point>, usize)]) -> Vec<Area> {
        let lines: Vec<Vec<String>> = marks.iter().map(|(_, count)| lines(*count)).collect();
        let wanted: Vec<Wanted<'_>> = marks
            .iter()
            .zip(&lines)
            .map(|((points, _), lines)| Wanted { points, lines })
            .collect();
        let places = place(&wanted, PANE, TYPE);
        let sizes = lines.iter().map(|lines| size_of(lines, TYPE));
        let area = |([x, y], [width, height]): (Point, [f64; 2])| [x, y, x + width, y + height];
        places.into_iter().zip(sizes).map(area).collect()
    }

    #[test]
    fn a_label_lies_right_of_its_mark_where_there_is_room() {
        let found = areas(&[(vec![[100.0, 100.0], [150.0, 120.0]], 1)]);
        assert_eq!(found, [[162.0, 103.0, 220.0, 117.0]]);
    }

    #[test]
    fn none_leaves_the_pane() {
        for x in [0.0, 200.0, 399.0] {
            for y in [0.0, 150.0, 299.0] {
                let [left, top, right, bottom] = areas(&[(vec![[x, y], [x, y]], 3)])[0];
                assert!(left >= 0.0 && top >= 0.0, "{left} {top}");
                assert!(
                    right <= PANE[0] - RIGHT && bottom <= PANE[1],
                    "{right} {bottom}"
                );
            }
        }
    }

    #[test]
    fn labels_of_marks_that_lie_close_do_not_cover_each_other() {
        let marks: Vec<(Vec<Point>, usize)> = (0..4)
            .map(|at| {
                let x = 180.0 + 4.0 * f64::from(at);
                (vec![[x, 150.0], [x + 20.0, 160.0]], 2)
            })
            .collect();
        let found = areas(&marks);
        for (at, one) in found.iter().enumerate() {
            for other in &found[at + 1..] {
                assert!(common(one, other) == 0.0, "{one:?} {other:?}");
            }
        }
    }

    #[test]
    fn a_label_keeps_off_another_mark() {
        let line = (vec![[100.0, 150.0], [150.0, 150.0]], 1);
        let circle = (vec![[160.0, 100.0], [260.0, 200.0]], 1);
        let found = areas(&[line, circle]);
        assert!(common(&found[0], &[160.0, 100.0, 260.0, 200.0]) == 0.0);
    }
}
