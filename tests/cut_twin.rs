//! Planes and slabs: the shader's arithmetic, done in f32 on the CPU from the folded uniforms and the
//! lookup, against `volume::sample`; and that against values that are known beforehand. The browser
//! tests hold the shader itself to the same.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::unwrap_used,
    reason = "a test, and one of rounding"
)]

#[path = "cut_twin/own_rescale.rs"]
mod own_rescale;

use std::sync::Arc;

use hounsfield::gpu::cut_uniform::{self, CutUniform};
use hounsfield::gpu::{Cut, VolumeKey};
use hounsfield::header::{Header, Image, PixelData};
use hounsfield::intake::{FileId, FrameKey};
use hounsfield::pixels::{ColourMap, Endian, GreyPath, Layout, Rescale, Shape, Window};
use hounsfield::viewport::Rect;
use hounsfield::volume::lookup::{HERE, JOINED, LAYER_SHIFT};
use hounsfield::volume::sample::{self, Sample, Voxels};
use hounsfield::volume::vector::{Vector, dot, plus, times, unit};
use hounsfield::volume::{Axes, Geometry, Lookup, Projection, Section, Sheet, Slab, Unfit};

const COLUMNS: u32 = 9;
const ROWS: u32 = 7;

const LAYOUT: Layout = Layout {
    allocated: 16,
    stored: 16,
    high_bit: 15,
    signed: true,
    float: false,
    endian: Endian::Little,
};

fn frame(slice: usize) -> FrameKey {
    FrameKey {
        file: FileId(slice as u32),
        frame: 0,
    }
}

fn header(orientation: [f64; 6], position_mm: Vector) -> Header {
    Header {
        orientation: Some(orientation),
        position_mm: Some(position_mm),
        // Rows further apart than columns.
        pixel_spacing_mm: Some([1.5, 0.8]),
        ..Header::default()
    }
}

fn image() -> Image {
    Image {
        shape: Shape {
            columns: COLUMNS,
            rows: ROWS,
            samples: 1,
            planar: false,
        },
        layout: LAYOUT,
        photometric: "MONOCHROME2".to_owned(),
        frames: 1,
        rescale: None,
        windows: Vec::new(),
        float_padding: None,
        padding: None,
        pixel_data: PixelData::Native {
            offset: 0,
            length: 0,
        },
        modality_lut: None,
        inverse: false,
        cover: None,
        palette: None,
        undecoded: None,
    }
}

/// A stack by its orientation and the places of its slices.
fn body(orientation: [f64; 6], positions: &[Vector]) -> Result<Geometry, Unfit> {
    body_of(orientation, positions, &vec![image(); positions.len()])
}

fn body_of(
    orientation: [f64; 6],
    positions: &[Vector],
    images: &[Image],
) -> Result<Geometry, Unfit> {
    let headers: Vec<Header> = positions
        .iter()
        .map(|at| header(orientation, *at))
        .collect();
    let slices = headers.iter().zip(images).enumerate();
    let slices: Vec<_> = slices
        .map(|(at, (header, image))| (frame(at), header, image))
        .collect();
    Geometry::of(&slices)
}

const AXIAL: [f64; 6] = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0];

/// Head to feet.
fn at_z(z: impl IntoIterator<Item = f64>) -> Vec<Vector> {
    z.into_iter().map(|z| [-4.0, 10.0, -z]).collect()
}

/// Stored values that no two neighbours share.
struct Made {
    here: Vec<bool>,
    padded: bool,
    /// Of each slice, where they have their own.
    rescales: Vec<Option<Rescale>>,
}

impl Made {
    fn all(geometry: &Geometry) -> Self {
        Self {
            here: vec![true; geometry.places.len()],
            padded: false,
            rescales: geometry
                .places
                .iter()
                .map(|it| it.rescale.clone())
                .collect(),
        }
    }

    fn stored(&self, slice: usize, column: u32, row: u32) -> Option<f64> {
        assert!(self.here[slice] && column < COLUMNS && row < ROWS);
        let mixed = (slice as u32 * 7919 + column * 104_729 + row * 1299) % 3001;
        let value = f64::from(mixed) - 1500.0;
        (!self.padded || !mixed.is_multiple_of(5)).then_some(value)
    }
}

