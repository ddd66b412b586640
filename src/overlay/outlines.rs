//! Structure sets -> outlines over the slice that they lie in, and the list of their regions.

use crate::engine::{Picture, State};
use crate::intake::{FileId, FrameKey};
use crate::objects::{Content, Contour, Geometric, Plane, Roi, Section, Structures, Trace};
use crate::overlay::over_image::{OverLine, OverTrace};
use crate::series::{Stack, StackId};
use crate::session::PaneId;

/// What the outlines over a pane depend on: another slice, another choice, another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutlinesOf {
    pub frame: FrameKey,
    pub stack: StackId,
    /// Slices of the stack, which say how far apart they are.
    slices: usize,
    /// Images that are open: an outline is drawn on the one that it names, if that is there.
    images: usize,
    shown: Vec<(FileId, Vec<bool>)>,
}

/// What is to be drawn over a pane; `None` where nothing is.
#[must_use]
pub fn outlines_of(state: &State, pane: PaneId) -> Option<OutlinesOf> {
    let picture: &Picture = state.screen.picture(pane)?;
    let shown = &state.session.objects;
    let is_hidden = shown.outlines_hidden || state.session.blind;
    let sets = structure_sets(state).filter(|_| !is_hidden);
    let shown: Vec<(FileId, Vec<bool>)> = sets
        .map(|(file, structures)| {
            let rois = 0..structures.rois.len();
            (file, rois.map(|roi| shown.shows_roi(file, roi)).collect())
        })
        .collect();
    (!shown.is_empty()).then_some(OutlinesOf {
        frame: picture.frame,
        stack: picture.stack,
        slices: picture.slices,
        images: state.headers.len(),
        shown,
    })
}

/// The outlines that lie in a slice, a line for each region of interest.
#[must_use]
pub fn outlines(state: &State, of: &OutlinesOf) -> Vec<OverLine> {
    let slice = state
        .headers
        .get(&of.frame.file)
        .zip(state.catalog.stack(of.stack));
    let Some((headers, stack)) = slice else {
        return Vec::new();
    };
    let header = headers.of(of.frame.frame);
    let between = stack.spacing_mm();
    let Some(plane) = Plane::of(header, between) else {
        return Vec::new();
    };
    let frame_of_reference = header.frame_of_reference_uid.as_deref();
    let slice = Slice {
        state,
        stack,
        frame: of.frame,
        plane,
        frame_of_reference,
    };
    let mut lines = Vec::new();
    for (file, shown) in &of.shown {
        let Some(structures) = structures(state, *file) else {
            continue;
        };
        let rois = structures.rois.iter().zip(shown).enumerate();
        for (at, (roi, _)) in rois.filter(|(_, (_, is_shown))| **is_shown) {
            lines.extend(slice.line(*file, structures, roi, at));
        }
    }
    lines
}

struct Slice<'a> {
    state: &'a State,
    stack: &'a Stack,
    frame: FrameKey,
    plane: Plane,
    frame_of_reference: Option<&'a str>,
}

impl Slice<'_> {
    fn line(
        &self,
        file: FileId,
        structures: &Structures,
        roi: &Roi,
        at: usize,
    ) -> Option<OverLine> {
        let frame_of_reference = roi.frame_of_reference.as_deref().or_else(|| {
            let [only] = structures.frames_of_reference.as_slice() else {
                return None;
            };
            Some(only)
        });
        let is_same_space =
            frame_of_reference.is_some() && frame_of_reference == self.frame_of_reference;
        let mut traces = Vec::new();
        for contour in &roi.contours {
            let section = self.section(file, contour, is_same_space);
            for trace in section.map(|section| section.0).unwrap_or_default() {
                if contour.kind == Geometric::Point {
                    traces.extend(trace.points.into_iter().map(OverTrace::dot));
                } else {
                    let Trace { points, closed } = trace;
                    traces.push(OverTrace { points, closed });
                }
            }
        }
        (!traces.is_empty()).then(|| OverLine {
            traces,
            colour: colour_of(roi, at),
            filled: false,
            name: roi.name.clone(),
        })
    }

    /// What of a contour lies here. One that names its image lies in that alone, of a stack that
    /// holds it; in other stacks of the same space it lies where its place is.
    fn section(&self, file: FileId, contour: &Contour, is_same_space: bool) -> Option<Section> {
        if let Some(image) = &contour.image {
            let instance = self.state.instance_of(self.frame);
            if instance.is_some_and(|instance| image.is_of(instance, self.frame.frame)) {
                return Some(self.plane.project(contour));
            }
            let named = self.state.frames_named(file, image);
            let is_here = |frame: &FrameKey| self.stack.position_of(*frame).is_some();
            if named.iter().any(is_here) {
                return None;
            }
        }
        is_same_space.then(|| self.plane.cut(contour)).flatten()
    }
}

/// The structure sets that are open.
pub fn structure_sets(state: &State) -> impl Iterator<Item = (FileId, &Structures)> {
    state.objects().filter_map(|(file, object)| {
        let Content::Structures(structures) = &object.content else {
            return None;
        };
        Some((file, structures))
    })
}

fn structures(state: &State, file: FileId) -> Option<&Structures> {
    match &state.object(file)?.content {
        Content::Structures(structures) => Some(structures),
        _ => None,
    }
}

/// Colours of regions that have none of their own (BEHAVIOUR 2), from the first.
const COLOURS: [[u8; 3]; 6] = [
    [230, 145, 56],
    [86, 156, 214],
    [233, 217, 119],
    [120, 190, 120],
    [200, 130, 200],
    [90, 200, 200],
];

/// The least brightness of a line over a picture, of 255.
const LEAST_BRIGHTNESS: f64 = 110.0;

/// A region's own colour, as light as it takes to be seen on black.
#[must_use]
pub fn colour_of(roi: &Roi, at: usize) -> String {
    let fallback = COLOURS.get(at % COLOURS.len()).copied().unwrap_or_default();
    let own = roi.colour.unwrap_or(fallback).map(f64::from);
    // As ITU-R BT.709 weighs them.
    let brightness = own[0] * 0.2126 + own[1] * 0.7152 + own[2] * 0.0722;
    let white = ((LEAST_BRIGHTNESS - brightness) / (255.0 - brightness)).clamp(0.0, 1.0);
    let [red, green, blue] = own.map(|part| (part + (255.0 - part) * white).round());
    format!("#{:02x}{:02x}{:02x}", whole(red), whole(green), whole(blue))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "held within the range"
)]
fn whole(part: f64) -> u8 {
    part.clamp(0.0, 255.0) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_colours_become_light_and_light_ones_stay() {
        let colour = |colour| {
            let roi = Roi {
                colour: Some(colour),
                ..Roi::default()
            };
            colour_of(&roi, 0)
        };
        assert_eq!(colour([255, 255, 0]), "#ffff00");
        assert_eq!(colour([0, 0, 0]), "#6e6e6e");
        let blue = colour([0, 0, 255]);
        assert!(blue.ends_with("ff") && blue.as_str() > "#5", "{blue}");
        assert_eq!(colour_of(&Roi::default(), 7), colour_of(&Roi::default(), 1));
    }
}
