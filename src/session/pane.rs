//! Panes: which stack each shows, which of its frames is asked for, and through what window.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::intake::FrameKey;
use crate::series::StackId;
use crate::session::cases::CaseId;
use crate::session::changes::Changes;
use crate::session::class::Pointing;
use crate::session::cursor::Cursor;
use crate::session::detail::Detail;
use crate::session::grey::GreyChoices;
use crate::session::layout::{Before, Grid, Linked};
use crate::session::look::{KeptWindow, Look};
use crate::session::lung::LungChoices;
use crate::session::marks::Marks;
use crate::session::objects::ShownObjects;
use crate::session::planes::{Accepted, Planes};
use crate::session::segments::Segments;
use crate::session::tool::Tool;

/// Panes from the left, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PaneId(pub usize);

/// One CSS pixel of a drag changes a window by this share of its width (BEHAVIOUR 2)...
const DRAG_SHARE: f64 = 1.0 / 256.0;
/// ...but at least by this.
const DRAG_LEAST: f64 = 0.25;

/// Centre and width after a drag by so many CSS pixels right and down: right is wider, up is
/// brighter, which is a lower centre. `fine` is a tenth.
#[must_use]
pub fn dragged_window([center, width]: [f64; 2], [right, down]: [f64; 2], fine: bool) -> [f64; 2] {
    let pixels = if fine { 0.1 } else { 1.0 };
    let wider = width_at(place_of(width) + right * pixels);
    let step = (f64::midpoint(width, wider) * DRAG_SHARE).max(DRAG_LEAST);
    [center + down * pixels * step, wider]
}

/// The width from which a pixel is a share of the width and no fixed step.
const DRAG_EVEN: f64 = DRAG_LEAST / DRAG_SHARE;

/// Where a width lies on the way of a drag, in CSS pixels from a width of 0: each pixel changes it
/// by its share, so that a drag comes to the same by many small moves and by few, and back.
fn place_of(width: f64) -> f64 {
    if width <= DRAG_EVEN {
        return width / DRAG_LEAST;
    }
    DRAG_EVEN / DRAG_LEAST + (width / DRAG_EVEN).ln() / DRAG_SHARE
}

fn width_at(place: f64) -> f64 {
    let even = DRAG_EVEN / DRAG_LEAST;
    if place <= even {
        return (place * DRAG_LEAST).max(0.0);
    }
    DRAG_EVEN * ((place - even) * DRAG_SHARE).exp()
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pane {
    /// Tells it from the others of the session, wherever it lies.
    #[serde(default)]
    pub key: u32,
    pub stack: Option<StackId>,
    looks: BTreeMap<StackId, Look>,
    /// Pointer, in shares of the pane.
    pub pointer: Option<[f64; 2]>,
    /// Keys have put it there: it is drawn, as nothing else shows where it is.
    #[serde(default)]
    pub pointed_by_keys: bool,
    /// The reader has chosen what is shown: files that arrive do not turn it over.
    pub touched: bool,
    /// The case whose first image opened here, by its number.
    pub opened_by: Option<u32>,
    pub cine: Option<Cine>,
    /// It keeps what it shows.
    #[serde(default)]
    pub frozen: bool,
}

/// Slices that follow each other by themselves.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cine {
    /// Slices a second.
    pub rate: f64,
}

impl Pane {
    #[must_use]
    pub fn look(&self) -> Option<&Look> {
        self.looks.get(&self.stack?)
    }

    pub fn look_mut(&mut self) -> Option<&mut Look> {
        self.looks.get_mut(&self.stack?)
    }

    /// Turns to a stack: as it was last looked at here, or at `first` of its frames.
    pub fn show(&mut self, stack: StackId, first: FrameKey) {
        self.stack = Some(stack);
        self.looks.entry(stack).or_insert_with(|| Look::at(first));
    }

