//! The shader without a GPU: it is valid, it becomes GLSL ES 3.00, its uniform struct is the one
//! that is filled, and its arithmetic, done in f32 on the CPU, is that of `pixels`.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_cmp,
    reason = "a test, and one of rounding"
)]

use std::path::Path;

use hounsfield::gpu::draw::Interpolation::{self, Bilinear, Nearest};
use hounsfield::gpu::draw::{Content, ImageFromCanvas, Pane};
use hounsfield::gpu::uniform::{self, PaneUniform};
use hounsfield::gpu::{SLICE_WGSL, SURROUND};
use hounsfield::intake::{FileId, FrameKey};
use hounsfield::pixels::{Endian, GreyPath, Layout, Shape, VoiFunction, Window};
use hounsfield::viewport::Rect;
use naga::back::glsl;
use naga::valid::{Capabilities, ModuleInfo, ValidationFlags, Validator};

fn validated(wgsl: &str) -> (naga::Module, ModuleInfo) {
    let module =
        naga::front::wgsl::parse_str(wgsl).unwrap_or_else(|e| panic!("{}", e.emit_to_string(wgsl)));
    let info = Validator::new(ValidationFlags::all(), Capabilities::empty())
        .validate(&module)
        .unwrap_or_else(|e| panic!("{}", e.emit_to_string(wgsl)));
    (module, info)
}

fn wgsl_files(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            wgsl_files(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "wgsl")
        {
            found.push(path);
        }
    }
}

#[test]
fn every_shader_becomes_glsl_es_300() {
    let mut files = Vec::new();
    wgsl_files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut files,
    );
    assert!(!files.is_empty());
    for file in files {
        let (module, info) = validated(&std::fs::read_to_string(&file).unwrap());
        for entry in &module.entry_points {
            let glsl = to_glsl_es_300(&module, &info, entry);
            assert!(
                glsl.starts_with("#version 300 es"),
                "{}: {}",
                file.display(),
                entry.name
            );
        }
    }
}

fn to_glsl_es_300(module: &naga::Module, info: &ModuleInfo, entry: &naga::EntryPoint) -> String {
    let options = glsl::Options {
        version: glsl::Version::Embedded {
            version: 300,
            is_webgl: true,
        },
        ..glsl::Options::default()
    };
    let pipeline = glsl::PipelineOptions {
        shader_stage: entry.stage,
        entry_point: entry.name.clone(),
        multiview: None,
    };
    let mut text = String::new();
    glsl::Writer::new(
        &mut text,
        module,
        info,
        &options,
        &pipeline,
        naga::proc::BoundsCheckPolicies::default(),
    )
    .and_then(|mut writer| writer.write())
    .unwrap_or_else(|error| panic!("{}: {error}", entry.name));
    text
}

/// The bytes of the struct with one field set, so that they show where it lies.
fn only(set: impl FnOnce(&mut PaneUniform)) -> [u8; PaneUniform::SIZE] {
    let mut uniform = PaneUniform::default();
    set(&mut uniform);
    uniform.to_bytes()
}

#[test]
fn the_uniform_struct_lies_as_the_shader_reads_it() {
    let fields: [(&str, [u8; PaneUniform::SIZE]); 16] = [
        ("column", only(|u| u.column[0] = 1.0)),
        ("row", only(|u| u.row[0] = 1.0)),
        ("size", only(|u| u.size[0] = 1)),
        ("stride", only(|u| u.stride[0] = 1)),
        ("swap_bytes", only(|u| u.swap_bytes = 1)),
        ("shift_up", only(|u| u.shift_up = 1)),
        ("sign_flip", only(|u| u.sign_flip = 1)),
        ("shift_down", only(|u| u.shift_down = 1)),
        ("padding_low", only(|u| u.padding_low = 1)),
        ("padding_high", only(|u| u.padding_high = 1)),
        ("pivot", only(|u| u.pivot = 1)),
        ("curve", only(|u| u.curve = 1)),
        ("scale", only(|u| u.scale = 1.0)),
        ("offset", only(|u| u.offset = 1.0)),
        ("inverted", only(|u| u.inverted = 1)),
        ("unused", only(|u| u.unused = 1)),
    ];
    let (module, _) = validated(SLICE_WGSL);
    let (members, span) = module
        .types
        .iter()
        .find_map(|(_, ty)| match &ty.inner {
            naga::TypeInner::Struct { members, span } if ty.name.as_deref() == Some("Pane") => {
                Some((members, *span))
            }
            _ => None,
        })
        .unwrap();
    assert_eq!(span as usize, PaneUniform::SIZE);
    assert_eq!(members.len(), fields.len());
    for (member, (name, bytes)) in members.iter().zip(fields) {
        assert_eq!(member.name.as_deref(), Some(name));
        let first = bytes.iter().position(|byte| *byte != 0).unwrap();
        assert_eq!(first / 4 * 4, member.offset as usize, "{name}");
    }
}

#[test]
fn constants_are_the_same_on_both_sides() {
    for (name, value) in [
        ("RAMP: u32", format!("{}u", uniform::RAMP)),
        ("SIGMOID: u32", format!("{}u", uniform::SIGMOID)),
        ("STEP: u32", format!("{}u", uniform::STEP)),
        ("COLOUR: u32", format!("{}u", uniform::COLOUR)),
        ("SURROUND: f32", format!("{SURROUND}.0")),
    ] {
        let line = format!("const {name} = {value};");
        assert!(SLICE_WGSL.contains(&line), "{line}");
    }
}

/// `slice.wgsl`'s way of one cell at 1:1, in the shader's own types.
fn shader_grey(u: &PaneUniform, cell: u32) -> u8 {
    let bits = if u.swap_bytes == 0 {
        cell
    } else {
        cell.swap_bytes()
    };
    let key = ((bits << u.shift_up) ^ u.sign_flip) >> u.shift_down;
    if key >= u.padding_low && key <= u.padding_high {
        return 0;
    }
    let value = if key >= u.pivot {
        (key - u.pivot) as f32
    } else {
        -((u.pivot - key) as f32)
    };
    let x = u.scale * value + u.offset;
    let level = match u.curve {
        uniform::STEP => {
            if x > 0.0 {
                255.0
            } else {
                0.0
            }
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
    endian: Endian::Little,
};
const SIGNED: Layout = Layout {
    signed: true,
    ..UNSIGNED
};

fn uniform_of(layout: Layout, path: &GreyPath) -> PaneUniform {
    PaneUniform::new(&Pane {
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
        interpolation: Bilinear,
    })
}

/// How many of the cells differ, and by how many levels at most.
fn compared(layout: Layout, path: &GreyPath, cells: impl Iterator<Item = u32>) -> (u32, u8) {
    let uniform = uniform_of(layout, path);
    let (mut differing, mut most) = (0, 0);
    for cell in cells {
        let expected = path.grey(layout.stored_value(cell));
        let difference = expected.abs_diff(shader_grey(&uniform, cell));
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
                    shader_grey(&uniform, arrived),
                    path.grey(big.stored_value(cell))
                );
            }
        }
    }
    let big = layout(32, 20, 25, true, Endian::Big);
    let uniform = uniform_of(big, &path);
    for cell in (0..=u32::MAX).step_by(65_521) {
        assert_eq!(
            shader_grey(&uniform, cell.swap_bytes()),
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
