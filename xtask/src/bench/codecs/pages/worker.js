// Decodes one frame by us and by a peer in turn. Only a classic worker can load the peers' scripts.
importScripts("peers.js");

const ready = new Map();

/** What is made once for all cases. */
function once(name, make) {
  if (!ready.has(name)) {
    ready.set(name, make());
  }
  return ready.get(name);
}

async function ours() {
  const module = await import("/ours/bench-codecs.js");
  await module.default();
  return module.Frame;
}

async function bytes(address) {
  const answer = await fetch(address);
  if (!answer.ok) {
    throw new Error(`${address}: ${answer.status}`);
  }
  return new Uint8Array(await answer.arrayBuffer());
}

/** Samples of so many bytes each, however they were given. */
function cells(samples, width) {
  const whole = ArrayBuffer.isView(samples) ? samples : new Uint8Array(samples);
  const { buffer, byteOffset, byteLength } = whole;
  const copy = buffer.slice(byteOffset, byteOffset + byteLength);
  return width === 2 ? new Uint16Array(copy) : new Uint8Array(copy);
}

function largestDifference(some, others) {
  if (some.length !== others.length) {
    throw new Error(`${some.length} samples and ${others.length}`);
  }
  return some.reduce((most, sample, at) => Math.max(most, Math.abs(sample - others[at])), 0);
}

/** Milliseconds of one decoding, over as many as the clock can tell. */
function timed(decode, times) {
  const start = performance.now();
  for (let time = 0; time < times; time++) {
    decode();
  }
  return (performance.now() - start) / times;
}

/** Runs it for so long, so that it is compiled as well as it will be; then how often it fits. */
function warmedUp(decode, { warmUpMs, sampleMs }) {
  const start = performance.now();
  let last = 0;
  while (performance.now() - start < warmUpMs) {
    last = timed(decode, 1);
  }
  return Math.max(1, Math.round(sampleMs / Math.max(last, 0.01)));
}

async function measure(task) {
  const Frame = await once("ours", ours);
  const file = await bytes(`/frames/${task.name}.dcm`);
  const codestream = await bytes(`/frames/${task.name}.bin`);
  const source = cells(await bytes(`/frames/${task.source}.raw`), task.width);
  const frame = new Frame(file);
  const runs = [() => frame.decode(file)];
  if (task.peer) {
    const peer = await once(task.peer, PEERS[task.peer]);
    runs.push(() => peer(codestream));
  }
  const decoded = runs.map((run) => cells(run(), task.width));
  const counts = runs.map((run) => warmedUp(run, task));
  const times = runs.map(() => []);
  for (let round = 0; round < task.rounds; round++) {
    for (let turn = 0; turn < runs.length; turn++) {
      const at = (turn + round) % runs.length;
      times[at].push(timed(runs[at], counts[at]));
    }
  }
  frame.free();
  return {
    times,
    bytes: codestream.length,
    fromSource: decoded.map((samples) => largestDifference(samples, source)),
    fromPeer: task.peer ? largestDifference(...decoded) : 0,
  };
}

onmessage = ({ data }) => {
  measure(data).then(postMessage, (error) => postMessage({ error: `${error.stack ?? error}` }));
};
