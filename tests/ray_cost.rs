//! `docs/volume.md`: the ramps, and what a frame of a volume rendering costs, counted by the twin of the shader on the
//! computed chest. After a change: `UPDATE_DOCS=1 cargo test --test ray_cost`.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test, which counts"
)]

use std::fmt::Write as _;
use std::{env, fs};

use hounsfield::gpu::ImageFromCanvas;
use hounsfield::header::{self, Header, Image, PixelData, Read};
use hounsfield::intake::{FileId, FrameKey};
use hounsfield::pixels::Frame;
use hounsfield::rendering::ray::{Textures, View as RayView, trace};
use hounsfield::rendering::transfer::{HU, Ramp};
use hounsfield::rendering::{Blocks, Camera, Preset, Reduction, Scene, Solid, SolidLayer};
use hounsfield::sample;
use hounsfield::viewport::{Extent, Placement, Rect, View};
use hounsfield::volume::Geometry;

/// Of the pane that costs are given for.
const SIZE: [u32; 2] = [1000, 800];

/// Each so many pixels along both axes are counted, and stand for the others.
const EVERY: usize = 16;

/// Named HU of the table of ramps.
const SHOWN_HU: [f64; 12] = [
    -1000.0, -950.0, -850.0, -700.0, -500.0, -300.0, -100.0, 50.0, 150.0, 300.0, 600.0, 1000.0,
];

struct Chest {
    solid: Solid,
    layers: SolidLayer,
    blocks: Blocks,
}

impl Chest {
    fn new() -> Self {
        let files: Vec<Vec<u8>> = (0..sample::SLICES).map(sample::file).collect();
        let headers: Vec<Header> = files
            .iter()
            .map(|bytes| match header::read(bytes, bytes.len() as u64) {
                Ok(Read::Header(header)) => *header,
                other => panic!("{other:?}"),
            })
            .collect();
        let slices: Vec<(FrameKey, &Header, &Image)> = (0_u32..)
            .zip(&headers)
            .map(|(at, header)| {
                let file = FileId(at);
                let image = header.image.as_ref().unwrap();
                (FrameKey { file, frame: 0 }, header, image)
            })
            .collect();
        let geometry = Geometry::of(&slices).unwrap();
        let solid = Solid::of(&geometry, 96 << 20);
        let reduction = Reduction {
            by: solid.by,
            range: HU,
            body_mm: Some(geometry.pixel_mm),
        };
        let mut layers = SolidLayer::default();
        let mut blocks = Blocks::new(solid.size);
        for (layer, slice) in (0..).zip(&solid.layers) {
            let file = geometry.places[slice.unwrap()].frame.file.0 as usize;
            let image = slices[file].2;
            let PixelData::Native { offset, .. } = image.pixel_data else {
                panic!("compressed")
            };
            let samples = &files[file][offset as usize..];
            let frame = Frame::new(samples, image.layout, image.shape).unwrap();
            let content = reduction.of(&frame, image.rescale.as_ref(), image.padding);
            blocks.take(layer, &content.levels);
            layers.levels.extend(content.levels);
            layers.body.extend(content.body);
        }
        Self {
            solid,
            layers,
            blocks,
        }
    }

    fn scene(&self, preset: Preset) -> Scene {
        let camera = Camera::default();
        let sheet = camera.sheet(self.solid.geometry());
        let rect = Rect {
            x: 0,
            y: 0,
            width: SIZE[0],
            height: SIZE[1],
        };
        let extent = Extent {
            columns: sheet.columns,
            rows: sheet.rows,
            voxel_aspect: 1.0,
        };
        let ImageFromCanvas { column, row } = Placement::new(rect, View::default(), extent).into();
        let view = RayView {
            solid: &self.solid,
            camera,
            sheet_from_canvas: [column, row],
            clip: [[0.0, 1.0]; 3],
            is_lit: true,
            least_body: preset.least_body(),
        };
        Scene::new(&view, &sheet)
    }

