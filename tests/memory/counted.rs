//! The memory that each thread has taken, and the most that it had at once: tests run beside each
//! other, and nothing here hands memory from thread to thread.

#![expect(unsafe_code, reason = "an allocator hands out raw memory")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// More than this at once is not given: whoever asks for it was led by a file.
const CEILING: i64 = 4 << 30;

thread_local! {
    static TAKEN: Cell<i64> = const { Cell::new(0) };
    static MOST: Cell<i64> = const { Cell::new(0) };
}

struct Counted;

#[global_allocator]
static ALLOCATOR: Counted = Counted;

// SAFETY: all is handed on to the system's allocator as it comes, or refused.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if !take(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: as asked of us.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if !take(layout.size()) {
            return std::ptr::null_mut();
        }
        // SAFETY: as asked of us.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        give_back(layout.size());
        // SAFETY: as asked of us.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        give_back(layout.size());
        if !take(size) {
            take(layout.size());
            return std::ptr::null_mut();
        }
        // SAFETY: as asked of us.
        unsafe { System.realloc(at, layout, size) }
    }
}

fn signed(size: usize) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

/// Counts it; false where it would be too much.
fn take(size: usize) -> bool {
    let now = TAKEN.get().saturating_add(signed(size));
    // What is refused counts too: it was asked for.
    MOST.set(MOST.get().max(now));
    if now <= CEILING {
        TAKEN.set(now);
    }
    now <= CEILING
}

fn give_back(size: usize) {
    TAKEN.set(TAKEN.get() - signed(size));
}

/// What is taken now; the most is counted from here on.
pub fn restart() -> i64 {
    MOST.set(TAKEN.get());
    TAKEN.get()
}

/// The most that was taken at once, or asked for, since what was taken `before`.
pub fn most_since(before: i64) -> u64 {
    (MOST.get() - before).max(0).cast_unsigned()
}
