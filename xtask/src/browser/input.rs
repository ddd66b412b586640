//! Hands: mouse, wheel, keys, and files dropped on the page.

use std::path::Path;

use anyhow::Result;
use serde_json::{Value, json};

use super::Page;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Button {
    Left,
    Middle,
    Right,
}

impl Button {
    const fn name(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Middle => "middle",
            Self::Right => "right",
        }
    }

    /// As in `MouseEvent.buttons`.
    const fn bit(self) -> u8 {
        match self {
            Self::Left => 1,
            Self::Right => 2,
            Self::Middle => 4,
        }
    }
}

/// Keys held meanwhile, as the protocol counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Modifiers(u8);

impl Modifiers {
    pub const NONE: Self = Self(0);
    pub const ALT: Self = Self(1);
    pub const CTRL: Self = Self(2);
    pub const ALT_SHIFT: Self = Self(9);
    pub const SHIFT: Self = Self(8);
}

/// A point of the page in CSS pixels.
pub type Point = (f64, f64);

impl Page {
    /// Moves the pointer.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub fn move_to(&mut self, point: Point) -> Result<()> {
        self.mouse("mouseMoved", point, &json!({}))
    }

    /// Presses and releases the left button.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub fn click(&mut self, point: Point) -> Result<()> {
        self.drag(Button::Left, Modifiers::NONE, &[point])
    }

    /// Clicks twice at once.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub fn double_click(&mut self, point: Point) -> Result<()> {
        for count in [1, 2] {
            let button = json!({ "button": "left", "buttons": 1, "clickCount": count });
            self.mouse("mousePressed", point, &button)?;
            let button = json!({ "button": "left", "buttons": 0, "clickCount": count });
            self.mouse("mouseReleased", point, &button)?;
        }
        Ok(())
    }

    /// Clicks in the middle of an element.
    ///
    /// # Errors
    /// Where there is none.
    pub fn click_on(&mut self, selector: &str) -> Result<()> {
        // A list that scrolls is scrolled, as a person would.
        let shown = format!(
            "(document.querySelector({})?.scrollIntoView({{ block: 'nearest' }}), 0)",
            json!(selector)
        );
        self.evaluate(&shown)?;
        let centre = self.rect_of(selector)?.centre();
        self.click(centre)
    }

    /// Presses a button at the first point, moves through the others, releases it at the last.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub fn drag(&mut self, button: Button, held: Modifiers, path: &[Point]) -> Result<()> {
        let Some((&first, &last)) = path.first().zip(path.last()) else {
            return Ok(());
        };
        let pressed = json!({
            "button": button.name(), "buttons": button.bit(), "clickCount": 1, "modifiers": held.0,
        });
        self.mouse("mouseMoved", first, &json!({ "modifiers": held.0 }))?;
        self.mouse("mousePressed", first, &pressed)?;
        for &point in path.get(1..).unwrap_or_default() {
            self.mouse("mouseMoved", point, &pressed)?;
        }
        let released = json!({
            "button": button.name(), "buttons": 0, "clickCount": 1, "modifiers": held.0,
        });
        self.mouse("mouseReleased", last, &released)
    }

    /// Turns the wheel; positive is down, one notch of a mouse is 100 or 120.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub fn wheel(&mut self, point: Point, held: Modifiers, delta: f64) -> Result<()> {
        let turn = json!({ "deltaX": 0, "deltaY": delta, "modifiers": held.0 });
        self.mouse("mouseWheel", point, &turn)
    }

    fn mouse(&mut self, kind: &str, (x, y): Point, further: &Value) -> Result<()> {
        let mut params = json!({ "type": kind, "x": x, "y": y });
        merge(&mut params, further);
        self.call("Input.dispatchMouseEvent", &params).map(drop)
    }

    /// Presses and releases a key, named as in `KeyboardEvent.key`.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub fn key(&mut self, key: &str) -> Result<()> {
        self.key_with(key, Modifiers::NONE)
    }

    /// Presses and releases a key while others are held.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub fn key_with(&mut self, key: &str, held: Modifiers) -> Result<()> {
        self.key_event("keyDown", key, held)?;
        self.key_event("keyUp", key, held)
    }

    /// Presses a key and keeps it down.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub fn key_down(&mut self, key: &str) -> Result<()> {
        self.key_event("keyDown", key, Modifiers::NONE)
    }

    /// Lets a key go.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub fn key_up(&mut self, key: &str) -> Result<()> {
        self.key_event("keyUp", key, Modifiers::NONE)
    }

    fn key_event(&mut self, kind: &str, key: &str, held: Modifiers) -> Result<()> {
        let (code, number) = key_code(key);
        let mut event = json!({
            "type": kind, "key": key, "code": code,
            "windowsVirtualKeyCode": number, "modifiers": held.0,
        });
        if kind == "keyDown" && key.chars().count() == 1 && held == Modifiers::NONE {
            event["text"] = json!(key);
        } else if kind == "keyDown" && key == "Enter" {
            event["text"] = json!("\r");
        } else if kind == "keyDown" {
            event["type"] = json!("rawKeyDown");
        }
        self.call("Input.dispatchKeyEvent", &event).map(drop)
    }

    /// Puts fingers on the page, moves them, or takes them off: `touchStart`, `touchMove` or
    /// `touchEnd` with the fingers that are there then. All in one go, as fast as a hand is: a
    /// finger that rests means something else.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub fn touch(&mut self, gesture: &[(&str, &[Point])]) -> Result<()> {
        let mut sent = 0;
        for (kind, fingers) in gesture {
            let fingers = fingers.iter().enumerate();
            let points: Vec<Value> = fingers
                .map(|(id, (x, y))| json!({ "x": x, "y": y, "id": id }))
                .collect();
            let event = json!({ "type": kind, "touchPoints": points });
            sent = self.send("Input.dispatchTouchEvent", &event)?;
        }
        self.answered(sent)
    }

    /// From now on the page takes the screen for one that is touched.
    ///
    /// # Errors
    /// Where the browser does not answer.
    pub fn pretend_touch_screen(&mut self) -> Result<()> {
        let on = json!({ "enabled": true });
        self.call("Emulation.setTouchEmulationEnabled", &on)?;
        Ok(())
    }

    /// Drops files and folders of this machine on the page, in this order.
    ///
    /// # Errors
    /// Where the browser refuses them.
    pub fn drop_files(&mut self, point: Point, paths: &[&Path]) -> Result<()> {
        // The browser refuses a drag without items; the dummy arrives as an entry that is null.
        let data = json!({
            "items": [{ "mimeType": "text/plain", "data": "" }],
            "files": paths, "dragOperationsMask": 1,
        });
        for kind in ["dragEnter", "dragOver", "dragOver", "drop"] {
            let event = json!({ "type": kind, "x": point.0, "y": point.1, "data": data });
            self.call("Input.dispatchDragEvent", &event)?;
        }
        Ok(())
    }
}

