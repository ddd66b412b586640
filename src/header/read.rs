//! A file's first bytes -> its header.

use std::sync::Arc;

use dicom_dictionary_std::{tags, uids};

use super::dataset::{DataSet, PixelElement};
use super::walk::{Cursor, Encoding, Stop};
use super::{Header, Image, Span, frames, image, pet, segments, spacing, syntax};
use crate::problem::{Kind, Problem, Stage};

/// What came of reading.
#[derive(Clone, Debug, PartialEq)]
pub enum Read {
    Header(Box<Header>),
    /// The bytes in memory end before the header does: read again with at least so many.
    NeedMore {
        at_least: u64,
    },
    /// From this byte on the file is deflated (PS3.5 A.5): inflate it, and [`read_inflated`].
    Deflated {
        from: u64,
    },
}

/// Reads the header of a file of `file_length` bytes out of its first ones.
///
/// # Errors
/// [`Kind::Empty`], [`Kind::NotDicom`], [`Kind::Malformed`] with the place, [`Kind::OverLimit`],
/// [`Kind::PixelFormat`] of samples that no [`crate::pixels::Layout`] describes, and
/// [`Kind::TransferSyntax`] where the header itself is compressed.
pub fn read(bytes: &[u8], file_length: u64) -> Result<Read, Problem> {
    let file_length = file_length.max(bytes.len() as u64);
    answer(read_or_stop(bytes, file_length, false))
}

/// Reads the header of a file that was deflated and is whole in memory, inflated.
///
/// # Errors
/// As [`read`].
pub fn read_inflated(bytes: &[u8]) -> Result<Read, Problem> {
    answer(read_or_stop(bytes, bytes.len() as u64, true))
}

fn answer(header: Result<Header, Stop>) -> Result<Read, Problem> {
    match header {
        Ok(header) => Ok(Read::Header(Box::new(header))),
        Err(Stop::NeedMore { at_least }) => Ok(Read::NeedMore { at_least }),
        Err(Stop::Deflated { from }) => Ok(Read::Deflated { from }),
        Err(Stop::Problem(kind)) => Err(kind.at(Stage::Header)),
    }
}

fn read_or_stop(bytes: &[u8], file_length: u64, is_inflated: bool) -> Result<Header, Stop> {
    if file_length == 0 {
        return Err(Stop::Problem(Kind::Empty));
    }
    let first_look = syntax::FIRST_LOOK.min(file_length);
    if (bytes.len() as u64) < first_look {
        return Err(Stop::NeedMore {
            at_least: first_look,
        });
    }
    let start = syntax::start(bytes).ok_or(Stop::Problem(Kind::NotDicom))?;
    let mut cursor = Cursor::new(bytes, file_length, start, Encoding::EXPLICIT_LITTLE);
    let meta = DataSet::read_meta(&mut cursor)?;
    let stated = meta.text(tags::TRANSFER_SYNTAX_UID);
    match stated.as_deref() {
        Some(uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN) if !is_inflated => {
            let from = cursor.position();
            return Err(Stop::Deflated { from });
        }
        Some(uid) if is_reference(uid) => {
            let uid = uid.to_owned();
            return Err(Stop::Problem(Kind::TransferSyntax { uid }));
        }
        _ => {}
    }
    cursor.encoding = syntax::of_data_set(&cursor, stated.as_deref())?;
    let transfer_syntax = stated.unwrap_or_else(|| syntax::uid(cursor.encoding).to_owned());
    let encoding = cursor.encoding;
    let (set, last) = DataSet::read(&mut cursor)?;
    let is_document = |last: &PixelElement| last.head.tag == tags::ENCAPSULATED_DOCUMENT;
    let document = last.filter(is_document).and_then(|document| {
        Some(Span {
            offset: document.offset,
            length: document.head.length?.into(),
        })
    });
    let pixels = last.filter(|last| !is_document(last));
    let image = pixels
        .map(|pixels: PixelElement| {
            let endian = syntax::of_samples(encoding, &transfer_syntax);
            image::of(&set, pixels, endian, cursor.left_in_file()).map_err(Stop::Problem)
        })
        .transpose()?;
    let groups = image
        .as_ref()
        .filter(|image| image.frames > 1)
        .map(|image| frames::groups(&set, image.frames));
    let sop_class = set
        .text(tags::SOP_CLASS_UID)
        .or_else(|| meta.text(tags::MEDIA_STORAGE_SOP_CLASS_UID));
    let sop_class = sop_class.unwrap_or_default();
    let segmentation = segments::of(&set, &sop_class).map(Arc::new);
    let image = image.map(|mut image: Image| {
        if segmentation.is_some() && image.shape.samples == 1 {
            // Its stored values are numbers of segments, whatever colours it brings for them.
            "MONOCHROME2".clone_into(&mut image.photometric);
            image.palette = None;
        }
        image
    });
    let described = described(&set);
    Ok(Header {
        lossy: described.lossy || syntax::is_lossy(&transfer_syntax),
        transfer_syntax,
        segmentation,
        sop_class,
        image,
        document,
        groups: groups.unwrap_or_default(),
        ..described
    })
}

