"""JPEG-LS, JPEG 2000, HTJ2K, JPEG XL: every depth and colour that their encoders make."""

import imagecodecs
from coded import by_dcmtk, by_pillow, jpeg_ls_frames, put, typed
from images import pattern


def jpegls(folder):
    modes = ["none", "line", "sample"]
    for bits in range(2, 17):
        values = pattern(bits, frames=2 if bits == 12 else 1)
        yield put(
            folder,
            f"ls-80-{bits}",
            "80",
            jpeg_ls_frames(values, bits),
            values,
            "2 frames" if bits == 12 else "",
            coder="pyjpegls",
            allocated=8 if bits <= 8 else 16,
            stored=bits,
        )
    for bits in (8, 12, 16):
        values = pattern(bits, signed=True)
        yield put(
            folder,
            f"ls-80-{bits}s",
            "80",
            jpeg_ls_frames(values, bits),
            values,
            "",
            coder="pyjpegls",
            allocated=8 if bits == 8 else 16,
            stored=bits,
            signed=True,
        )
    for interleave, mode in enumerate(modes):
        for bits in (8, 16):
            values = pattern(bits, samples=3)
            yield put(
                folder,
                f"ls-80-rgb{bits}-{mode}",
                "80",
                jpeg_ls_frames(values, bits, 0, interleave),
                values,
                f"interleave {mode}",
                coder="pyjpegls",
                allocated=bits,
                photometric="RGB",
            )
        values = pattern(8, samples=3)
        yield put(
            folder,
            f"ls-81-rgb-{mode}",
            "81",
            jpeg_ls_frames(values, 8, 2, interleave),
            values,
            f"interleave {mode}, NEAR 2",
            lossy=True,
            coder="pyjpegls",
            allocated=8,
            photometric="RGB",
        )
    for bits, near in [(8, 1), (8, 5), (12, 2), (16, 3)]:
        values = pattern(bits)
        yield put(
            folder,
            f"ls-81-{bits}-{near}",
            "81",
            jpeg_ls_frames(values, bits, near),
            values,
            f"NEAR {near}",
            lossy=True,
            coder="pyjpegls",
            allocated=8 if bits == 8 else 16,
            stored=bits,
        )
    for photometric, samples in [("PALETTE COLOR", 1), ("MONOCHROME1", 1), ("YBR_FULL", 3)]:
        values = pattern(8, samples=samples)
        name = f"ls-80-{photometric.split()[0].lower()}"
        yield put(
            folder,
            name,
            "80",
            jpeg_ls_frames(values, 8, 0, 2 if samples == 3 else 0),
            values,
            "",
            coder="pyjpegls",
            allocated=8,
            photometric=photometric,
        )
    for mode in ["+il", "+is", "+in"]:
        yield by_dcmtk(
            folder,
            f"ls-80-dcmtk{mode[1:]}",
            ["dcmcjpls", "+el", mode],
            pattern(8, samples=3),
            f"dcmtk {mode}",
            stored=8,
            photometric="RGB",
        )
    yield by_dcmtk(
        folder,
        "ls-80-dcmtk-12s",
        ["dcmcjpls", "+el"],
        pattern(12, signed=True),
        "",
        stored=12,
        allocated=16,
        signed=True,
    )


