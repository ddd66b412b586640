//! High-Throughput JPEG 2000: lossless 1.2.840.10008.1.2.4.201 and 1.2.840.10008.1.2.4.202, lossy
//! 1.2.840.10008.1.2.4.203 (PS3.5 A.4.12).

use dicom_dictionary_std::uids;
use openjph_core::OjphError;
use openjph_core::codestream::Codestream as OpenJph;
use openjph_core::file::MemInfile;

use super::codestream::Codestream;
use super::main_header::{
    CHANGE_OF_PROGRESSION, CODING_OF_A_COMPONENT, CodingStyle, MainHeader, PACKED_HEADERS,
    QUANTISATION,
};
use super::{Codec, Decoder, Samples};
use crate::header::Image;
use crate::problem::Kind;

const NAME: &str = "HTJ2K";

pub(super) const CODEC: Codec = Codec {
    name: NAME,
    syntaxes: &[
        (
            uids::HTJ2K_LOSSLESS,
            "High-Throughput JPEG 2000 (Lossless Only)",
        ),
        (
            uids::HTJ2K_LOSSLESS_RPCL,
            "High-Throughput JPEG 2000 with RPCL Options (Lossless Only)",
        ),
        (uids::HTJ2K, "High-Throughput JPEG 2000"),
    ],
    undoes_transforms: true,
};

pub(super) const DECODER: Decoder = Decoder {
    codec: &CODEC,
    decode,
};

fn decode(bytes: &[u8], image: &Image) -> Result<Samples, Kind> {
    let codestream = Codestream::new(bytes, image, NAME)?;
    let coding = readable(&codestream).map_err(|what| Kind::Malformed {
        what: format!("{NAME}: {what}"),
        at: 0,
    })?;
    let mut components = components(&codestream).map_err(|error| Kind::Malformed {
        what: format!("{NAME}: {error}"),
        at: 0,
    })?;
    if let [first, second, third] = components.as_mut_slice() {
        let pixels = first.iter_mut().zip(second).zip(third);
        for ((first, second), third) in pixels.filter(|_| coding.transforms_components) {
            [*first, *second, *third] = transformed(coding.reversible, [*first, *second, *third]);
        }
    }
    let shift = codestream.level_shift();
    let values = components.into_iter().map(|component| {
        component
            .into_iter()
            .map(move |value| value.saturating_add(shift))
    });
    codestream.samples(values, image)
}

/// The values of each component, before the transform of the components is undone and before
/// they are shifted: the decoder leaves out the one, and would cut off at the range of the other
/// what the first still needs. Of signed components it does neither.
fn components(codestream: &Codestream<'_>) -> Result<Vec<Vec<i32>>, OjphError> {
    let signed = codestream.with_signed_components();
    let mut file = MemInfile::new(&signed);
    let mut decoder = OpenJph::new();
    decoder.read_headers(&mut file)?;
    decoder.create(&mut file)?;
    let extent = codestream.extent;
    let component = |_| Vec::with_capacity(extent.pixels());
    let mut components: Vec<Vec<i32>> = (0..extent.components).map(component).collect();
    for _ in 0..extent.rows {
        for (number, component) in (0..).zip(&mut components) {
            component.extend(decoder.pull(number).unwrap_or_default());
        }
    }
    Ok(components)
}

/// What the decoder reads: it takes a tile for one part, a resolution for one precinct, and
/// packets for ordered by resolution and component. Of anything else, and of what breaks off, it
/// makes a picture without a word: all of that is refused here.
fn readable(codestream: &Codestream<'_>) -> Result<CodingStyle, &'static str> {
    const LAYERS_FIRST: u8 = 0;
    const COMPONENTS_BEFORE_RESOLUTIONS: u8 = 3;
    let header = MainHeader::read(codestream.bytes).ok_or("a main header that breaks off")?;
    let has = |marker: u8| header.markers.contains(&marker);
    let parts = header.tile_parts().ok_or("tiles that break off")?;
    let extent = codestream.extent;
    let coding = header.coding.ok_or("no coding style")?;
    if !has(QUANTISATION) {
        return Err("no quantisation");
    }
    let in_order = (0..).zip(&parts).all(|(number, part)| *part == (number, 0));
    if parts.len() as u64 != codestream.tiles || !in_order {
        return Err("tiles in parts or out of order are not read");
    }
    let ordered = match coding.progression {
        LAYERS_FIRST => true,
        order if order < COMPONENTS_BEFORE_RESOLUTIONS => coding.layers == 1,
        _ => coding.layers == 1 && extent.components == 1,
    };
    let changes = [CODING_OF_A_COMPONENT, CHANGE_OF_PROGRESSION, PACKED_HEADERS];
    if !ordered || changes.into_iter().any(has) {
        return Err("packets in this order are not read");
    }
    let covers = |(precinct, resolution): (&[u32; 2], u32)| {
        let left = u32::from(coding.levels).saturating_sub(resolution).min(31);
        let [across, down] = precinct.map(|exponent| 1_u32 << exponent);
        across >= extent.columns.div_ceil(1 << left) && down >= extent.rows.div_ceil(1 << left)
    };
    // What is not stated is 2 to the power of 15.
    let largest = extent.columns.max(extent.rows);
    let unstated_cover = !coding.precincts.is_empty() || largest <= 1 << 15;
    if coding.levels > 32 || !unstated_cover || !coding.precincts.iter().zip(0..).all(covers) {
        return Err("resolutions in precincts are not read");
    }
    Ok(coding)
}

/// ISO/IEC 15444-1 G.2.2 and G.3.2.
fn transformed(reversible: bool, [y, cb, cr]: [i32; 3]) -> [i32; 3] {
    if reversible {
        let green = y.saturating_sub(cb.saturating_add(cr) >> 2);
        return [cr.saturating_add(green), green, cb.saturating_add(green)];
    }
    let [y, cb, cr] = [y, cb, cr].map(f64::from);
    let colours = [
        y + 1.402 * cr,
        y - 0.344_136 * cb - 0.714_136 * cr,
        y + 1.772 * cb,
    ];
    #[expect(
        clippy::cast_possible_truncation,
        reason = "of at most 16 bits; more are cut off"
    )]
    colours.map(|value| value.round() as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transforms_are_undone() {
        // G.2.1 of 200, 100, 51: floor of a quarter of (200 + 2 * 100 + 51), differences to green.
        let coded = [112, 51 - 100, 200 - 100];
        assert_eq!(transformed(true, coded), [200, 100, 51]);
        let grey = transformed(false, [90, 0, 0]);
        assert_eq!(grey, [90, 90, 90]);
    }
}
