"""What decoders that have nothing to do with this project make of a file."""

import hashlib
import multiprocessing
import pathlib
import subprocess
import tempfile

import imagecodecs
import numpy
import pydicom
from pydicom.encaps import generate_frames
from pydicom.pixels import apply_color_lut, convert_color_space, pixel_array

PLUGINS = ["pydicom", "pylibjpeg", "gdcm", "pyjpegls"]
# By transfer syntax the tool of dcmtk that unpacks it.
DCMTK = {
    "1.2.840.10008.1.2": ["dcmconv", "+te"],
    "1.2.840.10008.1.2.1": ["dcmconv", "+te"],
    "1.2.840.10008.1.2.1.99": ["dcmconv", "+te"],
    "1.2.840.10008.1.2.2": ["dcmconv", "+te"],
    "1.2.840.10008.1.2.5": ["dcmdrle"],
    "1.2.840.10008.1.2.4.50": ["dcmdjpeg", "+cn"],
    "1.2.840.10008.1.2.4.51": ["dcmdjpeg", "+cn"],
    "1.2.840.10008.1.2.4.53": ["dcmdjpeg", "+cn"],
    "1.2.840.10008.1.2.4.55": ["dcmdjpeg", "+cn"],
    "1.2.840.10008.1.2.4.57": ["dcmdjpeg", "+cn"],
    "1.2.840.10008.1.2.4.70": ["dcmdjpeg", "+cn"],
    "1.2.840.10008.1.2.4.80": ["dcmdjpls"],
    "1.2.840.10008.1.2.4.81": ["dcmdjpls"],
}


def whole(array, ds):
    """Frames x rows x columns x samples."""
    shape = (int(ds.get("NumberOfFrames", 1)), ds.Rows, ds.Columns, ds.SamplesPerPixel)
    return numpy.asarray(array).reshape(shape)


def by_dcmtk(path, ds):
    tool = DCMTK[ds.file_meta.TransferSyntaxUID]
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out.dcm"
        subprocess.run([*tool, str(path), str(out)], check=True, capture_output=True)
        unpacked = pydicom.dcmread(out)
        return whole(pixel_array(unpacked, raw=True), unpacked)


def by_imagecodecs(path, ds):
    family = str(ds.file_meta.TransferSyntaxUID).removeprefix("1.2.840.10008.1.2.4.")
    number = int(family)
    frames = []
    for frame in generate_frames(ds.PixelData, number_of_frames=int(ds.get("NumberOfFrames", 1))):
        if number < 80:
            ybr = ds.PhotometricInterpretation.startswith("YBR")
            space = {"colorspace": "ycbcr", "outcolorspace": "ycbcr"} if ybr else {}
            if ds.PhotometricInterpretation == "RGB":
                space = {"colorspace": "rgb", "outcolorspace": "rgb"}
            frames.append(imagecodecs.jpeg8_decode(frame, **space))
        elif number < 90:
            frames.append(imagecodecs.jpegls_decode(frame))
        elif number < 110:
            frames.append(imagecodecs.jpeg2k_decode(frame))
        elif number < 200:
            frames.append(imagecodecs.jpegxl_decode(frame))
        else:
            frames.append(imagecodecs.htj2k_decode(frame))
    return whole(numpy.array(frames), ds)


def decoded(path, ds, only=None):
    """By each decoder that takes the file: its name, its cells."""
    found = {}
    if ds.file_meta.TransferSyntaxUID.is_private:
        return found
    ways = {"dcmtk": by_dcmtk, "imagecodecs": by_imagecodecs}
    for plugin in PLUGINS:
        ways[plugin] = lambda path, ds, plugin=plugin: whole(
            pixel_array(
                path,
                raw=True,
                decoding_plugin=plugin if ds.file_meta.TransferSyntaxUID.is_encapsulated else "",
            ),
            ds,
        )
        if not ds.file_meta.TransferSyntaxUID.is_encapsulated:
            break
    for name, way in ways.items():
        if only and name not in only:
            continue
        cells = apart(way, path, ds)
        if cells is not None:
            found[name] = cells
    return found


def apart(way, path, ds):
    """In a process of its own, since decoders may end theirs; `None` of what a decoder does not take."""

    def work():
        try:
            mine.send(way(path, ds))
        except Exception:  # noqa: BLE001 - whatever it says
            mine.send(None)

    theirs, mine = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    mine.close()
    try:
        cells = theirs.recv()
    except EOFError:
        cells = None
    process.join()
    return cells


def stored_values(array, ds):
    """Cells -> stored values: shifted to the high bit, masked, sign-extended."""
    values = array.astype(numpy.int64) >> (ds.HighBit + 1 - ds.BitsStored)
    values &= (1 << ds.BitsStored) - 1
    if ds.PixelRepresentation:
        values -= (values >> (ds.BitsStored - 1)) << ds.BitsStored
    return values


def drawn(path, values, ds, photometric):
    """Stored values as RGB of 8 bits: palettes by dcmtk (pydicom takes those in big endian by the wrong
    order), or by pydicom, which reads segments; nothing of grey."""
    if photometric == "PALETTE COLOR":
        rgb = palette_by_dcmtk(path, ds)
        return by_lut(values, ds) if rgb is None else rgb
    if values.shape[-1] != 3:
        return None
    eight = (values >> max(ds.BitsStored - 8, 0)).astype("u1")
    if photometric.startswith("YBR_FULL"):
        return numpy.array([convert_color_space(frame, "YBR_FULL", "RGB") for frame in eight])
    return eight


def by_lut(values, ds):
    rgb = numpy.array([apply_color_lut(frame[..., 0], ds) for frame in values])
    wide = max(ds.RedPaletteColorLookupTableDescriptor[2], 8)
    return (rgb >> (wide - 8) if rgb.dtype.itemsize > 1 else rgb).astype("u1")


def palette_by_dcmtk(path, ds):
    with tempfile.TemporaryDirectory() as folder:
        out = pathlib.Path(folder) / "out.ppm"
        ran = subprocess.run(
            ["dcm2pnm", "--write-raw-pnm", str(path), str(out)], capture_output=True, check=False
        )
        if ran.returncode != 0:
            return None
        count = ds.Rows * ds.Columns * 3
        return numpy.frombuffer(out.read_bytes()[-count:], "u1").reshape(1, ds.Rows, ds.Columns, 3)


def sha256(values):
    """Of each frame."""
    if values is None:
        return None
    kind = "u1" if values.dtype == numpy.uint8 else "<u4"
    wrapped = values if kind == "u1" else values & 0xFFFFFFFF
    return [hashlib.sha256(frame.astype(kind).tobytes()).hexdigest() for frame in wrapped]
