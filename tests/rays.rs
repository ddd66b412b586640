//! Rays through a stack: what they bring home of bodies that are known beforehand, by
//! `rendering::ray`, the twin that the shader is judged by (`tests/browser/rendering.rs`).

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::unwrap_used,
    reason = "a test of small numbers"
)]

use std::f64::consts::PI;

use hounsfield::header::{Header, Image, PixelData};
use hounsfield::intake::{FileId, FrameKey};
use hounsfield::pixels::{Endian, Frame, Layout, Rescale, Shape};
use hounsfield::rendering::ray::{Light, Textures, View, trace};
use hounsfield::rendering::reduction::{BODY, NOTHING, level};
use hounsfield::rendering::transfer::{HU, Ramp};
use hounsfield::rendering::{Blocks, Camera, From, Preset, Reduction, Scene, Solid, SolidLayer};
use hounsfield::volume::Geometry;
use hounsfield::volume::vector::{Vector, length, minus};

const WHOLE: [[f64; 2]; 3] = [[0.0, 1.0]; 3];
const COLUMNS: u32 = 70;
const ROWS: u32 = 60;
/// Between columns, between rows, between slices.
const MM: [f64; 3] = [1.0, 1.25, 1.5];

fn image() -> Image {
    Image {
        shape: Shape {
            columns: COLUMNS,
            rows: ROWS,
            samples: 1,
            planar: false,
        },
        layout: Layout {
            allocated: 16,
            stored: 16,
            high_bit: 15,
            signed: true,
            float: false,
            endian: Endian::Little,
        },
        photometric: "MONOCHROME2".to_owned(),
        frames: 1,
        rescale: None,
        windows: Vec::new(),
        float_padding: None,
        padding: None,
        pixel_data: PixelData::Native {
            offset: 0,
            length: 0,
        },
        modality_lut: None,
        inverse: false,
        cover: None,
        palette: None,
        undecoded: None,
    }
}

/// Axial slices at these heights, each shifted so many mm to the back for a mm that it lies higher.
fn geometry(heights: &[f64], tilt: f64) -> Geometry {
    let header = |z: f64| Header {
        orientation: Some([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]),
        position_mm: Some([-35.0, -37.5 + tilt * z, z]),
        pixel_spacing_mm: Some([MM[1], MM[0]]),
        ..Header::default()
    };
    let headers: Vec<Header> = heights.iter().map(|z| header(*z)).collect();
    let image = image();
    let slices: Vec<_> = (0_u32..)
        .zip(&headers)
        .map(|(at, header)| {
            let file = FileId(at);
            (FrameKey { file, frame: 0 }, header, &image)
        })
        .collect();
    Geometry::of(&slices).unwrap()
}

fn even(count: u32) -> Vec<f64> {
    (0..count).map(|at| f64::from(at) * MM[2]).collect()
}

/// A copy that holds, texel by texel, what `of` says of the point in the patient.
struct Whole {
    solid: Solid,
    levels: Vec<u8>,
    body: Vec<u8>,
    blocks: Blocks,
}

impl Whole {
    fn new(geometry: &Geometry, of: impl Fn(Vector) -> u8) -> Self {
        let solid = Solid::of(geometry, u64::MAX);
        let mut blocks = Blocks::new(solid.size);
        let mut levels = Vec::new();
        for (layer, slice) in (0..).zip(&solid.layers) {
            let mut texels = vec![NOTHING; (COLUMNS * ROWS) as usize];
            if let Some(slice) = slice {
                for (at, texel) in (0_u32..).zip(&mut texels) {
                    let voxel = [at % COLUMNS, at / COLUMNS];
                    *texel = of(geometry.centre(*slice, voxel).unwrap());
                }
            }
            blocks.take(layer, &texels);
            levels.extend(texels);
        }
        let body: u32 = solid.body_size().into_iter().product();
        Self {
            body: vec![BODY; body as usize],
            solid,
            levels,
            blocks,
        }
    }

    fn ball(radius: f64) -> Self {
        let geometry = geometry(&even(50), 0.0);
        let middle = geometry.middle();
        Self::new(&geometry, |point| {
            if length(minus(point, middle)) < radius {
                200
            } else {
                40
            }
        })
    }