/// `KeyboardEvent.code` and the Windows key code that the browser asks for.
fn key_code(key: &str) -> (String, u32) {
    let number = match key {
        "Backspace" => 8,
        "Tab" => 9,
        "Enter" => 13,
        "Escape" => 27,
        " " => 32,
        "PageUp" => 33,
        "PageDown" => 34,
        "End" => 35,
        "Home" => 36,
        "ArrowLeft" => 37,
        "ArrowUp" => 38,
        "ArrowRight" => 39,
        "ArrowDown" => 40,
        "F1" => 112,
        "F5" => 116,
        _ => key
            .chars()
            .next()
            .map_or(0, |letter| u32::from(letter.to_ascii_uppercase())),
    };
    let code = match key.chars().next() {
        Some(' ') => "Space".to_owned(),
        Some(digit) if key.len() == 1 && digit.is_ascii_digit() => format!("Digit{digit}"),
        Some(letter) if key.len() == 1 && letter.is_ascii_alphabetic() => {
            format!("Key{}", letter.to_ascii_uppercase())
        }
        _ => key.to_owned(),
    };
    (code, number)
}

fn merge(target: &mut Value, further: &Value) {
    if let (Some(target), Some(further)) = (target.as_object_mut(), further.as_object()) {
        target.extend(
            further
                .iter()
                .map(|(key, value)| (key.clone(), value.clone())),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_their_codes() {
        assert_eq!(key_code("PageDown"), ("PageDown".to_owned(), 34));
        assert_eq!(key_code("1"), ("Digit1".to_owned(), 49));
        assert_eq!(key_code("r"), ("KeyR".to_owned(), 82));
        assert_eq!(key_code(" "), ("Space".to_owned(), 32));
    }
}
