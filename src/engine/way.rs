//! The way through a stack: a nodule lives on two slices, so that what is scrolled over is shown,
//! slice by slice. Only where drawing falls behind are slices left out, and then it is said.

use std::collections::VecDeque;

use crate::engine::State;
use crate::engine::event::Effect;
use crate::engine::screen::Screen;
use crate::intake::FrameKey;
use crate::session::PaneId;

/// The picture follows the wheel by at most so much; what it would show later is skipped.
const BEHIND_MS: f64 = 150.0;

/// So long the old picture stays while the one asked for is not there.
const EMPTY_MS: f64 = 2000.0;

/// A scroll by so many slices or more is a jump: what lies between was not asked for.
const JUMP: u32 = 10;

/// Whether a hand that scrolls by so many slices jumps.
pub const fn is_jump(by: i32) -> bool {
    by.unsigned_abs() >= JUMP
}

/// What one pane still has to show of what was scrolled over, and since when it waits.
#[derive(Clone, Debug, Default)]
pub struct Way {
    /// The frames to be shown, each with the time it was asked for; the last is the one wanted.
    ahead: VecDeque<(FrameKey, f64)>,
    skipping: bool,
    /// Since when the picture on the screen is not the one wanted.
    waiting_since: Option<f64>,
    /// When the page is to look again, where it was asked to.
    wake_at: Option<f64>,
    /// When the next slice of a cine is due.
    pub(super) cine_due_ms: f64,
}

impl Way {
    pub fn frames(&self) -> impl Iterator<Item = FrameKey> {
        self.ahead.iter().map(|(frame, _)| *frame)
    }

    fn has_waited_for_long(&self, now_ms: f64) -> bool {
        self.waiting_since
            .is_some_and(|since| now_ms - since >= EMPTY_MS)
    }
}

impl Screen {
    /// Slices are being left out, because drawing does not keep up.
    #[must_use]
    pub fn is_skipping(&self, pane: PaneId) -> bool {
        self.ways.get(pane.0).is_some_and(|way| way.skipping)
    }

    pub(super) fn way_mut(&mut self, pane: PaneId) -> &mut Way {
        if self.ways.len() <= pane.0 {
            self.ways.resize_with(pane.0 + 1, Way::default);
        }
        &mut self.ways[pane.0]
    }
}

/// The reader goes over `frames`, the last of which is the one wanted now; a jump goes to the last at
/// once.
pub fn walk(state: &mut State, pane: PaneId, before: FrameKey, frames: &[FrameKey], is_jump: bool) {
    let now_ms = state.now_ms;
    let way = state.screen.way_mut(pane);
    if way.ahead.back().is_some_and(|(last, _)| *last != before) {
        way.ahead.clear();
    }
    if is_jump {
        way.ahead.clear();
    } else {
        way.ahead
            .extend(frames.iter().map(|frame| (*frame, now_ms)));
    }
}

/// The frame that a pane is to show now; `None` while the next one on the way is not there.
pub fn step(state: &mut State, pane: PaneId) -> Option<FrameKey> {
    let wanted = state.session.pane(pane)?.look()?.wanted;
    let mut way = std::mem::take(state.screen.way_mut(pane));
    // Another frame was turned to in some other way: that one is wanted at once.
    if way.ahead.back().is_some_and(|(last, _)| *last != wanted) {
        way.ahead.clear();
    }
    let mut next = None;
    while let Some((frame, asked_ms)) = way.ahead.front().copied() {
        let is_late = state.now_ms - asked_ms > BEHIND_MS;
        let is_last = way.ahead.len() == 1;
        if state.can_be_drawn(frame) && (!is_late || is_last) {
            way.ahead.pop_front();
            next = Some(frame);
            break;
        }
        if !is_late && !state.failed.contains(&frame) {
            *state.screen.way_mut(pane) = way;
            return None;
        }
        way.skipping |= is_late && !is_last;
        way.ahead.pop_front();
    }
    *state.screen.way_mut(pane) = way;
    Some(next.unwrap_or(wanted))
}

/// There is more to be shown than what is drawn now.
pub fn goes_on(state: &State) -> bool {
    let next_is_there = |way: &Way| {
        let next = way.ahead.front();
        next.is_some_and(|(frame, _)| state.can_be_drawn(*frame))
    };
    state.screen.ways.iter().any(next_is_there)
}

/// The old picture has stayed for as long as it may.
pub fn is_given_up(state: &State, pane: PaneId) -> bool {
    let way = state.screen.ways.get(pane.0);
    way.is_some_and(|way| way.has_waited_for_long(state.now_ms))
}

/// Keeps the time that each pane has waited, and asks to be woken when it has waited enough.
pub fn settle(state: &mut State, effects: &mut Vec<Effect>) {
    for at in 0..state.session.panes.len() {
        let pane = PaneId(at);
        let wanted = state.session.pane(pane).and_then(|pane| pane.look());
        let Some(wanted) = wanted.map(|look| look.wanted) else {
            continue;
        };
        let on_screen = state.screen.frame(pane);
        let is_drawn = on_screen == Some(wanted);
        let is_there = state.can_be_drawn(wanted);
        let now_ms = state.now_ms;
        let way = state.screen.way_mut(pane);
        if is_drawn || is_there {
            way.waiting_since = None;
            way.skipping &= !is_drawn;
        } else {
            way.waiting_since.get_or_insert(now_ms);
        }
        let late = way.ahead.front().map(|(_, asked)| asked + BEHIND_MS);
        let empty = way.waiting_since.map(|since| since + EMPTY_MS);
        let deadlines = [late, empty].into_iter().flatten();
        let next = deadlines.filter(|at| *at >= now_ms).min_by(f64::total_cmp);
        if let Some(next) = next
            && way.wake_at.is_none_or(|at| at < now_ms || at > next)
        {
            way.wake_at = Some(next);
            // A timer may be a little early.
            let after_ms = next - now_ms + 1.0;
            effects.push(Effect::RefreshAfter { after_ms });
        }
    }
}
