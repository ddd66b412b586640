// dwv, as its viewer opens a folder: one app with one layer group, `loadFiles`, the first picture
// as soon as the first file is there. Its decoders are its own workers.

import { drawn, refuse, start } from "./peer.js";
import { App, AppOptions, Index, ViewConfig, WindowLevel } from "dwv";

let app;
let ended = () => {};

const controller = () => app.getActiveLayerGroup().getActiveViewLayer().getViewController();

start({
  start(pane) {
    const group = document.createElement("div");
    group.id = "group";
    group.style.cssText = "position: relative; width: 100%; height: 100%";
    pane.append(group);
    app = new App();
    app.init(new AppOptions({ "*": [new ViewConfig("group")] }));
    app.addEventListener("renderend", drawn);
    app.addEventListener("load", () => ended());
    app.addEventListener("error", ({ error }) => refuse(error));
  },

  async open(files) {
    let id;
    await new Promise((done) => {
      ended = done;
      id = app.loadFiles(files);
    });
    return app.getImage(id).getGeometry().getSize().get(2);
  },

  show: (slice) => controller().setCurrentIndex(new Index([0, 0, slice])),

  setWindow: (center, width) => controller().setWindowLevel(new WindowLevel(center, width)),

  close: () => app.reset(),
});
