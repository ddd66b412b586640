// Reads, and draws with the fewest calls that WebGL2 allows: one texture of integers, one texel
// a pixel, the window in the shader. It knows where its samples lie: at the end of each file.

import { reportWork, takeDrops, work } from "./reader.js";

const SIDE = 512;
const SAMPLE_BYTES = SIDE * SIDE * 2;
const INTERCEPT = -1024;
const WINDOWS = { 1: [-600, 1500], 2: [40, 400], 3: [480, 2500] };

const VERTEX = `#version 300 es
void main() {
  vec2 corner = vec2(gl_VertexID & 1, gl_VertexID >> 1);
  gl_Position = vec4(corner * 4.0 - 1.0, 0.0, 1.0);
}`;

const FRAGMENT = `#version 300 es
precision highp float;
precision highp usampler2D;
uniform usampler2D slice;
uniform vec2 canvas;
uniform vec2 window;
out vec4 colour;
void main() {
  float side = min(canvas.x, canvas.y);
  vec2 at = (gl_FragCoord.xy - (canvas - side) * 0.5) / side;
  if (any(lessThan(at, vec2(0))) || any(greaterThanEqual(at, vec2(1)))) {
    colour = vec4(0, 0, 0, 1);
    return;
  }
  ivec2 texel = ivec2(vec2(at.x, 1.0 - at.y) * ${SIDE}.0);
  float stored = float(texelFetch(slice, texel, 0).r);
  colour = vec4(vec3((stored - window.x) * window.y), 1);
}`;

const size = new URLSearchParams(location.search);
const canvas = document.createElement("canvas");
canvas.width = Number(size.get("width"));
canvas.height = Number(size.get("height"));
canvas.style.display = "block";
canvas.dataset.viewport = "";
document.body.append(canvas);

const gl = canvas.getContext("webgl2", { alpha: false, antialias: false });
const program = linked();
const windowAt = gl.getUniformLocation(program, "window");
gl.useProgram(program);
gl.uniform2f(gl.getUniformLocation(program, "canvas"), canvas.width, canvas.height);
gl.bindTexture(gl.TEXTURE_2D, gl.createTexture());
gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R16UI, SIDE, SIDE);
// Integers are not filtered: with the filters of the start the texture reads as zeros.
gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);

let slices = [];
let wanted = 0;
let uploaded = null;
let [center, width] = WINDOWS[1];
let firstOfDrop = 0;
let waiting = false;

takeDrops({
  begun() {
    slices = [];
    wanted = -1;
    uploaded = null;
  },
  arrived(at, buffer, drop) {
    slices[at] = buffer;
    if (wanted < 0) {
      wanted = at;
      firstOfDrop = drop;
      askForFrame();
    }
  },
});

addEventListener("keydown", ({ key }) => {
  if (key === "ArrowDown") wanted = Math.min(wanted + 1, slices.length - 1);
  else if (key === "Home") wanted = 0;
  else if (key in WINDOWS) [center, width] = WINDOWS[key];
  else return;
  askForFrame();
});

function askForFrame() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(draw);
}

function draw() {
  waiting = false;
  if (uploaded !== wanted) upload();
  gl.uniform2f(windowAt, center - width / 2 - INTERCEPT, 1 / width);
  gl.drawArrays(gl.TRIANGLES, 0, 3);
  work.draws += 1;
  const drawn = { slice: wanted + 1, windowCenter: center };
  // As the viewer does: said in the frame after the one that drew it.
  requestAnimationFrame(() => {
    Object.assign(canvas.dataset, drawn);
    reportWork();
    if (firstOfDrop) performance.mark("first-image", { detail: { drop: firstOfDrop } });
    firstOfDrop = 0;
  });
}

function upload() {
  const buffer = slices[wanted];
  const samples = new Uint16Array(buffer, buffer.byteLength - SAMPLE_BYTES);
  gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, SIDE, SIDE, gl.RED_INTEGER, gl.UNSIGNED_SHORT, samples);
  uploaded = wanted;
  work.uploads += 1;
  work.uploadBytes += SAMPLE_BYTES;
}

function linked() {
  const program = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) throw new Error("the shader does not link");
  return program;
}
