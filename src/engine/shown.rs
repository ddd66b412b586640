//! What each pane is drawn, and what of it is on the screen.

use crate::engine::cut_probe::CutProbe;
use crate::engine::probe::Probe;
use crate::engine::screen::{Picture, Screen};
use crate::engine::{CutPicture, RenderedPicture};
use crate::intake::FrameKey;
use crate::session::PaneId;

/// What one pane is drawn: a slice, or a plane or slab, or all of a stack, or nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Drawn {
    pub picture: Option<Picture>,
    pub cut: Option<CutPicture>,
    pub rendered: Option<Box<RenderedPicture>>,
}

#[derive(Clone, Debug, Default)]
pub(super) struct ShownPane {
    pub picture: Option<Picture>,
    pub cut: Option<CutPicture>,
    pub rendered: Option<Box<RenderedPicture>>,
    pub cut_probe: Option<CutProbe>,
    pub probe: Option<Probe>,
    pub drawn: u64,
}

impl Screen {
    /// The picture that is on the screen.
    #[must_use]
    pub fn picture(&self, pane: PaneId) -> Option<&Picture> {
        self.shown.get(pane.0)?.picture.as_ref()
    }

    /// The plane or slab that is on the screen, in the place of a picture.
    #[must_use]
    pub fn cut(&self, pane: PaneId) -> Option<&CutPicture> {
        self.shown.get(pane.0)?.cut.as_ref()
    }

    /// The stack that is on the screen as a whole, in the place of a picture.
    #[must_use]
    pub fn rendered(&self, pane: PaneId) -> Option<&RenderedPicture> {
        self.shown.get(pane.0)?.rendered.as_deref()
    }

    /// The frame that a pane shows, or the one that it comes back to.
    #[must_use]
    pub fn frame(&self, pane: PaneId) -> Option<FrameKey> {
        let picture = self.picture(pane).map(|picture| picture.frame);
        let other = || self.cut(pane).map(|cut| cut.frame);
        let other = picture.or_else(other);
        other.or_else(|| Some(self.rendered(pane)?.frame))
    }

    #[must_use]
    pub fn cut_probe(&self, pane: PaneId) -> Option<CutProbe> {
        self.shown.get(pane.0)?.cut_probe
    }

    /// How many pictures the pane has shown.
    #[must_use]
    pub fn drawn(&self, pane: PaneId) -> u64 {
        self.shown.get(pane.0).map_or(0, |shown| shown.drawn)
    }

    #[must_use]
    pub fn probe(&self, pane: PaneId) -> Option<Probe> {
        self.shown.get(pane.0)?.probe
    }
}
