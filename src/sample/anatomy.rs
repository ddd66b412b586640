//! What the chest is made of, from the outside inward; and where to look for what.

use std::sync::LazyLock;

use super::branches::tree;
use super::shape::Shape;
use super::{
    AIR, BONE, CONSOLIDATION_LIKE, EMPHYSEMA_LIKE, FAT, FLUID, GROUND_GLASS_LIKE, LUNG, MUSCLE,
    NODULE, TABLE,
};

/// A body of one density.
pub(super) struct Structure {
    pub hu: f32,
    shape: Shape,
    /// Nothing of it lies outside of this.
    within: Option<Shape>,
}

impl Structure {
    pub fn reaches(&self, axis: usize, [from, to]: [f64; 2]) -> bool {
        let [low, high] = self.shape.reach(axis);
        low <= to && high >= from
    }

    pub fn span(&self, y: f64, z: f64) -> Option<[f64; 2]> {
        let span = self.shape.span(y, z)?;
        let Some(within) = &self.within else {
            return Some(span);
        };
        let bound = within.span(y, z)?;
        let both = [span[0].max(bound[0]), span[1].min(bound[1])];
        (both[0] < both[1]).then_some(both)
    }
}

/// A place whose density is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Landmark {
    pub name: &'static str,
    pub centre_mm: [f64; 3],
    /// All within is of the one density.
    pub radius_mm: f64,
    pub hu: f32,
    /// Nothing of it is farther away: a nodule of a known diameter.
    pub is_whole: bool,
}

pub const LANDMARKS: [Landmark; 16] = [
    part("air", [-170.0, -100.0, 0.0], 12.0, AIR),
    part("airway", [0.0, 8.0, 90.0], 6.5, AIR),
    part("emphysema-like", [-60.0, -8.0, 92.0], 18.0, EMPHYSEMA_LIKE),
    part("lung", [-115.0, -10.0, 5.0], 3.5, LUNG),
    part(
        "ground-glass-like",
        [96.0, 15.0, -35.0],
        12.0,
        GROUND_GLASS_LIKE,
    ),
    part("table", [0.0, 123.0, 0.0], 3.0, TABLE),
    part("fat", [0.0, -110.0, 0.0], 4.0, FAT),
    part("fluid", [-68.0, 54.0, -70.0], 6.0, FLUID),
    part(
        "consolidation-like",
        [62.0, 46.0, -70.0],
        10.0,
        CONSOLIDATION_LIKE,
    ),
    part("heart muscle", [25.0, -28.0, -50.0], 40.0, MUSCLE),
    part("bone", [0.0, 66.0, 0.0], 12.0, BONE),
    nodule("nodule of 20 mm", [-95.0, 20.0, 30.0], 10.0, NODULE),
    nodule("nodule of 12 mm", [-50.0, -45.0, 60.0], 6.0, NODULE),
    nodule("nodule of 8 mm", [100.0, -10.0, 20.0], 4.0, NODULE),
    nodule("calcified nodule of 6 mm", [-80.0, -30.0, -20.0], 3.0, BONE),
    nodule(
        "ground-glass-like nodule of 12 mm",
        [72.0, 40.0, 22.0],
        6.0,
        GROUND_GLASS_LIKE,
    ),
];

const fn part(name: &'static str, centre_mm: [f64; 3], radius_mm: f64, hu: f32) -> Landmark {
    Landmark {
        name,
        centre_mm,
        radius_mm,
        hu,
        is_whole: false,
    }
}

const fn nodule(name: &'static str, centre_mm: [f64; 3], radius_mm: f64, hu: f32) -> Landmark {
    Landmark {
        is_whole: true,
        ..part(name, centre_mm, radius_mm, hu)
    }
}

const LUNG_RADII: [f64; 3] = [58.0, 74.0, 138.0];
const RIGHT_LUNG: [f64; 3] = [-68.0, 0.0, 0.0];
const LEFT_LUNG: [f64; 3] = [68.0, 0.0, 0.0];

pub(super) fn structures() -> &'static [Structure] {
    static ALL: LazyLock<Vec<Structure>> = LazyLock::new(|| {
        let mut all = wall();
        all.extend(lungs());
        all.extend(mediastinum());
        all.extend(airways());
        all.extend(findings());
        all
    });
    &ALL
}

