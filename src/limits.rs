//! Every cap on what untrusted input may ask for, each with its reason. A length read from a
//! file is held against these before memory is taken for it.

use std::ops::RangeInclusive;

/// Files in one drop. A patient's disc holds some thousands; more than this is a whole drive
/// dropped by mistake.
pub const FILES_IN_A_DROP: usize = 200_000;

/// Rows or columns of a frame: the largest that DICOM's US attributes can say is 65535, and
/// whole-slide levels come near; textures are cut into tiles long before.
pub const ROWS_OR_COLUMNS: u32 = 65_535;

/// Bytes of one frame of samples: a 16-bit frame of 16384 x 16384.
pub const FRAME_BYTES: u64 = 512 << 20;

/// Bytes of a frame, in memory and on the GPU, from which on it must fit into the budget; a smaller
/// one is shown on any device.
pub const ALWAYS_READ_BYTES: u64 = 128 << 20;

/// Bytes of a frame beyond which no thumbnail is made of it.
pub const THUMBNAIL_OF_BYTES: u64 = 64 << 20;

/// Frames in one file: an hour of fluoroscopy at 30 frames a second.
pub const FRAMES_IN_A_FILE: u32 = 108_000;

/// Bytes of one element's value that is kept from a header: the longest that is of use are
/// LUTs and long text.
pub const HEADER_VALUE_BYTES: u32 = 1 << 20;

/// Bytes before the pixel data: private headers of vendors reach some megabytes.
pub const HEADER_BYTES: u64 = 64 << 20;

/// Sequences inside sequences; real files reach 6.
pub const SEQUENCE_DEPTH: usize = 32;

/// Members of an archive, for which its list takes memory.
pub const MEMBERS: u64 = 1_000_000;

/// Bytes of one member, unpacked into a worker's memory: a large multi-frame file.
pub const MEMBER_BYTES: u64 = 1 << 30;

/// Bytes of all members: more than any patient has, less than a bomb.
pub const UNPACKED_BYTES: u64 = 16 << 30;

/// Bytes that a RAR 5 member may ask a worker to keep as its dictionary; RAR programs offer up to
/// 1 GB, and write 32 MB if they are not told otherwise.
pub const DICTIONARY_BYTES: u64 = 256 << 20;

/// Archives in archives.
pub const ARCHIVE_DEPTH: usize = 4;

/// First bytes of a program in which an archive may begin.
pub const SELF_EXTRACTING_BYTES: u64 = 8 << 20;

/// First bytes read of a file when its samples are to be read later.
pub const FIRST_HEAD_BYTES: u64 = 64 << 10;

/// First bytes of a frame in which its codestream says what it is: markers before the frame's
/// header hold tables, and now and then a colour profile.
pub const CODESTREAM_HEAD_BYTES: u64 = 64 << 10;

/// Fragments in one file: more than one a frame is rare, and each takes at least 8 bytes of it.
pub const FRAGMENTS_IN_A_FILE: usize = 1 << 20;

/// Bytes of a data set that was deflated as a whole: as large as a frame may be, and a header.
pub const INFLATED_BYTES: u64 = FRAME_BYTES + HEADER_BYTES;

/// Bytes of a file that a copy is made of: it is in a worker's memory twice.
pub const COPIED_FILE_BYTES: u64 = INFLATED_BYTES;

/// Elements and items of an object that is no image: a structure set of fifty thousand outlines.
pub const OBJECT_ELEMENTS: usize = 1 << 20;

/// Outlines of a structure set, and points of all of them: what a page draws over a slice is a
/// part of that, and every point takes 24 bytes.
pub const CONTOURS: usize = 100_000;
pub const CONTOUR_POINTS: usize = 2_000_000;

/// Images that an object speaks of.
pub const REFERENCES: usize = 20_000;

/// Lines of a structured report.
pub const REPORT_LINES: usize = 20_000;

/// Characters of one text in a report or a presentation state.
pub const TEXT_CHARACTERS: usize = 20_000;

/// Shapes and texts of a presentation state, and points of all of them.
pub const ANNOTATIONS: usize = 10_000;
pub const ANNOTATION_POINTS: usize = 200_000;

/// Bytes of an overlay plane: the largest mammograms have 24 million pixels, at a bit each.
pub const OVERLAY_BYTES: u32 = 8 << 20;

/// Corners of a shutter: real ones have a dozen, and each is asked for each pixel.
pub const CORNERS_OF_A_SHUTTER: usize = 256;

/// Windows of a file.
pub const WINDOWS: usize = 64;

/// Bytes of what is known of a file's frames, each by itself.
pub const FRAME_HEADERS_BYTES: usize = 256 << 20;

/// Segments of a segmentation: an atlas of the whole body has some hundreds.
pub const SEGMENTS: usize = 4096;

/// Regions of an ultrasound image: a screen has a handful.
pub const REGIONS: usize = 64;

/// Usual distances of slices, or columns and rows by which a slice may begin further along, in a stack
/// that planes are cut out of.
pub const VOLUME_STEPS: f64 = 100_000.0;

/// What may be taken for the distance from slice to slice, in mm: CT goes down to a tenth, and thick
/// slices of old scanners lie centimetres apart.
pub const ASSUMED_SPACING_MM: RangeInclusive<f64> = 0.01..=100.0;

/// Elements of a header that are listed for readers.
pub const LISTED_ELEMENTS: usize = 10_000;

/// Bytes of a file of a lesson, of its answers or of a result: some hundred steps with long outlines.
pub const LESSON_BYTES: usize = 4 << 20;

/// Steps of a lesson, images that it shows, and characters of its title.
pub const LESSON_STEPS: usize = 500;
pub const LESSON_IMAGES: usize = 200;
pub const LESSON_TITLE_CHARACTERS: usize = 200;

/// Marks of a step, of an answer, and regions of what is to be found.
pub const LESSON_MARKS: usize = 1000;

/// Options of a question, and right answers to it.
pub const LESSON_OPTIONS: usize = 30;

/// Results that are looked at together: a year's students.
pub const LESSON_RESULTS: usize = 2000;
