//! What is to be said of a stack, as data: what it was told apart by, what is odd about it.

use serde::{Deserialize, Serialize};

/// Why slices that came together are not one stack: what differs, or what told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Cause {
    Folder,
    Size,
    Orientation,
    /// Of pixels.
    Spacing,
    Thickness,
    Kernel,
    Rescale,
    SeriesNumber,
    ImageType,
    Description,
    Acquisition,
    TemporalPosition,
    EchoTime,
    /// The strength of diffusion weighting.
    Diffusion,
    /// What frames of a segmentation are of.
    Segment,
    /// What a file of many frames counts them by.
    Dimensions,
    /// Images in one place, which the run of the instance numbers told apart.
    InstanceNumbers,
    /// Images in one place, or without one, which the run of the file names told apart.
    FileNames,
    /// Two grids of positions.
    Positions,
    ByHand,
}

/// What the header of a compressed image says otherwise than the image itself, which is shown as it
/// says itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Contradiction {
    /// Rows or columns.
    Size,
    /// Bits of a sample.
    Depth,
    /// Grey or colour.
    Components,
    /// What three samples stand for.
    Colour,
}

impl Contradiction {
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Depth => "bits",
            Self::Components => "samples",
            Self::Colour => "colour",
        }
    }
}

/// What is odd about the geometry of a stack, with its figures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Note {
    /// So many slices are missing between those that are there.
    Missing(usize),
    /// So many images lie in places where there is another.
    Twice(usize),
    /// Slices follow each other at an angle to their normal, in degrees, as a tilted gantry cuts
    /// them.
    Tilted(f64),
    /// Distances from slice to slice, in mm, the least and the most.
    MixedSpacing { least_mm: f64, most_mm: f64 },
    /// In its places lie images of other stacks, and nothing told which belong together.
    NotToldApart,
    /// Headers of its files say otherwise than their compressed images.
    Contradicted(Contradiction),
}

impl Note {
    /// For machines: a name, and its figure.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Missing(count) => format!("missing={count}"),
            Self::Twice(count) => format!("twice={count}"),
            Self::Tilted(degrees) => format!("tilted={degrees:.1}"),
            Self::MixedSpacing { least_mm, most_mm } => {
                format!("spacing={least_mm:.3}-{most_mm:.3}")
            }
            Self::NotToldApart => "not-told-apart".to_owned(),
            Self::Contradicted(what) => format!("contradicted={}", what.code()),
        }
    }
}

/// Why a text may be another than was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Doubt {
    /// Its character set is not named, or is none that is known: it was guessed.
    Guessed,
    /// Some bytes are no characters of their set.
    Unreadable,
}

/// The distance from slice to slice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SliceSpacing {
    pub mm: f64,
    /// No positions say so, but the reader.
    pub is_assumed: bool,
}

/// What a file says that may be taken for its spacing, where it gives no positions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum SpacingSource {
    /// Spacing Between Slices (0018,0088).
    BetweenSlices(f64),
    /// Slice Thickness (0018,0050), as if slices touched.
    Thickness(f64),
}

impl SpacingSource {
    #[must_use]
    pub const fn mm(self) -> f64 {
        match self {
            Self::BetweenSlices(mm) | Self::Thickness(mm) => mm,
        }
    }
}
