//! The part of Markdown that texts of lessons are written in: headings, paragraphs, lists, code, **strong** and
//! *emphasised* words. All else is text: HTML, links and pictures stand there as they were typed, so that
//! nothing in a lesson can do anything but be read. What was read is shown by text nodes alone.
//!
//! Each letter is looked at a fixed number of times, whatever the text is.

/// What stands below what comes before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// From 1, the largest, to 3.
    Heading(u8, Vec<Run>),
    Paragraph(Vec<Run>),
    List {
        is_numbered: bool,
        items: Vec<Vec<Run>>,
    },
    Code(String),
}

/// Words that look alike.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub is_strong: bool,
    pub is_emphasised: bool,
    pub is_code: bool,
}

const FENCE: &str = "```";

const DEEPEST_HEADING: usize = 3;

#[must_use]
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    // Lines of a paragraph or an item that goes on.
    let mut open = Open::Nothing;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let line = line.trim();
        if line.starts_with(FENCE) {
            open.close(&mut blocks);
            let is_code = |line: &&str| line.trim() != FENCE;
            let code: Vec<&str> = lines.by_ref().take_while(is_code).collect();
            blocks.push(Block::Code(code.join("\n")));
        } else if line.is_empty() {
            open.close(&mut blocks);
        } else if let Some((level, words)) = heading(line) {
            open.close(&mut blocks);
            blocks.push(Block::Heading(level, runs(words)));
        } else if let Some((is_numbered, words)) = item(line) {
            open.begin_item(is_numbered, words, &mut blocks);
        } else {
            open.go_on(line);
        }
    }
    open.close(&mut blocks);
    blocks
}

/// What the next line may go on with.
enum Open {
    Nothing,
    Paragraph(String),
    List(bool, Vec<String>),
}

impl Open {
    fn close(&mut self, blocks: &mut Vec<Block>) {
        match std::mem::replace(self, Self::Nothing) {
            Self::Nothing => {}
            Self::Paragraph(text) => blocks.push(Block::Paragraph(runs(&text))),
            Self::List(is_numbered, items) => blocks.push(Block::List {
                is_numbered,
                items: items.iter().map(|item| runs(item)).collect(),
            }),
        }
    }

    fn begin_item(&mut self, is_numbered: bool, words: &str, blocks: &mut Vec<Block>) {
        if !matches!(self, Self::List(before, _) if *before == is_numbered) {
            self.close(blocks);
            *self = Self::List(is_numbered, Vec::new());
        }
        if let Self::List(_, items) = self {
            items.push(words.to_owned());
        }
    }

    fn go_on(&mut self, line: &str) {
        let text = match self {
            Self::Nothing => {
                *self = Self::Paragraph(line.to_owned());
                return;
            }
            Self::Paragraph(text) => Some(text),
            Self::List(_, items) => items.last_mut(),
        };
        if let Some(text) = text {
            text.push(' ');
            text.push_str(line);
        }
    }
}

fn heading(line: &str) -> Option<(u8, &str)> {
    let words = line.trim_start_matches('#');
    let level = line.len() - words.len();
    let is_one = (1..=DEEPEST_HEADING).contains(&level) && words.starts_with(' ');
    let level = u8::try_from(level).ok().filter(|_| is_one)?;
    Some((level, words.trim()))
}

/// `- one`, `* one`, `1. one`.
fn item(line: &str) -> Option<(bool, &str)> {
    if let Some(words) = line.strip_prefix("- ").or_else(|| line.strip_prefix("* ")) {
        return Some((false, words.trim()));
    }
    let (number, words) = line.split_once(". ")?;
    let is_number = (1..=9).contains(&number.len()) && number.bytes().all(|it| it.is_ascii_digit());
    is_number.then(|| (true, words.trim()))
}

/// A line in parts: what is text, and what may begin or end strong or emphasised words.
enum Part {
    Text(String),
    Code(String),
    Mark {
        is_strong: bool,
        letter: char,
        opens: bool,
        closes: bool,
    },
}

fn runs(text: &str) -> Vec<Run> {
    let parts = parts(text);
    let paired = paired(&parts);
    let mut runs: Vec<Run> = Vec::new();
    let mut now = Run::default();
    let mut put = |text: &str, like: &Run, is_code: bool| {
        let run = Run {
            text: text.to_owned(),
            is_code,
            ..like.clone()
        };
        match runs.last_mut().filter(|last| {
            let alike = |it: &Run| (it.is_strong, it.is_emphasised, it.is_code);
            alike(last) == alike(&run)
        }) {
            Some(last) => last.text.push_str(text),
            None => runs.push(run),
        }
    };
    for (part, is_paired) in parts.iter().zip(paired) {
        match part {
            Part::Text(text) => put(text, &now, false),
            Part::Code(text) => put(text, &now, true),
            Part::Mark { is_strong, .. } if is_paired => {
                let flag = if *is_strong {
                    &mut now.is_strong
                } else {
                    &mut now.is_emphasised
                };
                *flag = !*flag;
            }
            Part::Mark {
                is_strong, letter, ..
            } => {
                let count = 1 + usize::from(*is_strong);
                put(&letter.to_string().repeat(count), &now, false);
            }
        }
    }
    runs
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    let mut before = ' ';
    while let Some(letter) = rest.chars().next() {
        let after = &rest[letter.len_utf8()..];
        let next = after.chars().next();
        let (part, goes_on) = match (letter, next) {
            ('\\', Some(escaped)) if escaped.is_ascii_punctuation() => {
                plain.push(escaped);
                (None, &after[escaped.len_utf8()..])
            }
            ('`', _) if let Some((code, after)) = after.split_once('`') => {
                (Some(Part::Code(code.to_owned())), after)
            }
            ('*' | '_', _) => {
                let is_strong = next == Some(letter);
                let after = after.strip_prefix(letter).unwrap_or(after);
                (Some(mark(letter, is_strong, before, after)), after)
            }
            _ => {
                plain.push(letter);
                (None, after)
            }
        };
        if let Some(part) = part {
            parts.push(Part::Text(std::mem::take(&mut plain)));
            parts.push(part);
        }
        let taken = &rest[..rest.len() - goes_on.len()];
        before = taken.chars().next_back().unwrap_or(' ');
        rest = goes_on;
    }
    parts.push(Part::Text(plain));
    parts.retain(|part| !matches!(part, Part::Text(text) if text.is_empty()));
    parts
}

/// It opens before a word and closes behind one; within a word only asterisks do.
fn mark(letter: char, is_strong: bool, before: char, after: &str) -> Part {
    let next = after.chars().next().unwrap_or(' ');
    let is_free = |beside: char| letter == '*' || !beside.is_alphanumeric();
    Part::Mark {
        is_strong,
        letter,
        opens: !next.is_whitespace() && is_free(before),
        closes: !before.is_whitespace() && is_free(next),
    }
}

/// Of each part, whether it is a mark that another one belongs to.
fn paired(parts: &[Part]) -> Vec<bool> {
    let mut paired = vec![false; parts.len()];
    // Where emphasised and strong words began.
    let mut begun: [Option<usize>; 2] = [None; 2];
    for (at, part) in parts.iter().enumerate() {
        let Part::Mark {
            is_strong,
            opens,
            closes,
            ..
        } = part
        else {
            continue;
        };
        let begun = &mut begun[usize::from(*is_strong)];
        match *begun {
            Some(from) if *closes => {
                paired[from] = true;
                paired[at] = true;
                *begun = None;
            }
            None if *opens => *begun = Some(at),
            _ => {}
        }
    }
    paired
}
