//! The texts of a pane that shows its stack as a whole, and the panel beside it.

use crate::engine::{RenderedPicture, State};
use crate::header::Header;
use crate::overlay::badge::{Badge, Seen, badges_of};
use crate::overlay::cut::sides_of;
use crate::overlay::pane::{PaneTexts, RENDERING};
use crate::overlay::scale_bar::bar;
use crate::pixels::{ColourMap, Unit};
use crate::rendering::camera::STEPS;
use crate::rendering::{From, Preset};
use crate::series::sides::letters;
use crate::session::rendering::{Face, WHOLE};
use crate::session::{PaneId, Rendering};
use crate::volume::vector::times;
use crate::words;

pub fn describe(
    texts: &mut PaneTexts,
    state: &State,
    id: PaneId,
    picture: &RenderedPicture,
    header: &Header,
) {
    let how = &picture.how;
    let camera = how.camera;
    texts.series = state.catalog.name(picture.stack);
    texts.slice = Some(camera.step() + 1);
    texts.slices = Some(STEPS);
    texts.plane = Some(RENDERING);
    let side = camera.side().map(side_name);
    texts.top_left.extend([
        words::seen_from(side, camera.around, camera.above),
        words::FOR_LOOKING.to_owned(),
    ]);
    if picture.by > 1 {
        texts.top_left.push(words::averaged(picture.by));
    }
    if how.preset == Preset::Window {
        let window = state
            .session
            .pane(id)
            .and_then(|pane| pane.look()?.window.as_ref());
        let window = window.map(|window| [window.center, window.width]);
        texts.window = window;
        let words = window.map(|[center, width]| words::level_and_width(center, width));
        texts.bottom_left.extend(words);
    }
    if how.shift != 0.0 {
        texts.bottom_left.push(words::shifted(how.shift));
    }
    texts.sides = sides_of(&picture.sheet, picture.view.turn, header);
    let filling = picture
        .progress
        .map(|[here, all]| Badge::Filling { here, all });
    let mine = [
        Some(Badge::Rendered(how.preset)),
        picture.is_uneven.then_some(Badge::Uneven),
        (picture.every > 1).then_some(Badge::Every(picture.every as usize)),
        (how.clip != WHOLE).then_some(Badge::Clipped),
        filling,
        // What is not here yet is said already.
        (!picture.is_fine && filling.is_none()).then_some(Badge::Coarse),
    ];
    let seen = Seen {
        stack: picture.stack,
        is_grey: true,
        is_mirrored: picture.view.turn.is_mirrored(),
        is_oblique: false,
        colours: ColourMap::Grey,
        fit: None,
        cut: mine.into_iter().flatten().collect(),
    };
    texts.badges = badges_of(state, id, &seen, header);
    if picture.gaps > 0 && !texts.badges.contains(&Badge::Incomplete) {
        texts.badges.push(Badge::Incomplete);
    }
    texts.scale = bar(picture.rect.width, picture.placement.scale[0]);
}

const fn side_name(side: From) -> &'static str {
    match side {
        From::Front => words::FROM_FRONT,
        From::Back => words::FROM_BACK,
        From::Left => words::FROM_LEFT,
        From::Right => words::FROM_RIGHT,
        From::Head => words::FROM_HEAD,
        From::Feet => words::FROM_FEET,
    }
}

#[must_use]
pub(super) const fn preset_name(preset: Preset) -> &'static str {
    match preset {
        Preset::Bone => words::BONE,
        Preset::Vessels => words::VESSELS,
        Preset::Lung => words::LUNG_PRESET,
        Preset::Airways => words::AIRWAYS,
        Preset::Skin => words::SKIN,
        Preset::Window => words::BY_WINDOW,
    }
}

const fn hint(preset: Preset) -> &'static str {
    match preset {
        Preset::Bone => words::BONE_HINT,
        Preset::Vessels => words::VESSELS_HINT,
        Preset::Lung => words::LUNG_HINT,
        Preset::Airways => words::AIRWAYS_HINT,
        Preset::Skin => words::SKIN_HINT,
        Preset::Window => words::WINDOW_HINT,
    }
}

/// What the panel offers of the active pane's rendering.
#[derive(Clone, Debug, PartialEq)]
pub struct RenderingPanel {
    pub pane: PaneId,
    pub how: Rendering,
    /// With their names, what they show, and whether they may be chosen.
    pub presets: Vec<(Preset, &'static str, &'static str, bool)>,
    pub faces: Vec<FaceRow>,
}

/// A face of the clip box.
#[derive(Clone, Debug, PartialEq)]
pub struct FaceRow {
    pub face: Face,
    /// Where it looks to, and how much is cut away from there.
    pub words: String,
    /// How much is cut away, as a share.
    pub share: f64,
}

/// Of the active pane; `None` where it shows no rendering.
#[must_use]
pub fn rendering_panel(state: &State) -> Option<RenderingPanel> {
    let pane = state.session.active;
    let shown = state
        .session
        .pane(pane)
        .filter(|_| state.session.renders(pane))?;
    let (stack, how) = (shown.stack?, shown.look()?.rendering.as_deref()?);
    let is_hu = state.unit(stack) == Unit::Hu;
    let presets = Preset::ALL.map(|preset| {
        let is_offered = is_hu || !preset.needs_hu();
        (preset, preset_name(preset), hint(preset), is_offered)
    });
    Some(RenderingPanel {
        pane,
        how: how.clone(),
        presets: presets.to_vec(),
        faces: Face::ALL
            .map(|face| face_row(state, pane, how, face))
            .into_iter()
            .flatten()
            .collect(),
    })
}

fn face_row(state: &State, pane: PaneId, how: &Rendering, face: Face) -> Option<FaceRow> {
    let stack = state.session.pane(pane)?.stack?;
    let geometry = state.solids.of(stack)?.solid.geometry();
    let axis = [geometry.row, geometry.column, geometry.normal];
    let axis = *axis.get(face.axis)?;
    let [near, far] = *how.clip.get(face.axis)?;
    let (towards, share) = if face.is_far {
        (axis, 1.0 - far)
    } else {
        (times(axis, -1.0), near)
    };
    let [low, high] = geometry.reach(axis);
    Some(FaceRow {
        face,
        words: words::cut_from(&letters(towards), share * (high - low)),
        share,
    })
}

/// The sides that a stack may be looked at from, with their names.
#[must_use]
pub fn sides_to_look_from() -> [(From, &'static str); 6] {
    From::ALL.map(|side| (side, side_name(side)))
}
