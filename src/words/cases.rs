//! Cases, and the way through them.

pub const CASE_HINT: &str = "Turns to this case; drag it into a pane";
pub const CASE_UNREAD: &str = "not opened yet";
pub const CASE_EMPTY: &str = "no series of its own";
pub const CASE_LOADING: &str = "loading";
pub const CASES: &str = "Cases";
pub const BLIND: &str = "Blind: nothing that tells the answer is shown";
pub const SHUFFLE: &str = "Shuffle the cases";
pub const SORT_CASES: &str = "Cases in the order in which they came";

/// `Case 7`: nothing in it tells the patient, or what was found.
#[must_use]
pub fn case(number: usize) -> String {
    format!("Case {number}")
}

/// `Case 7 of 20`.
#[must_use]
pub fn case_of(number: usize, cases: usize) -> String {
    format!("Case {number} of {cases}")
}

/// Of a case that is waited for, while another picture stays.
#[must_use]
pub fn case_loading(number: usize) -> String {
    format!("Case {number} loading")
}

/// A series where its name is an answer.
#[must_use]
pub fn blind_series(number: usize) -> String {
    format!("Series {number}")
}
