"""Uncompressed: every depth, every colour, every way to lie in the file."""

import pathlib
import subprocess
import zlib

import numpy
import pydicom
from pydicom.encaps import encapsulate

from images import cells, dataset, native_bytes, padded, pattern, write
from row import Row

IMPLICIT, EXPLICIT = "1.2.840.10008.1.2", "1.2.840.10008.1.2.1"
BIG_ENDIAN, DEFLATED = "1.2.840.10008.1.2.2", "1.2.840.10008.1.2.1.99"
GE = "1.2.840.113619.5.2"
ENCAPSULATED, DEFLATED_FRAME = "1.2.840.10008.1.2.1.98", "1.2.840.10008.1.2.8.1"
SYNTAXES = {
    "implicit": IMPLICIT,
    "explicit": EXPLICIT,
    "big": BIG_ENDIAN,
    "deflated": DEFLATED,
    "encapsulated": ENCAPSULATED,
    "deflated-frame": DEFLATED_FRAME,
}

# Bits allocated, stored, high bit, signed, junk above and below.
DEPTHS = [
    (8, 8, 7, False, False),
    (8, 8, 7, True, False),
    (8, 1, 0, False, False),
    (8, 5, 4, True, True),
    (8, 6, 7, False, True),
    (16, 16, 15, False, False),
    (16, 16, 15, True, False),
    (16, 12, 11, False, False),
    (16, 12, 11, True, False),
    (16, 12, 11, False, True),
    (16, 12, 11, True, True),
    (16, 12, 15, False, True),
    (16, 10, 12, True, True),
    (16, 9, 8, True, False),
    (16, 1, 0, False, False),
    (32, 32, 31, False, False),
    (32, 32, 31, True, False),
    (32, 24, 23, False, True),
    (32, 17, 20, True, True),
]
# Of these in every syntax.
USUAL = [DEPTHS[0], DEPTHS[5], DEPTHS[8], DEPTHS[12], DEPTHS[16]]


def element(ds, samples, syntax, planar=0):
    """The pixel data as the syntax has them."""
    if syntax in (ENCAPSULATED, DEFLATED_FRAME):
        frames = [native_bytes(samples[n : n + 1], planar) for n in range(len(samples))]
        if syntax == DEFLATED_FRAME:
            packer = [zlib.compressobj(9, zlib.DEFLATED, -15) for _ in frames]
            frames = [pack.compress(padded(frame)) + pack.flush() for pack, frame in zip(packer, frames)]
        ds.PixelData = encapsulate(frames)
        ds["PixelData"].is_undefined_length = True
        ds["PixelData"].VR = "OB"
        return
    kind = samples.dtype.newbyteorder(">") if syntax in (BIG_ENDIAN, GE) else samples.dtype
    ds.PixelData = padded(native_bytes(samples.astype(kind), planar))
    ds["PixelData"].VR = "OB" if ds.BitsAllocated <= 8 and syntax != IMPLICIT else "OW"


def grey(folder, name, syntax, depth, frames=1, photometric="MONOCHROME2"):
    allocated, stored, high, signed, garbage = depth
    values = pattern(stored, frames=frames, signed=signed)
    ds = dataset(
        name,
        values.shape,
        allocated=allocated,
        stored=stored,
        high=high,
        signed=signed,
        photometric=photometric,
    )
    element(ds, cells(values, allocated, stored=stored, high=high, garbage=garbage), syntax)
    write(folder / f"{name}.dcm", ds, syntax)
    what = ", ".join(
        ["junk around the stored bits"] * garbage
        + [f"high bit {high}"] * (high != stored - 1)
        + [f"{frames} frames"] * (frames > 1)
    )
    return Row(f"{name}.dcm", what, values)


def colour(folder, name, syntax, photometric, *, allocated=8, stored=None, planar=0, frames=1):
    values = pattern(stored or allocated, frames=frames, samples=3)
    ds = dataset(
        name, values.shape, allocated=allocated, stored=stored, photometric=photometric, planar=planar
    )
    element(ds, cells(values, allocated, stored=stored), syntax, planar)
    write(folder / f"{name}.dcm", ds, syntax)
    what = ", ".join([f"planar configuration {planar}"] + [f"{frames} frames"] * (frames > 1))
    return Row(f"{name}.dcm", what, values)


