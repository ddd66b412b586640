//! What a ray brings home: `gpu/ray.wgsl` in Rust, in the same steps and the same precision. The
//! shader is judged by it.

use serde::{Deserialize, Serialize};

use super::blocks::BLOCK;
use super::camera::Camera;
use super::reduction::{BODY_BY, NOTHING};
use super::solid::{Solid, body_size};
use super::transfer::Ramp;
use crate::volume::plane::{Run, Sheet};
use crate::volume::vector::{Vector, plus, times};

/// Steps of a ray for each of the finest texels.
const STEPS_A_TEXEL: f64 = 2.0;

/// [`BLOCK`] as places are counted.
#[expect(clippy::cast_precision_loss, reason = "a small number")]
const BLOCK_SIDE: f32 = BLOCK as f32;

/// [`BODY_BY`] likewise.
#[expect(clippy::cast_precision_loss, reason = "a small number")]
const BODY_SIDE: f32 = BODY_BY as f32;

/// A ray that has so much of its light is not followed further. Keep in sync with `ray.wgsl`.
pub const ENOUGH: f32 = 0.985;

/// Keep in sync with `ray.wgsl`: more steps no ray makes.
pub const MOST_STEPS: u32 = 8192;

/// Of what is lit: what comes from all sides, from the eye, and is thrown back as by something wet;
/// and how steep a surface is (levels a mm, of one) that is lit by half.
const LIGHT: [f32; 4] = [0.32, 0.68, 0.22, 0.02];

/// As LIGHT, where nothing is.
const NO_LIGHT: [f32; 4] = [1.0, 0.0, 0.0, 0.02];

/// How sharp the gloss is. Keep in sync with `ray.wgsl`.
pub const GLOSS: f32 = 24.0;

/// All that the shader is told, but for the textures. Keep in sync with `Scene` in `ray.wgsl`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scene {
    /// Texels along rows, columns and layers: each as factors of canvas pixels right and down from
    /// the pane's corner, of 1, and of mm away from the eye.
    pub texel: [[f32; 4]; 3],
    /// Where a gradient in texels points in the patient: for each axis what it adds, in 1/mm.
    pub steep: [[f32; 4]; 3],
    /// Unit vector away from the eye; then how much of a place must be body.
    pub forth: [f32; 4],
    /// The texels that are seen: from here to there, in the clip box.
    pub low: [f32; 4],
    pub high: [f32; 4],
    /// Texels in all; then mm of a step.
    pub size: [f32; 4],
    pub light: [f32; 4],
}

/// What is looked at, and how.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    pub solid: &'a Solid,
    pub camera: Camera,
    /// Columns and rows of the sheet as factors of canvas pixels right and down from the pane's
    /// corner, and of 1.
    pub sheet_from_canvas: [[f64; 3]; 2],
    /// Of each of the copy's axes the part that is seen, in shares from 0 to 1.
    pub clip: [[f64; 2]; 3],
    pub is_lit: bool,
    /// How much of a place must be body.
    pub least_body: f32,
}

impl Scene {
    #[must_use]
    pub fn new(view: &View<'_>, sheet: &Sheet) -> Self {
        let solid = view.solid;
        let Run { forth, .. } = view.camera.run();
        let [column, row] = view.sheet_from_canvas;
        let along = |factor: usize| {
            let columns = times(sheet.column_mm, column[factor]);
            plus(columns, times(sheet.row_mm, row[factor]))
        };
        let right = solid.texels_along(along(0));
        let down = solid.texels_along(along(1));
        let start = solid.texel_from_patient(plus(sheet.corner_mm, along(2)));
        let deeper = solid.texels_along(forth);
        let texel = std::array::from_fn(|axis| {
            [right[axis], down[axis], start[axis], deeper[axis]].map(to_f32)
        });
        let size = solid.size.map(f64::from);
        let face = |end: usize| {
            let at = |axis: usize| view.clip[axis][end].clamp(0.0, 1.0) * size[axis];
            [at(0), at(1), at(2), 0.0].map(to_f32)
        };
        let step_mm = solid.finest_mm() / STEPS_A_TEXEL;
        Self {
            texel,
            steep: steep(solid),
            forth: [forth[0], forth[1], forth[2], f64::from(view.least_body)].map(to_f32),
            low: face(0),
            high: face(1),
            size: [size[0], size[1], size[2], step_mm].map(to_f32),
            light: if view.is_lit { LIGHT } else { NO_LIGHT },
        }
    }

    /// The same with steps so many times as long.
    #[must_use]
    pub fn coarser(mut self, times: f32) -> Self {
        self.size[3] *= times;
        self
    }

