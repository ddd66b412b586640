//! Slices that nothing in their headers keeps apart, and that are not one stack even so: several
//! in each place, two grids of places, numbers or names that begin anew.
//!
//! The answer depends on the slices alone and never on the order in which they came.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::about::About;
use super::grids::{grids, lines};
use super::runs::{are_several, runs, runs_of_names};
use super::slice::Slice;
use super::stack::UNEVEN;
use crate::intake::{natural_order, set_of, sorted, sorted_places};
use crate::limits;
use crate::remark::Cause;

/// Closer than this two slices lie in one place, in mm.
pub(super) const ONE_PLACE_MM: f64 = 0.01;

/// A part has at least so many slices, and slices are parted where at least so many places come
/// twice: one or two are an image that was taken again.
pub(super) const LEAST: usize = 3;

/// More parts than this are no order.
pub(super) const MOST: usize = 64;

/// Which part each slice belongs to, and what told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Division {
    pub by: Cause,
    pub part_of: Vec<usize>,
    /// Nothing told which of the images in one place belong together.
    pub is_guess: bool,
}

/// The parts of slices that are sorted as a stack is; `None` where they are one.
pub(super) fn divide(slices: &[Slice]) -> Option<Division> {
    let originals = originals(slices);
    let kept: Vec<&Slice> = slices
        .iter()
        .zip(&originals)
        .enumerate()
        .filter_map(|(at, (slice, original))| (at == *original).then_some(slice))
        .collect();
    let division = if kept.first()?.along_mm.is_some() {
        with_places(&kept)?
    } else if kept.iter().any(|slice| slice.about.has_series_uid) {
        return None;
    } else {
        without_places(&kept)?
    };
    let mut parts = division.part_of.into_iter();
    let mut part_of: Vec<usize> = Vec::with_capacity(slices.len());
    for (at, original) in originals.into_iter().enumerate() {
        let part = if original == at {
            parts.next()
        } else {
            part_of.get(original).copied()
        };
        part_of.push(part.unwrap_or(0));
    }
    Some(Division {
        part_of,
        ..division
    })
}

/// For each slice the first that it is a copy of: itself, for most.
fn originals(slices: &[Slice]) -> Vec<usize> {
    // Poor anonymising gives every image one UID: a copy has its place and its number too.
    let mut known: BTreeMap<_, usize> = BTreeMap::new();
    slices
        .iter()
        .enumerate()
        .map(|(at, slice)| match slice.sop_instance.as_deref() {
            Some(uid) => {
                let place = slice.along_mm.map(f64::to_bits);
                let one = (uid, slice.frame.frame, place, slice.instance_number);
                let first = *known.entry(one).or_insert(at);
                let is_same = |first: &Slice| first.about == slice.about;
                if slices.get(first).is_some_and(is_same) {
                    first
                } else {
                    at
                }
            }
            None => at,
        })
        .collect()
}

fn with_places(slices: &[&Slice]) -> Option<Division> {
    let along_mm: Vec<f64> = slices.iter().filter_map(|slice| slice.along_mm).collect();
    let places = places(&along_mm);
    if count_twice(&places) >= LEAST {
        return told_apart(slices, &along_mm, &places);
    }
    let is_loose = !slices.iter().any(|slice| slice.about.has_series_uid);
    if !is_loose || is_numbered_as_one(slices, &along_mm) {
        return None;
    }
    let part_of = grids(&along_mm)?;
    Some(Division {
        by: Cause::Positions,
        part_of,
        is_guess: false,
    })
}

/// Numbers that grow with the places, as they do in one stack, whatever is missing from it.
fn is_numbered_as_one(slices: &[&Slice], along_mm: &[f64]) -> bool {
    let numbers: Option<Vec<i32>> = slices.iter().map(|slice| slice.instance_number).collect();
    let Some(numbers) = numbers else { return false };
    let steps = numbers.windows(2).zip(along_mm.windows(2));
    let steps: Vec<f64> = steps
        .filter_map(|pair| match pair {
            ([a, b], [p, q]) => Some((q - p) / (f64::from(*b) - f64::from(*a))),
            _ => None,
        })
        .collect();
    let [least, most] = [f64::min, f64::max].map(|pick| steps.iter().copied().reduce(pick));
    least.zip(most).is_some_and(|(least, most)| {
        least * most > 0.0 && most - least <= UNEVEN * least.abs().min(most.abs())
    })
}

