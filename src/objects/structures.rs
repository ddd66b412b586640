//! RT structure sets: regions of interest as outlines in the patient (PS3.3 C.8.8.5, C.8.8.6).

use dicom_dictionary_std::tags;
use serde::{Deserialize, Serialize};

use super::reference::{self, Reference};
use super::{Count, cut};
use crate::header::Part;
use crate::limits;
use crate::problem::Kind;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Structures {
    pub label: String,
    /// The frames of reference that it speaks of, by UID.
    pub frames_of_reference: Vec<String>,
    /// SOP Instance UIDs of the images that it was drawn on.
    pub instances: Vec<String>,
    /// In the file's order.
    pub rois: Vec<Roi>,
}

/// A region of interest.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Roi {
    /// ROI Number (3006,0022).
    pub number: i32,
    pub name: String,
    /// ROI Display Color (3006,002A): red, green, blue.
    pub colour: Option<[u8; 3]>,
    /// Referenced Frame of Reference UID (3006,0024).
    pub frame_of_reference: Option<String>,
    pub contours: Vec<Contour>,
    /// Outlines that hold something other than points, and are left out.
    pub unreadable: usize,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contour {
    pub kind: Geometric,
    /// The image that it was drawn on.
    pub image: Option<Reference>,
    /// In patient coordinates (LPS).
    pub points_mm: Vec<[f64; 3]>,
}

/// Contour Geometric Type (3006,0042).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Geometric {
    Point,
    OpenPlanar,
    OpenNonplanar,
    /// Also those whose inside is what an odd number of them go round.
    ClosedPlanar,
}

impl Geometric {
    fn of(name: Option<&str>) -> Option<Self> {
        Some(match name? {
            "POINT" => Self::Point,
            "OPEN_PLANAR" => Self::OpenPlanar,
            "OPEN_NONPLANAR" => Self::OpenNonplanar,
            "CLOSED_PLANAR" | "CLOSEDPLANAR_XOR" => Self::ClosedPlanar,
            _ => return None,
        })
    }
}

pub fn read(file: Part<'_, '_>) -> Result<Structures, Kind> {
    let mut structures = Structures {
        label: title(file),
        ..Structures::default()
    };
    let mut count = reference::counted();
    for frame in file.items(tags::REFERENCED_FRAME_OF_REFERENCE_SEQUENCE) {
        let uid = frame.text(tags::FRAME_OF_REFERENCE_UID);
        structures.frames_of_reference.extend(uid);
        let studies = frame.items(tags::RT_REFERENCED_STUDY_SEQUENCE);
        for series in studies.flat_map(|study| study.items(tags::RT_REFERENCED_SERIES_SEQUENCE)) {
            count.add(series.items(tags::CONTOUR_IMAGE_SEQUENCE).len())?;
            let images = reference::all(series, tags::CONTOUR_IMAGE_SEQUENCE).into_iter();
            structures.instances.extend(images.map(|it| it.instance));
        }
    }
    let rois = file.items(tags::STRUCTURE_SET_ROI_SEQUENCE);
    structures.rois = rois.map(named).collect();
    read_contours(file, &mut structures.rois)?;
    Ok(structures)
}

fn title(file: Part<'_, '_>) -> String {
    let label = file.description(tags::STRUCTURE_SET_LABEL);
    let name = || file.description(tags::STRUCTURE_SET_NAME);
    cut(label.or_else(name).unwrap_or_default())
}

fn named(item: Part<'_, '_>) -> Roi {
    Roi {
        number: item.integer(tags::ROI_NUMBER).unwrap_or_default(),
        name: cut(item.description(tags::ROI_NAME).unwrap_or_default()),
        frame_of_reference: item.text(tags::REFERENCED_FRAME_OF_REFERENCE_UID),
        ..Roi::default()
    }
}

fn read_contours(file: Part<'_, '_>, rois: &mut [Roi]) -> Result<(), Kind> {
    let mut contours = Count::up_to("outlines", limits::CONTOURS);
    let mut points = Count::up_to("points of outlines", limits::CONTOUR_POINTS);
    for item in file.items(tags::ROI_CONTOUR_SEQUENCE) {
        let number = item.integer(tags::REFERENCED_ROI_NUMBER);
        let Some(roi) = rois.iter_mut().find(|roi| Some(roi.number) == number) else {
            continue;
        };
        roi.colour = colour(item).or(roi.colour);
        contours.add(item.items(tags::CONTOUR_SEQUENCE).len())?;
        for contour in item.items(tags::CONTOUR_SEQUENCE) {
            points.add(contour.count(tags::CONTOUR_DATA) / 3)?;
            match contour_of(contour) {
                Some(contour) => roi.contours.push(contour),
                None => roi.unreadable += 1,
            }
        }
    }
    Ok(())
}

fn colour(item: Part<'_, '_>) -> Option<[u8; 3]> {
    let parts = item.numbers(tags::ROI_DISPLAY_COLOR);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "held within the range"
    )]
    let parts: Vec<u8> = parts
        .iter()
        .map(|part| part.round().clamp(0.0, 255.0) as u8)
        .collect();
    parts.try_into().ok()
}

/// An outline that lacks a coordinate would be another shape: it is left out as a whole.
fn contour_of(item: Part<'_, '_>) -> Option<Contour> {
    let kind = Geometric::of(item.text(tags::CONTOUR_GEOMETRIC_TYPE).as_deref())?;
    let numbers = item.numbers(tags::CONTOUR_DATA);
    let (points_mm, rest) = numbers.as_chunks::<3>();
    let is_whole = rest.is_empty() && numbers.len() == item.count(tags::CONTOUR_DATA);
    if points_mm.is_empty() || !is_whole {
        return None;
    }
    Some(Contour {
        kind,
        image: item
            .item(tags::CONTOUR_IMAGE_SEQUENCE)
            .and_then(reference::of),
        points_mm: points_mm.to_vec(),
    })
}
