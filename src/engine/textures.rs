//! The textures on the GPU: made when their slice is drawn, given back when there are too many.

use crate::engine::event::Effect;
use crate::engine::presentation::CoverParts;
use crate::engine::screen::{Picture, Screen};
use crate::engine::segments::{self, Layers};
use crate::engine::{State, presentation};
use crate::gpu::draw::ComputedFrame;
use crate::gpu::texture::Cells;
use crate::gpu::{Content, Pane as DrawnPane};
use crate::header::Image;
use crate::intake::FrameKey;
use crate::pixels::GreyPath;

/// Bytes given to the GPU for one frame of the screen, beyond the slices that are shown.
pub const TEXTURE_BYTES: u64 = 128 << 20;

#[derive(Debug)]
pub struct Texture {
    bytes: u64,
    drawn_at: u64,
    /// What lies over it.
    cover: CoverParts,
    layers: Layers,
    revision: u64,
}

impl Screen {
    #[must_use]
    pub fn texture_bytes(&self) -> u64 {
        self.textures.values().map(|texture| texture.bytes).sum()
    }
}

/// A picture as the GPU is told of it; its texture is uploaded where it is not there.
pub fn drawn(state: &mut State, picture: &Picture, effects: &mut Vec<Effect>) -> Option<DrawnPane> {
    let image = state.image_of(picture.frame)?.1.clone();
    let cover = state.cover_of(picture, &image);
    let is_covered = cover.iter().any(Option::is_some);
    let layers = segments::layers(state, picture.frame);
    let known = state.screen.textures.get_mut(&picture.frame);
    let known = known.filter(|known| known.cover == cover && known.layers == layers);
    let drawn_at = state.screen.draws;
    let revision = match known {
        Some(texture) => {
            texture.drawn_at = drawn_at;
            texture.revision
        }
        None => upload(
            state,
            picture.frame,
            &image,
            (cover, layers.clone()),
            effects,
        )?,
    };
    Some(DrawnPane {
        rect: picture.rect,
        frame: picture.frame,
        layout: image.layout,
        shape: image.shape,
        content: content(state, &image, picture),
        image_from_canvas: picture.placement.into(),
        colours: picture.colours,
        ranges: state.ranges_over(picture.stack),
        covered: is_covered || !layers.is_empty(),
        revision,
        interpolation: picture.interpolation,
    })
}

/// Has a computed frame uploaded where it is not there, and keeps it there.
pub fn hold_computed(
    state: &mut State,
    frame: FrameKey,
    effects: &mut Vec<Effect>,
    compute: impl FnOnce() -> ComputedFrame,
) {
    let drawn_at = state.screen.draws;
    if let Some(known) = state.screen.textures.get_mut(&frame) {
        known.drawn_at = drawn_at;
        return;
    }
    let computed = compute();
    let texture = Texture {
        bytes: computed.samples.len() as u64,
        drawn_at,
        cover: CoverParts::default(),
        layers: Layers::default(),
        revision: 0,
    };
    state.work.uploads += 1;
    state.work.upload_bytes += texture.bytes;
    state.screen.textures.insert(frame, texture);
    effects.push(Effect::UploadComputed(Box::new(computed)));
}

/// Uploads a frame with what lies over it, and gives the texture's revision. Where its samples are
/// not here any more what is on the GPU stays as it is.
fn upload(
    state: &mut State,
    frame: FrameKey,
    image: &Image,
    (cover, layers): (CoverParts, Layers),
    effects: &mut Vec<Effect>,
) -> Option<u64> {
    let drawn_at = state.screen.draws;
    let Some(place) = state.store.place(frame) else {
        let known = state.screen.textures.get_mut(&frame)?;
        known.drawn_at = drawn_at;
        return Some(known.revision);
    };
    let before = state.screen.textures.remove(&frame);
    effects.extend(before.as_ref().map(|_| Effect::DropTexture(frame)));
    let revision = before.map_or(0, |before| before.revision + 1);
    let merged = presentation::merged(&cover);
    let own_cover = merged.is_some();
    let bytes = texture_bytes(image, own_cover || !layers.is_empty());
    state.work.uploads += 1;
    state.work.upload_bytes += bytes;
    let placed = layers.iter();
    let placed =
        placed.filter_map(|(mask, layer)| Some((state.store.place(*mask)?, layer.clone())));
    effects.push(Effect::Upload {
        frame,
        place,
        image: Box::new(Image {
            cover: merged,
            ..image.clone()
        }),
        own_cover,
        layers: placed.collect(),
    });
    let texture = Texture {
        bytes,
        drawn_at,
        cover,
        layers,
        revision,
    };
    state.screen.textures.insert(frame, texture);
    Some(revision)
}

/// Of a frame, with what lies over it.
pub fn texture_bytes(image: &Image, covered: bool) -> u64 {
    let cells = Cells::of(image.layout, image.shape);
    let over = if covered {
        Cells::Rgba8.pixel_bytes()
    } else {
        0
    };
    cells.map_or(0, |cells| {
        image.shape.pixels() as u64 * u64::from(cells.pixel_bytes() + over)
    })
}

fn content(state: &State, image: &Image, picture: &Picture) -> Content {
    match &picture.window {
        None => Content::Colour {
            inverted: picture.inverted,
        },
        Some(window) => {
            let rescale = state.rescale(picture.stack, image);
            let path = image.grey_path(rescale.as_ref(), window.clone());
            Content::Grey(GreyPath {
                inverted: path.inverted != picture.inverted,
                ..path
            })
        }
    }
}

/// Keeps the GPU's share in bounds: what was drawn longest ago goes.
pub fn drop_old(state: &mut State, effects: &mut Vec<Effect>) {
    let over = state.screen.texture_bytes().saturating_sub(TEXTURE_BYTES);
    drop_bytes(state, over, effects);
}

/// Frees at least so many bytes of the GPU's, but nothing that is on the screen.
pub fn drop_bytes(state: &mut State, bytes: u64, effects: &mut Vec<Effect>) {
    let screen = &mut state.screen;
    let enough = screen.texture_bytes().saturating_sub(bytes);
    while screen.texture_bytes() > enough {
        let oldest = screen
            .textures
            .iter()
            .min_by_key(|(_, texture)| texture.drawn_at);
        let Some((frame, texture)) = oldest.map(|(frame, texture)| (*frame, texture)) else {
            return;
        };
        if texture.drawn_at == screen.draws || texture.drawn_at + 1 == screen.draws {
            return;
        }
        screen.textures.remove(&frame);
        effects.push(Effect::DropTexture(frame));
    }
}
