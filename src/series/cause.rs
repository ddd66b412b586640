//! What stacks are told apart by.

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
    Acquisition,
    TemporalPosition,
    EchoTime,
    /// Images in one place, which the run of the instance numbers told apart.
    InstanceNumbers,
    /// Images in one place, or without one, which the run of the file names told apart.
    FileNames,
    /// Two grids of positions.
    Positions,
    ByHand,
}
