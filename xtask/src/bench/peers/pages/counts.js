// Counts what a library does, below it: what it reads of files, what it gives to a canvas. To be
// imported before the library, which may keep the functions that are wrapped here.

export const work = { bytesRead: 0, frames: 0, uploads: 0, uploadBytes: 0, draws: 0 };

export function reportWork() {
  document.body.dataset.work = JSON.stringify(work);
}

/// Has a method tell its arguments before it does what it does.
function heard(type, name, hear) {
  const method = type?.prototype[name];
  if (!method) return;
  type.prototype[name] = function (...args) {
    hear(args, this);
    return method.apply(this, args);
  };
}

function uploaded(args) {
  // Without pixels memory is only set aside.
  const pixels = args.findLast((it) => typeof it === "object" && it !== null);
  if (!pixels) return;
  work.uploads += 1;
  work.uploadBytes += pixels.byteLength ?? pixels.width * pixels.height * 4;
}

function read(blob) {
  work.bytesRead += blob.size;
}

for (const type of [globalThis.WebGLRenderingContext, globalThis.WebGL2RenderingContext]) {
  for (const name of ["texImage2D", "texSubImage2D", "texImage3D", "texSubImage3D"]) {
    heard(type, name, uploaded);
  }
  for (const name of ["drawArrays", "drawElements", "drawArraysInstanced", "drawElementsInstanced"]) {
    heard(type, name, () => (work.draws += 1));
  }
}
// Of a plane canvas: pixels put into it are an upload, one canvas put onto another a draw.
heard(CanvasRenderingContext2D, "putImageData", ([image]) => uploaded([image.data]));
heard(CanvasRenderingContext2D, "drawImage", () => (work.draws += 1));
heard(FileReader, "readAsArrayBuffer", ([blob]) => read(blob));
heard(Blob, "arrayBuffer", (_, blob) => read(blob));
