//! The edge of a mask in a slice, as closed lines along its voxels' sides.

use super::runs::Run;

/// Lines in columns and rows from the outer corner of the first voxel, each closed and without
/// points on the way of a straight side.
#[must_use]
pub fn outline(runs: &[Run]) -> Vec<Vec<[u16; 2]>> {
    let mut ends = corners(runs);
    ends.sort_unstable();
    let mut used = vec![false; ends.len()];
    let mut lines = Vec::new();
    for start in 0..ends.len() {
        if used.get(start) == Some(&false) {
            lines.push(line(&ends, &mut used, start));
        }
    }
    lines
}

/// A side that goes down or up along a column's edge, from one corner to another: those of a row's
/// left ends go up, those of right ends down, with corners where rows differ.
type Side = ([u16; 2], [u16; 2]);

/// Sides along rows and along columns, with the mask to their right hand; each corner begins as
/// many sides as end in it.
fn corners(runs: &[Run]) -> Vec<Side> {
    let mut sides = Vec::with_capacity(4 * runs.len());
    for run in runs {
        sides.push(([run.from, run.row + 1], [run.from, run.row]));
        sides.push(([run.to, run.row], [run.to, run.row + 1]));
    }
    let nothing: &[Run] = &[];
    let mut above = nothing;
    let mut last = 0;
    for row in runs.chunk_by(|a, b| a.row == b.row) {
        let here = row.first().map_or(0, |run| run.row);
        if here != last + 1 {
            between(above, nothing, last + 1, &mut sides);
            above = nothing;
        }
        between(above, row, here, &mut sides);
        above = row;
        last = here;
    }
    between(above, nothing, last + 1, &mut sides);
    sides
}

/// The sides between two rows: where only the lower one has voxels they lead right, where only the
/// upper one has, left.
fn between(above: &[Run], below: &[Run], edge: u16, sides: &mut Vec<Side>) {
    let ends =
        |runs: &[Run]| -> Vec<u16> { runs.iter().flat_map(|run| [run.from, run.to]).collect() };
    let (above, below) = (ends(above), ends(below));
    let mut columns: Vec<u16> = above.iter().chain(&below).copied().collect();
    columns.sort_unstable();
    columns.dedup();
    for pair in columns.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        let is_in = |ends: &[u16]| ends.partition_point(|end| *end <= from) % 2 == 1;
        match (is_in(&above), is_in(&below)) {
            (false, true) => sides.push(([from, edge], [to, edge])),
            (true, false) => sides.push(([to, edge], [from, edge])),
            _ => {}
        }
    }
}

fn line(sides: &[Side], used: &mut [bool], start: usize) -> Vec<[u16; 2]> {
    let mut points: Vec<[u16; 2]> = Vec::new();
    let mut at = Some(start);
    while let Some(side) = at {
        let Some(((from, to), is_used)) = sides.get(side).zip(used.get_mut(side)) else {
            break;
        };
        *is_used = true;
        if let [.., before, last] = points.as_slice()
            && is_straight(*before, *last, *from)
        {
            points.pop();
        }
        points.push(*from);
        let first = sides.partition_point(|(from, _)| from < to);
        let next = sides.iter().enumerate().skip(first);
        let mut next = next.take_while(|(_, (from, _))| from == to);
        at = next.find_map(|(at, _)| (used.get(at) == Some(&false)).then_some(at));
    }
    // It may have begun on the way of a straight side, and ended on one.
    if let [first, .., before, last] = points.as_slice()
        && is_straight(*before, *last, *first)
    {
        points.pop();
    }
    if let [first, second, .., last] = points.as_slice()
        && is_straight(*last, *first, *second)
    {
        points.remove(0);
    }
    points
}

fn is_straight(a: [u16; 2], b: [u16; 2], c: [u16; 2]) -> bool {
    (a[0] == b[0] && b[0] == c[0]) || (a[1] == b[1] && b[1] == c[1])
}
