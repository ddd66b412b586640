// Rays through the copy of a stack (`rendering/ray.rs` is its twin: same steps, same order). First they
// are drawn into a texture of the pane's own, all of them coarsely or some rows of them finely; then
// that is shown on the canvas.

/// Texels of a block: keep in sync with `rendering/blocks.rs`.
const BLOCK: f32 = 8.0;

/// Texels along rows and columns of which it is known how much of them is body: keep in sync with
/// `rendering/reduction.rs`.
const BODY_BY: f32 = 2.0;

/// The next three: keep in sync with `rendering/ray.rs`.
const ENOUGH: f32 = 0.985;
const MOST_STEPS: u32 = 8192u;
const GLOSS: f32 = 24.0;

/// Canvas pixels of a coarse ray, along each axis: keep in sync with `gpu/rays.rs`.
const COARSE: f32 = 4.0;

/// No axis is longer, in mm.
const FAR: f32 = 1.0e9;

/// A direction with less along an axis never reaches its faces.
const LITTLE: f32 = 1.0e-9;

/// Keep in sync with `gpu/rays.rs`.
struct Rays {
    // `rendering::Scene`.
    texel: array<vec4<f32>, 3>,
    steep: array<vec4<f32>, 3>,
    forth: vec4<f32>,
    low: vec4<f32>,
    high: vec4<f32>,
    size: vec4<f32>,
    light: vec4<f32>,
    // Of the pane on the canvas: left, top; rows that are there finely; canvas pixels of a ray.
    pane: vec4<f32>,
}

@group(0) @binding(0) var<uniform> rays: Rays;
@group(0) @binding(1) var blend: sampler;
@group(0) @binding(2) var levels: texture_3d<f32>;
@group(0) @binding(3) var seen: texture_3d<f32>;
@group(0) @binding(4) var ramp: texture_2d<f32>;
@group(0) @binding(5) var body: texture_3d<f32>;

@group(1) @binding(0) var coarse: texture_2d<f32>;
@group(1) @binding(1) var fine: texture_2d<f32>;

/// One triangle that covers everything.
@vertex
fn cover(@builtin(vertex_index) index: u32) -> @builtin(position) vec4<f32> {
    let corner = vec2<f32>(f32((index << 1u) & 2u), f32(index & 2u));
    return vec4<f32>(corner * 2.0 - 1.0, 0.0, 1.0);
}

fn level(at: vec3<f32>) -> f32 {
    return textureSampleLevel(levels, blend, at / rays.size.xyz, 0.0).r;
}

/// How much of a place is body.
fn body_at(at: vec3<f32>) -> f32 {
    let place = vec3<f32>(at.xy / BODY_BY, at.z) / vec3<f32>(textureDimensions(body));
    return textureSampleLevel(body, blend, place, 0.0).r;
}

fn look(level: f32) -> vec4<f32> {
    return textureSampleLevel(ramp, blend, vec2<f32>((level * 255.0 + 0.5) / 256.0, 0.5), 0.0);
}

fn is_seen(at: vec3<f32>) -> bool {
    let most = vec3<i32>(textureDimensions(seen)) - 1;
    let block = clamp(vec3<i32>(floor(at / BLOCK)), vec3<i32>(0), most);
    return textureLoad(seen, block, 0).r > 0.0;
}

/// From where to where a ray is in what is seen, in mm; nowhere where the first is not the less.
fn within(start: vec3<f32>, deeper: vec3<f32>) -> vec2<f32> {
    var ends = vec2<f32>(-FAR, FAR);
    for (var axis = 0; axis < 3; axis++) {
        let low = rays.low[axis];
        let high = rays.high[axis];
        if abs(deeper[axis]) < LITTLE {
            if start[axis] < low || start[axis] > high {
                return vec2<f32>(0.0, 0.0);
            }
        } else {
            let first = (low - start[axis]) / deeper[axis];
            let second = (high - start[axis]) / deeper[axis];
            ends = vec2<f32>(max(ends.x, min(first, second)), min(ends.y, max(first, second)));
        }
    }
    return ends;
}

