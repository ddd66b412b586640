//! The three planes as they are kept, and as they come back.

use crate::engine::kept::putting::kept_view;
use crate::engine::kept::record::{KeptPlane, KeptPlanes, KeptView};
use crate::engine::{State, written};
use crate::series::{Stack, StackId};
use crate::session::{Look, Pane, PaneId, Planes};

/// A stack whose planes are shown: those, and the slice that is come back to.
pub fn view_of(state: &State, stack: &Stack, of: &Planes) -> Option<KeptView> {
    let session = &state.session;
    let active = session.pane(session.active)?.look()?;
    let before = of.before.panes.get(of.before.active.0)?;
    let before = before.look().filter(|_| before.stack == Some(stack.id));
    let shown = session.panes.iter().filter_map(Pane::look);
    let shown: Vec<KeptPlane> = shown
        .map(|look| KeptPlane {
            view: look.view,
            slab: look.slab,
        })
        .collect();
    let come_back_to = Look {
        view: before.map(|look| look.view).unwrap_or_default(),
        slab: before.and_then(|look| look.slab),
        rendering: before.and_then(|look| look.rendering.clone()),
        ..active.clone()
    };
    Some(KeptView {
        planes: Some(KeptPlanes {
            at_mm: of.at_mm,
            axes: of.axes,
            active: session.active.0,
            planes: shown.try_into().ok()?,
        }),
        ..kept_view(stack, &come_back_to)?
    })
}

/// The active pane shows the stack already, which is a body.
pub fn bring_back(state: &mut State, stack: StackId, kept: &KeptPlanes) {
    written::enter_planes(state, stack, kept.at_mm, kept.axes);
    if state.session.planes.is_none() {
        return;
    }
    state.session.active = PaneId(kept.active);
    for (pane, plane) in state.session.panes.iter_mut().zip(&kept.planes) {
        if let Some(look) = pane.look_mut() {
            look.view = plane.view;
            look.slab = plane.slab;
        }
    }
}
