//! What the reader chose of histograms, ranges of HU, and of what grows from a seed.

use serde::{Deserialize, Serialize};

use crate::intake::FrameKey;
use crate::marks::MarkId;
use crate::session::pane::PaneId;

/// What a histogram is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scope {
    /// The slice that is shown.
    #[default]
    Slice,
    /// All of its stack.
    Stack,
    /// The region that is chosen.
    Region,
}

impl Scope {
    pub const ALL: [Self; 3] = [Self::Slice, Self::Stack, Self::Region];

    /// For scripts.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Slice => "slice",
            Self::Stack => "stack",
            Self::Region => "region",
        }
    }
}

/// Ranges of HU over a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RangesShown {
    #[default]
    Off,
    Filled,
    Outlined,
}

impl RangesShown {
    #[must_use]
    pub const fn next(self) -> Self {
        match self {
            Self::Off => Self::Filled,
            Self::Filled => Self::Outlined,
            Self::Outlined => Self::Off,
        }
    }

    /// For scripts: `data-ranges`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Filled => "filled",
            Self::Outlined => "outlined",
        }
    }
}

/// What grew from a seed, by its number from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct GrowthId(pub u32);

/// All that it takes to have the same grow again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GrowthRecipe {
    pub id: GrowthId,
    /// The seed, by its frame, column and row.
    pub frame: FrameKey,
    pub at: [u16; 2],
    /// Least and largest value; `None` until the seed's neighbours are known, which say it.
    pub range: Option<[f64; 2]>,
    /// What was taken for HU when its values were said; where something else is, it rests.
    pub offset: Option<i32>,
    /// No further than so from the seed; `None` in all of the stack.
    pub radius_mm: Option<f64>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GreyChoices {
    /// The panel is open.
    pub histogram: bool,
    pub scope: Scope,
    /// Counts are drawn by their logarithms.
    pub logarithmic: bool,
    pub ranges: RangesShown,
    /// What grew is shown by its outline alone.
    pub growths_outlined: bool,
    /// Of the growth that came last.
    pub last_growth: u32,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum GreyAction {
    /// Opens the histogram, or closes it.
    Histogram,
    HistogramOf {
        scope: Scope,
    },
    Logarithmic {
        on: bool,
    },
    /// The window from the 1st to the 99th percentile of the slice.
    Auto {
        pane: PaneId,
    },
    /// The same of what a region of marks holds.
    WindowOf {
        mark: MarkId,
    },
    /// Ranges of HU over the pictures: filled, outlined, off.
    StepRanges,
    /// Other values, or another ball, for what grew from a seed.
    Regrow {
        growth: GrowthId,
        range: [f64; 2],
        radius_mm: Option<f64>,
    },
    DeleteGrowth {
        growth: GrowthId,
    },
    /// Turns to the slice of a seed.
    ShowGrowth {
        growth: GrowthId,
    },
    /// What grew is shown filled, or by its outline alone.
    OutlineGrowths,
}
