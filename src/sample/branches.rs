//! Trees of tubes: the vessels of a lung.

use super::shape::Shape;

type Vector = [f64; 3];

/// How vessels divide.
const FORKS: u32 = 6;
const SPREAD: f64 = 0.55;
const SHORTER: f64 = 0.82;
const THINNER: f64 = 0.76;

/// A tree from its root outward, as long as it is in the body given by centre and radii.
pub(super) fn tree(root: Vector, directions: &[Vector], lung: (Vector, Vector)) -> Vec<Shape> {
    let mut tubes = Vec::new();
    for (at, direction) in directions.iter().enumerate() {
        let twig = Twig {
            from: root,
            direction: unit(*direction),
            length: 26.0,
            radius: 3.6,
            turn: if at % 2 == 0 { 0.0 } else { 1.0 },
        };
        grow(&mut tubes, twig, FORKS, lung);
    }
    tubes
}

#[derive(Clone, Copy)]
struct Twig {
    from: Vector,
    direction: Vector,
    length: f64,
    radius: f64,
    /// The plane in which it forks, in quarter turns.
    turn: f64,
}

fn grow(tubes: &mut Vec<Shape>, twig: Twig, forks: u32, lung: (Vector, Vector)) {
    let to = moved(twig.from, twig.direction, twig.length);
    if !is_inside(to, lung) {
        return;
    }
    tubes.push(Shape::Tube {
        from: twig.from,
        to,
        radius: twig.radius,
    });
    if forks == 0 {
        return;
    }
    let [first, second] = across(twig.direction);
    let angle = twig.turn * std::f64::consts::FRAC_PI_2;
    let sideways = moved(first.map(|part| part * angle.cos()), second, angle.sin());
    for (side, share) in [(1.0, 1.0), (-1.0, 0.9)] {
        let direction = unit(moved(twig.direction, sideways, SPREAD * side * share));
        let next = Twig {
            from: to,
            direction,
            length: twig.length * SHORTER * share,
            radius: (twig.radius * THINNER * share).max(0.5),
            // Never the same plane twice, and no two branches alike.
            turn: twig.turn + 1.0 + 0.3 * side,
        };
        grow(tubes, next, forks - 1, lung);
    }
}

/// Away from the surface, where vessels are too fine to be seen.
fn is_inside(at: Vector, (centre, radii): (Vector, Vector)) -> bool {
    const DEPTH: f64 = 0.93;
    let parts = [0, 1, 2].map(|axis| ((at[axis] - centre[axis]) / radii[axis]).powi(2));
    parts.iter().sum::<f64>() < DEPTH * DEPTH
}

fn moved(from: Vector, direction: Vector, length: f64) -> Vector {
    [0, 1, 2].map(|axis| from[axis] + direction[axis] * length)
}

fn unit(vector: Vector) -> Vector {
    let length = vector.iter().map(|part| part * part).sum::<f64>().sqrt();
    vector.map(|part| part / length)
}

/// Two directions at right angles to one another and to this one.
fn across(direction: Vector) -> [Vector; 2] {
    let other = if direction[2].abs() < 0.8 {
        [0.0, 0.0, 1.0]
    } else {
        [1.0, 0.0, 0.0]
    };
    let first = unit(cross(direction, other));
    [first, cross(direction, first)]
}

fn cross(a: Vector, b: Vector) -> Vector {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}
