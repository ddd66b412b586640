//! The DevTools protocol over one WebSocket: commands with their replies, events, and the
//! sessions of pages and workers ("flat": each message names its session).

use std::collections::BTreeMap;
use std::io::{self, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};

/// No command takes longer than this unless the browser hangs: a screenshot drawn by a CPU on a
/// busy machine takes some seconds.
const REPLY_WITHIN: Duration = Duration::from_mins(1);

/// How long one look at the socket waits for something to come.
const LOOK: Duration = Duration::from_millis(20);

/// Something that the browser told without being asked.
#[derive(Clone, Debug)]
pub struct Event {
    /// Of the page or worker that it concerns; empty for the browser itself.
    pub session: String,
    pub method: String,
    pub params: Value,
}

pub struct Connection {
    socket: WebSocket<Unbroken>,
    last_id: u64,
    replies: BTreeMap<u64, Value>,
    /// The sessions that commands without a reply were sent to.
    asked: BTreeMap<u64, String>,
    /// Everything told so far, oldest first.
    pub events: Vec<Event>,
}

impl Connection {
    /// Connects to a browser that listens at `ws://127.0.0.1:port/path`.
    ///
    /// # Errors
    /// Where nothing answers there.
    pub fn open(port: u16, path: &str) -> Result<Self> {
        let stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.set_nodelay(true)?;
        let url = format!("ws://127.0.0.1:{port}{path}");
        let (socket, _) = tungstenite::client(url, Unbroken(stream))
            .context("connecting to the browser's debugger")?;
        socket.get_ref().0.set_read_timeout(Some(LOOK))?;
        Ok(Self {
            socket,
            last_id: 0,
            replies: BTreeMap::new(),
            asked: BTreeMap::new(),
            events: Vec::new(),
        })
    }

    /// Sends a command and does not wait: the number of its reply.
    ///
    /// # Errors
    /// Where the connection is gone.
    pub fn send(&mut self, session: &str, method: &str, params: &Value) -> Result<u64> {
        self.last_id += 1;
        let mut message = json!({ "id": self.last_id, "method": method, "params": params });
        if !session.is_empty() {
            message["sessionId"] = json!(session);
        }
        self.socket
            .send(Message::text(message.to_string()))
            .with_context(|| method.to_owned())?;
        self.asked.insert(self.last_id, session.to_owned());
        Ok(self.last_id)
    }

    /// Sends a command and waits for what it returns.
    ///
    /// # Errors
    /// Where the browser refuses, is gone, or does not answer.
    pub fn call(&mut self, session: &str, method: &str, params: &Value) -> Result<Value> {
        let id = self.send(session, method, params)?;
        self.reply(id).with_context(|| method.to_owned())
    }

    /// Waits for what a command returns, by its number.
    ///
    /// # Errors
    /// Where the browser refuses, is gone, or does not answer.
    pub fn reply(&mut self, id: u64) -> Result<Value> {
        let deadline = Instant::now() + REPLY_WITHIN;
        loop {
            if let Some(mut reply) = self.replies.remove(&id) {
                if let Some(error) = reply.get("error") {
                    bail!("{error}");
                }
                return Ok(reply["result"].take());
            }
            if !self.asked.contains_key(&id) {
                bail!("the page or worker that was asked has ended");
            }
            if Instant::now() > deadline {
                bail!("no answer");
            }
            self.listen()?;
        }
    }

    /// Takes in what has come, or waits a moment for something to come.
    ///
    /// # Errors
    /// Where the connection is gone.
    pub fn listen(&mut self) -> Result<()> {
        match self.socket.read() {
            Ok(Message::Text(text)) => self.keep(text.as_str()),
            Ok(_) => Ok(()),
            Err(tungstenite::Error::Io(error)) if is_timeout(&error) => Ok(()),
            Err(error) => Err(error).context("listening to the browser"),
        }
    }

    fn keep(&mut self, text: &str) -> Result<()> {
        let mut message: Value = serde_json::from_str(text)?;
        if let Some(id) = message["id"].as_u64() {
            self.asked.remove(&id);
            self.replies.insert(id, message);
            return Ok(());
        }
        let event = Event {
            session: message["sessionId"].as_str().unwrap_or_default().to_owned(),
            method: message["method"].as_str().unwrap_or_default().to_owned(),
            params: message["params"].take(),
        };
        let attached = (event.method == "Target.attachedToTarget")
            .then(|| event.params["sessionId"].as_str().map(str::to_owned))
            .flatten();
        if event.method == "Target.detachedFromTarget" {
            let ended = event.params["sessionId"].as_str().unwrap_or_default();
            self.asked.retain(|_, session| session != ended);
        }
        if event.method == "Page.javascriptDialogOpening" {
            // *Leave this page?* is answered with yes, as a reader who means it would.
            let accept = json!({ "accept": true });
            self.send(&event.session, "Page.handleJavaScriptDialog", &accept)?;
        }
        self.events.push(event);
        attached.map_or(Ok(()), |session| self.watch(&session))
    }

    /// Hears a session's console, exceptions and requests, and attaches to the workers it starts.
    fn watch(&mut self, session: &str) -> Result<()> {
        let attach =
            json!({ "autoAttach": true, "waitForDebuggerOnStart": false, "flatten": true });
        self.send(session, "Target.setAutoAttach", &attach)?;
        self.send(session, "Runtime.enable", &json!({}))?;
        self.send(session, "Network.enable", &json!({}))?;
        Ok(())
    }
}

/// A stream on which a call that a signal cut short is made again: where a sandbox stands between
/// this and the system, such cuts come even to a process that handles no signal.
struct Unbroken(TcpStream);

impl Read for Unbroken {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        again(|| self.0.read(into))
    }
}

impl Write for Unbroken {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        again(|| self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        again(|| self.0.flush())
    }
}

fn again<T>(mut call: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    loop {
        match call() {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            done => return done,
        }
    }
}

fn is_timeout(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_signal_cuts_short_is_called_again() {
        let mut cuts = 2;
        let read = again(|| {
            if cuts == 0 {
                return Ok(7);
            }
            cuts -= 1;
            Err(ErrorKind::Interrupted.into())
        });
        assert_eq!((read.ok(), cuts), (Some(7), 0));
    }

    #[test]
    fn other_errors_come_through() {
        let refused: io::Result<()> = again(|| Err(ErrorKind::ConnectionReset.into()));
        assert_eq!(
            refused.map_err(|error| error.kind()),
            Err(ErrorKind::ConnectionReset)
        );
    }
}
