// The image, and what lies over it, in the layers of a texture each (`tiles.rs`): row by row of
// tiles, all of one size.

@group(1) @binding(0) var frame: texture_2d_array<u32>;
@group(3) @binding(0) var over: texture_2d_array<u32>;

fn frame_cell(at: vec2<i32>) -> vec4<u32> {
    let tile = vec2<i32>(textureDimensions(frame));
    return textureLoad(frame, at % tile, layer_of(at, tile), 0);
}

fn over_cell(at: vec2<i32>) -> vec4<u32> {
    let tile = vec2<i32>(textureDimensions(over));
    return textureLoad(over, at % tile, layer_of(at, tile), 0);
}

fn layer_of(at: vec2<i32>, tile: vec2<i32>) -> i32 {
    let across = (i32(pane.size.x) + tile.x - 1) / tile.x;
    return at.y / tile.y * across + at.x / tile.x;
}
