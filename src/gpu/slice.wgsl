// One frame in one pane. The twin of `pixels::voi::GreyPath`: what it says of a stored value,
// this shows.

// Keep in sync with `uniform.rs`, where the fields are explained.
struct Pane {
    column: vec4<f32>,
    row: vec4<f32>,
    size: vec2<u32>,
    stride: vec2<u32>,
    swap_bytes: u32,
    shift_up: u32,
    sign_flip: u32,
    shift_down: u32,
    padding_low: u32,
    padding_high: u32,
    pivot: u32,
    colours: u32,
    scale: f32,
    offset: f32,
    inverted: u32,
    last: u32,
    edges_low: vec4<u32>,
    edges_high: vec4<u32>,
    edges: u32,
    turned: u32,
    outlined: u32,
    spare: u32,
}

const RAMP: u32 = 0u;
const SIGMOID: u32 = 1u;
const STEP: u32 = 2u;
const COLOUR: u32 = 3u;
const TABLE: u32 = 4u;

// The first row of `lut` that belongs to a table, in `x`; those before are colour maps.
const FIRST_ROW: u32 = 4u;

// Set by `program.rs`: a shader is compiled for what its pictures need, as drivers that run on the
// processor carry out every branch for every pixel.
const CURVE: u32 = RAMP;
const PADDED: bool = true;
const WIDE: bool = true;
const MAPPED: bool = true;
const COVERED: bool = true;
const FLOAT: bool = true;
const RANGED: bool = true;

// How much of a picture a range of values covers.
const RANGE_SHARE: f32 = 0.35;

const SURROUND: f32 = 11.0;
const BLACK: vec3<f32> = vec3<f32>(0.0, 0.0, 0.0);

@group(0) @binding(0) var lut: texture_2d<u32>;
@group(2) @binding(0) var<uniform> pane: Pane;

// A triangle that covers the viewport.
@vertex
fn cover(@builtin(vertex_index) index: u32) -> @builtin(position) vec4<f32> {
    let x = f32(index & 1u) * 4.0 - 1.0;
    let y = f32(index >> 1u) * 4.0 - 1.0;
    return vec4<f32>(x, y, 0.0, 1.0);
}

// An entry point for each way of sampling.

@fragment
fn slice_nearest(@builtin(position) canvas: vec4<f32>) -> @location(0) vec4<f32> {
    let at = image_point(canvas.xy);
    if is_outside(at) {
        return shown(vec3<f32>(SURROUND));
    }
    return covered(at, vec2<f32>(0.0), highlit(canvas.xy, pixel(texel(vec2<i32>(floor(at))))));
}

@fragment
fn slice_bilinear(@builtin(position) canvas: vec4<f32>) -> @location(0) vec4<f32> {
    let at = image_point(canvas.xy);
    if is_outside(at) {
        return shown(vec3<f32>(SURROUND));
    }
    return covered(at, vec2<f32>(0.0), highlit(canvas.xy, pixel(bilinear(at))));
}

@fragment
fn slice_average(@builtin(position) canvas: vec4<f32>) -> @location(0) vec4<f32> {
    let at = image_point(canvas.xy);
    if is_outside(at) {
        return shown(vec3<f32>(SURROUND));
    }
    let averaged = vec2<f32>(pane.column.w, pane.row.w);
    return covered(at, averaged, highlit(canvas.xy, pixel(mean(at, averaged))));
}

fn image_point(canvas: vec2<f32>) -> vec2<f32> {
    let at_canvas = vec3<f32>(canvas, 1.0);
    return vec2<f32>(dot(pane.column.xyz, at_canvas), dot(pane.row.xyz, at_canvas));
}

fn is_outside(at: vec2<f32>) -> bool {
    return any(at < vec2<f32>(0.0)) || any(at >= vec2<f32>(pane.size));
}

fn pixel(value: vec4<f32>) -> vec4<f32> {
    if value.w == 0.0 {
        return shown(BLACK);
    }
    return shown(presented(value.xyz));
}

// The mean over a box of one voxel around `at`, without the loops of `mean`: at the image's edge
// the outermost voxels stand for those that are not there, which leaves the mean as it is.
fn bilinear(at: vec2<f32>) -> vec4<f32> {
    let corner = floor(at - 0.5);
    let share = at - 0.5 - corner;
    let end = vec2<i32>(pane.size) - 1;
    let low = max(vec2<i32>(corner), vec2<i32>(0));
    let high = min(vec2<i32>(corner) + 1, end);
    let top = mix(texel(low), texel(vec2<i32>(high.x, low.y)), share.x);
    let bottom = mix(texel(vec2<i32>(low.x, high.y)), texel(high), share.x);
    let sum = mix(top, bottom, share.y);
    if sum.w <= 0.5 {
        return vec4<f32>(0.0);
    }
    return vec4<f32>(sum.xyz / sum.w, 1.0);
}

