//! Buttons and labels of the page.

pub const NAME: &str = "Hounsfield";
pub const DROP_HERE: &str = "Drop a scan here";
pub const STAYS_HERE: &str = "It stays on this computer";
pub const OPEN: &str = "Open";
pub const OPEN_FILES: &str = "Open files";
pub const OPEN_FOLDER: &str = "Open folder";
pub const CANCEL: &str = "Cancel";
pub const CLOSE: &str = "Close all";
pub const REOPEN: &str = "Open again what was closed";
pub const REOPEN_HINT: &str = "Reads the same files anew (Ctrl+Z)";
pub const WINDOW: &str = "Window";
pub const FIT: &str = "Fit";
pub const ONE_TO_ONE: &str = "1:1";
pub const ONE_TO_ONE_HINT: &str = "One voxel on one pixel of the screen";
pub const FIT_HINT: &str = "The whole image";
pub const RESET: &str = "Reset";
pub const INVERT: &str = "Invert";
pub const LEGAL: &str = "For teaching. Not a medical device. Not for diagnosis or patient care.";
pub const TOOLS: &str = "Tools";
pub const ZOOM: &str = "Zoom";
pub const BESIDE_HINT: &str = "Lung beside mediastinum (L)";
pub const BESIDE_NEEDS_HU: &str = "Lung beside mediastinum needs HU, which these files do not give";
pub const NEEDS_HU: &str = "Only for HU, which these files do not give";
pub const NO_WINDOW: &str = "Colour has no window";
pub const DRAG_UP_DARKENS: &str = "Dragging up darkens";
pub const SAVE: &str = "Save the picture as PNG";
pub const SAVE_PLAIN: &str = "The same, without marks";
pub const SAVE_LAYOUT: &str = "Save all panes as PNG";
pub const LAYOUT_FILE: &str = "hounsfield-panes.png";
pub const SAVE_FILM: &str = "Save the stack as a film";
pub const FILM_STOP: &str = "End the film here";
pub const FILM_STOPPING: &str = "Writing the film";
pub const FILM_IMPOSSIBLE: &str = "This browser writes no films";
pub const FILM_OTHER_PICTURE: &str =
    "The film is saved up to where the pane came to show something else";
pub const FETCHING: &str = "Fetching this part of the page";
pub const MORE: &str = "More";
pub const PRESET_FILE: &str = "file";
pub const PRESET_AUTO: &str = "auto";
pub const LICENCES: &str = "Licences";
pub const LICENCES_HINT: &str = "What this page is made of, and under which licences";
pub const MEMORY: &str = "Memory set aside for images";

/// `212 of 300 read`.
#[must_use]
pub fn reading(done: usize, total: usize) -> String {
    format!("{done} of {total} read")
}

/// `Recording: 12 of 300`.
#[must_use]
pub fn film_recording(done: usize, of: usize) -> String {
    format!("Recording: {done} of {of}")
}

/// `The film is saved without 3 slices, which were not there in time`.
#[must_use]
pub fn film_left_out(slices: usize) -> String {
    let slices = if slices == 1 {
        "1 slice, which was".to_owned()
    } else {
        format!("{slices} slices, which were")
    };
    format!("The film is saved without {slices} not there in time")
}

/// `hounsfield-s1-45.png`: nothing in it tells the patient.
#[must_use]
pub fn file_name(series: &str, slice: usize, ending: &str) -> String {
    format!("hounsfield-{series}-{slice}.{ending}")
}
