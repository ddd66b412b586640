//! What is measured of one page in one round.

use std::fmt;

use serde_json::Value;

/// One kind of work, some times over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stretch {
    /// Of each time, in the page's own clock.
    pub times_ms: Vec<f64>,
    /// Processor time that the page's own thread took for all of them.
    pub page_thread_ms: f64,
    pub work: Work,
}

impl Stretch {
    #[must_use]
    pub fn median_ms(&self) -> f64 {
        quantile(&self.times_ms, 0.5)
    }

    #[must_use]
    pub fn p95_ms(&self) -> f64 {
        quantile(&self.times_ms, 0.95)
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Figures {
    /// From the drop to the first picture on the screen; `None` for a page that draws nothing.
    pub first_image_ms: Option<f64>,
    /// From the drop until everything is held.
    pub load: Stretch,
    pub scroll: Option<Stretch>,
    pub window: Option<Stretch>,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "all decoded {:.0} ms", self.load.median_ms())?;
        if let Some(first) = self.first_image_ms {
            write!(f, ", first image {first:.0} ms")?;
        }
        for (what, stretch) in [("slice", &self.scroll), ("window", &self.window)] {
            if let Some(stretch) = stretch {
                write!(f, ", {what} {:.1} ms", stretch.median_ms())?;
            }
        }
        Ok(())
    }
}

/// As a page counts it (`body[data-work]`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Work {
    pub bytes_read: u64,
    pub frames: u64,
    pub uploads: u64,
    pub upload_bytes: u64,
    pub draws: u64,
}

impl Work {
    #[must_use]
    pub fn from_json(work: &Value) -> Self {
        let count = |name: &str| work[name].as_u64().unwrap_or_default();
        Self {
            bytes_read: count("bytesRead"),
            frames: count("frames"),
            uploads: count("uploads"),
            upload_bytes: count("uploadBytes"),
            draws: count("draws"),
        }
    }

    /// What was done after `before`.
    #[must_use]
    pub const fn since(self, before: Self) -> Self {
        Self {
            bytes_read: self.bytes_read - before.bytes_read,
            frames: self.frames - before.frames,
            uploads: self.uploads - before.uploads,
            upload_bytes: self.upload_bytes - before.upload_bytes,
            draws: self.draws - before.draws,
        }
    }
}

/// The value that a share of all values lie below, or at; 0 of none.
#[must_use]
pub fn quantile(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "some hundred values, shares from 0 to 1"
    )]
    let at = (share * last as f64).round() as usize;
    sorted.get(at).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn quantiles() {
        let near = |share, expected: f64| {
            let found = quantile(&[5.0, 1.0, 4.0, 2.0, 3.0], share);
            assert!((found - expected).abs() < 1e-9, "{share}: {found}");
        };
        near(0.0, 1.0);
        near(0.5, 3.0);
        near(0.95, 5.0);
        assert!(quantile(&[], 0.5).abs() < 1e-9);
    }

    #[test]
    fn work_is_what_a_page_says_less_what_it_said_before() {
        let said = |draws: u64| Work::from_json(&json!({ "bytesRead": 10, "draws": draws }));
        let work = said(7).since(said(3));
        assert_eq!((work.bytes_read, work.draws), (0, 4));
    }
}
