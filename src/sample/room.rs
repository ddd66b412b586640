//! A picture by which a teacher sees whether a room is dark enough: what is hard to tell apart on a
//! washed out wall. Values in HU, to be seen in the lung window (-600/1500), so that what is tested is
//! the way that lungs are seen.
//!
//! From its upper left: 5 % within black, faint letters on grey, 95 % within white; 16 steps from black to
//! white; lung, with a disc in it like ground-glass. After the patches of SMPTE RP 133.

pub const COLUMNS: u32 = 960;
pub const ROWS: u32 = 600;

/// Stored values are HU and this.
pub const OFFSET_HU: i32 = 2048;

/// Black and white of the lung window by PS3.3 C.11.2.1.2.1: what lies between is the grey.
const BLACK_HU: f64 = -1350.0;
const WHITE_HU: f64 = 149.0;

pub const LUNG_HU: f64 = -850.0;
/// In the middle of the disc, which fades towards its edge.
pub const GROUND_GLASS_LIKE_HU: f64 = -720.0;

const STEPS: u32 = 16;

/// An area, from its upper left corner: columns, rows.
#[derive(Clone, Copy)]
struct Area {
    at: [u32; 2],
    size: [u32; 2],
}

impl Area {
    const fn square(at: [u32; 2], side: u32) -> Self {
        Self {
            at,
            size: [side, side],
        }
    }

    /// Where a pixel lies in it, from its corner.
    const fn inside(self, column: u32, row: u32) -> Option<[u32; 2]> {
        let Self {
            at: [left, top],
            size: [width, height],
        } = self;
        if column < left || row < top || column >= left + width || row >= top + height {
            return None;
        }
        Some([column - left, row - top])
    }
}

/// A patch within another, in per cent of white.
const PATCHES: [(Area, f64); 4] = [
    (Area::square([120, 100], 100), 5.0),
    (Area::square([60, 40], 220), 0.0),
    (Area::square([740, 100], 100), 95.0),
    (Area::square([680, 40], 220), 100.0),
];

const STEP_ROWS: Area = Area {
    at: [0, 300],
    size: [COLUMNS, 100],
};

const LUNG_ROWS: Area = Area {
    at: [0, 400],
    size: [COLUMNS, 200],
};

/// Middle of the disc, and the radii that it fades between.
const DISC: [f64; 2] = [720.0, 500.0];
const DISC_RADII: [f64; 2] = [45.0, 75.0];

/// Of what is beside the patches.
const GREY: f64 = 50.0;

/// Lines of letters, and how much lighter than the grey about them they are, in per cent of white.
const LETTERS: [(&str, f64); 3] = [("HELT", 8.0), ("FTHE", 5.0), ("LEFH", 3.0)];
const LETTERS_AT: [u32; 2] = [336, 46];
/// From one to the next, across and down.
const LETTER_PITCH: [u32; 2] = [80, 80];
/// Pixels of one of a letter's five by five cells.
const CELL: u32 = 10;

/// The picture as stored values of 16 bits, little-endian, row by row.
#[must_use]
pub fn samples() -> Vec<u8> {
    let rows = (0..ROWS).flat_map(|row| (0..COLUMNS).map(move |column| hu(column, row)));
    rows.flat_map(|hu| stored(hu).to_le_bytes()).collect()
}

/// HU at a pixel. Beyond the picture it is grey.
#[must_use]
pub fn hu(column: u32, row: u32) -> f64 {
    let is_inside = |(area, _): &&(Area, f64)| area.inside(column, row).is_some();
    if let Some((_, percent)) = PATCHES.iter().find(is_inside) {
        return of_percent(*percent);
    }
    if let Some([across, _]) = STEP_ROWS.inside(column, row) {
        let step = across * STEPS / COLUMNS;
        return of_percent(100.0 * f64::from(step) / f64::from(STEPS - 1));
    }
    if LUNG_ROWS.inside(column, row).is_some() {
        return lung(column, row);
    }
    of_percent(GREY + letter(column, row).unwrap_or(0.0))
}

/// The value that is shown at so many per cent from black to white.
fn of_percent(percent: f64) -> f64 {
    BLACK_HU + (WHITE_HU - BLACK_HU) * percent / 100.0
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "HU of the picture lie between -1350 and 149"
)]
fn stored(hu: f64) -> u16 {
    (hu + f64::from(OFFSET_HU)).round() as u16
}

fn lung(column: u32, row: u32) -> f64 {
    let [x, y] = [column, row].map(|at| f64::from(at) + 0.5);
    let [inner, outer] = DISC_RADII;
    let off = (x - DISC[0]).hypot(y - DISC[1]);
    let share = ((outer - off) / (outer - inner)).clamp(0.0, 1.0);
    LUNG_HU + (GROUND_GLASS_LIKE_HU - LUNG_HU) * share
}

/// How much lighter a pixel of a letter is; `None` beside letters.
fn letter(column: u32, row: u32) -> Option<f64> {
    let across = column.checked_sub(LETTERS_AT[0])?;
    let down = row.checked_sub(LETTERS_AT[1])?;
    let (word, lighter) = LETTERS.get((down / LETTER_PITCH[1]) as usize)?;
    let name = word.chars().nth((across / LETTER_PITCH[0]) as usize)?;
    let [x, y] = [across % LETTER_PITCH[0], down % LETTER_PITCH[1]].map(|at| at / CELL);
    let cells = *cells_of(name).get(y as usize)?;
    let is_on = x < 5 && cells >> (4 - x) & 1 == 1;
    is_on.then_some(*lighter)
}

/// A letter as eye charts have them, five cells by five, a row each.
const fn cells_of(name: char) -> [u8; 5] {
    match name {
        'E' => [0b11111, 0b10000, 0b11111, 0b10000, 0b11111],
        'F' => [0b11111, 0b10000, 0b11111, 0b10000, 0b10000],
        'H' => [0b10001, 0b10001, 0b11111, 0b10001, 0b10001],
        'L' => [0b10000, 0b10000, 0b10000, 0b10000, 0b11111],
        _ => [0b11111, 0b00100, 0b00100, 0b00100, 0b00100],
    }
}
