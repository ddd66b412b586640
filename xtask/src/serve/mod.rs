//! A small static server on 127.0.0.1, for trying the page and for testing it.
//!
//! It writes down every request, and answers requests made to it as a proxy only for itself:
//! a browser that runs with it as its proxy can reach nothing else, and what it tried to reach
//! is on record.

mod http;
mod site;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

pub use http::Request;
pub use site::{Content, Site};

/// A browser keeps unused connections open; a thread waits this long on each.
const PATIENCE: Duration = Duration::from_secs(30);

/// Runs until it is dropped.
#[derive(Debug)]
pub struct Server {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    address: SocketAddr,
    site: Mutex<Site>,
    requests: Arc<Mutex<Vec<Request>>>,
    stopped: AtomicBool,
}

impl Server {
    /// Listens on 127.0.0.1; port 0 takes a free one.
    ///
    /// # Errors
    /// The port is taken, or sockets are not allowed.
    pub fn start(port: u16, site: Site) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let shared = Arc::new(Shared {
            address: listener.local_addr()?,
            site: Mutex::new(site),
            requests: Arc::default(),
            stopped: AtomicBool::new(false),
        });
        let server = Self {
            shared: Arc::clone(&shared),
        };
        thread::spawn(move || accept(&listener, &shared));
        Ok(server)
    }

    #[must_use]
    pub fn port(&self) -> u16 {
        self.shared.address.port()
    }

    /// `http://127.0.0.1:8080`, without a slash at the end.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("http://{}", self.shared.address)
    }

    /// Serves other bytes at a path from now on; see [`Site::replace`].
    pub fn replace(&self, path: &str, bytes: impl Into<Vec<u8>>) {
        locked(&self.shared.site).replace(path, bytes);
    }

    /// Every request so far, in order of arrival.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        locked(&self.shared.requests).clone()
    }

    /// The growing list itself, for a reader on another thread.
    #[must_use]
    pub fn log(&self) -> Arc<Mutex<Vec<Request>>> {
        Arc::clone(&self.shared.requests)
    }

    /// Answers nobody any more. What was asked until now stays on record.
    pub fn stop(&self) {
        self.shared.stopped.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for a connection; it then sees that it is over.
        drop(TcpStream::connect(self.shared.address));
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.stopped.load(Ordering::Relaxed) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let shared = Arc::clone(shared);
        // A browser that goes away in the middle of an answer is not our trouble.
        thread::spawn(move || answer(&stream, &shared).ok());
    }
}

fn answer(mut stream: &TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    let Some(mut request) = http::read(&mut stream)? else {
        return Ok(());
    };
    let (status, content) = shared.choose(&request);
    request.status = status;
    let with_body = request.method != "HEAD";
    // On record before it is answered: a test that has seen the answer finds the request.
    locked(&shared.requests).push(request);
    match content {
        Some(content) => {
            let mut headers = vec![
                ("Content-Type", content.media_type),
                ("Cache-Control", content.cache_control),
            ];
            let policy = content.policy;
            headers.extend(policy.map(|policy| ("Content-Security-Policy", policy)));
            http::write(&mut stream, status, &headers, &content.bytes, with_body)
        }
        None if status == 405 => {
            http::write(&mut stream, status, &[("Allow", "GET, HEAD")], &[], false)
        }
        None => http::write(&mut stream, status, &[], &[], false),
    }
}

impl Shared {
    fn choose(&self, request: &Request) -> (u16, Option<Content>) {
        if request.method.is_empty() {
            return (400, None);
        }
        if !self.is_own(request) {
            return (502, None);
        }
        if !matches!(request.method.as_str(), "GET" | "HEAD") {
            return (405, None);
        }
        match locked(&self.site).content(&request.path) {
            Some(content) => (200, Some(content)),
            None => (404, None),
        }
    }

    fn is_own(&self, request: &Request) -> bool {
        let Some(authority) = &request.authority else {
            return true;
        };
        request.method != "CONNECT"
            && (*authority == self.address.to_string()
                || *authority == format!("localhost:{}", self.address.port()))
    }
}

/// A thread that panicked while it held the lock left a whole list behind.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};

    fn ask(server: &Server, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn server() -> Server {
        let mut site = Site::default();
        site.replace("/a.wasm", "bytes");
        Server::start(0, site).unwrap()
    }

    #[test]
    fn serves_get_and_head() {
        let server = server();
        let get = ask(&server, "GET /a.wasm HTTP/1.1\r\n\r\n");
        assert!(get.starts_with("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"));
        assert!(get.contains("Content-Type: application/wasm\r\n"));
        assert!(get.ends_with("\r\n\r\nbytes"));
        let head = ask(&server, "HEAD /a.wasm HTTP/1.1\r\n\r\n");
        assert!(head.contains("Content-Length: 5\r\n") && head.ends_with("\r\n\r\n"));
    }

    #[test]
    fn refuses_and_records_everything_else() {
        let server = server();
        let own = format!("GET {}/a.wasm HTTP/1.1\r\n\r\n", server.origin());
        for (request, status) in [
            (own.as_str(), 200),
            ("GET /b HTTP/1.1\r\n\r\n", 404),
            ("POST /a.wasm HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi", 405),
            ("GET http://example.org/a.wasm HTTP/1.1\r\n\r\n", 502),
            ("CONNECT example.org:443 HTTP/1.1\r\n\r\n", 502),
            ("nonsense\r\n\r\n", 400),
        ] {
            let answer = ask(&server, request);
            assert!(
                answer.starts_with(&format!("HTTP/1.1 {status} ")),
                "{answer}"
            );
        }
        let statuses: Vec<u16> = server.requests().iter().map(|it| it.status).collect();
        assert_eq!(statuses, [200, 404, 405, 502, 502, 400]);
    }

    #[test]
    fn stops_when_dropped() {
        let server = server();
        let address = ("127.0.0.1", server.port());
        drop(server);
        let deadline = std::time::Instant::now() + Duration::from_secs(5);
        while TcpStream::connect(address).is_ok() {
            assert!(std::time::Instant::now() < deadline, "still listening");
            thread::yield_now();
        }
    }
}
