//! Short names between a module and its script: wasm-bindgen gives what a module imports names with
//! hashes, which no server can compress, in both of them. And scripts without comments and indents.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

/// How a module of wasm-bindgen is called beside its script.
const MODULE: &str = "_bg.wasm";

/// What every visit loads first.
const BOOT: &str = "boot.js";

/// Of a module's sections that of imports, and of imports the kind that is a function.
const IMPORTS: u8 = 2;
const FUNCTION: u8 = 0;

/// `\0asm` and the version.
const HEAD: usize = 8;

/// Shortens every pair in a folder, in place, and what starts them.
///
/// # Errors
/// A module and its script do not belong together, or a file cannot be read or written.
pub fn slim(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let module = entry?.path();
        let name = module.file_name().unwrap_or_default().to_string_lossy();
        let Some(script) = name.strip_suffix(MODULE) else {
            continue;
        };
        let script = folder.join(format!("{script}.js"));
        let text = fs::read_to_string(&script)?;
        let (bytes, text) = shortened(&fs::read(&module)?, &text)
            .with_context(|| format!("imports of {}", module.display()))?;
        fs::write(&module, bytes)?;
        fs::write(script, bare(&text))?;
    }
    let boot = folder.join(BOOT);
    let text = fs::read_to_string(&boot)?;
    fs::write(boot, bare(&text))?;
    Ok(())
}

/// Both with the same short names.
fn shortened(module: &[u8], script: &str) -> Result<(Vec<u8>, String)> {
    let mut reader = Reader { left: module };
    let mut short = reader.take(HEAD)?.to_vec();
    let mut script = script.to_owned();
    while !reader.left.is_empty() {
        let kind = reader.byte()?;
        let length = reader.number()?;
        let section = reader.take(length)?;
        let section = if kind == IMPORTS {
            imports(section, &mut script)?
        } else {
            section.to_vec()
        };
        short.push(kind);
        put_bytes(&mut short, &section);
    }
    Ok((short, script))
}

/// The section with other names; those that the script does not give are of other modules.
fn imports(section: &[u8], script: &mut String) -> Result<Vec<u8>> {
    let mut reader = Reader { left: section };
    let count = reader.number()?;
    let mut short = Vec::new();
    put_number(&mut short, count);
    let given = |name: &str| format!("        {name}: function");
    let mut last = 0;
    for _ in 0..count {
        let from = reader.name()?;
        let name = reader.name()?;
        ensure!(reader.byte()? == FUNCTION, "{name} is no function");
        let of_type = reader.number()?;
        let renamed = if script.matches(&given(name)).count() == 1 {
            last += 1;
            let renamed = letters(last);
            *script = script.replace(&given(name), &given(&renamed));
            renamed
        } else {
            name.to_owned()
        };
        put_bytes(&mut short, from.as_bytes());
        put_bytes(&mut short, renamed.as_bytes());
        short.push(FUNCTION);
        put_number(&mut short, of_type);
    }
    ensure!(reader.left.is_empty(), "more than {count} imports");
    Ok(short)
}

/// `a`, `b` ... `z`, `aa`: counted from 1.
fn letters(mut number: usize) -> String {
    let mut name = Vec::new();
    while number > 0 {
        number -= 1;
        name.push(b'a' + u8::try_from(number % 26).unwrap_or_default());
        number /= 26;
    }
    name.reverse();
    name.into_iter().map(char::from).collect()
}

/// A script without lines of comments, indents and empty lines. One with a text that goes over several lines stays
/// as it is.
fn bare(script: &str) -> String {
    if script.lines().any(|line| line.matches('`').count() % 2 > 0) {
        return script.to_owned();
    }
    let mut bare = String::new();
    let mut in_comment = false;
    for line in script.lines().map(str::trim) {
        in_comment |= line.starts_with("/**");
        let ends = line.ends_with("*/");
        if !in_comment && !line.is_empty() && !line.starts_with("//") {
            bare.push_str(line);
            bare.push('\n');
        }
        in_comment &= !ends;
    }
    bare
}

/// What is left of a module.
struct Reader<'a> {
    left: &'a [u8],
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, left) = self.left.split_at_checked(length).context("cut off")?;
        self.left = left;
        Ok(taken)
    }

    fn byte(&mut self) -> Result<u8> {
        self.take(1)?.first().copied().context("cut off")
    }

    /// LEB128.
    fn number(&mut self) -> Result<usize> {
        let mut number = 0;
        for shift in (0..35).step_by(7) {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(number);
            }
        }
        anyhow::bail!("a number that does not end")
    }

    fn name(&mut self) -> Result<&'a str> {
        let length = self.number()?;
        Ok(std::str::from_utf8(self.take(length)?)?)
    }
}

fn put_number(bytes: &mut Vec<u8>, mut number: usize) {
    loop {
        let low = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

/// With their length before them.
fn put_bytes(bytes: &mut Vec<u8>, more: &[u8]) {
    put_number(bytes, more.len());
    bytes.extend(more);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module with two imports and a section of another kind behind them.
    fn module(names: [&str; 2]) -> Vec<u8> {
        let mut section = vec![2];
        for name in names {
            put_bytes(&mut section, b"./page.js");
            put_bytes(&mut section, name.as_bytes());
            section.extend([FUNCTION, 5]);
        }
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        module.push(IMPORTS);
        put_bytes(&mut module, &section);
        module.push(12);
        put_bytes(&mut module, &[1]);
        module
    }

    #[test]
    fn both_sides_have_the_same_short_names() {
        let long = ["__wbg_close_294d3f727cb7a844", "__wasm_split_load"];
        let script =
            "    {\n        __wbg_close_294d3f727cb7a844: function(arg0) {\n        },\n    }";
        let (short, script) = shortened(&module(long), script).unwrap();
        assert_eq!(short, module(["a", "__wasm_split_load"]));
        assert_eq!(
            script,
            "    {\n        a: function(arg0) {\n        },\n    }"
        );
        for cut in 1..short.len() {
            // Whole up to a section's end, or an error: never a panic.
            let _cut = shortened(&short[..cut], "");
        }
    }

    #[test]
    fn names_are_counted_in_letters() {
        let names = [1, 26, 27, 702, 703].map(letters);
        assert_eq!(names, ["a", "z", "aa", "zz", "aaa"]);
    }

    #[test]
    fn a_script_loses_comments_and_indents() {
        let script = "/**\n * @returns\n */\n    get a() {\n        // Why.\n        return 1; // kept\n\n    }\n";
        assert_eq!(bare(script), "get a() {\nreturn 1; // kept\n}\n");
        let text = "a = `one\n   two`;";
        assert_eq!(bare(text), text);
    }
}
