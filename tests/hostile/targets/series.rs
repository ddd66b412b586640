//! Headers that say anything, put into their stacks in two orders of arrival: the same stacks, every
//! frame in one place.

use std::collections::BTreeMap;

use hounsfield::header::{Header, Image, PixelData};
use hounsfield::intake::{FileId, FrameKey};
use hounsfield::pixels::{Endian, Layout, Rescale, Shape};
use hounsfield::remark::{Cause, Contradiction};
use hounsfield::series::{Catalog, Stack};

use crate::opened::{ANYWAY, within};

const MOST_FILES: usize = 48;
const BYTES_OF_A_FILE: u64 = 64 << 10;

/// Numbers that scanners write, and none of theirs.
const NUMBERS: [f64; 16] = [
    0.0, 1.0, -1.0, 0.5, 1.5, 3.0, 3.0004, -3.0, 10.0, 1e-9, -0.0, 1e6, 1e18, -1e18, 1e308, -1e308,
];
const TEXTS: [&str; 8] = [
    "",
    "CT",
    "MR",
    "LOCALIZER",
    "1.2.3",
    "1.2.4",
    "B70f",
    "\u{5d0}\u{202e}",
];

/// What is left of the bytes; zeros behind their end.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn next(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().unwrap_or((&0, &[]));
        self.0 = rest;
        *first
    }

    fn maybe<T>(&mut self, of: impl FnOnce(&mut Self, u8) -> T) -> Option<T> {
        let byte = self.next();
        (byte < 192).then(|| of(self, byte))
    }

    fn number(&mut self) -> f64 {
        let byte = self.next();
        let known = NUMBERS[usize::from(byte % 16)];
        if byte < 128 {
            known
        } else {
            f64::from(byte) * 1.5
        }
    }

    fn text(&mut self) -> Option<String> {
        self.maybe(|_, byte| TEXTS[usize::from(byte % 8)].to_owned())
    }

    fn whole(&mut self) -> Option<i32> {
        self.maybe(|_, byte| match byte {
            0 => i32::MIN,
            1 => i32::MAX,
            other => i32::from(other % 32),
        })
    }

    fn numbers<const N: usize>(&mut self) -> Option<[f64; N]> {
        self.maybe(|bytes, _| std::array::from_fn(|_| bytes.number()))
    }

    fn orientation(&mut self) -> Option<[f64; 6]> {
        self.maybe(|bytes, byte| match byte % 8 {
            0..=3 => [1.0, 0.0, 0.0, 0.0, 1.0, 0.0],
            4 => [0.0, 1.0, 0.0, 0.0, 0.0, -1.0],
            5 => [1.0, 0.0, 0.0, 0.0, 0.8, -0.6],
            6 => [-1.0, 0.001, 0.0, 0.0, -1.0, 0.0],
            _ => std::array::from_fn(|_| bytes.number()),
        })
    }

    fn image(&mut self) -> Image {
        let byte = self.next();
        let rescale = self.maybe(|bytes, _| Rescale {
            slope: bytes.number(),
            intercept: bytes.number(),
            kind: bytes.text(),
        });
        Image {
            shape: Shape {
                columns: u32::from(byte % 3) + 1,
                rows: u32::from(byte / 64) + 1,
                samples: if byte.is_multiple_of(16) { 3 } else { 1 },
                planar: false,
            },
            layout: Layout {
                allocated: 16,
                stored: 12,
                high_bit: 11,
                signed: false,
                float: false,
                endian: Endian::Little,
            },
            photometric: "MONOCHROME2".to_owned(),
            frames: if byte > 250 { 3 } else { 1 },
            rescale,
            windows: Vec::new(),
            padding: None,
            float_padding: None,
            pixel_data: PixelData::Native {
                offset: 0,
                length: 8,
            },
            modality_lut: None,
            inverse: false,
            cover: None,
            palette: None,
            undecoded: None,
        }
    }

    fn header(&mut self) -> Header {
        Header {
            sop_class: self.text().unwrap_or_default(),
            sop_instance: self.text(),
            study_uid: self.text(),
            series_uid: self.text(),
            frame_of_reference_uid: self.text(),
            study_date: self.text(),
            modality: self.text(),
            series_number: self.whole(),
            series_description: self.text(),
            instance_number: self.whole(),
            acquisition_number: self.whole(),
            temporal_position: self.whole(),
            echo_time_ms: self.maybe(|bytes, _| bytes.number()),
            b_value: self.maybe(|bytes, _| bytes.number()),
            dimensions: self
                .maybe(|_, byte| vec![byte.into(); 2])
                .into_iter()
                .flatten()
                .collect(),
            image_type: self.text().into_iter().collect(),
            convolution_kernel: self.text(),
            slice_thickness_mm: self.maybe(|bytes, _| bytes.number()),
            spacing_between_slices_mm: self.maybe(|bytes, _| bytes.number()),
            position_mm: self.numbers(),
            orientation: self.orientation(),
            pixel_spacing_mm: self.numbers(),
            segment: self.maybe(|_, byte| byte.into()),
            contradictions: self.maybe(|_, _| Contradiction::Size).into_iter().collect(),
            image: self.maybe(|bytes, _| bytes.image()),
            ..Header::default()
        }
    }
}

