//! JPEG images (ISO/IEC 10918-1, baseline) of blocks without detail, whose values follow from the
//! equations: a block of DC `d` and quantisation 8 has the value `128 + d` everywhere.

/// Three components as RGB of squares, 100 pixels wide.
pub fn of_squares(side: u32, chroma: u32) -> Vec<u8> {
    // Blocks of 8 lie across the lines between squares: their middles are of one square.
    let value = |component: usize, [column, row]: [u32; 2]| {
        square(column as usize / 100, row as usize / 100)[component]
    };
    encoded(side, chroma, value)
}

/// Red grows downwards.
pub fn of_ramp(side: u32, chroma: u32) -> Vec<u8> {
    encoded(side, chroma, |component, [_, row]| {
        if component == 0 {
            -64 + i32::try_from(row / 8 * 16).unwrap()
        } else {
            0
        }
    })
}

/// Luminance and chrominances, less 128.
fn square(x: usize, y: usize) -> [i32; 3] {
    let [x, y] = [x, y].map(|at| i32::try_from(at).unwrap());
    [x - 50, y % 8 - 4, (x + y) % 5 - 2]
}

/// PS3.3 C.7.6.3.1.2, rounded.
pub fn rgb_of_square(x: usize, y: usize) -> [u8; 3] {
    let [luma, blue, red] = square(x, y).map(f64::from);
    let luma = luma + 128.0;
    let rgb = [
        luma + 1.402 * red,
        luma - 0.344_136 * blue - 0.714_136 * red,
        luma + 1.772 * blue,
    ];
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "0 to 255"
    )]
    rgb.map(|value| value.round() as u8)
}

/// `value` of a component at a pixel, less 128; both chrominances have one sample for so many pixels
/// each way.
fn encoded(side: u32, chroma: u32, value: impl Fn(usize, [u32; 2]) -> i32) -> Vec<u8> {
    let [high, low] = u16::try_from(side).unwrap().to_be_bytes();
    let mut out = vec![0xFF, 0xD8];
    // All quantised by 8.
    segment(&mut out, 0xDB, &[&[0][..], &[8; 64]].concat());
    let luma = u8::try_from(chroma << 4 | chroma).unwrap();
    let frame = [
        8, high, low, high, low, 3, 1, luma, 0, 2, 0x11, 0, 3, 0x11, 0,
    ];
    segment(&mut out, 0xC0, &frame);
    // Twelve categories of differences, in four bits each; the end of a block, in one.
    let mut dc = vec![0; 17];
    dc[4] = 12;
    dc.extend(0..12);
    segment(&mut out, 0xC4, &dc);
    let mut ac = vec![0; 17];
    (ac[0], ac[1]) = (0x10, 1);
    ac.push(0);
    segment(&mut out, 0xC4, &ac);
    segment(&mut out, 0xDA, &[3, 1, 0, 2, 0, 3, 0, 0, 63, 0]);
    let mut bits = Bits::default();
    let mut last = [0; 3];
    let unit = 8 * chroma;
    for row in 0..side.div_ceil(unit) {
        for column in 0..side.div_ceil(unit) {
            for (component, last) in last.iter_mut().enumerate() {
                let blocks = if component == 0 { chroma } else { 1 };
                let wide = unit / blocks;
                for block in 0..blocks * blocks {
                    let middle = |of: u32, nth: u32| of * unit + nth * wide + wide / 2;
                    let at = [middle(column, block % blocks), middle(row, block / blocks)];
                    let dc = value(component, at.map(|at| at.min(side - 1)));
                    bits.difference(dc - std::mem::replace(last, dc));
                    bits.put(0, 1);
                }
            }
        }
    }
    out.extend(bits.finished());
    out.extend([0xFF, 0xD9]);
    out
}

fn segment(out: &mut Vec<u8>, marker: u8, body: &[u8]) {
    out.extend([0xFF, marker]);
    out.extend(u16::try_from(body.len() + 2).unwrap().to_be_bytes());
    out.extend(body);
}

#[derive(Default)]
struct Bits {
    out: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    /// F.1.2.1: its category, then its bits; of a negative one less 1.
    fn difference(&mut self, difference: i32) {
        let category = 32 - difference.unsigned_abs().leading_zeros();
        self.put(category, 4);
        let coded = if difference < 0 {
            difference - 1
        } else {
            difference
        };
        self.put(coded.cast_unsigned() & ((1 << category) - 1), category);
    }

    fn put(&mut self, bits: u32, count: u32) {
        self.held = self.held << count | bits;
        self.count += count;
        while self.count >= 8 {
            self.count -= 8;
            let byte = (self.held >> self.count).to_le_bytes()[0];
            self.out.push(byte);
            if byte == 0xFF {
                self.out.push(0);
            }
        }
    }

    fn finished(mut self) -> Vec<u8> {
        self.put(0x7F, 7);
        self.out
    }
}
