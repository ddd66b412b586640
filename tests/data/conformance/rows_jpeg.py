"""RLE and JPEG: every process in every depth and colour that its encoders make."""

import io

import imagecodecs
import PIL.Image
from coded import by_dcmtk, encoded_as, put
from images import cells, dataset, pattern, write
from pydicom.encaps import encapsulate
from rle.utils import encode_pixel_data
from row import Row
from rows_native import EXPLICIT, put_tables


def rle(folder):
    def by_pylibjpeg(name, values, what, planar=0, **described):
        ds = dataset(name, values.shape, planar=planar, **described)
        if ds.PhotometricInterpretation == "PALETTE COLOR":
            put_tables(ds, EXPLICIT)
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
        yield by_pylibjpeg(
            f"rle-rgb-{bits}",
            pattern(bits, samples=3, frames=2),
            "2 frames",
            allocated=bits,
            photometric="RGB",
        )
    yield by_pylibjpeg("rle-palette", pattern(8), "", allocated=8, photometric="PALETTE COLOR")
    yield by_pylibjpeg("rle-mono1", pattern(12), "", allocated=16, stored=12, photometric="MONOCHROME1")
    yield by_pylibjpeg("rle-ybr", pattern(8, samples=3), "", allocated=8, photometric="YBR_FULL")
    yield by_dcmtk(
        folder,
        "rle-dcmtk-16",
        ["dcmcrle"],
        pattern(12, frames=2),
        "2 frames, by dcmtk",
        stored=12,
        allocated=16,
    )
    yield by_dcmtk(
        folder,
        "rle-dcmtk-rgb",
        ["dcmcrle"],
        pattern(8, samples=3),
        "by dcmtk",
        stored=8,
        photometric="RGB",
        planar=1,
    )


def jpeg_lossy(folder):
    smooth = lambda bits, **more: pattern(bits, smooth=True, **more)
    for process, names in {"+eb": ["50"], "+ee": ["51"], "+es": ["53"], "+ep": ["55"]}.items():
        for bits in (8, 12):
            if process == "+eb" and bits == 12:
                continue
            yield by_dcmtk(
                folder,
                f"jpeg-{names[0]}-{bits}",
                ["dcmcjpeg", process],
                smooth(bits, frames=2),
                "2 frames",
                lossy=True,
                stored=bits,
            )
        for sampling, words in {"+s4": "4:4:4", "+s2": "4:2:2", "+np": "4:1:1"}.items():
            yield by_dcmtk(
                folder,
                f"jpeg-{names[0]}-ybr-{words.replace(':', '')}",
                ["dcmcjpeg", process, "+cy", sampling],
                smooth(8, samples=3),
                f"sampled {words}",
                lossy=True,
                stored=8,
                photometric="RGB",
            )
        yield by_dcmtk(
            folder,
            f"jpeg-{names[0]}-rgb",
            ["dcmcjpeg", process, "+cr"],
            smooth(8, samples=3),
            "",
            lossy=True,
            stored=8,
            photometric="RGB",
        )
    for sampling in ("420", "440", "411"):
        yield turbo(
            folder,
            f"jpeg-50-turbo-{sampling}",
            smooth(8, samples=3),
            f"sampled {sampling[0]}:{sampling[1]}:{sampling[2]}, JFIF",
            subsampling=sampling,
            photometric="YBR_FULL_422",
        )
    yield turbo(
        folder,
        "jpeg-50-large-420",
        smooth(8, samples=3, columns=37, rows=21),
        "sampled 4:2:0, several MCUs, odd size",
        subsampling="420",
        photometric="YBR_FULL_422",
    )

    for name, interval in [("block", {"restart_marker_blocks": 1}), ("row", {"restart_marker_rows": 1})]:
        values = smooth(8, samples=3, columns=37, rows=21)
        frames = []
        for frame in values:
            out = io.BytesIO()
            PIL.Image.fromarray(frame.astype("u1")).save(
                out, "JPEG", quality=90, subsampling="4:2:0", **interval
            )
            frames.append(out.getvalue())
        yield put(
            folder,
            f"jpeg-50-restart-{name}",
            "50",
            frames,
            values,
            f"sampled 4:2:0, a restart every {name}",
            lossy=True,
            allocated=8,
            photometric="YBR_FULL_422",
            prefer="imagecodecs",
            coder="pillow",
        )


