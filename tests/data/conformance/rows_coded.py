"""Compressed: every codec in every depth and colour that its encoders make."""

import io
import pathlib
import subprocess
import tempfile

import imagecodecs
import jpeg_ls
import numpy
import PIL.Image
from pydicom.encaps import encapsulate
from rle.utils import encode_pixel_data

from images import cells, dataset, native_bytes, padded, pattern, write
from row import Row
from rows_native import EXPLICIT

JPEG = "1.2.840.10008.1.2.4."


def put(folder, name, syntax, frames, values, what, *, lossy=False, coder="imagecodecs", **described):
    """Codestreams of frames -> a file, a row."""
    row = {key: described.pop(key) for key in ["prefer", "photometric_drawn", "refused"] if key in described}
    ds = dataset(name, values.shape, **described)
    ds.PixelData = encapsulate(frames)
    ds["PixelData"].is_undefined_length = True
    ds["PixelData"].VR = "OB"
    write(folder / f"{name}.dcm", ds, JPEG + syntax)
    return Row(f"{name}.dcm", what, None if lossy else values, lossy, row.get("refused", False),
               row.get("prefer", ""), coder, row.get("photometric_drawn", ""))


def by_dcmtk(folder, name, tool, values, what, *, lossy=False, allocated=None, planar=0, **described):
    """An uncompressed file, compressed by a program of dcmtk."""
    allocated = allocated or (described["stored"] + 7) // 8 * 8
    ds = dataset(name, values.shape, allocated=allocated, planar=planar, **described)
    ds.PixelData = padded(native_bytes(cells(values, allocated, stored=described["stored"]), planar))
    ds["PixelData"].VR = "OB" if allocated == 8 else "OW"
    with tempfile.TemporaryDirectory() as plain:
        source = pathlib.Path(plain) / "in.dcm"
        write(source, ds, EXPLICIT)
        keep_uid = [] if tool[0] == "dcmcrle" else ["+un"]
        subprocess.run([*tool, *keep_uid, str(source), str(folder / f"{name}.dcm")], check=True, capture_output=True)
    return Row(f"{name}.dcm", what, None if lossy else values, lossy, coder="dcmtk", prefer="dcmtk" if lossy else "")


def encoded_as(ds):
    return {
        "rows": ds.Rows,
        "columns": ds.Columns,
        "samples_per_pixel": ds.SamplesPerPixel,
        "bits_allocated": ds.BitsAllocated,
        "bits_stored": ds.BitsStored,
        "pixel_representation": ds.PixelRepresentation,
        "photometric_interpretation": ds.PhotometricInterpretation,
        "planar_configuration": 0,
        "number_of_frames": 1,
        "byteorder": "<",
        "transfer_syntax_uid": "1.2.840.10008.1.2.5",
    }


def rle(folder):
    def by_pylibjpeg(name, values, what, planar=0, **described):
        ds = dataset(name, values.shape, planar=planar, **described)
        samples = cells(values, ds.BitsAllocated, stored=ds.BitsStored)
        frames = [encode_pixel_data(frame.tobytes(), **encoded_as(ds)) for frame in samples]
        ds.PixelData = encapsulate(frames)
        ds["PixelData"].is_undefined_length = True
        ds["PixelData"].VR = "OB"
        write(folder / f"{name}.dcm", ds, "1.2.840.10008.1.2.5")
        return Row(f"{name}.dcm", what, values, coder="pylibjpeg")

    yield by_pylibjpeg("rle-8", pattern(8, frames=3), "3 frames", allocated=8)
    yield by_pylibjpeg("rle-16", pattern(16), "", allocated=16)
    yield by_pylibjpeg("rle-12s", pattern(12, signed=True), "", allocated=16, stored=12, signed=True)
    yield by_pylibjpeg("rle-32", pattern(32), "", allocated=32)
    yield by_pylibjpeg("rle-32s", pattern(32, signed=True), "", allocated=32, signed=True)
    for bits in (8, 16):
        yield by_pylibjpeg(f"rle-rgb-{bits}", pattern(bits, samples=3, frames=2), "2 frames", allocated=bits, photometric="RGB")
    yield by_pylibjpeg("rle-ybr", pattern(8, samples=3), "", allocated=8, photometric="YBR_FULL")
    yield by_dcmtk(folder, "rle-dcmtk-16", ["dcmcrle"], pattern(12, frames=2), "2 frames, by dcmtk", stored=12, allocated=16)
    yield by_dcmtk(folder, "rle-dcmtk-rgb", ["dcmcrle"], pattern(8, samples=3), "by dcmtk", stored=8, photometric="RGB", planar=1)


