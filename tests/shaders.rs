//! The shader without a GPU: it is valid, it becomes GLSL ES 3.00, and its uniform struct is the
//! one that is filled.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::path::Path;

use hounsfield::gpu::cut_program::{CUT_WGSL, CutProgram};
use hounsfield::gpu::cut_uniform::{self, CutUniform};
use hounsfield::gpu::program::Program;
use hounsfield::gpu::rays::{self, RAY_WGSL};
use hounsfield::gpu::uniform::{self, PaneUniform, Sampling};
use hounsfield::gpu::{Rays, SLICE_WGSL, SURROUND};
use hounsfield::pixels::ColourMap;
use hounsfield::rendering::{Scene, blocks, ray, reduction};
use hounsfield::viewport::Rect;
use hounsfield::volume::lookup;
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
    // A part of one only.
    files.retain(|file| !file.ends_with("tiled_cells.wgsl"));
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        // It stands behind the other, and shares its way from a cell to a grey level.
        let is_second = file.ends_with("cut.wgsl");
        becomes_glsl(&if is_second {
            format!("{SLICE_WGSL}{text}")
        } else {
            text
        });
    }
}

fn becomes_glsl(wgsl: &str) {
    let (module, info) = validated(wgsl);
    assert!(!module.entry_points.is_empty());
    for entry in &module.entry_points {
        let glsl = to_glsl_es_300(&module, &info, entry);
        assert!(glsl.starts_with("#version 300 es"), "{}", entry.name);
    }
}

#[test]
fn every_program_sets_its_constants_and_becomes_glsl_es_300() {
    let curves = [
        uniform::RAMP,
        uniform::SIGMOID,
        uniform::STEP,
        uniform::COLOUR,
        uniform::TABLE,
    ];
    for curve in curves {
        for flags in 0..128 {
            let program = Program {
                sampling: Sampling::Nearest,
                curve,
                padded: flags & 1 != 0,
                wide: flags & 2 != 0,
                mapped: flags & 4 != 0,
                covered: flags & 8 != 0,
                float: flags & 16 != 0,
                tiled: flags & 32 != 0,
                ranged: flags & 64 != 0,
            };
            let wgsl = program.wgsl();
            for (name, value) in program.constants() {
                let line = format!("{name}{value};");
                assert_eq!(wgsl.matches(&name).count(), 1, "{line}");
                assert!(wgsl.contains(&line), "{line}");
            }
            becomes_glsl(&wgsl);
            let declared = if program.tiled {
                "var frame: texture_2d_array<u32>"
            } else {
                "var frame: texture_2d<u32>"
            };
            assert!(wgsl.contains(declared), "{program:?}");
        }
    }
}

#[test]
fn every_program_of_planes_sets_its_constants_and_becomes_glsl_es_300() {
    let values = |flags: u32| Program {
        sampling: Sampling::Nearest,
        curve: uniform::RAMP,
        padded: flags & 1 != 0,
        wide: flags & 2 != 0,
        mapped: flags & 4 != 0,
        covered: false,
        float: flags & 8 != 0,
        ranged: flags & 16 != 0,
        tiled: false,
    };
    for bricks in [1, 8] {
        for flags in 0..8 {
            for of_values in [0, 7, 8, 16, 23] {
                let program = CutProgram {
                    values: values(of_values),
                    bricks,
                    regular: flags & 1 != 0,
                    slab: flags & 2 != 0,
                    own_rescale: flags & 4 != 0,
                };
                let wgsl = program.wgsl();
                for (name, value) in program.constants() {
                    let line = format!("{name}{value};");
                    assert_eq!(wgsl.matches(&name).count(), 1, "{line}");
                    assert!(wgsl.contains(&line), "{line}");
                }
                becomes_glsl(&wgsl);
            }
        }
    }
}

