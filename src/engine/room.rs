//! The room check: a computed picture in the place of all panes, drawn as slices are. What was shown
//! before is as it was when it ends.

use crate::engine::event::Effect;
use crate::engine::{State, screen, textures};
use crate::gpu::draw::ComputedFrame;
use crate::gpu::{Content, DrawList, Interpolation, Pane as DrawnPane};
use crate::intake::{FileId, FrameKey};
use crate::pixels::preset::LUNG;
use crate::pixels::{ColourMap, Endian, GreyPath, Layout, Rescale, Shape};
use crate::sample::room;
use crate::viewport::{Extent, Placement, Rect, View};

/// Of no file.
const FRAME: FrameKey = FrameKey {
    file: FileId(u32::MAX),
    frame: 0,
};

const LAYOUT: Layout = Layout {
    allocated: 16,
    stored: 16,
    high_bit: 15,
    signed: false,
    float: false,
    endian: Endian::Little,
};

const SHAPE: Shape = Shape {
    columns: room::COLUMNS,
    rows: room::ROWS,
    samples: 1,
    planar: false,
};

/// On and off.
pub fn toggle(state: &mut State) {
    state.session.checks_room = !state.session.checks_room;
}

/// Draws it over the whole canvas.
pub fn draw(state: &mut State, effects: &mut Vec<Effect>) {
    textures::hold_computed(state, FRAME, effects, || ComputedFrame {
        frame: FRAME,
        layout: LAYOUT,
        shape: SHAPE,
        samples: room::samples(),
    });
    let [width, height] = state.screen.canvas();
    let pane = pane(Rect {
        x: 0,
        y: 0,
        width,
        height,
    });
    let list = DrawList {
        panes: vec![pane],
        ..DrawList::default()
    };
    screen::draw(state, list, None, effects);
}

fn pane(rect: Rect) -> DrawnPane {
    let extent = Extent {
        columns: f64::from(SHAPE.columns),
        rows: f64::from(SHAPE.rows),
        voxel_aspect: 1.0,
    };
    let rescale = Rescale {
        slope: 1.0,
        intercept: -f64::from(room::OFFSET_HU),
        kind: None,
    };
    DrawnPane {
        rect,
        frame: FRAME,
        layout: LAYOUT,
        shape: SHAPE,
        content: Content::Grey(GreyPath::new(Some(&rescale), LUNG.window())),
        colours: ColourMap::Grey,
        ranges: None,
        image_from_canvas: Placement::new(rect, View::default(), extent).into(),
        covered: false,
        revision: 0,
        interpolation: Interpolation::Bilinear,
    }
}