def bits(folder, name, syntax, frames):
    """One bit a sample, frames that begin within a byte."""
    values = pattern(1, frames=frames)
    ds = dataset(name, values.shape, allocated=1)
    if syntax == DEFLATED_FRAME:
        element_of_bits = [numpy.packbits(frame.ravel().astype("u1"), bitorder="little") for frame in values]
        packers = [zlib.compressobj(9, zlib.DEFLATED, -15) for _ in values]
        packed = [p.compress(padded(b.tobytes())) + p.flush() for p, b in zip(packers, element_of_bits)]
        ds.PixelData = encapsulate(packed)
        ds["PixelData"].is_undefined_length = True
        ds["PixelData"].VR = "OB"
    else:
        ds.PixelData = padded(numpy.packbits(values.ravel().astype("u1"), bitorder="little").tobytes())
        ds["PixelData"].VR = "OB"
    write(folder / f"{name}.dcm", ds, syntax)
    return Row(
        f"{name}.dcm",
        "a bit a sample" if frames == 1 else f"{frames} frames that begin within a byte",
        values,
    )


def ybr_422(folder, name, syntax):
    """Two luminances, then the chrominances of both."""
    values = pattern(8, samples=3, smooth=True, columns=16)
    values[..., 1::2, 1:] = values[..., 0::2, 1:]
    ds = dataset(name, values.shape, allocated=8, photometric="YBR_FULL_422")
    left, right = values[..., 0::2, :], values[..., 1::2, :]
    packed = numpy.stack([left[..., 0], right[..., 0], left[..., 1], left[..., 2]], axis=-1)
    ds.PixelData = padded(packed.astype("u1").tobytes())
    ds["PixelData"].VR = "OB" if syntax != IMPLICIT else "OW"
    write(folder / f"{name}.dcm", ds, syntax)
    return Row(f"{name}.dcm", "two pixels share their chrominance", values)


def segments(table):
    """A table as segments: discrete, a line, and the same again by an indirect one."""
    half = len(table) // 2
    first, rest = table[:4], table[4:half]
    words = [0, 4, *first, 1, len(rest), rest[-1]]
    line = [round(first[-1] + (rest[-1] - first[-1]) * (n + 1) / len(rest)) for n in range(len(rest))]
    return words + [2, 2, 0, 0], [*first, *line, *first, *line]


