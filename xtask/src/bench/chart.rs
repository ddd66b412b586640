//! Bars as SVG, so that a page of Markdown can show them.

use crate::bench::figures::quantile;

/// Bars below each other under a common name.
#[derive(Debug, Default)]
pub struct Group {
    pub name: String,
    pub bars: Vec<Bar>,
}

#[derive(Debug)]
pub struct Bar {
    pub name: String,
    pub colour: &'static str,
    /// `None` where it cannot be done.
    pub value: Option<f64>,
}

const WIDTH: f64 = 860.0;
const NAMES: f64 = 170.0;
const NUMBERS: f64 = 90.0;
const ROW: f64 = 17.0;
const BETWEEN: f64 = 30.0;
const HEAD: f64 = 34.0;

/// A bar is cut where it would be longer than this many middle ones: one slow library would leave
/// nothing to see of the others. Its number stands beside it all the same.
const LONGEST: f64 = 6.0;

/// A chart; less is better in all of them.
pub fn bars(title: &str, groups: &[Group]) -> String {
    let rows: usize = groups.iter().map(|group| group.bars.len()).sum();
    let height = HEAD + BETWEEN * count(groups.len()) + ROW * count(rows) + 8.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" \
         font-family=\"sans-serif\" font-size=\"12\" fill=\"#222\">\n\
         <title>{title}</title>\n<rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
    text(
        &mut svg,
        10.0,
        22.0,
        "font-size=\"15\" font-weight=\"bold\"",
        title,
    );
    let mut top = HEAD;
    for group in groups {
        text(
            &mut svg,
            10.0,
            top + 20.0,
            "font-weight=\"bold\"",
            &group.name,
        );
        top += BETWEEN;
        let most = longest(group);
        for bar in &group.bars {
            row(&mut svg, bar, top, most);
            top += ROW;
        }
    }
    svg + "</svg>\n"
}

/// Each group has a scale of its own: they are compared within.
fn longest(group: &Group) -> f64 {
    let values: Vec<f64> = group.bars.iter().filter_map(|bar| bar.value).collect();
    let most = quantile(&values, 1.0);
    most.min(quantile(&values, 0.5) * LONGEST)
        .max(f64::MIN_POSITIVE)
}

fn row(svg: &mut String, bar: &Bar, top: f64, most: f64) {
    let base = top + ROW - 5.0;
    text(svg, NAMES - 8.0, base, "text-anchor=\"end\"", &bar.name);
    let Some(value) = bar.value else {
        text(svg, NAMES, base, "fill=\"#777\"", "cannot");
        return;
    };
    let room = WIDTH - NAMES - NUMBERS;
    let length = (value / most).min(1.0) * room;
    let (colour, high) = (bar.colour, ROW - 4.0);
    let rect = format!(
        "<rect x=\"{NAMES}\" y=\"{top:.0}\" width=\"{length:.1}\" height=\"{high}\" fill=\"{colour}\"/>\n"
    );
    svg.push_str(&rect);
    let cut = if value > most { "\u{2026} " } else { "" };
    let digits = usize::from(value < 100.0);
    let number = format!("{cut}{value:.digits$}");
    text(svg, NAMES + length + 6.0, base, "", &number);
}

fn text(svg: &mut String, x: f64, y: f64, style: &str, words: &str) {
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    let line = format!("<text x=\"{x:.1}\" y=\"{y:.1}\" {style}>{words}</text>\n");
    svg.push_str(&line);
}

#[expect(clippy::cast_precision_loss, reason = "some dozen rows")]
const fn count(rows: usize) -> f64 {
    rows as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_bar_is_cut_and_keeps_its_number() {
        let values = [Some(10.0), Some(12.0), Some(900.0), None];
        let bars = values.map(|value| Bar {
            name: "a & b".to_owned(),
            colour: "#000",
            value,
        });
        let group = Group {
            name: "g".to_owned(),
            bars: bars.into(),
        };
        let svg = super::bars("t", &[group]);
        assert!(svg.contains("width=\"600.0\"") && svg.contains("\u{2026} 900"));
        assert!(svg.contains("a &amp; b") && svg.contains("cannot"));
    }
}