/// Deflated data sets whose samples are somewhere else (PS3.5 A.7).
fn is_reference(uid: &str) -> bool {
    [
        uids::JPIP_REFERENCED_DEFLATE,
        uids::JPIPHTJ2K_REFERENCED_DEFLATE,
    ]
    .contains(&uid)
}

/// Everything but syntax, class and samples.
fn described(set: &DataSet<'_>) -> Header {
    let (pixel_spacing_mm, spacing_of) = spacing::of(set);
    Header {
        sop_instance: set.text(tags::SOP_INSTANCE_UID),
        study_uid: set.text(tags::STUDY_INSTANCE_UID),
        series_uid: set.text(tags::SERIES_INSTANCE_UID),
        frame_of_reference_uid: set.text(tags::FRAME_OF_REFERENCE_UID),
        patient_name: set.description(tags::PATIENT_NAME),
        patient_id: set.description(tags::PATIENT_ID),
        birth_date: set.text(tags::PATIENT_BIRTH_DATE),
        accession_number: set.description(tags::ACCESSION_NUMBER),
        study_date: set.text(tags::STUDY_DATE),
        modality: set.text(tags::MODALITY),
        series_number: set.integer(tags::SERIES_NUMBER),
        series_description: set.description(tags::SERIES_DESCRIPTION),
        instance_number: set.integer(tags::INSTANCE_NUMBER),
        acquisition_number: set.integer(tags::ACQUISITION_NUMBER),
        temporal_position: set.integer(tags::TEMPORAL_POSITION_IDENTIFIER),
        echo_time_ms: set
            .number(tags::ECHO_TIME)
            .or_else(|| set.float(tags::EFFECTIVE_ECHO_TIME)),
        b_value: set.float(tags::DIFFUSION_B_VALUE),
        image_type: set.texts(tags::IMAGE_TYPE),
        convolution_kernel: set.text(tags::CONVOLUTION_KERNEL),
        slice_thickness_mm: positive(set.number(tags::SLICE_THICKNESS)),
        spacing_between_slices_mm: set.number(tags::SPACING_BETWEEN_SLICES),
        position_mm: set.vector(tags::IMAGE_POSITION_PATIENT),
        orientation: set.vector(tags::IMAGE_ORIENTATION_PATIENT),
        patient_orientation: set.texts(tags::PATIENT_ORIENTATION).try_into().ok(),
        pixel_spacing_mm,
        spacing_of,
        regions: spacing::regions(set),
        pixel_aspect: aspect(set),
        units: set.text(tags::UNITS),
        suv_of_one: pet::suv_of_one(set),
        segment: set.unsigned(tags::REFERENCED_SEGMENT_NUMBER),
        lossy: set.text(tags::LOSSY_IMAGE_COMPRESSION).as_deref() == Some("01"),
        frames_a_second: frames_a_second(set),
        ..Header::default()
    }
}

/// How fast a film is to be shown: what the acquisition says, else what is recommended.
fn frames_a_second(set: &DataSet<'_>) -> Option<f64> {
    let frame_ms = positive(set.number(tags::FRAME_TIME));
    frame_ms
        .map(|ms| 1000.0 / ms)
        .or_else(|| positive(set.number(tags::CINE_RATE)))
        .or_else(|| positive(set.number(tags::RECOMMENDED_DISPLAY_FRAME_RATE)))
}

pub(super) fn positive(number: Option<f64>) -> Option<f64> {
    number.filter(|number| *number > 0.0)
}

fn aspect(set: &DataSet<'_>) -> Option<[u32; 2]> {
    let parts = set.vector::<2>(tags::PIXEL_ASPECT_RATIO)?;
    let whole = |part: f64| {
        let whole = (1.0..=f64::from(u32::MAX)).contains(&part) && part.fract() == 0.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "held against the range"
        )]
        whole.then_some(part as u32)
    };
    Some([whole(parts[0])?, whole(parts[1])?])
}
