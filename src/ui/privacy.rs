//! What anyone can check: what was asked for, what is forbidden, what the open files tell.

use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::KeyboardEvent;

use crate::overlay::{self, Requested};
use crate::session::Action;
use crate::ui::keys::focus;
use crate::ui::viewer::Viewer;
use crate::words;

/// How far the browser was asked.
#[derive(Clone)]
enum Asked {
    Waiting,
    InVain,
    Told(Account),
}

/// Its account of requests (`static/asked.js`).
#[derive(Clone)]
struct Account {
    lines: Vec<Requested>,
    workers: usize,
    refused: usize,
}

#[component]
pub fn PrivacyButton(viewer: Viewer) -> impl IntoView {
    view! {
        <button
            type="button"
            class="legal-button"
            data-action="privacy-here"
            title=words::PRIVACY_HINT
            on:click=move |_| viewer.act(Action::ShowPrivacy { on: true })
        >
            {words::PRIVACY}
        </button>
    }
}

#[component]
pub fn PrivacyPanel(viewer: Viewer) -> impl IntoView {
    let open = viewer.memo(|state| state.privacy.is_some());
    view! {
        <Show when=move || open.get()>
            <Panel viewer />
        </Show>
    }
}

#[component]
fn Panel(viewer: Viewer) -> impl IntoView {
    let account = RwSignal::new(Asked::Waiting);
    look(account);
    let close = move || {
        viewer.act(Action::ShowPrivacy { on: false });
        focus("[data-action=privacy-here]");
    };
    let leave = move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            event.stop_propagation();
            close();
        }
    };
    request_animation_frame(|| focus("[data-action=close-privacy]"));
    view! {
        <section
            class="drawer privacy"
            role="dialog"
            aria-label=words::PRIVACY
            data-panel="privacy"
            on:keydown=leave
        >
            <header class="drawer-head">
                <h2>{words::PRIVACY}</h2>
                <button type="button" data-action="close-privacy" on:click=move |_| close()>
                    {words::CLOSE_PANEL}
                </button>
            </header>
            <div class="drawer-body" tabindex="0">
                <Requests account />
                <Policy account />
                <Headers viewer />
            </div>
        </section>
    }
}

#[component]
fn Requests(account: RwSignal<Asked>) -> impl IntoView {
    let shown = move || match account.get() {
        Asked::Waiting => view! { <p role="status">{words::PRIVACY_ASKING}</p> }.into_any(),
        Asked::InVain => view! { <p role="alert">{words::PRIVACY_UNKNOWN}</p> }.into_any(),
        Asked::Told(account) => requests(account),
    };
    view! {
        <h3>{words::PRIVACY_REQUESTS}</h3>
        {shown}
        <button type="button" data-action="look-again" on:click=move |_| look(account)>
            {words::PRIVACY_AGAIN}
        </button>
        <p>{words::PRIVACY_UNSEEN}</p>
    }
}

fn requests(account: Account) -> AnyView {
    let sum = |lines: &mut dyn Iterator<Item = &Requested>| lines.map(|it| it.times).sum();
    let all: usize = sum(&mut account.lines.iter());
    let elsewhere: usize = sum(&mut account.lines.iter().filter(|it| it.is_elsewhere));
    let line = |it: Requested| {
        let times = (it.times > 1).then(|| format!(" \u{d7} {}", it.times));
        view! {
            <li data-request=it.address.clone() class:lung-warning=it.is_elsewhere>
                <bdi>{it.address.clone()}</bdi>
                {times}
            </li>
        }
    };
    view! {
        <p role="status" data-requests=all data-elsewhere=elsewhere data-workers=account.workers>
            {words::privacy_requests(all, elsewhere, account.workers)}
        </p>
        <details open=elsewhere != 0>
            <summary>{words::PRIVACY_LIST}</summary>
            <ul class="privacy-list">{account.lines.into_iter().map(line).collect_view()}</ul>
        </details>
    }
    .into_any()
}

#[component]
fn Policy(account: RwSignal<Asked>) -> impl IntoView {
    let refused = move || match account.get() {
        Asked::Told(account) => Some(words::privacy_refused(account.refused)),
        Asked::Waiting | Asked::InVain => None,
    };
    view! {
        <h3>{words::PRIVACY_POLICY}</h3>
        {match policy() {
            Some(policy) => view! {
                <p>{words::PRIVACY_POLICY_WHAT}</p>
                <p><code data-policy>{policy}</code></p>
            }
            .into_any(),
            None => view! { <p role="alert">{words::PRIVACY_NO_POLICY}</p> }.into_any(),
        }}
        <p data-refused-attempts>{refused}</p>
    }
}

#[component]
fn Headers(viewer: Viewer) -> impl IntoView {
    let panel = viewer.memo(overlay::privacy_panel);
    let found = move || panel.with(|panel| panel.as_ref().map(|panel| panel.found.clone()));
    let progress = move || panel.with(|panel| panel.as_ref().map(|panel| panel.progress.clone()));
    let burned_in = move || panel.with(|panel| panel.as_ref().map(|it| it.burned_in.clone()));
    view! {
        <h3>{words::PRIVACY_FILES}</h3>
        <p>{words::PRIVACY_FILES_WHAT}</p>
        <p role="status">{progress}</p>
        <ul class="privacy-list">
            {move || found().into_iter().flatten().map(|(code, count, kind)| view! {
                <li data-identifies=code data-count=count>{format!("{count} {kind}")}</li>
            }).collect_view()}
        </ul>
        <p data-burned-in>{burned_in}</p>
    }
}

/// The policy as the page states it.
fn policy() -> Option<String> {
    let selector = "meta[http-equiv=Content-Security-Policy]";
    let meta = document().query_selector(selector).ok().flatten()?;
    meta.get_attribute("content")
}

/// Asks anew.
fn look(account: RwSignal<Asked>) {
    account.set(Asked::Waiting);
    spawn_local(async move {
        let told = ask().await.map_or(Asked::InVain, Asked::Told);
        // The panel may be closed by now.
        let _is_closed = account.try_set(told);
    });
}

async fn ask() -> Result<Account, JsValue> {
    let boot = Reflect::get(&js_sys::global(), &"hounsfield".into())?;
    let ask: Function = Reflect::get(&boot, &"asked".into())?.dyn_into()?;
    let promise: Promise = ask.call0(&boot)?.dyn_into()?;
    let found: Array = JsFuture::from(promise).await?.dyn_into()?;
    let addresses: Array = found.get(0).dyn_into()?;
    let addresses: Vec<String> = addresses.iter().filter_map(|it| it.as_string()).collect();
    let folder = document().base_uri()?.unwrap_or_default();
    let folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder);
    Ok(Account {
        lines: overlay::requested(&format!("{folder}/"), &addresses),
        workers: count(&found.get(1)),
        refused: count(&found.get(2)),
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count"
)]
fn count(value: &JsValue) -> usize {
    value.as_f64().unwrap_or_default() as usize
}
