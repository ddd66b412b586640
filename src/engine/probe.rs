//! The voxel under the pointer, read out of the frame that is drawn.

use crate::engine::State;
use crate::engine::event::Effect;
use crate::engine::view::extent_of;
use crate::intake::FrameKey;
use crate::pixels::Voxel;
use crate::session::PaneId;

/// The acquired voxel under the pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Probe {
    pub frame: FrameKey,
    pub column: u32,
    pub row: u32,
    /// `None` until it was read.
    pub voxel: Option<Voxel>,
}

impl Probe {
    fn is_at(self, other: Self) -> bool {
        (self.frame, self.column, self.row) == (other.frame, other.column, other.row)
    }
}

/// Where a pointer is over a picture, the voxel under it is read.
pub fn ask(state: &mut State, effects: &mut Vec<Effect>) {
    for at in 0..state.screen.shown.len() {
        let id = PaneId(at);
        let probe = voxel_under_pointer(state, id);
        let known = state.screen.probe(id);
        let is_same = |known: Probe| probe.is_some_and(|probe| known.is_at(probe));
        if known.is_some_and(is_same) {
            continue;
        }
        effects.extend(probe.and_then(|probe| read_voxel(state, probe)));
        if let Some(shown) = state.screen.shown.get_mut(at) {
            shown.probe = probe;
        }
    }
}

fn read_voxel(
    state: &State,
    Probe {
        frame, column, row, ..
    }: Probe,
) -> Option<Effect> {
    let place = state.store.place(frame)?;
    let image = Box::new(state.image_of(frame)?.1.clone());
    Some(Effect::ReadVoxel {
        frame,
        place,
        image,
        column,
        row,
    })
}

/// The voxel under the pointer, unread.
fn voxel_under_pointer(state: &State, id: PaneId) -> Option<Probe> {
    let at = state.session.pane(id)?.pointer?;
    let picture = state.screen.picture(id)?;
    let (header, image) = state.image_of(picture.frame)?;
    let extent = extent_of(header, image);
    let (column, row) = picture.placement.voxel_at(picture.rect, at, extent)?;
    Some(Probe {
        frame: picture.frame,
        column,
        row,
        voxel: None,
    })
}

pub fn read(state: &mut State, frame: FrameKey, [column, row]: [u32; 2], voxel: Voxel) {
    let read = Probe {
        frame,
        column,
        row,
        voxel: Some(voxel),
    };
    for shown in &mut state.screen.shown {
        if shown.probe.is_some_and(|probe| probe.is_at(read)) {
            shown.probe = Some(read);
        }
    }
}
