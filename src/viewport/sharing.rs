//! The canvas shared out to panes.

use super::Rect;

/// Dark pixels between two panes.
const GAP: u32 = 2;

/// The canvas shared out to panes in rows, as one reads. More columns than rows stand upright where
/// the canvas does: two panes beside each other are two over each other there.
#[must_use]
pub fn grid([width, height]: [u32; 2], rows: usize, columns: usize) -> Vec<Rect> {
    let is_turned = width < height && columns > rows;
    let (rows, columns) = if is_turned {
        (columns, rows)
    } else {
        (rows, columns)
    };
    let across = side_by_side([width, height], columns);
    let down = side_by_side([height, width], rows);
    let row = |of: &Rect| {
        let (y, height) = (of.x, of.width);
        let panes = across.iter();
        panes
            .map(|pane| Rect { y, height, ..*pane })
            .collect::<Vec<_>>()
    };
    down.iter().flat_map(row).collect()
}

/// The canvas shared out to one large pane and two over each other beside it; where it is upright
/// the two lie below.
#[must_use]
pub fn one_and_two([width, height]: [u32; 2]) -> Vec<Rect> {
    if width < height {
        let lying = one_and_two_lying([height, width]).into_iter();
        return lying.map(transposed).collect();
    }
    one_and_two_lying([width, height])
}

/// Of the longer side so much is the large pane's.
const LARGE: f64 = 0.6;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of the canvas"
)]
fn one_and_two_lying([width, height]: [u32; 2]) -> Vec<Rect> {
    // Pictures are about square: what is wider than high is the others'.
    let large = ((f64::from(width) * LARGE) as u32).min(height.max(width / 2));
    let beside = Rect {
        x: (large + GAP).min(width),
        y: 0,
        width: width.saturating_sub(large + GAP),
        height,
    };
    let halves = side_by_side([height, beside.width], 2).into_iter();
    let halves = halves.map(transposed).map(|half| Rect {
        x: beside.x + half.x,
        ..half
    });
    let large = Rect {
        x: 0,
        y: 0,
        width: large,
        height,
    };
    [large].into_iter().chain(halves).collect()
}

const fn transposed(rect: Rect) -> Rect {
    Rect {
        x: rect.y,
        y: rect.x,
        width: rect.height,
        height: rect.width,
    }
}

#[must_use]
#[expect(clippy::cast_possible_truncation, reason = "there are a few panes")]
fn side_by_side([width, height]: [u32; 2], count: usize) -> Vec<Rect> {
    let count = count.max(1) as u32;
    let edge = |n: u32| (width + GAP) * n / count;
    (0..count)
        .map(|n| Rect {
            x: edge(n),
            y: 0,
            width: edge(n + 1).saturating_sub(edge(n) + GAP),
            height,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_an_upright_canvas_panes_stand_over_each_other() {
        let panes = grid([600, 1001], 1, 2);
        let [upper, lower] = panes.as_slice() else {
            panic!("{panes:?}");
        };
        assert_eq!((upper.x, upper.y, upper.width), (0, 0, 600));
        assert_eq!((lower.x, lower.width), (0, 600));
        assert_eq!(lower.y, upper.height + GAP);
        assert_eq!(lower.y + lower.height, 1001);
    }

    #[test]
    fn panes_lie_in_rows_as_one_reads() {
        let panes = grid([1000, 701], 2, 3);
        let places: Vec<[u32; 4]> = panes
            .iter()
            .map(|pane| [pane.x, pane.y, pane.width, pane.height])
            .collect();
        // Three columns of 332 with two gaps of 2; two rows of 349 and 350 with one.
        let expected = [
            [0, 0, 332, 349],
            [334, 0, 332, 349],
            [668, 0, 332, 349],
            [0, 351, 332, 350],
            [334, 351, 332, 350],
            [668, 351, 332, 350],
        ];
        assert_eq!(places, expected);
        // Two rows of one column stay so on a lying canvas: wide pictures are read like that.
        let over = grid([1000, 701], 2, 1);
        assert_eq!((over[1].x, over[1].y, over[1].width), (0, 351, 1000));
        let upright = grid([701, 1000], 2, 3);
        assert_eq!((upright[1].x, upright[1].y), (351, 0));
        assert_eq!((upright[2].x, upright[2].y), (0, 334));
        assert_eq!(grid([90, 60], 3, 3).len(), 9);
    }

    #[test]
    fn panes_share_the_canvas_with_a_gap_between() {
        let panes = side_by_side([1001, 600], 2);
        assert_eq!(
            panes[0],
            Rect {
                x: 0,
                y: 0,
                width: 499,
                height: 600
            }
        );
        assert_eq!(
            panes[1],
            Rect {
                x: 501,
                y: 0,
                width: 500,
                height: 600
            }
        );
        assert_eq!(
            side_by_side([1000, 600], 1),
            [Rect {
                x: 0,
                y: 0,
                width: 1000,
                height: 600
            }]
        );
    }

    #[test]
    fn one_large_pane_and_two_share_the_canvas() {
        for canvas in [[1001, 600], [600, 1001], [1920, 1080], [390, 700]] {
            let panes = one_and_two(canvas);
            let ends = |rect: &Rect| [rect.x + rect.width, rect.y + rect.height];
            assert_eq!(panes.len(), 3);
            assert_eq!(ends(&panes[2]), canvas);
            let area = |rect: &Rect| rect.width * rect.height;
            assert!(area(&panes[0]) > area(&panes[1]), "{panes:?}");
            for (at, a) in panes.iter().enumerate() {
                for b in &panes[at + 1..] {
                    let [[right, below], [other_right, other_below]] = [ends(a), ends(b)];
                    let apart = right <= b.x || other_right <= a.x;
                    assert!(apart || below <= b.y || other_below <= a.y, "{panes:?}");
                }
            }
        }
    }
}