impl Voxels for Made {
    fn is_here(&self, slice: usize) -> bool {
        self.here[slice]
    }

    fn value(&self, slice: usize, column: u32, row: u32) -> Option<f64> {
        let stored = self.stored(slice, column, row)?;
        let rescale = self.rescales[slice].as_ref();
        Some(rescale.map_or(stored, |rescale| rescale.modality(stored)))
    }
}

/// Kinds of `cut.wgsl`.
const OUTSIDE: f32 = 0.0;
const GAP: f32 = 1.0;
const PADDED_OUT: f32 = 2.0;
const VALUE: f32 = 3.0;

/// `cut.wgsl` in f32, but for bricks and the way from a cell to a value.
struct Shader<'a> {
    u: CutUniform,
    lookup: &'a Lookup,
    voxels: &'a Made,
    regular: bool,
    slab: bool,
}

impl Shader<'_> {
    fn projected(&self, x: f32, y: f32) -> [f32; 2] {
        let u = &self.u;
        let at = [u.column, u.row, u.along].map(|f| f[0] * x + f[1] * y + f[2]);
        if !self.slab {
            return self.sampled(at);
        }
        let forth = [u.column[3], u.row[3], u.along[3]];
        let steps = u.steps.cast_signed();
        let depth = |n: i32| (n as f32 * u.step_mm).clamp(-u.reach_mm, u.reach_mm);
        let mut met = [0.0, OUTSIDE];
        let [mut sum, mut whole] = [0.0; 2];
        for n in -steps..=steps {
            let point = [0, 1, 2].map(|axis| at[axis] + depth(n) * forth[axis]);
            let sample = self.sampled(point);
            if sample[1] > met[1] {
                met = sample;
            } else if sample[1] >= VALUE {
                met[0] = if u.projection == cut_uniform::MIN_IP {
                    met[0].min(sample[0])
                } else {
                    met[0].max(sample[0])
                };
            }
            if sample[1] >= VALUE {
                let weight = depth(n + 1) - depth(n - 1);
                sum += weight * sample[0];
                whole += weight;
            }
        }
        if u.projection == cut_uniform::MEAN && whole > 0.0 {
            met[0] = sum / whole;
        }
        met
    }

    fn sampled(&self, at: [f32; 3]) -> [f32; 2] {
        let half = 0.5 * self.u.usual_mm;
        if at[2] < -half || at[2] > self.u.last_mm + half {
            return [0.0, OUTSIDE];
        }
        if self.regular {
            self.between_even(at)
        } else {
            self.between_any(at, half)
        }
    }

    fn between_even(&self, at: [f32; 3]) -> [f32; 2] {
        let place = [at[0], at[1]];
        if is_beside(place) {
            return [0.0, OUTSIDE];
        }
        let end = self.u.slices.cast_signed() - 1;
        let z = (at[2] / self.u.usual_mm).clamp(0.0, end as f32);
        let low = (z as i32).min(end);
        let high = (low + 1).min(end);
        let [a, b] =
            [low, high].map(|slice| self.rescaled(slice, self.within(slice as usize, place)));
        let share = z - low as f32;
        weighed([0, 1].map(|n| a[n] + (b[n] - a[n]) * share), 0.0)
    }

    fn found(&self, slice: i32) -> (f32, [f32; 2], u32) {
        let [mm, column, row, number] = self.lookup.texels[slice as usize];
        (
            f32::from_bits(mm),
            [f32::from_bits(column), f32::from_bits(row)],
            number,
        )
    }

    fn between_any(&self, at: [f32; 3], half: f32) -> [f32; 2] {
        let u = &self.u;
        let end = u.slices.cast_signed() - 1;
        let cell = ((at[2] * u.cells_a_mm).max(0.0) as u32).min(u.cells - 1) + u.cells_from;
        let start = self.lookup.texels[cell as usize][0].cast_signed();
        let mut slice = (start - 1).max(0);
        let mut low = self.found(slice);
        let mut high = self.found((slice + 1).min(end));
        for _ in 0..=u.walk {
            if slice >= end || high.0 > at[2] {
                break;
            }
            slice += 1;
            low = high;
            high = self.found((slice + 1).min(end));
        }
        let [has_low, has_high] = [low.2, high.2].map(|flags| flags & HERE != 0);
        let mut share = [0.0_f32; 2];
        if slice == end || at[2] < low.0 {
            share[0] = f32::from(u8::from(has_low));
        } else if low.2 & JOINED != 0 && has_low && has_high {
            share[1] = (at[2] - low.0) / (high.0 - low.0);
            share[0] = 1.0 - share[1];
        } else if has_low && at[2] - low.0 <= half {
            share[0] = 1.0;
        } else if has_high && high.0 - at[2] <= half {
            share[1] = 1.0;
        }
        let off = |shift: [f32; 2]| [at[0] - shift[0], at[1] - shift[1]];
        if share[0] + share[1] == 0.0 {
            let nearer = if at[2] - low.0 <= high.0 - at[2] {
                low.1
            } else {
                high.1
            };
            return [0.0, if is_beside(off(nearer)) { OUTSIDE } else { GAP }];
        }
        let mut sum = [0.0; 2];
        let mut outside = 0.0;
        let next = (slice + 1).min(end);
        for (at, slice, share) in [(slice, low, share[0]), (next, high, share[1])] {
            if share > 0.0 && is_beside(off(slice.1)) {
                outside += share;
            } else if share > 0.0 {
                let layer = (slice.2 >> LAYER_SHIFT) as usize;
                let part = self.rescaled(at, self.within(layer, off(slice.1)));
                sum = [0, 1].map(|n| sum[n] + share * part[n]);
            }
        }
        weighed(sum, outside)
    }

    fn rescaled(&self, slice: i32, sum: [f32; 2]) -> [f32; 2] {
        if !self.lookup.own_rescale {
            return sum;
        }
        let at = self.u.cells_from + self.u.cells + slice.cast_unsigned();
        let [slope, intercept, ..] = self.lookup.texels[at as usize].map(f32::from_bits);
        let from_pivot = intercept - self.u.pivot;
        [slope * sum[0] + from_pivot * sum[1], sum[1]]
    }

    /// Of a layer, which here is the slice of the same number.
    fn within(&self, layer: usize, at: [f32; 2]) -> [f32; 2] {
        let corner = at.map(f32::floor);
        let share = [at[0] - corner[0], at[1] - corner[1]];
        let voxel = |right: f32, down: f32| {
            let column = (corner[0] + right).clamp(0.0, COLUMNS as f32 - 1.0);
            let row = (corner[1] + down).clamp(0.0, ROWS as f32 - 1.0);
            let value = self.voxels.stored(layer, column as u32, row as u32);
            value.map_or([0.0, 0.0], |value| [value as f32, 1.0])
        };
        let mix = |a: [f32; 2], b: [f32; 2], t: f32| [0, 1].map(|n| a[n] + (b[n] - a[n]) * t);
        let top = mix(voxel(0.0, 0.0), voxel(1.0, 0.0), share[0]);
        let bottom = mix(voxel(0.0, 1.0), voxel(1.0, 1.0), share[0]);
        mix(top, bottom, share[1])
    }
}

