//! The area that an outline encloses by the even-odd rule, which voxels inside are counted by too: of one that
//! does not cross itself, the shoelace formula's.

use super::Point;
use crate::intake::sorted;

/// Of a closed outline, in squares of what its points are counted in.
#[must_use]
pub fn even_odd_area(points: &[Point]) -> f64 {
    let ends = points.iter().copied().cycle().skip(1);
    let sides: Vec<[Point; 2]> = points.iter().copied().zip(ends).map(upward).collect();
    let mut levels = crossings(&sides);
    if levels.is_empty() {
        return shoelace(points);
    }
    levels.extend(points.iter().map(|point| point[1]));
    let levels = sorted(levels, f64::total_cmp);
    // Between two levels no side begins, ends or crosses another.
    let strips = levels.windows(2).map(|pair| match pair {
        [low, high] if high > low => strip(&sides, *low, *high),
        _ => 0.0,
    });
    strips.sum()
}

fn shoelace(points: &[Point]) -> f64 {
    let ends = points.iter().cycle().skip(1);
    let twice: f64 = points
        .iter()
        .zip(ends)
        .map(|(a, b)| a[0] * b[1] - b[0] * a[1])
        .sum();
    twice.abs() / 2.0
}

fn upward((a, b): (Point, Point)) -> [Point; 2] {
    if a[1] <= b[1] { [a, b] } else { [b, a] }
}

/// The levels at which sides cross, other than at their ends.
fn crossings(sides: &[[Point; 2]]) -> Vec<f64> {
    let mut levels = Vec::new();
    for (at, one) in sides.iter().enumerate() {
        for other in sides.iter().skip(at + 1) {
            levels.extend(crossing(*one, *other));
        }
    }
    levels
}

fn crossing([a, b]: [Point; 2], [c, d]: [Point; 2]) -> Option<f64> {
    if a[1] > d[1] || c[1] > b[1] {
        return None;
    }
    let turn = |p: Point, q: Point, r: Point| {
        (q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0])
    };
    let [of_c, of_d] = [c, d].map(|point| turn(a, b, point));
    let [of_a, of_b] = [a, b].map(|point| turn(c, d, point));
    let is_met = of_c * of_d < 0.0 && of_a * of_b < 0.0;
    is_met.then(|| c[1] + (d[1] - c[1]) * of_c / (of_c - of_d))
}

/// What lies between two levels, and between the first side and the second, the third and the fourth.
fn strip(sides: &[[Point; 2]], low: f64, high: f64) -> f64 {
    let met = sides
        .iter()
        .filter(|[a, b]| a[1] <= low && b[1] >= high && b[1] > a[1]);
    let middle = f64::midpoint(low, high);
    let across = sorted(
        met.map(|[a, b]| a[0] + (b[0] - a[0]) * (middle - a[1]) / (b[1] - a[1]))
            .collect::<Vec<f64>>(),
        f64::total_cmp,
    );
    let widths = across.chunks(2).map(|pair| match pair {
        [from, to] => to - from,
        _ => 0.0,
    });
    widths.sum::<f64>() * (high - low)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(points: &[Point], expected: f64) {
        let area = even_odd_area(points);
        assert!(
            (area - expected).abs() < 1e-9 * expected.max(1.0),
            "{area} {expected}"
        );
    }

    #[test]
    fn an_outline_that_does_not_cross_itself_has_the_area_of_the_shoelace() {
        close(&[[0.0, 0.0], [4.0, 0.0], [4.0, 3.0]], 6.0);
        close(&[[0.0, 0.0], [0.0, 3.0], [4.0, 3.0], [4.0, 0.0]], 12.0);
        // Like an L, turned either way round.
        let corner = [
            [0.0, 0.0],
            [5.0, 0.0],
            [5.0, 1.0],
            [1.0, 1.0],
            [1.0, 4.0],
            [0.0, 4.0],
        ];
        close(&corner, 8.0);
        let mut other_way = corner;
        other_way.reverse();
        close(&other_way, 8.0);
        close(&[[1.0, 1.0], [2.0, 2.0]], 0.0);
        close(&[], 0.0);
    }

    #[test]
    fn where_it_crosses_itself_each_part_counts_by_the_even_odd_rule() {
        // Two triangles that meet in a point: the shoelace's would be nothing.
        close(&[[0.0, 0.0], [4.0, 4.0], [4.0, 0.0], [0.0, 4.0]], 8.0);
    }
}
