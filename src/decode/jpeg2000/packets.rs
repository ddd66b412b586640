//! Packets: what each says of the code blocks of a precinct (ISO/IEC 15444-1 B.9, B.10).

use super::fault;
use super::header::{Settings, TileParts};
use super::layout::{Block, Part, Tile};
use super::packet_bits::PacketBits;
use super::progression::{self, Place};
use super::style::BlockStyle;
use super::tag_tree::TagTree;
use crate::problem::Kind;

/// Bit planes that may be said to be zeros: more than any band has.
const ZERO_PLANES: u16 = 96;

/// Part of a block's codeword segment, in one packet.
#[derive(Debug)]
pub(super) struct Chunk<'a> {
    pub bytes: &'a [u8],
    pub passes: u8,
    pub begins_segment: bool,
    /// From 1; 0 behind the last.
    pub next: u32,
}

/// Where a tile's packets have been read to.
struct Packets<'a> {
    bodies: std::slice::Iter<'a, &'a [u8]>,
    body: &'a [u8],
    packed: Option<&'a [u8]>,
    chunks: Vec<Chunk<'a>>,
    pending: Vec<Pending>,
}

/// A chunk whose length has been read.
struct Pending {
    block: usize,
    passes: u8,
    begins_segment: bool,
    length: usize,
}

/// Reads all packets of a tile.
///
/// # Errors
/// [`Kind::EndsEarly`] where one is broken off or missing, and what does not fit.
pub(super) fn read<'a>(
    tile: &mut Tile,
    settings: &Settings,
    parts: &'a TileParts<'a>,
) -> Result<Vec<Chunk<'a>>, Kind> {
    let packed = parts.packed.as_deref();
    // Each has at least a byte.
    let found = parts.bodies.iter().map(|body| body.len()).sum::<usize>();
    let found = found + packed.map_or(0, <[u8]>::len);
    if tile.precincts.len() > found {
        return Err(Kind::EndsEarly {
            needed: tile.precincts.len() as u64,
            found: found as u64,
        });
    }
    let mut packets = Packets {
        bodies: parts.bodies.iter(),
        body: &[],
        packed,
        chunks: Vec::new(),
        pending: Vec::new(),
    };
    progression::each_packet(tile, settings, |tile, place, layer| {
        packets.read(tile, place, layer)
    })?;
    Ok(packets.chunks)
}

