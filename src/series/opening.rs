//! Which stack opens by itself (BEHAVIOUR 3): the largest axial one; of equals the thinner, then
//! the one of a kernel for lungs; pages, dose tables and localizers last.

use std::cmp::Reverse;

use super::geometry::Plane;
use super::stack::Stack;

/// The smallest opens.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rank {
    class: Class,
    slices: Reverse<usize>,
    /// Unknown comes after all others.
    thickness_um: u32,
    is_soft: bool,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Axial,
    OtherPlane,
    SecondaryCapture,
    Localizer,
    Segmentation,
}

pub(super) fn rank(stack: &Stack) -> Rank {
    let class = if stack.is_segmentation {
        Class::Segmentation
    } else if stack.is_localizer {
        Class::Localizer
    } else if stack.is_secondary_capture {
        Class::SecondaryCapture
    } else if stack.plane == Some(Plane::Axial) {
        Class::Axial
    } else {
        Class::OtherPlane
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates; a thickness is positive"
    )]
    let thickness_um = stack
        .thickness_mm
        .map_or(u32::MAX, |mm| (mm * 1000.0).round() as u32);
    Rank {
        class,
        slices: Reverse(stack.len()),
        thickness_um,
        is_soft: !stack
            .convolution_kernel
            .as_deref()
            .is_some_and(is_for_lungs),
    }
}

/// Sharp kernels by the makers' names: GE `LUNG`, Siemens `B60f` to `B80f` and `Bl57` upward,
/// Canon `FC50` to `FC59`, Philips `L`, `YA` to `YD`.
fn is_for_lungs(kernel: &str) -> bool {
    let kernel = kernel.trim().to_ascii_uppercase();
    let letters = kernel.trim_end_matches(|c: char| !c.is_ascii_digit());
    let digits = letters.trim_start_matches(|c: char| !c.is_ascii_digit());
    let number: Option<u32> = digits.parse().ok();
    let family = kernel.split(|c: char| c.is_ascii_digit()).next();
    match (family.unwrap_or_default(), number) {
        ("FC", Some(number)) => (50..60).contains(&number),
        ("B" | "I" | "BL" | "BR" | "BV" | "QR", Some(number)) => number >= 57,
        (family, None) => {
            family.contains("LUNG") || matches!(family, "L" | "YA" | "YB" | "YC" | "YD")
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kernels_for_lungs() {
        for kernel in [
            "LUNG",
            "Lung plus",
            "B60f",
            "B70s",
            "Bl57d",
            "I70f",
            "FC51",
            "L",
            "YA",
        ] {
            assert!(is_for_lungs(kernel), "{kernel}");
        }
        for kernel in [
            "STANDARD", "B31f", "Br40d", "FC18", "FC08", "B", "C", "", "1",
        ] {
            assert!(!is_for_lungs(kernel), "{kernel}");
        }
    }
}
