// What every peer's page has in common with the floors: a drop is walked, moments are marked, keys
// scroll and change the window, and what is on the screen is said.

import { dropped } from "../../pages/walk.js";
import { reportWork, work } from "./counts.js";

const WINDOWS = { 1: [-600, 1500], 2: [40, 400], 3: [480, 2500] };

const pane = document.createElement("div");
const size = new URLSearchParams(location.search);
pane.id = "pane";
pane.style.cssText = `position: relative; overflow: hidden; background: black;
  width: ${Number(size.get("width"))}px; height: ${Number(size.get("height"))}px`;

let peer;
let drop = 0;
let isFirst = false;
let slice = 0;
let [center, width] = WINDOWS[1];

/// Shows a library's page.
///
/// `peer.open(files)` opens the files of a drop, in the order of their names, and returns once all
/// of their frames are decoded; `peer.show(slice)` and `peer.setWindow(center, width)` draw;
/// `peer.close()` lets go of everything. Where `peer.drawsInFrames` is set, its pictures are drawn
/// in frames of the browser, otherwise as soon as it is asked.
export async function start(made) {
  document.body.style.margin = "0";
  document.body.append(pane);
  peer = made;
  await peer.start?.(pane);
  hear("dragover", () => {});
  hear("drop", (event) => open(event).catch(refuse));
  addEventListener("keydown", ({ key }) => Promise.resolve(obey(key)).catch(refuse));
  addCloser();
  reportWork();
  pane.dataset.viewport = "";
  document.body.dataset.ready = "";
}

/// Before the library hears it, which may have a mind of its own about drops.
function hear(kind, act) {
  const listen = (event) => {
    event.preventDefault();
    event.stopPropagation();
    act(event);
  };
  addEventListener(kind, listen, { capture: true });
}

/// To be called whenever the library has drawn: said in the frame after the one that drew it, as
/// the viewer and the floors do. What was drawn outside of a frame is seen with the next one.
export function drawn() {
  const shown = { slice: slice + 1, windowCenter: center, drop, isFirst };
  isFirst = false;
  const say = () => requestAnimationFrame(() => said(shown));
  if (peer.drawsInFrames) say();
  else requestAnimationFrame(say);
}

function said({ slice, windowCenter, drop, isFirst }) {
  Object.assign(pane.dataset, { slice, windowCenter });
  reportWork();
  if (isFirst) performance.mark("first-image", { detail: { drop } });
}

/// Ends the measurement with a sentence: the library cannot do what is asked.
export function refuse(error) {
  const reason = error?.error ?? error?.reason ?? error;
  document.body.dataset.refusal = reason?.message ?? String(reason);
}

async function open(event) {
  drop += 1;
  performance.mark("drop", { detail: { drop } });
  const found = [];
  for await (const file of dropped(event)) found.push(file);
  const files = await withoutArchives(found);
  files.sort((one, other) => (one.name < other.name ? -1 : 1));
  isFirst = true;
  slice = 0;
  [center, width] = WINDOWS[1];
  const frames = await peer.open(files);
  if (frames !== files.length) throw new Error(`${frames} frames of ${files.length} files`);
  work.frames += frames;
  reportWork();
  performance.mark("all-decoded", { detail: { drop, held: frames, total: files.length } });
}

/// What unpacks is bundled apart, one folder above, so that it weighs nothing where it is not used.
async function withoutArchives(files) {
  if (!files.some(({ name }) => name.endsWith(".rar"))) return files;
  const { unpacked } = await import("../unpack.js");
  return unpacked(files);
}

function obey(key) {
  if (key === "ArrowDown") slice += 1;
  else if (key === "Home") slice = 0;
  else if (key in WINDOWS) [center, width] = WINDOWS[key];
  else return undefined;
  return key in WINDOWS ? peer.setWindow(center, width) : peer.show(slice);
}

function addCloser() {
  const closer = document.createElement("button");
  closer.dataset.action = "close";
  closer.hidden = true;
  closer.onclick = async () => {
    document.body.dataset.closing = "";
    await peer.close();
    delete document.body.dataset.closing;
  };
  document.body.append(closer);
}

addEventListener("error", (event) => refuse(event));
addEventListener("unhandledrejection", (event) => refuse(event));