def jpeg_lossy(folder):
    smooth = lambda bits, **more: pattern(bits, smooth=True, **more)
    for process, names in {"+eb": ["50"], "+ee": ["51"], "+es": ["53"], "+ep": ["55"]}.items():
        for bits in (8, 12):
            if process == "+eb" and bits == 12:
                continue
            yield by_dcmtk(folder, f"jpeg-{names[0]}-{bits}", ["dcmcjpeg", process], smooth(bits, frames=2), "2 frames",
                           lossy=True, stored=bits)
        for sampling, words in {"+s4": "4:4:4", "+s2": "4:2:2", "+np": "4:1:1"}.items():
            yield by_dcmtk(folder, f"jpeg-{names[0]}-ybr-{words.replace(':', '')}", ["dcmcjpeg", process, "+cy", sampling],
                           smooth(8, samples=3), f"sampled {words}", lossy=True, stored=8, photometric="RGB")
        yield by_dcmtk(folder, f"jpeg-{names[0]}-rgb", ["dcmcjpeg", process, "+cr"], smooth(8, samples=3), "", lossy=True,
                       stored=8, photometric="RGB")
    for sampling in ("420", "440", "411"):
        yield turbo(folder, f"jpeg-50-turbo-{sampling}", smooth(8, samples=3), f"sampled {sampling[0]}:{sampling[1]}:{sampling[2]}, JFIF",
                    subsampling=sampling, photometric="YBR_FULL_422")
    yield turbo(folder, "jpeg-50-large-420", smooth(8, samples=3, columns=37, rows=21), "sampled 4:2:0, several MCUs, odd size",
                subsampling="420", photometric="YBR_FULL_422")


def turbo(folder, name, values, what, *, photometric, **options):
    frames = [imagecodecs.jpeg8_encode(frame.astype("u1").squeeze(), level=92, **options) for frame in values]
    return put(folder, name, "50", frames, values, what, lossy=True, allocated=8, photometric=photometric, prefer="imagecodecs")


def jpeg_lossless(folder):
    for bits, allocated in [(8, 8), (12, 16), (16, 16)]:
        for predictor in range(1, 8):
            yield by_dcmtk(folder, f"jpeg-57-{bits}-{predictor}", ["dcmcjpeg", "+el", "+sv", str(predictor)], pattern(bits),
                           f"predictor {predictor}", stored=bits, allocated=allocated)
        for points in (1, 4):
            row = by_dcmtk(folder, f"jpeg-57-{bits}-pt{points}", ["dcmcjpeg", "+el", "+pl", "+sv", "1", "+pt", str(points)],
                           pattern(bits), f"point transform {points}", stored=bits, allocated=allocated)
            row.truth = row.truth >> points << points
            yield row
        yield by_dcmtk(folder, f"jpeg-70-{bits}", ["dcmcjpeg", "+e1"], pattern(bits, frames=3), "3 frames", stored=bits, allocated=allocated)
        yield by_dcmtk(folder, f"jpeg-70-{bits}s", ["dcmcjpeg", "+e1"], pattern(bits, signed=True), "", stored=bits,
                       allocated=allocated, signed=True)
    yield by_dcmtk(folder, "jpeg-70-rgb", ["dcmcjpeg", "+e1"], pattern(8, samples=3), "", stored=8, photometric="RGB")
    yield by_dcmtk(folder, "jpeg-57-rgb", ["dcmcjpeg", "+el", "+sv", "6"], pattern(8, samples=3), "predictor 6", stored=8, photometric="RGB")
    yield by_dcmtk(folder, "jpeg-70-ybr", ["dcmcjpeg", "+e1"], pattern(8, samples=3), "", stored=8, photometric="YBR_FULL")
    yield by_dcmtk(folder, "jpeg-70-mono1", ["dcmcjpeg", "+e1"], pattern(10), "", stored=10, allocated=16, photometric="MONOCHROME1")
    values = pattern(16, samples=3)
    frames = [imagecodecs.jpeg8_encode(f.astype("<u2"), lossless=True, predictor=2, bitspersample=16, colorspace="rgb", outcolorspace="rgb")
              for f in values]
    yield put(folder, "jpeg-57-rgb16", "57", frames, values, "predictor 2", allocated=16, photometric="RGB")
    for bits in (2, 5, 10, 14):
        values = pattern(bits)
        kind = "u1" if bits <= 8 else "<u2"
        frames = [imagecodecs.jpeg8_encode(f.astype(kind).squeeze(), lossless=True, predictor=1, bitspersample=bits) for f in values]
        yield put(folder, f"jpeg-70-turbo-{bits}", "70", frames, values, "", allocated=8 if bits <= 8 else 16, stored=bits)


