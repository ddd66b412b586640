//! The header of the picture as lines, with a search in it. What tells the person is masked, in
//! the search and in copies as well, unless it is revealed.

use crate::engine::State;
use crate::header::Element;
use crate::words;

/// Lines that are shown: a search finds the others.
const LINES: usize = 1000;

/// One element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagLine {
    pub depth: u8,
    /// `0010,0020`.
    pub tag: String,
    pub vr: String,
    pub name: String,
    pub value: String,
    /// The value may be another than was written.
    pub remark: Option<&'static str>,
    pub is_masked: bool,
}

/// What the panel shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TagPanel {
    pub lines: Vec<TagLine>,
    /// `12 of 340`.
    pub count: String,
}

/// The elements of the shown picture that a search finds; `None` until they are read.
#[must_use]
pub fn tag_panel(state: &State, search: &str) -> Option<TagPanel> {
    let tags = state.shown_tags()?;
    let search = search.trim().to_lowercase();
    let lines = tags
        .elements
        .iter()
        .map(|element| line(element, state.session.revealed));
    let found: Vec<TagLine> = lines.filter(|line| is_found(line, &search)).collect();
    let count = words::found_of(found.len(), tags.elements.len());
    let lines = found.into_iter().take(LINES).collect();
    Some(TagPanel { lines, count })
}

/// The same as text, a line each.
#[must_use]
pub fn tag_text(panel: &TagPanel) -> String {
    let line = |line: &TagLine| {
        let indent = "  ".repeat(line.depth.into());
        format!(
            "{indent}({}) {} {}: {}\n",
            line.tag, line.vr, line.name, line.value
        )
    };
    panel.lines.iter().map(line).collect()
}

fn line(element: &Element, revealed: bool) -> TagLine {
    let [group, number] = element.tag;
    let is_masked = element.identifies && !revealed && !element.value.is_empty();
    TagLine {
        depth: element.depth,
        tag: format!("{group:04X},{number:04X}"),
        vr: element.vr.clone(),
        name: element.name.clone(),
        value: if is_masked {
            words::MASKED.to_owned()
        } else {
            element.value.clone()
        },
        remark: element.doubt.map(words::doubt),
        is_masked,
    }
}

fn is_found(line: &TagLine, search: &str) -> bool {
    let holds = |text: &str| text.to_lowercase().contains(search);
    let without_comma = line.tag.replace(',', "");
    search.is_empty()
        || holds(&line.tag)
        || holds(&without_comma)
        || holds(&line.name)
        || holds(&line.value)
}
