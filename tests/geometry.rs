//! Order, spacing and sides however a patient lay and however slices were cut: decubitus and prone,
//! feet first, oblique, with spacing that files write with a sign.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test")]

use hounsfield::header::{self, Header, Read};
use hounsfield::intake::FileId;
use hounsfield::remark::Note;
use hounsfield::series::{self, Catalog, Stack, geometry};
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;

const SERIES: Series = Series {
    number: 3,
    slices: 1,
    side: 4,
    slice_mm: 3.0,
};

fn template() -> Header {
    let bytes = SERIES.slice(0).write(&Writing::default());
    let Ok(Read::Header(template)) = header::read(&bytes, bytes.len() as u64) else {
        panic!("a computed file is read");
    };
    *template
}

/// A series of slices with an orientation and a position each, inserted from the last to the first.
fn stacked(slices: &[([f64; 6], [f64; 3])]) -> Catalog {
    let template = template();
    let mut catalog = Catalog::default();
    let numbered: Vec<_> = (0..).zip(slices).collect();
    for (id, (orientation, position_mm)) in numbered.into_iter().rev() {
        let header = Header {
            orientation: Some(*orientation),
            position_mm: Some(*position_mm),
            instance_number: None,
            sop_instance: Some(format!("2.25.{id}")),
            ..template.clone()
        };
        catalog.insert(FileId(id), &format!("ct/{id}"), &header.into());
    }
    catalog.settle();
    catalog
}

fn only(catalog: &Catalog) -> &Stack {
    let mut stacks = catalog.stacks();
    let only = stacks.next().unwrap();
    assert!(stacks.next().is_none(), "more than one stack");
    only
}

fn order(stack: &Stack) -> Vec<u32> {
    stack.frames().map(|frame| frame.file.0).collect()
}

fn edges(orientation: [f64; 6]) -> [String; 4] {
    let header = Header {
        orientation: Some(orientation),
        ..Header::default()
    };
    let sides = series::sides(&header).unwrap();
    [sides.left, sides.right, sides.top, sides.bottom]
}

/// How an axial image lies in the patient by Patient Position (0018,5100), as PS3.3 C.7.3.1.1.2 has it:
/// rows and columns of the gantry, and what is seen at the left, the right, the top and the bottom.
const POSITIONS: [(&str, [f64; 6], &str); 8] = [
    ("HFS", [1.0, 0.0, 0.0, 0.0, 1.0, 0.0], "R L A P"),
    ("HFP", [-1.0, 0.0, 0.0, 0.0, -1.0, 0.0], "L R P A"),
    ("HFDR", [0.0, 1.0, 0.0, -1.0, 0.0, 0.0], "A P L R"),
    ("HFDL", [0.0, -1.0, 0.0, 1.0, 0.0, 0.0], "P A R L"),
    ("FFS", [-1.0, 0.0, 0.0, 0.0, 1.0, 0.0], "L R A P"),
    ("FFP", [1.0, 0.0, 0.0, 0.0, -1.0, 0.0], "R L P A"),
    ("FFDR", [0.0, -1.0, 0.0, -1.0, 0.0, 0.0], "P A L R"),
    ("FFDL", [0.0, 1.0, 0.0, 1.0, 0.0, 0.0], "A P R L"),
];

#[test]
fn however_the_patient_lay_slices_run_to_the_feet_and_letters_are_the_patients() {
    for (name, orientation, letters) in POSITIONS {
        let place = |at: i32| (orientation, [-180.0, -180.0, -3.0 * f64::from(at)]);
        let catalog = stacked(&(0..9).map(place).collect::<Vec<_>>());
        let stack = only(&catalog);
        assert_eq!(order(stack), (0..9).collect::<Vec<_>>(), "{name}");
        assert_eq!(
            (stack.spacing_mm(), stack.notes()),
            (Some(3.0), &[][..]),
            "{name}"
        );
        assert_eq!(edges(orientation).join(" "), letters, "{name}");
    }
}