/// The place of each slice, numbered in order.
fn places(along_mm: &[f64]) -> Vec<usize> {
    let mut place = 0;
    let mut before: Option<f64> = None;
    along_mm
        .iter()
        .map(|along| {
            place += usize::from(before.is_some_and(|before| along - before > ONE_PLACE_MM));
            before = Some(*along);
            place
        })
        .collect()
}

/// Values, sorted, that come more than once.
fn count_twice<T: PartialEq>(sorted: &[T]) -> usize {
    sorted.chunk_by(T::eq).filter(|same| same.len() > 1).count()
}

/// Images that lie in one place, told apart by what is said of them, or else by how they run.
fn told_apart(slices: &[&Slice], along_mm: &[f64], places: &[usize]) -> Option<Division> {
    let told = by_attribute(slices, places)
        .or_else(|| by_number_run(slices, along_mm))
        .or_else(|| by_name_run(slices, along_mm));
    if let Some((by, part_of)) = told {
        return Some(Division {
            by,
            part_of,
            is_guess: false,
        });
    }
    if let Some(part_of) = by_lines(slices).filter(|part_of| is_once(part_of, places)) {
        let is_guess = same_in_all(slices, places) > 0;
        return Some(Division {
            by: Cause::InstanceNumbers,
            part_of,
            is_guess,
        });
    }
    let part_of = grids(along_mm).or_else(|| by_turn(places))?;
    let is_guess = !numbers_run_in_each_place(slices, places);
    Some(Division {
        by: Cause::Positions,
        part_of,
        is_guess,
    })
}

/// True where no part has two slices in one place.
fn is_once(part_of: &[usize], places: &[usize]) -> bool {
    let mut seen = BTreeSet::new();
    part_of.iter().zip(places).all(|pair| seen.insert(pair))
}

/// Pairs that have both their place and their number in common: nothing told them apart.
fn same_in_all(slices: &[&Slice], places: &[usize]) -> usize {
    let pairs = slices.windows(2).zip(places.windows(2));
    pairs
        .filter(|(slices, places)| match (slices, places) {
            ([a, b], [p, q]) => p == q && a.instance_number == b.instance_number,
            _ => false,
        })
        .count()
}

type Told = (Cause, Vec<usize>);

/// What a file says of one thing, or that it says nothing.
type Attribute = fn(&About) -> String;

/// What files say of themselves that may tell images of one place apart.
const ATTRIBUTES: [(Cause, Attribute); 10] = [
    (Cause::Thickness, |about| {
        format!("{:?}", about.thickness_mm)
    }),
    (Cause::Kernel, |about| {
        format!("{:?}", about.convolution_kernel)
    }),
    (Cause::TemporalPosition, |about| {
        format!("{:?}", about.temporal_position)
    }),
    (Cause::EchoTime, |about| format!("{:?}", about.echo_time_ms)),
    (Cause::Diffusion, |about| format!("{:?}", about.b_value)),
    (Cause::Segment, |about| format!("{:?}", about.segment)),
    (Cause::ImageType, |about| format!("{:?}", about.image_type)),
    (Cause::Description, |about| {
        format!("{:?}", about.description)
    }),
    (Cause::Acquisition, |about| {
        format!("{:?}", about.acquisition_number)
    }),
    (Cause::Dimensions, |about| format!("{:?}", about.dimensions)),
];

/// The first attribute that has as many values as there are images in a place: one that differs
/// from slice to slice tells nothing.
fn by_attribute(slices: &[&Slice], places: &[usize]) -> Option<Told> {
    let in_one_place = places.chunk_by(|a, b| a == b).map(<[usize]>::len);
    let most = in_one_place.max().unwrap_or(0);
    ATTRIBUTES.into_iter().find_map(|(cause, value)| {
        let values: Vec<String> = slices.iter().map(|slice| value(&slice.about)).collect();
        let distinct = set_of(&values);
        let part = |value| distinct.iter().position(|known| *known == value);
        // A body has more organs than a scan has phases.
        let cap = if cause == Cause::Segment {
            limits::SEGMENTS
        } else {
            MOST
        };
        if distinct.len() > most.min(cap) {
            return None;
        }
        let part_of: Vec<usize> = values.iter().filter_map(part).collect();
        (distinct.len() > 1 && is_once(&part_of, places)).then_some((cause, part_of))
    })
}

