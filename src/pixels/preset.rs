//! Windows for CT in HU under fixed digits.

use super::voi::Window;

/// A window that a digit key and a button stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Preset {
    pub digit: u8,
    pub name: &'static str,
    pub center_hu: f64,
    pub width_hu: f64,
}

impl Preset {
    #[must_use]
    pub const fn window(&self) -> Window {
        Window::linear(self.center_hu, self.width_hu)
    }
}

pub const LUNG: Preset = preset(1, "lung", -600.0, 1500.0);
pub const MEDIASTINUM: Preset = preset(2, "mediastinum", 40.0, 400.0);
pub const BONE: Preset = preset(3, "bone", 480.0, 2500.0);
pub const ABDOMEN: Preset = preset(4, "abdomen", 60.0, 400.0);
pub const BRAIN: Preset = preset(5, "brain", 40.0, 80.0);

pub const PRESETS: [Preset; 5] = [LUNG, MEDIASTINUM, BONE, ABDOMEN, BRAIN];

/// The preset under a digit; 0 is the file's own window and none of these.
#[must_use]
pub fn by_digit(digit: u8) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.digit == digit)
}

const fn preset(digit: u8, name: &'static str, center_hu: f64, width_hu: f64) -> Preset {
    Preset {
        digit,
        name,
        center_hu,
        width_hu,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_fixed() {
        assert_eq!(
            by_digit(1).map(Preset::window),
            Some(Window::linear(-600.0, 1500.0))
        );
        assert_eq!(by_digit(0), None);
        assert_eq!(by_digit(6), None);
    }
}
