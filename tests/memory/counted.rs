//! The memory that this process has taken, and the most that it had at once.

#![expect(unsafe_code, reason = "an allocator hands out raw memory")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering};

static TAKEN: AtomicU64 = AtomicU64::new(0);
static MOST: AtomicU64 = AtomicU64::new(0);

struct Counted;

#[global_allocator]
static ALLOCATOR: Counted = Counted;

// SAFETY: all is handed on to the system's allocator as it comes.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        // SAFETY: as asked of us.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        take(layout.size());
        // SAFETY: as asked of us.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        TAKEN.fetch_sub(layout.size() as u64, Ordering::Relaxed);
        // SAFETY: as asked of us.
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        TAKEN.fetch_sub(layout.size() as u64, Ordering::Relaxed);
        take(size);
        // SAFETY: as asked of us.
        unsafe { System.realloc(at, layout, size) }
    }
}

fn take(size: usize) {
    let now = TAKEN.fetch_add(size as u64, Ordering::Relaxed) + size as u64;
    MOST.fetch_max(now, Ordering::Relaxed);
}

/// What is taken now; the most is counted from here on.
pub fn restart() -> u64 {
    let now = TAKEN.load(Ordering::Relaxed);
    MOST.store(now, Ordering::Relaxed);
    now
}

/// The most that was taken at once since the last restart.
pub fn most() -> u64 {
    MOST.load(Ordering::Relaxed)
}
