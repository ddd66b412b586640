// The files of a drop, those in folders too.

/// To be called while the drop is told of: afterwards its items are gone.
export function dropped(event) {
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry());
  return files(entries.filter(Boolean));
}

async function* files(entries) {
  for (const entry of entries) {
    if (entry.isFile) {
      yield await new Promise((good, bad) => entry.file(good, bad));
    } else {
      yield* files(await children(entry));
    }
  }
}

async function children(folder) {
  const reader = folder.createReader();
  const all = [];
  for (;;) {
    const some = await new Promise((good, bad) => reader.readEntries(good, bad));
    if (some.length === 0) return all;
    all.push(...some);
  }
}
