// What the page and its workers have asked for, by the browser's own account of it, for the panel of privacy.

/// A worker in the middle of a job answers after it: it is not waited for longer.
const PATIENCE_MS = 500;

const { hounsfield } = globalThis;
const channel = new BroadcastChannel(hounsfield.channel);

/// All addresses, how many workers have answered, how many attempts were refused.
export async function asked() {
  const answers = [];
  channel.onmessage = ({ data }) => answers.push(data);
  channel.postMessage("asked");
  await new Promise((done) => setTimeout(done, PATIENCE_MS));
  const own = ["navigation", "resource"].flatMap((kind) => performance.getEntriesByType(kind));
  const addresses = [own.map(({ name }) => name), ...answers.map(({ asked }) => asked)].flat();
  const refused = answers.reduce((sum, answer) => sum + answer.refused, hounsfield.refused);
  return [addresses, answers.length, refused];
}