    fn scene(&self, camera: Camera, clip: [[f64; 2]; 3]) -> Scene {
        // One canvas pixel a mm: the sheet as it is.
        let view = View {
            solid: &self.solid,
            camera,
            sheet_from_canvas: [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]],
            clip,
            is_lit: true,
            least_body: 0.02,
        };
        Scene::new(&view, &camera.sheet(self.solid.geometry()))
    }

    fn lights(&self, scene: &Scene, ramp: &Ramp, skips: bool) -> Vec<Vec<Light>> {
        let seen = self.blocks.seen(|level| ramp[usize::from(level)][3] > 0);
        let textures = Textures {
            size: self.solid.size,
            levels: &self.levels,
            body: &self.body,
            seen: skips.then_some((seen.as_slice(), self.blocks.count)),
            ramp,
        };
        let side = (self.side() / 2.0).ceil() as usize * 2;
        let at = |pixel: usize| pixel as f32 + 0.5;
        (0..side)
            .map(|y| {
                (0..side)
                    .map(|x| trace(scene, &textures, [at(x), at(y)]))
                    .collect()
            })
            .collect()
    }

    fn side(&self) -> f64 {
        Camera::default().sheet(self.solid.geometry()).columns
    }
}

/// Levels from this one on hold all light back, the others none.
fn hard(from: u8) -> Ramp {
    std::array::from_fn(|level| {
        let dense = if level >= usize::from(from) { 255 } else { 0 };
        [200, 160, 120, dense]
    })
}

fn area(lights: &[Vec<Light>]) -> f64 {
    let seen = lights.iter().flatten().filter(|light| light.share > 0.5);
    seen.count() as f64
}

#[test]
fn a_ball_is_round_from_every_side_and_brightest_where_it_faces_the_eye() {
    let radius = 24.0;
    let ball = Whole::ball(radius);
    for camera in [
        From::Front.camera(),
        From::Feet.camera(),
        Camera {
            around: 33.0,
            above: 21.0,
        },
        Camera {
            around: 250.0,
            above: -64.0,
        },
    ] {
        let lights = ball.lights(&ball.scene(camera, WHOLE), &hard(120), true);
        let expected = PI * radius * radius;
        let off = area(&lights) / expected - 1.0;
        assert!(off.abs() < 0.03, "{camera:?}: {off}");
        let half = lights.len() as f64 / 2.0;
        let bright = |within: std::ops::Range<f64>| {
            let [mut sum, mut count] = [0.0, 0.0];
            for (y, row) in lights.iter().enumerate() {
                for (x, light) in row.iter().enumerate() {
                    let off = (x as f64 + 0.5 - half).hypot(y as f64 + 0.5 - half);
                    if within.contains(&off) {
                        sum += f64::from(light.rgb[0]);
                        count += 1.0;
                    }
                }
            }
            sum / count
        };
        let [middle, rim] = [bright(0.0..7.0), bright(20.0..22.5)];
        assert!(middle > 1.3 * rim, "{camera:?}: {middle} {rim}");
    }
}

#[test]
fn left_is_right_from_the_front_and_the_head_is_up() {
    // Three small balls: to the patient's left, to the front, to the head.
    let geometry = geometry(&even(50), 0.0);
    let middle = geometry.middle();
    let off = |axis: usize, mm: f64| {
        let mut point = middle;
        point[axis] += mm;
        point
    };
    let seen_at = |point: Vector, camera: Camera| {
        let body = Whole::new(&geometry, |at| {
            if length(minus(at, point)) < 6.0 {
                200
            } else {
                1
            }
        });
        let lights = body.lights(&body.scene(camera, WHOLE), &hard(120), true);
        let half = body.side() / 2.0;
        let mut sum = [0.0, 0.0];
        for (y, row) in lights.iter().enumerate() {
            for (x, light) in row.iter().enumerate() {
                if light.share > 0.5 {
                    sum[0] += x as f64 + 0.5 - half;
                    sum[1] += y as f64 + 0.5 - half;
                }
            }
        }
        sum.map(|part| (part / area(&lights)).round())
    };
    let near = |a: [f64; 2], b: [f64; 2]| (a[0] - b[0]).hypot(a[1] - b[1]) <= 1.5;
    for (point, side, expected) in [
        (off(0, 20.0), From::Front, [20.0, 0.0]),
        (off(0, 20.0), From::Back, [-20.0, 0.0]),
        (off(1, -20.0), From::Left, [-20.0, 0.0]),
        (off(1, -20.0), From::Right, [20.0, 0.0]),
        (off(2, 20.0), From::Front, [0.0, -20.0]),
        (off(1, -20.0), From::Feet, [0.0, -20.0]),
        (off(0, 20.0), From::Feet, [20.0, 0.0]),
    ] {
        let at = seen_at(point, side.camera());
        assert!(near(at, expected), "{side:?}: {at:?}, {expected:?}");
    }
}

