//! What keys do, as help lists them.

pub const KEY_SLICE: &str = "Next slice, the one before";
pub const KEY_TEN: &str = "Ten slices on, ten back";
pub const KEY_ENDS: &str = "First slice, last slice";
pub const KEY_SERIES: &str = "Next series, the one before";
pub const KEY_SERIES_PRESENTING: &str = "The same, also while presenting";
pub const KEY_CASE: &str = "Next case, the one before";
pub const KEY_PANE: &str = "Next pane; after the last one, on over the page";
pub const KEY_PRESETS: &str =
    "Windows: 0 the file's own, 1 lung, 2 mediastinum, 3 bone, 4 abdomen, 5 brain";
pub const KEY_INVERT: &str = "Invert grey";
pub const KEY_BESIDE: &str = "Lung beside mediastinum";
pub const KEY_LAYOUT: &str = "More panes, up to nine, and round to one";
pub const KEY_MAXIMISE: &str = "This pane alone, and back";
pub const KEY_CINE: &str = "Cine on, off";
pub const KEY_CINE_RATE: &str = "Cine faster, slower";
pub const CINE_HINT: &str = "Cine on, off (C); < slower, > faster";
pub const KEY_FREEZE: &str = "Freeze the picture, and free it";
pub const KEY_WINDOW: &str = "Window wider, narrower; brighter, darker";
pub const KEY_PAN: &str = "Move the picture";
pub const KEY_ZOOM_STEP: &str = "Larger, smaller";
pub const KEY_POINTER: &str = "A pointer of its own, by one voxel: reads values, draws marks";
pub const KEY_POINTER_TEN: &str = "The same by ten voxels";
pub const KEY_PRESS: &str =
    "With a tool for marks: sets a point at the pointer; else takes hold of a mark there";
pub const KEY_ZOOM: &str = "Zoom with the left button";
pub const KEY_VOXELS: &str = "Voxels as they are, or blended";
pub const KEY_DETAIL: &str = "Fewer texts over the picture; again, all of them";
pub const KEY_REVEAL: &str = "While held: names and numbers of the patient";
pub const KEY_RING: &str =
    "While held: a ring about the pointer; what is pressed draws strokes that fade";
pub const KEY_CLASS: &str = "Open a class window, for a second screen";
pub const KEY_ROOM: &str = "Room check: what must be seen from the last row";
pub const KEY_RESET: &str = "Window and view as at the start";
pub const KEY_BACK: &str = "Previous view";
pub const KEY_PRESENT: &str = "Present, and back";
pub const KEY_BLANK: &str = "While presenting, or with a class window: a dark screen";
pub const KEY_ESCAPE: &str = "Ends drawing, then the tool, then presenting";
pub const KEY_SEGMENTS: &str = "Segments filled, outlined, off";
pub const KEY_COVER: &str = "Graphics and shutter of the file hidden, and shown";
pub const KEY_MARKS: &str = "Marks hidden, and shown";
pub const KEY_LENGTH: &str = "Measure a length";
pub const KEY_COPY_MARK: &str = "The chosen mark goes on to the next or previous slice";
pub const KEY_DELETE: &str = "Delete the chosen mark; Ctrl+Z undoes, Ctrl+Shift+Z does again";
pub const KEY_MENU: &str = "Menu of the picture";
pub const KEY_HELP: &str = "This help";

pub const HELP: &str = "Keys and gestures";
pub const CLOSE_PANEL: &str = "Close";
pub const KEYS: &str = "Keys";
pub const GESTURES: &str = "Mouse, trackpad, fingers";
pub const SLICE: &str = "Slice";

/// What hands do, and what it does.
pub const GESTURE_LIST: [(&str, &str); 17] = [
    ("Wheel", "Slices; with Shift ten"),
    (
        "Alt + wheel",
        "Slab thicker, thinner; thinner than all, none",
    ),
    (
        "Crosshair of planes",
        "Drag its middle to move it, a line near it to move one plane, further out to turn",
    ),
    ("Ctrl + wheel, pinch", "Zoom to the pointer"),
    ("Left drag", "The chosen tool, at the start the window"),
    ("Right drag", "Zoom"),
    ("Middle drag, Space + left", "Move the picture"),
    ("Left + right drag", "Slices"),
    ("Shift while dragging", "A tenth, for fine windows"),
    ("Double click, two taps", "This pane alone, and back"),
    ("Series dragged out of the list", "Shown in that pane"),
    ("Right click", "Menu of the picture"),
    ("One finger", "Slices, or the window by the thumb bar"),
    ("Two fingers", "Move and zoom"),
    ("Long press", "The value under the finger"),
    ("Slider", "Any slice at once; hatched: not here"),
    (
        "Clicker, while presenting",
        "Page up and down, left and right, Space: ten slices on or back",
    ),
];

/// How fast a cine runs.
#[must_use]
pub fn slices_a_second(rate: f64) -> String {
    format!("{rate:.0}/s")
}

/// A key as it is printed on keyboards.
#[must_use]
pub fn key_cap(key: &str) -> String {
    match key {
        "ArrowUp" => "\u{2191}".to_owned(),
        "ArrowDown" => "\u{2193}".to_owned(),
        "ArrowLeft" => "\u{2190}".to_owned(),
        "ArrowRight" => "\u{2192}".to_owned(),
        "Control" => "Ctrl".to_owned(),
        "Escape" => "Esc".to_owned(),
        "ContextMenu" => "Menu".to_owned(),
        letter if letter.len() == 1 => letter.to_uppercase(),
        other => other.to_owned(),
    }
}