fn is_beside([column, row]: [f32; 2]) -> bool {
    column < -0.5 || row < -0.5 || column >= COLUMNS as f32 - 0.5 || row >= ROWS as f32 - 0.5
}

fn weighed(sum: [f32; 2], outside: f32) -> [f32; 2] {
    if sum[1] > 0.5 {
        [sum[0] / sum[1], VALUE]
    } else {
        [0.0, if outside > 0.5 { OUTSIDE } else { PADDED_OUT }]
    }
}

/// A sheet's pixels are the canvas's.
fn cut_of(
    geometry: &Geometry,
    sheet: &Sheet,
    normal: Vector,
    slab: Option<Slab>,
    lookup: Lookup,
) -> Cut {
    let x = geometry.voxels_along(sheet.column_mm);
    let y = geometry.voxels_along(sheet.row_mm);
    let start = geometry.voxel_from_patient(sheet.corner_mm);
    let deeper = geometry.voxels_along(normal);
    Cut {
        rect: Rect::default(),
        volume: VolumeKey(1),
        layout: LAYOUT,
        shape: image().shape,
        path: GreyPath::new(None, Window::linear(0.0, 4000.0)),
        colours: ColourMap::Grey,
        ranges: None,
        voxel_from_canvas: [0, 1, 2].map(|axis| [x[axis], y[axis], start[axis], deeper[axis]]),
        usual_mm: geometry.usual_mm,
        last_mm: geometry.places.last().unwrap().along_mm,
        slab,
        step_mm: geometry.voxel_mm(normal),
        lookup: Arc::new(lookup),
    }
}

