//! Panes, and what holds them together.

pub const LAYOUT: &str = "Layout of the panes";
pub const DROP_SERIES_HERE: &str = "Empty: drag a series here, or choose one in the list";

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
