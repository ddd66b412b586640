//! Key object selections: which images somebody pointed out, and why (PS3.3 A.35.4).

use dicom_dictionary_std::tags;
use serde::{Deserialize, Serialize};

use super::reference::{self, Reference};
use super::{Count, cut, report};
use crate::header::Part;
use crate::problem::Kind;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyObjects {
    /// What the selection is for.
    pub title: String,
    /// What somebody wrote on it.
    pub description: String,
    pub images: Vec<Reference>,
}

/// The code of a Key Object Description (PS3.16 TID 2010).
const DESCRIPTION: &str = "113012";

pub fn read(file: Part<'_, '_>) -> Result<KeyObjects, Kind> {
    let mut count = reference::counted();
    let mut images = Vec::new();
    let mut texts = Vec::new();
    for item in file.items(tags::CONTENT_SEQUENCE) {
        count.add(item.items(tags::REFERENCED_SOP_SEQUENCE).len())?;
        match item.text(tags::VALUE_TYPE).as_deref() {
            Some("TEXT") if code(item).as_deref() == Some(DESCRIPTION) => {
                texts.extend(item.description(tags::TEXT_VALUE));
            }
            Some("TEXT" | "CODE" | "PNAME" | "UIDREF") => {}
            _ => images.extend(reference::all(item, tags::REFERENCED_SOP_SEQUENCE)),
        }
    }
    if images.is_empty() {
        images = of_evidence(file, &mut count)?;
    }
    Ok(KeyObjects {
        title: cut(report::concept(file).unwrap_or_default()),
        description: cut(texts.join("\n")),
        images,
    })
}

fn code(item: Part<'_, '_>) -> Option<String> {
    item.item(tags::CONCEPT_NAME_CODE_SEQUENCE)?
        .text(tags::CODE_VALUE)
}

/// All that the selection says it draws upon, where its tree points to nothing.
fn of_evidence(file: Part<'_, '_>, count: &mut Count) -> Result<Vec<Reference>, Kind> {
    let mut images = Vec::new();
    for study in file.items(tags::CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE) {
        let of_series = reference::of_series(study, tags::REFERENCED_SOP_SEQUENCE, count)?;
        images.extend(of_series);
    }
    Ok(images)
}