    /// Steps of the longest way through the copy.
    #[must_use]
    pub fn most_steps(&self) -> f64 {
        let ways = [0, 1, 2].map(|axis| {
            let span = f64::from(self.high[axis] - self.low[axis]).max(0.0);
            let deeper = f64::from(self.texel[axis][3].abs());
            if deeper > 1e-9 {
                span / deeper
            } else {
                f64::INFINITY
            }
        });
        let mm = ways.into_iter().fold(f64::INFINITY, f64::min);
        (mm / f64::from(self.size[3])).min(f64::from(MOST_STEPS))
    }
}

/// The rows of the matrix that takes patient ways to texels are the gradients of its coordinates.
fn steep(solid: &Solid) -> [[f32; 4]; 3] {
    let of_axis: [[f64; 3]; 3] = [0, 1, 2].map(|axis| {
        let mut way = [0.0; 3];
        way[axis] = 1.0;
        solid.texels_along(way)
    });
    [0, 1, 2].map(|texel| four([0, 1, 2].map(|axis| of_axis[axis][texel])))
}

fn four([x, y, z]: Vector) -> [f32; 4] {
    [x, y, z, 0.0].map(to_f32)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "rounding to f32 is the purpose"
)]
const fn to_f32(value: f64) -> f32 {
    value as f32
}

/// The textures.
#[derive(Clone, Copy, Debug)]
pub struct Textures<'a> {
    pub size: [u32; 3],
    pub levels: &'a [u8],
    /// As [`super::SolidLayer`] has it, of all layers.
    pub body: &'a [u8],
    /// Blocks that are seen, as [`super::Blocks::seen`] has them, and their count; none is left out where
    /// there are none.
    pub seen: Option<(&'a [u8], [u32; 3])>,
    pub ramp: &'a Ramp,
}

/// What a ray brought home.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Light {
    /// Times `share`, each 0 to 1.
    pub rgb: [f32; 3],
    /// How much of what lies behind is hidden.
    pub share: f32,
    /// Places that were looked at, and blocks that were stepped over.
    pub looks: u32,
    pub skips: u32,
}

type Three = [f32; 3];

fn each(of: impl Fn(usize) -> f32) -> Three {
    [of(0), of(1), of(2)]
}

impl Textures<'_> {
    fn level(&self, at: Three) -> f32 {
        blended(self.levels, self.size, at)
    }

    /// How much of a place is body.
    fn body(&self, at: Three) -> f32 {
        let half = 1.0 / BODY_SIDE;
        blended(
            self.body,
            body_size(self.size),
            [at[0] * half, at[1] * half, at[2]],
        )
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 254"
    )]
    fn look(&self, level: f32) -> [f32; 4] {
        let at = level * 255.0;
        let low = at.floor().clamp(0.0, 254.0);
        let share = at - low;
        let [a, b] = [low as usize, low as usize + 1].map(|at| self.ramp[at.min(255)]);
        std::array::from_fn(|part| {
            let [a, b] = [a[part], b[part]].map(f32::from);
            (a + share * (b - a)) / 255.0
        })
    }

    /// Whether anything of the block is seen that a place lies in.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a block"
    )]
    fn is_seen(&self, at: Three) -> bool {
        let Some((seen, count)) = self.seen else {
            return true;
        };
        let [x, y, z] = [0, 1, 2].map(|axis| {
            let block = (at[axis] / BLOCK_SIDE).floor().max(0.0) as u32;
            block.min(count[axis] - 1) as usize
        });
        let [wide, tall] = [count[0] as usize, count[1] as usize];
        seen.get((z * tall + y) * wide + x)
            .is_some_and(|it| *it > 0)
    }
}

/// A texel, or the one at the edge.
fn texel(texels: &[u8], size: [u32; 3], at: [i64; 3]) -> f32 {
    let [x, y, z] = [0, 1, 2].map(|axis| {
        let last = i64::from(size[axis]) - 1;
        usize::try_from(at[axis].clamp(0, last)).unwrap_or_default()
    });
    let [wide, tall] = [size[0] as usize, size[1] as usize];
    let level = texels.get((z * tall + y) * wide + x);
    f32::from(level.copied().unwrap_or(NOTHING)) / 255.0
}

