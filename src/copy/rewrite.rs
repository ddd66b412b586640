//! A file, element by element, into one that does not say who it is of.
//!
//! Written as it was: implicit or explicit, little or big endian, samples compressed or not. Data sets that
//! were deflated are written inflated, as explicit little endian. Sequences and their items are left open
//! and ended by delimiters, whatever they were. What follows the samples and cannot be read is left out.

use dicom_core::{Tag, VR};
use dicom_dictionary_std::{tags, uids};

use super::profile::{self, OF_REPORTS, Rule, STATED};
use super::tally::{Kind, Tally};
use super::uid::{Salt, Uids};
use super::write::Writer;
use super::{Choices, stated};
use crate::header::walk::{Cursor, ElementHead, Encoding, SMALLEST_ELEMENT, Stop};
use crate::header::{is_pixel_data, syntax, vr_of};
use crate::limits;
use crate::problem::{self, Problem, Stage};

/// A file without identity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rewritten {
    pub bytes: Vec<u8>,
    pub tally: Tally,
}

/// Rewrites a file that is in memory, whole; inflated, where its data set was deflated.
///
/// # Errors
/// [`problem::Kind::NotDicom`], [`problem::Kind::Malformed`] with the place, [`problem::Kind::EndsEarly`],
/// [`problem::Kind::OverLimit`].
pub fn rewrite(
    file: &[u8],
    is_inflated: bool,
    choices: Choices,
    uids: &Uids,
) -> Result<Rewritten, Problem> {
    let mut rewriter = Rewriter::new(file, file.len() as u64, choices, *uids).map_err(failed)?;
    let stated = rewriter.start(is_inflated).map_err(failed)?;
    rewriter.data_set(Extent::Whole).map_err(failed)?;
    Ok(rewriter.finish(&stated))
}

/// What would become of the elements before the samples, out of the first bytes of a file of `file_length`.
///
/// # Errors
/// As [`rewrite`].
pub fn survey(
    first_bytes: &[u8],
    file_length: u64,
    is_inflated: bool,
    choices: Choices,
) -> Result<Tally, Problem> {
    let uids = Uids::new(Salt([0; 32]));
    let mut rewriter = Rewriter::new(first_bytes, file_length, choices, uids).map_err(failed)?;
    rewriter.start(is_inflated).map_err(failed)?;
    rewriter.data_set(Extent::BeforeSamples).map_err(failed)?;
    Ok(rewriter.tally)
}

fn failed(stop: Stop) -> Problem {
    match stop {
        Stop::Problem(kind) => kind.at(Stage::Header),
        Stop::NeedMore { at_least: needed } => {
            problem::Kind::EndsEarly { needed, found: 0 }.at(Stage::Header)
        }
        Stop::Deflated { from: at } => {
            let what = "deflated, and not inflated".to_owned();
            problem::Kind::Malformed { what, at }.at(Stage::Header)
        }
    }
}

/// How far a file is gone over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    Whole,
    BeforeSamples,
}

pub(super) struct Rewriter<'a> {
    pub cursor: Cursor<'a>,
    pub out: Writer,
    choices: Choices,
    uids: Uids,
    tally: Tally,
    /// What is still to be written of what says that identity was removed.
    to_state: &'static [Tag],
    class: Option<String>,
    instance: Option<String>,
    burned_in: Option<bool>,
    /// Where in what is written it stands that identity was removed, and whether a report's text was kept.
    said_yes: Option<usize>,
    keeps_report: bool,
    has_samples: bool,
    /// Bytes that may be written.
    most: usize,
}

impl<'a> Rewriter<'a> {
    fn new(file: &'a [u8], length: u64, choices: Choices, uids: Uids) -> Result<Self, Stop> {
        let not_dicom = Stop::Problem(problem::Kind::NotDicom);
        let start = syntax::start(file).ok_or(not_dicom)?;
        Ok(Self {
            cursor: Cursor::new(file, length, start, Encoding::EXPLICIT_LITTLE),
            out: Writer::new(Encoding::EXPLICIT_LITTLE),
            choices,
            uids,
            tally: Tally::default(),
            to_state: &STATED,
            class: None,
            instance: None,
            burned_in: None,
            said_yes: None,
            keeps_report: false,
            has_samples: false,
            most: MOST_ANYWAY + MOST_TIMES * file.len(),
        })
    }

