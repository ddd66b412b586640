// What the page does once it has nothing better to do: has its files kept for where there is no network,
// and takes what the system opens with an installed viewer.

const { buildId: build, renderer } = globalThis.hounsfield;
// Not there over plain http to another machine.
const { serviceWorker } = navigator;

if (serviceWorker) keepFiles().catch(() => {
  // A private window, full storage, no network: the page works without.
});
globalThis.launchQueue?.setConsumer(pick);

async function keepFiles() {
  serviceWorker.addEventListener("message", ({ data }) => heardOf(data));
  await serviceWorker.register(new URL("./sw.js", document.baseURI), { updateViaCache: "none" });
  const { active } = await serviceWorker.ready;
  active.postMessage({ build, renderer });
}

/// Whether all is kept, and what the next visit will get. A page past the service worker may be the newer of
/// the two.
function heardOf({ build: next, isWhole }) {
  if (isWhole) document.body.dataset.offline = "ready";
  if (next === build || !serviceWorker.controller) return;
  document.body.dataset.update = next;
  dispatchEvent(new Event("hounsfield-update"));
}

/// As if they had been picked by hand.
async function pick({ files }) {
  const picked = new DataTransfer();
  for (const handle of files) picked.items.add(await handle.getFile());
  if (picked.files.length === 0) return;
  const input = document.getElementById("open-files");
  input.files = picked.files;
  input.dispatchEvent(new Event("change"));
}
