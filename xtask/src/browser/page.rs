//! One page of a browser, with its workers.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::cdp::{Connection, Event};
use super::launch::{Chromium, Options};
use super::{Picture, Rect};

/// How long a state is waited for before the test is given up. Generous: software rendering on
/// two busy cores; no test takes this long unless it fails.
pub const STATE_WITHIN: Duration = Duration::from_secs(40);

/// A dedicated worker of the page that is running now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub session: String,
    pub url: String,
    /// The name it was started with, if any.
    pub name: String,
}

pub struct Page {
    connection: Connection,
    session: String,
    chromium: Chromium,
}

impl Page {
    /// Starts a browser with one empty page of 1280 x 800 CSS pixels.
    ///
    /// # Errors
    /// Where no browser comes up.
    pub fn start(options: &Options) -> Result<Self> {
        let (chromium, mut connection) = Chromium::start(options)?;
        let context = connection.call("", "Target.createBrowserContext", &context(options))?;
        let blank = json!({
            "url": "about:blank", "browserContextId": context["browserContextId"],
        });
        let target = connection.call("", "Target.createTarget", &blank)?;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = connection.call("", "Target.attachToTarget", &attach)?;
        let session = attached["sessionId"]
            .as_str()
            .unwrap_or_default()
            .to_owned();
        let mut page = Self {
            connection,
            session,
            chromium,
        };
        page.call("Page.enable", &json!({}))?;
        page.call("Log.enable", &json!({}))?;
        let still =
            json!({ "features": [{ "name": "prefers-reduced-motion", "value": "reduce" }] });
        page.call("Emulation.setEmulatedMedia", &still)?;
        page.resize(1280, 800, 1.0)?;
        Ok(page)
    }

    /// Sends a command of the protocol to the page.
    ///
    /// # Errors
    /// Where the browser refuses it or does not answer.
    pub fn call(&mut self, method: &str, params: &Value) -> Result<Value> {
        self.connection.call(&self.session, method, params)
    }

    /// Sends a command and does not wait for its answer: the number of that.
    pub(super) fn send(&mut self, method: &str, params: &Value) -> Result<u64> {
        self.connection.send(&self.session, method, params)
    }

    /// Waits for the answer of a command, and so of those before it.
    pub(super) fn answered(&mut self, command: u64) -> Result<()> {
        self.connection.reply(command).map(drop)
    }

    /// Sets the page's size in CSS pixels and the device pixels in one of them.
    ///
    /// # Errors
    /// Where the browser refuses.
    pub fn resize(&mut self, width: u32, height: u32, device_pixel_ratio: f64) -> Result<()> {
        let metrics = json!({
            "width": width, "height": height,
            "deviceScaleFactor": device_pixel_ratio, "mobile": false,
        });
        self.call("Emulation.setDeviceMetricsOverride", &metrics)
            .map(drop)
    }

    /// A script that runs before those of every page opened from now on.
    ///
    /// # Errors
    /// Where the browser refuses it.
    pub fn before_load(&mut self, script: &str) -> Result<()> {
        self.call(
            "Page.addScriptToEvaluateOnNewDocument",
            &json!({ "source": script }),
        )
        .map(drop)
    }

    /// Opens an address and waits until it has loaded.
    ///
    /// # Errors
    /// Where it cannot be loaded.
    pub fn open(&mut self, url: &str) -> Result<()> {
        // A page that asks before it is left stays for a while after the browser's answer.
        self.evaluate("globalThis.isLeft = true")?;
        let answer = self.call("Page.navigate", &json!({ "url": url }))?;
        if let Some(error) = answer["errorText"].as_str() {
            bail!("opening {url}: {error}");
        }
        self.wait_until("globalThis.isLeft !== true && document.readyState === 'complete'")
    }

    /// The value of a JavaScript expression in the page; promises are awaited.
    ///
    /// # Errors
    /// Where it throws.
    pub fn evaluate(&mut self, expression: &str) -> Result<Value> {
        let session = self.session.clone();
        self.evaluate_in(&session, expression)
    }

    /// The value of an expression in a worker; promises are awaited.
    ///
    /// # Errors
    /// Where it throws, or the worker is gone.
    pub fn evaluate_in(&mut self, session: &str, expression: &str) -> Result<Value> {
        let mut answer =
            self.connection
                .call(session, "Runtime.evaluate", &evaluation(expression))?;
        if let Some(thrown) = answer.get("exceptionDetails") {
            bail!("{expression}: {}", describe_exception(thrown));
        }
        Ok(answer["result"]["value"].take())
    }

    /// Has a worker evaluate something that may never come to an end.
    ///
    /// # Errors
    /// Where the browser is gone.
    pub fn start_in(&mut self, session: &str, expression: &str) -> Result<()> {
        self.connection
            .send(session, "Runtime.evaluate", &evaluation(expression))
            .map(drop)
    }

    /// Waits until an expression is true.
    ///
    /// # Errors
    /// Where it throws, or does not become true in good time.
    pub fn wait_until(&mut self, expression: &str) -> Result<()> {
        let deadline = Instant::now() + STATE_WITHIN;
        loop {
            // While a page is being replaced there is nothing to evaluate in.
            let last = self.evaluate(expression);
            if last.as_ref().is_ok_and(|value| *value == Value::Bool(true)) {
                return Ok(());
            }
            if Instant::now() > deadline {
                let last = last.map_or_else(|error| error.to_string(), |value| value.to_string());
                bail!("waited in vain until {expression} (last: {last})");
            }
            self.connection.listen()?;
        }
    }

