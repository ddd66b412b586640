//! Which values are seen, in which colour, and how much light a millimetre of them holds back.

use serde::{Deserialize, Serialize};

use super::reduction::{NOTHING, value};

/// The HU that the copy tells apart.
pub const HU: [f64; 2] = [-1024.0, 1500.0];

/// Levels of a ramp.
pub const LEVELS: usize = 256;

/// RGBA of each level; alpha is the share of light that a millimetre holds back.
pub type Ramp = [[u8; 4]; LEVELS];

/// Named by what it shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Preset {
    Bone,
    Vessels,
    Lung,
    Airways,
    Skin,
    /// By the window of the pane: what is brighter is denser. For values that are not HU, too.
    Window,
}

/// What a value looks like; between two of them it is blended.
struct Knot(f64, [u8; 3], f64);

const BONE: [Knot; 6] = [
    Knot(140.0, [150, 70, 50], 0.0),
    Knot(200.0, [176, 96, 66], 0.05),
    Knot(320.0, [214, 168, 124], 0.35),
    Knot(500.0, [240, 222, 190], 0.75),
    Knot(900.0, [250, 246, 232], 0.95),
    Knot(1500.0, [255, 255, 255], 1.0),
];

const VESSELS: [Knot; 6] = [
    Knot(110.0, [120, 20, 20], 0.0),
    Knot(160.0, [176, 36, 30], 0.10),
    Knot(240.0, [220, 74, 50], 0.45),
    Knot(360.0, [244, 170, 130], 0.70),
    Knot(600.0, [250, 226, 200], 0.85),
    Knot(1500.0, [255, 250, 240], 1.0),
];

const LUNG: [Knot; 8] = [
    Knot(-1024.0, [90, 130, 170], 0.0),
    Knot(-930.0, [90, 130, 170], 0.0),
    Knot(-820.0, [130, 170, 200], 0.012),
    Knot(-700.0, [190, 190, 200], 0.035),
    Knot(-550.0, [236, 160, 140], 0.10),
    Knot(-420.0, [240, 130, 110], 0.12),
    Knot(-300.0, [220, 110, 90], 0.02),
    Knot(-200.0, [220, 110, 90], 0.0),
];

const AIRWAYS: [Knot; 4] = [
    Knot(-1024.0, [120, 190, 235], 0.6),
    Knot(-975.0, [130, 200, 240], 0.5),
    Knot(-940.0, [170, 215, 240], 0.12),
    Knot(-915.0, [190, 220, 240], 0.0),
];

const SKIN: [Knot; 5] = [
    Knot(-450.0, [214, 160, 130], 0.0),
    Knot(-300.0, [222, 172, 142], 0.35),
    Knot(-100.0, [230, 186, 158], 0.8),
    Knot(100.0, [234, 196, 170], 0.95),
    Knot(1500.0, [255, 250, 240], 1.0),
];

impl Preset {
    pub const ALL: [Self; 6] = [
        Self::Bone,
        Self::Vessels,
        Self::Lung,
        Self::Airways,
        Self::Skin,
        Self::Window,
    ];

    /// It means something for HU only.
    #[must_use]
    pub const fn needs_hu(self) -> bool {
        !matches!(self, Self::Window)
    }

    /// What scripts hold on to.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Bone => "bone",
            Self::Vessels => "vessels",
            Self::Lung => "lung",
            Self::Airways => "airways",
            Self::Skin => "skin",
            Self::Window => "window",
        }
    }

    /// How much of a place must be body. What is air in the body is not seen where the body ends,
    /// and what is a surface is, there too.
    #[must_use]
    pub const fn least_body(self) -> f32 {
        match self {
            Self::Lung | Self::Airways => 0.98,
            _ => 0.02,
        }
    }

    /// The look of each level of a copy whose levels go over `range`. All of a preset lies
    /// `shift` higher; that of the window goes from its lower end to its upper one.
    #[must_use]
    pub fn ramp(self, range: [f64; 2], shift: f64, window: [f64; 2]) -> Ramp {
        let of_window;
        let knots: &[Knot] = match self {
            Self::Bone => &BONE,
            Self::Vessels => &VESSELS,
            Self::Lung => &LUNG,
            Self::Airways => &AIRWAYS,
            Self::Skin => &SKIN,
            Self::Window => {
                of_window = by_window(window);
                &of_window
            }
        };
        let mut ramp = [[0; 4]; LEVELS];
        for (level, texel) in (0..=u8::MAX).zip(&mut ramp) {
            if level != NOTHING {
                *texel = blended(knots, value(level, range) - shift);
            }
        }
        ramp
    }
}