#[test]
fn what_is_held_back_goes_by_the_way_and_not_by_the_steps() {
    let geometry = geometry(&even(50), 0.0);
    let body = Whole::new(&geometry, |_| 100);
    let ramp: Ramp = [[255, 255, 255, 5]; 256];
    let from = From::Left.camera();
    let scene = body.scene(from, WHOLE);
    let middle = (body.side() / 2.0) as usize;
    let share = |scene: &Scene| body.lights(scene, &ramp, true)[middle][middle].share;
    // From the left it goes along the rows.
    let mm = f64::from(COLUMNS) * MM[0];
    let expected = 1.0 - (1.0 - 5.0_f64 / 255.0).powf(mm);
    for times in [1.0, 2.0, 4.0] {
        let off = f64::from(share(&scene.coarser(times))) - expected;
        assert!(off.abs() < 0.01, "{times}: {off}");
    }
}

#[test]
fn stepping_over_what_is_empty_changes_no_picture() {
    let ball = Whole::ball(13.0);
    let [mut looks, mut all_looks] = [0, 0];
    for camera in [
        From::Front.camera(),
        From::Head.camera(),
        Camera {
            around: 123.0,
            above: 41.0,
        },
    ] {
        let scene = ball.scene(camera, WHOLE);
        for ramp in [hard(120), Preset::Bone.ramp(HU, 0.0, [0.0, 1.0])] {
            let with = ball.lights(&scene, &ramp, true);
            let without = ball.lights(&scene, &ramp, false);
            for (a, b) in with.iter().flatten().zip(without.iter().flatten()) {
                assert_eq!((a.rgb, a.share), (b.rgb, b.share), "{camera:?}");
                looks += u64::from(a.looks);
                all_looks += u64::from(b.looks);
            }
        }
    }
    // Seven places of eight need no look.
    assert!(looks * 5 < all_looks, "{looks} of {all_looks}");
}

#[test]
fn the_box_cuts_off_what_lies_beyond_it() {
    let radius = 24.0;
    let ball = Whole::ball(radius);
    let whole = PI * radius * radius;
    let shown = |side: From, clip| {
        let lights = ball.lights(&ball.scene(side.camera(), clip), &hard(120), true);
        area(&lights) / whole
    };
    let right_half = [[0.0, 0.5], [0.0, 1.0], [0.0, 1.0]];
    assert!((shown(From::Front, right_half) - 0.5).abs() < 0.03);
    assert!((shown(From::Left, right_half) - 1.0).abs() < 0.03);
    let lower_half = [[0.0, 1.0], [0.0, 1.0], [0.5, 1.0]];
    let seen = shown(From::Front, lower_half);
    assert!((seen - 0.5).abs() < 0.03, "{seen}");
    let nothing = [[0.4, 0.4], [0.0, 1.0], [0.0, 1.0]];
    assert!(shown(From::Front, nothing).abs() < 1e-9);
}

#[test]
fn a_gap_stays_empty_and_slices_lie_where_they_are() {
    let mut heights = even(30);
    // Five slices are missing.
    heights.drain(10..15);
    let geometry = geometry(&heights, 0.0);
    let solid = Solid::of(&geometry, u64::MAX);
    assert_eq!(solid.size, [COLUMNS, ROWS, 30]);
    let empty: Vec<usize> = (0..30).filter(|at| solid.layers[*at].is_none()).collect();
    // As they are read: from the head.
    assert_eq!(empty, [15, 16, 17, 18, 19]);
    for slice in [0, 14, 15, 24] {
        let layer = solid.filled_by(slice).next().unwrap();
        let [x, y, z] = solid.texel_from_patient(geometry.centre(slice, [3, 7]).unwrap());
        let off = [x - 3.5, y - 7.5, z - f64::from(layer) - 0.5];
        assert!(off.iter().all(|part| part.abs() < 1e-9), "{off:?}");
    }
    let body = Whole::new(&geometry, |_| 200);
    let lights = body.lights(&body.scene(From::Front.camera(), WHOLE), &hard(120), true);
    let middle = lights.len() / 2;
    let column: Vec<bool> = lights.iter().map(|row| row[middle].share > 0.5).collect();
    let empty = column.iter().filter(|is_there| !**is_there).count();
    let outside = column.len() as f64 - 30.0 * MM[2];
    assert!(
        (empty as f64 - outside - 5.0 * MM[2]).abs() <= 2.0,
        "{empty}"
    );
}

