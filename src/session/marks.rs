//! The marks of a session: what is drawn, what is in hand. Each change is told to who asked for it.

use serde::{Deserialize, Serialize};

use crate::intake::FrameKey;
use crate::marks::{Grip, Kind, Mark, MarkId, Point, Shape};
use crate::session::changes::MarkChange;

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
    pub hidden: bool,
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

    /// Those on a frame, with one that is being drawn.
    pub fn on(&self, frame: FrameKey) -> impl Iterator<Item = &Mark> {
        let new = match &self.in_hand {
            Some(InHand::New(mark)) => Some(mark),
            _ => None,
        };
        let all = self.list.iter().chain(new);
        all.filter(move |mark| mark.frame == frame)
    }

    /// The frame of what is in hand.
    #[must_use]
    pub fn frame_in_hand(&self) -> Option<FrameKey> {
        match self.in_hand.as_ref()? {
            InHand::New(mark) | InHand::Held { before: mark, .. } => Some(mark.frame),
        }
    }

    /// Begins a mark: its second point follows the pointer.
    pub fn begin(&mut self, frame: FrameKey, kind: Kind, at: Point) {
        self.last_id += 1;
        let mark = Mark {
            id: MarkId(self.last_id),
            frame,
            shape: Shape {
                kind,
                points: vec![at, at],
            },
            text: String::new(),
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
    pub fn follow(&mut self, at: Point) {
        match &mut self.in_hand {
            Some(InHand::New(mark)) => {
                if let Some(last) = mark.shape.points.last_mut() {
                    *last = at;
                }
            }
            Some(InHand::Held { before, grip, from }) => {
                let mut shape = before.shape.clone();
                match grip {
                    Grip::Body => shape = shape.moved([at[0] - from[0], at[1] - from[1]]),
                    Grip::Handle { column, row } => {
                        for (axis, place) in [column, row].into_iter().enumerate() {
                            let point = place.and_then(|place| shape.points.get_mut(place));
                            if let Some(point) = point {
                                point[axis] = at[axis];
                            }
                        }
                    }
                }
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
                if mark.shape.is_whole() {
                    self.list.push(mark.clone());
                    return Some(MarkChange {
                        before: None,
                        after: Some(mark),
                    });
                }
                let last = mark.shape.points.last().copied();
                mark.shape.points.extend(last);
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
        let before = self.get(id).cloned()?;
        self.in_hand = None;
        self.put(id, None);
        Some(MarkChange {
            before: Some(before),
            after: None,
        })
    }

    pub fn set_text(&mut self, id: MarkId, text: String) -> Option<MarkChange> {
        let before = self.get(id).filter(|mark| mark.text != text).cloned()?;
        let after = Mark {
            text,
            ..before.clone()
        };
        self.put(id, Some(after.clone()));
        Some(MarkChange {
            before: Some(before),
            after: Some(after),
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
