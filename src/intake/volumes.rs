//! Archives that come in several files, told by their names.

/// A part of a set: what all parts of it are called, and the part's place, from 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    pub set: String,
    pub number: u32,
}

/// The set that a file belongs to by its name: `x.part01.rar`; `x.rar`, `x.r00`, `x.r01`;
/// `x.rar` by itself is the first of a set of one.
#[must_use]
pub fn part_of(path: &str) -> Option<Part> {
    let lower = path.to_ascii_lowercase();
    let (stem, ending) = lower.rsplit_once('.')?;
    let part = |set: &str, number: u32| Part {
        set: set.to_owned(),
        number,
    };
    if matches!(ending, "rar" | "exe" | "sfx") {
        let numbered = stem
            .rsplit_once(".part")
            .and_then(|(set, number)| Some((set, parse(number)?)));
        return match numbered {
            Some((set, number)) => Some(part(&format!("{set}.part"), number)),
            None if ending == "rar" => Some(part(stem, 1)),
            None => None,
        };
    }
    let letter = ending.chars().next().filter(|c| ('r'..='z').contains(c))?;
    let digits = ending.get(1..).filter(|digits| digits.len() == 2)?;
    // After r99 comes s00.
    let hundreds = u32::from(letter) - u32::from('r');
    Some(part(stem, hundreds * 100 + parse(digits)? + 2))
}

fn parse(digits: &str) -> Option<u32> {
    let are_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    digits.parse().ok().filter(|_| are_digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_told_by_both_ways_of_naming() {
        let told = |path: &str| part_of(path).map(|part| (part.set, part.number));
        let one = |set: &str, number| Some((set.to_owned(), number));
        assert_eq!(told("a/x.part01.rar"), one("a/x.part", 1));
        assert_eq!(told("a/X.Part12.RAR"), one("a/x.part", 12));
        assert_eq!(told("x.rar"), one("x", 1));
        assert_eq!(told("x.r00"), one("x", 2));
        assert_eq!(told("x.r99"), one("x", 101));
        assert_eq!(told("x.s00"), one("x", 102));
        assert_eq!(told("x.part1.exe"), one("x.part", 1));
        for path in ["x.zip", "x.dcm", "rar", "x.exe", "1.2.840.r1", "x.r0a"] {
            assert_eq!(told(path), None, "{path}");
        }
    }
}
