//! What grew from a seed, cut by planes: as large as on slices, where the voxels are.

use hounsfield::overlay::{self, OverLine};
use hounsfield::session::{Action, PaneId, Tool};

use crate::performer::Performer;
use crate::{PANE, series};

const SLICES: usize = 20;

/// The image of 64 x 64 fits into the pane of 800 x 600.
fn place(column: f64, row: f64) -> [f64; 2] {
    [(100.0 + column * 9.375) / 800.0, row * 9.375 / 600.0]
}

/// The lung of the phantom at the patient's right has grown from a seed in the tenth slice.
fn grown() -> Performer {
    let mut viewer = Performer::new();
    viewer.drop_files(1, series(SLICES));
    viewer.settle();
    viewer.act(Action::ShowSlice {
        pane: PANE,
        slice: 9,
    });
    viewer.draw();
    viewer.act(Action::ChooseTool { tool: Tool::Seed });
    let (pane, at, reach) = (PANE, place(17.5, 31.5), 0.001);
    viewer.act(Action::PressMark { pane, at, reach });
    viewer.act(Action::ReleaseMark { pane, at, reach });
    viewer.settle();
    viewer
}

fn lines(viewer: &Performer, pane: PaneId) -> Vec<OverLine> {
    overlay::growth_lines(&viewer.state, pane)
}

/// By the shoelace formula, holes taken off; in pixels of what is shown.
fn area(lines: &[OverLine]) -> f64 {
    let traces = lines.iter().flat_map(|line| &line.traces);
    let areas = traces.map(|trace| {
        let next = trace.points.iter().cycle().skip(1);
        let pairs = trace.points.iter().zip(next);
        pairs.map(|([x, y], [u, v])| x * v - u * y).sum::<f64>() / 2.0
    });
    areas.sum::<f64>().abs()
}

#[test]
fn planes_cut_what_grew_where_it_is() {
    let mut viewer = grown();
    let on_slice = area(&lines(&viewer, PANE));
    assert!(on_slice > 50.0, "{on_slice}");
    viewer.act(Action::Planes);
    viewer.settle();
    let [axial, coronal] = [PaneId(0), PaneId(1)];
    assert!((area(&lines(&viewer, axial)) - on_slice).abs() < 1e-9);
    assert!(overlay::image_matrix(&viewer.state, axial).is_some());
    // The crosshair goes into the lung: there all planes cut it, from the first slice to the last.
    viewer.act(Action::PlaceCrosshair {
        pane: axial,
        at: [0.3, 0.5],
    });
    viewer.settle();
    let sum = |viewer: &mut Performer, pane, axis: usize| {
        let mut sum = 0.0;
        for number in 0..64 {
            viewer.act(Action::ShowSlice {
                pane,
                slice: number,
            });
            viewer.draw();
            let cut = viewer.state.screen.cut(pane).unwrap();
            let step = if axis == 0 { 3.0 } else { 5.625 };
            let pixel = cut.sheet.column_length_mm().powi(2);
            let plane = overlay::pane(&viewer.state, pane).slice;
            if plane == Some(number + 1) {
                sum += area(&lines(viewer, pane)) * pixel * step / 1000.0;
            }
        }
        sum
    };
    let volume = viewer.state.grey.growths[0].volume_ml();
    let by_axial = sum(&mut viewer, axial, 0);
    assert!(
        (by_axial / volume - 1.0).abs() < 1e-6,
        "{by_axial} {volume}"
    );
    // Slices of 3 mm by pixels of 5.625: each of these is of one slice or of two.
    let by_coronal = sum(&mut viewer, coronal, 1);
    assert!(
        (by_coronal / volume - 1.0).abs() < 0.1,
        "{by_coronal} {volume}"
    );

    // In a slab masks would lie at one depth of many; hidden marks hide what grew too.
    viewer.act(Action::NextSlab { pane: coronal });
    viewer.draw();
    assert!(lines(&viewer, coronal).is_empty());
    viewer.act(Action::ToggleMarks);
    assert!(overlay::growths_shown(&viewer.state, axial).is_none());
}
