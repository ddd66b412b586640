// Hands each case to the one worker and waits for what it measured.
const worker = new Worker("worker.js");

globalThis.measure = (task) =>
  new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage(task);
  });