def jpeg_ls_frames(values, bits, near=0, interleave=0):
    order = (2, 0, 1) if interleave == 0 else (0, 1, 2)
    kind = "u1" if bits <= 8 else "<u2"
    masked = (values & ((1 << bits) - 1)).astype(kind)
    rows, columns, count = masked.shape[1:]
    return [bytes(jpeg_ls.encode_buffer(f.transpose(order).tobytes(), rows, columns, count, bits, near, interleave)) for f in masked]


def jpegls(folder):
    modes = ["none", "line", "sample"]
    for bits in range(2, 17):
        values = pattern(bits, frames=2 if bits == 12 else 1)
        yield put(folder, f"ls-80-{bits}", "80", jpeg_ls_frames(values, bits), values, "2 frames" if bits == 12 else "",
                  coder="pyjpegls", allocated=8 if bits <= 8 else 16, stored=bits)
    for bits in (8, 12, 16):
        values = pattern(bits, signed=True)
        yield put(folder, f"ls-80-{bits}s", "80", jpeg_ls_frames(values, bits), values, "", coder="pyjpegls",
                  allocated=8 if bits == 8 else 16, stored=bits, signed=True)
    for interleave, mode in enumerate(modes):
        for bits in (8, 16):
            values = pattern(bits, samples=3)
            yield put(folder, f"ls-80-rgb{bits}-{mode}", "80", jpeg_ls_frames(values, bits, 0, interleave), values,
                      f"interleave {mode}", coder="pyjpegls", allocated=bits, photometric="RGB")
        values = pattern(8, samples=3)
        yield put(folder, f"ls-81-rgb-{mode}", "81", jpeg_ls_frames(values, 8, 2, interleave), values, f"interleave {mode}, NEAR 2",
                  lossy=True, coder="pyjpegls", allocated=8, photometric="RGB")
    for bits, near in [(8, 1), (8, 5), (12, 2), (16, 3)]:
        values = pattern(bits)
        yield put(folder, f"ls-81-{bits}-{near}", "81", jpeg_ls_frames(values, bits, near), values, f"NEAR {near}", lossy=True,
                  coder="pyjpegls", allocated=8 if bits == 8 else 16, stored=bits)
    for mode in ["+il", "+is", "+in"]:
        yield by_dcmtk(folder, f"ls-80-dcmtk{mode[1:]}", ["dcmcjpls", "+el", mode], pattern(8, samples=3), f"dcmtk {mode}",
                       stored=8, photometric="RGB")
    yield by_dcmtk(folder, "ls-80-dcmtk-12s", ["dcmcjpls", "+el"], pattern(12, signed=True), "", stored=12, allocated=16, signed=True)


def typed(frame, bits, signed):
    kind = ("i" if signed else "u") + ("1" if bits <= 8 else "2" if bits <= 16 else "4")
    return frame.astype(kind).squeeze()


def by_pillow(frame, **options):
    out = io.BytesIO()
    PIL.Image.fromarray(frame).save(out, "JPEG2000", no_jp2=True, irreversible=False, **options)
    return out.getvalue()


