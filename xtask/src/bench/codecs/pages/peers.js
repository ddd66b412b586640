// The decoders of other viewers. Each gives a function: a codestream -> its samples, copied out of
// the memory of its module, as whoever hands them on has to.

/** @param {string} folder @param {string} script @param {string} name what the script declares */
async function emscripten(folder, script, name) {
  importScripts(folder + script);
  // What they say of each codestream would be measured too.
  const quiet = () => {};
  const options = { locateFile: (file) => folder + file, print: quiet, printErr: quiet };
  return globalThis[name](options);
}

/** Those of one build have the same calls. */
function reused(decoder) {
  return (codestream) => {
    decoder.getEncodedBuffer(codestream.length).set(codestream);
    decoder.decode();
    return decoder.getDecodedBuffer().slice();
  };
}

const FOLDER = "/peers/node_modules/@cornerstonejs/";

const PEERS = {
  async charls() {
    const folder = `${FOLDER}codec-charls/dist/`;
    const module = await emscripten(folder, "charlswasm_decode.js", "CharLSWASM");
    return reused(new module.JpegLSDecoder());
  },
  async openjpeg() {
    const folder = `${FOLDER}codec-openjpeg/dist/`;
    const module = await emscripten(folder, "openjpegwasm_decode.js", "OpenJPEGWASM");
    return reused(new module.J2KDecoder());
  },
  async openjph() {
    const folder = `${FOLDER}codec-openjph/dist/`;
    const module = await emscripten(folder, "openjphjs.js", "Module");
    return reused(new module.HTJ2KDecoder());
  },
  async turbo() {
    const folder = `${FOLDER}codec-libjpeg-turbo-8bit/dist/`;
    const name = "libjpegturbowasm_decode";
    const module = await emscripten(folder, `${name}.js`, name);
    return reused(new module.JPEGDecoder());
  },
  async lossless() {
    const { Decoder } = await import(
      "/peers/node_modules/jpeg-lossless-decoder-js/release/lossless.js"
    );
    return (codestream) => {
      const { buffer, byteOffset, byteLength } = codestream;
      return new Decoder().decode(buffer, byteOffset, byteLength);
    };
  },
};