    /// Reads the file meta information, of which the class and the syntax are wanted; the transfer
    /// syntax to be written.
    fn start(&mut self, is_inflated: bool) -> Result<String, Stop> {
        let mut stated = None;
        while self.cursor.left_in_file() >= SMALLEST_ELEMENT && self.cursor.peek(2)? == META {
            let head = self.cursor.element_head()?;
            let Some(length) = head.length else {
                let what = "file meta information without an end";
                return Err(Stop::malformed(what, self.cursor.position()));
            };
            let value = uid_of(self.cursor.take(length)?);
            match head.tag {
                tags::TRANSFER_SYNTAX_UID => stated = Some(value),
                tags::MEDIA_STORAGE_SOP_CLASS_UID => self.class = Some(value),
                tags::MEDIA_STORAGE_SOP_INSTANCE_UID => self.instance = Some(value),
                _ => {}
            }
        }
        let is_deflated = syntax::is_deflated(stated.as_deref());
        if is_deflated && !is_inflated {
            let from = self.cursor.position();
            return Err(Stop::Deflated { from });
        }
        self.cursor.encoding = syntax::of_data_set(&self.cursor, stated.as_deref())?;
        self.out.encoding = self.cursor.encoding;
        let seen = syntax::uid(self.cursor.encoding);
        // What contradicts its data set is not written down once more.
        let is_right = |uid: &String| {
            !is_deflated
                && is_uid(uid)
                && (!is_plain(uid) || syntax::stated(uid) == self.cursor.encoding)
        };
        let syntax = stated.filter(is_right).unwrap_or_else(|| seen.to_owned());
        if syntax::stated(&syntax) != self.cursor.encoding {
            let what = "a data set that is written as no transfer syntax says";
            return Err(Stop::malformed(what, self.cursor.position()));
        }
        Ok(syntax)
    }

    fn data_set(&mut self, extent: Extent) -> Result<(), Stop> {
        let mut written = 0;
        let mut read = || -> Result<(), Stop> {
            while self.cursor.left_in_file() >= SMALLEST_ELEMENT {
                let before = self.cursor.position();
                let head = self.cursor.element_head()?;
                if extent == Extent::BeforeSamples && is_pixel_data(head.tag) {
                    self.has_samples = true;
                    return Ok(());
                }
                self.state(Some(head.tag));
                self.element(head, before, 0)?;
                self.has_samples |= is_pixel_data(head.tag);
                written = self.out.bytes.len();
            }
            Ok(())
        };
        let ended = read();
        if self.has_samples {
            // What comes behind them may be anything: nothing of an image.
            if ended.is_err() {
                self.out.bytes.truncate(written);
            }
            self.count_burned_in();
        } else {
            ended?;
        }
        self.state(None);
        // Of what is in the samples, or stands in a report, nothing was removed.
        if (self.burned_in == Some(true) || self.keeps_report)
            && let Some(at) = self.said_yes
            && let Some(said) = self.out.bytes.get_mut(at..at + stated::YES.len())
        {
            said.copy_from_slice(stated::NO);
        }
        Ok(())
    }

    fn count_burned_in(&mut self) {
        let counts = &mut self.tally.burned_in;
        *match self.burned_in {
            Some(true) => &mut counts.yes,
            Some(false) => &mut counts.no,
            None => &mut counts.not_stated,
        } += 1;
    }

    /// Says that identity was removed, at the place of it among the elements: before this one.
    fn state(&mut self, before: Option<Tag>) {
        while let Some((tag, rest)) = self.to_state.split_first()
            && before.is_none_or(|next| *tag < next)
        {
            stated::write(&mut self.out, *tag, self.choices);
            if *tag == tags::PATIENT_IDENTITY_REMOVED {
                self.said_yes = self.out.bytes.len().checked_sub(stated::YES.len());
            }
            self.to_state = rest;
        }
    }

