//! Slices with rescales of their own, as PET has them: brought to modality values before they are
//! blended or compared, in the shader's f32 too.

#![expect(clippy::float_cmp, reason = "these are exact")]

use hounsfield::gpu::Ranges;
use hounsfield::gpu::cut_program::uniforms;
use hounsfield::pixels::voi::Curve;
use hounsfield::pixels::{VoiFunction, Window};

use super::*;

fn rescale([slope, intercept]: [f64; 2]) -> Rescale {
    Rescale {
        slope,
        intercept,
        kind: None,
    }
}

/// Images of slices with such slopes and intercepts.
fn images(lines: &[[f64; 2]]) -> Vec<Image> {
    let image = |line: &[f64; 2]| Image {
        rescale: Some(rescale(*line)),
        ..image()
    };
    lines.iter().map(image).collect()
}

/// Slices 2 mm apart.
fn even(lines: &[[f64; 2]]) -> Geometry {
    let places = at_z((0..lines.len()).map(|slice| 2.0 * slice as f64));
    body_of(AXIAL, &places, &images(lines)).unwrap()
}

/// A cut through the middle of a body, by a window.
fn cut(geometry: &Geometry, window: Window) -> Cut {
    let axes = Axes::default();
    let sheet = Sheet::of_section(geometry, Section::Coronal, axes, geometry.middle());
    let normal = axes.run(Section::Coronal).forth;
    let lookup = Lookup::new(geometry, |key| Some(key.file.0));
    Cut {
        path: GreyPath::new(None, window),
        ..cut_of(geometry, &sheet, normal, None, lookup)
    }
}

/// One stored value a slice, at a column, a row and mm along the normal, as the shader reckons it.
fn shader_value(cut: &Cut, stored: &[f32], at_mm: f32) -> f32 {
    let u = uniforms(cut, 1).1;
    let last = stored.len() - 1;
    let place = at_mm / u.usual_mm;
    let low = (place as usize).min(last);
    let high = (low + 1).min(last);
    let value = |slice: usize| {
        let at = (u.cells_from + u.cells) as usize + slice;
        let [slope, intercept, ..] = cut.lookup.texels[at].map(f32::from_bits);
        slope * stored[slice] + (intercept - u.pivot)
    };
    let share = place - low as f32;
    value(low) + (value(high) - value(low)) * share
}

#[test]
fn the_shader_and_its_twin_say_the_same_of_slices_with_rescales_of_their_own() {
    // Of one slice's values those of the next are a fortieth, or forty times as large.
    let line = |at: usize| [[0.5, 0.0], [20.0, -300.0], [1.0, 7.0], [-3.0, 0.25]][at % 4];
    for (name, geometry) in bodies() {
        let positions: Vec<Vector> = geometry.places.iter().map(|it| it.position_mm).collect();
        let lines: Vec<[f64; 2]> = (0..positions.len()).map(line).collect();
        let [row, column] = [geometry.row, geometry.column];
        let orientation = [row[0], row[1], row[2], column[0], column[1], column[2]];
        let rescaled = body_of(orientation, &positions, &images(&lines)).unwrap();
        assert!(rescaled.is_rescaled_by_slice(), "{name}");
        for padded in [false, true] {
            let mut voxels = Made {
                padded,
                ..Made::all(&rescaled)
            };
            voxels.here[1] = !padded;
            for section in Section::ALL {
                for projection in [None, Some(Projection::Mip), Some(Projection::Mean)] {
                    let slab = projection.map(|projection| Slab {
                        projection,
                        mm: 5.0,
                    });
                    let (pixels, same, worst) =
                        compared(&rescaled, &voxels, (section, Axes::default()), slab);
                    let what = format!("{name} {section:?} {slab:?}");
                    assert!(pixels - same <= pixels / 100, "{what}: {same} of {pixels}");
                    // As of values that all have one slope, and twenty times as steep.
                    assert!(worst < 2.5 * 20.0, "{what}: {worst}");
                }
            }
        }
    }
}

/// Stored 100, 50, 200 are 100, 200 and 60: the order of cells is not that of values.
#[test]
fn values_are_compared_and_blended_and_not_cells() {
    struct Constant([f64; 3], Geometry);
    impl Voxels for Constant {
        fn is_here(&self, _: usize) -> bool {
            true
        }
        fn value(&self, slice: usize, _: u32, _: u32) -> Option<f64> {
            let rescale = self.1.rescale(slice, None)?;
            Some(rescale.modality(self.0[slice]))
        }
    }
    let stored = [100.0, 50.0, 200.0];
    let geometry = even(&[[1.0, 0.0], [4.0, 0.0], [0.25, 10.0]]);
    let voxels = Constant(stored, geometry.clone());
    let middle = geometry.centre(1, [4, 3]).unwrap();
    let through = |projection| {
        let slab = Some(Slab {
            projection,
            mm: 4.0,
        });
        sample::through(&geometry, &voxels, middle, geometry.normal, slab)
    };
    assert_eq!(through(Projection::Mip), Sample::Value(200.0));
    assert_eq!(through(Projection::MinIp), Sample::Value(60.0));
    // Half of the outer slices is in it: (50 + 200 + 30) / 2.
    assert_eq!(through(Projection::Mean), Sample::Value(140.0));

    let window = Window {
        function: VoiFunction::LinearExact,
        ..Window::linear(100.0, 200.0)
    };
    let cut = cut(&geometry, window);
    assert!(cut.lookup.regular && cut.lookup.own_rescale);
    let (values, of_cut) = uniforms(&cut, 1);
    assert_eq!(of_cut.pivot, 100.0);
    let stored = stored.map(|value| value as f32);
    // On slices and half-way between two.
    for (at_mm, value, level) in [
        (0.0, 100.0, 128),
        (2.0, 200.0, 255),
        (4.0, 60.0, 77),
        (1.0, 150.0, 191),
        (3.0, 130.0, 166),
    ] {
        let from_pivot = shader_value(&cut, &stored, at_mm);
        assert_eq!(from_pivot + of_cut.pivot, value);
        let shown = (values.scale * from_pivot + values.offset).clamp(0.0, 255.0);
        assert_eq!(shown.floor() as i32, level, "{value}");
    }
}