// The weighted mean over a box around `at`: the area average. Padding and what is outside the
// image have no weight. `w` is 0 where most of the box is padding.
fn mean(at: vec2<f32>, averaged: vec2<f32>) -> vec4<f32> {
    let low = at - 0.5 * averaged;
    let high = at + 0.5 * averaged;
    let stride = vec2<i32>(pane.stride);
    let end = vec2<i32>(pane.size) - 1;
    let first = max(vec2<i32>(floor(low)), vec2<i32>(0)) / stride * stride;
    let last = min(vec2<i32>(ceil(high)) - 1, end);
    var sum = vec4<f32>(0.0);
    var whole = 0.0;
    for (var y = first.y; y <= last.y; y += stride.y) {
        let weight_y = overlap(y, stride.y, low.y, high.y);
        for (var x = first.x; x <= last.x; x += stride.x) {
            let weight = weight_y * overlap(x, stride.x, low.x, high.x);
            sum += weight * texel(min(vec2<i32>(x, y) + stride / 2, end));
            whole += weight;
        }
    }
    if sum.w <= 0.5 * whole {
        return vec4<f32>(0.0);
    }
    return vec4<f32>(sum.xyz / sum.w, 1.0);
}

// What lies over the image, over its picture.
fn covered(at: vec2<f32>, averaged: vec2<f32>, picture: vec4<f32>) -> vec4<f32> {
    if !COVERED {
        return picture;
    }
    var above = cover_texel(vec2<i32>(floor(at)));
    if max(averaged.x, averaged.y) > 1.0 {
        above = cover_mean(at, averaged);
    }
    return vec4<f32>(above.xyz + picture.xyz * (1.0 - above.w), 1.0);
}

// The area average, as `mean`, for thin lines in a reduced picture.
fn cover_mean(at: vec2<f32>, averaged: vec2<f32>) -> vec4<f32> {
    let low = at - 0.5 * averaged;
    let high = at + 0.5 * averaged;
    let stride = vec2<i32>(pane.stride);
    let end = vec2<i32>(pane.size) - 1;
    let first = max(vec2<i32>(floor(low)), vec2<i32>(0)) / stride * stride;
    let last = min(vec2<i32>(ceil(high)) - 1, end);
    var sum = vec4<f32>(0.0);
    var whole = 0.0;
    for (var y = first.y; y <= last.y; y += stride.y) {
        let weight_y = overlap(y, stride.y, low.y, high.y);
        for (var x = first.x; x <= last.x; x += stride.x) {
            let weight = weight_y * overlap(x, stride.x, low.x, high.x);
            sum += weight * cover_texel(min(vec2<i32>(x, y) + stride / 2, end));
            whole += weight;
        }
    }
    return sum / max(whole, 1e-6);
}

// A colour already weighted by its alpha, and the alpha, from 0 to 1.
fn cover_texel(at: vec2<i32>) -> vec4<f32> {
    let colour = vec4<f32>(over_cell(at)) / 255.0;
    return vec4<f32>(colour.xyz * colour.w, colour.w);
}

// How much of `count` voxels from `start` on lies between `low` and `high`.
fn overlap(start: i32, count: i32, low: f32, high: f32) -> f32 {
    return max(min(f32(start + count), high) - max(f32(start), low), 0.0);
}

// A colour, or in `x` a value counted from the pivot; in `w` 1, but 0 for padding.
fn texel(at: vec2<i32>) -> vec4<f32> {
    return cell_value(frame_cell(at));
}

fn cell_value(cell: vec4<u32>) -> vec4<f32> {
    if CURVE == COLOUR {
        return vec4<f32>(vec3<f32>(cell.xyz), 1.0);
    }
    if FLOAT {
        // Infinite, or no number: as padding.
        if (cell.x & 0x7f800000u) == 0x7f800000u {
            return vec4<f32>(0.0);
        }
        return vec4<f32>(bitcast<f32>(cell.x) - bitcast<f32>(pane.pivot), 0.0, 0.0, 1.0);
    }
    let key = stored_key(cell.x);
    if PADDED && key >= pane.padding_low && key <= pane.padding_high {
        return vec4<f32>(0.0);
    }
    return vec4<f32>(from_pivot(key), 0.0, 0.0, 1.0);
}

// Exact before it becomes a float. Of 32 bits it is subtracted the way that does not wrap.
fn from_pivot(key: u32) -> f32 {
    if WIDE && key < pane.pivot {
        return -f32(pane.pivot - key);
    }
    if WIDE {
        return f32(key - pane.pivot);
    }
    return f32(bitcast<i32>(key - pane.pivot));
}

