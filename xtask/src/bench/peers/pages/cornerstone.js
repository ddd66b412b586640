// cornerstone3D, as its examples show a local stack: a StackViewport drawn by the GPU, files added
// to the file manager of `wadouri`, and all images fetched ahead into the cache, decoded by as many
// workers as its examples start.

import { drawn, refuse, start } from "./peer.js";
import {
  Enums, RenderingEngine, cache, eventTarget, imageLoader, init as initCore,
} from "@cornerstonejs/core";
import { init as initLoader, wadouri } from "@cornerstonejs/dicom-image-loader";

const WORKERS = Math.min(navigator.hardwareConcurrency, 7);
const VIEWPORT = "stack";

let viewport;

start({
  drawsInFrames: true,

  start(pane) {
    initCore();
    initLoader({ maxWebWorkers: WORKERS, wasmBasePath: "./" });
    const engine = new RenderingEngine("engine");
    engine.enableElement({
      viewportId: VIEWPORT, type: Enums.ViewportType.STACK, element: pane,
    });
    viewport = engine.getViewport(VIEWPORT);
    pane.addEventListener(Enums.Events.IMAGE_RENDERED, () => {
      // An empty viewport is drawn too.
      if (viewport.getImageIds().length > 0) drawn();
    });
    eventTarget.addEventListener(Enums.Events.IMAGE_LOAD_FAILED, ({ detail }) => refuse(detail.error));
  },

  async open(files) {
    const ids = files.map((file) => wadouri.fileManager.add(file));
    const first = viewport.setStack(ids, 0).then(() => this.setWindow(-600, 1500));
    const images = await Promise.all(imageLoader.loadAndCacheImages(ids));
    await first;
    return images.length;
  },

  show: (slice) => viewport.setImageIdIndex(slice),

  setWindow(center, width) {
    viewport.setProperties({ voiRange: { lower: center - width / 2, upper: center + width / 2 } });
    viewport.render();
  },

  close() {
    cache.purgeCache();
    wadouri.dataSetCacheManager.purge();
    wadouri.fileManager.purge();
  },
});