/// A window of a thousandth of the values in it: each level is right to a tenth.
#[test]
fn single_precision_is_enough_for_narrow_windows_of_large_values() {
    let lines = [[17.3, 0.0], [0.013, 1.5], [46.2619, -20.25]];
    let geometry = even(&lines);
    for middle in [3.0, 500.0, 90_000.0, 1_400_000.0] {
        let width = middle / 1000.0;
        let window = Window {
            function: VoiFunction::LinearExact,
            ..Window::linear(middle, width)
        };
        let cut = cut(&geometry, window.clone());
        let values = uniforms(&cut, 1).0;
        let Curve::Ramp { middle, span } = window.curve() else {
            panic!("no ramp");
        };
        for (slice, [slope, intercept]) in lines.into_iter().enumerate() {
            for stored in 0_u16..=32767 {
                let value = f64::from(stored) * slope + intercept;
                // Half a level more, for rounding by floor.
                let expected = (value - middle) * 255.0 / span + 128.0;
                if !(0.0..256.0).contains(&expected) {
                    continue;
                }
                let of_slices = [f32::from(stored); 3];
                let from_pivot = shader_value(&cut, &of_slices, 2.0 * slice as f32);
                let level = values.scale * from_pivot + values.offset;
                let off = (f64::from(level) - expected).abs();
                assert!(off < 0.1, "{value} by {middle}: {off}");
            }
        }
    }
}

/// Each voxel is in the range of its own value, whatever its slice's slope.
#[test]
fn ranges_are_of_values() {
    let edges = [-1024.0, -950.0, -750.0, -300.0, 50.0];
    let lines = [
        [1.0, -1000.0],
        [0.5, -1024.0],
        [0.1, -1024.0],
        [2.0, -2000.5],
    ];
    let geometry = even(&lines);
    let mut cut = cut(&geometry, Window::linear(-600.0, 1500.0));
    cut.ranges = Some(Ranges {
        edges: edges.to_vec(),
        outlined: false,
    });
    let (values, of_cut) = uniforms(&cut, 1);
    assert_eq!((values.edges, values.turned), (5, 0));
    let range = |is_above: &dyn Fn(usize) -> bool| (0..5).filter(|at| is_above(*at)).count();
    for (slice, [slope, intercept]) in lines.into_iter().enumerate() {
        for stored in 0_u16..=15_000 {
            let from_pivot = shader_value(&cut, &[f32::from(stored); 4], 2.0 * slice as f32);
            let shown =
                range(&|at| from_pivot >= f32::from_bits(values.range_edges[at]) - of_cut.pivot);
            // Tenths are none in f64 either.
            let value = f64::from(stored) * slope + intercept + 1e-9;
            assert_eq!(shown, range(&|at| value >= edges[at]), "{value}");
        }
    }
}

#[test]
fn what_has_no_line_of_one_kind_for_each_slice_is_no_body() {
    let places = at_z([0.0, 2.0, 4.0]);
    let unfit = |change: fn(&mut Image)| {
        let mut images = images(&[[1.0, 0.0], [2.0, 0.0], [3.0, 0.0]]);
        change(&mut images[1]);
        body_of(AXIAL, &places, &images).err()
    };
    assert_eq!(unfit(|_| ()), None);
    let refused = Some(Unfit::OtherValues);
    assert_eq!(unfit(|image| image.rescale = None), refused);
    let kind = |image: &mut Image| {
        let rescale = image.rescale.as_mut().unwrap();
        rescale.kind = Some("HU".to_owned());
    };
    assert_eq!(unfit(kind), refused);
    let infinite = |image: &mut Image| image.rescale = Some(rescale([f64::INFINITY, 0.0]));
    assert_eq!(unfit(infinite), refused);
    assert_eq!(unfit(|image| image.padding = Some([0, 0])), refused);
    assert_eq!(unfit(|image| image.inverse = true), refused);
    let mut floats = images(&[[1.0, 0.0], [2.0, 0.0], [2.0, 0.0]]);
    for image in &mut floats {
        image.layout = Layout::float(32, Endian::Little);
    }
    assert_eq!(body_of(AXIAL, &places, &floats).err(), refused);
    let alike = body_of(AXIAL, &places, &floats[1..]);
    assert_eq!(alike.map(|body| body.is_rescaled_by_slice()), Ok(false));
}
