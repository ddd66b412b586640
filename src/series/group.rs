//! Which files may belong into one stack, by what must be equal to the letter.

use std::collections::BTreeSet;

use super::about::About;
use super::catalog::StackId;
use crate::header::Header;
use crate::intake::{FileId, set_of};
use crate::remark::Cause;

/// Files that may belong into one stack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Group {
    /// A file of several frames is a stack of its own.
    File(FileId),
    Series {
        study_uid: Option<String>,
        series_uid: String,
    },
    Loose(Loose),
    /// A stack that the reader joined or split: the slices that it was made of, whatever comes.
    ByHand(StackId),
}

/// Without a series UID, what else tells series apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Loose {
    pub study_uid: Option<String>,
    pub folder: String,
    series_number: Option<i32>,
    kernel: Option<String>,
    thickness_um: Option<i64>,
    rescale: Option<Rescaled>,
}

/// Slope and intercept in millionths, where one series has one of each; and the type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Rescaled {
    line: Option<[i64; 2]>,
    kind: Option<String>,
}

impl Group {
    pub fn new(file: FileId, path: &str, header: &Header) -> Self {
        let study_uid = header.study_uid.clone();
        if header.image.as_ref().is_some_and(|image| image.frames > 1) {
            return Self::File(file);
        }
        if let Some(series_uid) = header.series_uid.clone() {
            return Self::Series {
                study_uid,
                series_uid,
            };
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let rescale = header
            .image
            .as_ref()
            .and_then(|image| image.rescale.as_ref());
        // PET and MR may rescale each slice by itself.
        let one_for_all = matches!(header.modality.as_deref(), Some("CT") | None);
        Self::Loose(Loose {
            study_uid,
            folder: folder.to_owned(),
            series_number: header.series_number,
            kernel: header.convolution_kernel.clone(),
            thickness_um: header.slice_thickness_mm.map(|mm| rounded(mm * 1e3)),
            rescale: rescale.map(|rescale| Rescaled {
                line: one_for_all
                    .then(|| [rescale.slope, rescale.intercept].map(|part| rounded(part * 1e6))),
                kind: rescale.kind.clone(),
            }),
        })
    }
}

#[expect(clippy::cast_possible_truncation, reason = "saturates")]
fn rounded(value: f64) -> i64 {
    value.round() as i64
}

/// A loose stack, as it is compared with others.
pub(super) type Compared<'a> = (&'a Loose, &'a About);

/// In what a stack differs from those of its folder that are most like it.
pub(super) fn told_apart_by(one: Compared<'_>, others: &[Compared<'_>]) -> BTreeSet<Cause> {
    let differences = others.iter().map(|other| differences(one, *other));
    let differences: Vec<BTreeSet<Cause>> = differences.filter(|set| !set.is_empty()).collect();
    let fewest = differences.iter().map(BTreeSet::len).min().unwrap_or(0);
    let alike = differences.into_iter().filter(|set| set.len() == fewest);
    set_of(alike.flatten())
}

fn differences((a, about_a): Compared<'_>, (b, about_b): Compared<'_>) -> BTreeSet<Cause> {
    let alike = about_a.alike.differences(&about_b.alike);
    let differs = [
        (Cause::SeriesNumber, a.series_number != b.series_number),
        (Cause::Kernel, a.kernel != b.kernel),
        (Cause::Thickness, a.thickness_um != b.thickness_um),
        (Cause::Rescale, a.rescale != b.rescale),
    ];
    let differs = differs
        .into_iter()
        .filter_map(|(cause, differs)| differs.then_some(cause));
    set_of(differs.chain(alike))
}
