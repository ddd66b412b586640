//! Texts of lessons: text nodes alone, whatever was typed.

use leptos::prelude::*;

use crate::lesson::{Block, Run};

/// Under a heading of the panel and of the step, so that headings of the text are smaller ones.
#[must_use]
pub fn prose(blocks: &[Block]) -> AnyView {
    let blocks: Vec<AnyView> = blocks.iter().map(block).collect();
    view! { <div class="prose" dir="auto">{blocks}</div> }.into_any()
}

fn block(block: &Block) -> AnyView {
    match block {
        Block::Heading(1, words) => view! { <h4>{runs(words)}</h4> }.into_any(),
        Block::Heading(2, words) => view! { <h5>{runs(words)}</h5> }.into_any(),
        Block::Heading(_, words) => view! { <h6>{runs(words)}</h6> }.into_any(),
        Block::Paragraph(words) => view! { <p>{runs(words)}</p> }.into_any(),
        Block::List { is_numbered, items } => {
            let items = items.iter().map(|item| view! { <li>{runs(item)}</li> });
            let items = items.collect_view();
            if *is_numbered {
                view! { <ol>{items}</ol> }.into_any()
            } else {
                view! { <ul>{items}</ul> }.into_any()
            }
        }
        Block::Code(text) => view! { <pre dir="ltr"><code>{text.clone()}</code></pre> }.into_any(),
    }
}

fn runs(runs: &[Run]) -> Vec<AnyView> {
    runs.iter().map(run).collect()
}

fn run(run: &Run) -> AnyView {
    let mut shown = run.text.clone().into_any();
    if run.is_code {
        shown = view! { <code dir="ltr">{shown}</code> }.into_any();
    }
    if run.is_emphasised {
        shown = view! { <em>{shown}</em> }.into_any();
    }
    if run.is_strong {
        shown = view! { <strong>{shown}</strong> }.into_any();
    }
    shown
}