/// How many pixels of a plane are of one kind in both, and of the values the worst difference.
fn compared(
    geometry: &Geometry,
    voxels: &Made,
    (section, axes): (Section, Axes),
    slab: Option<Slab>,
) -> (usize, usize, f64) {
    let layer_of = |key: FrameKey| {
        let at = geometry.place_of(key)?;
        voxels.here[at].then_some(at as u32)
    };
    let lookup = Lookup::new(geometry, layer_of);
    let regular = lookup.regular;
    let at_mm = plus(geometry.middle(), [0.313_7, -0.207_1, 0.451_9]);
    let sheet = Sheet::of_section(geometry, section, axes, at_mm);
    let normal = axes.run(section).forth;
    let cut = cut_of(geometry, &sheet, normal, slab, lookup);
    let shader = Shader {
        u: CutUniform::new(&cut, 1),
        lookup: &cut.lookup,
        voxels,
        regular,
        slab: slab.is_some(),
    };
    let (mut pixels, mut same, mut worst) = (0, 0, 0.0_f64);
    for y in -3..sheet.rows as i32 + 3 {
        for x in -3..sheet.columns as i32 + 3 {
            // Off the places where rounding decides of what is beside what.
            let [x, y] = [f64::from(x) + 0.513, f64::from(y) + 0.487];
            let [value, kind] = shader.projected(x as f32, y as f32);
            let point = sheet.patient_from_image([x, y]);
            let expected = sample::through(geometry, voxels, point, normal, slab);
            let is_same = match expected {
                Sample::Outside => kind == OUTSIDE,
                Sample::Gap => kind == GAP,
                Sample::Padding => kind == PADDED_OUT,
                Sample::Value(expected) if kind == VALUE => {
                    let value = f64::from(value) + f64::from(shader.u.pivot);
                    worst = worst.max((value - expected).abs());
                    true
                }
                Sample::Value(_) => false,
            };
            pixels += 1;
            same += usize::from(is_same);
        }
    }
    (pixels, same, worst)
}

/// Bodies of every kind: even, uneven, with a hole, tilted, upside down, coronal, oblique.
fn bodies() -> Vec<(&'static str, Geometry)> {
    let (sin, cos) = 20_f64.to_radians().sin_cos();
    let tilted = [1.0, 0.0, 0.0, 0.0, cos, sin];
    let half = 0.5_f64.sqrt();
    let oblique = [half, half, 0.0, 0.0, 0.0, -1.0];
    let even = |step: f64| (0..12).map(move |n| f64::from(n) * step);
    let of = |orientation, positions: &[Vector]| body(orientation, positions).unwrap();
    vec![
        ("even", of(AXIAL, &at_z(even(2.5)))),
        ("thin", of(AXIAL, &at_z(even(0.4)))),
        (
            "uneven",
            of(AXIAL, &at_z([0.0, 2.0, 4.1, 6.0, 8.9, 11.0, 13.0])),
        ),
        (
            "hole",
            of(AXIAL, &at_z([0.0, 2.0, 4.0, 6.0, 14.0, 16.0, 18.0])),
        ),
        ("tilted", of(tilted, &at_z(even(3.0)))),
        (
            "from the feet",
            of([-1.0, 0.0, 0.0, 0.0, -1.0, 0.0], &at_z(even(2.0))),
        ),
        (
            "coronal",
            of(
                [1.0, 0.0, 0.0, 0.0, 0.0, -1.0],
                &even(3.0).map(|y| [2.0, y, 50.0]).collect::<Vec<_>>(),
            ),
        ),
        (
            "oblique",
            of(
                oblique,
                &even(2.0)
                    .map(|far| times([-half, half, 0.0], far))
                    .collect::<Vec<_>>(),
            ),
        ),
    ]
}

