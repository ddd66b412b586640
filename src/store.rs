//! Which frames are held, where each lies, and what to drop next: the one byte budget.
//!
//! Samples never live here. The browser's edge keeps the buffers by [`BufferId`]; this is the
//! account of them, and it counts whole buffers even where a frame is a small part of one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::intake::{FrameKey, sorted};

/// Where nothing is known of the device's memory.
pub const DEFAULT_BUDGET: u64 = 512 << 20;
/// The most that is taken, whatever the device has.
pub const LARGEST_BUDGET: u64 = 1 << 30;

/// A buffer at the browser's edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct BufferId(pub u32);

/// Where a held frame's samples lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub buffer: BufferId,
    pub offset: u64,
    pub length: u64,
}

#[derive(Debug)]
struct Held {
    bytes: u64,
    frames: Vec<FrameKey>,
}

/// The account of what is held.
#[derive(Debug, Default)]
pub struct Store {
    buffers: BTreeMap<BufferId, Held>,
    places: BTreeMap<FrameKey, Place>,
    bytes: u64,
}

/// A quarter of the device's memory (`navigator.deviceMemory`, in GiB), within the bounds above.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a small positive figure"
)]
pub fn budget_for(device_memory_gib: Option<f64>) -> u64 {
    device_memory_gib
        .filter(|gib| *gib > 0.0)
        .map_or(DEFAULT_BUDGET, |gib| {
            ((gib * f64::from(1 << 30) / 4.0) as u64).min(LARGEST_BUDGET)
        })
}

impl Store {
    /// Takes a buffer of so many bytes into the account, with the frames in it.
    pub fn hold(&mut self, buffer: BufferId, bytes: u64, frames: &[(FrameKey, u64, u64)]) {
        for &(frame, offset, length) in frames {
            self.places.insert(
                frame,
                Place {
                    buffer,
                    offset,
                    length,
                },
            );
        }
        let frames = frames.iter().map(|(frame, ..)| *frame).collect();
        self.buffers.insert(buffer, Held { bytes, frames });
        self.bytes += bytes;
    }

    #[must_use]
    pub fn place(&self, frame: FrameKey) -> Option<Place> {
        self.places.get(&frame).copied()
    }

    /// Bytes of all buffers held.
    #[must_use]
    pub const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Frames that can be drawn without reading.
    #[must_use]
    pub fn frame_count(&self) -> usize {
        self.places.len()
    }

    /// Forgets every buffer that holds a frame of which `gone` is true; the edge drops them.
    pub fn release_where(&mut self, gone: impl Fn(FrameKey) -> bool) -> Vec<BufferId> {
        let leaving: Vec<BufferId> = self
            .buffers
            .iter()
            .filter(|(_, held)| held.frames.iter().any(|frame| gone(*frame)))
            .map(|(buffer, _)| *buffer)
            .collect();
        for buffer in &leaving {
            self.release(*buffer);
        }
        leaving
    }

    /// Frees at least `bytes`, farthest first, never a buffer nearer than `nearest_to_go`.
    /// `distance` says how far a frame is from what readers look at. Gives what the edge must
    /// drop: nothing, and nothing is freed, where there is not enough to be had.
    pub fn make_room(
        &mut self,
        bytes: u64,
        nearest_to_go: u64,
        distance: impl Fn(FrameKey) -> u64,
    ) -> Option<Vec<BufferId>> {
        let (leaving, freed) = self.farthest(bytes, nearest_to_go, distance);
        if freed < bytes {
            return None;
        }
        for buffer in &leaving {
            self.release(*buffer);
        }
        Some(leaving)
    }

    /// Frees up to `bytes`, or as much as there is to be had, as [`Store::make_room`] does.
    pub fn shrink(
        &mut self,
        bytes: u64,
        nearest_to_go: u64,
        distance: impl Fn(FrameKey) -> u64,
    ) -> Vec<BufferId> {
        let (leaving, _) = self.farthest(bytes, nearest_to_go, distance);
        for buffer in &leaving {
            self.release(*buffer);
        }
        leaving
    }

    /// The farthest buffers that together have at least so many bytes, and how many they have.
    fn farthest(
        &self,
        bytes: u64,
        nearest_to_go: u64,
        distance: impl Fn(FrameKey) -> u64,
    ) -> (Vec<BufferId>, u64) {
        let buffers = self.buffers.iter();
        let candidates = buffers.filter_map(|(buffer, held)| {
            let nearest = held.frames.iter().map(|frame| distance(*frame)).min()?;
            (nearest >= nearest_to_go).then_some((nearest, *buffer, held.bytes))
        });
        let candidates = sorted(candidates.collect(), |a, b| b.cmp(a));
        let mut freed = 0;
        let mut leaving = Vec::new();
        for (_, buffer, size) in candidates {
            if freed >= bytes {
                break;
            }
            freed += size;
            leaving.push(buffer);
        }
        (leaving, freed)
    }

    fn release(&mut self, buffer: BufferId) {
        let Some(held) = self.buffers.remove(&buffer) else {
            return;
        };
        self.bytes -= held.bytes;
        for frame in held.frames {
            // A frame may have been read again into a newer buffer meanwhile.
            if self
                .places
                .get(&frame)
                .is_some_and(|place| place.buffer == buffer)
            {
                self.places.remove(&frame);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::FileId;

    fn key(file: u32) -> FrameKey {
        FrameKey {
            file: FileId(file),
            frame: 0,
        }
    }

    fn ten_of_100_bytes() -> Store {
        let mut store = Store::default();
        for n in 0..10 {
            store.hold(BufferId(n), 100, &[(key(n), 20, 80)]);
        }
        store
    }

    #[test]
    fn whole_buffers_are_counted_and_the_farthest_go_first() {
        let mut store = ten_of_100_bytes();
        assert_eq!(store.bytes(), 1000);
        let gone = store.make_room(250, 1, |frame| u64::from(frame.file.0.abs_diff(3)));
        assert_eq!(gone, Some(vec![BufferId(9), BufferId(8), BufferId(7)]));
        assert_eq!(store.bytes(), 700);
        assert_eq!(store.place(key(9)), None);
        assert_eq!(
            store.place(key(3)),
            Some(Place {
                buffer: BufferId(3),
                offset: 20,
                length: 80
            })
        );
    }

    #[test]
    fn nothing_near_is_given_up_and_nothing_is_freed_in_vain() {
        let mut store = ten_of_100_bytes();
        assert_eq!(
            store.make_room(300, 8, |frame| u64::from(frame.file.0)),
            None
        );
        assert_eq!(store.bytes(), 1000);
    }

    #[test]
    fn a_closed_case_gives_back_all_of_its_buffers() {
        let mut store = ten_of_100_bytes();
        let gone = store.release_where(|frame| frame.file.0 >= 4);
        assert_eq!(gone.len(), 6);
        assert_eq!((store.bytes(), store.frame_count()), (400, 4));
    }

    #[test]
    fn the_budget_is_a_quarter_of_the_device_within_bounds() {
        assert_eq!(budget_for(Some(1.0)), 256 << 20);
        assert_eq!(budget_for(Some(8.0)), LARGEST_BUDGET);
        assert_eq!(budget_for(None), DEFAULT_BUDGET);
    }
}
