//! What is shown to a class besides the pictures: a ring about the pointer, and strokes that fade.

use serde::{Deserialize, Serialize};

use crate::session::pane::PaneId;

/// A stroke is seen for so long after the hand has let go.
pub const FADE_MS: f64 = 3000.0;

/// Points of a stroke are no nearer to each other than this share of the pane.
const STEP: f64 = 0.002;

/// What a teacher does before a class.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ClassAction {
    /// A ring about the pointer, as long as its key is held.
    Ring { on: bool },
    /// A stroke begins at a place of a pane, in shares of it...
    BeginStroke { pane: PaneId, at: [f64; 2] },
    /// ...goes on...
    DrawStroke { at: [f64; 2] },
    /// ...and fades.
    EndStroke,
    /// A picture in the place of all panes by which one sees whether the room is dark enough; again, and
    /// all is as before.
    CheckRoom,
    /// A window for the class, with copies of the pictures; the rest of the page stays with the teacher.
    Window { on: bool },
}

/// A line that a teacher draws over a pane, and that nothing remembers.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// Counted from 1.
    pub id: u32,
    pub pane: PaneId,
    /// In shares of the pane.
    pub points: Vec<[f64; 2]>,
    /// When the hand let go of it.
    pub ended_ms: Option<f64>,
}

/// How a teacher points.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pointing {
    /// The ring is shown wherever the pointer is over a picture.
    pub ring: bool,
    strokes: Vec<Stroke>,
    last_id: u32,
}

impl Pointing {
    /// Those that are drawn and those that fade, in the order in which they began.
    #[must_use]
    pub fn strokes(&self) -> &[Stroke] {
        &self.strokes
    }

    pub fn begin(&mut self, pane: PaneId, at: [f64; 2], now_ms: f64) {
        self.end(now_ms);
        self.last_id += 1;
        self.strokes.push(Stroke {
            id: self.last_id,
            pane,
            points: vec![at],
            ended_ms: None,
        });
    }

    /// Nothing where no stroke is drawn.
    pub fn draw(&mut self, at: [f64; 2]) {
        let Some(points) = self.drawn().map(|stroke| &mut stroke.points) else {
            return;
        };
        let is_further = |last: &[f64; 2]| (at[0] - last[0]).hypot(at[1] - last[1]) >= STEP;
        if points.last().is_none_or(is_further) {
            points.push(at);
        }
    }

    /// True where a stroke was drawn, which fades from now on.
    pub fn end(&mut self, now_ms: f64) -> bool {
        let drawn = self.drawn();
        let is_one = drawn.is_some();
        if let Some(stroke) = drawn {
            stroke.ended_ms = Some(now_ms);
        }
        is_one
    }

    /// Strokes that have faded are gone.
    pub fn forget_faded(&mut self, now_ms: f64) {
        let is_seen = |ended_ms: f64| now_ms - ended_ms < FADE_MS;
        self.strokes
            .retain(|stroke| stroke.ended_ms.is_none_or(is_seen));
    }

    fn drawn(&mut self) -> Option<&mut Stroke> {
        let last = self.strokes.last_mut();
        last.filter(|stroke| stroke.ended_ms.is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PANE: PaneId = PaneId(0);

    #[test]
    fn a_stroke_fades_from_when_the_hand_lets_go() {
        let mut pointing = Pointing::default();
        pointing.begin(PANE, [0.5, 0.5], 0.0);
        pointing.draw([0.6, 0.5]);
        // Nearer than a point is to the next.
        pointing.draw([0.601, 0.5]);
        pointing.forget_faded(60_000.0);
        assert_eq!(pointing.strokes()[0].points, [[0.5, 0.5], [0.6, 0.5]]);
        assert!(pointing.end(60_000.0));
        assert!(!pointing.end(60_001.0));
        pointing.draw([0.9, 0.5]);
        assert_eq!(pointing.strokes()[0].points.len(), 2, "it has ended");
        pointing.forget_faded(62_999.0);
        assert_eq!(pointing.strokes().len(), 1);
        pointing.forget_faded(63_000.0);
        assert_eq!(pointing.strokes(), []);
    }

    #[test]
    fn one_stroke_is_drawn_at_a_time() {
        let mut pointing = Pointing::default();
        pointing.begin(PANE, [0.1, 0.1], 0.0);
        pointing.begin(PaneId(1), [0.2, 0.2], 10.0);
        pointing.draw([0.3, 0.3]);
        let points = pointing.strokes().iter().map(|it| it.points.len());
        assert_eq!(points.collect::<Vec<_>>(), [1, 2]);
        let ids = pointing.strokes().iter().map(|it| it.id);
        assert_eq!(ids.collect::<Vec<_>>(), [1, 2]);
        assert_eq!(pointing.strokes()[0].ended_ms, Some(10.0));
    }
}
