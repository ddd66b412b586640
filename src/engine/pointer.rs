//! The pointer over a pane: where the hand on the mouse is, or where keys have put it, so that
//! values are read and marks are drawn without a mouse too.

use crate::engine::{State, cursor, marking, planes};
use crate::session::{PaneId, Tool};

/// How far off a mark may be that is taken hold of, as a share of the pane's width.
const REACH: f64 = 0.015;

/// The middle of the pane.
const MIDDLE: [f64; 2] = [0.5, 0.5];

/// The mouse is here, or has left.
pub fn put(state: &mut State, pane: PaneId, at: Option<[f64; 2]>) {
    if let Some(pane) = state.session.pane_mut(pane) {
        pane.pointer = at;
        pane.pointed_by_keys = false;
    }
}

/// Keys move it by voxels as they are on the screen, at least by a pixel; first it comes to the
/// middle.
pub fn step(state: &mut State, id: PaneId, by: [i32; 2]) {
    let slice = state.screen.picture(id).map(|it| (it.rect, it.placement));
    let cut = || state.screen.cut(id).map(|it| (it.rect, it.placement));
    let Some((rect, placement)) = slice.or_else(cut) else {
        return;
    };
    let size = [rect.width, rect.height].map(f64::from);
    let scale = placement.turn.size(placement.scale);
    let Some(pane) = state.session.pane_mut(id) else {
        return;
    };
    let at = pane.pointer.map_or(MIDDLE, |at| {
        [0, 1].map(|axis| {
            let pixels = f64::from(by[axis]) * scale[axis].max(1.0);
            (at[axis] + pixels / size[axis]).clamp(0.0, 1.0)
        })
    });
    pane.pointer = Some(at);
    pane.pointed_by_keys = true;
    marking::drag(state, id, at);
}

/// Draws or takes hold where it is, or sets down what is in hand.
pub fn press(state: &mut State, id: PaneId) {
    let pane = state.session.pane(id);
    let Some(at) = pane.and_then(|pane| pane.pointer) else {
        step(state, id, [0, 0]);
        return;
    };
    let by_keys = pane.is_some_and(|pane| pane.pointed_by_keys);
    if state.session.tool == Tool::Cursor {
        cursor::place(state, id, at, false);
    } else if state.session.marks.in_hand.is_some() {
        // The corners of an outline under the mouse are set: Enter closes it.
        if by_keys || !marking::close(state) {
            marking::set_down_by_keys(state, id, at);
        }
    } else if state.session.planes.is_some() && !marking::has_grip(state, id, at, REACH) {
        planes::place(state, id, at);
    } else {
        marking::press(state, id, at, REACH);
        marking::set_if_whole(state);
    }
}

/// It is not needed any more; the mouse's is where the mouse is.
pub fn hide(state: &mut State) {
    for pane in &mut state.session.panes {
        if std::mem::take(&mut pane.pointed_by_keys) {
            pane.pointer = None;
        }
    }
}