def jpeg2000(folder):
    for bits, signed in [(1, False), (8, False), (8, True), (10, False), (12, False), (12, True), (16, False), (16, True), (24, False)]:
        values = pattern(bits, signed=signed, frames=2 if bits == 12 else 1)
        frames = [imagecodecs.jpeg2k_encode(typed(f, bits, signed), reversible=True, codecformat="j2k", bitspersample=bits) for f in values]
        yield put(folder, f"j2k-90-{bits}{'s' if signed else ''}", "90", frames, values, "2 frames" if bits == 12 else "", stored=bits,
                  allocated=8 if bits <= 8 else 16 if bits <= 16 else 32, signed=signed)
    for mct, photometric in [(True, "YBR_RCT"), (False, "RGB")]:
        for bits in (8, 16):
            values = pattern(bits, samples=3)
            frames = [imagecodecs.jpeg2k_encode(typed(f, bits, False), reversible=True, codecformat="j2k", mct=mct) for f in values]
            yield put(folder, f"j2k-90-{photometric.lower()}-{bits}", "90", frames, values, "", allocated=bits, photometric=photometric)
    for name, options, what in [
        ("tiles", {"tile_size": (32, 32)}, "tiles of 32 x 32"),
        ("layers", {"quality_mode": "rates", "quality_layers": [20, 5, 0], "progression": "LRCP"}, "three layers"),
        ("rpcl", {"precinct_size": (32, 32), "codeblock_size": (16, 16), "progression": "RPCL"}, "precincts, ordered RPCL"),
    ]:
        values = pattern(8, samples=3, columns=70, rows=41)
        frames = [by_pillow(f.astype("u1"), **options) for f in values]
        yield put(folder, f"j2k-90-{name}", "90", frames, values, what, coder="pillow", allocated=8, photometric="YBR_RCT")
    values = pattern(16)
    boxed = [imagecodecs.jpeg2k_encode(typed(f, 16, False), reversible=True, codecformat="jp2") for f in values]
    yield put(folder, "j2k-90-jp2", "90", boxed, values, "in the boxes of a JP2 file", allocated=16)
    for bits, signed in [(8, False), (12, False), (16, True)]:
        values = pattern(bits, signed=signed, smooth=True)
        frames = [imagecodecs.jpeg2k_encode(typed(f, bits, signed), level=50, reversible=False, codecformat="j2k", bitspersample=bits) for f in values]
        yield put(folder, f"j2k-91-{bits}", "91", frames, values, "", lossy=True, stored=bits, allocated=8 if bits == 8 else 16, signed=signed)
    values = pattern(8, samples=3, smooth=True)
    frames = [imagecodecs.jpeg2k_encode(typed(f, 8, False), level=45, reversible=False, codecformat="j2k", mct=True) for f in values]
    yield put(folder, "j2k-91-ybr_ict", "91", frames, values, "", lossy=True, allocated=8, photometric="YBR_ICT")


def htj2k(folder):
    for number in ("201", "202", "203"):
        for bits in (8, 16):
            values = pattern(bits, frames=2)
            frames = [bytes(imagecodecs.htj2k_encode(typed(f, bits, False), reversible=True)) for f in values]
            yield put(folder, f"ht-{number}-{bits}", number, frames, values, "2 frames", allocated=bits)
        values = pattern(8, samples=3)
        frames = [bytes(imagecodecs.htj2k_encode(typed(f, 8, False), reversible=True, rgb=True)) for f in values]
        yield put(folder, f"ht-{number}-rct", number, frames, values, "", allocated=8, photometric="YBR_RCT")
    values = pattern(16, signed=True)
    frames = [bytes(imagecodecs.htj2k_encode(typed(f, 16, True), reversible=True)) for f in values]
    yield put(folder, "ht-201-16s", "201", frames, values, "", allocated=16, signed=True)
    for name, options, what in [("tiles", {"tile": (32, 32)}, "tiles of 32 x 32"), ("parts", {"tile": (32, 32), "tilepart": 1}, "tiles in parts")]:
        values = pattern(16, columns=70, rows=41)
        try:
            frames = [bytes(imagecodecs.htj2k_encode(typed(f, 16, False), reversible=True, **options)) for f in values]
        except (ValueError, RuntimeError, TypeError):
            continue
        yield put(folder, f"ht-201-{name}", "201", frames, values, what, allocated=16)
    for bits in (8, 16):
        values = pattern(bits, smooth=True)
        frames = [bytes(imagecodecs.htj2k_encode(typed(f, bits, False), reversible=False, level=0.002)) for f in values]
        yield put(folder, f"ht-203-lossy-{bits}", "203", frames, values, "", lossy=True, allocated=bits)
    values = pattern(8, samples=3, smooth=True)
    frames = [bytes(imagecodecs.htj2k_encode(typed(f, 8, False), reversible=False, level=0.002, rgb=True)) for f in values]
    yield put(folder, "ht-203-ict", "203", frames, values, "", lossy=True, allocated=8, photometric="YBR_ICT")


