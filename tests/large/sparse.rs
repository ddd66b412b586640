//! A file that is not there: its first and last bytes are, and all between are reckoned.

use hounsfield::problem::Kind;
use hounsfield::workers::file::Source;

pub struct Sparse {
    head: Vec<u8>,
    body: u64,
    tail: Vec<u8>,
}

impl Sparse {
    pub fn new(head: Vec<u8>, body: u64) -> Self {
        Self {
            head,
            body,
            tail: Vec::new(),
        }
    }

    pub fn with_tail(self, tail: Vec<u8>) -> Self {
        Self { tail, ..self }
    }
}

/// What lies at a place of the body.
fn byte(at: u64) -> u8 {
    (at % 251).to_le_bytes()[0]
}

/// Bytes of a body.
pub fn bytes(offset: u64, length: u64) -> Vec<u8> {
    (offset..offset + length).map(byte).collect()
}

impl Source for Sparse {
    type Bytes = Vec<u8>;

    fn length(&self) -> u64 {
        self.head.len() as u64 + self.body + self.tail.len() as u64
    }

    fn read(&mut self, offset: u64, length: u64) -> Result<Vec<u8>, Kind> {
        let end = offset + length;
        if end > self.length() {
            let (needed, found) = (end, self.length());
            return Err(Kind::EndsEarly { needed, found });
        }
        let head = self.head.len() as u64;
        let tail = head + self.body;
        let mut read = Vec::with_capacity(usize::try_from(length).unwrap());
        let part = |bytes: &[u8], from: u64, to: u64| {
            let [from, to] = [from, to].map(|at| usize::try_from(at).unwrap().min(bytes.len()));
            bytes[from..to].to_vec()
        };
        read.extend(part(&self.head, offset, end));
        if end > head && offset < tail {
            read.extend((offset.max(head)..end.min(tail)).map(byte));
        }
        if end > tail {
            read.extend(part(&self.tail, offset.saturating_sub(tail), end - tail));
        }
        Ok(read)
    }

    fn start_of(bytes: &Vec<u8>, length: u64) -> Vec<u8> {
        let length = usize::try_from(length).unwrap().min(bytes.len());
        bytes[..length].to_vec()
    }

    fn from_ours(bytes: Vec<u8>) -> Vec<u8> {
        bytes
    }
}