    /// Follows the frames that were looked at into the stacks that they are in now; what is gone
    /// is forgotten.
    pub fn rehome(&mut self, home: impl Fn(FrameKey) -> Option<StackId>) {
        let is_at_home = |(id, look): (&StackId, &Look)| home(look.wanted) == Some(*id);
        if self.looks.iter().all(is_at_home) {
            return;
        }
        let shown = self.look().cloned();
        let before = std::mem::take(&mut self.looks);
        let (stay, move_on): (Vec<_>, Vec<_>) = before
            .into_iter()
            .partition(|(id, look)| is_at_home((id, look)));
        self.looks.extend(stay);
        for (_, look) in move_on {
            if let Some(id) = home(look.wanted) {
                self.looks.entry(id).or_insert(look);
            }
        }
        self.stack = None;
        if let Some((look, id)) = shown.and_then(|look| home(look.wanted).map(|id| (look, id))) {
            self.stack = Some(id);
            self.looks.insert(id, look);
        }
    }
}

/// A preset that was chosen by its key, in a case: it holds for the cases that come after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldPreset {
    pub digit: u8,
    /// The case that it was chosen in.
    pub case: CaseId,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a choice of its own")]
pub struct Session {
    pub panes: Vec<Pane>,
    /// The key that was given last.
    #[serde(default)]
    last_key: u32,
    /// How they lie; of planes, how the panes lay before.
    #[serde(default)]
    pub grid: Grid,
    /// The pane that keys act on.
    pub active: PaneId,
    pub tool: Tool,
    /// The tool stays after a mark is drawn.
    pub keeps_tool: bool,
    pub marks: Marks,
    #[serde(skip)]
    pub changes: Changes,
    /// The reader's own windows, by their digits.
    pub kept_windows: BTreeMap<u8, KeptWindow>,
    #[serde(default)]
    pub held_preset: Option<HeldPreset>,
    /// Offsets that the reader has taken for HU, where files say nothing of theirs.
    pub assumed: BTreeMap<StackId, i32>,
    /// Distances from slice to slice that the reader has assumed, in mm, where files give no positions.
    #[serde(default)]
    pub assumed_spacing: BTreeMap<StackId, f64>,
    pub detail: Detail,
    /// Who the pictures are of is shown: as long as the reader holds the key.
    #[serde(skip)]
    pub revealed: bool,
    /// The panel of the picture's header is open.
    #[serde(skip)]
    pub shows_tags: bool,
    #[serde(default)]
    pub objects: ShownObjects,
    /// The active pane fills the page.
    pub maximised: bool,
    /// Two panes of one stack go together; how the panes lay before.
    pub beside: Option<Box<Before>>,
    #[serde(default)]
    pub linked: Option<Linked>,
    /// Two panes lie over each other; the first is seen up to this share of the width, the second from
    /// there on.
    #[serde(default)]
    pub wipe: Option<f64>,
    #[serde(default)]
    pub cursor: Option<Cursor>,
    /// Three panes show planes through one point of a stack.
    #[serde(default)]
    pub planes: Option<Box<Planes>>,
    #[serde(default)]
    pub accepted: Accepted,
    pub presenting: bool,
    #[serde(skip)]
    pub pointing: Pointing,
    /// See [`ClassAction::CheckRoom`](crate::session::ClassAction::CheckRoom).
    #[serde(skip)]
    pub checks_room: bool,
    /// The class sees the pictures in a window of its own.
    #[serde(skip)]
    pub class_window: bool,
    /// Dark, while presenting.
    pub blank: bool,
    /// Dragging up makes the picture darker.
    pub drag_up_darkens: bool,
    pub segments: Segments,
    #[serde(default)]
    pub lung: LungChoices,
    #[serde(default)]
    pub grey: GreyChoices,
    /// What files lay over their images is hidden.
    pub uncovered: bool,
    /// Nothing is shown that tells the answer: marks, thumbnails, names of series, what files say
    /// beside their images.
    #[serde(default)]
    pub blind: bool,
    /// One finger sets the window and does not turn slices.
    pub finger_windows: bool,
}

