//! Convex bodies: where a line of voxels enters and leaves one.

/// A body in patient space, in mm.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Shape {
    /// With a radius that is infinite, a cylinder along that axis.
    Ellipsoid {
        centre: [f64; 3],
        radii: [f64; 3],
    },
    /// A straight stretch with round ends.
    Tube {
        from: [f64; 3],
        to: [f64; 3],
        radius: f64,
    },
    Block {
        low: [f64; 3],
        high: [f64; 3],
    },
}

impl Shape {
    pub(super) const fn ball(centre: [f64; 3], radius: f64) -> Self {
        Self::Ellipsoid {
            centre,
            radii: [radius; 3],
        }
    }

    /// From where to where it reaches along an axis.
    pub(super) fn reach(&self, axis: usize) -> [f64; 2] {
        match self {
            Self::Ellipsoid { centre, radii } => {
                [centre[axis] - radii[axis], centre[axis] + radii[axis]]
            }
            Self::Tube { from, to, radius } => [
                from[axis].min(to[axis]) - radius,
                from[axis].max(to[axis]) + radius,
            ],
            Self::Block { low, high } => [low[axis], high[axis]],
        }
    }

    /// The stretch along x that is inside, at a place along y and z.
    #[must_use]
    pub fn span(&self, y: f64, z: f64) -> Option<[f64; 2]> {
        match *self {
            Self::Ellipsoid { centre, radii } => {
                let away = [(y - centre[1]) / radii[1], (z - centre[2]) / radii[2]];
                let left = 1.0 - away[0] * away[0] - away[1] * away[1];
                let half = radii[0] * left.max(0.0).sqrt();
                (left > 0.0).then_some([centre[0] - half, centre[0] + half])
            }
            Self::Tube { from, to, radius } => {
                let ends = [from, to].map(|end| Self::ball(end, radius).span(y, z));
                let parts = [ends[0], ends[1], between(from, to, radius, y, z)];
                parts.into_iter().flatten().reduce(hull)
            }
            Self::Block { low, high } => {
                let inside = (low[1]..=high[1]).contains(&y) && (low[2]..=high[2]).contains(&z);
                inside.then_some([low[0], high[0]])
            }
        }
    }
}

const fn hull(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    [a[0].min(b[0]), a[1].max(b[1])]
}

/// The straight part of a tube: no farther than the radius from its axis, between its ends.
fn between(from: [f64; 3], to: [f64; 3], radius: f64, y: f64, z: f64) -> Option<[f64; 2]> {
    let along = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
    let length = dot(along, along).sqrt();
    if length == 0.0 {
        return None;
    }
    let axis = along.map(|part| part / length);
    // A point of the line is `(x, y, z)`; `t` is its place along the axis.
    let away = [-from[0], y - from[1], z - from[2]];
    let at_zero = dot(away, axis);
    let a = (1.0 - axis[0] * axis[0]).max(1e-9);
    let half_b = away[0] - at_zero * axis[0];
    let c = dot(away, away) - at_zero * at_zero - radius * radius;
    let inside = half_b * half_b - a * c;
    if inside <= 0.0 {
        return None;
    }
    let root = inside.sqrt();
    let round = [(-half_b - root) / a, (-half_b + root) / a];
    let ends = if axis[0].abs() < 1e-9 {
        (0.0..=length)
            .contains(&at_zero)
            .then_some([f64::NEG_INFINITY, f64::INFINITY])?
    } else {
        let ends = [-at_zero / axis[0], (length - at_zero) / axis[0]];
        [ends[0].min(ends[1]), ends[0].max(ends[1])]
    };
    let both = [round[0].max(ends[0]), round[1].min(ends[1])];
    (both[0] < both[1]).then_some(both)
}

fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(span: Option<[f64; 2]>) -> f64 {
        span.map_or(0.0, |[from, to]| to - from)
    }

    #[test]
    fn lines_cross_a_ball_by_pythagoras() {
        let ball = Shape::ball([10.0, 0.0, 0.0], 5.0);
        assert_eq!(ball.span(3.0, 0.0), Some([6.0, 14.0]));
        assert_eq!(ball.span(4.0, 4.0), None);
        let flat = Shape::Ellipsoid {
            centre: [0.0; 3],
            radii: [10.0, 5.0, f64::INFINITY],
        };
        assert_eq!(flat.span(0.0, 1e6), Some([-10.0, 10.0]));
    }

    #[test]
    fn a_tube_is_as_thick_whichever_way_it_runs() {
        let tube = |to| Shape::Tube {
            from: [0.0; 3],
            to,
            radius: 2.0,
        };
        let along_z = tube([0.0, 0.0, 10.0]);
        assert!((length(along_z.span(0.0, 5.0)) - 4.0).abs() < 1e-9);
        assert!((length(along_z.span(0.0, 11.0)) - 2.0 * 3.0_f64.sqrt()).abs() < 1e-9);
        let along_x = tube([10.0, 0.0, 0.0]);
        assert!((length(along_x.span(0.0, 0.0)) - 14.0).abs() < 1e-9);
        let slanting = tube([10.0, 0.0, 10.0]);
        assert!((length(slanting.span(0.0, 5.0)) - 4.0 * 2.0_f64.sqrt()).abs() < 1e-9);
        assert_eq!(slanting.span(2.5, 5.0), None);
    }
}
