//! A job on one file, wherever its bytes are: its header, its samples.

use dicom_dictionary_std::uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN;

use crate::decode::{self, Decoder, Frames, ReadAt, Span};
use crate::header::{self, Element, Header, Image};
use crate::intake::{FileId, archive};
use crate::limits;
use crate::pixels::stats::first_window;
use crate::pixels::{Frame, Stats, Thumbnail, Unit};
use crate::problem::{Kind, Problem, Stage};
use crate::workers::copy::{self, COPYING, Copying};
use crate::workers::head::{parse, read_header};
use crate::workers::object::{self, ReadObject};
use crate::workers::protocol::{Job, Outcome, Task};
use crate::workers::source::read;
use crate::workers::values::{self, ReadValues};

pub use crate::workers::source::Source;

/// A file from this size on is not read whole before its header says that this is of use.
pub const LARGE_FILE: u64 = 8 << 20;

/// What a worker remembers from job to job: where the frames of its last compressed file lie.
#[derive(Debug, Default)]
pub struct Memory {
    frames: Option<(FileId, Frames)>,
}

/// A source as the decoders read it.
struct Reader<'a, S> {
    source: &'a mut S,
    bytes_read: &'a mut u64,
}

impl<S: Source> ReadAt for Reader<'_, S> {
    fn length(&self) -> u64 {
        self.source.length()
    }

    fn read_at(&mut self, span: Span) -> Result<Vec<u8>, Kind> {
        let bytes = self.source.read(span.offset, span.length)?;
        *self.bytes_read += span.length;
        Ok(S::start_of(&bytes, span.length))
    }
}

/// What a job answers, and the bytes that ride beside it.
pub type Answer<B> = Result<(Outcome, Option<B>), Problem>;

/// What a module of workers can do with one file: what it does not name is not linked into it.
pub struct Skills {
    pub decoders: &'static [Decoder],
    /// Lists a header for readers ([`header::listing`]).
    pub listing: Option<Listing>,
    /// Reads objects that hold no image ([`object::read`]).
    pub objects: Option<ReadObject>,
    /// Finds air, counts what lungs hold, answers what is asked of values.
    pub values: Option<ReadValues>,
    /// Makes copies without identity.
    pub copying: Option<Copying>,
}

/// As [`header::listing`].
pub type Listing = fn(&[u8], u64, bool) -> Result<Vec<Element>, Problem>;

/// Those of the module that every visit loads.
pub const NEAR: Skills = Skills {
    decoders: decode::NEAR,
    listing: None,
    objects: None,
    values: None,
    copying: None,
};

/// All of them.
pub const ALL: Skills = Skills {
    decoders: decode::ALL,
    listing: Some(header::listing),
    objects: Some(object::read),
    values: Some(values::read),
    copying: Some(COPYING),
};

/// Carries a job on one file out.
///
/// # Errors
/// What is wrong with the file; [`Kind::TransferSyntax`] where these skills do not reach.
pub fn run<S: Source>(
    job: &Job,
    skills: &Skills,
    source: &mut S,
    memory: &mut Memory,
    bytes_read: &mut u64,
) -> Answer<S::Bytes> {
    match &job.task {
        Task::Whole => whole(skills, source, bytes_read),
        Task::Head => head(skills, source, bytes_read),
        Task::Frame {
            frame,
            image,
            transfer_syntax,
        }
        | Task::Thumbnail {
            frame,
            image,
            transfer_syntax,
            ..
        }
        | Task::Air {
            frame,
            image,
            transfer_syntax,
            ..
        }
        | Task::LungCounts {
            frame,
            image,
            transfer_syntax,
            ..
        }
        | Task::Values {
            frame,
            image,
            transfer_syntax,
            ..
        } => {
            let wanted = (image.as_ref(), transfer_syntax.as_str(), *frame);
            let samples = samples(job.file, skills, wanted, source, memory, bytes_read)?;
            if matches!(job.task, Task::Frame { .. }) {
                return Ok((Outcome::Frame, Some(samples)));
            }
            let ours = S::start_of(&samples, image.frame_bytes());
            if let Task::Thumbnail {
                unit, voxel_aspect, ..
            } = job.task
            {
                let thumbnail = thumbnail(&ours, image, unit, voxel_aspect)?;
                return Ok((Outcome::Thumbnail(Box::new(thumbnail)), None));
            }
            let read = skills
                .values
                .unwrap_or(|_, _, _| Ok(Outcome::Values(Vec::new())));
            Ok((read(&job.task, &frame_of(&ours, image)?, image)?, None))
        }
        Task::Tags => tags(skills, source, bytes_read),
        Task::Copy(task) => match skills.copying {
            Some(copying) => copy::run(copying, *task, source, bytes_read),
            None => Err(Kind::PartNotLoaded.at(Stage::Read)),
        },
        Task::Document { span, is_deflated } => {
            object::document(*span, *is_deflated, source, bytes_read)
        }
        // These are about archives, and about no file at all.
        Task::List { .. } | Task::Unpack { .. } | Task::Lungs { .. } | Task::Grow { .. } => {
            Err(Kind::NotArchive.at(Stage::Unpack))
        }
    }
}

