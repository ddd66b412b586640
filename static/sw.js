// Keeps the files of the page for where there is no network: the service worker.
//
// It answers GETs of files of its own folder that a build lists, asks the server for nothing else and
// keeps nothing else. What a reader drops never comes by here: files and blobs are no requests.

// Both are filled in when the page is built (xtask/src/stamp.rs): the build, and its files by SHA-256.
const BUILD = "";
const FILES = new Map([]);

const FOLDER = new URL("./", location).href;
const PAGE = "index.html";

/// What each build keeps has a name of its own. Other folders of this server may hold other viewers.
const KEPT = `hounsfield ${FOLDER} `;
const OWN = KEPT + BUILD;

addEventListener("install", (event) => event.waitUntil(install()));
addEventListener("activate", (event) => event.waitUntil(takeOver()));
addEventListener("message", (event) => event.waitUntil(hear(event.source, event.data)));
addEventListener("fetch", (event) => {
  const path = pathOf(event.request);
  if (FILES.has(path) || isNamedByContent(path)) event.respondWith(answer(path, event.request));
});

/// Where a file lies in the folder. Empty for all that is no plain GET in it.
function pathOf({ method, mode, url }) {
  const address = new URL(url);
  // `?renderer=webgl2` is the page's own affair.
  if (mode === "navigate") address.search = "";
  address.hash = "";
  if (method !== "GET" || !address.href.startsWith(FOLDER)) return "";
  return address.href.slice(FOLDER.length) || PAGE;
}

/// A page of an earlier build goes on with the files of its own, which this one does not list.
function isNamedByContent(path) {
  return /-[0-9a-f]{16}\.[a-z]+$/.test(path);
}

async function answer(path, request) {
  const kept = await (await caches.open(OWN)).match(addressOf(path));
  return kept ?? await keptByOthers(path) ?? fetch(request);
}

/// The folder itself stands for the page: some servers send whoever asks for the file there.
function addressOf(path) {
  return path === PAGE ? FOLDER : FOLDER + path;
}

async function namesOfOthers() {
  return (await caches.keys()).filter((name) => name.startsWith(KEPT) && name !== OWN);
}

async function keptByOthers(path) {
  if (!isNamedByContent(path)) return undefined;
  for (const name of await namesOfOthers()) {
    const kept = await caches.match(addressOf(path), { cacheName: name });
    if (kept) return kept;
  }
  return undefined;
}

// Keeping

/// All or nothing: the browser gives up a worker whose installation fails, and tries again at the next
/// visit, which goes on from here.
async function install() {
  const used = await renderersUsed();
  await keep((path) => rendererOf(path) === undefined || used.has(rendererOf(path)));
  await skipWaiting();
}

/// Of what is of use for one way of drawing only. Few machines use both, and it weighs as much as all the rest.
function rendererOf(path) {
  return /^page-(webgpu|webgl2)/.exec(path)?.[1];
}

/// By pages of builds before this one.
async function renderersUsed() {
  const used = new Set();
  for (const name of await namesOfOthers()) {
    const kept = await (await caches.open(name)).keys();
    kept.forEach(({ url }) => used.add(rendererOf(url.slice(FOLDER.length))));
  }
  return used;
}

async function keep(isWanted) {
  const own = await caches.open(OWN);
  for (const [path, sha256] of FILES) {
    const address = addressOf(path);
    if (!isWanted(path) || await own.match(address)) continue;
    const found = await keptByOthers(path) ?? await asked(address);
    const bytes = await found.arrayBuffer();
    // While a server gets a new build, files of two may lie on it.
    if (await sha256Of(bytes) !== sha256) throw new Error(`${path} is of another build`);
    await own.put(address, new Response(bytes, { headers: headersOf(found) }));
  }
}

/// What the browser holds is not loaded again, where its name says that it is the same.
async function asked(address) {
  const cache = isNamedByContent(address) ? "default" : "no-cache";
  const response = await fetch(address, { cache, priority: "low" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

async function sha256Of(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/// Those of the server, its policy too. Bytes are unpacked by now.
function headersOf(response) {
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  return headers;
}

// Builds after each other

/// Whoever comes now gets this build. Pages that are open keep theirs, and are told.
async function takeOver() {
  await clients.claim();
  for (const page of await pages()) page.postMessage({ build: BUILD });
}

async function pages() {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  return windows.filter((page) => page.url.startsWith(FOLDER));
}

/// A page says how it draws, and of which build it is. Where it is the only one, what is kept of builds that
/// are neither that nor this is of no use any more.
async function hear(page, { build, renderer }) {
  await keep((path) => rendererOf(path) === renderer);
  page.postMessage({ build: BUILD, isWhole: true });
  const isNextOnItsWay = registration.installing || registration.waiting;
  if (isNextOnItsWay || (await pages()).length > 1) return;
  for (const name of await namesOfOthers()) {
    if (name !== KEPT + build) await caches.delete(name);
  }
}
