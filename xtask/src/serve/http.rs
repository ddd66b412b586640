//! As much of HTTP/1.1 as a browser needs to read files, and as a test needs to see every
//! request whole (RFC 9112). One request a connection.

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};

/// No browser sends a longer head: what goes on past it is refused.
const MAX_HEAD_BYTES: u64 = 64 * 1024;

/// One request as it arrived, and what was answered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Request {
    /// `GET`, `HEAD`, `CONNECT`..., or empty where the bytes were no HTTP at all.
    pub method: String,
    /// The request target as sent: `/path?query`, `http://host/path` or `host:port`.
    pub target: String,
    /// `host:port` of an absolute target or of a CONNECT: somebody asked us as a proxy.
    pub authority: Option<String>,
    /// The path, still percent-encoded, without the query.
    pub path: String,
    pub query: Option<String>,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// A body came along, or was announced.
    pub has_body: bool,
    /// Length of the body, as far as it was announced or received.
    pub body_length: u64,
    /// The status that was answered.
    pub status: u16,
}

impl Request {
    /// The value of a header, its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A target in each of the forms of RFC 9112, section 3.2.
    fn from_line(method: &str, target: &str) -> Self {
        let mut request = Self {
            method: method.to_owned(),
            target: target.to_owned(),
            ..Self::default()
        };
        let mut local = target;
        if method == "CONNECT" {
            request.authority = Some(target.to_owned());
            local = "";
        } else if let Some((_, rest)) = target.split_once("://") {
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            let (authority, path) = rest.split_at(end);
            request.authority = Some(authority.to_owned());
            local = path;
        }
        let (path, query) = match local.split_once('?') {
            Some((path, query)) => (path, Some(query.to_owned())),
            None => (local, None),
        };
        path.clone_into(&mut request.path);
        request.query = query;
        request
    }
}

/// Reads one request and swallows its body. `None`: the connection was opened and not used.
pub fn read(stream: &mut impl Read) -> io::Result<Option<Request>> {
    let mut reader = BufReader::new(stream);
    let mut head = reader.by_ref().take(MAX_HEAD_BYTES);
    let mut line = Vec::new();
    match head.read_until(b'\n', &mut line) {
        Ok(0) => return Ok(None),
        Err(error) if line.is_empty() && is_silence(&error) => return Ok(None),
        // Bytes without an end of line are still bytes that somebody sent.
        Ok(_) | Err(_) => {}
    }
    let line = String::from_utf8_lossy(&line);
    let words: Vec<&str> = line.split_whitespace().collect();
    let &[method, target, version] = words.as_slice() else {
        return Ok(Some(not_http(&line)));
    };
    if !version.starts_with("HTTP/1.") {
        return Ok(Some(not_http(&line)));
    }
    let mut request = Request::from_line(method, target);
    request.headers = read_headers(&mut head)?;
    read_body(&mut reader, &mut request)?;
    Ok(Some(request))
}

fn not_http(line: &str) -> Request {
    Request {
        target: line.escape_debug().to_string(),
        has_body: true,
        body_length: line.len() as u64,
        ..Request::default()
    }
}

/// A browser opens connections ahead of need and lets them time out.
fn is_silence(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::ConnectionReset
    )
}

fn read_headers(head: &mut impl BufRead) -> io::Result<Vec<(String, String)>> {
    let mut headers = Vec::new();
    loop {
        let mut line = Vec::new();
        head.read_until(b'\n', &mut line)?;
        let line = String::from_utf8_lossy(&line);
        let Some((name, value)) = line.trim_end().split_once(':') else {
            return Ok(headers);
        };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
}

fn read_body(reader: &mut impl Read, request: &mut Request) -> io::Result<()> {
    if request.header("transfer-encoding").is_some() {
        // Nothing that we serve takes a body: that there is one is all a test wants to know.
        request.has_body = true;
        return Ok(());
    }
    let announced = request.header("content-length").map(str::parse);
    if let Some(Ok(length)) = announced {
        io::copy(&mut reader.take(length), &mut io::sink())?;
        request.body_length = length;
        request.has_body = length > 0;
    }
    Ok(())
}

/// Writes a whole response and leaves the connection to be closed.
pub fn write(
    stream: &mut impl Write,
    status: u16,
    headers: &[(&str, &str)],
    body: &[u8],
    with_body: bool,
) -> io::Result<()> {
    let reason = match status {
        200 => "OK",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        _ => "Bad Gateway",
    };
    let mut head = Vec::new();
    write!(head, "HTTP/1.1 {status} {reason}\r\n")?;
    write!(
        head,
        "Content-Length: {}\r\nConnection: close\r\n",
        body.len()
    )?;
    for (name, value) in headers {
        write!(head, "{name}: {value}\r\n")?;
    }
    head.extend_from_slice(b"\r\n");
    stream.write_all(&head)?;
    if with_body {
        stream.write_all(body)?;
    }
    stream.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Request {
        read(&mut text.as_bytes()).unwrap().unwrap()
    }

    #[test]
    fn origin_form() {
        let request = parsed("GET /a/b.js?v=1 HTTP/1.1\r\nHost: x\r\n\r\n");
        assert_eq!(request.path, "/a/b.js");
        assert_eq!(request.query.as_deref(), Some("v=1"));
        assert_eq!(request.authority, None);
        assert_eq!(request.header("host"), Some("x"));
    }

    #[test]
    fn absolute_form_names_the_host() {
        let request = parsed("GET http://example.org:81/a HTTP/1.1\r\n\r\n");
        assert_eq!(request.authority.as_deref(), Some("example.org:81"));
        assert_eq!(request.path, "/a");
        let bare = parsed("GET http://example.org?q HTTP/1.1\r\n\r\n");
        assert_eq!(bare.authority.as_deref(), Some("example.org"));
        assert_eq!(bare.query.as_deref(), Some("q"));
    }

    #[test]
    fn a_body_is_measured() {
        let request = parsed("POST /a HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody");
        assert!(request.has_body);
        assert_eq!(request.body_length, 4);
    }

    #[test]
    fn bytes_that_are_no_http_are_kept() {
        let request = parsed("\u{16}\u{3}hello");
        assert_eq!(request.method, "");
        assert!(request.has_body);
    }

    #[test]
    fn an_unused_connection_is_no_request() {
        assert_eq!(read(&mut [].as_slice()).unwrap(), None);
    }
}
