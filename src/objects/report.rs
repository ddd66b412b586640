//! Structured reports: a tree of content items, one line each (PS3.3 A.35, C.17.3).

use dicom_core::Tag;
use dicom_dictionary_std::tags;
use serde::{Deserialize, Serialize};

use super::reference::{self, Reference};
use super::{Count, cut};
use crate::header::Part;
use crate::limits;
use crate::problem::Kind;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Report {
    pub title: String,
    /// Completion Flag (0040,A491) is PARTIAL.
    pub is_partial: bool,
    /// Verification Flag (0040,A493) is VERIFIED.
    pub is_verified: bool,
    /// The tree, from its root's children on, each before what it contains.
    pub lines: Vec<Line>,
}

/// A content item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// 0 below the root.
    pub depth: u8,
    /// Its concept name.
    pub name: String,
    pub value: Value,
    /// It names a person, or tells one.
    pub identifies: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// A heading of what follows below it.
    Container,
    Text(String),
    /// The meaning of a code.
    Code(String),
    /// As written, with the unit's meaning or code.
    Number {
        value: String,
        unit: String,
    },
    /// Why there is no number.
    NoNumber(String),
    Date(String),
    Time(String),
    DateTime(String),
    Person(String),
    Uid(String),
    Images(Vec<Reference>),
    /// Coordinates in an image or in the patient: their kind, and how many points.
    Coordinates {
        kind: String,
        points: usize,
    },
    /// Another place in the report.
    Elsewhere,
    /// A kind that is not read, by its name.
    Other(String),
}

/// The coding scheme of DICOM's own codes.
const DCM: &str = "DCM";

/// Concepts that tell the person, whatever type their value has (PS3.16 TID 1003 to 1007): names,
/// numbers and births of those who were seen and of those who saw.
const IDENTIFYING: [&str; 11] = [
    "121008", "121009", "121012", "121013", "121016", "121017", "121022", "121029", "121030",
    "121031", "121036",
];

pub fn read(file: Part<'_, '_>) -> Result<Report, Kind> {
    let mut reader = Reader {
        lines: Vec::new(),
        count: Count::up_to("lines of a report", limits::REPORT_LINES),
        images: reference::counted(),
    };
    reader.children(file, 0)?;
    let flag = |tag: Tag, value: &str| file.text(tag).as_deref() == Some(value);
    Ok(Report {
        title: cut(concept(file).unwrap_or_default()),
        is_partial: flag(tags::COMPLETION_FLAG, "PARTIAL"),
        is_verified: flag(tags::VERIFICATION_FLAG, "VERIFIED"),
        lines: reader.lines,
    })
}

/// What an item's concept is called.
pub fn concept(item: Part<'_, '_>) -> Option<String> {
    meaning(item, tags::CONCEPT_NAME_CODE_SEQUENCE)
}

/// The meaning of a code, or the code itself.
fn meaning(item: Part<'_, '_>, sequence: Tag) -> Option<String> {
    let code = item.item(sequence)?;
    let value = || {
        let values = [
            tags::CODE_VALUE,
            tags::LONG_CODE_VALUE,
            tags::URN_CODE_VALUE,
        ];
        values.into_iter().find_map(|tag| code.text(tag))
    };
    code.description(tags::CODE_MEANING).or_else(value)
}

struct Reader {
    lines: Vec<Line>,
    count: Count,
    images: Count,
}

impl Reader {
    /// Items within items are as deep as sequences may be: what is deeper was refused already.
    fn children(&mut self, item: Part<'_, '_>, depth: u8) -> Result<(), Kind> {
        self.count.add(item.items(tags::CONTENT_SEQUENCE).len())?;
        for child in item.items(tags::CONTENT_SEQUENCE) {
            let value = self.value(child)?;
            let is_told = matches!(value, Value::Person(_) | Value::Uid(_));
            self.lines.push(Line {
                depth,
                name: cut(concept(child).unwrap_or_default()),
                identifies: is_told || is_identifying(child),
                value,
            });
            self.children(child, depth.saturating_add(1))?;
        }
        Ok(())
    }

    fn value(&mut self, item: Part<'_, '_>) -> Result<Value, Kind> {
        let text = |tag| cut(item.description(tag).unwrap_or_default());
        let Some(kind) = item.text(tags::VALUE_TYPE) else {
            return Ok(Value::Elsewhere);
        };
        Ok(match kind.as_str() {
            "CONTAINER" => Value::Container,
            "TEXT" => Value::Text(text(tags::TEXT_VALUE)),
            "CODE" => Value::Code(cut(
                meaning(item, tags::CONCEPT_CODE_SEQUENCE).unwrap_or_default()
            )),
            "NUM" => number(item),
            "DATE" => Value::Date(text(tags::DATE)),
            "TIME" => Value::Time(text(tags::TIME)),
            "DATETIME" => Value::DateTime(text(tags::DATE_TIME)),
            "PNAME" => Value::Person(text(tags::PERSON_NAME)),
            "UIDREF" => Value::Uid(text(tags::UID)),
            "IMAGE" | "COMPOSITE" | "WAVEFORM" => {
                let images = item.items(tags::REFERENCED_SOP_SEQUENCE).len();
                self.images.add(images)?;
                Value::Images(reference::all(item, tags::REFERENCED_SOP_SEQUENCE))
            }
            "SCOORD" | "SCOORD3D" => {
                let axes = if kind == "SCOORD" { 2 } else { 3 };
                Value::Coordinates {
                    kind: item.text(tags::GRAPHIC_TYPE).unwrap_or_default(),
                    points: item.floats(tags::GRAPHIC_DATA).len() / axes,
                }
            }
            _ => Value::Other(cut(kind)),
        })
    }
}

/// Measured Value Sequence (0040,A300), with the qualifier where it is empty (PS3.3 C.18.1).
fn number(item: Part<'_, '_>) -> Value {
    let measured = item.item(tags::MEASURED_VALUE_SEQUENCE);
    let value = measured.and_then(|measured| measured.text(tags::NUMERIC_VALUE));
    let (Some(measured), Some(value)) = (measured, value) else {
        let why = meaning(item, tags::NUMERIC_VALUE_QUALIFIER_CODE_SEQUENCE);
        return Value::NoNumber(cut(why.unwrap_or_default()));
    };
    let units = measured.item(tags::MEASUREMENT_UNITS_CODE_SEQUENCE);
    Value::Number {
        value: cut(value),
        unit: cut(units.map(unit).unwrap_or_default()),
    }
}

/// UCUM codes are what units are written as; those in braces, and the one for nothing, are said by
/// their meaning.
fn unit(code: Part<'_, '_>) -> String {
    let value = code.text(tags::CODE_VALUE).unwrap_or_default();
    let scheme = code.text(tags::CODING_SCHEME_DESIGNATOR);
    let is_written = scheme.as_deref() == Some("UCUM") && !value.contains(['{', '[']);
    match value.as_str() {
        "1" if is_written => String::new(),
        _ if is_written && !value.is_empty() => value,
        _ => code.description(tags::CODE_MEANING).unwrap_or(value),
    }
}

fn is_identifying(item: Part<'_, '_>) -> bool {
    let Some(concept) = item.item(tags::CONCEPT_NAME_CODE_SEQUENCE) else {
        return false;
    };
    let code = concept.text(tags::CODE_VALUE).unwrap_or_default();
    let scheme = concept.text(tags::CODING_SCHEME_DESIGNATOR);
    scheme.as_deref() == Some(DCM) && IDENTIFYING.contains(&code.as_str())
}
