//! A tile: its packets -> code blocks -> bands -> components.

use super::bit_planes::{self, BitPlanes, Segment};
use super::coefficient::{self, Coefficient};
use super::contexts::Orientation;
use super::fault;
use super::header::{Settings, TileParts};
use super::high_throughput::HighThroughput;
use super::layout::{Band, Block, Component, Tile};
use super::packets::{self, Chunk};
use super::size::Area;
use super::wavelet::{self, Plane};
use crate::problem::Kind;
use wide::{f32x4, u32x4};

/// Bit planes that a coefficient of 32 bits has room for, beside its sign and a half.
const PLANES: u32 = 30;

/// A component's values: of the reversible transform, or of the irreversible one.
#[derive(Debug)]
pub(super) enum Values {
    Whole(Vec<i32>),
    Real(Vec<f32>),
}

/// What blocks are decoded with, one after another.
pub(super) struct Workshop {
    planes: BitPlanes,
    high_throughput: HighThroughput,
    /// The bytes of a block that came in several packets, and its segments.
    bytes: Vec<u8>,
    segments: Vec<(usize, u32)>,
}

impl Workshop {
    pub fn new() -> Self {
        Self {
            planes: BitPlanes::new(),
            high_throughput: HighThroughput::new(),
            bytes: Vec::new(),
            segments: Vec::new(),
        }
    }
}

/// The values of a tile's components, before the transform of components is undone.
///
/// # Errors
/// What is broken off or does not fit.
pub(super) fn decode(
    area: Area,
    settings: &Settings,
    precision: u8,
    parts: &TileParts<'_>,
    workshop: &mut Workshop,
) -> Result<Vec<Values>, Kind> {
    let mut tile = Tile::new(area, settings, precision)?;
    let chunks = packets::read(&mut tile, settings, parts)?;
    let values = |component: &Component| {
        let mut decoding = Decoding {
            tile: &tile,
            chunks: &chunks,
            component,
            workshop: &mut *workshop,
        };
        if component.style.reversible {
            decoding.values().map(Values::Whole)
        } else {
            decoding.values().map(Values::Real)
        }
    };
    tile.components.iter().map(values).collect()
}

struct Decoding<'d> {
    tile: &'d Tile,
    chunks: &'d [Chunk<'d>],
    component: &'d Component,
    workshop: &'d mut Workshop,
}

impl Decoding<'_> {
    fn values<T: Coefficient>(&mut self) -> Result<Vec<T>, Kind> {
        let mut low = Plane::<T>::default();
        for number in 0..self.component.resolutions.len() {
            let Some(resolution) = self.component.resolutions.get(number) else {
                break;
            };
            let mut bands = Vec::new();
            for (at, band) in resolution.bands.iter().enumerate() {
                bands.push(self.band(number, at, band)?);
            }
            low = if number == 0 {
                bands.pop().unwrap_or_default()
            } else {
                wavelet::put_together(resolution.area, &low, &bands)
            };
        }
        Ok(low.values)
    }

    fn band<T: Coefficient>(
        &mut self,
        resolution: usize,
        number: usize,
        band: &Band,
    ) -> Result<Plane<T>, Kind> {
        let mut plane = Plane::zeros(band.area);
        let Some(resolution) = self.component.resolutions.get(resolution) else {
            return Ok(plane);
        };
        let level = match band.orientation {
            Orientation::LowLow => resolution.above,
            _ => resolution.above + 1,
        };
        let low_pass = match band.orientation {
            Orientation::LowLow => 2,
            Orientation::HighHigh => 0,
            _ => 1,
        };
        // Words hold twice the magnitude.
        let size = band.step.size * 0.5 * coefficient::scale(level, low_pass);
        let precincts = self.tile.precincts.get(resolution.precincts.clone());
        let parts = precincts
            .unwrap_or_default()
            .iter()
            .flat_map(|it| &it.parts);
        for part in parts.filter(|part| part.band == number) {
            let blocks = self.tile.blocks.get(part.blocks.clone());
            for block in blocks.unwrap_or_default().iter().filter(|it| it.passes > 0) {
                self.block(block, band, size, &mut plane)?;
            }
        }
        Ok(plane)
    }

    fn block<T: Coefficient>(
        &mut self,
        block: &Block,
        band: &Band,
        size: f32,
        plane: &mut Plane<T>,
    ) -> Result<(), Kind> {
        let style = self.component.style.blocks;
        self.gather(block);
        let all = band.step.planes + self.component.shift;
        let planes = all
            .checked_sub(block.zero_planes.into())
            .filter(|it| *it > 0);
        let planes =
            planes.ok_or_else(|| fault("a code block of more bit planes than its band"))?;
        let shape = bit_planes::Shape {
            width: block.width.into(),
            height: block.height.into(),
            orientation: band.orientation,
            planes,
            style,
        };
        let target = Place {
            shift: self.component.shift,
            // Not `splat`, which is a loop where code is compiled for size.
            size: f32x4::new([size, size, size, size]),
            start: (block.y - band.area.y0) as usize * band.area.width()
                + (block.x - band.area.x0) as usize,
            stride: band.area.width(),
        };
        if style.is_high_throughput() {
            self.high_throughput(shape, all)?;
            let values = self.workshop.high_throughput.values(shape.width);
            put_rows(values, shape, target, plane);
        } else {
            self.bit_planes(shape, block.passes)?;
            let values = &mut *self.workshop.planes.values;
            put_columns(values, shape, target, plane);
        }
        Ok(())
    }

    /// Puts the block's chunks behind each other.
    fn gather(&mut self, block: &Block) {
        let Workshop {
            bytes, segments, ..
        } = &mut *self.workshop;
        bytes.clear();
        segments.clear();
        let mut next = block.first_chunk;
        while let Some(chunk) = (next as usize)
            .checked_sub(1)
            .and_then(|it| self.chunks.get(it))
        {
            if chunk.begins_segment || segments.is_empty() {
                segments.push((bytes.len(), 0));
            }
            if let Some((_, passes)) = segments.last_mut() {
                *passes += u32::from(chunk.passes);
            }
            bytes.extend_from_slice(chunk.bytes);
            next = chunk.next;
        }
    }

    fn bit_planes(&mut self, shape: bit_planes::Shape, passes: u8) -> Result<(), Kind> {
        if shape.planes > PLANES {
            return Err(fault("more bit planes than are read"));
        }
        if u32::from(passes) > shape.planes * 3 - 2 {
            return Err(fault("a code block of more passes than bit planes"));
        }
        let Workshop {
            planes,
            bytes,
            segments,
            ..
        } = &mut *self.workshop;
        let mut first = 0;
        let ends = segments.iter().skip(1).map(|(start, _)| *start);
        let ends = ends.chain([bytes.len()]);
        let segments = segments.iter().zip(ends).map(|((start, passes), end)| {
            let segment = Segment {
                bytes: bytes.get(*start..end).unwrap_or_default(),
                first,
                passes: *passes,
            };
            first += passes;
            segment
        });
        planes.decode(shape, segments)
    }

    fn high_throughput(&mut self, shape: bit_planes::Shape, all: u32) -> Result<(), Kind> {
        // Magnitudes may be twice as large as their planes have room for.
        if all >= PLANES {
            return Err(fault("more bit planes than are read"));
        }
        let Workshop {
            high_throughput,
            bytes,
            segments,
            ..
        } = &mut *self.workshop;
        let split = segments.get(1).map_or(bytes.len(), |(start, _)| *start);
        let (cleanup, refinement) = bytes.split_at_checked(split).unwrap_or_default();
        let passes = segments.iter().map(|(_, passes)| passes).sum();
        high_throughput.decode(shape, all, passes, cleanup, refinement)
    }
}

