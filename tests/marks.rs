//! Closed outlines, crossing themselves too, against shapely and numpy (`tests/data/marks/outlines.py`): the area
//! and the voxels are by one rule.

#![expect(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use hounsfield::marks::{Kind, Measure, Point, Shape, Spacing, measure, region};
use hounsfield::pixels::{Endian, Frame, Layout, Shape as Extent};

const SIDE: i32 = 64;

/// Rows 2 mm apart, columns 0.5 mm.
const TALL: Spacing = Spacing::Mm([2.0, 0.5]);

const LAYOUT: Layout = Layout {
    allocated: 16,
    stored: 16,
    high_bit: 15,
    signed: true,
    float: false,
    endian: Endian::Little,
};

fn image() -> Vec<u8> {
    let pixels = (0..SIDE).flat_map(|row| (0..SIDE).map(move |column| (column, row)));
    pixels
        .map(|(column, row)| (column * 7 + row * 13 + column * row) % 101 - 50)
        .flat_map(|value| i16::try_from(value).unwrap().to_le_bytes())
        .collect()
}

fn corners(text: &str) -> Vec<Point> {
    let corner = |text: &str| {
        let (x, y) = text.split_once(',').unwrap();
        [x.parse().unwrap(), y.parse().unwrap()]
    };
    text.split(';').map(corner).collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * b.abs().max(1.0)
}

#[test]
fn outlines_enclose_what_shapely_and_numpy_find() {
    let extent = Extent {
        columns: 64,
        rows: 64,
        samples: 1,
        planar: false,
    };
    let bytes = image();
    let frame = Frame::new(&bytes, LAYOUT, extent).unwrap();
    let cases = include_str!("data/marks/outlines.txt");
    assert_eq!(cases.lines().count(), 8);
    for case in cases.lines() {
        let (places, figures) = case.split_once(' ').unwrap();
        let expected: Vec<f64> = figures.split(' ').map(|it| it.parse().unwrap()).collect();
        for kind in [Kind::Polygon, Kind::Freehand] {
            let shape = Shape {
                kind,
                points: corners(places),
            };
            let Measure::Area(area) = measure(&shape, TALL) else {
                panic!("{case}");
            };
            assert!(near(area, expected[0]), "{area} {case}");
            let found = region(&frame, &shape, None, None).unwrap();
            #[expect(clippy::cast_precision_loss, reason = "voxels of an image")]
            let count = found.count as f64;
            let deviation = found.deviation.unwrap();
            let all = [
                count,
                found.mean,
                deviation,
                found.least,
                found.most,
                found.median,
            ];
            for (at, (found, expected)) in all.into_iter().zip(&expected[1..]).enumerate() {
                assert!(near(found, *expected), "{at}: {found} {case}");
            }
        }
    }
}
