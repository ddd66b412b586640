//! The shader's arithmetic, done in f32 on the CPU from the folded uniforms, against `pixels`. The
//! browser tests hold the shader itself to the same; this says which number is wrong.

#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    clippy::unwrap_used,
    reason = "a test, and one of rounding"
)]

use std::sync::Arc;

use hounsfield::gpu::draw::Interpolation::{Bilinear, Nearest};
use hounsfield::gpu::draw::{Content, ImageFromCanvas, Pane, Ranges};
use hounsfield::gpu::program::Program;
use hounsfield::gpu::uniform::{self, PaneUniform};
use hounsfield::intake::{FileId, FrameKey};
use hounsfield::pixels::{ColourMap, Endian, GreyPath, Layout, Shape, Table, VoiFunction, Window};
use hounsfield::viewport::Rect;

/// `slice.wgsl`'s way of one cell at 1:1, in the shader's own types.
fn shader_grey(u: &PaneUniform, table: Option<&Table>, cell: u32) -> u8 {
    let program = Program::of(u);
    let bits = if u.swap_bytes == 0 {
        cell
    } else {
        cell.swap_bytes()
    };
    let key = ((bits << u.shift_up) ^ u.sign_flip) >> u.shift_down;
    if program.padded && key >= u.padding_low && key <= u.padding_high {
        return 0;
    }
    let value = if program.float {
        f32::from_bits(cell) - f32::from_bits(u.pivot)
    } else if !program.wide {
        key.wrapping_sub(u.pivot).cast_signed() as f32
    } else if key >= u.pivot {
        (key - u.pivot) as f32
    } else {
        -((u.pivot - key) as f32)
    };
    let x = u.scale * value + u.offset;
    let level = match program.curve {
        uniform::STEP => {
            if x > 0.0 {
                255.0
            } else {
                0.0
            }
        }
        uniform::TABLE => {
            let place = x.floor().clamp(0.0, u.last as f32) as usize;
            f32::from(table.unwrap().levels()[place])
        }
        uniform::SIGMOID => (255.0 / (1.0 + (-x).clamp(-80.0, 80.0).exp()) + 0.5).floor(),
        _ => x.floor().clamp(0.0, 255.0),
    } as u8;
    if u.inverted == 0 { level } else { 255 - level }
}

const UNSIGNED: Layout = Layout {
    allocated: 16,
    stored: 16,
    high_bit: 15,
    signed: false,
    float: false,
    endian: Endian::Little,
};
const SIGNED: Layout = Layout {
    signed: true,
    ..UNSIGNED
};

fn uniform_of(layout: Layout, path: &GreyPath) -> PaneUniform {
    PaneUniform::new(&pane_of(layout, path))
}

fn pane_of(layout: Layout, path: &GreyPath) -> Pane {
    Pane {
        rect: Rect::default(),
        frame: FrameKey {
            file: FileId(0),
            frame: 0,
        },
        layout,
        shape: Shape {
            columns: 256,
            rows: 256,
            samples: 1,
            planar: false,
        },
        content: Content::Grey(path.clone()),
        image_from_canvas: ImageFromCanvas {
            column: [1.0, 0.0, 0.0],
            row: [0.0, 1.0, 0.0],
        },
        colours: ColourMap::Grey,
        ranges: None,
        covered: false,
        revision: 0,
        interpolation: Bilinear,
    }
}

/// `slice.wgsl`'s `range_at` of one cell: the range from 1, or 0.
fn shader_range(u: &PaneUniform, cell: u32) -> usize {
    let key = if u.float {
        let bits = f32::from_bits(cell);
        if !bits.is_finite() {
            return 0;
        }
        if cell >> 31 == 0 {
            cell | (1 << 31)
        } else {
            !cell
        }
    } else {
        let bits = if u.swap_bytes == 0 {
            cell
        } else {
            cell.swap_bytes()
        };
        ((bits << u.shift_up) ^ u.sign_flip) >> u.shift_down
    };
    if Program::of(u).padded && key >= u.padding_low && key <= u.padding_high {
        return 0;
    }
    let edges = u.range_edges.iter().take(u.edges as usize);
    let above = edges.filter(|edge| (key >= **edge) != (u.turned != 0));
    let above = above.count();
    if above == u.edges as usize { 0 } else { above }
}

/// The range from 1 that a value lies in, by the rule: from an edge up to the next, without it.
fn range_of(value: f64, edges: &[f64]) -> usize {
    let pairs = edges.iter().zip(edges.iter().skip(1));
    let mut ranges = pairs.map(|(from, to)| (*from..*to).contains(&value));
    ranges.position(|is_in| is_in).map_or(0, |at| at + 1)
}

