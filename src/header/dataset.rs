//! A data set as far as it is wanted: a few attributes, borrowed from the file's bytes, and the
//! functional groups of multi-frame files; everything else is stepped over.

use std::collections::BTreeMap;

use dicom_core::{Tag, VR};
use dicom_dictionary_std::tags;

use super::cover;
use super::fields::Field;
use super::walk::{
    Cursor, ElementHead, Encoding, ITEM, ITEM_DELIMITER, SEQUENCE_DELIMITER, SMALLEST_ELEMENT, Stop,
};
use crate::limits;
use crate::problem::Kind;

/// Attributes that are kept.
const WANTED: [Tag; 116] = [
    tags::MEDIA_STORAGE_SOP_CLASS_UID,
    tags::TRANSFER_SYNTAX_UID,
    tags::SPECIFIC_CHARACTER_SET,
    tags::IMAGE_TYPE,
    tags::SOP_CLASS_UID,
    tags::SOP_INSTANCE_UID,
    tags::STUDY_DATE,
    tags::ACCESSION_NUMBER,
    tags::MODALITY,
    tags::SERIES_DESCRIPTION,
    tags::RECOMMENDED_DISPLAY_FRAME_RATE,
    tags::PATIENT_NAME,
    tags::PATIENT_ID,
    tags::PATIENT_BIRTH_DATE,
    tags::CINE_RATE,
    tags::SLICE_THICKNESS,
    tags::ECHO_TIME,
    tags::SPACING_BETWEEN_SLICES,
    tags::FRAME_TIME,
    tags::CONVOLUTION_KERNEL,
    tags::STUDY_INSTANCE_UID,
    tags::SERIES_INSTANCE_UID,
    tags::SERIES_NUMBER,
    tags::ACQUISITION_NUMBER,
    tags::INSTANCE_NUMBER,
    tags::PATIENT_ORIENTATION,
    tags::IMAGE_POSITION_PATIENT,
    tags::IMAGE_ORIENTATION_PATIENT,
    tags::FRAME_OF_REFERENCE_UID,
    tags::TEMPORAL_POSITION_IDENTIFIER,
    tags::SAMPLES_PER_PIXEL,
    tags::PHOTOMETRIC_INTERPRETATION,
    tags::PLANAR_CONFIGURATION,
    tags::NUMBER_OF_FRAMES,
    tags::ROWS,
    tags::COLUMNS,
    tags::PIXEL_SPACING,
    tags::PIXEL_ASPECT_RATIO,
    tags::BITS_ALLOCATED,
    tags::BITS_STORED,
    tags::HIGH_BIT,
    tags::PIXEL_REPRESENTATION,
    tags::PIXEL_PADDING_VALUE,
    tags::PIXEL_PADDING_RANGE_LIMIT,
    tags::FLOAT_PIXEL_PADDING_VALUE,
    tags::DOUBLE_FLOAT_PIXEL_PADDING_VALUE,
    tags::FLOAT_PIXEL_PADDING_RANGE_LIMIT,
    tags::DOUBLE_FLOAT_PIXEL_PADDING_RANGE_LIMIT,
    tags::WINDOW_CENTER,
    tags::WINDOW_WIDTH,
    tags::RESCALE_INTERCEPT,
    tags::RESCALE_SLOPE,
    tags::RESCALE_TYPE,
    tags::WINDOW_CENTER_WIDTH_EXPLANATION,
    tags::VOILUT_FUNCTION,
    tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
    tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
    tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DESCRIPTOR,
    tags::RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    tags::GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    tags::BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    tags::SEGMENTED_RED_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    tags::SEGMENTED_GREEN_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    tags::SEGMENTED_BLUE_PALETTE_COLOR_LOOKUP_TABLE_DATA,
    tags::LOSSY_IMAGE_COMPRESSION,
    tags::EXTENDED_OFFSET_TABLE,
    tags::EFFECTIVE_ECHO_TIME,
    tags::DIFFUSION_B_VALUE,
    tags::FRAME_TYPE,
    tags::TEMPORAL_POSITION_INDEX,
    tags::DIMENSION_INDEX_VALUES,
    tags::DIMENSION_INDEX_POINTER,
    tags::GRID_FRAME_OFFSET_VECTOR,
    tags::LUT_DESCRIPTOR,
    tags::LUT_DATA,
    tags::LUT_EXPLANATION,
    tags::MODALITY_LUT_TYPE,
    tags::PRESENTATION_LUT_SHAPE,
    tags::SHUTTER_SHAPE,
    tags::SHUTTER_LEFT_VERTICAL_EDGE,
    tags::SHUTTER_RIGHT_VERTICAL_EDGE,
    tags::SHUTTER_UPPER_HORIZONTAL_EDGE,
    tags::SHUTTER_LOWER_HORIZONTAL_EDGE,
    tags::CENTER_OF_CIRCULAR_SHUTTER,
    tags::RADIUS_OF_CIRCULAR_SHUTTER,
    tags::VERTICES_OF_THE_POLYGONAL_SHUTTER,
    tags::SHUTTER_PRESENTATION_VALUE,
    tags::SHUTTER_PRESENTATION_COLOR_CIE_LAB_VALUE,
    tags::PIXEL_SPACING_CALIBRATION_TYPE,
    tags::UNITS,
    tags::CORRECTED_IMAGE,
    tags::DECAY_CORRECTION,
    tags::PATIENT_WEIGHT,
    tags::SERIES_DATE,
    tags::SERIES_TIME,
    tags::ACQUISITION_TIME,
    tags::RADIONUCLIDE_TOTAL_DOSE,
    tags::RADIONUCLIDE_HALF_LIFE,
    tags::RADIOPHARMACEUTICAL_START_TIME,
    tags::RADIOPHARMACEUTICAL_START_DATE_TIME,
    tags::IMAGER_PIXEL_SPACING,
    tags::REGION_LOCATION_MIN_X0,
    tags::REGION_LOCATION_MIN_Y0,
    tags::REGION_LOCATION_MAX_X1,
    tags::REGION_LOCATION_MAX_Y1,
    tags::REGION_SPATIAL_FORMAT,
    tags::PHYSICAL_UNITS_X_DIRECTION,
    tags::PHYSICAL_UNITS_Y_DIRECTION,
    tags::PHYSICAL_DELTA_X,
    tags::PHYSICAL_DELTA_Y,
    tags::SEGMENTATION_TYPE,
    tags::MAXIMUM_FRACTIONAL_VALUE,
    tags::SEGMENT_NUMBER,
    tags::SEGMENT_LABEL,
    tags::RECOMMENDED_DISPLAY_CIE_LAB_VALUE,
    tags::REFERENCED_SEGMENT_NUMBER,
];