fn solid(hu: f32, shape: Shape) -> Structure {
    Structure {
        hu,
        shape,
        within: None,
    }
}

fn ellipsoid(hu: f32, centre: [f64; 3], radii: [f64; 3]) -> Structure {
    solid(hu, Shape::Ellipsoid { centre, radii })
}

/// An upright cylinder.
fn column(hu: f32, [x, y]: [f64; 2], [across, deep]: [f64; 2]) -> Structure {
    ellipsoid(hu, [x, y, 0.0], [across, deep, f64::INFINITY])
}

fn tube(hu: f32, from: [f64; 3], to: [f64; 3], radius: f64) -> Structure {
    solid(hu, Shape::Tube { from, to, radius })
}

/// Table, skin, muscle, bones.
fn wall() -> Vec<Structure> {
    let block = |low, high| Shape::Block { low, high };
    let mut wall = vec![
        solid(TABLE, block([-220.0, 119.0, -200.0], [220.0, 127.0, 200.0])),
        column(FAT, [0.0, 0.0], [172.0, 118.0]),
        column(MUSCLE, [0.0, 0.0], [156.0, 102.0]),
        column(FAT, [0.0, 0.0], [134.0, 84.0]),
        column(MUSCLE, [0.0, 84.0], [46.0, 26.0]),
        column(BONE, [0.0, 66.0], [17.0, 14.0]),
        column(BONE, [0.0, 88.0], [15.0, 12.0]),
        column(FLUID, [0.0, 86.0], [8.0, 7.0]),
        solid(BONE, block([-3.0, 99.0, -200.0], [3.0, 112.0, 200.0])),
    ];
    wall.push(Structure {
        within: Some(block([-30.0, -110.0, -60.0], [30.0, -60.0, 200.0])),
        ..column(BONE, [0.0, -90.0], [19.0, 6.0])
    });
    for rib in 0..14 {
        for side in [-1.0, 1.0] {
            wall.extend(ribs(170.0 - 25.0 * f64::from(rib), side));
        }
    }
    wall
}

/// A rib from the spine round to the front, where it is lower.
fn ribs(top: f64, side: f64) -> Vec<Structure> {
    const PARTS: u32 = 12;
    const FALL: f64 = 55.0;
    let at = |part: u32| {
        let share = f64::from(part) / f64::from(PARTS);
        let angle = (80.0 - 135.0 * share).to_radians();
        [
            side * 141.0 * angle.cos(),
            91.0 * angle.sin(),
            top - FALL * share,
        ]
    };
    (0..PARTS)
        .map(|part| tube(BONE, at(part), at(part + 1), 4.5))
        .collect()
}

fn lungs() -> Vec<Structure> {
    let mut lungs = Vec::new();
    let ways: [[f64; 3]; 8] = [
        [0.5, -0.6, 0.9],
        [0.4, 0.7, 0.8],
        [0.9, -0.6, 0.2],
        [1.0, 0.1, 0.4],
        [0.9, 0.6, 0.0],
        [0.8, -0.4, -0.6],
        [0.4, 0.6, -0.9],
        [0.6, 0.1, -1.0],
    ];
    for (centre, side) in [(RIGHT_LUNG, -1.0), (LEFT_LUNG, 1.0)] {
        lungs.push(ellipsoid(LUNG, centre, LUNG_RADII));
        let ways = ways.map(|[x, y, z]| [x * side, y, z]);
        let vessels = tree([34.0 * side, 8.0, 18.0], &ways, (centre, LUNG_RADII));
        lungs.extend(vessels.into_iter().map(|vessel| solid(MUSCLE, vessel)));
    }
    lungs
}

