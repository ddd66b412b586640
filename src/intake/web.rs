//! The browser edge of `intake`: walks what was dropped or picked, folders included, and hands
//! on `File`s in batches. Bytes are not touched here.

use js_sys::{Array, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    DataTransfer, File, FileList, FileSystemDirectoryEntry, FileSystemDirectoryReader,
    FileSystemEntry, FileSystemFileEntry,
};

use super::{middle_first, natural_order, sorted};

/// A file and its path as dropped.
pub struct Dropped {
    pub path: String,
    pub file: File,
}

/// What a drop holds, taken out of the event: after it the browser empties `DataTransfer`.
#[must_use]
pub fn entries(transfer: &DataTransfer) -> Vec<FileSystemEntry> {
    let items = transfer.items();
    (0..items.length())
        .filter_map(|n| items.get(n))
        .filter_map(|item| item.webkit_get_as_entry().ok().flatten())
        .collect()
}

/// Files picked by an input, the middle one first; a picked folder's files come with their path
/// below it.
#[must_use]
pub fn picked(list: &FileList) -> Vec<Dropped> {
    let files: Vec<Dropped> = (0..list.length())
        .filter_map(|n| list.get(n))
        .map(|file| {
            let below = Reflect::get(&file, &"webkitRelativePath".into()).ok();
            let below = below
                .and_then(|path| path.as_string())
                .filter(|path| !path.is_empty());
            Dropped {
                path: below.unwrap_or_else(|| file.name()),
                file,
            }
        })
        .collect();
    middle_first(files, |dropped| &dropped.path)
}

/// Walks entries depth first, of each folder the middle file first, of several the first. `found` gets files in batches and says whether to go on; `failed`
/// gets what could not be opened, with the browser's reason.
pub async fn walk(
    entries: Vec<FileSystemEntry>,
    mut found: impl FnMut(Vec<Dropped>) -> bool,
    mut failed: impl FnMut(String, String),
) {
    let mut waiting = cases_in_reverse(entries);
    let mut batch = Vec::new();
    // The first file goes ahead alone: its picture need not wait for the others to be found.
    let mut enough = 1;
    while let Some(entry) = waiting.pop() {
        let path = entry.full_path().trim_start_matches('/').to_owned();
        if entry.is_directory() {
            match children(entry.unchecked_ref()).await {
                Ok(children) => waiting.extend(in_reverse(children)),
                Err(error) => failed(path, reason(&error)),
            }
            continue;
        }
        match file_of(entry.unchecked_ref()).await {
            Ok(file) => batch.push(Dropped { path, file }),
            Err(error) => failed(path, reason(&error)),
        }
        if batch.len() >= enough {
            enough = BATCH;
            if !found(std::mem::take(&mut batch)) {
                return;
            }
        }
    }
    found(batch);
}

/// Files handed on at once: few enough that workers do not wait for them, enough that ten
/// thousand do not flood the page.
pub const BATCH: usize = 32;

/// A stack of entries of which the last is the first to be walked: a folder's files come before
/// the folders in it, the middle one before all.
fn in_reverse(entries: Vec<FileSystemEntry>) -> Vec<FileSystemEntry> {
    let named = entries.into_iter().map(|entry| (entry.name(), entry));
    let (folders, files): (Vec<_>, Vec<_>) = named.partition(|(_, entry)| entry.is_directory());
    let order = |things| middle_first(things, |(name, _): &(String, FileSystemEntry)| name);
    let folders_last = order(files).into_iter().chain(order(folders));
    let mut walked: Vec<FileSystemEntry> = folders_last.map(|(_, entry)| entry).collect();
    walked.reverse();
    walked
}

/// What was dropped: loose files before folders, as in each folder, but folders in their order, for each is
/// a case.
fn cases_in_reverse(entries: Vec<FileSystemEntry>) -> Vec<FileSystemEntry> {
    let (folders, files): (Vec<_>, Vec<_>) =
        entries.into_iter().partition(FileSystemEntry::is_directory);
    let named = folders.into_iter().map(|folder| (folder.name(), folder));
    let folders = sorted(named.collect(), |(a, _), (b, _)| natural_order(a, b));
    let folders = folders.into_iter().map(|(_, folder)| folder);
    folders.rev().chain(in_reverse(files)).collect()
}

/// All entries of a folder: `readEntries` gives 100 at a time.
async fn children(folder: &FileSystemDirectoryEntry) -> Result<Vec<FileSystemEntry>, JsValue> {
    let reader = folder.create_reader();
    let mut all = Vec::new();
    loop {
        let some = next_entries(&reader).await?;
        if some.length() == 0 {
            return Ok(all);
        }
        all.extend(some.iter().map(JsCast::unchecked_into));
    }
}

async fn next_entries(reader: &FileSystemDirectoryReader) -> Result<Array, JsValue> {
    let some = promise(|good, bad| reader.read_entries_with_callback_and_callback(good, bad));
    Ok(some.await?.unchecked_into())
}

async fn file_of(entry: &FileSystemFileEntry) -> Result<File, JsValue> {
    let file = promise(|good, bad| {
        entry.file_with_callback_and_callback(good, bad);
        Ok(())
    });
    Ok(file.await?.unchecked_into())
}

/// The promise that two callbacks stand for.
async fn promise(
    ask: impl FnOnce(&js_sys::Function, &js_sys::Function) -> Result<(), JsValue>,
) -> Result<JsValue, JsValue> {
    let mut ask = Some(ask);
    let promise = js_sys::Promise::new(&mut |good, bad| {
        if let Some(ask) = ask.take()
            && let Err(error) = ask(&good, &bad)
        {
            drop(bad.call1(&JsValue::NULL, &error));
        }
    });
    JsFuture::from(promise).await
}

fn reason(error: &JsValue) -> String {
    let name = Reflect::get(error, &"name".into())
        .ok()
        .and_then(|name| name.as_string());
    name.unwrap_or_else(|| "unknown".to_owned())
}
