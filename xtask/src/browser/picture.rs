//! Pixels of a screenshot.

use anyhow::{Context, Result, bail};

/// A rectangle of the page, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Rect {
    #[must_use]
    pub fn centre(self) -> (f64, f64) {
        (self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// The point at these shares of width and height.
    #[must_use]
    pub fn at(self, right: f64, down: f64) -> (f64, f64) {
        (self.x + self.width * right, self.y + self.height * down)
    }
}

/// An image of 8-bit RGB pixels, rows from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub width: usize,
    pub height: usize,
    rgb: Vec<[u8; 3]>,
}

impl Picture {
    /// Decodes a screenshot.
    ///
    /// # Errors
    /// Where it is no PNG of 8-bit colour.
    pub fn from_png(bytes: &[u8]) -> Result<Self> {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info()?;
        let size = reader
            .output_buffer_size()
            .context("a screenshot too large")?;
        let mut samples = vec![0; size];
        let info = reader.next_frame(&mut samples)?;
        let channels = info.color_type.samples();
        if info.bit_depth != png::BitDepth::Eight || channels < 3 {
            bail!(
                "a screenshot in {:?} of {:?} bits",
                info.color_type,
                info.bit_depth
            );
        }
        let rgb = samples
            .chunks_exact(channels)
            .map(|pixel| [pixel[0], pixel[1], pixel[2]])
            .collect();
        Ok(Self {
            width: info.width as usize,
            height: info.height as usize,
            rgb,
        })
    }

    /// The pixel at `x`, `y` from the left top; `None` outside.
    #[must_use]
    pub fn pixel(&self, x: usize, y: usize) -> Option<[u8; 3]> {
        (x < self.width)
            .then(|| self.rgb.get(y * self.width + x).copied())
            .flatten()
    }

    /// All pixels, row after row.
    #[must_use]
    pub fn pixels(&self) -> &[[u8; 3]] {
        &self.rgb
    }

    /// A part of the picture; what lies outside is left out.
    #[must_use]
    pub fn part(&self, x: usize, y: usize, width: usize, height: usize) -> Self {
        let width = width.min(self.width.saturating_sub(x));
        let height = height.min(self.height.saturating_sub(y));
        let rgb = (y..y + height)
            .flat_map(|row| &self.rgb[row * self.width + x..row * self.width + x + width])
            .copied()
            .collect();
        Self { width, height, rgb }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png_of(colour: png::ColorType, samples: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, 2, 2);
        encoder.set_color(colour);
        let mut writer = encoder.write_header().unwrap();
        writer.write_image_data(samples).unwrap();
        writer.finish().unwrap();
        bytes
    }

    #[test]
    fn alpha_is_left_out() {
        let samples = [1, 2, 3, 255, 4, 5, 6, 255, 7, 8, 9, 255, 10, 11, 12, 255];
        let picture = Picture::from_png(&png_of(png::ColorType::Rgba, &samples)).unwrap();
        assert_eq!(
            picture.pixels(),
            [[1, 2, 3], [4, 5, 6], [7, 8, 9], [10, 11, 12]]
        );
        assert_eq!(picture.pixel(1, 0), Some([4, 5, 6]));
        assert_eq!((picture.pixel(2, 0), picture.pixel(0, 2)), (None, None));
    }

    #[test]
    fn a_part_ends_at_the_edge() {
        let samples: Vec<u8> = (1..=12).collect();
        let picture = Picture::from_png(&png_of(png::ColorType::Rgb, &samples)).unwrap();
        let part = picture.part(1, 0, 9, 9);
        assert_eq!((part.width, part.height), (1, 2));
        assert_eq!(part.pixels(), [[4, 5, 6], [10, 11, 12]]);
    }

    #[test]
    fn grey_is_no_screenshot() {
        assert!(Picture::from_png(&png_of(png::ColorType::Grayscale, &[1, 2, 3, 4])).is_err());
    }
}