// The stored value counted from the smallest that fits.
fn stored_key(cell: u32) -> u32 {
    var bits = cell;
    if WIDE && pane.swap_bytes != 0u {
        bits = (bits << 24u) | ((bits & 0xff00u) << 8u) | ((bits >> 8u) & 0xff00u) | (bits >> 24u);
    }
    return ((bits << pane.shift_up) ^ pane.sign_flip) >> pane.shift_down;
}

// Value -> levels from 0 to 255.
fn presented(value: vec3<f32>) -> vec3<f32> {
    if CURVE == COLOUR {
        let levels = floor(value + 0.5);
        return select(levels, 255.0 - levels, pane.inverted != 0u);
    }
    let level = u32(windowed(pane.scale * value.x + pane.offset));
    let index = select(level, 255u - level, pane.inverted != 0u);
    if !MAPPED {
        return vec3<f32>(f32(index));
    }
    return vec3<f32>(textureLoad(lut, vec2<i32>(vec2<u32>(index, pane.colours)), 0).xyz);
}

// The VOI function, to whole levels.
fn windowed(x: f32) -> f32 {
    if CURVE == STEP {
        return select(0.0, 255.0, x > 0.0);
    }
    if CURVE == SIGMOID {
        return floor(255.0 / (1.0 + exp(clamp(-x, -80.0, 80.0))) + 0.5);
    }
    if CURVE == TABLE {
        let place = u32(clamp(floor(x), 0.0, f32(pane.last)));
        return f32(textureLoad(lut, vec2<i32>(vec2<u32>(place & 255u, FIRST_ROW + (place >> 8u))), 0).x);
    }
    return clamp(floor(x), 0.0, 255.0);
}

// Ranges of values over a picture: of the voxel as it was acquired, whatever is blended.
fn highlit(canvas: vec2<f32>, picture: vec4<f32>) -> vec4<f32> {
    if !RANGED {
        return picture;
    }
    let here = range_at(canvas);
    if pane.outlined == 0u {
        return ranged(here, here, here, picture);
    }
    let right = range_at(canvas + vec2<f32>(1.0, 0.0));
    let below = range_at(canvas + vec2<f32>(0.0, 1.0));
    return ranged(here, right, below, picture);
}

// Ranges from 1; 0 is none. An outline is where the next pixel is of another.
fn ranged(here: u32, right: u32, below: u32, picture: vec4<f32>) -> vec4<f32> {
    if pane.outlined == 0u {
        let share = select(RANGE_SHARE, 0.0, here == 0u);
        return mix(picture, shown(range_colour(here)), share);
    }
    if here == right && here == below {
        return picture;
    }
    return shown(range_colour(max(here, max(right, below))));
}

fn range_at(canvas: vec2<f32>) -> u32 {
    let at = image_point(canvas);
    if is_outside(at) {
        return 0u;
    }
    let cell = frame_cell(vec2<i32>(floor(at))).x;
    if FLOAT {
        if (cell & 0x7f800000u) == 0x7f800000u {
            return 0u;
        }
        // In the order of the numbers.
        return range_of(select(cell | 0x80000000u, ~cell, (cell & 0x80000000u) != 0u));
    }
    let key = stored_key(cell);
    if PADDED && key >= pane.padding_low && key <= pane.padding_high {
        return 0u;
    }
    return range_of(key);
}

fn range_of(key: u32) -> u32 {
    var above = 0u;
    for (var at = 0u; at < pane.edges; at++) {
        above += u32((key >= edge_at(at)) != (pane.turned != 0u));
    }
    return select(above, 0u, above == pane.edges);
}

fn edge_at(at: u32) -> u32 {
    if at < 4u {
        return pane.edges_low[at];
    }
    return pane.edges_high[at - 4u];
}

// Orange, blue, pale yellow; purple, green and white, which are told from them and each other
// without red or without green too.
fn range_colour(range: u32) -> vec3<f32> {
    switch range {
        case 2u: { return vec3<f32>(86.0, 156.0, 214.0); }
        case 3u: { return vec3<f32>(242.0, 230.0, 160.0); }
        case 4u: { return vec3<f32>(204.0, 121.0, 167.0); }
        case 5u: { return vec3<f32>(79.0, 165.0, 138.0); }
        case 6u: { return vec3<f32>(236.0, 236.0, 236.0); }
        default: { return vec3<f32>(230.0, 145.0, 58.0); }
    }
}

fn shown(levels: vec3<f32>) -> vec4<f32> {
    return vec4<f32>(levels / 255.0, 1.0);
}

// The image, and what lies over it, in a texture each. For images in tiles `program.rs` puts
// `tiled_cells.wgsl` in the place of all that follows.

@group(1) @binding(0) var frame: texture_2d<u32>;
@group(3) @binding(0) var over: texture_2d<u32>;

fn frame_cell(at: vec2<i32>) -> vec4<u32> {
    return textureLoad(frame, at, 0);
}

fn over_cell(at: vec2<i32>) -> vec4<u32> {
    return textureLoad(over, at, 0);
}