impl Packets<'_> {
    fn read(&mut self, tile: &mut Tile, place: Place, layer: u16) -> Result<(), Kind> {
        while self.body.is_empty()
            && let Some(next) = self.bodies.next()
        {
            self.body = next;
        }
        // SOP (A.8.1): no header begins so, whether it was announced or not.
        if self.body.starts_with(&[0xFF, 0x91, 0, 4]) {
            self.body = self.body.get(6..).unwrap_or_default();
        }
        self.pending.clear();
        let header = self.packed.unwrap_or(self.body);
        let mut bits = PacketBits::new(header);
        if bits.bit()? == 1 {
            self.read_header(tile, place, layer, &mut bits)?;
        }
        let mut rest = header.get(bits.end()..).unwrap_or_default();
        // EPH (A.8.2).
        if rest.starts_with(&[0xFF, 0x92]) {
            rest = rest.get(2..).unwrap_or_default();
        }
        if let Some(packed) = &mut self.packed {
            *packed = rest;
        } else {
            self.body = rest;
        }
        self.take_bodies(&mut tile.blocks)
    }

    fn read_header(
        &mut self,
        tile: &mut Tile,
        place: Place,
        layer: u16,
        bits: &mut PacketBits<'_>,
    ) -> Result<(), Kind> {
        let Tile {
            components,
            precincts,
            blocks,
            ..
        } = tile;
        let (Some(component), Some(precinct)) = (
            components.get(place.component),
            precincts.get_mut(place.precinct),
        ) else {
            return Ok(());
        };
        let style = component.style.blocks;
        for part in precinct.parts.iter_mut().filter(|part| part.across > 0) {
            let first = part.blocks.start;
            for number in part.blocks.clone() {
                let Some(block) = blocks.get_mut(number) else {
                    continue;
                };
                let leaf = (
                    (number - first) % part.across,
                    (number - first) / part.across,
                );
                if is_in_packet(block, part, leaf, layer, bits)? {
                    self.read_lengths(number, block, style, bits)?;
                }
            }
        }
        Ok(())
    }

    /// How many passes come, and how long their segments are (B.10.6, B.10.7; ISO/IEC 15444-15
    /// B.3).
    fn read_lengths(
        &mut self,
        number: usize,
        block: &mut Block,
        style: BlockStyle,
        bits: &mut PacketBits<'_>,
    ) -> Result<(), Kind> {
        let mut passes = passes(bits)?;
        while bits.bit()? == 1 {
            block.length_bits += 1;
            if block.length_bits > 32 {
                return Err(fault("a length that there cannot be"));
            }
        }
        let mut length_of = passes;
        let is_high_throughput = style.is_high_throughput();
        if is_high_throughput && block.passes == 0 {
            // Three that hold nothing for each further bit plane of zeros.
            let empty = (passes - 1) / 3;
            block.zero_planes += u8::try_from(empty).unwrap_or(u8::MAX);
            passes -= empty * 3;
            length_of = empty * 3 + 1;
        }
        let end = u32::from(block.passes) + passes;
        if is_high_throughput && end > 3 {
            return Err(fault("blocks coded more than once are not read"));
        }
        while passes > 0 {
            let pass = u32::from(block.passes);
            let taken = style.passes_from(pass).min(passes);
            if !is_high_throughput || pass > 0 {
                length_of = taken;
            }
            let length = bits.bits((u32::from(block.length_bits) + length_of.ilog2()).min(32))?;
            passes -= taken;
            let taken = u8::try_from(taken).unwrap_or(u8::MAX);
            block.passes = block
                .passes
                .checked_add(taken)
                .ok_or_else(|| fault("more passes than there can be"))?;
            self.pending.push(Pending {
                block: number,
                passes: taken,
                begins_segment: style.begins_segment(pass),
                length: length as usize,
            });
        }
        Ok(())
    }

    /// The bytes behind the header, block by block.
    fn take_bodies(&mut self, blocks: &mut [Block]) -> Result<(), Kind> {
        for pending in &self.pending {
            let split = self.body.split_at_checked(pending.length);
            let (bytes, rest) = split.ok_or(Kind::EndsEarly {
                needed: pending.length as u64,
                found: self.body.len() as u64,
            })?;
            self.body = rest;
            self.chunks.push(Chunk {
                bytes,
                passes: pending.passes,
                begins_segment: pending.begins_segment,
                next: 0,
            });
            let place = u32::try_from(self.chunks.len()).unwrap_or_default();
            let Some(block) = blocks.get_mut(pending.block) else {
                continue;
            };
            let last = (block.last_chunk as usize).checked_sub(1);
            match last.and_then(|last| self.chunks.get_mut(last)) {
                Some(last) => last.next = place,
                None => block.first_chunk = place,
            }
            block.last_chunk = place;
        }
        Ok(())
    }
}

/// Whether a packet has anything of a block; when it is the first to have, how many of the block's
/// bit planes are zeros (B.10.4, B.10.5).
fn is_in_packet(
    block: &mut Block,
    part: &mut Part,
    leaf: (usize, usize),
    layer: u16,
    bits: &mut PacketBits<'_>,
) -> Result<bool, Kind> {
    if block.is_included {
        return Ok(bits.bit()? == 1);
    }
    let (across, count) = (part.across, part.blocks.len());
    let [inclusion, zero_planes] = &mut **part
        .trees
        .get_or_insert_with(|| Box::new([0; 2].map(|_: u8| TagTree::new(across, count / across))));
    if inclusion.below(leaf, layer + 1, bits)?.is_none() {
        return Ok(false);
    }
    block.is_included = true;
    for end in 1..=ZERO_PLANES {
        if let Some(planes) = zero_planes.below(leaf, end, bits)? {
            block.zero_planes = u8::try_from(planes).unwrap_or(u8::MAX);
            return Ok(true);
        }
    }
    Err(fault("a code block of nothing but zeros"))
}

/// Table B.4.
fn passes(bits: &mut PacketBits<'_>) -> Result<u32, Kind> {
    if bits.bit()? == 0 {
        return Ok(1);
    }
    if bits.bit()? == 0 {
        return Ok(2);
    }
    match bits.bits(2)? {
        3 => match bits.bits(5)? {
            31 => Ok(37 + bits.bits(7)?),
            more => Ok(6 + more),
        },
        more => Ok(3 + more),
    }
}