pub fn run(data: &[u8]) {
    let mut bytes = Bytes(data);
    let mut files = Vec::new();
    while !bytes.0.is_empty() && files.len() < MOST_FILES {
        let folder = bytes.next() % 4;
        let name = bytes.next();
        let path = format!("{folder}/{name}-{}.dcm", files.len());
        files.push((path, bytes.header()));
    }
    let may_take = ANYWAY + BYTES_OF_A_FILE * files.len() as u64;
    within(may_take, || {
        let ids = 0..u32::try_from(files.len()).unwrap_or(u32::MAX);
        let forth = catalog(&files, ids.clone());
        let back = catalog(&files, ids.rev());
        assert_eq!(stacks(&forth), stacks(&back), "by the order of arrival");
        every_frame_has_its_place(&files, &forth);
        ask(&forth);
        by_hand(forth);
    });
}

fn catalog(files: &[(String, Header)], ids: impl Iterator<Item = u32>) -> Catalog {
    let mut catalog = Catalog::default();
    for id in ids {
        if let Some((path, header)) = files.get(id as usize) {
            catalog.insert(FileId(id), path, &header.clone().into());
        }
    }
    catalog.settle();
    catalog
}

type Stacks = BTreeMap<Vec<FrameKey>, Option<Cause>>;

fn stacks(catalog: &Catalog) -> Stacks {
    let of = |stack: &Stack| (stack.frames().collect(), stack.parted_by);
    catalog.stacks().map(of).collect()
}

fn every_frame_has_its_place(files: &[(String, Header)], catalog: &Catalog) {
    let frames = |(_, header): &(String, Header)| header.image.as_ref().map_or(0, |it| it.frames);
    let all: u32 = files.iter().map(frames).sum();
    assert_eq!(catalog.frame_count(), all as usize);
    for stack in catalog.stacks() {
        for (at, frame) in stack.frames().enumerate() {
            assert_eq!(catalog.stack_of(frame), Some(stack.id));
            assert_eq!(stack.position_of(frame), Some(at));
        }
    }
}

/// What panes and lists ask of stacks.
fn ask(catalog: &Catalog) {
    assert_eq!(catalog.list().count(), catalog.stacks().count());
    assert_eq!(catalog.names().len(), catalog.stacks().count());
    let opens = catalog.opening(|_| true);
    assert!(opens.is_none_or(|id| catalog.stack(id).is_some()));
    for stack in catalog.stacks() {
        assert!(stack.notes().len() < 16);
        assert!(stack.spacing_mm().is_none_or(|mm| !mm.is_nan()));
        assert!(stack.spacing_mm().is_some() || !stack.has_uneven_spacing());
        catalog.apart_by(stack.id).for_each(drop);
    }
}

/// Stacks joined, split, and closed again.
fn by_hand(mut catalog: Catalog) {
    let ids: Vec<_> = catalog.stacks().map(|stack| stack.id).collect();
    let frames = catalog.frame_count();
    for pair in ids.windows(2) {
        catalog.join(pair[0], pair[1]);
    }
    let ids: Vec<_> = catalog.stacks().map(|stack| stack.id).collect();
    for id in ids {
        catalog.split(id, 1);
    }
    assert_eq!(catalog.frame_count(), frames);
    catalog.retain(|file| file.0 % 2 == 0);
    assert!(catalog.frames().all(|frame| frame.file.0 % 2 == 0));
    ask(&catalog);
    catalog.retain(|_| false);
    assert_eq!(catalog.stacks().count(), 0);
}
