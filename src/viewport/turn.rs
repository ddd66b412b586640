//! The eight ways to lay an image down: turned by quarters, mirrored or not.

use serde::{Deserialize, Serialize};

/// How an image lies on the screen against the file: mirrored left to right first, then turned
/// clockwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    mirrored: bool,
    /// 0 to 3.
    quarters: u8,
}

/// What a flip changes over, as the reader sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Flip {
    LeftRight,
    UpDown,
}

impl Turn {
    /// It is one of the eight: what was read from somewhere may say anything.
    #[must_use]
    pub const fn is_sound(self) -> bool {
        self.quarters < 4
    }

    /// True where no turning brings the picture back to what is in the file: its sides are
    /// changed over.
    #[must_use]
    pub const fn is_mirrored(self) -> bool {
        self.mirrored
    }

    /// True where the image's rows run up or down the screen.
    #[must_use]
    pub const fn is_across(self) -> bool {
        self.quarters % 2 == 1
    }

    /// Turned further by quarters, clockwise as the reader sees it.
    #[must_use]
    pub const fn turned(self, by: i32) -> Self {
        let [by, ..] = by.rem_euclid(4).to_le_bytes();
        Self {
            quarters: (self.quarters + by) % 4,
            ..self
        }
    }

    #[must_use]
    pub const fn flipped(self, flip: Flip) -> Self {
        // A flip after a turn is the flip before the turn the other way round.
        let left_right = Self {
            mirrored: !self.mirrored,
            quarters: (4 - self.quarters) % 4,
        };
        match flip {
            Flip::LeftRight => left_right,
            Flip::UpDown => left_right.turned(2),
        }
    }

    /// A step along the image's rows and columns as a step right and down on the screen.
    #[must_use]
    pub fn screen_from_image(self, [along_row, along_column]: [f64; 2]) -> [f64; 2] {
        let mut step = [
            if self.mirrored { -along_row } else { along_row },
            along_column,
        ];
        for _ in 0..self.quarters {
            step = [-step[1], step[0]];
        }
        step
    }

    /// A step right and down on the screen as a step along the image's rows and columns.
    #[must_use]
    pub fn image_from_screen(self, mut step: [f64; 2]) -> [f64; 2] {
        for _ in 0..self.quarters {
            step = [step[1], -step[0]];
        }
        [if self.mirrored { -step[0] } else { step[0] }, step[1]]
    }

    /// Width and height on the screen of what is so wide and high in the image, and back.
    #[must_use]
    pub fn size<T: Copy>(self, [width, height]: [T; 2]) -> [T; 2] {
        if self.is_across() {
            [height, width]
        } else {
            [width, height]
        }
    }

    /// What stands at the left, right, top and bottom edge of the image as stored, at those of the
    /// screen.
    #[must_use]
    pub fn edges<T>(self, [left, right, top, bottom]: [T; 4]) -> [T; 4] {
        let mut edges = if self.mirrored {
            [right, left, top, bottom]
        } else {
            [left, right, top, bottom]
        };
        for _ in 0..self.quarters {
            let [left, right, top, bottom] = edges;
            edges = [bottom, top, left, right];
        }
        edges
    }

    /// All eight.
    #[must_use]
    pub fn all() -> [Self; 8] {
        std::array::from_fn(|at| {
            let plain = Self {
                mirrored: at >= 4,
                quarters: 0,
            };
            plain.turned(i32::try_from(at % 4).unwrap_or_default())
        })
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these are exact")]
mod tests {
    use super::*;

    /// Where the corner marks of an image are seen: `ab` over `cd`.
    fn seen(turn: Turn) -> String {
        let mut screen = [['.'; 2]; 2];
        for (mark, at) in [
            ('a', [-1.0, -1.0]),
            ('b', [1.0, -1.0]),
            ('c', [-1.0, 1.0]),
            ('d', [1.0, 1.0]),
        ] {
            let [x, y] = turn.screen_from_image(at);
            screen[usize::from(y > 0.0)][usize::from(x > 0.0)] = mark;
        }
        screen.as_flattened().iter().collect()
    }

    #[test]
    fn turns_and_flips_are_as_the_reader_sees_them() {
        for turn in Turn::all() {
            let before: Vec<char> = seen(turn).chars().collect();
            let after = |order: [usize; 4]| order.map(|at| before[at]).iter().collect::<String>();
            assert_eq!(seen(turn.turned(1)), after([2, 0, 3, 1]), "{turn:?}");
            assert_eq!(seen(turn.turned(-1)), after([1, 3, 0, 2]), "{turn:?}");
            assert_eq!(seen(turn.flipped(Flip::LeftRight)), after([1, 0, 3, 2]));
            assert_eq!(seen(turn.flipped(Flip::UpDown)), after([2, 3, 0, 1]));
        }
        assert_eq!(seen(Turn::default()), "abcd");
    }

    #[test]
    fn the_eight_are_different_and_half_are_mirrored() {
        let seen: std::collections::BTreeSet<String> = Turn::all().into_iter().map(seen).collect();
        assert_eq!(seen.len(), 8);
        assert_eq!(
            Turn::all().iter().filter(|turn| turn.is_mirrored()).count(),
            4
        );
        let twice = |flip| Turn::default().flipped(flip).flipped(flip);
        assert_eq!(twice(Flip::LeftRight), Turn::default());
        let half_turn = Turn::default()
            .flipped(Flip::LeftRight)
            .flipped(Flip::UpDown);
        assert_eq!(half_turn, Turn::default().turned(2));
        assert!(!half_turn.is_mirrored());
    }

    #[test]
    fn steps_go_there_and_back() {
        for turn in Turn::all() {
            let step = [3.0, -7.0];
            assert_eq!(turn.image_from_screen(turn.screen_from_image(step)), step);
        }
    }

    #[test]
    fn letters_stay_with_their_edge() {
        for turn in Turn::all() {
            let edges = turn.edges(["l", "r", "t", "b"]);
            for (name, way) in [
                ("l", [-1.0, 0.0]),
                ("r", [1.0, 0.0]),
                ("t", [0.0, -1.0]),
                ("b", [0.0, 1.0]),
            ] {
                let there = match turn.screen_from_image(way) {
                    [x, _] if x < 0.0 => 0,
                    [x, _] if x > 0.0 => 1,
                    [_, y] if y < 0.0 => 2,
                    _ => 3,
                };
                assert_eq!(edges[there], name, "{turn:?}");
            }
        }
    }
}