def jpeg_xl(folder):
    lossless = lambda f, bits: imagecodecs.jpegxl_encode(typed(f, bits, False), lossless=True, bitspersample=bits, effort=5)
    for bits in (8, 10, 12, 16):
        values = pattern(bits, frames=2 if bits == 8 else 1)
        yield put(folder, f"jxl-110-{bits}", "110", [lossless(f, bits) for f in values], values, "2 frames" if bits == 8 else "",
                  stored=bits, allocated=8 if bits == 8 else 16)
    for bits in (8, 16):
        values = pattern(bits, samples=3)
        yield put(folder, f"jxl-110-rgb{bits}", "110", [lossless(f, bits) for f in values], values, "", allocated=bits, photometric="RGB")
    values = pattern(12, columns=300, rows=270, smooth=True)
    yield put(folder, "jxl-110-groups", "110", [lossless(f, 12) for f in values], values, "several groups", stored=12, allocated=16)
    values = pattern(12, signed=True)
    shifted = [lossless(f & 0xFFF, 12) for f in values]
    yield put(folder, "jxl-110-12s", "110", shifted, values, "two's complement", stored=12, allocated=16, signed=True)
    values = pattern(8)
    boxed = [imagecodecs.jpegxl_encode(typed(f, 8, False), lossless=True, usecontainer=True) for f in values]
    yield put(folder, "jxl-110-boxes", "110", boxed, values, "in the boxes of a container", allocated=8)
    for name, samples, options in [("grey", 1, {}), ("444", 3, {"subsampling": "444"}), ("420", 3, {"subsampling": "420"})]:
        values = pattern(8, samples=samples, smooth=True)
        jpegs = [imagecodecs.jpeg8_encode(typed(f, 8, False), level=92, **options) for f in values]
        yield put(folder, f"jxl-111-{name}", "111", [imagecodecs.jpegxl_encode_jpeg(one, usecontainer=True) for one in jpegs], values,
                  f"of a JPEG{f' sampled {name}' if samples == 3 else ''}", lossy=True, allocated=8, photometric_drawn="RGB",
                  photometric={"grey": "MONOCHROME2", "444": "RGB", "420": "YBR_FULL_422"}[name])
    for name, bits, samples in [("8", 8, 1), ("16", 16, 1), ("rgb", 8, 3)]:
        values = pattern(bits, samples=samples, smooth=True)
        frames = [imagecodecs.jpegxl_encode(typed(f, bits, False), distance=1.0) for f in values]
        yield put(folder, f"jxl-112-{name}", "112", frames, values, "", lossy=True, allocated=bits,
                  photometric="RGB" if samples == 3 else "MONOCHROME2")
    values = pattern(8, samples=3, smooth=True)
    frames = [imagecodecs.jpegxl_encode(typed(f, 8, False), distance=1.0) for f in values]
    yield put(folder, "jxl-112-xyb", "112", frames, values, "", lossy=True, allocated=8, photometric="XYB")


def rows(folder):
    for family in (rle, jpeg_lossy, jpeg_lossless, jpegls, jpeg2000, htj2k, jpeg_xl):
        yield from family(folder)