/// The header with the samples: the file's own bytes, or the samples decoded out of them. Frames
/// of compressed files are asked for one by one, for all of them may be far larger than the file.
fn whole<S: Source>(skills: &Skills, source: &mut S, bytes_read: &mut u64) -> Answer<S::Bytes> {
    let length = source.length();
    if length > LARGE_FILE {
        let answer = head(skills, source, bytes_read)?;
        if is_answered_by_head(&answer.0) {
            return Ok(answer);
        }
    }
    let bytes = read(source, 0, length, bytes_read)?;
    let (header, inflated) = match parse(length, |wanted| Ok(S::start_of(&bytes, wanted))) {
        Err(problem) if is_archive(&problem, &S::start_of(&bytes, archive::SIGNATURE_BYTES)) => {
            return Ok((Outcome::IsArchive, None));
        }
        header => header?,
    };
    if let Some(read) = skills.objects.filter(|_| object::is_one(&header)) {
        let file = inflated.as_deref();
        let ours = || S::start_of(&bytes, length);
        return object::answer(read, &header, file, ours);
    }
    let image = image(&header)?;
    let uid = &header.transfer_syntax;
    if is_decoded_by_frame(image) {
        return Ok((Outcome::header(header, Vec::new()), None));
    }
    if image.undecoded.is_some() {
        let ours = inflated.unwrap_or_else(|| S::start_of(&bytes, length));
        let samples = decode::samples(
            skills.decoders,
            &mut ours.as_slice(),
            image,
            uid,
            0,
            &mut None,
        );
        let samples = match samples {
            Ok(samples) => samples,
            Err(problem) if is_damage(&problem.kind) => {
                return Ok((Outcome::broken(header, Vec::new(), problem), None));
            }
            Err(problem) => return Err(problem),
        };
        let all = Span {
            offset: 0,
            length: samples.len() as u64,
        };
        let samples = S::from_ours(samples);
        return Ok((Outcome::header(header, vec![all]), Some(samples)));
    }
    let held = inflated.as_ref().map_or(length, |file| file.len() as u64);
    let (frames, problem) = spans(image, held);
    let bytes = inflated.map_or(bytes, S::from_ours);
    Ok(match problem {
        Some(problem) if frames.is_empty() => (Outcome::broken(header, frames, problem), None),
        Some(problem) => (Outcome::broken(header, frames, problem), Some(bytes)),
        None => (Outcome::header(header, frames), Some(bytes)),
    })
}

fn head<S: Source>(skills: &Skills, source: &mut S, bytes_read: &mut u64) -> Answer<S::Bytes> {
    let (header, inflated) = match read_header(source, bytes_read) {
        Err(problem) if problem.kind == Kind::NotDicom => {
            let count = archive::SIGNATURE_BYTES.min(source.length());
            let first = read(source, 0, count, bytes_read)?;
            if is_archive(&problem, &S::start_of(&first, count)) {
                return Ok((Outcome::IsArchive, None));
            }
            return Err(problem);
        }
        header => header?,
    };
    if let Some(read_object) = skills.objects.filter(|_| object::is_one(&header)) {
        let long = header.document.filter(|span| span.length > LARGE_FILE);
        if let Some(document) = long.filter(|_| inflated.is_none()) {
            return object::around_document(read_object, &header, document, source, bytes_read);
        }
        let length = source.length();
        let bytes = read(source, 0, length, bytes_read)?;
        let ours = || S::start_of(&bytes, length);
        return object::answer(read_object, &header, inflated.as_deref(), ours);
    }
    let image = image(&header)?;
    let length = inflated.map_or(source.length(), |file| file.len() as u64);
    // Of several frames each says of itself that it is not there.
    let problem = match image.undecoded {
        None if image.frames == 1 => spans(image, length).1,
        _ => None,
    };
    Ok(match problem {
        Some(problem) => (Outcome::broken(header, Vec::new(), problem), None),
        None => (Outcome::header(header, Vec::new()), None),
    })
}

/// Every element of the header: all bytes before the samples are read again.
fn tags<S: Source>(skills: &Skills, source: &mut S, bytes_read: &mut u64) -> Answer<S::Bytes> {
    let listing = skills.listing.unwrap_or(|_, _, _| Ok(Vec::new()));
    let (header, inflated) = read_header(source, bytes_read)?;
    let length = source.length();
    let elements = if let Some(file) = inflated {
        listing(&file, file.len() as u64, true)?
    } else {
        let samples = header.image.as_ref().map(Image::samples_offset);
        let count = samples.unwrap_or(limits::HEADER_BYTES).min(length);
        let bytes = read(source, 0, count, bytes_read)?;
        listing(&S::start_of(&bytes, count), length, false)?
    };
    Ok((Outcome::Tags(elements), None))
}

