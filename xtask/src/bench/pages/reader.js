// Walks a drop and has its files read by as many workers as the viewer has. Each file is posted
// as soon as it is found: no queue, no order, no budget. Marks and counts as the viewer does.

import { dropped } from "./walk.js";

const workers = Array.from(
  { length: Math.min(navigator.hardwareConcurrency, 8) },
  () => new Worker("read-worker.js"),
);

export const work = { bytesRead: 0, frames: 0, uploads: 0, uploadBytes: 0, draws: 0 };

export function reportWork() {
  document.body.dataset.work = JSON.stringify(work);
}

/// `begun` is told of each drop, `arrived` of each buffer with its number in the drop.
export function takeDrops({ begun, arrived }) {
  let drop = 0;
  let found = 0;
  let read = 0;
  let walked = false;

  const finish = () => {
    if (walked && read === found) {
      reportWork();
      performance.mark("all-decoded", { detail: { drop, held: read, total: found } });
    }
  };
  const hear = ({ data: { at, buffer } }) => {
    read += 1;
    work.frames += 1;
    work.bytesRead += buffer.byteLength;
    arrived(at, buffer, drop);
    finish();
  };
  for (const worker of workers) worker.onmessage = hear;

  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", async (event) => {
    event.preventDefault();
    drop += 1;
    found = 0;
    read = 0;
    walked = false;
    performance.mark("drop", { detail: { drop } });
    const files = dropped(event);
    begun();
    for await (const file of files) {
      workers[found % workers.length].postMessage({ at: found, file });
      found += 1;
    }
    walked = true;
    finish();
  });
  reportWork();
  document.body.dataset.ready = "";
}