#[test]
fn the_shader_and_its_twin_say_the_same_of_every_plane_and_slab() {
    let turned = Axes::default()
        .turned(Section::Axial, 0.4)
        .turned(Section::Sagittal, -0.7);
    let slab = |projection, mm| Some(Slab { projection, mm });
    for (name, geometry) in bodies() {
        for padded in [false, true] {
            let voxels = Made {
                padded,
                ..Made::all(&geometry)
            };
            for axes in [Axes::default(), turned] {
                for section in Section::ALL {
                    for slab in [
                        None,
                        slab(Projection::Mip, 5.0),
                        slab(Projection::MinIp, 3.0),
                        slab(Projection::Mean, 7.0),
                    ] {
                        let (pixels, same, worst) =
                            compared(&geometry, &voxels, (section, axes), slab);
                        let what = format!("{name} {section:?} {axes:?} {slab:?}");
                        // At an edge between two kinds rounding may go the other way.
                        assert!(pixels - same <= pixels / 100, "{what}: {same} of {pixels}");
                        assert!(worst < 2.5, "{what}: {worst}");
                    }
                }
            }
        }
    }
}

#[test]
fn what_is_not_here_is_a_gap_in_both() {
    let (_, geometry) = bodies().into_iter().next().unwrap();
    let mut voxels = Made::all(&geometry);
    for missing in [0, 4, 5, 11] {
        voxels.here[missing] = false;
    }
    for section in Section::ALL {
        let (pixels, same, worst) = compared(&geometry, &voxels, (section, Axes::default()), None);
        assert!(pixels - same <= pixels / 100 && worst < 2.5);
    }
    let [x, y, _] = geometry.middle();
    let at = |z: f64| sample::at(&geometry, &voxels, [x, y, -z]);
    // Slices are 2.5 mm apart; the fifth and the sixth are missing.
    assert!(matches!(at(7.5), Sample::Value(_)));
    assert!(matches!(at(8.7), Sample::Value(_)), "half a slice further");
    assert_eq!(at(9.0), Sample::Gap);
    assert_eq!(at(12.5), Sample::Gap);
    assert_eq!(at(13.7), Sample::Gap);
    assert!(matches!(at(13.8), Sample::Value(_)));
    assert_eq!(at(0.0), Sample::Gap, "the first is missing");
    assert_eq!(at(-1.3), Sample::Outside);
}

#[test]
fn nothing_is_blended_across_a_hole() {
    let geometry = body(AXIAL, &at_z([0.0, 2.0, 4.0, 6.0, 14.0, 16.0, 18.0])).unwrap();
    assert_eq!(geometry.uneven(), None);
    let joined: Vec<bool> = geometry.places.iter().map(|place| place.joined).collect();
    assert_eq!(joined, [true, true, true, false, true, true, true]);
    let voxels = Made::all(&geometry);
    let [x, y, _] = geometry.middle();
    assert_eq!(sample::at(&geometry, &voxels, [x, y, -10.0]), Sample::Gap);
}

#[test]
fn a_voxel_is_what_it_is_at_its_centre_and_halves_are_means() {
    for (name, geometry) in bodies() {
        let voxels = Made::all(&geometry);
        let last = geometry.places.len() - 1;
        for slice in [0, 1, last] {
            let place = &geometry.places[slice];
            let centre = |column: f64, row: f64| {
                let right = times(geometry.row, column * 0.8);
                plus(
                    place.position_mm,
                    plus(right, times(geometry.column, row * 1.5)),
                )
            };
            let Sample::Value(value) = sample::at(&geometry, &voxels, centre(3.0, 2.0)) else {
                panic!("{name}");
            };
            let voxel = |slice, column| voxels.value(slice, column, 2).unwrap();
            assert!((value - voxel(slice, 3)).abs() < 1e-6, "{name} {slice}");
            let Sample::Value(value) = sample::at(&geometry, &voxels, centre(3.5, 2.0)) else {
                panic!("{name}");
            };
            let mean = f64::midpoint(voxel(slice, 3), voxel(slice, 4));
            assert!((value - mean).abs() < 1e-6, "{name} {slice}");
        }
    }
}

