//! What stands over pictures, painted onto a canvas as it is on the page: texts, lines, boxes. It goes
//! by the elements themselves, so that whatever a pane comes to show is in a saved picture too.

use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{
    CanvasRenderingContext2d, CssStyleDeclaration, DomRect, Element, Node, Path2d,
    SvgGraphicsElement,
};

/// What is for hands, and no part of a picture.
const FOR_HANDS: &str = ".slider, .cine, .keys-pointer:not(.cursor), .finger-probe, [data-held], [data-probe], .for-ears, button, input, select";

/// What is left out of a picture without marks.
const MARKS: &str = ".marks, .mark-label, .over-image";

/// As `--over-image-edge`.
const EDGE: &str = "#000";
const EDGE_WIDTH: f64 = 2.0;

/// A part of the page on its way to a canvas, of which one unit is a CSS pixel.
pub struct Painter<'a> {
    pub context: &'a CanvasRenderingContext2d,
    /// The place of the page that lies at the canvas's corner.
    pub origin: [f64; 2],
    pub with_marks: bool,
}

impl Painter<'_> {
    /// Paints an element and all that is in it.
    ///
    /// # Errors
    /// What the browser says: of elements on a page there is nothing that it could not paint.
    pub fn paint(&self, element: &Element) -> Result<(), JsValue> {
        if element.matches(FOR_HANDS)? || !self.with_marks && element.matches(MARKS)? {
            return Ok(());
        }
        let Some(style) = window().get_computed_style(element)? else {
            return Ok(());
        };
        let of = Style(&style);
        if of.is("display", "none") || of.is("opacity", "0") {
            return Ok(());
        }
        let clip = clip(&of.get("clip-path"), &element.get_bounding_client_rect());
        let Some([x, y, width, height]) = clip else {
            return self.painted(element, &of);
        };
        self.context.save();
        self.context.begin_path();
        let [left, top] = self.origin;
        self.context.rect(x - left, y - top, width, height);
        self.context.clip();
        let done = self.painted(element, &of);
        self.context.restore();
        done
    }

    fn painted(&self, element: &Element, of: &Style<'_>) -> Result<(), JsValue> {
        let is_seen = of.is("visibility", "visible");
        let shape = element.dyn_ref::<SvgGraphicsElement>();
        if is_seen {
            match shape {
                Some(shape) => self.shape(shape, of)?,
                None => self.surface(&element.get_bounding_client_rect(), of),
            }
        }
        let colour = of.get(if shape.is_some() { "fill" } else { "color" });
        let children = element.child_nodes();
        for at in 0..children.length() {
            let Some(child) = children.item(at) else {
                continue;
            };
            match child.dyn_ref::<Element>() {
                Some(element) => self.paint(element)?,
                None if is_seen && child.node_type() == Node::TEXT_NODE => {
                    self.words(&child, of, &colour)?;
                }
                None => {}
            }
        }
        Ok(())
    }

    /// Background and borders.
    fn surface(&self, rect: &DomRect, style: &Style<'_>) {
        let [x, y] = [rect.x() - self.origin[0], rect.y() - self.origin[1]];
        let (width, height) = (rect.width(), rect.height());
        let fill = |colour: &str, x: f64, y: f64, width: f64, height: f64| {
            self.context.set_fill_style_str(colour);
            self.context.fill_rect(x, y, width, height);
        };
        let ground = style.get("background-color");
        if !is_clear(&ground) {
            fill(&ground, x, y, width, height);
        }
        for side in ["top", "right", "bottom", "left"] {
            let of = |part: &str| style.get(&format!("border-{side}-{part}"));
            let thick = pixels(&of("width"));
            if thick <= 0.0 || of("style") == "none" {
                continue;
            }
            let colour = of("color");
            match side {
                "top" => fill(&colour, x, y, width, thick),
                "bottom" => fill(&colour, x, y + height - thick, width, thick),
                "left" => fill(&colour, x, y, thick, height),
                _ => fill(&colour, x + width - thick, y, thick, height),
            }
        }
    }

    /// One shape of an SVG, in the units of the page.
    fn shape(&self, shape: &SvgGraphicsElement, style: &Style<'_>) -> Result<(), JsValue> {
        let Some((drawn, matrix)) = outline(shape)?.zip(shape.get_screen_ctm()) else {
            return Ok(());
        };
        let path = Path2d::new()?;
        path.add_path_with_transformation(&drawn, &matrix);
        let context = self.context;
        context.save();
        let done = (|| {
            context.translate(-self.origin[0], -self.origin[1])?;
            context.set_global_alpha(number(&style.get("opacity")));
            let fill = style.get("fill");
            if fill != "none" && !is_clear(&fill) {
                context.set_fill_style_str(&fill);
                let alpha = number(&style.get("opacity")) * number(&style.get("fill-opacity"));
                context.set_global_alpha(alpha);
                context.fill_with_path_2d(&path);
                context.set_global_alpha(number(&style.get("opacity")));
            }
            let stroke = style.get("stroke");
            if stroke != "none" && !is_clear(&stroke) {
                let across = f64::from(matrix.a()) * f64::from(matrix.d())
                    - f64::from(matrix.b()) * f64::from(matrix.c());
                let scale = if style.is("vector-effect", "non-scaling-stroke") {
                    1.0
                } else {
                    across.abs().sqrt()
                };
                context.set_stroke_style_str(&stroke);
                context.set_line_width(pixels(&style.get("stroke-width")) * scale);
                context.set_line_cap(&style.get("stroke-linecap"));
                context.set_line_join(&style.get("stroke-linejoin"));
                context.set_line_dash(&dashes(&style.get("stroke-dasharray"), scale))?;
                context.stroke_with_path(&path);
            }
            Ok(())
        })();
        context.restore();
        done
    }

    /// Word by word, each where it is: lines are broken as they are on the page.
    fn words(&self, text: &Node, style: &Style<'_>, colour: &str) -> Result<(), JsValue> {
        let words = text.text_content().unwrap_or_default();
        if words.trim().is_empty() {
            return Ok(());
        }
        let context = self.context;
        let font = ["font-style", "font-weight", "font-size", "font-family"];
        context.set_font(&font.map(|part| style.get(part)).join(" "));
        context.set_text_baseline("middle");
        context.set_text_align("left");
        context.set_line_join("round");
        context.set_line_dash(&js_sys::Array::new())?;
        let has_edge = !style.is("text-shadow", "none");
        let range = document().create_range()?;
        let mut from = 0;
        for word in words.split_inclusive(char::is_whitespace) {
            let to = from + u32::try_from(word.encode_utf16().count()).unwrap_or_default();
            let seen = word.trim_end();
            range.set_start(text, from)?;
            range.set_end(text, to)?;
            from = to;
            let rects = range.get_client_rects();
            let Some(rect) = rects.and_then(|rects| rects.item(0)) else {
                continue;
            };
            if seen.is_empty() {
                continue;
            }
            let x = rect.x() - self.origin[0];
            let y = rect.y() - self.origin[1] + rect.height() / 2.0;
            if has_edge {
                context.set_stroke_style_str(EDGE);
                context.set_line_width(EDGE_WIDTH);
                context.stroke_text(seen, x, y)?;
            }
            context.set_fill_style_str(colour);
            context.fill_text(seen, x, y)?;
        }
        Ok(())
    }
}

