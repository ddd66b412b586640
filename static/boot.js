// Starts the page, and speaks for it when it cannot start or has died.
//
// Everything else is WebAssembly: this file is what is left to say a sentence where there is
// none, so it uses nothing that an older browser with modules lacks, and no other file.

const NEEDS = "It needs Chrome or Edge 91, Firefox 114, Safari 16.4 or newer.";

/// A driver that never answers must not keep the page from starting.
const ADAPTER_PATIENCE_MS = 10_000;

/// A page that has just started has better things to do.
const IDLE_AFTER_MS = 3_000;

/// An error that repeats with every mouse move must not fill the memory.
const MOST_ERRORS_KEPT = 20;

/// The smallest module with a 128-bit vector in it: a function that returns i8x16.splat(0).
const SIMD_MODULE = [
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 8, 1, 6, 0, 65, 0, 253, 15, 11,
];

const meta = (name) => document.querySelector(`meta[name="${name}"]`);
const absolute = (address) => new URL(address, document.baseURI).href;
const buildId = meta("build-id").content;
const panel = document.getElementById("boot");
const errors = [];
let started = false;
let dead = false;
let refused = 0;

// What the page says while it runs

addEventListener("error", ({ error, filename }) => {
  // Extensions of the browser fail in pages too, and an observer of sizes reports a late
  // measurement as an error event without an error.
  const stopsStart = !started && error && filename.startsWith(location.origin);
  note(error, stopsStart || isTrap(error) || cameThroughWasm(error));
});

addEventListener("unhandledrejection", ({ reason }) => {
  note(reason, !started || isTrap(reason));
});

/// By the page's policy.
addEventListener("securitypolicyviolation", () => { refused += 1; });

function isTrap(error) {
  return typeof WebAssembly === "object" && error instanceof WebAssembly.RuntimeError;
}

/// An exception that unwound the page's code left its state half changed.
function cameThroughWasm(error) {
  return error instanceof Error && /wasm-function|\.wasm[:@]/.test(String(error.stack));
}

function note(error, fatal) {
  if (errors.length < MOST_ERRORS_KEPT) errors.push(described(error));
  if (!fatal || dead) return;
  dead = true;
  showDeath();
}

/// Kind and place of an error. Its words only where the browser's engine wrote them: those of
/// other errors may name a file of the reader's.
function described(error) {
  if (!(error instanceof Error)) return `a thrown ${typeof error}`;
  const engines = [WebAssembly.RuntimeError, WebAssembly.LinkError, WebAssembly.CompileError,
    TypeError, ReferenceError, RangeError, SyntaxError];
  const words = engines.some((kind) => error instanceof kind) ? `: ${error.message}` : "";
  const places = String(error.stack).split("\n").filter((line) => /^\s*at .*:\d+|@.*:\d+/.test(line));
  return [error.name + words, ...places].join("\n");
}

// The panel

function show(title, ...sentences) {
  panel.removeAttribute("data-waiting");
  panel.replaceChildren(element("h1", title), ...sentences.map((it) => element("p", it)));
}

