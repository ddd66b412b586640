//! Ways in: what is dropped or picked becomes files that the edge keeps.

use js_sys::Promise;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use super::Host;
use crate::engine::{DropId, Event, State};
use crate::intake::web::{BATCH, Dropped};
use crate::intake::{FileId, Found};
use crate::problem::{Kind, Stage};

impl Host {
    /// A drop begins; its files follow by [`Host::found`].
    #[must_use]
    pub fn begin_drop(&self) -> DropId {
        let drop = self.read(State::next_drop);
        self.send(Event::DropStarted(drop));
        drop
    }

    /// Takes files in; false where the drop was given up.
    #[must_use]
    pub fn found(&self, drop: DropId, dropped: Vec<Dropped>) -> bool {
        if self.0.edge.borrow().stopped.contains(&drop) {
            return false;
        }
        let files = dropped
            .into_iter()
            .map(|dropped| self.keep_file(dropped))
            .collect();
        self.send(Event::Found { drop, files });
        true
    }

    /// Takes in what was picked, some in each turn of the page's thread: ten thousand files at once
    /// would hold it up.
    pub fn picked(&self, drop: DropId, dropped: Vec<Dropped>) {
        let host = self.clone();
        spawn_local(async move {
            let mut rest = dropped.into_iter();
            loop {
                let some: Vec<Dropped> = rest.by_ref().take(BATCH).collect();
                if some.is_empty() {
                    break;
                }
                if !host.found(drop, some) {
                    return;
                }
                host.next_turn().await;
            }
            host.walked(drop);
        });
    }

    /// Other things of the page come first.
    async fn next_turn(&self) {
        let window = &self.0.window;
        let turn = Promise::new(&mut |go_on, _| {
            // A page without timers is one that closes.
            let _closing = window.set_timeout_with_callback(&go_on);
        });
        // A timer does not fail.
        let _never = JsFuture::from(turn).await;
    }

    /// A folder or file of the drop could not be opened.
    pub fn not_found(&self, drop: DropId, path: String, reason: String) {
        let mut problem = Kind::Unreadable { reason }.at(Stage::Find);
        problem.path = path;
        self.send(Event::NotFound { drop, problem });
    }

    /// Nothing more of the drop is to come.
    pub fn walked(&self, drop: DropId) {
        self.send(Event::DropWalked(drop));
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a file's size"
    )]
    fn keep_file(&self, Dropped { path, file }: Dropped) -> Found {
        let mut edge = self.0.edge.borrow_mut();
        let id = FileId(edge.next_file);
        edge.next_file += 1;
        let bytes = file.size() as u64;
        edge.files.insert(id, file.into());
        Found {
            file: id,
            path,
            bytes,
        }
    }
}