#[test]
fn the_struct_of_planes_lies_as_the_shader_reads_it() {
    fn only(set: impl FnOnce(&mut CutUniform)) -> [u8; CutUniform::SIZE] {
        let mut uniform = CutUniform::default();
        set(&mut uniform);
        uniform.to_bytes()
    }
    let fields: [(&str, [u8; CutUniform::SIZE]); 18] = [
        ("column", only(|u| u.column[0] = 1.0)),
        ("row", only(|u| u.row[0] = 1.0)),
        ("along", only(|u| u.along[0] = 1.0)),
        ("size", only(|u| u.size[0] = 1)),
        ("slices", only(|u| u.slices = 1)),
        ("depth", only(|u| u.depth = 1)),
        ("usual_mm", only(|u| u.usual_mm = 1.0)),
        ("last_mm", only(|u| u.last_mm = 1.0)),
        ("cells_a_mm", only(|u| u.cells_a_mm = 1.0)),
        ("cells_from", only(|u| u.cells_from = 1)),
        ("cells", only(|u| u.cells = 1)),
        ("walk", only(|u| u.walk = 1)),
        ("taps", only(|u| u.taps = 1)),
        ("projection", only(|u| u.projection = 1)),
        ("step_mm", only(|u| u.step_mm = 1.0)),
        ("reach_mm", only(|u| u.reach_mm = 1.0)),
        ("steps", only(|u| u.steps = 1)),
        ("pivot", only(|u| u.pivot = 1.0)),
    ];
    let (module, _) = validated(&format!("{SLICE_WGSL}{CUT_WGSL}"));
    let mut structs = module.types.iter();
    let (members, span) = structs
        .find_map(|(_, ty)| match &ty.inner {
            naga::TypeInner::Struct { members, span } if ty.name.as_deref() == Some("Cut") => {
                Some((members, *span))
            }
            _ => None,
        })
        .unwrap();
    assert_eq!(span as usize, CutUniform::SIZE);
    assert_eq!(members.len(), fields.len());
    for (member, (name, bytes)) in members.iter().zip(fields) {
        assert_eq!(member.name.as_deref(), Some(name));
        let first = bytes.iter().position(|byte| *byte != 0).unwrap();
        assert_eq!(first / 4 * 4, member.offset as usize, "{name}");
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

#[test]
fn each_way_of_sampling_has_its_entry_point() {
    let (module, _) = validated(SLICE_WGSL);
    for sampling in Sampling::ALL {
        let name = sampling.entry_point();
        let entry = module.entry_points.iter().find(|it| it.name == name);
        assert_eq!(entry.unwrap().stage, naga::ShaderStage::Fragment);
        assert_eq!(Sampling::ALL[sampling as usize], sampling);
    }
}

/// The bytes of the struct with one field set, so that they show where it lies.
fn only(set: impl FnOnce(&mut PaneUniform)) -> [u8; PaneUniform::SIZE] {
    let mut uniform = PaneUniform::default();
    set(&mut uniform);
    uniform.to_bytes()
}

#[test]
fn the_uniform_struct_lies_as_the_shader_reads_it() {
    let fields: [(&str, [u8; PaneUniform::SIZE]); 22] = [
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
        ("colours", only(|u| u.colours = 1)),
        ("scale", only(|u| u.scale = 1.0)),
        ("offset", only(|u| u.offset = 1.0)),
        ("inverted", only(|u| u.inverted = 1)),
        ("last", only(|u| u.last = 1)),
        ("edges_low", only(|u| u.range_edges[0] = 1)),
        ("edges_high", only(|u| u.range_edges[4] = 1)),
        ("edges", only(|u| u.edges = 1)),
        ("turned", only(|u| u.turned = 1)),
        ("outlined", only(|u| u.outlined = 1)),
        ("spare", only(|_| ())),
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
        // The last is never filled.
        let first = bytes.iter().position(|byte| *byte != 0);
        let first = first.unwrap_or(PaneUniform::SIZE - 4);
        assert_eq!(first / 4 * 4, member.offset as usize, "{name}");
    }
}

#[test]
fn the_uniform_of_rays_lies_as_the_shader_reads_it() {
    let (module, _) = validated(RAY_WGSL);
    let of_rays = |ty: &naga::Type| match &ty.inner {
        naga::TypeInner::Struct { members, span } if ty.name.as_deref() == Some("Rays") => {
            let names = members.iter().map(|it| it.name.clone().unwrap());
            let places: Vec<u32> = members.iter().map(|it| it.offset).collect();
            Some((names.collect::<Vec<_>>(), places, *span))
        }
        _ => None,
    };
    let (names, places, span) = module.types.iter().find_map(|(_, ty)| of_rays(ty)).unwrap();
    assert_eq!(span as usize, rays::UNIFORM_BYTES);
    assert_eq!(
        names,
        [
            "texel", "steep", "forth", "low", "high", "size", "light", "pane"
        ]
    );
    assert_eq!(places, [0, 48, 96, 112, 128, 144, 160, 176]);
    // Each number of a scene is another, so that it shows where it lies.
    let row = |from: u8| [0, 1, 2, 3].map(|at| f32::from(from + at));
    let mut drawn = Rays {
        scene: Scene {
            texel: [row(0), row(4), row(8)],
            steep: [row(12), row(16), row(20)],
            forth: row(24),
            low: row(28),
            high: row(32),
            size: row(36),
            light: row(40),
        },
        rows: Some([0, 46]),
        rect: Rect {
            x: 44,
            y: 45,
            width: 90,
            height: 70,
        },
        ..Rays::default()
    };
    let numbers = |rays: &Rays| -> Vec<f32> {
        let bytes = rays.uniform();
        let fours = bytes.chunks_exact(4);
        fours
            .map(|four| f32::from_le_bytes(four.try_into().unwrap()))
            .collect()
    };
    let expected: Vec<f32> = (0..47_u8).map(f32::from).chain([1.0]).collect();
    assert_eq!(numbers(&drawn), expected);
    // Coarsely: fewer rays, longer steps, no row that is fine.
    drawn.rows = None;
    let coarse = numbers(&drawn);
    assert_eq!((coarse[39], coarse[46], coarse[47]), (78.0, 0.0, 4.0));
    assert_eq!(drawn.texture_size(false), [23, 18]);
}

#[test]
fn constants_are_the_same_on_both_sides() {
    for (name, value) in [
        ("BLOCK: f32", format!("{}.0", blocks::BLOCK)),
        ("ENOUGH: f32", ray::ENOUGH.to_string()),
        ("MOST_STEPS: u32", format!("{}u", ray::MOST_STEPS)),
        ("BODY_BY: f32", format!("{}.0", reduction::BODY_BY)),
        ("GLOSS: f32", format!("{}.0", ray::GLOSS)),
        ("COARSE: f32", format!("{}.0", rays::COARSE)),
        ("SURROUND: f32", format!("{SURROUND}.0 / 255.0")),
    ] {
        let line = format!("const {name} = {value};");
        assert!(RAY_WGSL.contains(&line), "{line}");
    }
    for (name, value) in [
        ("RAMP: u32", format!("{}u", uniform::RAMP)),
        ("SIGMOID: u32", format!("{}u", uniform::SIGMOID)),
        ("STEP: u32", format!("{}u", uniform::STEP)),
        ("COLOUR: u32", format!("{}u", uniform::COLOUR)),
        ("TABLE: u32", format!("{}u", uniform::TABLE)),
        ("FIRST_ROW: u32", format!("{}u", ColourMap::ROWS)),
        ("SURROUND: f32", format!("{SURROUND}.0")),
    ] {
        let line = format!("const {name} = {value};");
        assert!(SLICE_WGSL.contains(&line), "{line}");
    }
    for (name, value) in [
        ("MIP: u32", format!("{}u", cut_uniform::MIP)),
        ("MIN_IP: u32", format!("{}u", cut_uniform::MIN_IP)),
        ("MEAN: u32", format!("{}u", cut_uniform::MEAN)),
        ("ROW: u32", format!("{}u", lookup::ROW)),
        ("HERE: u32", format!("{}u", lookup::HERE)),
        ("JOINED: u32", format!("{}u", lookup::JOINED)),
        ("LAYER_SHIFT: u32", format!("{}u", lookup::LAYER_SHIFT)),
    ] {
        let line = format!("const {name} = {value};");
        assert!(CUT_WGSL.contains(&line), "{line}");
    }
}
