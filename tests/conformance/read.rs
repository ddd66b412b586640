//! A file's frames as a worker has them.

use hounsfield::decode::{self, Span};
use hounsfield::header::{Header, Image};
use hounsfield::pixels::Frame;
use hounsfield::problem::{Kind, Problem, Stage};
use hounsfield::workers::head;

/// One frame: its stored values, those of colours pixel by pixel, and what is drawn of it where it
/// is RGB of 8 bits.
pub struct Pixels {
    pub stored: Vec<i64>,
    pub rgb: Option<Vec<u8>>,
}

pub fn header(bytes: &[u8]) -> Result<(Header, Option<Vec<u8>>), Problem> {
    let first = |wanted: u64| {
        let wanted = usize::try_from(wanted).unwrap_or(usize::MAX);
        Ok(bytes[..wanted.min(bytes.len())].to_vec())
    };
    head::parse(bytes.len() as u64, first)
}

/// Up to so many frames, each by itself.
pub fn frames(bytes: &[u8], most: u32) -> Result<(Header, Vec<Result<Pixels, Problem>>), Problem> {
    let (header, inflated) = header(bytes)?;
    let file = inflated.as_deref().unwrap_or(bytes);
    let Some(image) = header.image.clone() else {
        let sop_class = header.sop_class;
        return Err(Kind::NoImage { sop_class }.at(Stage::Header));
    };
    let numbers = 0..image.frames.min(most);
    let frames = numbers.map(|number| pixels(file, &header, &image, number));
    let frames = frames.collect();
    Ok((header, frames))
}

fn pixels(mut file: &[u8], header: &Header, image: &Image, number: u32) -> Result<Pixels, Problem> {
    let uid = &header.transfer_syntax;
    let in_file = image.undecoded.as_deref().unwrap_or(image);
    let stored = decode::stored(decode::ALL, &mut file, in_file, uid, number, &mut None)?;
    let stored = stored.frame().map(|frame| by_pixel(&frame));
    let drawn = if image.undecoded.is_some() {
        decode::samples(decode::ALL, &mut file, image, uid, number, &mut None)?
    } else {
        let Span { offset, length } = decode::frame_span(image, number, file.len() as u64)?;
        let [offset, length] = [offset, length].map(|at| usize::try_from(at).unwrap());
        file[offset..offset + length].to_vec()
    };
    let frame = Frame::new(&drawn, image.layout, image.shape);
    let frame = frame.unwrap_or_else(|| panic!("less is drawn than is promised"));
    let values = by_pixel(&frame);
    let stored = stored.unwrap();
    if image.shape.samples == 1 {
        assert_eq!(values, stored, "grey is drawn as it is stored");
    }
    let rgb = values.into_iter().map(|value| u8::try_from(value).unwrap());
    Ok(Pixels {
        stored,
        rgb: (image.shape.samples == 3).then(|| rgb.collect()),
    })
}

fn by_pixel(frame: &Frame<'_>) -> Vec<i64> {
    let values: Vec<i64> = frame.stored_values().collect();
    if !frame.shape.planar {
        return values;
    }
    let planes: Vec<&[i64]> = values.chunks(frame.shape.pixels()).collect();
    let pixels = 0..frame.shape.pixels();
    pixels
        .flat_map(|pixel| planes.iter().map(move |plane| plane[pixel]))
        .collect()
}