#[test]
fn a_slab_is_the_largest_the_smallest_or_the_mean_of_its_slices() {
    let (_, geometry) = bodies().into_iter().next().unwrap();
    let voxels = Made::all(&geometry);
    let place = &geometry.places[5];
    let point = plus(place.position_mm, [4.0 * 0.8, 3.0 * 1.5, 0.0]);
    let value = |slice: usize| voxels.value(slice, 4, 3).unwrap();
    let through = |projection, mm| {
        let slab = Some(Slab { projection, mm });
        match sample::through(&geometry, &voxels, point, geometry.normal, slab) {
            Sample::Value(value) => value,
            other => panic!("{other:?}"),
        }
    };
    let values = [value(3), value(4), value(5), value(6), value(7)];
    let is_near = |a: f64, b: f64| assert!((a - b).abs() < 1e-6, "{a} {b}");
    is_near(
        through(Projection::Mip, 10.0),
        values.into_iter().fold(f64::MIN, f64::max),
    );
    is_near(
        through(Projection::MinIp, 10.0),
        values.into_iter().fold(f64::MAX, f64::min),
    );
    // Half of the outermost slices is in it.
    let mean = (values[0] / 2.0 + values[1] + values[2] + values[3] + values[4] / 2.0) / 4.0;
    is_near(through(Projection::Mean, 10.0), mean);
}

#[test]
fn what_is_no_body_says_why() {
    let even = at_z([0.0, 2.0, 4.0]);
    let unfit = |change: fn(&mut Header, &mut Image, usize)| {
        let mut image = image();
        let mut headers: Vec<Header> = even.iter().map(|at| header(AXIAL, *at)).collect();
        let mut images = vec![image.clone(); 3];
        for (at, header) in headers.iter_mut().enumerate() {
            change(header, &mut images[at], at);
        }
        image.frames = 1;
        let slices = headers.iter().zip(&images).enumerate();
        let slices: Vec<_> = slices
            .map(|(at, (header, image))| (frame(at), header, image))
            .collect();
        Geometry::of(&slices).err()
    };
    assert_eq!(unfit(|_, _, _| ()), None);
    assert_eq!(body(AXIAL, &even[..1]).err(), Some(Unfit::OneSlice));
    assert_eq!(
        unfit(|_, image, _| image.shape.samples = 3),
        Some(Unfit::Colour)
    );
    assert_eq!(
        unfit(|of, _, _| of.position_mm = None),
        Some(Unfit::NoPositions)
    );
    assert_eq!(
        unfit(|of, _, _| of.orientation = None),
        Some(Unfit::NoPositions)
    );
    assert_eq!(
        unfit(|of, _, _| of.pixel_spacing_mm = None),
        Some(Unfit::NoPixelSpacing)
    );
    let other = |of: &mut Header, _: &mut Image, at| {
        if at == 1 {
            of.frame_of_reference_uid = Some("1.2".to_owned());
        }
    };
    assert_eq!(unfit(other), Some(Unfit::OtherFrames));
    // One for each slice says nothing.
    let each = |of: &mut Header, _: &mut Image, at| {
        of.frame_of_reference_uid = Some(format!("1.2.{at}"));
    };
    assert_eq!(unfit(each), None);
    let other = |of: &mut Header, _: &mut Image, at| {
        if at == 2 {
            of.orientation = Some([0.0, 1.0, 0.0, 0.0, 0.0, -1.0]);
        }
    };
    assert_eq!(unfit(other), Some(Unfit::NotParallel));
    let other = |_: &mut Header, image: &mut Image, at| image.layout.signed = at == 1;
    assert_eq!(unfit(other), Some(Unfit::OtherValues));
    // Junk for a position, along the normal or across it.
    let far = body(AXIAL, &at_z([0.0, 1.0, 2.0, 3.0, 1e25]));
    assert_eq!(far.err(), Some(Unfit::TooFar));
    let aside = |of: &mut Header, _: &mut Image, at| {
        if at == 1 {
            of.position_mm = of.position_mm.map(|[_, y, z]| [1e12, y, z]);
        }
    };
    assert_eq!(unfit(aside), Some(Unfit::TooFar));
    let mixed = body(AXIAL, &at_z([0.0, 2.0, 4.0, 6.0, 8.5])).unwrap();
    assert_eq!(
        mixed.uneven(),
        Some(Unfit::Uneven {
            least_mm: 2.0,
            most_mm: 2.5
        })
    );
    // Wider slices in a row are no holes.
    let mixed = body(AXIAL, &at_z([0.0, 1.5, 3.0, 4.5, 6.0, 9.0, 12.0, 15.0])).unwrap();
    assert!(mixed.places.iter().all(|place| place.joined));
    assert!(mixed.uneven().is_some());
}