/// Half-way between two planes the last digits of an orientation say which is nearer: slices keep their
/// order all the same.
#[test]
fn an_oblique_stack_keeps_its_order_whatever_its_last_digits() {
    let half = f64::to_radians(45.0);
    for (axis, sign) in [(0, 1.0), (0, -1.0), (1, 1.0), (1, -1.0)] {
        let slice = |at: u32| {
            let noise = [0.0, 2e-6, -2e-6][at as usize % 3];
            let (sin, cos) = (half + noise).sin_cos();
            // A row along the other axis, a column between this one and the feet.
            let mut orientation = [0.0; 6];
            orientation[1 - axis] = 1.0;
            orientation[3 + axis] = cos * sign;
            orientation[5] = -sin;
            let normal = geometry::normal(orientation);
            (orientation, normal.map(|part| part * 2.5 * f64::from(at)))
        };
        let catalog = stacked(&(0..30).map(slice).collect::<Vec<_>>());
        let stack = only(&catalog);
        let mut order = order(stack);
        if order[0] != 0 {
            order.reverse();
        }
        assert_eq!(order, (0..30).collect::<Vec<_>>(), "{axis} {sign}");
        assert!((stack.spacing_mm().unwrap() - 2.5).abs() < 0.01);
        assert_eq!(stack.notes(), []);
    }
}

/// The distance of slices is at right angles to them: a gantry that is tilted brings them nearer than
/// the table goes.
#[test]
fn slices_of_a_tilted_gantry_are_as_far_apart_as_they_lie() {
    let (sin, cos) = 15_f64.to_radians().sin_cos();
    let orientation = [1.0, 0.0, 0.0, 0.0, cos, sin];
    let place = |at: i32| (orientation, [-180.0, -180.0, -3.0 * f64::from(at)]);
    let catalog = stacked(&(0..20).map(place).collect::<Vec<_>>());
    let stack = only(&catalog);
    assert_eq!(order(stack), (0..20).collect::<Vec<_>>());
    assert!((stack.spacing_mm().unwrap() - 3.0 * cos).abs() < 1e-6);
    let [Note::Tilted(degrees)] = *stack.notes() else {
        panic!("{:?}", stack.notes());
    };
    assert!((degrees - 15.0).abs() < 1e-6);
    assert!(!stack.has_uneven_spacing());
}

#[test]
fn mixed_spacing_is_told_and_no_slice_is_lost() {
    let axial = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0];
    let thin = (0..20).map(|at| f64::from(at) * -1.5);
    let thick = (1..20).map(|at| -28.5 - f64::from(at) * 5.0);
    let slices = thin.chain(thick).map(|z| (axial, [0.0, 0.0, z]));
    let catalog = stacked(&slices.collect::<Vec<_>>());
    let stack = only(&catalog);
    assert_eq!(order(stack), (0..39).collect::<Vec<_>>());
    let mixed = Note::MixedSpacing {
        least_mm: 1.5,
        most_mm: 5.0,
    };
    assert_eq!(stack.notes(), [mixed]);
    assert!(stack.has_uneven_spacing());
}

/// Spacing Between Slices may be negative (PS3.3 C.8.4.15.1.1): positions, where there are some, say
/// what lies where, and a distance is none.
#[test]
fn a_sign_before_the_spacing_turns_nothing() {
    let axial = [1.0, 0.0, 0.0, 0.0, 1.0, 0.0];
    let mut catalog = Catalog::default();
    for id in 0..5 {
        let header = Header {
            orientation: Some(axial),
            position_mm: Some([0.0, 0.0, -4.0 * f64::from(id)]),
            spacing_between_slices_mm: Some(-4.0),
            ..template()
        };
        catalog.insert(FileId(id), &format!("ct/{id}"), &header.into());
    }
    catalog.settle();
    let stack = only(&catalog);
    assert_eq!(order(stack), [0, 1, 2, 3, 4]);
    assert_eq!(stack.spacing_mm(), Some(4.0));
}
