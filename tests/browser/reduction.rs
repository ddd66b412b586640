//! A picture that is reduced shows the mean of the modality values behind each pixel, and no
//! padding in it: four taps of noise would look like something else.

use xtask::browser::Modifiers;
use xtask::synthetic::Writing;
use xtask::synthetic::ct::Series;
use xtask::synthetic::random::Random;

use crate::lab::{self, RENDERERS};

const SIDE: usize = 512;

/// Not among the values of the noise.
const PADDING: u16 = 4000;

fn noise() -> Vec<u16> {
    let mut random = Random::new(11);
    let values = (0..SIDE * SIDE).map(|at| {
        let value = u16::try_from(random.bits() % 2000).unwrap();
        // Every seventh voxel, and a block of them.
        let in_block = at % SIDE < 40 && at / SIDE < 40;
        if at % 7 == 0 || in_block {
            PADDING
        } else {
            value
        }
    });
    values.collect()
}

/// LINEAR, level -600, width 1500 (PS3.3 C.11.2.1.2.1), of a mean of HU.
fn level(hu: f64) -> f64 {
    (((hu + 600.5) / 1499.0 + 0.5) * 255.0).clamp(0.0, 255.0)
}

/// The mean of the voxels of a square that are no padding, with the offset of the series; none
/// where at least half of it is padding.
fn mean(values: &[u16], column: usize, row: usize, side: usize) -> Option<f64> {
    let square = (0..side * side).map(|at| {
        let (across, down) = (at % side, at / side);
        values[(row + down) * SIDE + column + across]
    });
    let counted: Vec<f64> = square
        .filter(|value| *value != PADDING)
        .map(|value| f64::from(value) - 1024.0)
        .collect();
    let count = f64::from(u32::try_from(counted.len()).unwrap());
    (counted.len() * 2 > side * side).then(|| counted.iter().sum::<f64>() / count)
}

#[test]
fn a_reduced_picture_is_the_mean_of_what_is_behind_it() {
    lab::run("reduction", |lab| {
        let values = noise();
        let samples = values
            .iter()
            .flat_map(|value| value.to_le_bytes())
            .collect();
        let series = Series {
            number: 1,
            slices: 1,
            side: 512,
            slice_mm: 1.0,
        };
        let file = series.slice_showing(0, samples).short(0x0028_0120, PADDING);
        let path = lab
            .scratch
            .write("noise.dcm", &file.write(&Writing::default()))?;
        for renderer in RENDERERS {
            lab.open(renderer)?;
            lab.load(&[&path])?;
            lab.button("one-to-one")?;
            for side in [2, 4] {
                let centre = lab.pane(0)?.centre();
                lab.page.wheel(centre, Modifiers::CTRL, 240.0)?;
                let percent = 100 / side;
                lab.wait(&format!(
                    "document.querySelector('.bottom-left').textContent.includes('{percent} %')"
                ))?;
                lab.settle()?;
                let picture = lab.picture(0)?;
                let shown = SIDE / side;
                let part = picture.part(
                    picture.width / 2 - shown / 2,
                    picture.height / 2 - shown / 2,
                    shown,
                    shown,
                );
                let mut compared = 0;
                for row in 0..shown {
                    for column in 0..shown {
                        let mean = mean(&values, column * side, row * side, side);
                        // What is padding is black.
                        let expected = mean.map_or(0.0, level);
                        let [red, ..] = part.pixel(column, row).unwrap();
                        assert!(
                            (f64::from(red) - expected).abs() <= 1.0,
                            "{renderer}, 1/{side}, {column} {row}: {red}, not {expected}"
                        );
                        compared += usize::from(mean.is_some());
                    }
                }
                assert!(compared > shown * shown * 8 / 10, "{compared}");
            }
        }
        Ok(())
    });
}
