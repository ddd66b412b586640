use leptos::prelude::*;

use crate::problem::Problem;
use crate::ui::copy::copy;
use crate::ui::list::list;
use crate::ui::viewer::Viewer;
use crate::words;

/// Each file that could not be shown, with its sentence.
#[component]
pub fn Problems(viewer: Viewer) -> impl IntoView {
    let problems = viewer.memo(|state| state.problems.clone());
    let named = viewer.memo(|state| state.session.revealed);
    let numbered = move || {
        let path = |(n, problem): (usize, &Problem)| (n, problem.path.clone());
        problems.with(|problems| problems.iter().enumerate().map(path).collect())
    };
    let line = move |(n, _)| {
        let problem = problems.with_untracked(|problems| problems.get(n).cloned());
        problem.map(|problem| view! { <Item problem /> }).into_any()
    };
    view! {
        <Show when=move || problems.with(|problems| !problems.is_empty())>
            <details class="problems" class:named=move || named.get() open>
                <summary>{move || words::not_shown(problems.with(Vec::len))}</summary>
                <ul>
                    {list(numbered, line)}
                </ul>
                // Names of files and folders may name the patient: copied on purpose, shown while
                // names are revealed.
                <button type="button" data-action="copy-problems" on:click=move |_| copy_list(viewer)>
                    {words::COPY_PROBLEMS}
                </button>
            </details>
        </Show>
    }
}

/// The list as text: a reader who asks for it wants the names of the files.
fn copy_list(viewer: Viewer) {
    copy(&viewer.now(|state| words::problem_list(&state.problems)));
}

#[component]
fn Item(problem: Problem) -> impl IntoView {
    view! {
        <li
            data-problem
            data-path=problem.path.clone()
            data-problem-kind=problem.kind.code()
        >
            {words::problem(&problem)}
        </li>
    }
}
