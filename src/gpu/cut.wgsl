// A plane through a stack, or a slab about it. The twin of `volume::sample`. It stands behind
// `slice.wgsl`, whose way from a cell to a grey level it shares; `cut_program.rs` joins the two.

// Keep in sync with `cut_uniform.rs`, where the fields are explained.
struct Cut {
    column: vec4<f32>,
    row: vec4<f32>,
    along: vec4<f32>,
    size: vec2<u32>,
    slices: u32,
    depth: u32,
    usual_mm: f32,
    last_mm: f32,
    cells_a_mm: f32,
    cells_from: u32,
    cells: u32,
    walk: u32,
    taps: u32,
    projection: u32,
    step_mm: f32,
    reach_mm: f32,
    steps: u32,
    pivot: f32,
}

// Set by `cut_program.rs`.
const BRICKS: u32 = 8u;
const REGULAR: bool = false;
const SLAB: bool = true;
const OWN_RESCALE: bool = true;

const MIP: u32 = 0u;
const MIN_IP: u32 = 1u;
const MEAN: u32 = 2u;

// Texels in a row of `places`, and what the last number of each says.
const ROW: u32 = 256u;
const HERE: u32 = 1u;
const JOINED: u32 = 2u;
const LAYER_SHIFT: u32 = 2u;

// What a point can be, in the order in which a slab takes them.
const OUTSIDE: f32 = 0.0;
const GAP: f32 = 1.0;
const PADDED_OUT: f32 = 2.0;
const VALUE: f32 = 3.0;

// Of what is not here.
const HATCH: f32 = 44.0;

@group(1) @binding(0) var brick_0: texture_3d<u32>;
@group(1) @binding(1) var brick_1: texture_3d<u32>;
@group(1) @binding(2) var brick_2: texture_3d<u32>;
@group(1) @binding(3) var brick_3: texture_3d<u32>;
@group(1) @binding(4) var brick_4: texture_3d<u32>;
@group(1) @binding(5) var brick_5: texture_3d<u32>;
@group(1) @binding(6) var brick_6: texture_3d<u32>;
@group(1) @binding(7) var brick_7: texture_3d<u32>;
@group(1) @binding(8) var places: texture_2d<u32>;
@group(3) @binding(0) var<uniform> cut: Cut;

@fragment
fn cut_plane(@builtin(position) canvas: vec4<f32>) -> @location(0) vec4<f32> {
    let met = averaged(canvas.xy);
    if met.y == VALUE {
        return cut_highlit(canvas.xy, met.x, shown(presented(vec3<f32>(met.x, 0.0, 0.0))));
    }
    if met.y == PADDED_OUT {
        return shown(BLACK);
    }
    if met.y == GAP && (u32(canvas.x) + u32(canvas.y)) % 8u < 2u {
        return shown(vec3<f32>(HATCH));
    }
    return shown(vec3<f32>(SURROUND));
}

// Ranges over a plane: of what it shows, which is interpolated.
fn cut_highlit(canvas: vec2<f32>, value: f32, picture: vec4<f32>) -> vec4<f32> {
    if !RANGED {
        return picture;
    }
    let here = range_of_value(value);
    if pane.outlined == 0u {
        return ranged(here, here, here, picture);
    }
    let right = range_of_cut(canvas + vec2<f32>(1.0, 0.0));
    let below = range_of_cut(canvas + vec2<f32>(0.0, 1.0));
    return ranged(here, right, below, picture);
}

fn range_of_cut(canvas: vec2<f32>) -> u32 {
    let met = averaged(canvas);
    if met.y != VALUE {
        return 0u;
    }
    return range_of_value(met.x);
}

fn range_of_value(value: f32) -> u32 {
    var above = 0u;
    for (var at = 0u; at < pane.edges; at++) {
        if OWN_RESCALE {
            above += u32(value >= bitcast<f32>(edge_at(at)) - cut.pivot);
        } else {
            let edge = from_pivot(edge_at(at));
            above += u32(select(value >= edge, value <= edge - 1.0, pane.turned != 0u));
        }
    }
    return select(above, 0u, above == pane.edges);
}

