//! A presentation state, carried out on a pane because the reader chose it: window, area, turn;
//! what it draws is the overlay's. Going back a view takes it off again.

use std::sync::Arc;

use crate::engine::view::{self, extent_of};
use crate::engine::{Picture, State, history};
use crate::header::{Header, Image};
use crate::intake::{FileId, FrameKey};
use crate::objects::{Content, Object, Presentation, SizeMode, window_after};
use crate::pixels::{Cover, VoiFunction, Window};
use crate::series::StackId;
use crate::session::{Look, PaneId, WindowChoice};
use crate::viewport::{Extent, Flip, Rect, Turn, View};

/// How a presentation state has one frame look.
#[derive(Clone, Debug, PartialEq)]
pub struct Presented {
    /// `None` where it says nothing of it, or the image is in colour.
    pub window: Option<Window>,
    pub turn: Turn,
    pub inverted: bool,
}

impl State {
    /// The presentation state in a file.
    #[must_use]
    pub fn presentation(&self, file: FileId) -> Option<&Presentation> {
        presentation(self.object(file)?)
    }

    /// How a presentation state has a frame look; `None` of one that it is not for.
    #[must_use]
    pub fn presented(&self, presentation: &Presentation, frame: FrameKey) -> Option<Presented> {
        let instance = self.instance_of(frame);
        if !presentation.is_for(instance, frame.frame) {
            return None;
        }
        let (_, image) = self.image_of(frame)?;
        let stack = self.catalog.stack_of(frame)?;
        Some(Presented {
            window: self.window_of(presentation, frame, image, stack),
            turn: turn(presentation),
            // What the image says of white and black is overridden (PS3.4 N.2.1.4).
            inverted: presentation.inverse != image.inverse,
        })
    }

    fn window_of(
        &self,
        presentation: &Presentation,
        frame: FrameKey,
        image: &Image,
        stack: StackId,
    ) -> Option<Window> {
        let said = presentation
            .window(self.instance_of(frame), frame.frame)
            .cloned();
        // A table is of all values where no window comes before it.
        let all = || {
            presentation
                .table
                .as_ref()
                .map(|_| window_of_all(presentation, image))
        };
        let window = said.or_else(all)?;
        let in_file = image.undecoded.as_deref().unwrap_or(image);
        if presentation.has_modality_table != in_file.modality_lut.is_some() {
            // It is of values that this image's do not become.
            return None;
        }
        let ours = self.rescale(stack, image);
        let window = window_after(&window, presentation.rescale.as_ref(), ours.as_ref());
        (image.shape.samples == 1).then(|| presentation.with_table(window))
    }

    /// What lies over a picture: what its file lays over it, and the presentation state that was chosen.
    pub(super) fn cover_of(&self, picture: &Picture, image: &Image) -> CoverParts {
        if self.session.uncovered {
            return [None, None];
        }
        let frame = picture.frame;
        let chosen = picture
            .presentation
            .and_then(|file| self.presentation(file));
        let chosen = chosen.filter(|it| it.is_for(self.instance_of(frame), frame.frame));
        [image.cover.clone(), chosen.and_then(|it| it.cover.clone())]
    }
}

/// Of the file, and of the presentation state.
pub type CoverParts = [Option<Arc<Cover>>; 2];

/// Both as one: planes of both, and the shutter of the presentation state where it has one.
pub fn merged([of_file, of_state]: &CoverParts) -> Option<Arc<Cover>> {
    let (Some(file), Some(state)) = (of_file, of_state) else {
        return of_file.clone().or_else(|| of_state.clone());
    };
    let planes = file.planes.iter().chain(&state.planes);
    let shutter = state.shutter.as_ref().or(file.shutter.as_ref());
    Some(Arc::new(Cover {
        planes: planes.cloned().collect(),
        shutter: shutter.cloned(),
    }))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "stored values have at most 32 bits"
)]
fn window_of_all(presentation: &Presentation, image: &Image) -> Window {
    let (smallest, largest) = image.layout.range();
    let value = |stored: i64| {
        let stored = stored as f64;
        let rescale = presentation.rescale.as_ref();
        rescale.map_or(stored, |rescale| rescale.modality(stored))
    };
    let [one, other] = [value(smallest), value(largest)];
    Window {
        function: VoiFunction::LinearExact,
        ..Window::linear(f64::midpoint(one, other), (other - one).abs())
    }
}

fn presentation(object: &Object) -> Option<&Presentation> {
    match &object.content {
        Content::Presentation(presentation) => Some(presentation),
        _ => None,
    }
}

fn turn(presentation: &Presentation) -> Turn {
    let turned = Turn::default().turned(presentation.quarters);
    if presentation.mirrored {
        turned.flipped(Flip::LeftRight)
    } else {
        turned
    }
}

/// Has a pane look as a presentation state says: at the slice that it shows, or, where that is none
/// of those that it is for, at the first of them.
pub fn apply(state: &mut State, pane: PaneId, file: FileId) {
    let Some(object) = state.objects.by_file.get(&file).map(Arc::clone) else {
        return;
    };
    let Some(presentation) = presentation(&object) else {
        return;
    };
    let shown = state.session.pane(pane).and_then(|pane| pane.look());
    let here = shown
        .map(|look| look.wanted)
        .filter(|frame| presentation.is_for(state.instance_of(*frame), frame.frame));
    let frame = here.or_else(|| state.first_named(file, &presentation.images));
    let Some(frame) = frame else {
        return;
    };
    if here.is_none() {
        view::show_frame(state, pane, frame);
        history::remember(state, pane);
    }
    let Some(presented) = state.presented(presentation, frame) else {
        return;
    };
    let view = state.image_of(frame).map(|(header, image)| {
        let rect = state.screen.rect(pane).unwrap_or_default();
        let of_frame = (state.instance_of(frame), frame.frame);
        place(
            presentation,
            presented.turn,
            of_frame,
            rect,
            (header, image),
        )
    });
    state.session.held_preset = None;
    view::with_look(state, pane, |look| {
        let fresh = Look {
            heading: look.heading,
            ..Look::at(frame)
        };
        *look = Look {
            choice: if presented.window.is_some() {
                WindowChoice::Presented
            } else {
                fresh.choice
            },
            window: presented.window,
            inverted: presented.inverted,
            view: view.unwrap_or_default(),
            presentation: Some(file),
            ..fresh
        };
    });
}

/// Where the picture lies.
fn place(
    presentation: &Presentation,
    turn: Turn,
    (instance, number): (Option<&str>, u32),
    rect: Rect,
    (header, image): (&Header, &Image),
) -> View {
    let view = View {
        turn,
        ..View::default()
    };
    let Some(area) = presentation.area(instance, number) else {
        return view;
    };
    let extent: Extent = extent_of(header, image);
    let view = view.showing(rect, extent, area.corners);
    match area.mode {
        SizeMode::Magnify(pixels) => view.at_pixels(pixels),
        SizeMode::ScaleToFit | SizeMode::TrueSize => view,
    }
}
