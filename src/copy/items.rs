//! Sequences, their items, and fragments of compressed samples: gone over, or stepped over.

use super::codestream;
use dicom_core::VR;

use super::rewrite::Rewriter;
use crate::header::walk::{
    ElementHead, Encoding, ITEM, ITEM_DELIMITER, SEQUENCE_DELIMITER, SMALLEST_ELEMENT, Stop,
};
use crate::limits;

/// Where items or elements end.
#[derive(Clone, Copy)]
enum End {
    File,
    At(u64),
    Delimiter,
}

impl<'a> Rewriter<'a> {
    /// Steps over a value; its bytes, where its length is given.
    pub fn skip(&mut self, head: ElementHead, depth: usize) -> Result<Option<&'a [u8]>, Stop> {
        if let Some(length) = head.length {
            return self.cursor.take(length).map(Some);
        }
        let outside = self.enter(head);
        loop {
            let item = self.cursor.element_head()?;
            match (item.tag, item.length) {
                (SEQUENCE_DELIMITER, _) => break,
                (ITEM, Some(length)) => {
                    self.cursor.take(length)?;
                }
                (ITEM, None) => self.skip_item(depth + 1)?,
                _ => return Err(self.no_item()),
            }
        }
        self.cursor.encoding = outside;
        Ok(None)
    }

    fn skip_item(&mut self, depth: usize) -> Result<(), Stop> {
        if depth > limits::SEQUENCE_DEPTH {
            return Err(self.no_item());
        }
        loop {
            let head = self.cursor.element_head()?;
            if head.tag == ITEM_DELIMITER {
                return Ok(());
            }
            self.skip(head, depth)?;
        }
    }

    /// Into a sequence: whoever wrote UN did not know the VRs inside either (PS3.5 6.2.2 note 4). The
    /// encoding outside.
    fn enter(&mut self, head: ElementHead) -> Encoding {
        let outside = self.cursor.encoding;
        if head.vr == Some(VR::UN) {
            self.cursor.encoding = Encoding::IMPLICIT_LITTLE;
        }
        outside
    }

    fn no_item(&self) -> Stop {
        let what = "something other than an item in a sequence";
        Stop::malformed(what, self.cursor.position())
    }

    /// A sequence that stays, item by item.
    pub fn sequence(&mut self, head: ElementHead, depth: usize) -> Result<(), Stop> {
        let is_unknown = head.vr == Some(VR::UN);
        self.out
            .open(head.tag, Some(if is_unknown { VR::UN } else { VR::SQ }));
        let outside = self.enter(head);
        self.out.encoding = self.cursor.encoding;
        let end = self.end_of(head.length);
        while !self.is_over(end) {
            let item = self.cursor.element_head()?;
            match item.tag {
                SEQUENCE_DELIMITER => break,
                ITEM => {
                    self.out.open(ITEM, None);
                    let end = self.end_of(item.length);
                    self.item(end, depth + 1)?;
                    self.out.bare(ITEM_DELIMITER, 0);
                }
                _ => return Err(self.no_item()),
            }
        }
        self.out.bare(SEQUENCE_DELIMITER, 0);
        self.cursor.encoding = outside;
        self.out.encoding = outside;
        Ok(())
    }

    fn item(&mut self, end: End, depth: usize) -> Result<(), Stop> {
        while !self.is_over(end) {
            let start = self.cursor.position();
            let head = self.cursor.element_head()?;
            if head.tag == ITEM_DELIMITER {
                return Ok(());
            }
            self.element(head, start, depth)?;
            if let End::At(end) = end
                && self.cursor.position() > end
            {
                let what = "an element reaches beyond its item";
                return Err(Stop::malformed(what, self.cursor.position()));
            }
        }
        Ok(())
    }

    fn end_of(&self, length: Option<u32>) -> End {
        length.map_or(End::Delimiter, |length| {
            End::At(self.cursor.position() + u64::from(length))
        })
    }

    fn is_over(&self, end: End) -> bool {
        match end {
            End::File => self.cursor.left_in_file() < SMALLEST_ELEMENT,
            End::At(end) => self.cursor.position() >= end,
            End::Delimiter => false,
        }
    }

    /// Compressed samples: their items go along byte by byte. Some writers end the file without a
    /// delimiter.
    pub fn fragments(&mut self, start: u64) -> Result<(), Stop> {
        let written = self.out.bytes.len();
        let mut items = Vec::new();
        let ended = self.fragments_as_they_are(start, &mut items);
        for (at, length) in items {
            let from = written + usize::try_from(at - start).unwrap_or(usize::MAX);
            let item = self.out.bytes.get_mut(from..);
            let item = item.and_then(|rest| rest.get_mut(..length as usize));
            if let Some(item) = item {
                codestream::silence(item);
            }
        }
        ended
    }

    /// Gives where its items lie in the file, and their lengths.
    fn fragments_as_they_are(
        &mut self,
        start: u64,
        items: &mut Vec<(u64, u32)>,
    ) -> Result<(), Stop> {
        while !self.is_over(End::File) {
            let before = self.cursor.position();
            let item = self.cursor.element_head()?;
            match (item.tag, item.length) {
                (SEQUENCE_DELIMITER, _) => {
                    self.raw(start);
                    return Ok(());
                }
                (ITEM, Some(length)) => {
                    items.push((self.cursor.position(), length));
                    self.cursor.take(length)?;
                }
                _ => return Err(Stop::malformed("something among fragments", before)),
            }
        }
        self.raw(start);
        self.out.bare(SEQUENCE_DELIMITER, 0);
        Ok(())
    }
}
