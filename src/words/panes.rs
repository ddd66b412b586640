//! Panes, and what holds them together.

pub const LAYOUT: &str = "Layout of the panes";
pub const DROP_SERIES_HERE: &str = "Empty: drag a series here, or choose one in the list";

pub const KEY_LINK: &str = "Panes go together, and no longer";
pub const KEY_WIPE: &str = "Wipe between two panes";
pub const WIPE_LINE: &str = "Line of the wipe";
pub const WIPE_NEEDS_TWO: &str = "A wipe is between two panes: choose a layout of two";
pub const KEY_LINK_HERE: &str = "The same, as far apart as they are now";
pub const CURSOR: &str = "3D cursor";
pub const KEY_CURSOR: &str = "3D cursor: other panes turn to the point that is pressed";
pub const LINKED: &str = "linked";
pub const LINKED_BY_POSITION: &str = "linked by position";
pub const LINKED_BY_OFFSET: &str = "linked by offset";
pub const LINKED_BY_FRACTION: &str = "linked by fraction";
pub const LINKED_CROSSING: &str = "linked, not in slices";
pub const LINKED_BEYOND: &str = "linked, no slice there";

pub const STUDY_HINT: &str = "Shows what opens best of this study; drag it into a pane";

/// `Study 2`: nothing in it tells the patient.
#[must_use]
pub fn study(number: usize) -> String {
    format!("Study {number}")
}

/// `2 rows of 3 panes`, for ears.
#[must_use]
pub fn layout(rows: usize, columns: usize) -> String {
    match (rows, columns) {
        (1, 1) => "One pane".to_owned(),
        (1, _) => format!("{columns} panes beside each other"),
        (_, 1) => format!("{rows} panes over each other"),
        _ => format!("{rows} rows of {columns} panes"),
    }
}
