use crate::volume::Unfit;

/// Why something that a key or a button asks for is off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Refusal {
    /// It means something for HU only, and the file does not say that its values are.
    NeedsHu,
    /// The picture is in colour, which has no window.
    NoWindow,
    /// The stack is no body that planes and slabs are cut out of.
    Unfit(Unfit),
    /// It is done on slices as they are stored, and not on planes and slabs.
    SlicesOnly,
    /// The place is beside the image.
    BesideImage,
    /// None of three planes stands still alone.
    PlanesGoTogether,
    /// A wipe is between two panes.
    WipeNeedsTwo,
    /// Lungs are looked for in axial slices.
    NeedsAxial,
    /// The brush is for the lungs that were found, which are those of another series.
    OtherLungs,
    /// Slices are still to come.
    NotYet,
    /// Slices lie beside each other by more than a tilted gantry explains.
    NotStraight,
}
