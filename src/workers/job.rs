//! What a worker does with a job. The file is behind [`Source`], so that the same steps run in
//! a worker over the browser's `File` and natively over the disk.

use crate::decode::{self, Span};
use crate::header::{self, Header, Read};
use crate::limits;
use crate::problem::{Kind, Problem, Stage};
use crate::workers::protocol::{Done, Job, Outcome, Task};

/// A file that can be read anywhere.
pub trait Source {
    /// Bytes as the platform holds them: handed on to the page without a copy.
    type Bytes;

    fn length(&self) -> u64;

    /// Exactly these bytes.
    ///
    /// # Errors
    /// [`Kind::Unreadable`], or [`Kind::EndsEarly`] where the file is shorter.
    fn read(&mut self, offset: u64, length: u64) -> Result<Self::Bytes, Kind>;

    /// The first bytes of what was read, in our own memory.
    fn start_of(bytes: &Self::Bytes, length: u64) -> Vec<u8>;
}

/// Carries a job out. The bytes are what rides beside the reply.
pub fn run<S: Source>(job: &Job, source: &mut S) -> (Done, Option<S::Bytes>) {
    let mut bytes_read = 0;
    let result = match &job.task {
        Task::Whole => whole(source, &mut bytes_read),
        Task::Head => head(source, &mut bytes_read),
        Task::Frame {
            frame,
            image,
            transfer_syntax,
        } => {
            let span = decode::frame_span(image, transfer_syntax, *frame, source.length());
            span.and_then(|span| {
                let bytes = read(source, span.offset, span.length, &mut bytes_read)?;
                Ok((Outcome::Frame, Some(bytes)))
            })
        }
    };
    let (outcome, bytes) = match result {
        Ok((outcome, bytes)) => (Ok(outcome), bytes),
        Err(problem) => (Err(problem), None),
    };
    let done = Done {
        job: job.id,
        generation: job.generation,
        outcome,
        bytes_read,
        heap_bytes: 0,
    };
    (done, bytes)
}

type Answer<B> = Result<(Outcome, Option<B>), Problem>;

fn whole<S: Source>(source: &mut S, bytes_read: &mut u64) -> Answer<S::Bytes> {
    let length = source.length();
    let bytes = read(source, 0, length, bytes_read)?;
    let header = parse(length, |wanted| Ok(S::start_of(&bytes, wanted)))?;
    let frames = spans(&header, length)?;
    Ok((
        Outcome::Header {
            header: Box::new(header),
            frames,
        },
        Some(bytes),
    ))
}

fn head<S: Source>(source: &mut S, bytes_read: &mut u64) -> Answer<S::Bytes> {
    let length = source.length();
    let header = parse(length, |wanted| {
        let bytes = read(source, 0, wanted, bytes_read)?;
        Ok(S::start_of(&bytes, wanted))
    })?;
    spans(&header, length)?;
    Ok((
        Outcome::Header {
            header: Box::new(header),
            frames: Vec::new(),
        },
        None,
    ))
}

fn read<S: Source>(
    source: &mut S,
    offset: u64,
    length: u64,
    bytes_read: &mut u64,
) -> Result<S::Bytes, Problem> {
    let bytes = source
        .read(offset, length)
        .map_err(|kind| kind.at(Stage::Read))?;
    *bytes_read += length;
    Ok(bytes)
}

/// Parses the header out of the file's first bytes: 64 KB, and at least twice as many each time
/// that the parser runs out of them.
fn parse(
    file_length: u64,
    mut first_bytes: impl FnMut(u64) -> Result<Vec<u8>, Problem>,
) -> Result<Header, Problem> {
    if file_length == 0 {
        return Err(Kind::Empty.at(Stage::Read));
    }
    let mut wanted = limits::FIRST_HEAD_BYTES.min(file_length);
    loop {
        match header::read(&first_bytes(wanted)?, file_length)? {
            Read::Header(header) => return Ok(*header),
            Read::NeedMore { at_least } => {
                let more = at_least.max(wanted * 2).min(file_length);
                if more > limits::HEADER_BYTES {
                    let what = "header bytes".to_owned();
                    let kind = Kind::OverLimit {
                        what,
                        value: more,
                        limit: limits::HEADER_BYTES,
                    };
                    return Err(kind.at(Stage::Header));
                }
                wanted = more;
            }
        }
    }
}

/// Where each frame lies; a problem where the file holds none that can be shown.
fn spans(header: &Header, file_length: u64) -> Result<Vec<Span>, Problem> {
    let Some(image) = &header.image else {
        return Err(Kind::NoImage {
            sop_class: header.sop_class.clone(),
        }
        .at(Stage::Header));
    };
    (0..image.frames)
        .map(|frame| decode::frame_span(image, &header.transfer_syntax, frame, file_length))
        .collect()
}