/// As a sampler has it, that blends and stays at the edge.
#[expect(clippy::cast_possible_truncation, reason = "a texel")]
fn blended(texels: &[u8], size: [u32; 3], at: Three) -> f32 {
    let at = at.map(|it| it - 0.5);
    let low = at.map(f32::floor);
    let share = each(|axis| at[axis] - low[axis]);
    let weighted = |corner: usize| {
        let place = [0, 1, 2].map(|axis| low[axis] as i64 + i64::from(corner >> axis & 1 == 1));
        let weights = each(|axis| {
            if corner >> axis & 1 == 1 {
                share[axis]
            } else {
                1.0 - share[axis]
            }
        });
        texel(texels, size, place) * weights[0] * weights[1] * weights[2]
    };
    (0..8).map(weighted).sum()
}

/// Follows the ray through a place of the pane, in canvas pixels from its corner.
#[must_use]
pub fn trace(scene: &Scene, textures: &Textures<'_>, [x, y]: [f32; 2]) -> Light {
    let start = each(|axis| {
        let [right, down, at, _] = scene.texel[axis];
        right * x + down * y + at
    });
    let deeper = each(|axis| scene.texel[axis][3]);
    let mut light = Light::default();
    let Some([from, to]) = within(scene, start, deeper) else {
        return light;
    };
    let step_mm = scene.size[3];
    let (mut step, last) = ((from / step_mm).ceil(), (to / step_mm).floor());
    for _ in 0..MOST_STEPS {
        if step > last || light.share > ENOUGH {
            break;
        }
        let depth = step * step_mm;
        let at = each(|axis| start[axis] + deeper[axis] * depth);
        if textures.is_seen(at) {
            look(scene, textures, at, &mut light);
            light.looks += 1;
            step += 1.0;
        } else {
            step += (way_out(at, deeper) / step_mm).floor().max(0.0) + 1.0;
            light.skips += 1;
        }
    }
    light
}

/// From where to where a ray is in what is seen, in mm.
fn within(scene: &Scene, start: Three, deeper: Three) -> Option<[f32; 2]> {
    let (mut from, mut to) = (-1.0e9_f32, 1.0e9_f32);
    for axis in 0..3 {
        let (low, high) = (scene.low[axis], scene.high[axis]);
        if deeper[axis].abs() < 1.0e-9 {
            if start[axis] < low || start[axis] > high {
                return None;
            }
            continue;
        }
        let ends = [low, high].map(|face| (face - start[axis]) / deeper[axis]);
        from = from.max(ends[0].min(ends[1]));
        to = to.min(ends[0].max(ends[1]));
    }
    (from < to).then_some([from, to])
}

/// How far it is out of a block, in mm.
fn way_out(at: Three, deeper: Three) -> f32 {
    let mut mm = 1.0e9_f32;
    for axis in 0..3 {
        if deeper[axis].abs() >= 1.0e-9 {
            let block = (at[axis] / BLOCK_SIDE).floor();
            let face = if deeper[axis] > 0.0 {
                block + 1.0
            } else {
                block
            };
            mm = mm.min((face * BLOCK_SIDE - at[axis]) / deeper[axis]);
        }
    }
    mm
}

/// Adds what is seen at a place, behind all that was seen before.
fn look(scene: &Scene, textures: &Textures<'_>, at: Three, light: &mut Light) {
    let [red, green, blue, dense] = textures.look(textures.level(at));
    if dense <= 0.0 || textures.body(at) < scene.forth[3] {
        return;
    }
    let held = 1.0 - (1.0 - dense).powf(scene.size[3]);
    let (shade, gloss) = shading(scene, textures, at);
    let left = (1.0 - light.share) * held;
    for (sum, part) in light.rgb.iter_mut().zip([red, green, blue]) {
        *sum += left * (part * shade + gloss).min(1.0);
    }
    light.share += left;
}

/// What a surface makes of light that comes from the eye.
fn shading(scene: &Scene, textures: &Textures<'_>, at: Three) -> (f32, f32) {
    let [around, from_eye, gloss, half] = scene.light;
    if from_eye <= 0.0 {
        return (around, 0.0);
    }
    let gradient = each(|axis| {
        let [mut after, mut before] = [at, at];
        after[axis] += 1.0;
        before[axis] -= 1.0;
        (textures.level(after) - textures.level(before)) / 2.0
    });
    let steep = each(|part| {
        (0..3)
            .map(|axis| gradient[axis] * scene.steep[axis][part])
            .sum()
    });
    let length = steep.iter().map(|part| part * part).sum::<f32>().sqrt();
    let facing = steep
        .iter()
        .zip(scene.forth)
        .map(|(a, b)| a * b)
        .sum::<f32>();
    let facing = facing.abs() / length.max(1.0e-9);
    let surface = length / (length + half);
    let shade = around + from_eye * facing;
    (
        1.0 + surface * (shade - 1.0),
        surface * gloss * facing.powf(GLOSS),
    )
}
