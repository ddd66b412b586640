//! What the shader of planes is compiled for: as [`Program`] says of slices, the fewer branches
//! the better.

use super::cut_uniform::CutUniform;
use super::draw::Cut;
use super::program::{Program, set_constants};
use super::uniform::{PaneUniform, Sampling};

/// The shader's second half; its entry point is `cut_plane`, its vertices are those of
/// `slice.wgsl`, behind which it stands.
pub const CUT_WGSL: &str = include_str!("cut.wgsl");

/// Bricks that are bound at once.
pub const MOST_BRICKS: u32 = 8;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CutProgram {
    pub values: Program,
    /// 1, 2 or [`MOST_BRICKS`].
    pub bricks: u32,
    pub regular: bool,
    pub slab: bool,
    /// Slices have rescales of their own.
    pub own_rescale: bool,
}

impl CutProgram {
    /// The program for a plane of a volume in so many bricks.
    #[must_use]
    pub fn of(cut: &Cut, values: &PaneUniform, bricks: u32) -> Self {
        Self {
            values: Program {
                // Entry points of slices, which are not used.
                sampling: Sampling::Nearest,
                covered: false,
                ..Program::of(values)
            },
            bricks: if bricks > 2 {
                MOST_BRICKS
            } else {
                bricks.max(1)
            },
            regular: cut.lookup.regular,
            slab: cut.slab.is_some(),
            own_rescale: cut.lookup.own_rescale,
        }
    }

    /// The shader's text for it.
    #[must_use]
    pub fn wgsl(self) -> String {
        let mut text = self.values.wgsl();
        text.push_str(CUT_WGSL);
        set_constants(&mut text, &self.constants());
        text
    }

    /// The constants of `cut.wgsl` that it sets, as [`Program::constants`].
    #[must_use]
    pub fn constants(self) -> [(String, String); 4] {
        [
            (
                "const BRICKS: u32 = ".to_owned(),
                format!("{}u", self.bricks),
            ),
            (
                "const REGULAR: bool = ".to_owned(),
                self.regular.to_string(),
            ),
            ("const SLAB: bool = ".to_owned(), self.slab.to_string()),
            (
                "const OWN_RESCALE: bool = ".to_owned(),
                self.own_rescale.to_string(),
            ),
        ]
    }
}

/// Bytes of the uniforms of one plane: its values', then its own.
#[must_use]
pub fn uniforms(cut: &Cut, depth: u32) -> (PaneUniform, CutUniform) {
    (PaneUniform::of_cut(cut), CutUniform::new(cut, depth))
}
