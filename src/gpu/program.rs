//! What a shader is compiled for. Drivers that run on the processor, as on many old machines, carry
//! out every branch for every pixel: a program has those branches only that its pictures need.

use super::uniform::{COLOUR, PaneUniform, RAMP, Sampling};

/// `slice.wgsl` with its constants set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a constant of the shader each"
)]
pub struct Program {
    pub sampling: Sampling,
    /// One of the constants for [`PaneUniform::curve`].
    pub curve: u32,
    /// Some values are padding.
    pub padded: bool,
    /// Cells whose bytes are turned round, or values of 32 bits.
    pub wide: bool,
    /// Grey levels are shown in colours.
    pub mapped: bool,
    /// Something lies over the image.
    pub covered: bool,
    /// Values are floating-point numbers.
    pub float: bool,
    /// Ranges of values are shown over it.
    pub ranged: bool,
    /// The image lies in several layers of its texture ([`super::tiles`]).
    pub tiled: bool,
}

/// The shader; its entry points are `cover` and those of [`Sampling`].
pub const SLICE_WGSL: &str = include_str!("slice.wgsl");

/// What stands in the place of its end, from here on, for images in tiles.
const TILED_CELLS_WGSL: &str = include_str!("tiled_cells.wgsl");
const CELLS: &str = "@group(1) @binding(0) var frame: texture_2d<u32>;";

impl Program {
    /// For most grey images, enlarged or reduced to fit their pane.
    pub const USUAL: [Self; 2] = [
        Self::plain(Sampling::Bilinear),
        Self::plain(Sampling::Average),
    ];

    const fn plain(sampling: Sampling) -> Self {
        Self {
            sampling,
            curve: RAMP,
            padded: false,
            wide: false,
            mapped: false,
            covered: false,
            float: false,
            ranged: false,
            tiled: false,
        }
    }

    /// The program that these numbers are for.
    #[must_use]
    pub fn of(uniform: &PaneUniform) -> Self {
        let is_colour = uniform.curve == COLOUR;
        Self {
            sampling: uniform.sampling(),
            curve: uniform.curve,
            padded: uniform.padding_low <= uniform.padding_high,
            wide: !is_colour
                && !uniform.float
                && (uniform.swap_bytes != 0 || uniform.shift_down == 0),
            mapped: uniform.colours != 0,
            covered: uniform.covered,
            float: uniform.float,
            ranged: uniform.edges != 0,
            tiled: false,
        }
    }

    /// The same, for an image in tiles.
    #[must_use]
    pub const fn in_tiles(self, tiled: bool) -> Self {
        Self { tiled, ..self }
    }

    /// The shader's text for it.
    #[must_use]
    pub fn wgsl(self) -> String {
        let mut text = SLICE_WGSL.to_owned();
        if let Some(cells) = text.find(CELLS).filter(|_| self.tiled) {
            text.replace_range(cells.., TILED_CELLS_WGSL);
        }
        set_constants(&mut text, &self.constants());
        text
    }

    /// The constants of `slice.wgsl` that it sets: the text before each value, and the value.
    #[must_use]
    pub fn constants(self) -> [(String, String); 7] {
        [
            ("const CURVE: u32 = ".to_owned(), format!("{}u", self.curve)),
            ("const PADDED: bool = ".to_owned(), self.padded.to_string()),
            ("const WIDE: bool = ".to_owned(), self.wide.to_string()),
            ("const MAPPED: bool = ".to_owned(), self.mapped.to_string()),
            ("const FLOAT: bool = ".to_owned(), self.float.to_string()),
            ("const RANGED: bool = ".to_owned(), self.ranged.to_string()),
            (
                "const COVERED: bool = ".to_owned(),
                self.covered.to_string(),
            ),
        ]
    }
}

/// Puts each value behind the text that stands before it.
pub(super) fn set_constants(text: &mut String, constants: &[(String, String)]) {
    for (name, value) in constants {
        let Some(start) = text.find(name).map(|at| at + name.len()) else {
            continue;
        };
        if let Some(length) = text[start..].find(';') {
            text.replace_range(start..start + length, value);
        }
    }
}
