//! What is wrong with a file is said of that file, and nothing else is lost.

use xtask::browser::Result;

use crate::lab::{self, Lab};
use crate::synthetic_files;

const GOOD: usize = 6;
/// Video, which is not decoded.
const MPEG_4: &str = "1.2.840.10008.1.2.4.102";

#[test]
fn bad_files_are_named_each_once_and_the_good_ones_shown() {
    lab::run("bad_files", |lab| {
        let folder = synthetic_files::stack(&lab.scratch, GOOD)?;
        let good = synthetic_files::one(0);
        let write = |name: &str, bytes: &[u8]| lab.scratch.write(&format!("stack/{name}"), bytes);
        write("empty", b"")?;
        write(
            "letter",
            b"Dear colleague, please find enclosed the images.",
        )?;
        write("cut.dcm", &good[..good.len() - 1000])?;
        write("cut in the header.dcm", cut_in_the_header(&good))?;
        write("garbage.dcm", &garbage())?;
        write("no image.dcm", &synthetic_files::without_pixel_data())?;
        write(
            "compressed.dcm",
            &synthetic_files::in_transfer_syntax(MPEG_4),
        )?;

        lab.open_at("/")?;
        lab.load(&[&folder])?;
        // The one that is cut keeps its place among them.
        assert_eq!(lab.data(0, "slices")?, (GOOD + 1).to_string());
        assert_eq!(lab.data(0, "state")?, "ready");
        let expected = [
            ("stack/compressed.dcm", "transfer-syntax"),
            ("stack/cut in the header.dcm", "malformed"),
            ("stack/cut.dcm", "ends-early"),
            ("stack/empty", "empty"),
            ("stack/garbage.dcm", "malformed"),
            ("stack/letter", "not-dicom"),
            ("stack/no image.dcm", "no-image"),
        ];
        let expected = expected.map(|(path, kind)| (path.to_owned(), kind.to_owned()));
        assert_eq!(lab.problems()?, expected);
        check_sentences(lab)?;
        check_copy(lab, &expected)
    });
}

/// The list is counted, and copied with the names that the page itself does not show.
fn check_copy(lab: &mut Lab, expected: &[(String, String)]) -> Result<()> {
    let counted = lab.evaluate("document.querySelector('.problems summary').textContent")?;
    assert_eq!(counted, format!("{} files not shown", expected.len()));
    let shown = lab.evaluate("document.body.innerText")?;
    lab.evaluate("navigator.clipboard.writeText = async text => { globalThis.copied = text; }; 0")?;
    lab.button("copy-problems")?;
    lab.wait("typeof copied === 'string'")?;
    let copied = lab.evaluate("copied")?;
    let copied = copied.as_str().unwrap();
    assert_eq!(copied.lines().count(), expected.len());
    for (path, _) in expected {
        assert!(copied.contains(path), "{copied}");
        assert!(!shown.as_str().unwrap().contains(path), "{path} is shown");
    }
    Ok(())
}

/// Every line says something, as a sentence.
fn check_sentences(lab: &mut Lab) -> Result<()> {
    let told = lab.evaluate(
        "[...document.querySelectorAll('[data-problem]')].every(line => \
         /^[A-Z].{10,}[.?]$/s.test(line.textContent.trim()))",
    )?;
    assert_eq!(told, true);
    Ok(())
}

/// Without the last byte of the value before Pixel Data (7FE0,0010), and all after it.
fn cut_in_the_header(good: &[u8]) -> &[u8] {
    let pixel_data = good
        .windows(4)
        .position(|tag| tag == [0xE0, 0x7F, 0x10, 0x00]);
    &good[..pixel_data.unwrap_or(good.len()) - 1]
}

/// A preamble and the four letters, and then nothing that means anything.
fn garbage() -> Vec<u8> {
    let noise = (0_u32..4000).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]);
    [vec![0; 128], b"DICM".to_vec(), noise.collect()].concat()
}
