//! The VOI functions against pydicom's (`data/voi_reference.py` wrote the table).

#![expect(clippy::unwrap_used, reason = "a test")]

use hounsfield::pixels::{GreyPath, Rescale, VoiFunction, Window};

struct Row {
    path: GreyPath,
    levels: Vec<(i64, f64)>,
}

fn row(line: &str) -> Row {
    let mut words = line.split_ascii_whitespace();
    let mut word = || words.next().unwrap();
    let rescale = Rescale {
        slope: word().parse().unwrap(),
        intercept: word().parse().unwrap(),
        kind: None,
    };
    let function = match word() {
        "LINEAR" => VoiFunction::Linear,
        "LINEAR_EXACT" => VoiFunction::LinearExact,
        _ => VoiFunction::Sigmoid,
    };
    let (center, width) = (word().parse().unwrap(), word().parse().unwrap());
    let path = GreyPath::new(
        Some(&rescale),
        Window {
            center,
            width,
            function,
            name: None,
            table: None,
        },
    );
    let levels = words
        .map(|pair| {
            let (stored, level) = pair.split_once('=').unwrap();
            (stored.parse().unwrap(), level.parse().unwrap())
        })
        .collect();
    Row { path, levels }
}

#[test]
fn levels_are_those_of_pydicom() {
    let table = include_str!("data/voi_reference.txt");
    let rows: Vec<Row> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(row)
        .collect();
    assert_eq!(rows.len(), 4 * (9 + 10 + 10));
    for Row { path, levels } in rows {
        for (stored, expected) in levels {
            let level = path.window.level(path.modality(stored));
            assert!(
                (level - expected).abs() < 1e-6,
                "{path:?} of {stored}: {level}, not {expected}"
            );
            // Rounded to the nearest: never further off than a half.
            assert!((f64::from(path.grey(stored)) - expected).abs() < 0.5 + 1e-6);
        }
    }
}