/// What an element looks like.
struct Style<'a>(&'a CssStyleDeclaration);

impl Style<'_> {
    fn get(&self, property: &str) -> String {
        // It fails for no name at all.
        self.0.get_property_value(property).unwrap_or_default()
    }

    fn is(&self, property: &str, value: &str) -> bool {
        self.get(property) == value
    }
}

/// In the shape's own units; `None` of what holds others and draws nothing itself.
fn outline(shape: &SvgGraphicsElement) -> Result<Option<Path2d>, JsValue> {
    let of = |name: &str| number(&shape.get_attribute(name).unwrap_or_default());
    let path = Path2d::new()?;
    match shape.tag_name().as_str() {
        "path" => {
            let drawn = shape.get_attribute("d").unwrap_or_default();
            return Path2d::new_with_path_string(&drawn).map(Some);
        }
        "line" => {
            path.move_to(of("x1"), of("y1"));
            path.line_to(of("x2"), of("y2"));
        }
        "rect" => path.rect(of("x"), of("y"), of("width"), of("height")),
        "circle" => path.arc(of("cx"), of("cy"), of("r"), 0.0, std::f64::consts::TAU)?,
        "ellipse" => {
            let (x, y) = (of("cx"), of("cy"));
            path.ellipse(x, y, of("rx"), of("ry"), 0.0, 0.0, std::f64::consts::TAU)?;
        }
        corners @ ("polyline" | "polygon") => {
            let points = shape.get_attribute("points").unwrap_or_default();
            let points: Vec<f64> = points
                .split([' ', ','])
                .filter_map(|part| part.parse().ok())
                .collect();
            for at in points.chunks_exact(2) {
                path.line_to(at[0], at[1]);
            }
            if corners == "polygon" {
                path.close_path();
            }
        }
        _ => return Ok(None),
    }
    Ok(Some(path))
}

/// What is seen through `inset(...)`: left, top, width, height. Nothing else clips here.
fn clip(path: &str, of: &DomRect) -> Option<[f64; 4]> {
    let inset = path.strip_prefix("inset(")?.strip_suffix(')')?;
    let length = |part: &str, whole: f64| match part.strip_suffix('%') {
        Some(share) => number(share) / 100.0 * whole,
        None => pixels(part),
    };
    let parts: Vec<&str> = inset.split_whitespace().collect();
    let top = *parts.first()?;
    let right = parts.get(1).copied().unwrap_or(top);
    let bottom = parts.get(2).copied().unwrap_or(top);
    let left = parts.get(3).copied().unwrap_or(right);
    let [left, right] = [left, right].map(|part| length(part, of.width()));
    let [top, bottom] = [top, bottom].map(|part| length(part, of.height()));
    let (width, height) = (of.width() - left - right, of.height() - top - bottom);
    Some([of.x() + left, of.y() + top, width, height])
}

/// A computed length; what is none is nothing.
fn pixels(length: &str) -> f64 {
    length.trim_end_matches("px").parse().unwrap_or_default()
}

/// A share, or a coordinate; what is none is nothing.
fn number(written: &str) -> f64 {
    written.parse().unwrap_or_default()
}

fn dashes(written: &str, scale: f64) -> js_sys::Array {
    let lengths = written.split([' ', ',']).filter(|part| !part.is_empty());
    let lengths = lengths.filter_map(|part| part.trim_end_matches("px").parse::<f64>().ok());
    lengths
        .map(|length| JsValue::from(length * scale))
        .collect()
}

fn is_clear(colour: &str) -> bool {
    matches!(colour, "" | "transparent" | "rgba(0, 0, 0, 0)")
}