def palette(
    folder,
    name,
    syntax,
    entry_bits,
    *,
    stored=8,
    allocated=8,
    signed=False,
    segmented=False,
    count=256,
    first=None,
):
    values = pattern(stored, signed=signed)
    ds = dataset(
        name, values.shape, allocated=allocated, stored=stored, signed=signed, photometric="PALETTE COLOR"
    )
    first = (-count // 2 if signed else 0) if first is None else first
    put_tables(ds, syntax, entry_bits, count, first, segmented)
    element(ds, cells(values, allocated, stored=stored), syntax)
    write(folder / f"{name}.dcm", ds, syntax)
    what = (
        f"{count} entries of {entry_bits} bits"
        + ", segmented" * segmented
        + f", the first for {first}" * (first != 0)
    )
    return Row(f"{name}.dcm", what, values)


def put_tables(ds, syntax, entry_bits=8, count=256, first=0, segmented=False):
    """Three tables that rise, rise faster and fall."""
    top = (1 << entry_bits) - 1
    index = numpy.arange(count)
    tables = [
        index * top // (count - 1),
        (index * index // count) * top // count,
        top - index * top // (count - 1),
    ]
    for name_of, table in zip(["Red", "Green", "Blue"], tables):
        words = [int(entry) for entry in table]
        vr = "SS" if ds.PixelRepresentation else "US"
        tag = f"{name_of}PaletteColorLookupTable"
        setattr(ds, tag + "Descriptor", [0 if count == 65536 else count, first, entry_bits])
        ds[tag + "Descriptor"].VR = vr
        order = ">u2" if syntax == BIG_ENDIAN else "<u2"
        if segmented:
            words, table = segments(words)
            data = numpy.array(words, order).tobytes()
            setattr(ds, f"Segmented{tag}Data", data)
        elif entry_bits == 8:
            data = padded(bytes(words))
            if syntax == BIG_ENDIAN:
                data = numpy.frombuffer(data, "<u2").astype(">u2").tobytes()
            setattr(ds, tag + "Data", data)
        else:
            setattr(ds, tag + "Data", numpy.array(words, order).tobytes())


def swapped(folder, name, source):
    """Big endian words of two 8-bit samples each, as dcmtk writes them (PS3.5 8.1.2)."""
    target = folder / f"{name}.dcm"
    subprocess.run(["dcmconv", "+tb", str(folder / source), str(target)], check=True, capture_output=True)
    ds = pydicom.dcmread(target)
    pydicom_kind = ds["PixelData"].VR
    assert pydicom_kind == "OW", pydicom_kind
    return target


def refused(folder, name, photometric, samples):
    values = pattern(8, samples=samples)
    ds = dataset(name, values.shape, allocated=8, photometric=photometric)
    element(ds, cells(values, 8), EXPLICIT)
    write(folder / f"{name}.dcm", ds, EXPLICIT)
    return Row(f"{name}.dcm", "", refused=True)


def rows(folder: pathlib.Path):
    for depth in DEPTHS:
        allocated, stored, high, signed, garbage = depth
        suffix = f"{allocated}-{stored}-{high}{'s' if signed else 'u'}{'-junk' if garbage else ''}"
        yield grey(folder, f"explicit-{suffix}", EXPLICIT, depth)
        if depth in USUAL:
            for key in ["implicit", "big", "deflated", "encapsulated", "deflated-frame"]:
                yield grey(
                    folder,
                    f"{key}-{suffix}",
                    SYNTAXES[key],
                    depth,
                    frames=3 if key in ("encapsulated", "big") else 1,
                )
    for depth in (DEPTHS[0], DEPTHS[8], DEPTHS[12]):
        yield grey(folder, f"ge-{depth[0]}-{depth[1]}", GE, depth)
    yield colour(folder, "ge-rgb", GE, "RGB", planar=1)
    yield grey(folder, "explicit-mono1", EXPLICIT, DEPTHS[7], photometric="MONOCHROME1")
    for key, syntax in SYNTAXES.items():
        for planar in (0, 1):
            yield colour(folder, f"{key}-rgb-{planar}", syntax, "RGB", planar=planar, frames=2)
        if key != "deflated-frame":
            yield (
                ybr_422(folder, f"{key}-422", syntax)
                if key not in ("encapsulated",)
                else colour(folder, "encapsulated-ybr", syntax, "YBR_FULL")
            )
    for planar in (0, 1):
        yield colour(folder, f"explicit-ybr-{planar}", EXPLICIT, "YBR_FULL", planar=planar)
        yield colour(folder, f"explicit-rgb16-{planar}", EXPLICIT, "RGB", allocated=16, planar=planar)
        yield colour(folder, f"big-rgb16-{planar}", BIG_ENDIAN, "RGB", allocated=16, stored=12, planar=planar)
    yield colour(folder, "explicit-rgb32", EXPLICIT, "RGB", allocated=32)
    for key in ["implicit", "explicit", "big", "deflated-frame"]:
        yield bits(folder, f"{key}-bits", SYNTAXES[key], 1 if key == "deflated-frame" else 3)
    for key in ["explicit", "big", "implicit"]:
        yield palette(folder, f"{key}-palette8", SYNTAXES[key], 8)
        yield palette(folder, f"{key}-palette16", SYNTAXES[key], 16)
        yield palette(folder, f"{key}-palette-segmented", SYNTAXES[key], 16, segmented=True)
    yield palette(folder, "explicit-palette-few", EXPLICIT, 8, count=100, first=50)
    yield palette(folder, "explicit-palette-signed", EXPLICIT, 16, signed=True)
    yield palette(folder, "explicit-palette-words", EXPLICIT, 16, stored=12, allocated=16, count=4096)
    for name, source, frames, samples in [
        ("big-ow-grey", "implicit-8-8-7u.dcm", 1, 1),
        ("big-ow-rgb", "implicit-rgb-0.dcm", 2, 3),
        ("big-ow-planes", "implicit-rgb-1.dcm", 2, 3),
        ("big-ow-422", "implicit-422.dcm", 1, 3),
        ("big-ow-bits", "implicit-bits.dcm", 3, 1),
    ]:
        swapped(folder, name, source)
        truth = pattern(1 if "bits" in name else 8, frames=frames, samples=samples)
        if "422" in name:
            truth = None
        yield Row(f"{name}.dcm", "OW: bytes swapped in pairs", truth, prefer="dcmtk")
    yield refused(folder, "refused-hsv", "HSV", 3)
    yield refused(folder, "refused-cmyk", "CMYK", 4)
    yield refused(folder, "refused-partial-420", "YBR_PARTIAL_420", 3)
    yield refused(folder, "refused-partial-422", "YBR_PARTIAL_422", 3)
