//! What is needed less often, in one menu: every view, what may be done to the picture, settings.

use leptos::prelude::*;

use crate::gpu::Interpolation;
use crate::pixels::ColourMap;
use crate::session::{
    Action, CaseAction, ClassAction, CopyAction, GreyAction, KeptAction, LessonAction, Look,
    LungAction, PaneId, RenderingAction, Tool,
};
use crate::ui::film::record;
use crate::ui::icon::{Drawn, Icon};
use crate::ui::mark_tools::{FURTHER, Tools};
use crate::ui::progress::Memory;
use crate::ui::save::{Part, save};
use crate::ui::viewer::Viewer;
use crate::viewport::Flip;
use crate::words;

/// A line: its hook, its words, its key, what it does.
type Line = (
    &'static str,
    &'static str,
    &'static str,
    fn(PaneId) -> Action,
);

const VIEWS: [Line; 5] = [
    ("fit", words::FIT_HINT, "", |pane| Action::Fit { pane }),
    ("one-to-one", words::ONE_TO_ONE_HINT, "", |pane| {
        Action::OneToOne { pane }
    }),
    ("invert", words::INVERT, "I", |pane| Action::Invert { pane }),
    ("back", words::KEY_BACK, "\u{232b}", |pane| {
        Action::PreviousView { pane }
    }),
    ("reset", words::KEY_RESET, "R", |pane| Action::Reset {
        pane,
    }),
];

const TURNS: [Line; 4] = [
    ("flip-left-right", words::FLIP_LEFT_RIGHT, "", |pane| {
        Action::Flip {
            pane,
            flip: Flip::LeftRight,
        }
    }),
    ("flip-up-down", words::FLIP_UP_DOWN, "", |pane| {
        Action::Flip {
            pane,
            flip: Flip::UpDown,
        }
    }),
    ("turn-left", words::TURN_LEFT, "", |pane| Action::Rotate {
        pane,
        quarters: -1,
    }),
    ("turn-right", words::TURN_RIGHT, "", |pane| Action::Rotate {
        pane,
        quarters: 1,
    }),
];

/// What is found and counted in pictures.
const FINDING: [Line; 4] = [
    ("lungs", words::LUNGS_HINT, "", |_| {
        Action::Lungs(LungAction::Find)
    }),
    ("histogram", words::HISTOGRAM_HINT, "Q", |_| {
        Action::Grey(GreyAction::Histogram)
    }),
    ("ranges", words::KEY_RANGES, "Shift S", |_| {
        Action::Grey(GreyAction::StepRanges)
    }),
    ("seed", words::KEY_SEED, "Shift G", |_| Action::ChooseTool {
        tool: Tool::Seed,
    }),
];

const COPYING: [Line; 4] = [
    ("lesson", words::LESSON_HINT, "", |_| {
        Action::Lesson(LessonAction::Open)
    }),
    ("copy", words::COPY_HINT, "", |_| {
        Action::Copy(CopyAction::Open)
    }),
    ("kept", words::KEPT_HINT, "", |_| {
        Action::Kept(KeptAction::Open)
    }),
    ("privacy", words::PRIVACY, "", |_| Action::ShowPrivacy {
        on: true,
    }),
];

const SHOWING: [Line; 16] = [
    ("planes", words::KEY_PLANES, "V", |_| Action::Planes),
    ("slab", words::KEY_SLAB, "J", |pane| Action::NextSlab {
        pane,
    }),
    ("rendering", words::KEY_RENDERING, "Shift V", |pane| {
        Action::Rendering(RenderingAction::Toggle { pane })
    }),
    ("tags", words::KEY_TAGS, "T", |_| Action::ShowTags {
        on: true,
    }),
    ("cine", words::KEY_CINE, "C", |pane| Action::Cine { pane }),
    ("maximise", words::KEY_MAXIMISE, "M", |pane| {
        Action::Maximise { pane }
    }),
    ("freeze", words::KEY_FREEZE, "F", |pane| Action::Freeze {
        pane,
    }),
    ("detail", words::KEY_DETAIL, "O", |_| Action::StepDetail),
    ("marks", words::KEY_MARKS, "H", |_| Action::ToggleMarks),
    ("segments", words::KEY_SEGMENTS, "S", |_| {
        Action::StepSegments
    }),
    ("cover", words::KEY_COVER, "G", |_| Action::ToggleCover),
    ("undo", words::UNDO, "Ctrl Z", |_| Action::Undo),
    ("redo", words::REDO, "Ctrl Y", |_| Action::Redo),
    ("present", words::KEY_PRESENT, "F5", |_| Action::Present {
        on: true,
    }),
    ("room", words::KEY_ROOM, "Shift R", |_| {
        Action::Class(ClassAction::CheckRoom)
    }),
    ("class-window", words::KEY_CLASS, "Shift O", |_| {
        Action::Class(ClassAction::Window { on: true })
    }),
];

