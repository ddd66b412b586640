//! All stacks that are open. It grows file by file, in whatever order files come.

use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::opening::rank;
use super::stack::{Alike, Stack};
use crate::header::Header;
use crate::intake::{FileId, FrameKey, natural_order};

/// A stack, for as long as it is open.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub struct StackId(pub u32);

/// The stacks, by id.
#[derive(Debug, Default)]
pub struct Catalog {
    stacks: BTreeMap<StackId, Stack>,
    groups: BTreeMap<Group, Vec<StackId>>,
    next: u32,
    names: OnceCell<BTreeMap<StackId, String>>,
}

/// Files that may belong into one stack.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    /// A file of several frames is a stack of its own.
    File(FileId),
    Series {
        study_uid: Option<String>,
        series_uid: String,
    },
    /// Without a series UID, what else tells series apart.
    Folder {
        study_uid: Option<String>,
        folder: String,
        series_number: Option<i32>,
        kernel: Option<String>,
        thickness_um: Option<i64>,
    },
}

impl Group {
    fn new(file: FileId, path: &str, header: &Header) -> Self {
        let study_uid = header.study_uid.clone();
        if header.image.as_ref().is_some_and(|image| image.frames > 1) {
            return Self::File(file);
        }
        if let Some(series_uid) = header.series_uid.clone() {
            return Self::Series {
                study_uid,
                series_uid,
            };
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        #[expect(clippy::cast_possible_truncation, reason = "saturates")]
        let thickness_um = header
            .slice_thickness_mm
            .map(|mm| (mm * 1000.0).round() as i64);
        Self::Folder {
            study_uid,
            folder: folder.to_owned(),
            series_number: header.series_number,
            kernel: header.convolution_kernel.clone(),
            thickness_um,
        }
    }
}

impl Catalog {
    /// Puts the frames of a file into their stack, which is made where there is none yet. A file
    /// without an image gives a stack of no slices, which is not kept.
    pub fn insert(&mut self, file: FileId, path: &str, header: &Header) -> StackId {
        let Some(image) = &header.image else {
            return StackId(self.next);
        };
        let path: Arc<str> = path.into();
        let alike = Alike::new(header, image);
        let members = self
            .groups
            .entry(Group::new(file, &path, header))
            .or_default();
        let known = members
            .iter()
            .filter_map(|id| self.stacks.get(id))
            .find(|stack| stack.alike.is_like(&alike))
            .map(|stack| stack.id);
        let id = known.unwrap_or_else(|| {
            let id = StackId(self.next);
            self.next += 1;
            members.push(id);
            id
        });
        let stack = self
            .stacks
            .entry(id)
            .or_insert_with(|| Stack::new(id, header, alike, Arc::clone(&path)));
        let mut renamed = known.is_none();
        for frame in 0..image.frames {
            renamed |= stack.insert(FrameKey { file, frame }, header, &path);
        }
        if renamed {
            self.names.take();
        }
        id
    }

    /// Forgets all files but those that `keep` names.
    pub fn retain(&mut self, keep: impl Fn(FileId) -> bool) {
        self.stacks
            .retain(|_, stack| stack.retain(|frame| keep(frame.file)));
        for members in self.groups.values_mut() {
            members.retain(|id| self.stacks.contains_key(id));
        }
        self.groups.retain(|_, members| !members.is_empty());
        self.names.take();
    }

    #[must_use]
    pub fn stack(&self, id: StackId) -> Option<&Stack> {
        self.stacks.get(&id)
    }

    /// The stacks, in the order in which they were made.
    pub fn stacks(&self) -> impl Iterator<Item = &Stack> {
        self.stacks.values()
    }

    /// All frames, stack by stack.
    pub fn frames(&self) -> impl Iterator<Item = FrameKey> {
        self.stacks().flat_map(Stack::frames)
    }

    /// The stacks as they are listed: newest study first where dates are known, then as their
    /// paths come; in a study by series number.
    pub fn list(&self) -> impl Iterator<Item = StackId> + use<> {
        let by_path = self.by_first_path();
        let mut first_of_study: BTreeMap<Option<&str>, usize> = BTreeMap::new();
        for (at, stack) in by_path.iter().enumerate() {
            first_of_study
                .entry(stack.study_uid.as_deref())
                .or_insert(at);
        }
        let mut listed = by_path.clone();
        // Stable: what is equal stays in the order of the paths.
        listed.sort_by_key(|stack| {
            (
                std::cmp::Reverse(stack.study_date.as_deref()),
                first_of_study.get(&stack.study_uid.as_deref()).copied(),
                stack.series_number.is_none(),
                stack.series_number,
            )
        });
        let ids: Vec<StackId> = listed.into_iter().map(|stack| stack.id).collect();
        ids.into_iter()
    }

    /// `s1`, `s2`, ... in the order of first appearance by path.
    pub fn names(&self) -> &BTreeMap<StackId, String> {
        self.names.get_or_init(|| {
            (1..)
                .zip(self.by_first_path())
                .map(|(number, stack)| (stack.id, format!("s{number}")))
                .collect()
        })
    }

    /// The name of one stack.
    #[must_use]
    pub fn name(&self, id: StackId) -> Option<String> {
        self.names().get(&id).cloned()
    }

    /// The stack that opens by itself among those with a file of which `counts` is true.
    #[must_use]
    pub fn opening(&self, counts: impl Fn(FileId) -> bool) -> Option<StackId> {
        self.by_first_path()
            .into_iter()
            .filter(|stack| stack.frames().any(|frame| counts(frame.file)))
            .min_by(|a, b| rank(a).cmp(&rank(b)))
            .map(|stack| stack.id)
    }

    fn by_first_path(&self) -> Vec<&Stack> {
        let mut stacks: Vec<&Stack> = self.stacks().collect();
        stacks.sort_by(|a, b| natural_order(a.first_path(), b.first_path()));
        stacks
    }
}
