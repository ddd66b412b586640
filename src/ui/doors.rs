use leptos::html::Input;
use leptos::prelude::*;

use crate::engine::{Door, Event};
use crate::intake::FileId;
use crate::session::Action;
use crate::ui::list::list;
use crate::ui::viewer::Viewer;
use crate::words;

/// Archives that wait for a word of the reader, a line each: never in the way of a picture.
#[component]
pub fn Doors(viewer: Viewer) -> impl IntoView {
    let doors = viewer.memo(|state| state.waiting_archives().collect::<Vec<_>>());
    view! {
        <ul class="doors">
            {list(
                move || doors.get(),
                move |door: (FileId, Door)| {
                    view! { <li data-door=door.0.0>{line(viewer, door)}</li> }.into_any()
                },
            )}
        </ul>
    }
}

fn line(viewer: Viewer, (archive, door): (FileId, Door)) -> AnyView {
    match door {
        Door::Locked { wrong } => view! { <Locked viewer archive wrong /> }.into_any(),
        Door::Large { bytes, members } => {
            view! { <Large viewer archive bytes members /> }.into_any()
        }
        Door::Opening | Door::Resting { .. } | Door::Unpacking { .. } | Door::Open => ().into_any(),
    }
}

#[component]
fn Locked(viewer: Viewer, archive: FileId, wrong: bool) -> impl IntoView {
    let typed = NodeRef::<Input>::new();
    let asked = if wrong {
        words::PASSWORD_NOT_IT
    } else {
        words::PASSWORD_ASKED
    };
    let try_it = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if let Some(password) = typed.get().map(|input| input.value()) {
            viewer.host().send(Event::Password { archive, password });
        }
    };
    view! {
        <form class="door" on:submit=try_it>
            <label for=format!("password-{}", archive.0)>{asked}</label>
            // Not offered to the browser's own store of passwords.
            <input
                type="password"
                id=format!("password-{}", archive.0)
                autocomplete="off"
                placeholder=words::PASSWORD
                data-password
                data-wrong=wrong.then_some("")
                node_ref=typed
            />
            <button type="submit" data-action="unlock">{words::UNLOCK}</button>
        </form>
    }
}

#[component]
fn Large(viewer: Viewer, archive: FileId, bytes: u64, members: usize) -> impl IntoView {
    let unpack = move |every| move |_| viewer.act(Action::Unpack { archive, every });
    view! {
        <div class="door">
            <span>{words::large_archive(members, bytes)}</span>
            <button type="button" data-action="unpack-all" on:click=unpack(1)>
                {words::UNPACK_ALL}
            </button>
            <button type="button" data-action="unpack-half" on:click=unpack(2)>
                {words::UNPACK_EVERY_SECOND}
            </button>
        </div>
    }
}