    pub fn element(&mut self, head: ElementHead, start: u64, depth: usize) -> Result<(), Stop> {
        if depth > limits::SEQUENCE_DEPTH {
            return Err(Stop::Problem(problem::Kind::OverLimit {
                what: "sequences inside sequences".to_owned(),
                value: depth as u64,
                limit: limits::SEQUENCE_DEPTH as u64,
            }));
        }
        if self.out.bytes.len() > self.most {
            return Err(Stop::Problem(problem::Kind::OverLimit {
                what: "bytes of a rewritten file".to_owned(),
                value: self.out.bytes.len() as u64,
                limit: self.most as u64,
            }));
        }
        let tag = head.tag;
        let vr = head.vr.filter(|vr| *vr != VR::UN).or_else(|| vr_of(tag));
        if depth == 0 && STATED.contains(&tag) {
            return self.skip(head, depth).map(drop);
        }
        let is_sequence = vr == Some(VR::SQ) || head.length.is_none() && !is_pixel_data(tag);
        let rule = profile::rule(tag, head.vr, self.choices);
        self.keeps_report |= rule == Rule::Keep && OF_REPORTS.contains(&tag);
        match rule {
            Rule::Keep if is_sequence => {
                self.tally.kept += 1;
                return self.sequence(head, depth);
            }
            Rule::Keep if head.length.is_none() => {
                self.tally.kept += 1;
                return self.fragments(start);
            }
            _ => {}
        }
        let value = self.skip(head, depth)?;
        if depth == 0 {
            self.note(tag, value);
        }
        let is_empty = value.is_some_and(<[u8]>::is_empty);
        let written_vr = vr.unwrap_or(VR::UN);
        match rule {
            Rule::Keep if is_no_class(tag, value) => {
                self.tally.count(Kind::of(tag, vr));
                self.out.uids(tag, value.unwrap_or_default(), &self.uids);
            }
            Rule::Keep if head.vr.is_none() && profile::CLASSES.contains(&tag) => {
                self.tally.kept += 1;
                // It may be the first element, by which readers tell how a file is written: never as it was.
                self.out.element(tag, written_vr, value.unwrap_or_default());
            }
            Rule::Keep => {
                self.tally.kept += 1;
                self.raw(start);
            }
            Rule::Empty | Rule::Dummy | Rule::Uid if is_empty => {
                self.tally.kept += 1;
                self.out.element(tag, written_vr, &[]);
            }
            Rule::Drop => {}
            rule => {
                self.tally.count(Kind::of(tag, vr));
                match (rule, value) {
                    (Rule::Empty, _) => self.out.element(tag, written_vr, &[]),
                    (Rule::Dummy, Some(value)) if written_vr == VR::UI => {
                        self.out.uids(tag, value, &self.uids);
                    }
                    (Rule::Dummy, _) => self.out.dummy(tag, written_vr),
                    (Rule::Uid, Some(value)) => self.out.uids(tag, value, &self.uids),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Keeps what the file is to say of itself.
    fn note(&mut self, tag: Tag, value: Option<&[u8]>) {
        let Some(value) = value.filter(|value| !value.is_empty()) else {
            return;
        };
        match tag {
            tags::SOP_CLASS_UID => self.class = Some(uid_of(value)),
            tags::SOP_INSTANCE_UID => self.instance = Some(uid_of(value)),
            tags::BURNED_IN_ANNOTATION => {
                self.burned_in = match uid_of(value).as_str() {
                    "YES" => Some(true),
                    "NO" => Some(false),
                    _ => None,
                };
            }
            _ => {}
        }
    }

    /// What was read since a place goes along as it is.
    pub fn raw(&mut self, start: u64) {
        let read = self.cursor.read_since(start);
        self.out.bytes.extend_from_slice(read);
    }

    fn finish(self, transfer_syntax: &str) -> Rewritten {
        let class = self.class.unwrap_or_default();
        let instance = self.instance.unwrap_or_default();
        let mut bytes = self.out.bytes;
        let instance = self.uids.of(&instance);
        let class = if is_uid(&class) && class.len() <= LONGEST_UID {
            class
        } else {
            self.uids.of(&class)
        };
        let head = stated::meta(&class, &instance, transfer_syntax);
        bytes.splice(0..0, head);
        Rewritten {
            bytes,
            tally: self.tally,
        }
    }
}

/// A file does not grow much: a short UID becomes a longer one, a sequence gets its delimiters. Others are
/// made to take memory.
const MOST_ANYWAY: usize = 1 << 20;
const MOST_TIMES: usize = 3;

/// The group of the file meta information, in little endian as all of it is.
const META: [u8; 2] = [2, 0];

/// A UID or a code, without what pads it.
fn uid_of(value: &[u8]) -> String {
    let text = String::from_utf8_lossy(value);
    let padding = |c: char| c == '\0' || c.is_whitespace();
    text.trim_matches(padding).to_owned()
}

/// PS3.5 9.1.
const LONGEST_UID: usize = 64;

/// What stands where a class does, and is none: it could be anything.
fn is_no_class(tag: Tag, value: Option<&[u8]>) -> bool {
    let is_class = profile::CLASSES.contains(&tag);
    is_class
        && value.is_some_and(|value| {
            !value.is_empty() && (value.len() > LONGEST_UID || !is_uid(&uid_of(value)))
        })
}

fn is_uid(text: &str) -> bool {
    let mut bytes = text.bytes();
    !text.is_empty() && bytes.all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn is_plain(uid: &str) -> bool {
    [
        uids::IMPLICIT_VR_LITTLE_ENDIAN,
        uids::EXPLICIT_VR_LITTLE_ENDIAN,
        syntax::EXPLICIT_BIG_ENDIAN,
    ]
    .contains(&uid)
}