/// How far it is out of a block, in mm.
fn way_out(at: vec3<f32>, deeper: vec3<f32>) -> f32 {
    var mm = FAR;
    for (var axis = 0; axis < 3; axis++) {
        if abs(deeper[axis]) >= LITTLE {
            let block = floor(at[axis] / BLOCK);
            let face = select(block, block + 1.0, deeper[axis] > 0.0);
            mm = min(mm, (face * BLOCK - at[axis]) / deeper[axis]);
        }
    }
    return mm;
}

/// What a surface makes of light that comes from the eye: shade, then gloss.
fn shading(at: vec3<f32>) -> vec2<f32> {
    if rays.light.y <= 0.0 {
        return vec2<f32>(rays.light.x, 0.0);
    }
    let x = vec3<f32>(1.0, 0.0, 0.0);
    let y = vec3<f32>(0.0, 1.0, 0.0);
    let z = vec3<f32>(0.0, 0.0, 1.0);
    let gradient = vec3<f32>(
        level(at + x) - level(at - x),
        level(at + y) - level(at - y),
        level(at + z) - level(at - z),
    ) / 2.0;
    let steep = gradient.x * rays.steep[0].xyz + gradient.y * rays.steep[1].xyz
        + gradient.z * rays.steep[2].xyz;
    let steepness = length(steep);
    let facing = abs(dot(steep, rays.forth.xyz)) / max(steepness, LITTLE);
    let surface = steepness / (steepness + rays.light.w);
    let shade = rays.light.x + rays.light.y * facing;
    return vec2<f32>(1.0 + surface * (shade - 1.0), surface * rays.light.z * pow(facing, GLOSS));
}

/// Red, green and blue times the share of what lies behind that is hidden; that share.
fn trace(pixel: vec2<f32>) -> vec4<f32> {
    let place = vec3<f32>(pixel, 1.0);
    let start = vec3<f32>(
        dot(rays.texel[0].xyz, place),
        dot(rays.texel[1].xyz, place),
        dot(rays.texel[2].xyz, place),
    );
    let deeper = vec3<f32>(rays.texel[0].w, rays.texel[1].w, rays.texel[2].w);
    let ends = within(start, deeper);
    var light = vec4<f32>(0.0);
    if ends.x >= ends.y {
        return light;
    }
    let step_mm = rays.size.w;
    var step = ceil(ends.x / step_mm);
    let last = floor(ends.y / step_mm);
    for (var count = 0u; count < MOST_STEPS; count++) {
        if step > last || light.a > ENOUGH {
            break;
        }
        let at = start + deeper * (step * step_mm);
        if is_seen(at) {
            let here = look(level(at));
            if here.a > 0.0 && body_at(at) >= rays.forth.w {
                let held = 1.0 - pow(1.0 - here.a, step_mm);
                let shaded = shading(at);
                let left = (1.0 - light.a) * held;
                let colour = min(here.rgb * shaded.x + shaded.y, vec3<f32>(1.0));
                light += vec4<f32>(left * colour, left);
            }
            step += 1.0;
        } else {
            step += max(floor(way_out(at, deeper) / step_mm), 0.0) + 1.0;
        }
    }
    return light;
}

@fragment
fn cast_rays(@builtin(position) position: vec4<f32>) -> @location(0) vec4<f32> {
    return trace(position.xy * rays.pane.w);
}

/// Around the body and between panes: keep in sync with `gpu::SURROUND`.
const SURROUND: f32 = 11.0 / 255.0;

@fragment
fn show_rays(@builtin(position) position: vec4<f32>) -> @location(0) vec4<f32> {
    let place = position.xy - rays.pane.xy;
    var light = textureLoad(fine, vec2<i32>(place), 0);
    if place.y >= rays.pane.z {
        let size = vec2<f32>(textureDimensions(coarse));
        light = textureSampleLevel(coarse, blend, place / (size * COARSE), 0.0);
    }
    return vec4<f32>(light.rgb + (1.0 - light.a) * SURROUND, 1.0);
}