/// Black and empty at the lower end, white and dense at the upper one.
const fn by_window([low, high]: [f64; 2]) -> [Knot; 3] {
    [
        Knot(low, [24, 24, 24], 0.0),
        Knot(f64::midpoint(low, high), [140, 140, 140], 0.08),
        Knot(high, [255, 255, 255], 0.5),
    ]
}

/// Beyond the last knots all is as there.
fn blended(knots: &[Knot], value: f64) -> [u8; 4] {
    let after = knots.partition_point(|Knot(at, ..)| *at <= value);
    let last = knots.len().saturating_sub(1);
    let ends = (
        knots.get(after.saturating_sub(1)),
        knots.get(after.min(last)),
    );
    let (Some(Knot(low, below, less)), Some(Knot(high, above, more))) = ends else {
        return [0; 4];
    };
    let span = high - low;
    let share = if span > 0.0 {
        (value - low) / span
    } else {
        0.0
    };
    let share = share.clamp(0.0, 1.0);
    let [red, green, blue] = std::array::from_fn(|at| {
        let [low, high] = [below[at], above[at]].map(f64::from);
        byte((low + share * (high - low)) / FULL)
    });
    [red, green, blue, byte(less + share * (more - less))]
}

const FULL: f64 = 255.0;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0 to 255"
)]
fn byte(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * FULL).round() as u8
}

#[cfg(test)]
mod tests {
    use super::super::reduction::level;
    use super::*;

    fn of(preset: Preset, hu: f64, shift: f64) -> [u8; 4] {
        preset.ramp(HU, shift, [-160.0, 240.0])[usize::from(level(hu, HU))]
    }

    #[test]
    fn each_preset_shows_what_it_is_named_after_and_hides_the_rest() {
        // Cortical bone, contrast in the aorta, ventilated lung, air, skin, fat, muscle.
        let shows = |preset, hu| of(preset, hu, 0.0)[3] > 0;
        for (preset, seen, hidden) in [
            (Preset::Bone, [900.0, 400.0], [-850.0, 50.0]),
            (Preset::Vessels, [300.0, 200.0], [50.0, -100.0]),
            (Preset::Lung, [-750.0, -500.0], [50.0, -1000.0]),
            (Preset::Airways, [-1000.0, -980.0], [-850.0, 50.0]),
            (Preset::Skin, [-100.0, 50.0], [-1000.0, -850.0]),
            (Preset::Window, [200.0, 0.0], [-200.0, -1000.0]),
        ] {
            for hu in seen {
                assert!(shows(preset, hu), "{preset:?} {hu}");
            }
            for hu in hidden {
                assert!(!shows(preset, hu), "{preset:?} {hu}");
            }
        }
    }

    #[test]
    fn nothing_is_never_seen_and_a_shift_moves_all() {
        for preset in Preset::ALL {
            assert_eq!(preset.ramp(HU, 0.0, [0.0, 1.0])[0], [0; 4]);
        }
        // A level is ten HU wide.
        let moved = of(Preset::Bone, 500.0, 100.0);
        let here = of(Preset::Bone, 400.0, 0.0);
        assert!(moved[3].abs_diff(here[3]) < 8, "{moved:?} {here:?}");
        // At both ends it goes on as it is there.
        assert_eq!(of(Preset::Skin, 1500.0, 0.0)[3], 255);
        assert_eq!(of(Preset::Bone, -1024.0, 0.0)[3], 0);
    }
}