#[test]
fn every_stored_value_lies_in_the_range_that_its_modality_value_is_in() {
    let of = |layout, path: &GreyPath, edges: &[f64]| {
        let mut pane = pane_of(layout, path);
        pane.ranges = Some(Ranges {
            edges: edges.to_vec(),
            outlined: false,
        });
        PaneUniform::new(&pane)
    };
    let usual: &[f64] = &[-1024.0, -950.0, -750.0, -300.0, 50.0];
    let beyond: &[f64] = &[-1e6, -1e5, 0.5, 1e5, 2e5, 3e5, 1e7];
    for layout in [UNSIGNED, SIGNED] {
        for (slope, intercept) in [(1.0, -1024.0), (0.7, -1000.3), (-1.0, 100.0), (-0.3, 9.0)] {
            for edges in [usual, beyond] {
                let mut path = path(slope, intercept, 40.0, 400.0, VoiFunction::Linear);
                path.padding = Some([-2000, -1990]);
                let uniform = of(layout, &path, edges);
                assert!(Program::of(&uniform).ranged);
                for cell in 0..=0xffff {
                    let stored = layout.stored_value(cell);
                    let expected = if path.is_padding(stored) {
                        0
                    } else {
                        range_of(path.modality(stored), edges)
                    };
                    assert_eq!(shader_range(&uniform, cell), expected, "{path:?} {stored}");
                }
            }
        }
    }
    let float = Layout::float(32, Endian::Little);
    for slope in [1.0, -2.0] {
        let path = path(slope, 0.0, 40.0, 400.0, VoiFunction::Linear);
        let uniform = of(float, &path, usual);
        for edge in usual {
            let at = (edge / slope) as f32;
            for value in [at.next_down(), at, at.next_up(), -at, 0.0, f32::NAN] {
                let expected = range_of(slope * f64::from(value), usual);
                let found = shader_range(&uniform, value.to_bits());
                assert_eq!(found, expected, "{slope} {value}");
            }
        }
    }
    let none = uniform_of(SIGNED, &path(1.0, 0.0, 40.0, 400.0, VoiFunction::Linear));
    assert!(!Program::of(&none).ranged);
}

/// How many of the cells differ, and by how many levels at most.
fn compared(layout: Layout, path: &GreyPath, cells: impl Iterator<Item = u32>) -> (u32, u8) {
    let uniform = uniform_of(layout, path);
    let (mut differing, mut most) = (0, 0);
    for cell in cells {
        let expected = path.grey(layout.stored_value(cell));
        let table = path.window.table.as_deref();
        let difference = expected.abs_diff(shader_grey(&uniform, table, cell));
        differing += u32::from(difference > 0);
        most = most.max(difference);
    }
    (differing, most)
}

fn path(slope: f64, intercept: f64, center: f64, width: f64, function: VoiFunction) -> GreyPath {
    let window = Window {
        center,
        width,
        function,
        name: None,
        table: None,
    };
    GreyPath {
        slope,
        intercept,
        padding: None,
        window,
        inverted: false,
    }
}

const FUNCTIONS: [VoiFunction; 3] = [
    VoiFunction::Linear,
    VoiFunction::LinearExact,
    VoiFunction::Sigmoid,
];

/// All 65,536 stored values, by every combination: at most one level from `pixels`, and equal
/// where the slope is 1 and where the width makes a step.
#[test]
fn folded_numbers_give_the_grey_of_pixels() {
    for layout in [UNSIGNED, SIGNED] {
        for (slope, intercept) in [(1.0, -1024.0), (0.0347, -3.7), (-1.0, 100.0)] {
            for width in [1.0, 2.0, 80.0, 1500.0, 65536.0] {
                for center in [-600.0, 40.5, 32768.0, 1e6] {
                    for function in FUNCTIONS {
                        let path = path(slope, intercept, center, width, function);
                        let (differing, most) = compared(layout, &path, 0..=0xffff);
                        assert!(most <= 1, "{layout:?} {path:?}: {most}");
                        let step = function == VoiFunction::Linear && width == 1.0;
                        let whole = slope.abs() == 1.0 && center.fract() == 0.0;
                        if step || (whole && function != VoiFunction::Sigmoid) {
                            assert_eq!(differing, 0, "{layout:?} {path:?}");
                        }
                    }
                }
            }
        }
    }
}