/// Where a block's coefficients go in their band.
#[derive(Clone, Copy)]
struct Place {
    /// Of the region of interest.
    shift: u32,
    size: f32x4,
    start: usize,
    stride: usize,
}

impl Place {
    /// What is of the region of interest was shifted up, above all else (H.1).
    const fn unshifted(self, word: u32) -> u32 {
        let magnitude = word & 0x7FFF_FFFF;
        if self.shift > 0 && self.shift < 31 && magnitude >> 1 >> self.shift != 0 {
            word & 0x8000_0000 | magnitude >> self.shift
        } else {
            word
        }
    }

    fn unshift(self, words: &mut [u32]) {
        if self.shift > 0 {
            for word in words {
                *word = self.unshifted(*word);
            }
        }
    }

    fn row<T>(self, plane: &mut Plane<T>, number: usize, width: usize) -> &mut [T] {
        let start = self.start + number * self.stride;
        plane
            .values
            .get_mut(start..start + width)
            .unwrap_or_default()
    }
}

/// From rows.
fn put_rows<'v, T: Coefficient>(
    values: impl Iterator<Item = &'v mut [u32]>,
    shape: bit_planes::Shape,
    target: Place,
    plane: &mut Plane<T>,
) {
    for (number, row) in values.take(shape.height).enumerate() {
        target.unshift(row);
        coefficient::put(target.row(plane, number, shape.width), row, target.size);
    }
}

/// From columns of four that stand beside each other, stripe by stripe.
fn put_columns<T: Coefficient>(
    values: &mut [u32],
    shape: bit_planes::Shape,
    target: Place,
    plane: &mut Plane<T>,
) {
    target.unshift(values);
    let (columns, _) = values.as_chunks::<4>();
    for (stripe, columns) in columns.chunks_exact(shape.width.max(1)).enumerate() {
        let top = stripe * 4;
        if top >= shape.height {
            return;
        }
        let rows = shape.height - top;
        for (number, columns) in columns.chunks(4).enumerate() {
            let mut four = [u32x4::default(); 4];
            for (lanes, column) in four.iter_mut().zip(columns) {
                *lanes = u32x4::new(*column);
            }
            for (row, words) in u32x4::transpose(four).into_iter().take(rows).enumerate() {
                let start = target.start + (top + row) * target.stride + number * 4;
                let places = plane.values.get_mut(start..start + columns.len());
                let coefficients = T::of_four(words, target.size);
                if let Some(places) = places {
                    match places.first_chunk_mut::<4>() {
                        Some(four) => *four = coefficients,
                        None => places
                            .iter_mut()
                            .zip(coefficients)
                            .for_each(|(place, it)| *place = it),
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_of_a_region_comes_down() {
        let target = Place {
            shift: 4,
            size: f32x4::new([1.0; 4]),
            start: 0,
            stride: 1,
        };
        assert_eq!(
            target.unshifted(0x8000_0000 | 0x50 << 1),
            0x8000_0000 | 5 << 1
        );
        assert_eq!(target.unshifted(15 << 1), 15 << 1);
    }
}
