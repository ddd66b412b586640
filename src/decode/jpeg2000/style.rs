//! How a tile's components are coded: COD, COC, QCD, QCC, RGN and POC (ISO/IEC 15444-1 A.6).

use super::contexts::Orientation;
use super::fault;
use super::segments::Fields;
use crate::problem::Kind;

/// The most there can be (Table A.15).
pub(super) const LEVELS: u8 = 32;

/// How code blocks are coded (Table A.19; ISO/IEC 15444-15 A.4 for the two upper bits).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct BlockStyle(u8);

impl BlockStyle {
    const fn has(self, bit: u8) -> bool {
        self.0 & bit != 0
    }

    /// From the tenth pass on significance and refinement are raw bits.
    const fn bypasses(self) -> bool {
        self.has(0x01)
    }

    pub const fn resets_contexts(self) -> bool {
        self.has(0x02)
    }

    const fn terminates_each_pass(self) -> bool {
        self.has(0x04)
    }

    pub const fn is_vertically_causal(self) -> bool {
        self.has(0x08)
    }

    pub const fn has_segmentation_symbols(self) -> bool {
        self.has(0x20)
    }

    pub const fn is_high_throughput(self) -> bool {
        self.has(0x40)
    }

    /// The passes of the codeword segment that a pass is of, from that pass on (D.4.2, Table
    /// D.9; ISO/IEC 15444-15 B.3).
    pub const fn passes_from(self, pass: u32) -> u32 {
        if self.is_high_throughput() {
            return if pass == 1 { 2 } else { 1 };
        }
        if self.terminates_each_pass() {
            return 1;
        }
        match (self.bypasses(), pass) {
            (false, _) => u32::MAX,
            (true, ..10) => 10 - pass,
            (true, _) if (pass - 10).is_multiple_of(3) => 2,
            _ => 1,
        }
    }

    /// A codeword segment begins with this pass.
    pub const fn begins_segment(self, pass: u32) -> bool {
        if self.is_high_throughput() {
            return pass < 2;
        }
        if self.terminates_each_pass() || pass == 0 {
            return true;
        }
        self.bypasses() && pass >= 10 && (pass - 10) % 3 != 1
    }

    pub const fn is_raw(self, pass: u32) -> bool {
        self.bypasses() && pass >= 10 && (pass - 10) % 3 != 2
    }
}

/// What COD says of all components (Table A.14).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Order {
    pub progression: Progression,
    pub layers: u16,
    pub transforms_components: bool,
}

/// Which packet comes first (Table A.16).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Progression {
    Lrcp,
    Rlcp,
    Rpcl,
    Pcrl,
    Cprl,
}

impl Progression {
    fn of(byte: u8) -> Result<Self, Kind> {
        match byte {
            0 => Ok(Self::Lrcp),
            1 => Ok(Self::Rlcp),
            2 => Ok(Self::Rpcl),
            3 => Ok(Self::Pcrl),
            4 => Ok(Self::Cprl),
            _ => Err(fault("a progression order that there is not")),
        }
    }
}

/// What COD or COC says of a component (Table A.20).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Style {
    pub levels: u8,
    /// Exponents of the largest code block, across and down.
    pub block: [u8; 2],
    pub blocks: BlockStyle,
    pub reversible: bool,
    /// Exponents across and down by resolution, the smallest first; none where a precinct is as
    /// large as can be.
    precincts: Vec<u8>,
}

impl Style {
    fn read(fields: &mut Fields<'_>, has_precincts: bool) -> Result<Self, Kind> {
        let [levels, width, height, block_style, wavelet] = fields.bytes()?;
        let block = [width & 15, height & 15].map(|exponent| exponent + 2);
        let [across, down] = block;
        if levels > LEVELS || across > 10 || down > 10 || across + down > 12 || wavelet > 1 {
            return Err(fault("a coding style that there cannot be"));
        }
        if block_style & 0x80 != 0 {
            return Err(fault("blocks of both kinds in one component are not read"));
        }
        let precincts = if has_precincts {
            fields.take(usize::from(levels) + 1)?.to_vec()
        } else {
            Vec::new()
        };
        if precincts
            .iter()
            .skip(1)
            .any(|byte| byte % 16 == 0 || byte / 16 == 0)
        {
            return Err(fault("precincts that there cannot be"));
        }
        Ok(Self {
            levels,
            block,
            blocks: BlockStyle(block_style),
            reversible: wavelet == 1,
            precincts,
        })
    }

    /// Exponents across and down of a resolution's precincts.
    pub fn precinct(&self, resolution: usize) -> [u32; 2] {
        let byte = self.precincts.get(resolution).copied().unwrap_or(0xFF);
        [u32::from(byte & 15), u32::from(byte >> 4)]
    }
}

/// COD (A.6.1).
pub(super) fn coding(mut fields: Fields<'_>) -> Result<(Order, Style), Kind> {
    let [style, progression] = fields.bytes()?;
    let order = Order {
        progression: Progression::of(progression)?,
        layers: fields.u16()?,
        transforms_components: match fields.u8()? {
            0 => false,
            1 => true,
            _ => return Err(fault("a transform of components that is not read")),
        },
    };
    if order.layers == 0 {
        return Err(fault("no layers"));
    }
    Ok((order, Style::read(&mut fields, style & 1 != 0)?))
}

/// COC (A.6.2): of which component it is, and what it says.
pub(super) fn component_coding(
    mut fields: Fields<'_>,
    components: usize,
) -> Result<(usize, Style), Kind> {
    let component = fields.component(components)?;
    let style = fields.u8()?;
    Ok((component, Style::read(&mut fields, style & 1 != 0)?))
}