/// Stacks that are numbered one after the other: where the places run back another begins.
fn by_number_run(slices: &[&Slice], along_mm: &[f64]) -> Option<Told> {
    let numbers: Option<Vec<i32>> = slices.iter().map(|slice| slice.instance_number).collect();
    let numbers = numbers?;
    let by_number = |a: usize, b: usize| numbers.get(a).cmp(&numbers.get(b));
    let order = sorted_places(slices.len(), &by_number);
    if order.is_sorted_by(|a, b| numbers.get(*a) < numbers.get(*b)) {
        in_runs(&order, along_mm).map(|part_of| (Cause::InstanceNumbers, part_of))
    } else {
        None
    }
}

fn by_name_run(slices: &[&Slice], along_mm: &[f64]) -> Option<Told> {
    in_runs(&order_of_names(slices), along_mm).map(|part_of| (Cause::FileNames, part_of))
}

fn order_of_names(slices: &[&Slice]) -> Vec<usize> {
    sorted_places(slices.len(), &|a, b| {
        let pair = slices.get(a).zip(slices.get(b));
        pair.map_or(Ordering::Equal, |(a, b)| {
            natural_order(a.path(), b.path()).then(a.frame.frame.cmp(&b.frame.frame))
        })
    })
}

/// The runs of values in another order than their own.
fn in_runs(order: &[usize], values: &[f64]) -> Option<Vec<usize>> {
    let sequence: Vec<f64> = order
        .iter()
        .filter_map(|at| values.get(*at))
        .copied()
        .collect();
    runs(&sequence, ONE_PLACE_MM).map(|run_of| put_back(order, &run_of))
}

fn put_back(order: &[usize], part_of: &[usize]) -> Vec<usize> {
    let mut back = vec![0; order.len()];
    for (at, part) in order.iter().zip(part_of) {
        if let Some(place) = back.get_mut(*at) {
            *place = *part;
        }
    }
    back
}

fn by_lines(slices: &[&Slice]) -> Option<Vec<usize>> {
    let mut numbered: Vec<(usize, (i32, f64))> = Vec::with_capacity(slices.len());
    for (at, slice) in slices.iter().enumerate() {
        numbered.push((at, (slice.instance_number?, slice.along_mm?)));
    }
    let numbered = sorted(numbered, |(_, a), (_, b)| {
        a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
    });
    let (order, points): (Vec<usize>, Vec<(i32, f64)>) = numbered.into_iter().unzip();
    lines(&points).map(|line_of| put_back(&order, &line_of))
}

/// The first image of each place, the second, and so on.
fn by_turn(places: &[usize]) -> Option<Vec<usize>> {
    let turns = places
        .chunk_by(|a, b| a == b)
        .flat_map(|same| 0..same.len());
    let part_of: Vec<usize> = turns.collect();
    are_several(&part_of).then_some(part_of)
}

/// Numbered place by place: the numbers in each follow each other, and so tell which is which.
fn numbers_run_in_each_place(slices: &[&Slice], places: &[usize]) -> bool {
    slices
        .windows(2)
        .zip(places.windows(2))
        .all(|(slices, places)| match (slices, places) {
            ([a, b], [p, q]) if p == q => a
                .instance_number
                .zip(b.instance_number)
                .is_some_and(|(a, b)| a.checked_add(1) == Some(b)),
            _ => true,
        })
}

/// Instance numbers that begin anew in the order of the names; without numbers, runs of names.
fn without_places(slices: &[&Slice]) -> Option<Division> {
    let order = order_of_names(slices);
    let numbers: Vec<f64> = slices
        .iter()
        .filter_map(|slice| slice.instance_number)
        .map(f64::from)
        .collect();
    let (by, part_of) = if numbers.is_empty() {
        let paths: Vec<&str> = order
            .iter()
            .filter_map(|at| slices.get(*at))
            .map(|slice| &**slice.path())
            .collect();
        (Cause::FileNames, put_back(&order, &runs_of_names(&paths)?))
    } else if numbers.len() == slices.len() && count_twice(&numbers) >= LEAST {
        (Cause::InstanceNumbers, in_runs(&order, &numbers)?)
    } else {
        return None;
    };
    Some(Division {
        by,
        part_of,
        is_guess: false,
    })
}