impl Default for Session {
    fn default() -> Self {
        Self {
            panes: vec![Pane::default()],
            last_key: 0,
            grid: Grid::default(),
            active: PaneId(0),
            tool: Tool::default(),
            keeps_tool: false,
            marks: Marks::default(),
            changes: Changes::default(),
            kept_windows: BTreeMap::new(),
            held_preset: None,
            assumed: BTreeMap::new(),
            assumed_spacing: BTreeMap::new(),
            detail: Detail::default(),
            revealed: false,
            shows_tags: false,
            objects: ShownObjects::default(),
            maximised: false,
            beside: None,
            linked: None,
            wipe: None,
            cursor: None,
            planes: None,
            accepted: Accepted::default(),
            presenting: false,
            pointing: Pointing::default(),
            checks_room: false,
            class_window: false,
            blank: false,
            drag_up_darkens: false,
            segments: Segments::default(),
            lung: LungChoices::default(),
            grey: GreyChoices::default(),
            uncovered: false,
            blind: false,
            finger_windows: false,
        }
    }
}

impl Session {
    #[must_use]
    pub fn pane(&self, id: PaneId) -> Option<&Pane> {
        self.panes.get(id.0)
    }

    /// The pane shows its stack as a whole.
    #[must_use]
    pub fn renders(&self, id: PaneId) -> bool {
        let look = self.pane(id).and_then(Pane::look);
        self.planes.is_none() && look.is_some_and(|look| look.rendering.is_some())
    }

    /// What files say beside their images may tell what is asked.
    #[must_use]
    pub const fn hides_texts(&self) -> bool {
        self.presenting || self.blind
    }

    pub fn pane_mut(&mut self, id: PaneId) -> Option<&mut Pane> {
        self.panes.get_mut(id.0)
    }

    /// Puts one more pane behind the others: what it shows is as in `like`.
    pub fn add_pane(&mut self, like: Pane) {
        self.last_key += 1;
        self.panes.push(Pane {
            key: self.last_key,
            pointer: None,
            cine: None,
            frozen: false,
            ..like
        });
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these are exact")]
mod tests {
    use super::*;

    fn close([a, b]: [f64; 2], to: [f64; 2]) -> bool {
        (a - to[0]).abs() < 0.05 && (b - to[1]).abs() < 0.05
    }

    #[test]
    fn dragging_right_is_wider_and_up_is_brighter() {
        let lung = [-600.0, 1536.0];
        // A pixel is a 256th of the width that there is.
        assert!(close(
            dragged_window(lung, [1.0, 0.0], false),
            [-600.0, 1542.0]
        ));
        assert!(close(
            dragged_window(lung, [0.0, -20.0], false),
            [-720.0, 1536.0]
        ));
        let narrow = [-600.0, 2.0];
        assert_eq!(dragged_window(narrow, [4.0, 0.0], false), [-600.0, 3.0]);
        assert!(close(
            dragged_window(narrow, [40.0, 0.0], true),
            [-600.0, 3.0]
        ));
        assert_eq!(dragged_window(narrow, [-40.0, 0.0], false)[1], 0.0);
    }

    #[test]
    fn many_small_moves_come_to_what_one_does() {
        for (width, right) in [(400.0, 100.0), (30.0, 300.0), (1500.0, -400.0)] {
            let once = dragged_window([40.0, width], [right, 0.0], false);
            let mut often = [40.0, width];
            for _ in 0..50 {
                often = dragged_window(often, [right / 50.0, 0.0], false);
            }
            assert!(close(often, once), "{often:?} {once:?}");
            let back = dragged_window(often, [-right, 0.0], false);
            assert!(close(back, [40.0, width]), "{back:?}");
        }
    }
}