fn mediastinum() -> Vec<Structure> {
    vec![
        ellipsoid(FAT, [0.0, -22.0, 60.0], [30.0, 52.0, 95.0]),
        ellipsoid(MUSCLE, [25.0, -28.0, -50.0], [56.0, 46.0, 60.0]),
        // Aorta, from the heart over the arch down the spine.
        tube(MUSCLE, [8.0, -25.0, -10.0], [2.0, -22.0, 62.0], 14.0),
        tube(MUSCLE, [2.0, -22.0, 62.0], [22.0, 34.0, 66.0], 12.5),
        tube(MUSCLE, [22.0, 34.0, 66.0], [20.0, 48.0, -200.0], 11.5),
        // Vena cava and pulmonary arteries.
        tube(MUSCLE, [-20.0, -18.0, 160.0], [-18.0, -18.0, 0.0], 8.5),
        tube(MUSCLE, [14.0, -18.0, 24.0], [-38.0, 6.0, 18.0], 9.0),
        tube(MUSCLE, [14.0, -18.0, 24.0], [40.0, 10.0, 24.0], 9.5),
        // Oesophagus.
        tube(MUSCLE, [6.0, 32.0, 200.0], [8.0, 36.0, -200.0], 6.0),
    ]
}

/// All walls, then all that is hollow.
fn airways() -> Vec<Structure> {
    const TREE: [([f64; 3], [f64; 3], f64); 11] = [
        ([0.0, 6.0, 200.0], [0.0, 10.0, 48.0], 8.0),
        ([0.0, 10.0, 48.0], [-34.0, 12.0, 22.0], 6.0),
        ([0.0, 10.0, 48.0], [38.0, 16.0, 12.0], 5.5),
        ([-34.0, 12.0, 22.0], [-58.0, 4.0, 62.0], 3.2),
        ([-34.0, 12.0, 22.0], [-66.0, -22.0, -6.0], 2.6),
        ([-34.0, 12.0, 22.0], [-62.0, 30.0, -46.0], 3.2),
        ([-58.0, 4.0, 62.0], [-84.0, -8.0, 78.0], 1.8),
        ([38.0, 16.0, 12.0], [62.0, -6.0, 58.0], 3.0),
        ([38.0, 16.0, 12.0], [64.0, 34.0, -44.0], 3.2),
        ([62.0, -6.0, 58.0], [80.0, -30.0, 66.0], 1.8),
        ([64.0, 34.0, -44.0], [82.0, 26.0, -78.0], 1.9),
    ];
    let drawn = |hu: f32, thicker: f64| {
        TREE.map(|(from, to, radius)| tube(hu, from, to, radius + thicker.min(radius * 0.6)))
    };
    let walls = drawn(MUSCLE, 1.6);
    walls.into_iter().chain(drawn(AIR, 0.0)).collect()
}

/// Fluid that lies where it would in someone on the back, the diaphragm, densities, nodules.
fn findings() -> Vec<Structure> {
    let lung = |centre| Shape::Ellipsoid {
        centre,
        radii: LUNG_RADII,
    };
    let mut findings = vec![
        Structure {
            hu: FLUID,
            shape: lung(RIGHT_LUNG),
            within: Some(Shape::Block {
                low: [-200.0, 45.0, -200.0],
                high: [0.0, 200.0, -45.0],
            }),
        },
        Structure {
            within: Some(lung(LEFT_LUNG)),
            ..ellipsoid(CONSOLIDATION_LIKE, [62.0, 50.0, -70.0], [24.0, 20.0, 24.0])
        },
        Structure {
            within: Some(lung(LEFT_LUNG)),
            ..ellipsoid(GROUND_GLASS_LIKE, [98.0, 15.0, -35.0], [17.0, 24.0, 26.0])
        },
        ellipsoid(EMPHYSEMA_LIKE, [-60.0, -8.0, 92.0], [22.0, 26.0, 22.0]),
        ellipsoid(EMPHYSEMA_LIKE, [-76.0, 24.0, 70.0], [9.0, 8.0, 10.0]),
        ellipsoid(EMPHYSEMA_LIKE, [-40.0, 26.0, 84.0], [8.0, 10.0, 9.0]),
        ellipsoid(MUSCLE, [-66.0, -2.0, -158.0], [74.0, 84.0, 72.0]),
        ellipsoid(MUSCLE, [66.0, -2.0, -162.0], [72.0, 82.0, 58.0]),
    ];
    let nodules = LANDMARKS.iter().filter(|landmark| landmark.is_whole);
    findings.extend(nodules.map(|landmark| {
        let ball = Shape::ball(landmark.centre_mm, landmark.radius_mm);
        solid(landmark.hu, ball)
    }));
    findings
}