// A value counted from the pivot, and what it is, over a pixel.
fn averaged(canvas: vec2<f32>) -> vec2<f32> {
    let taps = i32(cut.taps);
    var sum = 0.0;
    var count = 0.0;
    var other = OUTSIDE;
    for (var down = 0; down < taps; down++) {
        for (var right = 0; right < taps; right++) {
            let within = (vec2<f32>(vec2<i32>(right, down)) + 0.5) / f32(taps) - 0.5;
            let met = projected(canvas + within);
            if met.y == VALUE {
                sum += met.x;
                count += 1.0;
            } else {
                other = max(other, met.y);
            }
        }
    }
    if count >= 0.5 * f32(taps * taps) {
        return vec2<f32>(sum / count, VALUE);
    }
    return vec2<f32>(0.0, other);
}

// A value counted from the pivot, and what it is.
fn projected(canvas: vec2<f32>) -> vec2<f32> {
    let at = vec4<f32>(canvas, 1.0, 0.0);
    let point = vec3<f32>(dot(cut.column, at), dot(cut.row, at), dot(cut.along, at));
    if !SLAB {
        return sampled(point);
    }
    let forth = vec3<f32>(cut.column.w, cut.row.w, cut.along.w);
    let steps = i32(cut.steps);
    var met = vec2<f32>(0.0, OUTSIDE);
    var sum = 0.0;
    var whole = 0.0;
    for (var look = -steps; look <= steps; look++) {
        let depth_mm = depth_at(look);
        let sample = sampled(point + depth_mm * forth);
        if sample.y > met.y {
            met = sample;
        } else if sample.y == VALUE {
            let least = min(met.x, sample.x);
            let most = max(met.x, sample.x);
            met.x = select(most, least, cut.projection == MIN_IP);
        }
        if sample.y == VALUE {
            let weight = depth_at(look + 1) - depth_at(look - 1);
            sum += weight * sample.x;
            whole += weight;
        }
    }
    if cut.projection == MEAN && whole > 0.0 {
        met.x = sum / whole;
    }
    return met;
}

fn depth_at(look: i32) -> f32 {
    return clamp(f32(look) * cut.step_mm, -cut.reach_mm, cut.reach_mm);
}

// At a column, a row and mm along the normal.
fn sampled(at: vec3<f32>) -> vec2<f32> {
    let half = 0.5 * cut.usual_mm;
    if at.z < -half || at.z > cut.last_mm + half {
        return vec2<f32>(0.0, OUTSIDE);
    }
    if REGULAR {
        return between_even(at);
    }
    return between_any(at, half);
}

// All slices are here, at even distances, none shifted: nothing is looked up.
fn between_even(at: vec3<f32>) -> vec2<f32> {
    if is_beside(at.xy) {
        return vec2<f32>(0.0, OUTSIDE);
    }
    let end = i32(cut.slices) - 1;
    let place = clamp(at.z / cut.usual_mm, 0.0, f32(end));
    let low = min(i32(place), end);
    let high = min(low + 1, end);
    let before = rescaled(low, within(u32(low), at.xy));
    let after = rescaled(high, within(u32(high), at.xy));
    return weighed(mix(before, after, place - f32(low)), 0.0);
}

struct Found {
    mm: f32,
    shift: vec2<f32>,
    flags: u32,
}

fn found(slice: i32) -> Found {
    let texel = textureLoad(places, vec2<i32>(vec2<u32>(u32(slice) % ROW, u32(slice) / ROW)), 0);
    return Found(bitcast<f32>(texel.x), vec2<f32>(bitcast<f32>(texel.y), bitcast<f32>(texel.z)), texel.w);
}

