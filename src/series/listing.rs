//! The stacks as they are listed and named, made anew when stacks or their first paths change.

use std::collections::{BTreeMap, BTreeSet};

use super::catalog::StackId;
use super::group::{Compared, Loose, told_apart_by};
use super::stack::Stack;
use crate::intake::{natural_order, sorted};
use crate::remark::Cause;

#[derive(Debug)]
pub(super) struct Listing {
    /// In the order of first appearance by path.
    pub by_path: Vec<StackId>,
    /// Newest study first, then by series number.
    pub listed: Vec<StackId>,
    /// `s1`, `s2`, ...
    pub names: BTreeMap<StackId, String>,
    pub apart_by: BTreeMap<StackId, BTreeSet<Cause>>,
}

impl Listing {
    /// Of all stacks; `loose` says what those without a series UID were grouped by.
    pub fn new<'a>(stacks: impl Iterator<Item = &'a Stack>, loose: &[(StackId, &Loose)]) -> Self {
        let by_path: Vec<&Stack> = sorted(stacks.collect(), |a, b| {
            natural_order(a.first_path(), b.first_path())
        });
        let names = (1..).zip(&by_path);
        Self {
            names: names
                .map(|(number, stack)| (stack.id, format!("s{number}")))
                .collect(),
            listed: listed(&by_path),
            apart_by: apart_by(&by_path, loose),
            by_path: by_path.iter().map(|stack| stack.id).collect(),
        }
    }
}

fn listed(by_path: &[&Stack]) -> Vec<StackId> {
    let mut first_of_study: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for (at, stack) in by_path.iter().enumerate() {
        first_of_study
            .entry(stack.study_uid.as_deref())
            .or_insert(at);
    }
    let key = |stack: &Stack| {
        (
            first_of_study.get(&stack.study_uid.as_deref()).copied(),
            stack.series_number.is_none(),
            stack.series_number,
        )
    };
    // What is equal stays in the order of the paths.
    let listed = sorted(by_path.to_vec(), |a, b| {
        let newest = b.study_date.cmp(&a.study_date);
        newest.then_with(|| key(a).cmp(&key(b)))
    });
    listed.into_iter().map(|stack| stack.id).collect()
}

/// Study and folder.
type Folder<'a> = (Option<&'a str>, &'a str);

/// What told stacks apart that have no series UID, and what parted those that were one by their
/// headers.
fn apart_by(stacks: &[&Stack], loose: &[(StackId, &Loose)]) -> BTreeMap<StackId, BTreeSet<Cause>> {
    let mut by_id: BTreeMap<StackId, &Stack> = BTreeMap::new();
    by_id.extend(stacks.iter().map(|stack| (stack.id, *stack)));
    let mut folders: BTreeMap<Folder<'_>, Vec<(StackId, Compared<'_>)>> = BTreeMap::new();
    for (id, loose) in loose {
        if let Some(stack) = by_id.get(id) {
            let folder = (loose.study_uid.as_deref(), loose.folder.as_str());
            folders
                .entry(folder)
                .or_default()
                .push((*id, (loose, stack)));
        }
    }
    let mut apart: BTreeMap<StackId, BTreeSet<Cause>> = BTreeMap::new();
    let is_only_folder = folders.len() == 1;
    for members in folders.into_values() {
        let compared: Vec<Compared<'_>> = members.iter().map(|(_, compared)| *compared).collect();
        for (id, one) in &members {
            let mut causes = told_apart_by(*one, &compared);
            if causes.is_empty() && !is_only_folder {
                causes.insert(Cause::Folder);
            }
            apart.insert(*id, causes);
        }
    }
    for stack in stacks {
        let causes = apart.entry(stack.id).or_default();
        if let Some(cause) = stack.parted_by {
            causes.remove(&Cause::Folder);
            causes.insert(cause);
        }
    }
    apart
}
