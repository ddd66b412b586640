//! What many readers answered, as one table and as a chart: on the screen and as a file.

use crate::engine::State;
use crate::engine::lesson::LessonCase;
use crate::lesson::{Bar, Practice, Tally, Verdict, bars, score};
use crate::overlay::cells::{self, Cell};
use crate::overlay::lesson::verdict_word;
use crate::words;

#[derive(Clone, Debug, PartialEq)]
pub struct LessonResults {
    /// A reader, each question, and what comes of all.
    pub columns: Vec<String>,
    pub rows: Vec<Vec<String>>,
    pub bars: Vec<Bar>,
}

/// `None` where no reader has given one.
#[must_use]
pub fn lesson_results(state: &State) -> Option<LessonResults> {
    let case = &state.lesson;
    if case.results.is_empty() {
        return None;
    }
    let results: Vec<Practice> = case.results.values().cloned().collect();
    let rows = case.results.iter();
    let rows = rows.map(|(name, result)| row(case, name, result));
    let text = |cell: Cell| match cell {
        Cell::Text(text) => text,
        other => cells::csv(&other),
    };
    Some(LessonResults {
        columns: columns(case),
        rows: rows
            .map(|row| row.into_iter().map(text).collect())
            .collect(),
        bars: bars(&case.lesson, &case.key(), &results),
    })
}

/// As a table of comma-separated values (RFC 4180).
#[must_use]
pub fn results_csv(state: &State) -> String {
    let case = &state.lesson;
    let line = |cells: Vec<Cell>| {
        let cells: Vec<String> = cells.iter().map(cells::csv).collect();
        format!("{}\r\n", cells.join(","))
    };
    let head = columns(case).into_iter().map(Cell::Text).collect();
    let mut text = format!("{}\r\n", words::RESULT_NO_PROOF);
    text.push_str(&line(head));
    for (name, result) in &case.results {
        text.push_str(&line(row(case, name, result)));
    }
    text
}

fn columns(case: &LessonCase) -> Vec<String> {
    let questions = case.lesson.questions();
    let questions = questions.map(|question| words::question_number(question.id));
    let totals = words::RESULT_TOTALS.map(str::to_owned);
    let reader = words::READER.to_owned();
    [reader]
        .into_iter()
        .chain(questions)
        .chain(totals)
        .collect()
}

/// As the columns are. What is not signed has the name of its file.
fn row(case: &LessonCase, name: &str, result: &Practice) -> Vec<Cell> {
    let scored = score(&case.lesson, &case.key(), &result.responses);
    let verdicts: Vec<Verdict> = scored.into_iter().map(|(_, verdict)| verdict).collect();
    let tally = Tally::of(verdicts.iter().copied());
    let verdicts = verdicts.into_iter().map(verdict_word).map(Cell::Text);
    let reader = if result.reader.is_empty() {
        name
    } else {
        &result.reader
    };
    [Cell::Text(reader.to_owned())]
        .into_iter()
        .chain(verdicts)
        .chain(totals(&tally))
        .collect()
}

/// Right, items, per cent; found, findings, false marks; not answered.
fn totals(tally: &Tally) -> [Cell; 7] {
    let hits = tally.hits;
    [
        count(tally.right),
        count(tally.items),
        tally.per_cent().map_or(Cell::Nothing, count),
        count(hits.found),
        count(hits.of),
        count(hits.falsely),
        count(tally.not_answered),
    ]
}

#[expect(clippy::cast_precision_loss, reason = "questions and marks")]
const fn count(count: usize) -> Cell {
    Cell::Number(count as f64)
}
