//! The marks of a session: what is drawn, what is in hand. Each change is told to who asked for it.

use serde::{Deserialize, Serialize};

use crate::marks::{
    Colour, Drawing, Grip, Ground, Kind, Mark, MarkId, Point, Shape, Spacing, held,
};
use crate::session::changes::MarkChange;

/// What is done to marks that are there, besides what hands do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum MarkAction {
    SetColour {
        mark: MarkId,
        colour: Colour,
    },
    /// On all slices from one to another, by their numbers from 0.
    Copy {
        mark: MarkId,
        from: usize,
        to: usize,
    },
    /// The chosen one, to the slice or the plane so many further.
    CopyChosen {
        by: i32,
    },
    /// All that were copied from each other.
    DeleteGroup {
        mark: MarkId,
    },
}

/// What a hand is at.
#[derive(Clone, Debug, PartialEq)]
pub enum InHand {
    /// A new mark: the last of its points follows the pointer.
    New(Mark),
    /// A mark that is changed; what it was, and where it was taken.
    Held {
        before: Mark,
        grip: Grip,
        from: Point,
    },
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Marks {
    list: Vec<Mark>,
    pub chosen: Option<MarkId>,
    /// Marks up to this one are hidden; what is drawn after that is seen.
    hidden_up_to: Option<MarkId>,
    #[serde(skip)]
    pub in_hand: Option<InHand>,
    last_id: u32,
}

impl Marks {
    /// In the order of drawing, without one that is being drawn.
    #[must_use]
    pub fn list(&self) -> &[Mark] {
        &self.list
    }

    #[must_use]
    pub fn get(&self, id: MarkId) -> Option<&Mark> {
        self.list.iter().find(|mark| mark.id == id)
    }

    /// With one that is being drawn, which lies on top.
    #[must_use]
    pub fn all(&self) -> impl DoubleEndedIterator<Item = &Mark> {
        self.list.iter().chain(self.new_in_hand())
    }

    /// Hides every mark that is there, for it may be an answer, or shows all.
    pub const fn set_hidden(&mut self, hidden: bool) {
        self.hidden_up_to = if hidden {
            Some(MarkId(self.last_id))
        } else {
            None
        };
    }

    #[must_use]
    pub fn is_hidden(&self, id: MarkId) -> bool {
        self.hidden_up_to.is_some_and(|last| id <= last)
    }

    /// What was there when they were hidden is hidden.
    #[must_use]
    pub const fn are_hidden(&self) -> bool {
        self.hidden_up_to.is_some()
    }

    /// Those that are not hidden, with one that is being drawn.
    #[must_use]
    pub fn shown(&self) -> impl DoubleEndedIterator<Item = &Mark> {
        self.all().filter(|mark| !self.is_hidden(mark.id))
    }

    /// The mark that is being drawn.
    #[must_use]
    pub const fn new_in_hand(&self) -> Option<&Mark> {
        match &self.in_hand {
            Some(InHand::New(mark)) => Some(mark),
            _ => None,
        }
    }

    /// The ground of what is in hand.
    #[must_use]
    pub const fn ground_in_hand(&self) -> Option<Ground> {
        match &self.in_hand {
            Some(InHand::New(mark) | InHand::Held { before: mark, .. }) => Some(mark.ground),
            None => None,
        }
    }

    const fn next_id(&mut self) -> MarkId {
        self.last_id += 1;
        MarkId(self.last_id)
    }

    /// Puts a whole mark on top; it gets a number of its own.
    pub fn add(&mut self, make: impl FnOnce(MarkId) -> Mark) -> MarkId {
        let mark = make(self.next_id());
        let id = mark.id;
        self.list.push(mark);
        id
    }

    /// Other marks take the place of all that are there, which come back. What is added later has numbers of
    /// its own.
    pub fn exchange(&mut self, list: Vec<Mark>) -> Vec<Mark> {
        self.let_go();
        self.chosen = None;
        let highest = list.iter().map(|mark| mark.id.0).max();
        self.last_id = self.last_id.max(highest.unwrap_or(0));
        std::mem::replace(&mut self.list, list)
    }

    /// Begins a mark: its second point follows the pointer.
    pub fn begin(&mut self, ground: Ground, kind: Kind, at: Point) {
        let mark = Mark {
            id: self.next_id(),
            ground,
            shape: Shape::begun(kind, at),
            text: String::new(),
            colour: Colour::default(),
            group: None,
        };
        self.chosen = Some(mark.id);
        self.in_hand = Some(InHand::New(mark));
    }

    /// Takes hold of a mark.
    pub fn take(&mut self, id: MarkId, grip: Grip, from: Point) {
        if let Some(before) = self.get(id).cloned() {
            self.chosen = Some(id);
            self.in_hand = Some(InHand::Held { before, grip, from });
        }
    }