    /// Places that all rays of a frame look at, and blocks that they step over, in millions; and the
    /// share of rays that bring anything home.
    fn count(&self, scene: &Scene, ramp: &Ramp, seen: Option<&[u8]>, step: usize) -> [f64; 3] {
        let textures = Textures {
            size: self.solid.size,
            levels: &self.layers.levels,
            body: &self.layers.body,
            seen: seen.map(|seen| (seen, self.blocks.count)),
            ramp,
        };
        let [mut looks, mut skips, mut hits, mut rays] = [0.0; 4];
        for y in (0..SIZE[1] as usize).step_by(EVERY) {
            for x in (0..SIZE[0] as usize).step_by(EVERY) {
                let light = trace(scene, &textures, [x as f32 + 0.5, y as f32 + 0.5]);
                looks += f64::from(light.looks);
                skips += f64::from(light.skips);
                hits += if light.share > 0.0 { 1.0 } else { 0.0 };
                rays += 1.0;
            }
        }
        let stand_for = (EVERY * EVERY) as f64 / (step * step) as f64 / 1.0e6;
        [looks * stand_for, skips * stand_for, hits / rays]
    }
}

fn ramps(page: &mut String) {
    page.push_str("| HU |");
    for preset in Preset::ALL.iter().filter(|it| it.needs_hu()) {
        write!(page, " {} |", preset.code()).unwrap();
    }
    page.push_str("\n|---|---|---|---|---|---|\n");
    for hu in SHOWN_HU {
        write!(page, "| {hu} |").unwrap();
        for preset in Preset::ALL.iter().filter(|it| it.needs_hu()) {
            let ramp = preset.ramp(HU, 0.0, [0.0, 1.0]);
            let level = hounsfield::rendering::reduction::level(hu, HU);
            let [red, green, blue, dense] = ramp[usize::from(level)];
            let percent = f64::from(dense) / 2.55;
            if dense == 0 {
                page.push_str(" - |");
            } else {
                write!(page, " {percent:.0} %, `#{red:02x}{green:02x}{blue:02x}` |").unwrap();
            }
        }
        page.push('\n');
    }
}

fn costs(page: &mut String) {
    let chest = Chest::new();
    let empty = chest.blocks.seen(|_| false);
    page.push_str(
        "| shown | rays that meet it | looks, every step, M | looks, empty blocks stepped over, M | \
         steps over blocks, M | looks of a coarse frame, M |\n|---|---|---|---|---|---|\n",
    );
    for preset in Preset::ALL {
        let ramp = preset.ramp(HU, 0.0, [-160.0, 240.0]);
        let scene = chest.scene(preset);
        let seen = chest.blocks.seen(|level| ramp[usize::from(level)][3] > 0);
        assert_eq!(seen.len(), empty.len());
        let [every, _, hits] = chest.count(&scene, &ramp, None, 1);
        let [looks, skips, same] = chest.count(&scene, &ramp, Some(&seen), 1);
        let [coarse, ..] = chest.count(&scene.coarser(2.0), &ramp, Some(&seen), 4);
        assert!((hits - same).abs() < 1e-12, "the same picture");
        assert!(looks < every, "{preset:?}");
        assert!(coarse * 12.0 < looks, "{preset:?}: {coarse} of {looks}");
        writeln!(
            page,
            "| {} | {:.0} % | {every:.0} | {looks:.1} | {skips:.1} | {coarse:.2} |",
            preset.code(),
            hits * 100.0
        )
        .unwrap();
    }
}

/// Between two marks, which the test writes; all else is written by hand.
fn filled(page: &str, name: &str, table: &str) -> String {
    let [begin, end] = [
        format!("<!-- {name} -->\n"),
        format!("<!-- end of {name} -->"),
    ];
    let from = page.find(&begin).unwrap() + begin.len();
    let to = page.find(&end).unwrap();
    format!("{}{table}{}", &page[..from], &page[to..])
}

#[test]
fn the_page_says_what_the_ramps_are_and_what_a_frame_costs() {
    let path = xtask::root().join("docs/volume.md");
    let known = fs::read_to_string(&path).unwrap();
    let [mut of_ramps, mut of_costs] = [String::new(), String::new()];
    ramps(&mut of_ramps);
    costs(&mut of_costs);
    let page = filled(&known, "ramps", &of_ramps);
    let page = filled(&page, "costs", &of_costs);
    if env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, page).unwrap();
    } else {
        assert!(known == page, "UPDATE_DOCS=1 cargo test --test ray_cost");
    }
}