def jpeg2000(folder):
    for bits, signed in [
        (1, False),
        (8, False),
        (8, True),
        (10, False),
        (12, False),
        (12, True),
        (16, False),
        (16, True),
        (24, False),
    ]:
        values = pattern(bits, signed=signed, frames=2 if bits == 12 else 1)
        frames = [
            imagecodecs.jpeg2k_encode(
                typed(f, bits, signed), reversible=True, codecformat="j2k", bitspersample=bits
            )
            for f in values
        ]
        yield put(
            folder,
            f"j2k-90-{bits}{'s' if signed else ''}",
            "90",
            frames,
            values,
            "2 frames" if bits == 12 else "",
            stored=bits,
            allocated=8 if bits <= 8 else 16 if bits <= 16 else 32,
            signed=signed,
        )
    for mct, photometric in [(True, "YBR_RCT"), (False, "RGB")]:
        for bits in (8, 16):
            values = pattern(bits, samples=3)
            frames = [
                imagecodecs.jpeg2k_encode(typed(f, bits, False), reversible=True, codecformat="j2k", mct=mct)
                for f in values
            ]
            yield put(
                folder,
                f"j2k-90-{photometric.lower()}-{bits}",
                "90",
                frames,
                values,
                "",
                allocated=bits,
                photometric=photometric,
            )
    for name, options, what in [
        ("tiles", {"tile_size": (32, 32)}, "tiles of 32 x 32"),
        (
            "layers",
            {"quality_mode": "rates", "quality_layers": [20, 5, 0], "progression": "LRCP"},
            "three layers",
        ),
        (
            "rpcl",
            {"precinct_size": (32, 32), "codeblock_size": (16, 16), "progression": "RPCL"},
            "precincts, ordered RPCL",
        ),
    ]:
        values = pattern(8, samples=3, columns=70, rows=41)
        frames = [by_pillow(f.astype("u1"), **options) for f in values]
        yield put(
            folder,
            f"j2k-90-{name}",
            "90",
            frames,
            values,
            what,
            coder="pillow",
            allocated=8,
            photometric="YBR_RCT",
        )
    for photometric, samples in [("PALETTE COLOR", 1), ("MONOCHROME1", 1), ("YBR_FULL", 3)]:
        values = pattern(8, samples=samples)
        frames = [
            imagecodecs.jpeg2k_encode(typed(f, 8, False), reversible=True, codecformat="j2k", mct=False)
            for f in values
        ]
        yield put(
            folder,
            f"j2k-90-{photometric.split()[0].lower()}",
            "90",
            frames,
            values,
            "",
            allocated=8,
            photometric=photometric,
        )
    values = pattern(16)
    boxed = [
        imagecodecs.jpeg2k_encode(typed(f, 16, False), reversible=True, codecformat="jp2") for f in values
    ]
    yield put(folder, "j2k-90-jp2", "90", boxed, values, "in the boxes of a JP2 file", allocated=16)
    for bits, signed in [(8, False), (12, False), (16, True)]:
        values = pattern(bits, signed=signed, smooth=True)
        frames = [
            imagecodecs.jpeg2k_encode(
                typed(f, bits, signed), level=50, reversible=False, codecformat="j2k", bitspersample=bits
            )
            for f in values
        ]
        yield put(
            folder,
            f"j2k-91-{bits}",
            "91",
            frames,
            values,
            "",
            lossy=True,
            stored=bits,
            allocated=8 if bits == 8 else 16,
            signed=signed,
        )
    values = pattern(8, samples=3, smooth=True)
    frames = [
        imagecodecs.jpeg2k_encode(typed(f, 8, False), level=45, reversible=False, codecformat="j2k", mct=True)
        for f in values
    ]
    yield put(
        folder, "j2k-91-ybr_ict", "91", frames, values, "", lossy=True, allocated=8, photometric="YBR_ICT"
    )


def htj2k(folder):
    for number in ("201", "202", "203"):
        for bits in (8, 16):
            values = pattern(bits, frames=2)
            frames = [bytes(imagecodecs.htj2k_encode(typed(f, bits, False), reversible=True)) for f in values]
            yield put(folder, f"ht-{number}-{bits}", number, frames, values, "2 frames", allocated=bits)
        values = pattern(8, samples=3)
        frames = [
            bytes(imagecodecs.htj2k_encode(typed(f, 8, False), reversible=True, rgb=True)) for f in values
        ]
        yield put(folder, f"ht-{number}-rct", number, frames, values, "", allocated=8, photometric="YBR_RCT")
    values = pattern(16, signed=True)
    frames = [bytes(imagecodecs.htj2k_encode(typed(f, 16, True), reversible=True)) for f in values]
    yield put(folder, "ht-201-16s", "201", frames, values, "", allocated=16, signed=True)
    for name, options, what in [
        ("tiles", {"tile": (32, 32)}, "tiles of 32 x 32"),
        ("parts", {"tile": (32, 32), "tilepart": 1}, "tiles in parts"),
    ]:
        values = pattern(16, columns=70, rows=41)
        try:
            frames = [
                bytes(imagecodecs.htj2k_encode(typed(f, 16, False), reversible=True, **options))
                for f in values
            ]
        except (ValueError, RuntimeError, TypeError):
            continue
        yield put(folder, f"ht-201-{name}", "201", frames, values, what, allocated=16)
    for bits in (8, 16):
        values = pattern(bits, smooth=True)
        frames = [
            bytes(imagecodecs.htj2k_encode(typed(f, bits, False), reversible=False, level=0.002))
            for f in values
        ]
        yield put(folder, f"ht-203-lossy-{bits}", "203", frames, values, "", lossy=True, allocated=bits)
    values = pattern(8, samples=3, smooth=True)
    frames = [
        bytes(imagecodecs.htj2k_encode(typed(f, 8, False), reversible=False, level=0.002, rgb=True))
        for f in values
    ]
    yield put(folder, "ht-203-ict", "203", frames, values, "", lossy=True, allocated=8, photometric="YBR_ICT")


