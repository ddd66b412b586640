//! Volume rendering on the real page: pixels against the twin of the shader, reckoned here from the
//! files themselves; turned by hands, cut away, left.

use hounsfield::gpu::ImageFromCanvas;
use hounsfield::header::{Header, Image};
use hounsfield::intake::{FileId, FrameKey};
use hounsfield::rendering::ray::{Textures, View as RayView, trace};
use hounsfield::rendering::transfer::HU;
use hounsfield::rendering::{Blocks, Camera, Preset, Reduction, Scene, Solid, SolidLayer};
use hounsfield::viewport::{Extent, Placement, Rect, View};
use hounsfield::volume::Geometry;
use xtask::browser::{Button, Modifiers, Picture, Result};

use crate::lab::{self, Lab, RENDERERS};
use crate::reference::File;
use crate::synthetic_files;

const SLICES: usize = 24;

/// What lies around a body.
const SURROUND: f32 = 11.0;

/// A GPU blends between texels and steps with a little less precision: levels of a pixel, on average, and
/// the share of pixels that are off by more than a few.
const MEAN_OFF: f64 = 1.0;
const FEW: f64 = 6.0;
const SHARE_OFF: f64 = 0.02;

#[test]
fn rays_bring_home_what_the_twin_says() {
    lab::run("rendering", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, SLICES)?;
        let body = Body::new(&synthetic_files::head_to_feet(&folder));
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&folder])?;
            lab.page.key_with("V", Modifiers::SHIFT)?;
            is_fine(lab)?;
            assert_eq!(lab.data(0, "plane")?, "rendering");
            assert_eq!(lab.data(0, "state")?, "ready");
            compare(lab, &body, Camera::default(), Preset::Bone, renderer)?;

            choose(lab, "skin")?;
            let from = Camera {
                around: 90.0,
                above: 0.0,
            };
            lab.page.click_on("[data-from=left]")?;
            is_fine(lab)?;
            compare(lab, &body, from, Preset::Skin, renderer)?;

            turned_by_hand(lab)?;
            cut_away(lab)?;

            lab.page.key_with("V", Modifiers::SHIFT)?;
            lab.settle()?;
            assert_eq!(lab.data(0, "plane")?, "");
            assert_eq!(lab.problems()?, []);
        }
        Ok(())
    });
}

/// All of it is as fine as it will be.
fn is_fine(lab: &mut Lab) -> Result<()> {
    lab.settle()?;
    lab.wait(
        "document.querySelector('[data-badge=rendered]') !== null && \
         document.querySelector('[data-badge=filling], [data-badge=coarse]') === null",
    )?;
    lab.settle()
}

fn choose(lab: &mut Lab, preset: &str) -> Result<()> {
    lab.page.click_on(&format!("[data-preset={preset}]"))?;
    is_fine(lab)
}

fn turned_by_hand(lab: &mut Lab) -> Result<()> {
    let before = lab.number(0, "slice")?;
    let pane = lab.pane(0)?;
    let [from, to] = [pane.at(0.5, 0.5), pane.at(0.4, 0.5)];
    lab.page.drag(Button::Left, Modifiers::NONE, &[from, to])?;
    is_fine(lab)?;
    let turned = lab.number(0, "slice")? - before;
    // A tenth of the width is 18 degrees; a view is five.
    assert!((3.0..=4.0).contains(&turned), "{turned}");
    lab.page.wheel(pane.at(0.5, 0.5), Modifiers::NONE, 100.0)?;
    is_fine(lab)?;
    assert!((lab.number(0, "slice")? - before - turned - 1.0).abs() < 1e-9);
    Ok(())
}

/// How many pixels show more than what lies around.
fn shown(picture: &Picture) -> usize {
    let pixels = (0..picture.height).flat_map(|y| (0..picture.width).map(move |x| [x, y]));
    pixels
        .filter(|[x, y]| picture.pixel(*x, *y).unwrap()[0] > 40)
        .count()
}

