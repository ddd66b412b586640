//! Codestreams that other encoders made (`make.py` and `make_2000.py` in `tests/data/codestreams`):
//! whole, broken off and with junk in them.

use std::fs;
use std::path::Path;

use super::{Decoder, htj2k, jpeg, jpeg_ls, jpeg2000};
use crate::header::{Image, PixelData};
use crate::pixels::{Endian, Layout, Shape};
use crate::problem::Kind;

const COLUMNS: u32 = 23;
const ROWS: u32 = 17;

struct Codestream {
    name: String,
    decoder: &'static Decoder,
    bits: u8,
    near: i64,
    components: u8,
    bytes: Vec<u8>,
    /// What another decoder made of a codestream whose samples are not those that are computed.
    raw: Option<Vec<u8>>,
}

impl Codestream {
    fn all() -> Vec<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/codestreams");
        let paths = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
        let codestreams = paths.filter(|path| path.extension().is_some_and(|it| it == "bin"));
        codestreams.map(|path| Self::read(&path)).collect()
    }

    fn read(path: &Path) -> Self {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let (kind, numbers) = name.split_once('-').unwrap();
        let numbers: Vec<u8> = numbers.split('-').map(|it| it.parse().unwrap()).collect();
        let [bits, near_or_predictor, _, components] = numbers[..] else {
            unreachable!("{name}")
        };
        let (decoder, near) = match kind {
            "ls" => (&jpeg_ls::DECODER, near_or_predictor.into()),
            "ll" => (&jpeg::DECODER, 0),
            "j2k" => (&jpeg2000::DECODER, near_or_predictor.into()),
            "ht" | "htr" => (&htj2k::DECODER, near_or_predictor.into()),
            _ => unreachable!("{name}"),
        };
        Self {
            decoder,
            near,
            name: name.to_owned(),
            bits,
            components,
            bytes: fs::read(path).unwrap(),
            raw: fs::read(path.with_extension("raw")).ok(),
        }
    }

    fn image(&self) -> Image {
        Image {
            inverse: false,
            modality_lut: None,
            cover: None,
            shape: Shape {
                columns: COLUMNS,
                rows: ROWS,
                samples: self.components,
                planar: false,
            },
            layout: Layout {
                allocated: self.bits.next_multiple_of(8),
                stored: self.bits,
                high_bit: self.bits - 1,
                signed: false,
                float: false,
                endian: Endian::Little,
            },
            photometric: if self.components == 3 {
                "RGB"
            } else {
                "MONOCHROME2"
            }
            .to_owned(),
            frames: 1,
            rescale: None,
            windows: Vec::new(),
            padding: None,
            float_padding: None,
            pixel_data: PixelData::Native {
                offset: 0,
                length: 0,
            },
            palette: None,
            undecoded: None,
        }
    }

    fn decode(&self, bytes: &[u8]) -> Result<Vec<i64>, Kind> {
        let samples = (self.decoder.decode)(bytes, &self.image())?;
        Ok(samples.frame().unwrap().stored_values().collect())
    }

    /// What was encoded: flat on the left, a slope above, noise below.
    fn expected(&self) -> Vec<i64> {
        if let Some(raw) = &self.raw {
            if self.bits <= 8 {
                return raw.iter().copied().map(i64::from).collect();
            }
            let (values, _) = raw.as_chunks();
            return values
                .iter()
                .map(|it| u16::from_le_bytes(*it).into())
                .collect();
        }
        let mut values = Vec::new();
        for y in 0..i64::from(ROWS) {
            for x in 0..i64::from(COLUMNS) {
                for component in 0..i64::from(self.components) {
                    let value = if x < 8 {
                        y / 5 * 37 + component * 11
                    } else if y < 6 {
                        x * 3 + y * 2 + component
                    } else {
                        (x * 7919 + y * 104_729 + x * y * 31 + component * 131) >> 2
                    };
                    values.push(value & ((1 << self.bits) - 1));
                }
            }
        }
        values
    }
}

#[test]
fn samples_are_those_that_were_encoded() {
    let all = Codestream::all();
    assert_eq!(all.len(), 95);
    let mut wrong = Vec::new();
    for codestream in all {
        let decoded = codestream.decode(&codestream.bytes).unwrap();
        let expected = codestream.expected();
        assert_eq!(decoded.len(), expected.len());
        let differences = decoded.iter().zip(&expected);
        let most = differences.map(|(one, other)| (one - other).abs()).max();
        if most > Some(codestream.near) {
            wrong.push(codestream.name);
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn what_breaks_off_is_refused() {
    for codestream in Codestream::all() {
        // The last two bytes are a marker; the last of the samples' own may be all padding.
        let end = codestream.bytes.len() - 4;
        for length in 0..end {
            let broken = codestream.decode(&codestream.bytes[..length]);
            assert!(broken.is_err(), "{} at {length}", codestream.name);
        }
    }
}

#[test]
fn junk_ends_in_samples_or_an_error() {
    for codestream in Codestream::all() {
        // SOS, or of JPEG 2000 the header and all.
        let start = codestream
            .bytes
            .windows(2)
            .position(|two| two == [0xFF, 0xDA] || two == [0xFF, 0x4F]);
        for at in (start.unwrap()..codestream.bytes.len()).step_by(11) {
            for junk in [0x00, 0x55, 0x7F, 0x80, 0xFF] {
                let mut bytes = codestream.bytes.clone();
                bytes[at] = junk;
                drop(codestream.decode(&bytes));
                bytes[at..].fill(junk);
                drop(codestream.decode(&bytes));
            }
        }
    }
}