def jpeg_xl(folder):
    lossless = lambda f, bits: imagecodecs.jpegxl_encode(
        typed(f, bits, False), lossless=True, bitspersample=bits, effort=5
    )
    for bits in (8, 10, 12, 16):
        values = pattern(bits, frames=2 if bits == 8 else 1)
        yield put(
            folder,
            f"jxl-110-{bits}",
            "110",
            [lossless(f, bits) for f in values],
            values,
            "2 frames" if bits == 8 else "",
            stored=bits,
            allocated=8 if bits == 8 else 16,
        )
    for bits in (8, 16):
        values = pattern(bits, samples=3)
        yield put(
            folder,
            f"jxl-110-rgb{bits}",
            "110",
            [lossless(f, bits) for f in values],
            values,
            "",
            allocated=bits,
            photometric="RGB",
        )
    values = pattern(12, columns=300, rows=270, smooth=True)
    yield put(
        folder,
        "jxl-110-groups",
        "110",
        [lossless(f, 12) for f in values],
        values,
        "several groups",
        stored=12,
        allocated=16,
    )
    values = pattern(8, samples=3)
    yield put(
        folder,
        "jxl-110-ybr",
        "110",
        [lossless(f, 8) for f in values],
        values,
        "",
        allocated=8,
        photometric="YBR_FULL",
    )
    values = pattern(8)
    yield put(
        folder,
        "jxl-110-palette",
        "110",
        [lossless(f, 8) for f in values],
        values,
        "",
        allocated=8,
        photometric="PALETTE COLOR",
    )
    values = pattern(12, signed=True)
    shifted = [lossless(f & 0xFFF, 12) for f in values]
    yield put(
        folder,
        "jxl-110-12s",
        "110",
        shifted,
        values,
        "two's complement",
        stored=12,
        allocated=16,
        signed=True,
    )
    values = pattern(8)
    boxed = [imagecodecs.jpegxl_encode(typed(f, 8, False), lossless=True, usecontainer=True) for f in values]
    yield put(folder, "jxl-110-boxes", "110", boxed, values, "in the boxes of a container", allocated=8)
    for name, samples, options in [
        ("grey", 1, {}),
        ("444", 3, {"subsampling": "444"}),
        ("420", 3, {"subsampling": "420"}),
    ]:
        values = pattern(8, samples=samples, smooth=True)
        jpegs = [imagecodecs.jpeg8_encode(typed(f, 8, False), level=92, **options) for f in values]
        yield put(
            folder,
            f"jxl-111-{name}",
            "111",
            [imagecodecs.jpegxl_encode_jpeg(one, usecontainer=True) for one in jpegs],
            values,
            f"of a JPEG{f' sampled {name}' if samples == 3 else ''}",
            lossy=True,
            allocated=8,
            photometric_drawn="RGB",
            photometric={"grey": "MONOCHROME2", "444": "RGB", "420": "YBR_FULL_422"}[name],
        )
    for name, bits, samples in [("8", 8, 1), ("16", 16, 1), ("rgb", 8, 3)]:
        values = pattern(bits, samples=samples, smooth=True)
        frames = [imagecodecs.jpegxl_encode(typed(f, bits, False), distance=1.0) for f in values]
        yield put(
            folder,
            f"jxl-112-{name}",
            "112",
            frames,
            values,
            "",
            lossy=True,
            allocated=bits,
            photometric="RGB" if samples == 3 else "MONOCHROME2",
        )
    values = pattern(8, samples=3, smooth=True)
    frames = [imagecodecs.jpegxl_encode(typed(f, 8, False), distance=1.0) for f in values]
    yield put(folder, "jxl-112-xyb", "112", frames, values, "", lossy=True, allocated=8, photometric="XYB")


def rows(folder):
    for family in (jpegls, jpeg2000, htj2k, jpeg_xl):
        yield from family(folder)
