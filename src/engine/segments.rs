//! Segmentations over the slices that they are of: found by where both lie in the patient.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::engine::State;
use crate::header::Header;
use crate::intake::{FileId, FrameKey};
use crate::pixels::layer::{Layer, Segment};
use crate::series::geometry::{dot, normal, row_and_column};
use crate::session::{Segments, SegmentsShown};
use crate::volume::vector::minus;

/// Frames lie in planes of one direction where their normals agree to this.
pub(super) const PARALLEL: f64 = 0.999_99;
/// A frame lies in a plane from which it is no further than this, whatever its thickness.
pub(super) const IN_PLANE_MM: f64 = 0.01;

/// Layers of a frame, whose cells are those of the frames beside them.
pub type Layers = Vec<(FrameKey, Layer)>;

/// Where an image lies: its first voxel, the steps to the next column and the next row, its normal.
#[derive(Clone, Copy)]
pub(super) struct Grid {
    pub first: [f64; 3],
    pub column: [f64; 3],
    pub row: [f64; 3],
    pub normal: [f64; 3],
}

impl Grid {
    pub fn of(header: &Header) -> Option<Self> {
        let orientation = header.orientation?;
        let [between_rows, between_columns] = header.pixel_spacing_mm?;
        let (along_row, along_column) = row_and_column(orientation);
        Some(Self {
            first: header.position_mm?,
            column: along_row.map(|part| part * between_columns),
            row: along_column.map(|part| part * between_rows),
            normal: normal(orientation),
        })
    }

    /// How far the plane of another lies along the normal; `None` where it is not parallel.
    pub fn distance_mm(&self, other: &Self) -> Option<f64> {
        let is_parallel = dot(self.normal, other.normal).abs() >= PARALLEL;
        is_parallel.then(|| dot(self.normal, minus(other.first, self.first)).abs())
    }

    /// Column and row here by those of another.
    fn from(&self, other: &Self) -> [[f64; 3]; 2] {
        let first = minus(other.first, self.first);
        [self.column, self.row].map(|step| {
            let share = |vector: [f64; 3]| dot(vector, step) / dot(step, step);
            [share(other.column), share(other.row), share(first)]
        })
    }
}

/// The layers over a frame, as far as the reader has them shown and their cells are here.
pub fn layers(state: &State, frame: FrameKey) -> Layers {
    let held = |(mask, _): &(FrameKey, Layer)| state.is_held(*mask);
    wanted(state, frame).filter(held).collect()
}

/// A frame that is shown over another, and is not here.
pub fn missing(state: &State, is_missing: impl Fn(FrameKey) -> bool) -> Option<FrameKey> {
    let shown = state.session.panes.iter().filter_map(|pane| pane.look());
    let mut masks = shown.flat_map(|look| wanted(state, look.wanted));
    masks.find_map(|(mask, _)| is_missing(mask).then_some(mask))
}

fn wanted(state: &State, frame: FrameKey) -> impl Iterator<Item = (FrameKey, Layer)> + use<'_> {
    let shown = state.session.segments.shown != SegmentsShown::Off;
    let header = state.image_of(frame).map(|(header, _)| header);
    let of = header.filter(|header| shown && header.segmentation.is_none());
    let place = of.and_then(|header| Some((header, Grid::of(header)?)));
    let half_mm = half_of_a_slice_mm(state, frame);
    let files = state.headers.iter();
    let pairs = place.into_iter().flat_map(move |place| {
        let files = files.clone();
        files.filter_map(move |(file, headers)| {
            Some((place, *file, headers, headers.segmentation.as_ref()?))
        })
    });
    pairs.flat_map(move |((header, grid), file, headers, segmentation)| {
        let is_of_same = is_of_same_patient(state, frame.file, header, file, headers);
        let planes = state.segment_planes.get(&file).filter(|_| is_of_same);
        let near = planes.map(|planes| planes.near(&grid, half_mm));
        let mut nearest: BTreeMap<Option<u32>, (f64, u32, Grid)> = BTreeMap::new();
        for number in near.unwrap_or_default() {
            let of_mask = headers.of(number);
            let Some(mask) = Grid::of(of_mask) else {
                continue;
            };
            let half_of_mask_mm = of_mask.slice_thickness_mm.unwrap_or_default() / 2.0;
            let reach = half_mm.max(half_of_mask_mm).max(IN_PLANE_MM);
            let Some(distance) = grid.distance_mm(&mask).filter(|mm| *mm <= reach) else {
                continue;
            };
            let one = (distance, number, mask);
            let known = nearest.entry(of_mask.segment).or_insert(one);
            if distance < known.0 {
                *known = one;
            }
        }
        let layers = nearest
            .into_iter()
            .filter_map(move |(segment, (_, number, mask))| {
                let image = headers.of(number).image.as_ref()?;
                let layer = Layer {
                    layout: image.layout,
                    shape: image.shape,
                    from_image: mask.from(&grid),
                    segmentation: Arc::clone(segmentation),
                    segment,
                    hidden: hidden(&state.session.segments, file),
                    outlined: state.session.segments.shown == SegmentsShown::Outlined,
                };
                Some((
                    FrameKey {
                        file,
                        frame: number,
                    },
                    layer,
                ))
            });
        layers.collect::<Vec<_>>()
    })
}

/// One frame of reference or one study. Not both: whoever removes names may give each slice a frame
/// of reference of its own. Where neither is left, what came in one drop.
fn is_of_same_patient(
    state: &State,
    file: FileId,
    header: &Header,
    other: FileId,
    of_other: &Header,
) -> bool {
    let is_same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    let says_nothing =
        |header: &Header| header.study_uid.is_none() && header.frame_of_reference_uid.is_none();
    let drop = |file: FileId| state.drop_of(file).map(|drop| drop.id);
    is_same(&header.study_uid, &of_other.study_uid)
        || is_same(
            &header.frame_of_reference_uid,
            &of_other.frame_of_reference_uid,
        )
        || (says_nothing(header) && says_nothing(of_other) && drop(file) == drop(other))
}

fn half_of_a_slice_mm(state: &State, frame: FrameKey) -> f64 {
    let stack = state
        .catalog
        .stack_of(frame)
        .and_then(|id| state.catalog.stack(id));
    let spacing = stack.and_then(|stack| stack.spacing_mm().or(stack.thickness_mm));
    spacing.unwrap_or_default() / 2.0
}

fn hidden(segments: &Segments, file: FileId) -> Vec<u32> {
    let of_file = segments.hidden.iter().filter(|(of, _)| *of == file);
    of_file.map(|(_, number)| *number).collect()
}

impl State {
    /// The segments of all segmentations that are open.
    pub fn segments(&self) -> impl Iterator<Item = (FileId, &Segment)> {
        let files = self.headers.iter();
        files
            .filter_map(|(file, headers)| Some((*file, headers.segmentation.as_ref()?)))
            .flat_map(|(file, segmentation)| {
                segmentation
                    .segments
                    .iter()
                    .map(move |segment| (file, segment))
            })
    }
}
