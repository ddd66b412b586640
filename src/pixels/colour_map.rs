//! Colour maps: a grey level as a colour, after the window.

use serde::{Deserialize, Serialize};

use crate::words;

/// How grey levels are coloured. Any but grey is named over the picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ColourMap {
    #[default]
    Grey,
    /// PS3.6 B.1.1.
    HotIron,
    /// PS3.6 B.1.2.
    Pet,
    /// All hues once, each a little lighter than the one before, so that no edge appears where
    /// the values have none (D. A. Green, 2011, Bulletin of the Astronomical Society of India
    /// 39, 289).
    Helix,
}

impl ColourMap {
    pub const ALL: [Self; 4] = [Self::Grey, Self::HotIron, Self::Pet, Self::Helix];

    /// Rows of the texture of all maps.
    pub const ROWS: u32 = Self::Helix.row() + 1;

    /// What it is called over the picture.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Grey => words::GREY,
            Self::HotIron => words::HOT_IRON,
            Self::Pet => words::PET_COLOURS,
            Self::Helix => words::HELIX,
        }
    }

    /// Its row in the texture of all maps.
    #[must_use]
    pub const fn row(self) -> u32 {
        self as u32
    }

    /// Red, green and blue of a grey level.
    #[must_use]
    pub fn colour(self, level: u8) -> [u8; 3] {
        match self {
            Self::Grey => [level; 3],
            Self::HotIron => HOT_IRON.map(|runs| run_value(runs, level)),
            Self::Pet => PET.map(|runs| run_value(runs, level)),
            Self::Helix => helix(level),
        }
    }
}

/// Levels from `from` on: `value`, and by `step` more at each.
struct Run {
    from: u8,
    value: i32,
    step: i32,
}

const fn run(from: u8, value: i32, step: i32) -> Run {
    Run { from, value, step }
}

/// The standard's tables are straight lines that were rounded: these are the same numbers.
const HOT_IRON: [&[Run]; 3] = [
    &[run(0, 0, 2), run(128, 255, 0)],
    &[run(0, 0, 0), run(128, 0, 2), run(255, 255, 0)],
    &[run(0, 0, 0), run(192, 4, 4), run(255, 255, 0)],
];

const PET: [&[Run]; 3] = [
    &[
        run(0, 0, 0),
        run(64, 1, 2),
        run(107, 86, 2),
        run(150, 171, 2),
        run(192, 255, 0),
    ],
    &[
        run(0, 0, 2),
        run(32, 65, 2),
        run(63, 128, -2),
        run(96, 63, -2),
        run(128, 0, 2),
        run(255, 255, 0),
    ],
    &[
        run(0, 0, 0),
        run(1, 1, 2),
        run(129, 252, -4),
        run(193, 4, 4),
        run(213, 85, 4),
        run(234, 170, 4),
        run(255, 255, 0),
    ],
];

fn run_value(runs: &[Run], level: u8) -> u8 {
    let reached = runs.iter().rev().find(|run| run.from <= level);
    let value = reached.map_or(0, |run| run.value + run.step * i32::from(level - run.from));
    u8::try_from(value).unwrap_or(u8::MAX)
}

/// Green's formula with his own choice of start, turns and saturation.
fn helix(level: u8) -> [u8; 3] {
    const START: f64 = 0.5;
    const TURNS: f64 = -1.5;
    const SATURATION: f64 = 1.0;
    let light = f64::from(level) / 255.0;
    let angle = std::f64::consts::TAU * (START / 3.0 + 1.0 + TURNS * light);
    let away = SATURATION * light * (1.0 - light) / 2.0;
    let (sin, cos) = angle.sin_cos();
    let channels = [
        light + away * (-0.148_61 * cos + 1.782_77 * sin),
        light + away * (-0.292_27 * cos - 0.906_49 * sin),
        light + away * 1.972_94 * cos,
    ];
    channels.map(to_level)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to a level"
)]
fn to_level(share: f64) -> u8 {
    (share * 255.0).round().clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sum, and sum of level times value, of a channel.
    fn sums(map: ColourMap) -> [(u32, u32); 3] {
        [0, 1, 2].map(|channel| {
            (0..=u8::MAX).fold((0, 0), |(sum, weighted), level| {
                let value = u32::from(map.colour(level)[channel]);
                (sum + value, weighted + u32::from(level) * value)
            })
        })
    }

    /// Sums of the palettes as pydicom has them (`hotiron.dcm`, `pet.dcm`).
    #[test]
    fn the_standards_palettes_are_the_standards() {
        let hot_iron = [(48_896, 7_632_320), (16_257, 3_462_783), (8_319, 1_946_625)];
        assert_eq!(sums(ColourMap::HotIron), hot_iron);
        let pet = [
            (32_577, 6_066_158),
            (24_386, 3_979_998),
            (32_578, 4_518_544),
        ];
        assert_eq!(sums(ColourMap::Pet), pet);
    }

    #[test]
    fn every_map_begins_black_and_ends_white_and_has_a_row_of_its_own() {
        assert_eq!(ColourMap::ALL.len(), ColourMap::ROWS as usize);
        for (row, map) in ColourMap::ALL.into_iter().enumerate() {
            assert_eq!((map.colour(0), map.colour(255)), ([0; 3], [255; 3]));
            assert_eq!(map.row() as usize, row);
        }
    }

    #[test]
    fn the_helix_grows_lighter_all_the_way() {
        let light = |level| {
            let [red, green, blue] = ColourMap::Helix.colour(level).map(f64::from);
            0.30 * red + 0.59 * green + 0.11 * blue
        };
        for level in 1..=u8::MAX {
            // A level more, but for the rounding of three channels.
            assert!(
                (light(level) - light(level - 1) - 1.0).abs() < 1.01,
                "{level}"
            );
        }
    }
}
