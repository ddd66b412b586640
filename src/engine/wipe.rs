//! Two panes over each other with a line between them, which is wiped across: the first is seen to its
//! left, the second to its right. Each stays a pane of its own; what is pointed at or drawn on one side
//! belongs to the picture of that side.

use crate::engine::{Refusal, State, link, link_view, screen};
use crate::session::{PaneId, Session};
use crate::viewport::Rect;

/// Where the line begins.
const MIDDLE: f64 = 0.5;

impl Session {
    /// Where the line is, while panes do lie over each other.
    #[must_use]
    pub fn wiped_at(&self) -> Option<f64> {
        let lie_so = self.panes.len() == 2 && !self.maximised && self.planes.is_none();
        self.wipe.filter(|_| lie_so)
    }

    /// The part of its width that is seen of a pane, from and to.
    #[must_use]
    pub fn seen(&self, pane: PaneId) -> [f64; 2] {
        match (self.wiped_at(), pane.0) {
            (Some(at), 0) => [0.0, at],
            (Some(at), _) => [at, 1.0],
            (None, _) => [0.0, 1.0],
        }
    }

    /// What is drawn of a pane's rectangle of the canvas.
    #[must_use]
    pub fn seen_of(&self, pane: PaneId, rect: Rect) -> Rect {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within the rectangle"
        )]
        let [from, to] = self
            .seen(pane)
            .map(|share| (share.clamp(0.0, 1.0) * f64::from(rect.width)).round() as u32);
        Rect {
            x: rect.x + from,
            width: to - from,
            ..rect
        }
    }
}

/// Lays them over each other, at one place and equally large as far as positions and sizes say it; or
/// beside each other again.
pub fn toggle(state: &mut State) {
    if state.session.planes.is_some() {
        state.refused = Some(Refusal::PlanesGoTogether);
        return;
    }
    if state.session.panes.len() != 2 {
        state.refused = Some(Refusal::WipeNeedsTwo);
        return;
    }
    let session = &mut state.session;
    session.maximised = false;
    session.wipe = match session.wipe {
        Some(_) => None,
        None => Some(MIDDLE),
    };
    screen::lay_out(state);
    if state.session.wipe.is_none() {
        return;
    }
    if state.session.linked.is_none() {
        link::toggle(state, false);
    }
    link_view::align(state, state.session.active);
}

pub fn place(state: &mut State, at: f64) {
    if let Some(line) = &mut state.session.wipe {
        *line = at.clamp(0.0, 1.0);
    }
}