fn between_any(at: vec3<f32>, half: f32) -> vec2<f32> {
    let end = i32(cut.slices) - 1;
    let cell = min(u32(max(at.z * cut.cells_a_mm, 0.0)), cut.cells - 1u) + cut.cells_from;
    // Rounding may find the cell after its own.
    let start = textureLoad(places, vec2<i32>(vec2<u32>(cell % ROW, cell / ROW)), 0).x;
    var slice = max(i32(start) - 1, 0);
    var low = found(slice);
    var high = found(min(slice + 1, end));
    for (var walked = 0u; walked <= cut.walk; walked++) {
        if slice >= end || high.mm > at.z {
            break;
        }
        slice += 1;
        low = high;
        high = found(min(slice + 1, end));
    }
    let has_low = (low.flags & HERE) != 0u;
    let has_high = (high.flags & HERE) != 0u;
    // Shares of the two slices.
    var share = vec2<f32>(0.0);
    if slice == end || at.z < low.mm {
        share.x = select(0.0, 1.0, has_low);
    } else if (low.flags & JOINED) != 0u && has_low && has_high {
        share.y = (at.z - low.mm) / (high.mm - low.mm);
        share.x = 1.0 - share.y;
    } else if has_low && at.z - low.mm <= half {
        share.x = 1.0;
    } else if has_high && high.mm - at.z <= half {
        share.y = 1.0;
    }
    if share.x + share.y == 0.0 {
        let shift = select(high.shift, low.shift, at.z - low.mm <= high.mm - at.z);
        return vec2<f32>(0.0, select(GAP, OUTSIDE, is_beside(at.xy - shift)));
    }
    var sum = vec2<f32>(0.0);
    var outside = 0.0;
    if share.x > 0.0 {
        let place = at.xy - low.shift;
        if is_beside(place) {
            outside += share.x;
        } else {
            sum += share.x * rescaled(slice, within(low.flags >> LAYER_SHIFT, place));
        }
    }
    if share.y > 0.0 {
        let place = at.xy - high.shift;
        if is_beside(place) {
            outside += share.y;
        } else {
            sum += share.y * rescaled(min(slice + 1, end), within(high.flags >> LAYER_SHIFT, place));
        }
    }
    return weighed(sum, outside);
}

fn weighed(sum: vec2<f32>, outside: f32) -> vec2<f32> {
    if sum.y > 0.5 {
        return vec2<f32>(sum.x / sum.y, VALUE);
    }
    return vec2<f32>(0.0, select(PADDED_OUT, OUTSIDE, outside > 0.5));
}

fn is_beside(at: vec2<f32>) -> bool {
    return any(at < vec2<f32>(-0.5)) || any(at >= vec2<f32>(cut.size) - 0.5);
}

// A weighted sum of a slice's stored values and its weight, by the slice's own rescale where slices
// have different ones: modality values, which alone can be blended and compared from slice to slice.
fn rescaled(slice: i32, sum: vec2<f32>) -> vec2<f32> {
    if !OWN_RESCALE {
        return sum;
    }
    let at = cut.cells_from + cut.cells + u32(slice);
    let line = textureLoad(places, vec2<i32>(vec2<u32>(at % ROW, at / ROW)), 0);
    let from_pivot = bitcast<f32>(line.y) - cut.pivot;
    return vec2<f32>(bitcast<f32>(line.x) * sum.x + from_pivot * sum.y, sum.y);
}

// The weighted sum of four voxels of a layer, and their weight.
fn within(layer: u32, at: vec2<f32>) -> vec2<f32> {
    let corner = floor(at);
    let share = at - corner;
    let end = vec2<i32>(cut.size) - 1;
    let low = clamp(vec2<i32>(corner), vec2<i32>(0), end);
    let high = clamp(vec2<i32>(corner) + 1, vec2<i32>(0), end);
    let top = mix(voxel(layer, low), voxel(layer, vec2<i32>(high.x, low.y)), share.x);
    let bottom = mix(voxel(layer, vec2<i32>(low.x, high.y)), voxel(layer, high), share.x);
    return mix(top, bottom, share.y);
}

fn voxel(layer: u32, at: vec2<i32>) -> vec2<f32> {
    let value = cell_value(stored(layer, at));
    return vec2<f32>(value.x, value.w);
}

fn stored(layer: u32, at: vec2<i32>) -> vec4<u32> {
    if BRICKS == 1u {
        return textureLoad(brick_0, vec3<i32>(at, i32(layer)), 0);
    }
    let place = vec3<i32>(at, i32(layer % cut.depth));
    let brick = layer / cut.depth;
    if brick == 0u {
        return textureLoad(brick_0, place, 0);
    }
    if BRICKS == 2u || brick == 1u {
        return textureLoad(brick_1, place, 0);
    }
    switch brick {
        case 2u: { return textureLoad(brick_2, place, 0); }
        case 3u: { return textureLoad(brick_3, place, 0); }
        case 4u: { return textureLoad(brick_4, place, 0); }
        case 5u: { return textureLoad(brick_5, place, 0); }
        case 6u: { return textureLoad(brick_6, place, 0); }
        default: { return textureLoad(brick_7, place, 0); }
    }
}
