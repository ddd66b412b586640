//! What a server serves: folders under prefixes, and files replaced in memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders and files by the path under which they are served.
#[derive(Debug, Clone, Default)]
pub struct Site {
    folders: Vec<(String, PathBuf)>,
    replaced: BTreeMap<String, Vec<u8>>,
}

/// One file as it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
    pub cache_control: &'static str,
    pub policy: Option<&'static str>,
}

impl Site {
    /// A folder at the root of the server.
    #[must_use]
    pub fn of(folder: impl Into<PathBuf>) -> Self {
        Self::default().with_folder("/", folder)
    }

    /// A folder under a prefix that begins and ends with a slash.
    #[must_use]
    pub fn with_folder(mut self, prefix: &str, folder: impl Into<PathBuf>) -> Self {
        self.folders.push((prefix.to_owned(), folder.into()));
        self
    }

    /// Serves these bytes at a path (`/sub/file.js`), whatever the folders hold.
    pub fn replace(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.replaced.insert(path.to_owned(), bytes.into());
    }

    /// The content at a percent-encoded path; a folder's is its `index.html`.
    #[must_use]
    pub fn content(&self, encoded: &str) -> Option<Content> {
        let mut path = percent_decoded(encoded)?;
        if path.ends_with('/') {
            path.push_str("index.html");
        }
        let bytes = match self.replaced.get(&path) {
            Some(bytes) => bytes.clone(),
            None => self.read(&path)?,
        };
        Some(Content {
            bytes,
            media_type: media_type(&path),
            cache_control: cache_control(&path),
            policy: policy(&path),
        })
    }

    /// The longest prefix wins: a folder served at `/lessons/` hides the root's own.
    fn read(&self, path: &str) -> Option<Vec<u8>> {
        let matching = self.folders.iter().filter_map(|(prefix, folder)| {
            let inner = path.strip_prefix(prefix.as_str())?;
            Some((prefix.len(), folder, inner))
        });
        let (_, folder, inner) = matching.max_by_key(|(length, ..)| *length)?;
        if !is_plain(inner) {
            return None;
        }
        let folder = folder.canonicalize().ok()?;
        let file = folder.join(inner).canonicalize().ok()?;
        // A link may point out of the folder.
        file.starts_with(&folder)
            .then(|| fs::read(file).ok())
            .flatten()
    }
}

/// Every part of the path is a name: nothing climbs out, no drive, no stream.
fn is_plain(path: &str) -> bool {
    path.split('/').all(|part| {
        !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0'])
    })
}

fn percent_decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let high = char::from(rest.next()?).to_digit(16)?;
            let low = char::from(rest.next()?).to_digit(16)?;
            bytes.push(u8::try_from(high * 16 + low).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

fn media_type(path: &str) -> &'static str {
    let extension = Path::new(path).extension().and_then(|it| it.to_str());
    match extension.unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// A file named by its content never changes; every other one is asked for again.
fn cache_control(path: &str) -> &'static str {
    if crate::stamp::is_named_by_content(path) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

/// No policy of a page binds a service worker, only what comes with its script. It asks for the page's files,
/// and for nothing else.
fn policy(path: &str) -> Option<&'static str> {
    let is_service_worker = path.rsplit('/').next() == Some("sw.js");
    is_service_worker.then_some("default-src 'none'; connect-src 'self'")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_climbs_out_of_the_folder() {
        let site = Site::of(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
        assert!(site.content("/lib.rs").is_some());
        for path in [
            "/../Cargo.toml",
            "/%2e%2e/Cargo.toml",
            "/..%2fCargo.toml",
            "/..%5cCargo.toml",
            "//lib.rs",
            "/serve/../lib.rs",
            "/lib.rs%00",
            "/%zz",
            "/serve",
        ] {
            assert_eq!(site.content(path), None, "{path}");
        }
    }

    #[test]
    fn a_folder_answers_with_its_index() {
        let mut site = Site::default();
        site.replace("/sub/index.html", "here");
        let content = site.content("/sub/").unwrap();
        assert_eq!(content.bytes, b"here");
        assert_eq!(content.media_type, "text/html; charset=utf-8");
        assert_eq!(content.cache_control, "no-cache");
    }

    #[test]
    fn what_is_replaced_hides_the_file() {
        let mut site = Site::of(env!("CARGO_MANIFEST_DIR"));
        site.replace("/Cargo.toml", "other");
        assert_eq!(site.content("/Cargo.toml").unwrap().bytes, b"other");
    }

    #[test]
    fn the_longest_prefix_wins() {
        let root = env!("CARGO_MANIFEST_DIR");
        let site = Site::of(format!("{root}/src")).with_folder("/up/", root);
        assert!(site.content("/up/Cargo.toml").is_some());
        assert_eq!(site.content("/Cargo.toml"), None);
    }
}
