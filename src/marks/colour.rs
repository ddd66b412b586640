//! Colours of marks: few, told apart also by who does not see red, green or blue, and on a dark edge seen on any
//! grey.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Colour {
    #[default]
    Yellow,
    Orange,
    Blue,
    White,
}

impl Colour {
    pub const ALL: [Self; 4] = [Self::Yellow, Self::Orange, Self::Blue, Self::White];

    /// As CSS and canvases have it.
    #[must_use]
    pub const fn hex(self) -> &'static str {
        match self {
            Self::Yellow => "#e9d977",
            Self::Orange => "#f08a3c",
            Self::Blue => "#4db4f0",
            Self::White => "#ffffff",
        }
    }

    /// What scripts hold on to (`data-colour`).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Yellow => "yellow",
            Self::Orange => "orange",
            Self::Blue => "blue",
            Self::White => "white",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Matrix = [[f64; 3]; 3];

    /// Of linear light, for who lacks a kind of cone: Machado, Oliveira and Fernandes 2009, severity 1.
    const EYES: [Matrix; 4] = [
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
        [
            [0.152_286, 1.052_583, -0.204_868],
            [0.114_503, 0.786_281, 0.099_216],
            [-0.003_882, -0.048_116, 1.051_998],
        ],
        [
            [0.367_322, 0.860_646, -0.227_968],
            [0.280_085, 0.672_501, 0.047_413],
            [-0.011_820, 0.042_940, 0.968_881],
        ],
        [
            [1.255_528, -0.076_749, -0.178_779],
            [-0.078_411, 0.930_809, 0.147_602],
            [0.004_733, 0.691_367, 0.303_900],
        ],
    ];

    const XYZ: Matrix = [
        [0.4124, 0.3576, 0.1805],
        [0.2126, 0.7152, 0.0722],
        [0.0193, 0.1192, 0.9505],
    ];
    const WHITE: [f64; 3] = [0.9505, 1.0, 1.089];

    fn applied(matrix: Matrix, of: [f64; 3]) -> [f64; 3] {
        matrix.map(|row| row[0] * of[0] + row[1] * of[1] + row[2] * of[2])
    }

    fn light(colour: Colour) -> [f64; 3] {
        let part = |at: usize| {
            let byte = u8::from_str_radix(&colour.hex()[at..at + 2], 16).unwrap();
            let share = f64::from(byte) / 255.0;
            if share <= 0.040_45 {
                share / 12.92
            } else {
                ((share + 0.055) / 1.055).powf(2.4)
            }
        };
        [1, 3, 5].map(part)
    }

    /// CIE 1976 L*a*b*, as an eye sees it.
    fn seen(colour: Colour, eye: Matrix) -> [f64; 3] {
        let light = applied(eye, light(colour)).map(|part| part.clamp(0.0, 1.0));
        let xyz = applied(XYZ, light);
        let cube = |at: usize| {
            let share = xyz[at] / WHITE[at];
            if share > 0.008_856 {
                share.cbrt()
            } else {
                7.787 * share + 16.0 / 116.0
            }
        };
        let [x, y, z] = [cube(0), cube(1), cube(2)];
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    }

    #[test]
    fn colours_are_seen_on_their_edge_and_told_apart_by_every_eye() {
        for colour in Colour::ALL {
            let luminance = applied(XYZ, light(colour))[1];
            // WCAG 2.2: 7 is its highest demand.
            assert!((luminance + 0.05) / 0.05 >= 7.0, "{colour:?}");
        }
        for eye in EYES {
            for (at, one) in Colour::ALL.iter().enumerate() {
                for other in &Colour::ALL[at + 1..] {
                    let pair = seen(*one, eye).into_iter().zip(seen(*other, eye));
                    let apart: f64 = pair.map(|(a, b)| (a - b).powi(2)).sum();
                    // Two of 2.3 are just told apart side by side.
                    assert!(apart.sqrt() > 15.0, "{one:?} {other:?} {apart}");
                }
            }
        }
    }
}