    /// What is in hand follows the pointer.
    pub fn follow(&mut self, at: Point, spacing: Spacing) {
        match &mut self.in_hand {
            Some(InHand::New(mark)) => mark.shape.follow(at, spacing),
            Some(InHand::Held { before, grip, from }) => {
                let shape = held(&before.shape, *grip, *from, at, spacing);
                let id = before.id;
                if let Some(mark) = self.list.iter_mut().find(|mark| mark.id == id) {
                    mark.shape = shape;
                }
            }
            None => {}
        }
    }

    /// The last point of what is in hand is set: a new mark may be done by that, a held one lies
    /// elsewhere.
    pub fn set_point(&mut self) -> Option<MarkChange> {
        match self.in_hand.take()? {
            InHand::New(mut mark) => {
                let is_done = match mark.shape.kind.drawing() {
                    Drawing::Points(_) | Drawing::Trace => mark.shape.is_whole(),
                    // It is done when it is closed.
                    Drawing::Corners => false,
                };
                if is_done {
                    return Some(self.finish(mark));
                }
                let last = mark.shape.points.last().copied();
                if mark.shape.kind.drawing() != Drawing::Trace {
                    mark.shape.points.extend(last);
                }
                self.in_hand = Some(InHand::New(mark));
                None
            }
            InHand::Held { before, .. } => {
                let after = self.get(before.id).cloned();
                let before = Some(before);
                (after != before).then_some(MarkChange { before, after })
            }
        }
    }

    fn finish(&mut self, mark: Mark) -> MarkChange {
        let mark = Mark {
            shape: match mark.shape.kind.drawing() {
                Drawing::Points(_) => mark.shape,
                Drawing::Corners | Drawing::Trace => mark.shape.closed(),
            },
            ..mark
        };
        self.list.push(mark.clone());
        MarkChange {
            before: None,
            after: Some(mark),
        }
    }

    /// A new outline is closed by the corners that are set, without the one that follows the hand; nothing
    /// where those are too few.
    pub fn close(&mut self) -> Option<MarkChange> {
        let InHand::New(mut mark) = self.in_hand.take()? else {
            return None;
        };
        let follower = mark.shape.points.pop();
        if mark.shape.kind.drawing() == Drawing::Corners && mark.shape.is_whole() {
            return Some(self.finish(mark));
        }
        mark.shape.points.extend(follower);
        self.in_hand = Some(InHand::New(mark));
        None
    }

    /// The last point that was set of a new mark is taken back; false where there is none but the first.
    pub fn take_point_back(&mut self) -> bool {
        let Some(InHand::New(mark)) = &mut self.in_hand else {
            return false;
        };
        let points = &mut mark.shape.points;
        let can = mark.shape.kind.drawing() != Drawing::Trace && points.len() > 2;
        if can {
            // The one that follows the hand stays.
            points.remove(points.len() - 2);
        }
        can
    }

    /// Gives up what is in hand: a new mark is gone, a held one is as it was.
    pub fn let_go(&mut self) -> bool {
        let Some(in_hand) = self.in_hand.take() else {
            return false;
        };
        match in_hand {
            InHand::New(_) => self.chosen = None,
            InHand::Held { before, .. } => self.put(before.id, Some(before)),
        }
        true
    }

    pub fn delete(&mut self, id: MarkId) -> Option<MarkChange> {
        self.let_go();
        let before = self.get(id).cloned()?;
        self.put(id, None);
        Some(MarkChange {
            before: Some(before),
            after: None,
        })
    }

    /// Changes a mark; nothing where it is the same then.
    pub fn change(&mut self, id: MarkId, change: impl FnOnce(&mut Mark)) -> Option<MarkChange> {
        if matches!(&self.in_hand, Some(InHand::Held { before, .. }) if before.id == id) {
            self.let_go();
        }
        let before = self.get(id).cloned()?;
        let mut after = before.clone();
        change(&mut after);
        if after == before {
            return None;
        }
        self.put(id, Some(after.clone()));
        Some(MarkChange {
            before: Some(before),
            after: Some(after),
        })
    }

    /// The same mark on another ground, in the group of the one that it is copied from.
    pub fn copy(&mut self, id: MarkId, ground: Ground, shape: Shape) -> Option<MarkChange> {
        let of = self.get(id).cloned()?;
        let copy = Mark {
            id: self.next_id(),
            ground,
            shape,
            group: Some(of.group.unwrap_or(of.id)),
            ..of
        };
        self.list.push(copy.clone());
        Some(MarkChange {
            before: None,
            after: Some(copy),
        })
    }

    /// Puts a mark in its place in the order of drawing, or takes it away.
    pub fn put(&mut self, id: MarkId, mark: Option<Mark>) {
        self.list.retain(|other| other.id != id);
        if let Some(mark) = mark {
            let at = self.list.partition_point(|other| other.id < id);
            self.list.insert(at, mark);
        } else if self.chosen == Some(id) {
            self.chosen = None;
        }
    }
}