/// Tables of any length: equal where they are as the file has them and values are whole, else a
/// neighbouring entry now and then, where a value lies between two.
#[test]
fn tables_give_the_grey_of_pixels() {
    for count in [1_u16, 2, 256, 1000, 65_535] {
        let entries: Vec<u16> = (0..count).map(|at| at.wrapping_mul(7)).collect();
        let table = Arc::new(Table::new(&entries, 16).unwrap());
        for (slope, intercept) in [(1.0, -1024.0), (-1.0, 100.0), (0.0347, -3.7)] {
            for (first, stretched) in [(-300.0, 1.0), (40.0, 0.731), (0.0, 3.0)] {
                let width = f64::from(count) * stretched;
                let window = Window {
                    table: Some(Arc::clone(&table)),
                    ..Window::linear(first + width / 2.0, width)
                };
                let path = GreyPath {
                    slope,
                    intercept,
                    ..GreyPath::new(None, window)
                };
                for layout in [UNSIGNED, SIGNED] {
                    let (differing, _) = compared(layout, &path, 0..=0xffff);
                    let exact = slope.abs() == 1.0 && stretched == 1.0;
                    let most = if exact { 0 } else { 1200 };
                    assert!(
                        differing <= most,
                        "{differing} of {count}: {slope} {first} {stretched}"
                    );
                }
            }
        }
    }
}

/// Floating point in single precision: at most a level from what f64 gives.
#[test]
fn floating_point_gives_the_grey_of_pixels() {
    let layout = Layout::float(32, Endian::Little);
    for (slope, intercept) in [(1.0, 0.0), (-2.5, 1e-3)] {
        for (center, width) in [(0.5, 1.0), (1e-4, 2e-5), (-3e6, 1e5), (7.0, 0.0)] {
            for function in FUNCTIONS {
                let path = path(slope, intercept, center, width, function);
                let uniform = uniform_of(layout, &path);
                for step in -600..600 {
                    let modality = center + f64::from(step) / 400.0 * width.max(1e-3);
                    let stored = ((modality - intercept) / slope) as f32;
                    let ours = shader_grey(&uniform, None, stored.to_bits());
                    let expected = path.window.grey(path.modality_of(f64::from(stored)));
                    assert!(
                        ours.abs_diff(expected) <= 1 || step == 0,
                        "{path:?} of {stored}"
                    );
                }
            }
        }
    }
}

/// A step is exact also where the threshold falls on a value, and for any slope.
#[test]
fn steps_are_exact_wherever_they_fall() {
    for layout in [UNSIGNED, SIGNED] {
        for slope in [0.1, -0.1, 0.3, -0.7, 1e-3, 12.5] {
            for at in [-70000, -32768, -5, 0, 3, 20000, 32767, 65535, 70000] {
                let center = f64::from(at) * slope - 3.3 + 0.5;
                let path = path(slope, -3.3, center, 1.0, VoiFunction::Linear);
                assert_eq!(compared(layout, &path, 0..=0xffff), (0, 0), "{slope} {at}");
            }
        }
    }
}

#[test]
fn values_of_32_bits_keep_a_narrow_window() {
    let layouts = [false, true].map(|signed| Layout {
        allocated: 32,
        stored: 32,
        high_bit: 31,
        signed,
        float: false,
        endian: Endian::Little,
    });
    for layout in layouts {
        for center in [
            -2_000_000_000.0,
            -7.0,
            16_777_217.0,
            2_147_483_647.0,
            4_294_967_000.0,
        ] {
            for function in FUNCTIONS {
                let path = path(1.0, 0.0, center, 100.0, function);
                let middle = center as i64 as u32;
                let near = (0..4000).map(|i: u32| middle.wrapping_add(i).wrapping_sub(2000));
                let ends = [0, 1, 0x7fff_ffff, 0x8000_0000, 0x8000_0001, u32::MAX];
                assert!(
                    compared(layout, &path, near.chain(ends)).1 <= 1,
                    "{layout:?} {path:?}"
                );
            }
        }
    }
}

#[test]
fn cells_are_read_by_every_layout() {
    let layout = |allocated, stored, high_bit, signed, endian| Layout {
        allocated,
        stored,
        high_bit,
        signed,
        float: false,
        endian,
    };
    let path = path(1.0, 0.0, 100.0, 500.0, VoiFunction::Linear);
    for signed in [false, true] {
        for (allocated, stored, high_bit) in [
            (16, 12, 11),
            (16, 12, 15),
            (16, 10, 12),
            (8, 8, 7),
            (8, 6, 6),
            (16, 1, 0),
        ] {
            let little = layout(allocated, stored, high_bit, signed, Endian::Little);
            let cells = || 0..(1_u32 << allocated);
            assert_eq!(compared(little, &path, cells()), (0, 0), "{little:?}");
            // A big-endian cell arrives on the GPU with its bytes the wrong way round.
            let big = Layout {
                endian: Endian::Big,
                ..little
            };
            let uniform = uniform_of(big, &path);
            for cell in cells() {
                let arrived = if allocated == 16 {
                    cell.swap_bytes() >> 16
                } else {
                    cell
                };
                assert_eq!(
                    shader_grey(&uniform, None, arrived),
                    path.grey(big.stored_value(cell))
                );
            }
        }
    }
    let big = layout(32, 20, 25, true, Endian::Big);
    let uniform = uniform_of(big, &path);
    for cell in (0..=u32::MAX).step_by(65_521) {
        assert_eq!(
            shader_grey(&uniform, None, cell.swap_bytes()),
            path.grey(big.stored_value(cell))
        );
    }
}

