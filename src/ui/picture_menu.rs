//! What may be done to the picture of the active pane, beside window and zoom.

use leptos::prelude::*;

use crate::gpu::Interpolation;
use crate::pixels::ColourMap;
use crate::session::{Action, Look, PaneId};
use crate::ui::viewer::Viewer;
use crate::viewport::Flip;
use crate::words;

/// Flips, turns, voxels as they are, colours.
#[component]
pub fn PictureMenu(viewer: Viewer) -> impl IntoView {
    let colours = active_look(viewer, |look| look.colours);
    let smooth = active_look(viewer, |look| look.interpolation);
    let button = move |name: &'static str, label: &'static str, action: fn(PaneId) -> Action| {
        view! {
            <button
                type="button"
                data-action=name
                on:click=move |_| viewer.act(action(viewer.active()))
            >
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
        <details class="menu" data-menu="picture">
            <summary>{words::PICTURE}</summary>
            <div class="menu-list">
                {button("flip-left-right", words::FLIP_LEFT_RIGHT, |pane| Action::Flip { pane, flip: Flip::LeftRight })}
                {button("flip-up-down", words::FLIP_UP_DOWN, |pane| Action::Flip { pane, flip: Flip::UpDown })}
                {button("turn-left", words::TURN_LEFT, |pane| Action::Rotate { pane, quarters: -1 })}
                {button("turn-right", words::TURN_RIGHT, |pane| Action::Rotate { pane, quarters: 1 })}
                <button
                    type="button"
                    data-action="voxels"
                    aria-pressed=move || (smooth.get() == Some(Interpolation::Nearest)).to_string()
                    on:click=move |_| {
                        viewer.act(Action::ToggleInterpolation { pane: viewer.active() });
                    }
                >
                    {words::VOXELS}
                </button>
                <div class="menu-group" role="group" aria-label=words::COLOURS>
                    {ColourMap::ALL.map(colour)}
                </div>
            </div>
        </details>
    }
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
