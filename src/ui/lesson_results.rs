//! What readers answered, on the teacher's page: a table, and a chart of each question.

use leptos::prelude::*;

use crate::lesson::Bar;
use crate::overlay::{self, LessonResults};
use crate::session::LessonAction;
use crate::ui::lesson::act;
use crate::ui::save::save_text;
use crate::ui::viewer::Viewer;
use crate::words;

#[component]
pub fn Results(viewer: Viewer) -> impl IntoView {
    let results = viewer.memo(overlay::lesson_results);
    let save = move |_| {
        let table = viewer.now(overlay::results_csv);
        save_text(words::RESULTS_FILE, "text/csv", &table);
    };
    move || {
        results.get().map(|results| {
            view! {
                <section aria-label=words::RESULTS data-lesson-results>
                    <h3>{words::RESULTS}</h3>
                    {chart(viewer, &results.bars)}
                    {table(&results)}
                    <p class="series-detail">{words::RESULT_NO_PROOF}</p>
                    <div class="object-buttons">
                        <button type="button" data-action="save-results" on:click=save>
                            {words::SAVE_RESULTS}
                        </button>
                    </div>
                </section>
            }
        })
    }
}

/// It scrolls by itself: there may be many questions.
fn table(results: &LessonResults) -> AnyView {
    let head = results.columns.iter();
    let head = head.map(|name| view! { <th scope="col">{name.clone()}</th> });
    let rows = results.rows.iter().map(|row| {
        let cells = row.iter().map(|cell| view! { <td>{cell.clone()}</td> });
        view! { <tr>{cells.collect_view()}</tr> }
    });
    view! {
        <div class="lesson-table" tabindex="0" role="region" aria-label=words::RESULTS>
            <table>
                <thead><tr>{head.collect_view()}</tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// A bar for each question: what was right or found, what was not, what was left blank.
fn chart(viewer: Viewer, bars: &[Bar]) -> AnyView {
    let bars = bars.iter().map(|bar| {
        let good = bar.right + bar.found;
        let bad = bar.wrong + bar.missed;
        let parts = [("good", good), ("bad", bad), ("blank", bar.not_answered)];
        let mut from = 0;
        let rects = parts.map(|(kind, length)| {
            let x = from;
            from += length;
            view! { <rect x=x width=length height="1" data-share=kind></rect> }
        });
        let sides = format!("0 0 {} 1", from.max(1));
        let action = LessonAction::Void {
            question: bar.question,
            is_void: !bar.is_void,
        };
        view! {
            <li>
                <span>{words::question_number(bar.question)}</span>
                <svg viewBox=sides preserveAspectRatio="none" aria-hidden="true">
                    {rects.into_iter().collect_view()}
                </svg>
                <span data-bar>{words::bar(good, bad, bar.falsely, bar.not_answered)}</span>
                <button
                    type="button"
                    data-action="void"
                    aria-pressed=bar.is_void.to_string()
                    on:click=move |_| act(viewer, action.clone())
                >
                    {words::VOID_QUESTION}
                </button>
            </li>
        }
    });
    view! { <ul class="lesson-chart">{bars.collect_view()}</ul> }.into_any()
}
