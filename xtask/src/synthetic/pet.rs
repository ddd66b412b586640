//! A PET series: each slice has a slope of its own.

use super::File;
use super::ct::Series;

/// Becquerels a millilitre of a stored value, by slice: slices beside each other are not scaled alike.
#[must_use]
pub fn slope(slice: usize) -> f64 {
    [0.5, 8.0, 2.0, 20.0][slice % 4]
}

/// `SUVbw` of 1 Bq/ml: 370 million becquerels were given to 74 kg, and values are corrected to that moment.
pub const SUV_OF_ONE: f64 = 74_000.0 / 370e6;

/// A slice with such stored values, row after row; shown from 0 to 10,000 Bq/ml.
#[must_use]
pub fn slice(series: Series, index: usize, stored: impl Fn(u16, u16) -> i16) -> File {
    let stored = &stored;
    let rows = (0..series.side).flat_map(|row| (0..series.side).map(move |column| (column, row)));
    let samples = rows.flat_map(|(column, row)| stored(column, row).to_le_bytes());
    series
        .slice_showing(index, samples.collect())
        .text(0x0008_0016, "UI", "1.2.840.10008.5.1.4.1.1.128")
        .text(0x0008_0060, "CS", "PT")
        .decimals(0x0010_1030, &[74.0])
        .text(0x0028_0051, "CS", "ATTN\\DECY")
        .short(0x0028_0103, 1)
        .decimals(0x0028_1050, &[5000.0])
        .decimals(0x0028_1051, &[10_000.0])
        .decimals(0x0028_1052, &[0.0])
        .decimals(0x0028_1053, &[slope(index)])
        .without(0x0028_1054)
        .items(
            0x0054_0016,
            [File::default().decimals(0x0018_1074, &[370e6])],
        )
        .text(0x0054_1001, "CS", "BQML")
        .text(0x0054_1102, "CS", "ADMIN")
}