/// Step sizes of bands (A.6.4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Quantisation {
    guard_bits: i32,
    kind: Steps,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Steps {
    /// Exponents.
    None(Vec<u8>),
    /// Exponent and mantissa of the lowest band.
    Derived(u16),
    Stated(Vec<u16>),
}

/// A band's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Step {
    /// Bit planes that its magnitudes have room in (Equation E-2).
    pub planes: u32,
    /// Of a reversible component 1.
    pub size: f32,
}

impl Quantisation {
    fn read(mut fields: Fields<'_>) -> Result<Self, Kind> {
        let style = fields.u8()?;
        let pairs = fields.0.as_chunks::<2>().0;
        let stated = pairs.iter().copied().map(u16::from_be_bytes);
        let kind = match style & 31 {
            0 => Steps::None(fields.0.to_vec()),
            1 => Steps::Derived(fields.u16()?),
            2 => Steps::Stated(stated.collect()),
            _ => return Err(fault("a quantisation that there is not")),
        };
        Ok(Self {
            guard_bits: i32::from(style >> 5),
            kind,
        })
    }

    /// Of a band at its level, of a component of so many bits (Equations E-3, E-5).
    pub fn step(
        &self,
        style: &Style,
        precision: u8,
        (orientation, level): (Orientation, u8),
    ) -> Result<Step, Kind> {
        let below = usize::from(style.levels - level);
        let (place, gain) = match orientation {
            Orientation::LowLow => (0, 0),
            Orientation::HighLow => (below * 3 + 1, 1),
            Orientation::LowHigh => (below * 3 + 2, 1),
            Orientation::HighHigh => (below * 3 + 3, 2),
        };
        let missing = || fault("a band without its quantisation");
        let (exponent, mantissa) = match &self.kind {
            Steps::None(exponents) => {
                let exponent = exponents.get(place).ok_or_else(missing)?;
                (i32::from(exponent >> 3), 0)
            }
            Steps::Derived(lowest) => {
                let (exponent, mantissa) = split(*lowest);
                let below = i32::from(style.levels) - i32::from(level);
                (exponent - below, mantissa)
            }
            Steps::Stated(steps) => split(*steps.get(place).ok_or_else(missing)?),
        };
        let planes = u32::try_from(exponent + self.guard_bits - 1).unwrap_or_default();
        if style.reversible {
            if !matches!(self.kind, Steps::None(_)) {
                return Err(fault("reversible samples that were quantised"));
            }
            return Ok(Step { planes, size: 1.0 });
        }
        let power = i32::from(precision) + gain - exponent;
        let size = 2_f32.powi(power) * (1.0 + f32::from(mantissa) / 2048.0);
        Ok(Step { planes, size })
    }
}

const fn split(step: u16) -> (i32, u16) {
    ((step >> 11) as i32, step & 0x7FF)
}

/// QCD (A.6.4).
pub(super) fn quantisation(fields: Fields<'_>) -> Result<Quantisation, Kind> {
    Quantisation::read(fields)
}

/// QCC (A.6.5): of which component it is, and what it says.
pub(super) fn component_quantisation(
    mut fields: Fields<'_>,
    components: usize,
) -> Result<(usize, Quantisation), Kind> {
    let component = fields.component(components)?;
    Ok((component, Quantisation::read(fields)?))
}

/// RGN (A.6.3): a component, and how far its region of interest was shifted up.
pub(super) fn region(mut fields: Fields<'_>, components: usize) -> Result<(usize, u8), Kind> {
    let component = fields.component(components)?;
    let [style, shift] = fields.bytes()?;
    if style != 0 {
        return Err(fault("a region of interest that is not read"));
    }
    Ok((component, shift))
}

/// Packets that come in one order: of resolutions and components from the first to before the
/// last, and of layers that have not come before (A.6.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Volume {
    pub progression: Progression,
    pub layers: u16,
    pub resolutions: [u8; 2],
    pub components: [usize; 2],
}

/// POC (A.6.6).
pub(super) fn changes(mut fields: Fields<'_>, components: usize) -> Result<Vec<Volume>, Kind> {
    let mut volumes = Vec::new();
    while !fields.0.is_empty() {
        let resolution = fields.u8()?;
        let component = fields.component(components)?;
        let layers = fields.u16()?;
        let resolution_end = fields.u8()?;
        let component_end = match fields.component(components)? {
            0 => components,
            end => end,
        };
        volumes.push(Volume {
            progression: Progression::of(fields.u8()?)?,
            layers,
            resolutions: [resolution, resolution_end],
            components: [component, component_end],
        });
    }
    Ok(volumes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn starts(style: BlockStyle) -> Vec<u32> {
        let mut starts = vec![0_u32];
        while let Some(last) = starts.last().filter(|it| **it < 20) {
            let next = last.saturating_add(style.passes_from(*last));
            starts.push(next);
        }
        starts
    }

    #[test]
    fn segments_are_those_of_table_d_9() {
        assert_eq!(starts(BlockStyle(0)), [0, u32::MAX]);
        let bypass = BlockStyle(1);
        assert_eq!(starts(bypass), [0, 10, 12, 13, 15, 16, 18, 19, 21]);
        assert!((0..40).all(|pass| bypass.begins_segment(pass) == (pass == 0 || pass > 9 && pass % 3 != 2)));
        assert!(bypass.is_raw(10) && bypass.is_raw(11) && !bypass.is_raw(12) && !bypass.is_raw(9));
        assert_eq!(starts(BlockStyle(5))[..4], [0, 1, 2, 3]);
        assert_eq!(starts(BlockStyle(0x40))[..3], [0, 1, 3]);
    }
}