    /// Takes in events until one is as wanted.
    ///
    /// # Errors
    /// Where none comes in good time.
    pub fn wait_for_event(
        &mut self,
        what: &str,
        is_wanted: impl Fn(&Event) -> bool,
    ) -> Result<Event> {
        let deadline = Instant::now() + STATE_WITHIN;
        loop {
            if let Some(event) = self.connection.events.iter().find(|event| is_wanted(event)) {
                return Ok(event.clone());
            }
            if Instant::now() > deadline {
                bail!("waited in vain for {what}");
            }
            self.connection.listen()?;
        }
    }

    /// The page's workers that are running now, oldest first.
    ///
    /// # Errors
    /// Where the browser is gone.
    pub fn workers(&mut self) -> Result<Vec<Target>> {
        // One round trip, so that what was told before it has been taken in.
        self.call("Runtime.getIsolateId", &json!({}))?;
        let mut running = Vec::new();
        for event in &self.connection.events {
            let session = event.params["sessionId"].as_str().unwrap_or_default();
            let info = &event.params["targetInfo"];
            if event.method == "Target.attachedToTarget" && info["type"] == "worker" {
                running.push(Target {
                    session: session.to_owned(),
                    url: info["url"].as_str().unwrap_or_default().to_owned(),
                    name: info["title"].as_str().unwrap_or_default().to_owned(),
                });
            } else if event.method == "Target.detachedFromTarget" {
                running.retain(|target| target.session != session);
            }
        }
        Ok(running)
    }

    /// The session of the service worker with a script, once it runs.
    ///
    /// # Errors
    /// Where the browser is gone.
    pub fn service_worker(&mut self, script: &str) -> Result<Option<String>> {
        let targets = self.connection.call("", "Target.getTargets", &json!({}))?;
        let targets = targets["targetInfos"].as_array().into_iter().flatten();
        let mut running =
            targets.filter(|it| it["type"] == "service_worker" && it["url"] == script);
        let Some(target) = running.next() else {
            return Ok(None);
        };
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = self.connection.call("", "Target.attachToTarget", &attach)?;
        Ok(attached["sessionId"].as_str().map(str::to_owned))
    }

    /// Where an element lies in the page.
    ///
    /// # Errors
    /// Where there is none.
    pub fn rect_of(&mut self, selector: &str) -> Result<Rect> {
        let expression = format!(
            "(() => {{ const r = document.querySelector({}).getBoundingClientRect(); \
             return [r.x, r.y, r.width, r.height]; }})()",
            json!(selector)
        );
        let values = self.evaluate(&expression)?;
        let number = |index: usize| values[index].as_f64().unwrap_or_default();
        Ok(Rect {
            x: number(0),
            y: number(1),
            width: number(2),
            height: number(3),
        })
    }

    /// The whole page as PNG.
    ///
    /// # Errors
    /// Where the browser takes none.
    pub fn screenshot_png(&mut self, clip: Option<Rect>) -> Result<Vec<u8>> {
        let mut params = json!({ "format": "png", "optimizeForSpeed": true });
        if let Some(Rect {
            x,
            y,
            width,
            height,
        }) = clip
        {
            params["clip"] =
                json!({ "x": x, "y": y, "width": width, "height": height, "scale": 1 });
        }
        let answer = self.call("Page.captureScreenshot", &params)?;
        Ok(STANDARD.decode(answer["data"].as_str().unwrap_or_default())?)
    }

    /// The pixels of a part of the page, as they are on the screen.
    ///
    /// # Errors
    /// Where the browser takes no screenshot.
    pub fn picture(&mut self, part: Rect) -> Result<Picture> {
        Picture::from_png(&self.screenshot_png(Some(part))?)
    }

    /// Console messages and uncaught exceptions of the page and its workers, a line each.
    #[must_use]
    pub fn console(&self) -> Vec<String> {
        self.connection
            .events
            .iter()
            .filter_map(console_line)
            .collect()
    }

    /// Everything that the browser told, oldest first.
    #[must_use]
    pub fn events(&self) -> &[Event] {
        &self.connection.events
    }

    /// The process that all others of this browser descend from.
    #[must_use]
    pub fn process_id(&self) -> u32 {
        self.chromium.process_id()
    }

    /// What the browser itself wrote.
    #[must_use]
    pub fn browser_log(&self) -> String {
        self.chromium.log()
    }
}

/// The proxy is set for the page's own context and not for the whole browser, so that it hears
/// the page and its workers, and nothing of what a browser sends for itself.
fn context(options: &Options) -> Value {
    options.proxy.map_or_else(
        || json!({}),
        |port| json!({ "proxyServer": format!("127.0.0.1:{port}"), "proxyBypassList": "<-loopback>" }),
    )
}

fn evaluation(expression: &str) -> Value {
    json!({
        "expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true,
    })
}

fn describe_exception(details: &Value) -> String {
    let description = &details["exception"]["description"];
    description
        .as_str()
        .map_or_else(|| details.to_string(), str::to_owned)
}

fn console_line(event: &Event) -> Option<String> {
    match event.method.as_str() {
        "Runtime.consoleAPICalled" => {
            let arguments = event.params["args"].as_array()?;
            let words = arguments.iter().map(|argument| {
                let text = argument["value"]
                    .as_str()
                    .or_else(|| argument["description"].as_str());
                text.map_or_else(|| argument["value"].to_string(), str::to_owned)
            });
            let kind = event.params["type"].as_str().unwrap_or_default();
            Some(format!("{kind}: {}", words.collect::<Vec<_>>().join(" ")))
        }
        "Runtime.exceptionThrown" => Some(format!(
            "uncaught: {}",
            describe_exception(&event.params["exceptionDetails"])
        )),
        "Log.entryAdded" => {
            let entry = &event.params["entry"];
            let text = entry["text"].as_str().unwrap_or_default();
            Some(format!(
                "{}: {text}",
                entry["level"].as_str().unwrap_or_default()
            ))
        }
        _ => None,
    }
}
