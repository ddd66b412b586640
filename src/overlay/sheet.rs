//! A pane as a picture of its own: what is to be written and drawn over its pixels, and the line
//! below them. It holds nothing that tells the patient.

use crate::engine::State;
use crate::marks::{Colour, Point, Trace};
use crate::overlay::over_image::in_pane;
use crate::overlay::{
    OverLine, PaneTexts, annotations, drawn_marks, outlines, outlines_of, pane as texts_of,
};
use crate::session::PaneId;
use crate::words;

/// Where a text stands against its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Middle,
    Right,
}

/// One line of text; its place in pixels, at the middle of the line's height.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetText {
    pub at: Point,
    pub align: Align,
    pub words: String,
    /// Of what a mark says: its colour.
    pub mark: Option<Colour>,
}

/// One line of a mark, in pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetLine {
    pub colour: Colour,
    pub trace: Trace,
}

/// A picture to be saved.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Pixels of the picture, without the line below it.
    pub size: [u32; 2],
    /// Pixels of a line of text.
    pub line: f64,
    pub texts: Vec<SheetText>,
    pub lines: Vec<SheetLine>,
    /// Outlines and what a presentation state draws, their points in pixels.
    pub over: Vec<OverLine>,
    pub scale: Option<[Point; 2]>,
    pub legal: &'static str,
    /// Made of the series' and the slice's numbers.
    pub file_name: String,
}

/// Text of 13 px on a picture of this height; larger pictures have larger texts.
const HEIGHT: f64 = 700.0;
const TEXT: f64 = 13.0;

/// What a pane shows, as a sheet; `None` where it shows nothing.
#[must_use]
pub fn sheet(state: &State, id: PaneId, with_marks: bool) -> Option<Sheet> {
    state.screen.frame(id)?;
    let rect = state.screen.rect(id)?;
    let texts = texts_of(state, id);
    let size = [rect.width, rect.height];
    let [width, height] = size.map(f64::from);
    let text = TEXT * (height / HEIGHT).max(1.0);
    let mut sheet = Sheet {
        size,
        line: text,
        texts: Vec::new(),
        lines: Vec::new(),
        over: Vec::new(),
        scale: None,
        legal: words::LEGAL,
        file_name: file_name(&texts),
    };
    let step = text * 1.4;
    let edge = text * 0.75;
    let badges = texts.badges.iter().map(|badge| badge.words().into_owned());
    let down = |line: usize| edge + step * (count(line) + 0.5);
    let up = |line: usize| height - down(line);
    let rows = |lines: Vec<String>, x: f64, y: &dyn Fn(usize) -> f64, align| {
        let row = |(at, words)| SheetText {
            at: [x, y(at)],
            align,
            words,
            mark: None,
        };
        lines.into_iter().enumerate().map(row).collect::<Vec<_>>()
    };
    sheet
        .texts
        .extend(rows(texts.top_left.clone(), edge, &down, Align::Left));
    let right = width - edge;
    sheet
        .texts
        .extend(rows(badges.collect(), right, &down, Align::Right));
    let from_below = texts.bottom_left.iter().rev().cloned().collect();
    sheet.texts.extend(rows(from_below, edge, &up, Align::Left));
    for (side, letters) in texts.sides {
        let (at, align) = match side {
            "left" => ([edge, height / 2.0], Align::Left),
            "right" => ([right, height / 2.0], Align::Right),
            "top" => ([width / 2.0, down(0)], Align::Middle),
            _ => ([width / 2.0, up(2)], Align::Middle),
        };
        sheet.texts.push(SheetText {
            at,
            align,
            words: letters,
            mark: None,
        });
    }
    if let Some(bar) = texts.scale {
        let half = bar.share * width / 2.0;
        let y = height - edge;
        sheet.scale = Some([[width / 2.0 - half, y], [width / 2.0 + half, y]]);
        sheet.texts.push(SheetText {
            at: [width / 2.0, up(0) - edge / 2.0],
            align: Align::Middle,
            words: bar.words,
            mark: None,
        });
    }
    if with_marks {
        sheet.over = over(state, id);
        add_marks(&mut sheet, state, id);
    }
    Some(sheet)
}

/// By series, plane and number.
fn file_name(texts: &PaneTexts) -> String {
    let series = texts.series.iter().map(String::as_str);
    let parts: Vec<&str> = series.chain(texts.plane).collect();
    words::file_name(&parts.join("-"), texts.slice.unwrap_or_default())
}

/// What lies over the picture in its own columns and rows, in pixels of the pane.
fn over(state: &State, id: PaneId) -> Vec<OverLine> {
    let outlines = outlines_of(state, id).map(|of| outlines(state, &of));
    let mut all = outlines.unwrap_or_default();
    all.extend(annotations(state, id));
    let points = all.iter_mut().flat_map(|line| &mut line.traces);
    for point in points.flat_map(|trace| &mut trace.points) {
        *point = in_pane(state, id, *point).unwrap_or_default();
    }
    all
}

fn add_marks(sheet: &mut Sheet, state: &State, id: PaneId) {
    let [width, height] = sheet.size.map(f64::from);
    let step = sheet.line * 1.4;
    for mark in drawn_marks(state, id, [width, height], sheet.line) {
        let [x, y] = [mark.label_at[0] * width, mark.label_at[1] * height];
        let texts = mark
            .label
            .into_iter()
            .enumerate()
            .map(|(line, words)| SheetText {
                at: [x, y + step * (count(line) + 0.5)],
                align: Align::Left,
                words,
                mark: Some(mark.colour),
            });
        sheet.texts.extend(texts);
        let pixels = |[x, y]: Point| [x * width, y * height];
        sheet
            .lines
            .extend(mark.traces.iter().map(|trace| SheetLine {
                colour: mark.colour,
                trace: trace.mapped(pixels),
            }));
    }
}

#[expect(clippy::cast_precision_loss, reason = "lines of text")]
fn count(lines: usize) -> f64 {
    lines as f64
}