function element(name, text) {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function button(text, act) {
  const made = element("button", text);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function showDeath() {
  const title = started ? "The viewer has stopped" : "The viewer could not start";
  show(title, "Nothing was sent anywhere, and your files are as they were. Reload the page and open them again.", `Build ${buildId}`);
  const report = element("textarea", reportText());
  report.readOnly = true;
  report.setAttribute("aria-label", "Report");
  const buttons = document.createElement("p");
  const copy = button("Copy report", () => copyText(report, copy));
  const reload = button("Reload", () => location.reload());
  buttons.append(reload, copy);
  panel.append(buttons, element("p", "The report holds no names of files or patients:"), report);
  document.getElementById("app").inert = true;
  reload.focus();
}

function reportText() {
  const renderer = document.body.dataset.renderer ?? "not chosen";
  return [`Hounsfield ${buildId}`, navigator.userAgent, `renderer: ${renderer}`, ...errors].join("\n\n");
}

async function copyText(area, copy) {
  area.select();
  try {
    await navigator.clipboard.writeText(area.value);
  } catch {
    // Plain http has no clipboard object; the old way works there.
    if (!document.execCommand("copy")) return;
  }
  copy.textContent = "Copied";
}

// Starting

function whatIsMissing() {
  if (typeof WebAssembly !== "object") return "This browser has no WebAssembly.";
  if (!WebAssembly.validate(new Uint8Array(SIMD_MODULE))) return "This browser's WebAssembly has no SIMD.";
  if (!hasModuleWorkers()) return "This browser has no module workers.";
  return null;
}

function hasModuleWorkers() {
  let asked = false;
  const options = { get type() { asked = true; return "module"; } };
  const address = URL.createObjectURL(new Blob([], { type: "text/javascript" }));
  try {
    new Worker(address, options).terminate();
  } catch {
    return false;
  } finally {
    URL.revokeObjectURL(address);
  }
  return asked;
}

async function chooseRenderer(forced) {
  if (forced !== "webgl2" && await within(ADAPTER_PATIENCE_MS, hasWebGpu())) return "webgpu";
  if (forced !== "webgpu" && hasWebGl2()) return "webgl2";
  return "none";
}

function within(milliseconds, answer) {
  const tooLate = new Promise((resolve) => setTimeout(resolve, milliseconds, false));
  return Promise.race([answer, tooLate]);
}

/// An adapter alone is no promise: some drivers name one and then give no device.
async function hasWebGpu() {
  try {
    const adapter = await navigator.gpu?.requestAdapter();
    const device = await adapter?.requestDevice();
    device?.destroy();
    return Boolean(device);
  } catch {
    return false;
  }
}

function hasWebGl2() {
  const context = document.createElement("canvas").getContext("webgl2");
  // Browsers allow few contexts at a time: the page needs this one.
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return Boolean(context);
}

async function start() {
  const missing = whatIsMissing();
  if (missing) {
    document.body.dataset.renderer = "none";
    show("The viewer cannot run here", missing, NEEDS);
    return;
  }
  const renderer = await chooseRenderer(new URLSearchParams(location.search).get("renderer"));
  document.body.dataset.renderer = renderer;
  if (renderer === "none") {
    show("The viewer cannot draw here", "This browser offers neither WebGPU nor WebGL2. Turn on hardware acceleration in its settings, or update the graphics driver.", NEEDS);
    return;
  }
  const worker = meta("worker");
  const far = meta("worker-far");
  globalThis.hounsfield = {
    buildId,
    renderer,
    // Of this page and its workers alone (static/asked.js).
    channel: `hounsfield ${performance.timeOrigin}`,
    get refused() { return refused; },
    asked: async () => (await import(absolute(meta("asked").content))).asked(),
    workerScript: absolute(worker.content),
    workerWasm: absolute(worker.dataset.wasm),
    farScript: absolute(far.content),
    farWasm: absolute(far.dataset.wasm),
  };
  const page = meta(`page-${renderer}`);
  // Both are asked for at once: the script is small, the module is not.
  const module_or_path = fetch(absolute(page.dataset.wasm));
  const { default: run } = await import(absolute(page.content));
  // What comes later is linked to what the page's module exports.
  globalThis.hounsfield.page = await run({ module_or_path });
  started = true;
  const keepForOffline = () => import(absolute(meta("offline").content)).catch(() => {});
  // An installed viewer may have been opened with files.
  if (matchMedia("(display-mode: standalone)").matches) keepForOffline();
  whenIdle(() => fetchAhead(far).then(keepForOffline));
}

function whenIdle(act) {
  setTimeout(() => globalThis.requestIdleCallback?.(act) ?? act(), IDLE_AFTER_MS);
}

/// What archives and rarer files need is at hand before the first of them is dropped.
function fetchAhead(far) {
  return Promise.all([far.dataset.wasm, far.content].map((address) =>
    // Without it the page works too: it is fetched when it is needed.
    fetch(absolute(address), { priority: "low" }).then((it) => it.arrayBuffer()).catch(() => {})));
}

panel.removeAttribute("data-waiting");
panel.replaceChildren();
start().catch((error) => {
  console.error(error);
  note(error, true);
});