/// What is not DICOM may be an archive without the name of one.
fn is_archive(problem: &Problem, first_bytes: &[u8]) -> bool {
    problem.kind == Kind::NotDicom && archive::container_of(first_bytes).is_some()
}

/// There is nothing to be had by reading such a file whole.
fn is_answered_by_head(outcome: &Outcome) -> bool {
    match outcome {
        Outcome::Header { header, .. } => header.image.as_ref().is_some_and(is_decoded_by_frame),
        other => matches!(other, Outcome::IsArchive | Outcome::Object(_)),
    }
}

fn is_decoded_by_frame(image: &Image) -> bool {
    image.undecoded.is_some() && image.frames > 1
}

fn is_deflated(transfer_syntax: &str) -> bool {
    transfer_syntax == DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN
}

/// One frame's samples, as they lie in the file or decoded out of it.
fn samples<S: Source>(
    file: FileId,
    skills: &Skills,
    (image, transfer_syntax, frame): (&Image, &str, u32),
    source: &mut S,
    memory: &mut Memory,
    bytes_read: &mut u64,
) -> Result<S::Bytes, Problem> {
    if image.undecoded.is_none() && !is_deflated(transfer_syntax) {
        let span = decode::frame_span(image, frame, source.length())?;
        return read(source, span.offset, span.length, bytes_read);
    }
    let known = memory.frames.take().filter(|(known, _)| *known == file);
    let mut known = known.map(|(_, frames)| frames);
    let wanted = (image, transfer_syntax, frame);
    let samples = decoded(skills, source, wanted, &mut known, bytes_read);
    memory.frames = known.map(|frames| (file, frames));
    samples.map(S::from_ours)
}

fn frame_of<'a>(samples: &'a [u8], image: &Image) -> Result<Frame<'a>, Problem> {
    Frame::new(samples, image.layout, image.shape).ok_or_else(|| {
        let (needed, found) = (image.frame_bytes(), samples.len() as u64);
        Kind::EndsEarly { needed, found }.at(Stage::Decode)
    })
}

fn thumbnail(
    samples: &[u8],
    image: &Image,
    unit: Unit,
    voxel_aspect: f64,
) -> Result<Thumbnail, Problem> {
    let frame = frame_of(samples, image)?;
    let path = (image.shape.samples == 1).then(|| {
        let rescale = image.rescale.as_ref();
        let stats = Stats::of(&frame, image.padding, rescale);
        image.grey_path(
            rescale,
            first_window(&image.windows, unit, rescale, stats.as_ref()),
        )
    });
    Ok(Thumbnail::of(&frame, path.as_ref(), voxel_aspect))
}

/// One frame's samples, decoded.
fn decoded<S: Source>(
    skills: &Skills,
    source: &mut S,
    (image, transfer_syntax, frame): (&Image, &str, u32),
    known: &mut Option<Frames>,
    bytes_read: &mut u64,
) -> Result<Vec<u8>, Problem> {
    if is_deflated(transfer_syntax) {
        // What lies where in such a file is known once it is inflated, whole.
        let (_, file) = read_header(source, bytes_read)?;
        let file = file.unwrap_or_default();
        return decode::samples(
            skills.decoders,
            &mut file.as_slice(),
            image,
            transfer_syntax,
            frame,
            known,
        );
    }
    let mut reader = Reader { source, bytes_read };
    decode::samples(
        skills.decoders,
        &mut reader,
        image,
        transfer_syntax,
        frame,
        known,
    )
}

/// The image of a header; a problem where it holds none.
fn image(header: &Header) -> Result<&Image, Problem> {
    header.image.as_ref().ok_or_else(|| {
        let sop_class = header.sop_class.clone();
        Kind::NoImage { sop_class }.at(Stage::Header)
    })
}

/// Where each frame lies; of a file that ends early, those before its end.
fn spans(image: &Image, file_length: u64) -> (Vec<Span>, Option<Problem>) {
    let mut frames = Vec::new();
    for frame in 0..image.frames {
        match decode::frame_span(image, frame, file_length) {
            Ok(span) => frames.push(span),
            Err(problem) => return (frames, Some(problem)),
        }
    }
    (frames, None)
}

/// The samples are of a kind that these decoders read, and broken.
fn is_damage(kind: &Kind) -> bool {
    !matches!(
        kind,
        Kind::TransferSyntax { .. } | Kind::PixelFormat { .. } | Kind::OverLimit { .. }
    )
}
