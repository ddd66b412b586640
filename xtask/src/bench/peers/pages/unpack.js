// RAR archives, unpacked by node-unrar-js before a library sees anything: none of them opens one
// itself. On the page's own thread, as the package's documentation shows it.

import { createExtractorFromData } from "node-unrar-js/esm/index.esm.js";

/// The files, those in archives instead of the archives.
export async function unpacked(files) {
  const all = [];
  for (const file of files) {
    if (file.name.endsWith(".rar")) all.push(...(await members(file)));
    else all.push(file);
  }
  return all;
}

async function members(archive) {
  const [data, wasmBinary] = await Promise.all([
    archive.arrayBuffer(),
    fetch(new URL("unrar.wasm", import.meta.url)).then((answer) => answer.arrayBuffer()),
  ]);
  const extractor = await createExtractorFromData({ data, wasmBinary });
  const files = [];
  for (const { fileHeader, extraction } of extractor.extract().files) {
    if (extraction) files.push(new File([extraction], fileHeader.name));
  }
  return files;
}