/// Cases, and the way through them.
const CASES: [Line; 3] = [
    ("shuffle", words::SHUFFLE, "", |_| {
        Action::Cases(CaseAction::Shuffle { seed: any_seed() })
    }),
    ("sort-cases", words::SORT_CASES, "", |_| {
        Action::Cases(CaseAction::Sort)
    }),
    ("blind", words::BLIND, "Shift N", |_| {
        Action::Cases(CaseAction::Blind)
    }),
];

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "any number will do"
)]
fn any_seed() -> u64 {
    (js_sys::Math::random() * 2_f64.powi(53)) as u64
}

/// What is written to a file.
#[derive(Clone, Copy)]
enum Saved {
    Picture { with_marks: bool },
    Layout,
    Film,
}

const SAVING: [(&str, &str, Saved); 4] = [
    ("save", words::SAVE, Saved::Picture { with_marks: true }),
    (
        "save-plain",
        words::SAVE_PLAIN,
        Saved::Picture { with_marks: false },
    ),
    ("save-layout", words::SAVE_LAYOUT, Saved::Layout),
    ("save-film", words::SAVE_FILM, Saved::Film),
];

#[component]
pub fn More(viewer: Viewer) -> impl IntoView {
    let colours = active_look(viewer, |look| look.colours);
    let smooth = active_look(viewer, |look| look.interpolation);
    let darkens = viewer.memo(|state| state.session.drag_up_darkens);
    let are_several = viewer.memo(|state| state.cases.len() > 1);
    let line = move |(name, label, key, action): Line| {
        view! {
            <button
                type="button"
                data-action=name
                on:click=move |_| viewer.act(action(viewer.active()))
            >
                <span>{label}</span>
                <kbd>{key}</kbd>
            </button>
        }
    };
    let saving = move |(name, label, what): (&'static str, &'static str, Saved)| {
        let saved = move |_| match what {
            Saved::Picture { with_marks } => save(viewer, Part::Pane(viewer.active()), with_marks),
            Saved::Layout => save(viewer, Part::Layout, true),
            Saved::Film => record(viewer),
        };
        view! {
            <button type="button" data-action=name on:click=saved>
                {label}
            </button>
        }
    };
    let colour = move |map: ColourMap| {
        view! {
            <button
                type="button"
                data-colours=map.name()
                aria-pressed=move || (colours.get() == Some(map)).to_string()
                on:click=move |_| {
                    viewer.act(Action::SetColours { pane: viewer.active(), colours: map });
                }
            >
                {map.name()}
            </button>
        }
    };
    view! {
        <details class="menu" name="bar-menu" data-menu="picture">
            <summary aria-label=words::MORE title=words::MORE>
                <Drawn icon=Icon::More />
            </summary>
            <div class="menu-list more">
                <div class="menu-group">
                    <Tools viewer tools=&FURTHER named=true />
                    {FINDING.map(line)}
                </div>
                <div class="menu-group">{SHOWING.map(line)}</div>
                <Show when=move || are_several.get()>
                    <div class="menu-group" data-cases>{CASES.map(line)}</div>
                </Show>
                <div class="menu-group">
                    {VIEWS.map(line)}
                    {TURNS.map(line)}
                </div>
                <div class="menu-group" role="group" aria-label=words::COLOURS>
                    <button
                        type="button"
                        data-action="voxels"
                        aria-pressed=move || (smooth.get() == Some(Interpolation::Nearest)).to_string()
                        on:click=move |_| {
                            viewer.act(Action::ToggleInterpolation { pane: viewer.active() });
                        }
                    >
                        <span>{words::VOXELS}</span>
                        <kbd>"X"</kbd>
                    </button>
                    {ColourMap::ALL.map(colour)}
                    <button
                        type="button"
                        data-action="drag-up"
                        aria-pressed=move || darkens.get().to_string()
                        on:click=move |_| {
                            viewer.act(Action::SetDragUp { darkens: !darkens.get_untracked() });
                        }
                    >
                        {words::DRAG_UP_DARKENS}
                    </button>
                    <Memory viewer />
                    {SAVING.map(saving)}
                    {COPYING.map(line)}
                    {licences()}
                </div>
            </div>
        </details>
    }
}

/// A file of the page, which is fetched when it is asked for.
fn licences() -> Option<impl IntoView> {
    let meta = document()
        .query_selector("meta[name=licences]")
        .ok()
        .flatten()?;
    let address = meta.get_attribute("content")?;
    Some(view! {
        <a data-action="licences" href=address target="_blank" title=words::LICENCES_HINT>
            {words::LICENCES}
        </a>
    })
}

/// Something of how the active pane is looked at.
fn active_look<T>(viewer: Viewer, part: fn(&Look) -> T) -> Memo<Option<T>>
where
    T: PartialEq + Send + Sync + 'static,
{
    viewer.memo(move |state| {
        let pane = state.session.pane(state.session.active)?;
        pane.look().map(part)
    })
}