fn cut_away(lab: &mut Lab) -> Result<()> {
    let all = shown(&lab.picture(0)?);
    lab.evaluate("document.querySelector('.cuts').open = true")?;
    lab.evaluate(
        "(() => { const cut = document.querySelector('[data-cut=\"2-near\"]'); \
         cut.value = '0.5'; cut.dispatchEvent(new Event('input', { bubbles: true })); })()",
    )?;
    is_fine(lab)?;
    assert!(lab.evaluate("document.querySelector('[data-badge=clipped]') !== null")? == true);
    let left = shown(&lab.picture(0)?);
    assert!(left * 10 < all * 8, "{left} of {all}");
    lab.page.click_on("[data-action=uncut]")?;
    is_fine(lab)?;
    let again = shown(&lab.picture(0)?);
    assert!(again.abs_diff(all) * 100 < all, "{again} of {all}");
    Ok(())
}

/// The copy, as the page makes it.
struct Body {
    solid: Solid,
    layers: SolidLayer,
    blocks: Blocks,
}

impl Body {
    fn new(files: &[File]) -> Self {
        let slices: Vec<(FrameKey, &Header, &Image)> = (0_u32..)
            .zip(files)
            .map(|(at, file)| {
                let file_id = FileId(at);
                let key = FrameKey {
                    file: file_id,
                    frame: 0,
                };
                (key, &file.header, file.image())
            })
            .collect();
        let geometry = Geometry::of(&slices).unwrap();
        let solid = Solid::of(&geometry, 96 << 20);
        let reduction = Reduction {
            by: solid.by,
            range: HU,
            body_mm: Some(geometry.pixel_mm),
        };
        let mut blocks = Blocks::new(solid.size);
        let mut layers = SolidLayer::default();
        for (layer, slice) in (0..).zip(&solid.layers) {
            let file = geometry.places[slice.unwrap()].frame.file;
            let file = &files[file.0 as usize];
            let image = file.image();
            let content = reduction.of(&file.frame(), image.rescale.as_ref(), image.padding);
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

    fn scene(&self, camera: Camera, least_body: f32, size: [u32; 2]) -> Scene {
        let sheet = camera.sheet(self.solid.geometry());
        let rect = Rect {
            x: 0,
            y: 0,
            width: size[0],
            height: size[1],
        };
        let extent = Extent {
            columns: sheet.columns,
            rows: sheet.rows,
            voxel_aspect: 1.0,
        };
        let placement = Placement::new(rect, View::default(), extent);
        let ImageFromCanvas { column, row } = placement.into();
        let view = RayView {
            solid: &self.solid,
            camera,
            sheet_from_canvas: [column, row],
            clip: [[0.0, 1.0]; 3],
            is_lit: true,
            least_body,
        };
        Scene::new(&view, &sheet)
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "pixels of a page"
)]
fn compare(
    lab: &mut Lab,
    body: &Body,
    camera: Camera,
    preset: Preset,
    renderer: &str,
) -> Result<()> {
    let picture = lab.picture(0)?;
    let size = [picture.width as u32, picture.height as u32];
    let scene = body.scene(camera, preset.least_body(), size);
    let ramp = preset.ramp(HU, 0.0, [0.0, 1.0]);
    let seen = body.blocks.seen(|level| ramp[usize::from(level)][3] > 0);
    let textures = Textures {
        size: body.solid.size,
        levels: &body.layers.levels,
        body: &body.layers.body,
        seen: Some((&seen, body.blocks.count)),
        ramp: &ramp,
    };
    let [mut sum, mut count, mut off, mut body_pixels] = [0.0; 4];
    // Every third pixel says as much.
    for y in (0..picture.height).step_by(3) {
        for x in (0..picture.width).step_by(3) {
            let light = trace(&scene, &textures, [x as f32 + 0.5, y as f32 + 0.5]);
            let pixel = picture.pixel(x, y).unwrap();
            for (shown, part) in pixel.iter().zip(light.rgb) {
                let expected = part * 255.0 + (1.0 - light.share) * SURROUND;
                let difference = f64::from((f32::from(*shown) - expected).abs());
                sum += difference;
                off += if difference > FEW { 1.0 } else { 0.0 };
                count += 1.0;
            }
            body_pixels += if light.share > 0.5 { 1.0 } else { 0.0 };
        }
    }
    assert!(body_pixels > 500.0, "{renderer}: {body_pixels} of the body");
    let (mean, share) = (sum / count, off / count);
    println!("{renderer}, {preset:?}: {mean:.3} levels off, {share:.4} by more than {FEW}");
    assert!(
        mean < MEAN_OFF && share < SHARE_OFF,
        "{renderer}, {preset:?}: {mean} levels off, {share} by more than {FEW}"
    );
    Ok(())
}