/// The macros of functional groups (PS3.3 C.7.6.16) that hold what is wanted: what their items have
/// in common counts as said by the data set around them.
const MACROS: [Tag; 14] = [
    tags::PLANE_POSITION_SEQUENCE,
    tags::PLANE_ORIENTATION_SEQUENCE,
    tags::PIXEL_MEASURES_SEQUENCE,
    tags::FRAME_VOILUT_SEQUENCE,
    tags::PIXEL_VALUE_TRANSFORMATION_SEQUENCE,
    tags::FRAME_CONTENT_SEQUENCE,
    tags::MR_ECHO_SEQUENCE,
    tags::MR_DIFFUSION_SEQUENCE,
    tags::MR_IMAGE_FRAME_TYPE_SEQUENCE,
    tags::CT_IMAGE_FRAME_TYPE_SEQUENCE,
    tags::RADIOPHARMACEUTICAL_INFORMATION_SEQUENCE,
    tags::SEGMENT_IDENTIFICATION_SEQUENCE,
    tags::SHARED_FUNCTIONAL_GROUPS_SEQUENCE,
    tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE,
];

/// Sequences whose items are kept, each by itself.
const LISTS: [Tag; 6] = [
    tags::PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE,
    tags::DIMENSION_INDEX_SEQUENCE,
    tags::MODALITY_LUT_SEQUENCE,
    tags::VOILUT_SEQUENCE,
    tags::SEGMENT_SEQUENCE,
    tags::SEQUENCE_OF_ULTRASOUND_REGIONS,
];

/// 0002, in little endian as all of it is.
const META_GROUP: [u8; 2] = [2, 0];

/// The attributes found.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct DataSet<'a> {
    fields: BTreeMap<Tag, Field<'a>>,
    items: BTreeMap<Tag, Vec<Self>>,
}

/// The element that holds the samples, or a document: where its value begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PixelElement {
    pub head: ElementHead,
    pub offset: u64,
}

/// Where a data set ends.
#[derive(Clone, Copy)]
enum End {
    File,
    At(u64),
    Delimiter,
}

impl<'a> DataSet<'a> {
    /// Reads the file meta information (PS3.10 7.1), as long as its group goes on: the length
    /// that it states of itself is often wrong.
    pub fn read_meta(cursor: &mut Cursor<'a>) -> Result<Self, Stop> {
        let mut found = Self::default();
        while cursor.left_in_file() >= SMALLEST_ELEMENT && cursor.peek(2)? == META_GROUP {
            let head = cursor.element_head()?;
            read_value(cursor, head, 0, &mut found)?;
        }
        Ok(found)
    }

    /// Reads on until the samples or the end of the file.
    pub fn read(cursor: &mut Cursor<'a>) -> Result<(Self, Option<PixelElement>), Stop> {
        read_elements(cursor, End::File, 0, None)
    }

    pub fn get(&self, tag: Tag) -> Option<&Field<'a>> {
        self.fields.get(&tag)
    }

    /// The items of a sequence, in order.
    pub fn items(&self, sequence: Tag) -> &[Self] {
        self.items.get(&sequence).map_or(&[], Vec::as_slice)
    }

    pub fn insert(&mut self, tag: Tag, field: Field<'a>) {
        self.fields.insert(tag, field);
    }

    pub fn insert_items(&mut self, sequence: Tag, items: Vec<Self>) {
        self.items.insert(sequence, items);
    }

    /// Takes over, where it is not known yet, what all of these say alike.
    fn fill_from(&mut self, others: &[Self]) {
        let Some((first, rest)) = others.split_first() else {
            return;
        };
        for (tag, field) in &first.fields {
            if rest.iter().all(|other| other.get(*tag) == Some(field)) {
                self.fields.entry(*tag).or_insert(*field);
            }
        }
    }
}

