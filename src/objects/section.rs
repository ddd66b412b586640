//! What of an outline lies in a slice, in the slice's own columns and rows.

use super::structures::{Contour, Geometric};
use crate::header::Header;
use crate::series::geometry::{is_sound, normal, row_and_column};

/// A slice in the patient.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plane {
    position_mm: [f64; 3],
    row: [f64; 3],
    column: [f64; 3],
    normal: [f64; 3],
    /// Between rows, then between columns.
    spacing_mm: [f64; 2],
    /// How far from the slice is still in it.
    reach_mm: f64,
}

/// A line over a slice, in columns and rows from the outer corner of its first voxel.
#[derive(Clone, Debug, PartialEq)]
pub struct Trace {
    pub points: Vec<[f64; 2]>,
    pub closed: bool,
}

/// A contour as it is seen on a slice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Section(pub Vec<Trace>);

/// Of slices that nothing is known of but their place.
const LEAST_REACH_MM: f64 = 0.5;

/// Numbers in files are rounded.
const SLACK_MM: f64 = 0.01;

impl Plane {
    /// The plane of a slice whose neighbours are so far from it; `None` where it has no place.
    #[must_use]
    pub fn of(header: &Header, between_slices_mm: Option<f64>) -> Option<Self> {
        let orientation = header.orientation.filter(|of| is_sound(*of))?;
        let (row, column) = row_and_column(orientation);
        let thickness = between_slices_mm.or(header.slice_thickness_mm);
        Some(Self {
            position_mm: header.position_mm?,
            row,
            column,
            normal: normal(orientation),
            spacing_mm: header.pixel_spacing_mm?,
            reach_mm: thickness.map_or(LEAST_REACH_MM, |mm| mm.abs() / 2.0),
        })
    }

    fn distance_mm(&self, point: [f64; 3]) -> f64 {
        dot(self.normal, self.way_to(point))
    }

    fn way_to(&self, point: [f64; 3]) -> [f64; 3] {
        std::array::from_fn(|axis| point[axis] - self.position_mm[axis])
    }

    /// PS3.3 C.7.6.2.1.1, the other way round: Image Position is the middle of the first voxel.
    fn image_from_patient(&self, point: [f64; 3]) -> [f64; 2] {
        let way = self.way_to(point);
        [
            dot(self.row, way) / self.spacing_mm[1] + 0.5,
            dot(self.column, way) / self.spacing_mm[0] + 0.5,
        ]
    }

    /// The whole contour, whatever its distance: it was drawn on this slice.
    #[must_use]
    pub fn project(&self, contour: &Contour) -> Section {
        let points = contour.points_mm.iter();
        Section(vec![Trace {
            points: points
                .map(|point| self.image_from_patient(*point))
                .collect(),
            closed: contour.kind == Geometric::ClosedPlanar,
        }])
    }

    /// What of a contour lies in this slice: a flat one as a whole, or not at all. Halfway between
    /// two slices it lies in one of them.
    #[must_use]
    pub fn cut(&self, contour: &Contour) -> Option<Section> {
        if contour.kind == Geometric::OpenNonplanar {
            return self.runs(contour);
        }
        let first = self.distance_mm(*contour.points_mm.first()?);
        // Most lie somewhere else, which the first point tells.
        if first.abs() > self.reach_mm * 2.0 + SLACK_MM {
            return None;
        }
        let [mut low, mut high] = [first; 2];
        for point in &contour.points_mm {
            let distance = self.distance_mm(*point);
            [low, high] = [low.min(distance), high.max(distance)];
        }
        let middle = f64::midpoint(low, high);
        let is_flat = high - low <= self.reach_mm + SLACK_MM;
        let is_here = middle > -self.reach_mm + SLACK_MM && middle <= self.reach_mm + SLACK_MM;
        (is_flat && is_here).then(|| self.project(contour))
    }

    /// The parts of a line through the patient that lie in this slice.
    fn runs(&self, contour: &Contour) -> Option<Section> {
        let mut traces: Vec<Trace> = Vec::new();
        let mut goes_on = false;
        for point in &contour.points_mm {
            let is_here = self.distance_mm(*point).abs() <= self.reach_mm;
            if is_here {
                let at = self.image_from_patient(*point);
                match traces.last_mut().filter(|_| goes_on) {
                    Some(trace) => trace.points.push(at),
                    None => traces.push(Trace {
                        points: vec![at],
                        closed: false,
                    }),
                }
            }
            goes_on = is_here;
        }
        (!traces.is_empty()).then_some(Section(traces))
    }
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plane(z: f64) -> Plane {
        let header = Header {
            position_mm: Some([-10.0, -20.0, z]),
            orientation: Some([1.0, 0.0, 0.0, 0.0, 1.0, 0.0]),
            pixel_spacing_mm: Some([2.0, 0.5]),
            ..Header::default()
        };
        Plane::of(&header, Some(3.0)).unwrap()
    }

    fn contour(kind: Geometric, points: &[[f64; 3]]) -> Contour {
        Contour {
            kind,
            image: None,
            points_mm: points.to_vec(),
        }
    }

    #[test]
    fn a_point_falls_on_the_voxel_whose_middle_it_is() {
        let point = contour(Geometric::Point, &[[-10.0, -20.0, 0.0]]);
        let Section(traces) = plane(0.0).cut(&point).unwrap();
        assert_eq!(traces[0].points, [[0.5, 0.5]]);
        let point = contour(Geometric::Point, &[[-8.0, -16.0, 0.0]]);
        let Section(traces) = plane(0.0).cut(&point).unwrap();
        assert_eq!(traces[0].points, [[4.5, 2.5]]);
    }

    #[test]
    fn an_outline_lies_in_one_slice() {
        let square = |z: f64| {
            let corners = [[0.0, 0.0, z], [1.0, 0.0, z], [1.0, 1.0, z]];
            contour(Geometric::ClosedPlanar, &corners)
        };
        for z in [0.0, 1.0, 1.5, 2.9, -1.5, 4.5] {
            let slices = [-3.0, 0.0, 3.0, 6.0].map(plane);
            let here = slices.iter().filter(|it| it.cut(&square(z)).is_some());
            assert_eq!(here.count(), 1, "{z}");
        }
        assert!(plane(0.0).cut(&square(1.4)).unwrap().0[0].closed);
        // One that stands across the slice is none of it.
        let upright = [[0.0, 0.0, -9.0], [0.0, 0.0, 0.0], [0.0, 0.0, 9.0]];
        let upright = contour(Geometric::ClosedPlanar, &upright);
        assert_eq!(plane(0.0).cut(&upright), None);
    }

    #[test]
    fn a_line_through_the_patient_is_seen_in_parts() {
        let line: Vec<[f64; 3]> = [0.0, 1.0, 5.0, 1.0].map(|z| [z, 0.0, z]).to_vec();
        let Section(traces) = plane(0.0)
            .cut(&contour(Geometric::OpenNonplanar, &line))
            .unwrap();
        let counts: Vec<usize> = traces.iter().map(|trace| trace.points.len()).collect();
        assert_eq!(counts, [2, 1]);
    }
}
