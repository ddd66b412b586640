//! What can be checked of privacy, and what cannot be seen from within a page.

pub const PRIVACY: &str = "Privacy";
pub const PRIVACY_HINT: &str = "What was asked for, what is forbidden, what the open files tell";
pub const PRIVACY_REQUESTS: &str = "What was asked for";
pub const PRIVACY_ASKING: &str = "Asking the browser and the workers";
pub const PRIVACY_UNKNOWN: &str = "The browser gives no account: see its developer tools";
pub const PRIVACY_LIST: &str = "One by one";
pub const PRIVACY_AGAIN: &str = "Look again";
pub const PRIVACY_UNSEEN: &str = "Not seen from here: the service worker, which asks for files of the page alone; extensions; the browser itself. A list ends at 250 lines. The browser's developer tools and the server's log show all of it.";
pub const PRIVACY_POLICY: &str = "What is forbidden";
pub const PRIVACY_POLICY_WHAT: &str = "This policy of the page binds it and its workers, and the browser holds them to it: nothing is loaded from elsewhere, nothing is sent elsewhere.";
pub const PRIVACY_NO_POLICY: &str = "This page has no policy: it is not as it was built";
pub const PRIVACY_FILES: &str = "What the open files tell";
pub const PRIVACY_FILES_WHAT: &str = "Elements in their headers that the confidentiality profile of DICOM (PS3.15) removes or replaces. Pixels are not looked at.";
/// Elements by kind, in the order of `copy::KINDS`.
pub const PRIVACY_KINDS: [&str; 6] = [
    "names of people",
    "dates, times and ages",
    "UIDs",
    "overlays and curves",
    "private elements",
    "numbers, places, descriptions and others",
];

/// `31 requests, all of them for files of this page`.
#[must_use]
pub fn privacy_requests(requests: usize, elsewhere: usize, workers: usize) -> String {
    let workers = match workers {
        0 => "no worker has answered".to_owned(),
        1 => "1 worker has answered".to_owned(),
        workers => format!("{workers} workers have answered"),
    };
    let where_to = match elsewhere {
        0 => "all of them for files of this page".to_owned(),
        elsewhere => format!("{elsewhere} of them elsewhere"),
    };
    format!("{requests} requests, {where_to}; {workers}")
}

/// What the browser has held the page and its workers to.
#[must_use]
pub fn privacy_refused(times: usize) -> String {
    match times {
        0 => "It had nothing to refuse so far".to_owned(),
        1 => "It has refused 1 attempt so far".to_owned(),
        times => format!("It has refused {times} attempts so far"),
    }
}

/// `300 of 300 headers are read`.
#[must_use]
pub fn privacy_read(done: usize, of: usize, unread: usize) -> String {
    let read = format!("{done} of {of} headers are read");
    match unread {
        0 => read,
        unread => format!("{read}, {unread} of them in vain"),
    }
}