/// Reads up to an end. An item has the character sets of what is around it, if it names none.
fn read_elements<'a>(
    cursor: &mut Cursor<'a>,
    end: End,
    depth: usize,
    character_sets: Option<Field<'a>>,
) -> Result<(DataSet<'a>, Option<PixelElement>), Stop> {
    let mut found = DataSet::default();
    if let Some(sets) = character_sets {
        found.insert(tags::SPECIFIC_CHARACTER_SET, sets);
    }
    loop {
        let over = match end {
            End::File => cursor.left_in_file() < SMALLEST_ELEMENT,
            End::At(end) => cursor.position() >= end,
            End::Delimiter => false,
        };
        if over {
            return Ok((found, None));
        }
        let head = cursor.element_head()?;
        if head.tag == ITEM_DELIMITER && matches!(end, End::Delimiter) {
            return Ok((found, None));
        }
        let ends_here = is_pixel_data(head.tag) || is_long_document(cursor, head);
        if ends_here && matches!(end, End::File) {
            let offset = cursor.position();
            return Ok((found, Some(PixelElement { head, offset })));
        }
        read_value(cursor, head, depth, &mut found)?;
        if let End::At(end) = end
            && cursor.position() > end
        {
            let what = "an element reaches beyond its item";
            return Err(Stop::malformed(what, cursor.position()));
        }
    }
}

fn read_value<'a>(
    cursor: &mut Cursor<'a>,
    head: ElementHead,
    depth: usize,
    found: &mut DataSet<'a>,
) -> Result<(), Stop> {
    let is_macro = MACROS.contains(&head.tag);
    let is_list = LISTS.contains(&head.tag);
    let wanted = is_macro || is_list;
    match head.length {
        Some(length) if !wanted => {
            let offset = cursor.position();
            let bytes = cursor.take(length)?;
            let wanted = WANTED.contains(&head.tag) || cover::is_of_a_plane(head.tag);
            if wanted && length <= cover::longest(head.tag) {
                let field = Field {
                    vr: head.vr,
                    bytes,
                    endian: cursor.encoding.endian,
                    offset,
                };
                found.insert(head.tag, field);
            }
        }
        _ => {
            let sets = found.get(tags::SPECIFIC_CHARACTER_SET).copied();
            let items = read_items(cursor, head, depth + 1, wanted, sets)?;
            if is_macro {
                found.fill_from(&items);
            }
            if is_list {
                found.items.insert(head.tag, items);
            }
        }
    }
    Ok(())
}

/// Reads a sequence's items where they are wanted, in the character sets of what is around them; or
/// steps over them, as over the fragments of samples.
fn read_items<'a>(
    cursor: &mut Cursor<'a>,
    head: ElementHead,
    depth: usize,
    wanted: bool,
    character_sets: Option<Field<'a>>,
) -> Result<Vec<DataSet<'a>>, Stop> {
    if depth > limits::SEQUENCE_DEPTH {
        return Err(Stop::Problem(Kind::OverLimit {
            what: "sequences inside sequences".to_owned(),
            value: depth as u64,
            limit: limits::SEQUENCE_DEPTH as u64,
        }));
    }
    let outside = cursor.encoding;
    if head.vr == Some(VR::UN) {
        // Whoever wrote UN did not know the VRs inside either (PS3.5 6.2.2 note 4).
        cursor.encoding = Encoding::IMPLICIT_LITTLE;
    }
    let end = head
        .length
        .map(|length| cursor.position() + u64::from(length));
    let mut items = Vec::new();
    while end.is_none_or(|end| cursor.position() < end) {
        let item = cursor.element_head()?;
        match (item.tag, item.length) {
            (SEQUENCE_DELIMITER, _) => break,
            (ITEM, Some(length)) if !wanted => {
                cursor.take(length)?;
            }
            (ITEM, length) => {
                let end = length.map_or(End::Delimiter, |length| {
                    End::At(cursor.position() + u64::from(length))
                });
                let (item, _) = read_elements(cursor, end, depth, character_sets)?;
                items.extend(wanted.then_some(item));
            }
            _ => {
                let what = "something other than an item in a sequence";
                return Err(Stop::malformed(what, cursor.position()));
            }
        }
    }
    cursor.encoding = outside;
    Ok(items)
}

/// A document that is not in memory: nothing behind it is of an image.
fn is_long_document(cursor: &Cursor<'_>, head: ElementHead) -> bool {
    head.tag == tags::ENCAPSULATED_DOCUMENT && head.length.is_some_and(|length| !cursor.has(length))
}

pub(crate) const fn is_pixel_data(tag: Tag) -> bool {
    matches!(
        tag,
        tags::PIXEL_DATA | tags::FLOAT_PIXEL_DATA | tags::DOUBLE_FLOAT_PIXEL_DATA
    )
}
