//! The panel of a report, of a document or of key images: only when the reader opens it, and never while
//! presenting, for its free texts may name somebody.

use crate::engine::State;
use crate::intake::FileId;
use crate::objects::{Content, Line, Value};
use crate::overlay::objects::{Way, ways};
use crate::words;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectPanel {
    pub file: FileId,
    /// What it is.
    pub kind: &'static str,
    pub title: String,
    pub body: PanelBody,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PanelBody {
    Report {
        lines: Vec<ReportLine>,
        /// Where not all are shown.
        rest: Option<String>,
    },
    Document {
        /// `None` until it is read.
        url: Option<String>,
        file_name: String,
        opens_in_a_tab: bool,
    },
    KeyImages {
        description: String,
        /// Those that are open.
        ways: Vec<Way>,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ReportLine {
    pub at: usize,
    pub depth: u8,
    pub name: String,
    pub value: String,
    pub is_heading: bool,
    pub is_masked: bool,
    /// Images that it points to and that are open.
    pub ways: Vec<Way>,
}

/// Lines that are shown at once.
const LINES: usize = 1500;
/// Images of a line that have a button.
const WAYS: usize = 12;
/// Key images that are listed: the keys go over all.
const KEY_IMAGES: usize = 200;

/// The panel that is open.
#[must_use]
pub fn object_panel(state: &State) -> Option<ObjectPanel> {
    let file = state.session.objects.panel?;
    if state.session.hides_texts() {
        return None;
    }
    let object = state.object(file)?;
    let (kind, title, body) = match &object.content {
        Content::Report(report) => {
            let lines = report.lines.iter().enumerate().take(LINES);
            let lines = lines.map(|(at, one)| line(state, file, at, one)).collect();
            let left = report.lines.len().saturating_sub(LINES);
            let rest = (left > 0).then(|| words::lines_left(left));
            let body = PanelBody::Report { lines, rest };
            ("report", report.title.clone(), body)
        }
        Content::Document(document) => {
            let extension = document.form.extension();
            let body = PanelBody::Document {
                url: state.offered(file).map(str::to_owned),
                file_name: words::document_name(file.0 + 1, extension),
                opens_in_a_tab: document.form.opens_in_a_tab(),
            };
            // The title of a document may be a name, as a file's is.
            let title = state.session.revealed.then(|| document.title.clone());
            ("document", title.unwrap_or_default(), body)
        }
        Content::KeyObjects(keys) => {
            let description = keys.description.clone();
            let ways = ways(state, file, &keys.images, KEY_IMAGES);
            let body = PanelBody::KeyImages { description, ways };
            ("key-objects", keys.title.clone(), body)
        }
        Content::Structures(_) | Content::Presentation(_) => return None,
    };
    let name = words::object_kind(kind);
    let title = if title.is_empty() {
        name.to_owned()
    } else {
        title
    };
    Some(ObjectPanel {
        file,
        kind,
        title,
        body,
    })
}

fn line(state: &State, file: FileId, at: usize, line: &Line) -> ReportLine {
    let (value, ways) = match &line.value {
        Value::Images(images) => {
            let ways = ways(state, file, images, WAYS);
            let here = (!ways.is_empty()).then(String::new);
            (
                here.unwrap_or_else(|| words::images_named(images.len())),
                ways,
            )
        }
        other => (value(other), Vec::new()),
    };
    let is_masked = line.identifies && !state.session.revealed && !value.is_empty();
    ReportLine {
        at,
        depth: line.depth,
        name: line.name.clone(),
        value: if is_masked {
            words::MASKED.to_owned()
        } else {
            value
        },
        is_heading: line.value == Value::Container,
        is_masked,
        ways,
    }
}

fn value(value: &Value) -> String {
    match value {
        Value::Container | Value::Images(_) => String::new(),
        Value::Text(text) | Value::Code(text) | Value::Uid(text) => text.clone(),
        Value::Number { value, unit } if unit.is_empty() => value.clone(),
        Value::Number { value, unit } => format!("{value} {unit}"),
        Value::NoNumber(why) if why.is_empty() => words::NO_VALUE.to_owned(),
        Value::NoNumber(why) => why.clone(),
        Value::Date(date) => words::date(date),
        Value::Time(time) => words::time(time),
        Value::DateTime(both) => words::date_and_time(both),
        Value::Person(name) => words::person_name(name),
        Value::Coordinates { kind, points } => words::coordinates(kind, *points),
        Value::Elsewhere => words::ELSEWHERE.to_owned(),
        Value::Other(kind) => words::not_read(kind),
    }
}
