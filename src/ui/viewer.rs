//! What every component is given: a way to read the state and a way to change it.

use leptos::prelude::*;
use wasm_split_helpers::SplitLoaderError;

use crate::engine::web::Host;
use crate::engine::{Event, State};
use crate::overlay::{self, PaneTexts};
use crate::session::{Action, PaneId};
use crate::ui::film::Film;
use crate::ui::later::{Fetch, Views};

/// The running viewer, as components know it.
#[derive(Clone, Copy)]
pub struct Viewer {
    host: StoredValue<Host, LocalStorage>,
    /// Counts the events that were carried out.
    events: RwSignal<u64>,
    /// What makes views that come later, once it is there.
    later: RwSignal<Option<Views>>,
    later_is_asked: StoredValue<bool>,
    fetch: Fetch,
    /// A film that is being made.
    film: RwSignal<Option<Film>>,
}

impl Viewer {
    pub fn new(host: Host, fetch: Fetch) -> Self {
        let events = RwSignal::new(0);
        host.on_change(move || events.update(|count| *count += 1));
        Self {
            host: StoredValue::new_local(host),
            events,
            later: RwSignal::new(None),
            later_is_asked: StoredValue::new(false),
            fetch,
            film: RwSignal::new(None),
        }
    }

    /// Something of the state, made anew after each event and told on when it is another.
    pub fn memo<T>(self, look: impl Fn(&State) -> T + Send + Sync + 'static) -> Memo<T>
    where
        T: PartialEq + Send + Sync + 'static,
    {
        Memo::new(move |_| {
            self.events.track();
            self.host.with_value(|host| host.read(&look))
        })
    }

    /// Something of the state, inside of a memo that has more to go by.
    pub fn track<T>(self, look: impl FnOnce(&State) -> T) -> T {
        self.events.track();
        self.now(look)
    }

    /// Something of the state as it is at this moment.
    pub fn now<T>(self, look: impl FnOnce(&State) -> T) -> T {
        self.host.with_value(|host| host.read(look))
    }

    pub fn act(self, action: Action) {
        self.host().send(Event::Act(action));
    }

    pub fn active(self) -> PaneId {
        self.now(|state| state.session.active)
    }

    pub fn host(self) -> Host {
        self.host.get_value()
    }

    pub fn film(self) -> RwSignal<Option<Film>> {
        self.film
    }

    /// What makes views that come later.
    pub fn later(self) -> Option<Views> {
        self.later.get()
    }

    /// The texts of a pane.
    pub fn pane_texts(self, state: &State, pane: PaneId) -> PaneTexts {
        let views = self.later.get_untracked();
        match views {
            Some(views) => (views.pane)(state, pane),
            None => overlay::flat_pane(state, pane),
        }
    }

    pub async fn fetch_later(self) -> Result<Views, SplitLoaderError> {
        (self.fetch)().await
    }

    pub fn take_later(self, views: Views) {
        let Views {
            rare,
            make_further,
            keep,
            read_text,
            begin,
            ..
        } = views;
        self.host().take(rare, make_further, keep, read_text);
        self.later.set(Some(views));
        begin(self);
    }

    /// True once.
    pub fn is_first_to_ask_for_later(self) -> bool {
        let is_first = !self.later_is_asked.get_value();
        self.later_is_asked.set_value(true);
        is_first
    }
}
