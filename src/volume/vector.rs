//! Directions and points in the patient, in mm.

pub type Vector = [f64; 3];

pub use crate::series::geometry::dot;

#[must_use]
pub fn plus(a: Vector, b: Vector) -> Vector {
    std::array::from_fn(|axis| a[axis] + b[axis])
}

#[must_use]
pub fn minus(a: Vector, b: Vector) -> Vector {
    std::array::from_fn(|axis| a[axis] - b[axis])
}

#[must_use]
pub fn times(a: Vector, factor: f64) -> Vector {
    a.map(|part| part * factor)
}

#[must_use]
pub fn length(a: Vector) -> f64 {
    dot(a, a).sqrt()
}

#[must_use]
pub fn cross(a: Vector, b: Vector) -> Vector {
    [
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    ]
}

/// Of length 1; zero stays zero.
#[must_use]
pub fn unit(a: Vector) -> Vector {
    let length_of_a = length(a);
    if length_of_a > 0.0 {
        times(a, 1.0 / length_of_a)
    } else {
        a
    }
}

/// Turned about a unit vector, by the right hand (Rodrigues' formula).
#[must_use]
pub fn turned(a: Vector, about: Vector, radians: f64) -> Vector {
    let (sin, cos) = radians.sin_cos();
    let along = times(about, dot(about, a) * (1.0 - cos));
    plus(plus(times(a, cos), times(cross(about, a), sin)), along)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_turn_about_an_axis_brings_the_next_axis() {
        let [x, y, z] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        let quarter = std::f64::consts::FRAC_PI_2;
        for (a, about, to) in [(x, z, y), (y, x, z), (z, y, x), (z, z, z)] {
            let off = minus(turned(a, about, quarter), to);
            assert!(dot(off, off) < 1e-24, "{off:?}");
        }
    }
}