/// BEHAVIOUR 1: orders and sides, whatever the patient position.
#[test]
fn sections_lie_as_readers_know_them() {
    for (name, geometry) in bodies() {
        let at = geometry.middle();
        for (section, right, down, forth) in [
            (
                Section::Axial,
                [1.0, 0.0, 0.0],
                [0.0, 1.0, 0.0],
                [0.0, 0.0, -1.0],
            ),
            (
                Section::Coronal,
                [1.0, 0.0, 0.0],
                [0.0, 0.0, -1.0],
                [0.0, 1.0, 0.0],
            ),
            (
                Section::Sagittal,
                [0.0, 1.0, 0.0],
                [0.0, 0.0, -1.0],
                [1.0, 0.0, 0.0],
            ),
        ] {
            let axes = Axes::default();
            let sheet = Sheet::of_section(&geometry, section, axes, at);
            let is_along = |a: Vector, b: Vector| assert!(dot(a, b) > 1.0 - 1e-12, "{name}");
            is_along(unit(sheet.column_mm), right);
            is_along(unit(sheet.row_mm), down);
            is_along(axes.run(section).forth, forth);
            // Isotropic, whatever the spacing.
            assert!((sheet.aspect() - 1.0).abs() < 1e-12);
            assert!((sheet.column_length_mm() - 0.8).abs() < 1e-12);
        }
    }
}

#[test]
fn planes_that_are_turned_stay_at_right_angles() {
    let mut axes = Axes::default();
    for turn in 0..1000 {
        axes = axes.turned(Section::ALL[turn % 3], 0.37);
    }
    for (a, b) in [
        (axes.left, axes.back),
        (axes.back, axes.head),
        (axes.head, axes.left),
    ] {
        assert!(dot(a, b).abs() < 1e-12 && (dot(a, a) - 1.0).abs() < 1e-12);
    }
    // Clockwise in the axial picture: left goes towards the back.
    let turned = Axes::default().turned(Section::Axial, std::f64::consts::FRAC_PI_2);
    assert!(dot(turned.left, [0.0, 1.0, 0.0]) > 0.999);
    // Its picture stays as it lies, and so does the head up in the others.
    for degrees in [30.0_f64, 60.0, 120.0, 200.0] {
        let axes = Axes::default().turned(Section::Axial, degrees.to_radians());
        let run = axes.run(Section::Axial);
        assert!(dot(run.right, [1.0, 0.0, 0.0]) > 0.999 && dot(run.down, [0.0, 1.0, 0.0]) > 0.999);
        for section in Section::ALL {
            let run = axes.run(section);
            assert!(
                dot(run.right, run.forth).abs() < 1e-12 && dot(run.right, run.down).abs() < 1e-12
            );
            if section != Section::Axial {
                assert!(dot(run.down, [0.0, 0.0, -1.0]) > 0.999);
            }
        }
    }
    // And in the coronal: left goes towards the feet.
    let turned = Axes::default().turned(Section::Coronal, std::f64::consts::FRAC_PI_2);
    assert!(dot(turned.left, [0.0, 0.0, -1.0]) > 0.999);
}
