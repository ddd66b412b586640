//! What can be checked of privacy: requests by the browser's own account, and what headers tell.

use std::collections::BTreeMap;

use crate::copy::KINDS;
use crate::engine::State;
use crate::words;

/// What the headers of all that is open hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrivacyPanel {
    /// How many are gone over, and how many cannot be.
    pub progress: String,
    /// Elements that tell somebody by the confidentiality profile: hook, number, kind.
    pub found: Vec<(&'static str, u32, &'static str)>,
    pub burned_in: String,
}

/// `None` while it is closed.
#[must_use]
pub fn privacy_panel(state: &State) -> Option<PrivacyPanel> {
    let privacy = state.privacy.as_ref()?;
    let tally = &privacy.tally;
    let kinds = KINDS.iter().zip(tally.gone).zip(words::PRIVACY_KINDS);
    Some(PrivacyPanel {
        progress: words::privacy_read(privacy.done(), privacy.of, privacy.unread),
        found: kinds
            .map(|((kind, count), words)| (kind.code(), count, words))
            .collect(),
        burned_in: words::copy_burned_in(tally.burned_in.counts()),
    })
}

/// Where something was asked for, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requested {
    /// In the page's own folder, else the whole address.
    pub address: String,
    pub times: usize,
    pub is_elsewhere: bool,
}

/// Requests by their addresses, those elsewhere first. What the page has in its own memory (`blob:`, `data:`) is
/// none.
#[must_use]
pub fn requested(folder: &str, addresses: &[String]) -> Vec<Requested> {
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    let is_request =
        |address: &&String| !address.starts_with("blob:") && !address.starts_with("data:");
    for address in addresses.iter().filter(is_request) {
        *times.entry(address).or_default() += 1;
    }
    let line = |(address, times): (&str, usize)| match address.strip_prefix(folder) {
        Some(file) => Requested {
            address: format!("./{file}"),
            times,
            is_elsewhere: false,
        },
        None => Requested {
            address: address.to_owned(),
            times,
            is_elsewhere: true,
        },
    };
    let (elsewhere, own): (Vec<_>, Vec<_>) =
        (times.into_iter().map(line)).partition(|line| line.is_elsewhere);
    [elsewhere, own].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_elsewhere_come_first_and_memory_is_none() {
        let folder = "https://school.test/ct/";
        let asked = [
            "https://school.test/ct/page.js",
            "blob:https://school.test/1",
            "https://school.test/other",
            "https://school.test/ct/",
            "https://school.test/ct/page.js",
            "data:,x",
        ];
        let lines = requested(folder, &asked.map(str::to_owned));
        let lines: Vec<_> = lines
            .iter()
            .map(|it| (it.address.as_str(), it.times, it.is_elsewhere))
            .collect();
        assert_eq!(
            lines,
            [
                ("https://school.test/other", 1, true),
                ("./", 1, false),
                ("./page.js", 2, false),
            ]
        );
    }
}