def turbo(folder, name, values, what, *, photometric, **options):
    frames = [imagecodecs.jpeg8_encode(frame.astype("u1").squeeze(), level=92, **options) for frame in values]
    return put(
        folder,
        name,
        "50",
        frames,
        values,
        what,
        lossy=True,
        allocated=8,
        photometric=photometric,
        prefer="imagecodecs",
    )


def jpeg_lossless(folder):
    for bits, allocated in [(8, 8), (12, 16), (16, 16)]:
        for predictor in range(1, 8):
            yield by_dcmtk(
                folder,
                f"jpeg-57-{bits}-{predictor}",
                ["dcmcjpeg", "+el", "+sv", str(predictor)],
                pattern(bits),
                f"predictor {predictor}",
                stored=bits,
                allocated=allocated,
            )
        for points in (1, 4):
            row = by_dcmtk(
                folder,
                f"jpeg-57-{bits}-pt{points}",
                ["dcmcjpeg", "+el", "+pl", "+sv", "1", "+pt", str(points)],
                pattern(bits),
                f"point transform {points}",
                stored=bits,
                allocated=allocated,
            )
            row.truth = row.truth >> points << points
            yield row
        yield by_dcmtk(
            folder,
            f"jpeg-70-{bits}",
            ["dcmcjpeg", "+e1"],
            pattern(bits, frames=3),
            "3 frames",
            stored=bits,
            allocated=allocated,
        )
        yield by_dcmtk(
            folder,
            f"jpeg-70-{bits}s",
            ["dcmcjpeg", "+e1"],
            pattern(bits, signed=True),
            "",
            stored=bits,
            allocated=allocated,
            signed=True,
        )
    yield by_dcmtk(
        folder, "jpeg-70-rgb", ["dcmcjpeg", "+e1"], pattern(8, samples=3), "", stored=8, photometric="RGB"
    )
    yield by_dcmtk(
        folder,
        "jpeg-57-rgb",
        ["dcmcjpeg", "+el", "+sv", "6"],
        pattern(8, samples=3),
        "predictor 6",
        stored=8,
        photometric="RGB",
    )
    yield by_dcmtk(
        folder,
        "jpeg-70-ybr",
        ["dcmcjpeg", "+e1"],
        pattern(8, samples=3),
        "",
        stored=8,
        photometric="YBR_FULL",
    )
    yield by_dcmtk(
        folder,
        "jpeg-70-mono1",
        ["dcmcjpeg", "+e1"],
        pattern(10),
        "",
        stored=10,
        allocated=16,
        photometric="MONOCHROME1",
    )
    values = pattern(16, samples=3)
    frames = [
        imagecodecs.jpeg8_encode(
            f.astype("<u2"),
            lossless=True,
            predictor=2,
            bitspersample=16,
            colorspace="rgb",
            outcolorspace="rgb",
        )
        for f in values
    ]
    yield put(folder, "jpeg-57-rgb16", "57", frames, values, "predictor 2", allocated=16, photometric="RGB")
    values = pattern(8)
    frames = [
        imagecodecs.jpeg8_encode(f.astype("u1").squeeze(), lossless=True, predictor=1, bitspersample=8)
        for f in values
    ]
    yield put(folder, "jpeg-70-palette", "70", frames, values, "", allocated=8, photometric="PALETTE COLOR")
    for bits in (2, 5, 10, 14):
        values = pattern(bits)
        kind = "u1" if bits <= 8 else "<u2"
        frames = [
            imagecodecs.jpeg8_encode(f.astype(kind).squeeze(), lossless=True, predictor=1, bitspersample=bits)
            for f in values
        ]
        yield put(
            folder,
            f"jpeg-70-turbo-{bits}",
            "70",
            frames,
            values,
            "",
            allocated=8 if bits <= 8 else 16,
            stored=bits,
        )


def rows(folder):
    for family in (rle, jpeg_lossy, jpeg_lossless):
        yield from family(folder)
