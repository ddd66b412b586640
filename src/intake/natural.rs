//! The order in which people number their files: `a2` before `a10`.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::iter::Peekable;
use std::str::Chars;

use super::passed_over::is_passed_over;

/// Compares paths as people read them: folder by folder, runs of digits as numbers, without
/// regard to case until nothing else tells two apart.
#[must_use]
pub fn natural_order(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        let order = match (left.peek().copied(), right.peek().copied()) {
            (None, None) => return a.cmp(b),
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                compare_numbers(&mut left, &mut right)
            }
            (x, y) => {
                left.next();
                right.next();
                rank(x).cmp(&rank(y))
            }
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// Things in an order; what is equal stays as it came. The page has one sort, over places: each
/// type that the library's own is made for costs as much as a small codec.
pub fn sorted<T>(things: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = sorted_places(things.len(), &|a, b| {
        let pair = things.get(a).zip(things.get(b));
        pair.map_or(Ordering::Equal, |(a, b)| compare(a, b))
    });
    let mut things: Vec<Option<T>> = things.into_iter().map(Some).collect();
    let taken = order
        .into_iter()
        .filter_map(|at| things.get_mut(at)?.take());
    taken.collect()
}

/// The places from 0 in an order; equal ones stay as they are.
#[must_use]
pub fn sorted_places(count: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_unstable_by(|a, b| compare(*a, *b).then(a.cmp(b)));
    order
}

/// Different things of some, in order. One by one: collecting would sort them, by a sort made for their type.
pub fn set_of<T: Ord>(things: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(things);
    set
}

/// Things in the natural order of their paths, but the middle one of those that may be images
/// before all others: it is the one to be shown first (BEHAVIOUR 3).
#[must_use]
pub fn middle_first<T>(mut things: Vec<T>, path: impl Fn(&T) -> &str) -> Vec<T> {
    things = sorted(things, |a, b| natural_order(path(a), path(b)));
    let may_be_image = |at: &usize| things.get(*at).is_some_and(|it| !is_passed_over(path(it)));
    let images: Vec<usize> = (0..things.len()).filter(may_be_image).collect();
    let middle = images.get(images.len() / 2);
    if let Some(to_middle) = middle.and_then(|middle| things.get_mut(..=*middle)) {
        to_middle.rotate_right(1);
    }
    things
}

/// A folder's end comes before any letter, so that a folder stays together.
fn rank(letter: Option<char>) -> (bool, bool, char) {
    let letter = letter.map(|letter| letter.to_lowercase().next().unwrap_or(letter));
    let is_inside = letter.is_some_and(|letter| letter != '/');
    (letter.is_some(), is_inside, letter.unwrap_or_default())
}

/// Of any length: digits are compared one by one, and the first that differ decide only where
/// both runs are equally long.
fn compare_numbers(left: &mut Peekable<Chars<'_>>, right: &mut Peekable<Chars<'_>>) -> Ordering {
    skip_zeros(left);
    skip_zeros(right);
    let mut decided = Ordering::Equal;
    loop {
        match (next_digit(left), next_digit(right)) {
            (None, None) => return decided,
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) => decided = decided.then(x.cmp(&y)),
        }
    }
}

fn skip_zeros(letters: &mut Peekable<Chars<'_>>) {
    while letters.next_if_eq(&'0').is_some() {}
}

fn next_digit(letters: &mut Peekable<Chars<'_>>) -> Option<char> {
    letters.next_if(char::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_as_numbers_and_folders_stay_together() {
        let sorted = [
            "",
            "A",
            "a/b",
            "a/c",
            "a 1",
            "a2",
            "a02b",
            "a3",
            "a10",
            "a10b",
            "a99999999999999999999999",
            "b",
            "IMG_9",
            "img_10",
            "ä",
        ];
        let mut shuffled = sorted;
        shuffled.reverse();
        shuffled.sort_by(|a, b| natural_order(a, b));
        assert_eq!(shuffled, sorted);
    }

    #[test]
    fn the_middle_image_comes_first_and_the_others_in_order() {
        let names = ["a10", "DICOMDIR", "a1", "readme.txt", "a2", "a9", "a3"];
        let ordered = middle_first(names.to_vec(), |name| name);
        let expected = ["a3", "a1", "a2", "a9", "a10", "DICOMDIR", "readme.txt"];
        assert_eq!(ordered, expected);
        assert_eq!(middle_first(vec!["DICOMDIR"], |name| name), ["DICOMDIR"]);
        assert!(middle_first(Vec::<&str>::new(), |name| name).is_empty());
    }

    #[test]
    fn nothing_but_itself_is_equal() {
        for (a, b) in [("a1", "a01"), ("A", "a"), ("a/1", "a/1 ")] {
            assert_eq!(natural_order(a, b), natural_order(b, a).reverse());
            assert_ne!(natural_order(a, b), Ordering::Equal);
        }
        assert_eq!(natural_order("x/1", "x/1"), Ordering::Equal);
    }
}