#[test]
fn a_tilted_gantry_is_straightened() {
    let tilt = 0.3;
    let geometry = geometry(&even(50), tilt);
    let solid = Solid::of(&geometry, u64::MAX);
    assert!(solid.off_tilt() < 1e-9);
    for (slice, voxel) in [(0, [5, 9]), (25, [60, 30]), (49, [69, 59])] {
        let [x, y, z] = solid.texel_from_patient(geometry.centre(slice, voxel).unwrap());
        let expected = [voxel[0], voxel[1], slice as u32].map(|at| f64::from(at) + 0.5);
        let off = [x - expected[0], y - expected[1], z - expected[2]];
        assert!(off.iter().all(|part| part.abs() < 1e-9), "{off:?}");
    }
    // A ball is a ball, seen from the side where an untilted copy would lean.
    let (radius, middle) = (22.0, geometry.middle());
    let ball = Whole::new(&geometry, |point| {
        if length(minus(point, middle)) < radius {
            200
        } else {
            40
        }
    });
    let lights = ball.lights(&ball.scene(From::Left.camera(), WHOLE), &hard(120), true);
    let off = area(&lights) / (PI * radius * radius) - 1.0;
    assert!(off.abs() < 0.03, "{off}");
    let rows: Vec<usize> = lights
        .iter()
        .map(|row| row.iter().filter(|light| light.share > 0.5).count())
        .collect();
    assert!(rows.iter().max().unwrap().abs_diff(44) <= 2, "{rows:?}");
}

#[test]
fn a_copy_is_made_as_fine_as_there_is_room_for() {
    let geometry = geometry(&even(40), 0.0);
    // Texels, and a quarter as many for where the body is.
    let all = u64::from((COLUMNS * ROWS + COLUMNS / 2 * ROWS / 2) * 40);
    assert_eq!(Solid::of(&geometry, all).by, 1);
    let half = Solid::of(&geometry, all - 1);
    assert_eq!((half.by, half.size), (2, [35, 30, 40]));
    assert!(half.bytes() < all);
    // The middle of the first four voxels is the middle of the first texel.
    let [x, y, _] = half.texel_from_patient([-34.5, -37.5 + 0.625, 39.0 * MM[2]]);
    assert!((x - 0.5).abs() < 1e-9 && (y - 0.5).abs() < 1e-9, "{x} {y}");
}

#[test]
fn a_slice_becomes_means_of_its_values_and_nothing_where_it_has_none() {
    let shape = Shape {
        columns: 5,
        rows: 3,
        samples: 1,
        planar: false,
    };
    #[rustfmt::skip]
    let stored: [i16; 15] = [
        1000, 1200, -2000, -2000, 2524,
        1100, 1100, -2000,  1024,    9,
           0,    0,  1024,  1024, 9000,
    ];
    let bytes: Vec<u8> = stored
        .iter()
        .flat_map(|value| value.to_le_bytes())
        .collect();
    let frame = Frame::new(&bytes, image().layout, shape).unwrap();
    let rescale = Rescale {
        slope: 1.0,
        intercept: -1024.0,
        kind: None,
    };
    let reduction = Reduction {
        by: 2,
        range: HU,
        body_mm: None,
    };
    let padding = Some([-2000, -2000]);
    let SolidLayer {
        levels: layer,
        body,
    } = reduction.of(&frame, Some(&rescale), padding);
    assert_eq!(body, [BODY; 2]);
    // Three of four are padding: nothing. The last column and row are half as wide.
    let means = [76.0, f64::NAN, 242.5, -1024.0, 0.0, 1500.0];
    for (texel, mean) in layer.iter().zip(means) {
        let expected = if mean.is_nan() {
            NOTHING
        } else {
            level(mean, HU)
        };
        assert_eq!(*texel, expected, "{layer:?}");
    }
    assert_eq!(layer.len(), means.len());
    let whole = Reduction { by: 1, ..reduction };
    let layer = whole.of(&frame, Some(&rescale), padding).levels;
    assert_eq!(layer[2], NOTHING);
    assert_eq!(layer[13], level(0.0, HU));
}
