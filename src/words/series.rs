//! The list of series.

use super::number::{millimetres, number};
use crate::remark::{Cause, Contradiction, Note};

pub const SERIES: &str = "Series";
pub const DATES_REMOVED: &str = "dates removed";
pub const SPLIT_HERE: &str = "Split before the slice shown";

/// What is odd about the geometry of a stack.
#[must_use]
pub fn note(note: &Note) -> String {
    match note {
        Note::Missing(count) => format!("{count} missing"),
        Note::Twice(1) => "1 image in the place of another".to_owned(),
        Note::Twice(count) => format!("{count} images in the place of another"),
        Note::Tilted(degrees) => format!("tilted by {}\u{b0}", number(degrees.round())),
        Note::MixedSpacing { least_mm, most_mm } => {
            format!("{} to {} apart", number(*least_mm), millimetres(*most_mm))
        }
        Note::NotToldApart => "may be mixed with another series".to_owned(),
        Note::Contradicted(what) => {
            let what = match what {
                Contradiction::Size => "size",
                Contradiction::Depth => "bits",
                Contradiction::Components => "kind of samples",
                Contradiction::Colour => "colours",
            };
            format!("header states other {what} than the image has")
        }
    }
}

/// `apart by thickness and kernel`: what told a stack without a series UID from others.
#[must_use]
pub fn apart_by(causes: &[Cause]) -> String {
    let names: Vec<&str> = causes.iter().map(|cause| cause_name(*cause)).collect();
    format!("apart by {}", names.join(" and "))
}

fn cause_name(cause: Cause) -> &'static str {
    match cause {
        Cause::Folder => "folder",
        Cause::Size => "size",
        Cause::Orientation => "direction",
        Cause::Spacing => "pixel spacing",
        Cause::Thickness => "thickness",
        Cause::Kernel => "kernel",
        Cause::Rescale => "rescale",
        Cause::SeriesNumber => "series number",
        Cause::ImageType => "image type",
        Cause::Description => "description",
        Cause::Acquisition => "acquisition",
        Cause::TemporalPosition => "phase",
        Cause::EchoTime => "echo time",
        Cause::Diffusion => "b-value",
        Cause::Segment => "segment",
        Cause::Dimensions => "frame dimensions",
        Cause::InstanceNumbers => "instance numbers",
        Cause::FileNames => "file names",
        Cause::Positions => "positions",
        Cause::ByHand => "hand",
    }
}

/// `Join with 3  Chest`.
#[must_use]
pub fn join_with(title: &str) -> String {
    format!("Join with {title}")
}

/// `55 images`.
#[must_use]
pub fn images(count: usize) -> String {
    if count == 1 {
        "1 image".to_owned()
    } else {
        format!("{count} images")
    }
}
