//! Names of members, as archives hold them -> paths to show.

use std::collections::BTreeMap;

use super::Member;

/// A path with `/` between folders, without drives, roots, `.` and `..`; empty where nothing of
/// a name is left.
pub(super) fn clean(raw: &str) -> String {
    let parts = raw.split(['/', '\\']);
    let named = parts.filter(|part| !matches!(*part, "" | "." | "..") && !is_drive(part));
    let visible = named.map(|part| part.replace(char::is_control, "\u{fffd}"));
    visible.collect::<Vec<_>>().join("/")
}

/// Gives members of the same path different ones: `a.dcm`, `a.dcm (2)`.
pub(super) fn tell_apart(members: &mut [Member]) {
    let mut seen: BTreeMap<String, u32> = BTreeMap::new();
    for member in members {
        let times = seen.entry(member.path.clone()).or_default();
        *times += 1;
        if *times > 1 {
            member.path = format!("{} ({times})", member.path);
        }
    }
}

fn is_drive(part: &str) -> bool {
    matches!(part.as_bytes(), [letter, b':'] if letter.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_lead_out_of_the_archive() {
        for (raw, path) in [
            ("a/b.dcm", "a/b.dcm"),
            ("a\\b.dcm", "a/b.dcm"),
            ("../../etc/passwd", "etc/passwd"),
            ("/root/./x", "root/x"),
            ("C:\\Windows\\x", "Windows/x"),
            ("..", ""),
            ("a\nb", "a\u{fffd}b"),
        ] {
            assert_eq!(clean(raw), path);
        }
    }
}
