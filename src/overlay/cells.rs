//! Cells of tables that are written out, as CSV and as JSON. Numbers have Latin digits and a point, and an ASCII
//! minus.

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Nothing,
    /// Of ours, or typed by the reader.
    Text(String),
    Number(f64),
    /// Warnings.
    Texts(Vec<String>),
    /// Points.
    Places(Vec<Vec<f64>>),
}

/// Latin digits, a point, and no more of them than there are.
fn digits(number: f64) -> String {
    format!("{}", if number == 0.0 { 0.0 } else { number })
}

/// As CSV (RFC 4180).
pub fn csv(cell: &Cell) -> String {
    match cell {
        Cell::Nothing => String::new(),
        Cell::Number(number) => digits(*number),
        Cell::Text(text) => csv_text(text),
        Cell::Texts(texts) => csv_text(&texts.join("; ")),
        Cell::Places(places) => {
            let place = |place: &Vec<f64>| {
                let parts: Vec<String> = place.iter().map(|part| digits(*part)).collect();
                parts.join(" ")
            };
            let places: Vec<String> = places.iter().map(place).collect();
            csv_text(&places.join("; "))
        }
    }
}

/// Nothing that a reader has typed is a formula of a spreadsheet: what could begin one stands behind an apostrophe.
fn csv_text(text: &str) -> String {
    let plain = text.replace('\u{2212}', "-");
    let is_number = |part: &str| part.parse::<f64>().is_ok();
    let begins = plain.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%']);
    let is_places = plain
        .split([' ', ';'])
        .all(|part| part.is_empty() || is_number(part));
    let guarded = if begins && !is_places {
        format!("'{plain}")
    } else {
        plain
    };
    if guarded.contains(['"', ',', '\r', '\n', ';']) || guarded.trim() != guarded {
        format!("\"{}\"", guarded.replace('"', "\"\""))
    } else {
        guarded
    }
}

/// As JSON (RFC 8259).
pub fn json(cell: &Cell) -> String {
    match cell {
        Cell::Nothing => "null".to_owned(),
        Cell::Number(number) => digits(*number),
        Cell::Text(text) => quoted(&text.replace('\u{2212}', "-")),
        Cell::Texts(texts) => {
            let texts = texts
                .iter()
                .map(|text| quoted(&text.replace('\u{2212}', "-")));
            format!("[{}]", texts.collect::<Vec<String>>().join(", "))
        }
        Cell::Places(places) => {
            let place = |place: &Vec<f64>| {
                let parts: Vec<String> = place.iter().map(|part| digits(*part)).collect();
                format!("[{}]", parts.join(", "))
            };
            let places: Vec<String> = places.iter().map(place).collect();
            format!("[{}]", places.join(", "))
        }
    }
}

/// A string of JSON (RFC 8259, 7).
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if control < ' ' => {
                quoted.push_str("\\u00");
                let code = u32::from(control);
                for digit in [code / 16, code % 16] {
                    quoted.extend(char::from_digit(digit, 16));
                }
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_is_typed_is_a_formula_or_breaks_a_line() {
        for (typed, written) in [
            ("node", "node"),
            ("=SUM(A1)", "'=SUM(A1)"),
            ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
            ("@x", "'@x"),
            ("-2+3", "'-2+3"),
            ("\t=1", "\"'\t=1\""),
            ("a, \"b\"", "\"a, \"\"b\"\"\""),
            ("two\nlines", "\"two\nlines\""),
        ] {
            let cell = csv_text(typed);
            // A tab within is no end: RFC 4180 quotes what a comma, a quote or a line's end is in.
            let bare = cell.trim_matches('"');
            assert!(!bare.starts_with(['=', '+', '-', '@', '\t']), "{cell:?}");
            assert_eq!(cell.replace('"', ""), written.replace('"', ""), "{typed:?}");
        }
        assert_eq!(csv_text("a, \"b\""), "\"a, \"\"b\"\"\"");
        // Places of ours keep their sign.
        assert_eq!(csv_text("-1.5 2; 3 -4"), "\"-1.5 2; 3 -4\"");
    }

    #[test]
    fn strings_of_json_are_read_as_they_were() {
        for text in ["a \"b\" \\ c", "\u{1}\n\t\u{1f}", "\u{e9}\u{2028}\u{1f4a9}"] {
            let read: String = serde_json::from_str(&quoted(text)).unwrap();
            assert_eq!(read, text);
        }
    }
}