#[test]
fn padding_and_inversion_reach_the_shader() {
    let mut path = path(1.0, -1024.0, 40.0, 400.0, VoiFunction::Linear);
    path.inverted = true;
    for padding in [
        [-2000, -2000],
        [-40000, -30000],
        [0, 70000],
        [-70000, -65000],
        [5, 3],
    ] {
        path.padding = Some(padding);
        for layout in [SIGNED, UNSIGNED] {
            assert_eq!(compared(layout, &path, 0..=0xffff), (0, 0), "{padding:?}");
        }
    }
}

#[test]
fn numbers_that_are_none_leave_a_level() {
    for (slope, intercept, width) in [
        (0.0, 40.0, 400.0),
        (f64::NAN, 0.0, 400.0),
        (1.0, f64::INFINITY, 1.0),
        (1e300, 0.0, 1e-300),
        (1e-300, 0.0, 1e300),
        (1.0, 0.0, f64::NAN),
    ] {
        for function in FUNCTIONS {
            let path = path(slope, intercept, 40.0, width, function);
            let uniform = uniform_of(SIGNED, &path);
            assert!(
                uniform.scale.is_finite() && uniform.offset.is_finite(),
                "{path:?}"
            );
            if slope == 0.0 {
                assert_eq!(compared(SIGNED, &path, 0..=0xffff), (0, 0));
            }
        }
    }
}

#[test]
fn one_to_one_and_the_largest_zoom_are_nearest_and_reduction_is_by_area() {
    let averaged = |zoom: f64, interpolation| {
        let path = path(1.0, 0.0, 40.0, 400.0, VoiFunction::Linear);
        let uniform = PaneUniform::new(&Pane {
            rect: Rect::default(),
            frame: FrameKey {
                file: FileId(0),
                frame: 0,
            },
            layout: SIGNED,
            shape: Shape {
                columns: 9,
                rows: 9,
                samples: 1,
                planar: false,
            },
            content: Content::Grey(path),
            image_from_canvas: ImageFromCanvas {
                column: [0.0, 1.0 / zoom, 0.0],
                row: [1.0 / zoom, 0.0, 0.0],
            },
            colours: ColourMap::Grey,
            ranges: None,
            covered: false,
            revision: 0,
            interpolation,
        });
        assert_eq!(uniform.column[3], uniform.row[3]);
        (uniform.column[3], uniform.stride[0])
    };
    assert_eq!(averaged(1.0, Bilinear), (0.0, 1));
    assert_eq!(averaged(1.5, Bilinear), (1.0, 1));
    assert_eq!(averaged(1.5, Nearest), (0.0, 1));
    assert_eq!(averaged(12.5, Bilinear), (0.0, 1));
    assert_eq!(averaged(0.5, Nearest), (2.0, 1));
    assert_eq!(averaged(1.0 / 40.0, Bilinear), (40.0, 3));
}

#[test]
fn a_program_has_what_its_numbers_need() {
    let window = Window::linear(40.0, 400.0);
    let of = |layout, path: &GreyPath| Program::of(&uniform_of(layout, path));
    let plain = of(SIGNED, &GreyPath::new(None, window.clone()));
    assert!(!plain.padded && !plain.wide && !plain.mapped);
    assert_eq!(plain.curve, uniform::RAMP);
    let padded = GreyPath {
        padding: Some([-2000, -2000]),
        ..GreyPath::new(None, window.clone())
    };
    assert!(of(SIGNED, &padded).padded);
    let big = Layout {
        endian: Endian::Big,
        ..UNSIGNED
    };
    assert!(of(big, &padded).wide);
    let long = Layout {
        allocated: 32,
        stored: 32,
        high_bit: 31,
        ..UNSIGNED
    };
    assert!(of(long, &padded).wide);
    let sigmoid = Window {
        function: VoiFunction::Sigmoid,
        ..window
    };
    assert_eq!(
        of(UNSIGNED, &GreyPath::new(None, sigmoid)).curve,
        uniform::SIGMOID
    );
}
