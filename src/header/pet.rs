//! What a value of a PET image is as standardised uptake (PS3.3 C.8.9.1; the way of QIBA's profile
//! for FDG-PET/CT, by body weight).

use dicom_dictionary_std::tags;

use super::dataset::DataSet;
use super::read::positive;

const DAY_S: f64 = 86_400.0;
const GRAMS: f64 = 1000.0;

/// `SUVbw` of a value of 1, in g/ml; `None` where the file does not say all that it depends on.
pub(super) fn suv_of_one(set: &DataSet<'_>) -> Option<f64> {
    if set.text(tags::UNITS).as_deref() != Some("BQML") {
        return None;
    }
    let corrected = set.texts(tags::CORRECTED_IMAGE);
    let has = |names: &[&str]| corrected.iter().any(|name| names.contains(&name.as_str()));
    if !has(&["ATTN"]) || !has(&["DECY", "DECAY"]) {
        return None;
    }
    let weight_kg = positive(set.number(tags::PATIENT_WEIGHT))?;
    let dose_bq = positive(set.number(tags::RADIONUCLIDE_TOTAL_DOSE))?;
    let left = match set.text(tags::DECAY_CORRECTION).as_deref() {
        Some("ADMIN") => 1.0,
        Some("START") => {
            let half_life_s = positive(set.number(tags::RADIONUCLIDE_HALF_LIFE))?;
            (-seconds_until_scan(set)? / half_life_s).exp2()
        }
        _ => return None,
    };
    positive(Some(weight_kg * GRAMS / (dose_bq * left)))
}

/// From injection to the start of the series, which values are corrected to.
fn seconds_until_scan(set: &DataSet<'_>) -> Option<f64> {
    let series = time_of_day(&set.text(tags::SERIES_TIME)?)?;
    // A series that was made anew later says nothing of the scan.
    let acquired = set.text(tags::ACQUISITION_TIME);
    let acquired = acquired.and_then(|time| time_of_day(&time));
    if acquired.is_some_and(|acquired| series > acquired) {
        return None;
    }
    if let Some(moment) = set.text(tags::RADIOPHARMACEUTICAL_START_DATE_TIME) {
        // Where it was given in another time zone is not reckoned with.
        let is_plain = !moment.contains(['+', '-', '&']);
        let (date, time) = moment.split_at_checked(DATE)?;
        let days = day(&set.text(tags::SERIES_DATE)?)? - day(date)?;
        let seconds = f64::from(days) * DAY_S + series - time_of_day(time)?;
        return Some(seconds).filter(|seconds| *seconds >= 0.0 && is_plain);
    }
    // A time without its day: of the same day, which is sure only of what decays within hours.
    let injected = time_of_day(&set.text(tags::RADIOPHARMACEUTICAL_START_TIME)?)?;
    let half_life_s = set.number(tags::RADIONUCLIDE_HALF_LIFE)?;
    let seconds = series - injected;
    Some(seconds).filter(|seconds| *seconds >= 0.0 && half_life_s <= SHORT_S)
}

const DATE: usize = 8;
/// Of F-18 it is 6,586 s, of Tc-99m 21,624 s.
const SHORT_S: f64 = 8.0 * 3600.0;

/// Days since some day (Gregorian) of a DA.
fn day(date: &str) -> Option<i32> {
    let number = |range: std::ops::Range<usize>| -> Option<i32> { date.get(range)?.parse().ok() };
    let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    // Years that begin in March have their odd day at their end.
    let (year, month) = if month < 3 {
        (year - 1, month + 9)
    } else {
        (year, month - 3)
    };
    let days_before = (153 * month + 2) / 5;
    Some(365 * year + year / 4 - year / 100 + year / 400 + days_before + day)
}

/// Seconds since midnight of a TM (PS3.5 6.2), with what may stand behind it in a DT.
fn time_of_day(text: &str) -> Option<f64> {
    let two = |at: usize| -> Option<f64> { text.get(at..at + 2)?.parse().ok() };
    let (hours, minutes) = (two(0)?, two(2).unwrap_or(0.0));
    let seconds = text.get(4..).unwrap_or_default();
    let end = seconds.find(|c: char| c != '.' && !c.is_ascii_digit());
    let seconds = seconds
        .get(..end.unwrap_or(seconds.len()))
        .unwrap_or_default();
    let seconds: f64 = if seconds.is_empty() {
        0.0
    } else {
        seconds.parse().ok()?
    };
    let is_time = hours < 24.0 && minutes < 60.0 && seconds < 61.0;
    is_time.then_some((hours * 60.0 + minutes) * 60.0 + seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_each_other() {
        let days = |a, b| day(b).unwrap() - day(a).unwrap();
        assert_eq!(days("20240228", "20240301"), 2);
        assert_eq!(days("20230228", "20230301"), 1);
        assert_eq!(days("19991231", "20000101"), 1);
        assert_eq!(days("20250101", "20260101"), 365);
        assert_eq!(day("20251301"), None);
    }

    #[test]
    fn times_of_day() {
        let times = ["235959.5", "0130", "07", "101010.25+0200", "2510", "1x"].map(time_of_day);
        let expected = [
            Some(86_399.5),
            Some(5_400.0),
            Some(25_200.0),
            Some(36_610.25),
            None,
            None,
        ];
        assert_eq!(times, expected);
    }
}
