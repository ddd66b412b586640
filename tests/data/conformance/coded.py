"""Codestreams -> files."""

import io
import pathlib
import subprocess
import tempfile

import jpeg_ls
import PIL.Image
from images import cells, dataset, native_bytes, padded, write
from pydicom.encaps import encapsulate
from row import Row
from rows_native import EXPLICIT, put_tables

JPEG = "1.2.840.10008.1.2.4."


def put(folder, name, syntax, frames, values, what, *, lossy=False, coder="imagecodecs", **described):
    """Codestreams of frames -> a file, a row."""
    row = {key: described.pop(key) for key in ["prefer", "photometric_drawn", "refused"] if key in described}
    ds = dataset(name, values.shape, **described)
    if ds.PhotometricInterpretation == "PALETTE COLOR":
        put_tables(ds, EXPLICIT)
    ds.PixelData = encapsulate(frames)
    ds["PixelData"].is_undefined_length = True
    ds["PixelData"].VR = "OB"
    write(folder / f"{name}.dcm", ds, JPEG + syntax)
    return Row(
        f"{name}.dcm",
        what,
        None if lossy else values,
        lossy,
        row.get("refused", False),
        row.get("prefer", ""),
        coder,
        row.get("photometric_drawn", ""),
    )


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
        subprocess.run(
            [*tool, *keep_uid, str(source), str(folder / f"{name}.dcm")], check=True, capture_output=True
        )
    return Row(
        f"{name}.dcm", what, None if lossy else values, lossy, coder="dcmtk", prefer="dcmtk" if lossy else ""
    )


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


def jpeg_ls_frames(values, bits, near=0, interleave=0):
    order = (2, 0, 1) if interleave == 0 else (0, 1, 2)
    kind = "u1" if bits <= 8 else "<u2"
    masked = (values & ((1 << bits) - 1)).astype(kind)
    rows, columns, count = masked.shape[1:]
    return [
        bytes(
            jpeg_ls.encode_buffer(f.transpose(order).tobytes(), rows, columns, count, bits, near, interleave)
        )
        for f in masked
    ]


def typed(frame, bits, signed):
    kind = ("i" if signed else "u") + ("1" if bits <= 8 else "2" if bits <= 16 else "4")
    return frame.astype(kind).squeeze()


def by_pillow(frame, **options):
    out = io.BytesIO()
    PIL.Image.fromarray(frame).save(out, "JPEG2000", no_jp2=True, irreversible=False, **options)
    return out.getvalue()
