// niivue, as its DICOM example opens a folder: `dcm2niix` (the build that knows JPEG-LS and JPEG
// 2000) converts the files in its worker,
// niivue loads the volume that comes out. Nothing is on the
// screen before all of it is. It scrolls by moving the crosshair, and draws at once.

import { drawn, start } from "./peer.js";
import { work } from "./counts.js";
import { NVImage, Niivue } from "@niivue/niivue";
import { Dcm2niix } from "@niivue/dcm2niix";

let niivue;
let converter;

/// Its worker converts once: the folders that it makes are in its way the second time.
async function newConverter() {
  const made = new Dcm2niix();
  await made.init();
  return made;
}

start({
  async start(pane) {
    const canvas = document.createElement("canvas");
    pane.append(canvas);
    niivue = new Niivue({
      crosshairWidth: 0, show3Dcrosshair: false, isColorbar: false, isOrientCube: false,
      isOrientationTextVisible: false, dragAndDropEnabled: false, logLevel: "error",
    });
    await niivue.attachToCanvas(canvas);
    niivue.setSliceType(niivue.sliceTypeAxial);
    converter = await newConverter();
  },

  async open(files) {
    for (const file of files) {
      file._webkitRelativePath = `series/${file.name}`;
      work.bytesRead += file.size;
    }
    // Not compressed and without a sidecar: neither is needed to look at it.
    const made = await converter.input(files).z("n").b("n").run();
    const volume = made.find(({ name }) => name.endsWith(".nii"));
    if (!volume) throw new Error(`dcm2niix made no volume of ${files.length} files`);
    // With its window from the start: to change it later makes all of its textures again.
    const [cal_min, cal_max] = [-600 - 750, -600 + 750];
    niivue.addVolume(await NVImage.loadFromFile({ file: volume, cal_min, cal_max }));
    drawn();
    return niivue.volumes[0].dims[3];
  },

  show(slice) {
    const { dims } = niivue.volumes[0];
    niivue.scene.crosshairPos = [0.5, 0.5, (slice + 0.5) / dims[3]];
    niivue.drawScene();
    drawn();
  },

  setWindow(center, width) {
    const [volume] = niivue.volumes;
    volume.cal_min = center - width / 2;
    volume.cal_max = center + width / 2;
    niivue.updateGLVolume();
    drawn();
  },

  async close() {
    converter.worker.terminate();
    converter = await newConverter();
    for (const volume of [...niivue.volumes]) niivue.removeVolume(volume);
  },
});
