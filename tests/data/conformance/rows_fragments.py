"""Encapsulated frames in every way that writers put them down, and codestreams that contradict their header."""

import pathlib
import struct

import imagecodecs
import numpy

from images import cells, dataset, padded, pattern, write
from row import Row
from coded import JPEG, encoded_as, jpeg_ls_frames, put, typed
from rle.utils import encode_pixel_data

DELIMITER = b"\xfe\xff\xdd\xe0\0\0\0\0"
RLE = "1.2.840.10008.1.2.5"


def item(value):
    return b"\xfe\xff\x00\xe0" + struct.pack("<I", len(value)) + value


def cut(frame, parts):
    """A frame in several fragments of even length."""
    size = max(2, (len(frame) // parts + 1) // 2 * 2)
    return [frame[at : at + size] for at in range(0, len(frame), size)]


def starts(frames):
    """Offsets of frames of fragments, from the first item behind the table."""
    at, found = 0, []
    for fragments in frames:
        found.append(at)
        at += sum(8 + len(fragment) for fragment in fragments)
    return found


def table(offsets):
    return struct.pack(f"<{len(offsets)}I", *offsets)


def raw(path, ds, syntax, value):
    """The value of the pixel data as it is given, with nothing behind it."""
    ds.PixelData = b"\0\0"
    ds["PixelData"].VR = "OB"
    mark = item(b"") + item(b"!!!!") + DELIMITER
    ds.PixelData = mark[: -len(DELIMITER)]
    ds["PixelData"].is_undefined_length = True
    write(path, ds, syntax)
    written = path.read_bytes()
    assert written.count(mark) == 1
    path.write_bytes(written.replace(mark, value))


class Made:
    """Three frames by one codec, each way a file of them."""

    def __init__(self, folder, codec):
        self.folder, self.codec = folder, codec
        self.values = pattern(12, frames=3)
        ds = self.ds("")
        samples = cells(self.values, 16, stored=12)
        if codec == "rle":
            self.syntax = RLE
            self.frames = [padded(encode_pixel_data(f.tobytes(), **encoded_as(ds))) for f in samples]
        elif codec == "ls":
            self.syntax = JPEG + "80"
            self.frames = [padded(f) for f in jpeg_ls_frames(self.values, 12)]
        else:
            self.syntax = JPEG + "70"
            coded = [
                imagecodecs.jpeg8_encode(f.squeeze(), lossless=True, predictor=1, bitspersample=12)
                for f in samples
            ]
            self.frames = [padded(f) for f in coded]

    def ds(self, name, frames=3):
        return dataset(name, (frames, *self.values.shape[1:]), allocated=16, stored=12)

    def row(self, name, what, value, frames=3, extended=None):
        name = f"fragments-{self.codec}-{name}"
        ds = self.ds(name, frames)
        if extended is not None:
            offsets, lengths = extended
            ds.ExtendedOffsetTable = struct.pack(f"<{len(offsets)}Q", *offsets)
            ds.ExtendedOffsetTableLengths = struct.pack(f"<{len(lengths)}Q", *lengths)
        raw(self.folder / f"{name}.dcm", ds, self.syntax, value)
        return Row(f"{name}.dcm", what, self.values[:frames])

    def rows(self):
        one, several = [[frame] for frame in self.frames], [cut(frame, 3) for frame in self.frames]
        put_down = lambda frames: b"".join(item(part) for frame in frames for part in frame)
        right, right_several = starts(one), starts(several)
        sizes = [len(frame) for frame in self.frames]
        yield self.row(
            "table", "one a frame, basic offset table", item(table(right)) + put_down(one) + DELIMITER
        )
        yield self.row("empty-table", "one a frame, empty table", item(b"") + put_down(one) + DELIMITER)
        yield self.row(
            "several",
            "several a frame, basic offset table",
            item(table(right_several)) + put_down(several) + DELIMITER,
        )
        yield self.row(
            "several-empty", "several a frame, empty table", item(b"") + put_down(several) + DELIMITER
        )
        yield self.row(
            "several-one-frame",
            "several of one frame, empty table",
            item(b"") + put_down(several[:1]) + DELIMITER,
            frames=1,
        )
        wrong = [at + 8 for at in right]
        yield self.row(
            "wrong-table",
            "one a frame, table off by an item's head",
            item(table(wrong)) + put_down(one) + DELIMITER,
        )
        wrong = [at + 8 * n for n, at in enumerate(right_several)]
        yield self.row(
            "several-wrong",
            "several a frame, wrong table",
            item(table(wrong)) + put_down(several) + DELIMITER,
        )
        yield self.row(
            "several-fragments-table",
            "several a frame, table of fragments, not frames",
            item(table(starts([[part] for frame in several for part in frame])[:3]))
            + put_down(several)
            + DELIMITER,
        )
        yield self.row(
            "zero-table", "one a frame, table of zeros", item(table([0, 0, 0])) + put_down(one) + DELIMITER
        )
        yield self.row(
            "short-table", "one a frame, table of one frame", item(table([0])) + put_down(one) + DELIMITER
        )
        extended = (right, sizes)
        yield self.row(
            "extended", "extended offset table", item(b"") + put_down(one) + DELIMITER, extended=extended
        )
        wrong = ([at + 2 for at in right], sizes)
        yield self.row(
            "extended-wrong",
            "wrong extended offset table",
            item(b"") + put_down(one) + DELIMITER,
            extended=wrong,
        )
        yield self.row("no-delimiter", "no sequence delimiter", item(table(right)) + put_down(one))
        yield self.row(
            "no-delimiter-several",
            "several a frame, empty table, no delimiter",
            item(b"") + put_down(several),
        )
        odd = [[frame[:3], frame[3:]] for frame in self.frames]
        yield self.row("odd", "fragments of odd length", item(table(starts(odd))) + put_down(odd) + DELIMITER)
        empty = [[b"", frame, b""] for frame in self.frames]
        yield self.row("empty-items", "empty fragments between", item(b"") + put_down(empty) + DELIMITER)
        yield self.row(
            "junk-behind", "bytes behind the delimiter", item(b"") + put_down(one) + DELIMITER + b"\x07" * 30
        )
        behind = padded(b"\xfc\xff\xfc\xffOB\0\0" + struct.pack("<I", 4) + b"\0\0\0\0")
        yield self.row(
            "no-delimiter-element", "an element behind, no delimiter", item(b"") + put_down(one) + behind
        )
        yield self.row("fewer", "fewer frames than stated", item(b"") + put_down(one[:2]) + DELIMITER)
        open_ended = (
            put_down(one[:2])
            + b"\xfe\xff\x00\xe0"
            + struct.pack("<I", len(self.frames[2]) + 40)
            + self.frames[2]
        )
        yield self.row("beyond-end", "last fragment beyond the end", item(table(right)) + open_ended)


def contradicting(folder):
    """Codestreams that say something else than their header. What was coded is what is right."""

    def row(name, what, syntax, frames, values, *, header, stored, **described):
        ds_values = numpy.empty((values.shape[0], *header, described.pop("samples", values.shape[3])))
        made = put(folder, f"own-{name}", syntax, frames, ds_values, what, stored=stored, **described)
        made.truth = values
        made.own = True
        return made

    lossless = lambda v, bits: [
        imagecodecs.jpeg8_encode(typed(f, bits, False), lossless=True, predictor=1, bitspersample=bits)
        for f in v
    ]
    grey = pattern(12)
    other = dict(allocated=16, header=(16, 12))
    same = dict(header=(13, 17))
    for codec, number, coded in [
        ("jpeg", "70", lossless(grey, 12)),
        ("ls", "80", jpeg_ls_frames(grey, 12)),
        (
            "j2k",
            "90",
            [
                imagecodecs.jpeg2k_encode(
                    typed(f, 12, False), reversible=True, codecformat="j2k", bitspersample=12
                )
                for f in grey
            ],
        ),
        (
            "jxl",
            "110",
            [imagecodecs.jpegxl_encode(typed(f, 12, False), lossless=True, bitspersample=12) for f in grey],
        ),
    ]:
        yield row(f"{codec}-size", "header says 16 rows of 12", number, coded, grey, stored=12, **other)
        yield row(
            f"{codec}-bits", "header says 8 of 8 bits", number, coded, grey, stored=8, allocated=8, **same
        )
        yield row(
            f"{codec}-stored",
            "header says 10 bits stored",
            number,
            coded,
            grey,
            stored=10,
            allocated=16,
            **same,
        )
        yield row(
            f"{codec}-fewer",
            "header says 16 bits stored",
            number,
            coded,
            grey,
            stored=16,
            allocated=16,
            **same,
        )
    colours = pattern(8, samples=3)
    rgb = [
        imagecodecs.jpeg8_encode(
            f.astype("u1"), lossless=True, predictor=1, bitspersample=8, colorspace="rgb", outcolorspace="rgb"
        )
        for f in colours
    ]
    yield row("jpeg-colour", "header says grey", "70", rgb, colours, stored=8, allocated=8, samples=1, **same)
    yield row(
        "ls-colour",
        "header says grey",
        "80",
        jpeg_ls_frames(colours, 8, 0, 2),
        colours,
        stored=8,
        allocated=8,
        samples=1,
        **same,
    )
    smooth = pattern(8, samples=3, smooth=True)
    for own, header, options in [
        ("ybr", "RGB", {}),
        ("rgb", "YBR_FULL", {"colorspace": "rgb", "outcolorspace": "rgb"}),
    ]:
        frames = [
            imagecodecs.jpeg8_encode(f.astype("u1"), level=92, subsampling="444", **options) for f in smooth
        ]
        space = {"ybr": "ycbcr", "rgb": "rgb"}[own]
        truth = numpy.array(
            [imagecodecs.jpeg8_decode(f, colorspace=space, outcolorspace=space) for f in frames]
        )
        yield row(
            f"jpeg-{own}",
            f"header says {header}, JPEG's own marker does not",
            "50",
            frames,
            truth.astype("i8"),
            stored=8,
            allocated=8,
            photometric=header,
            **same,
        )
    grey = pattern(8)
    yield row(
        "jpeg-grey",
        "header says RGB",
        "70",
        lossless(grey, 8),
        grey,
        stored=8,
        allocated=8,
        samples=3,
        photometric="RGB",
        **same,
    )
    yield row(
        "ls-grey",
        "header says RGB",
        "80",
        jpeg_ls_frames(grey, 8),
        grey,
        stored=8,
        allocated=8,
        samples=3,
        photometric="RGB",
        **same,
    )


def rows(folder: pathlib.Path):
    for codec in ("rle", "ls", "jpeg"):
        yield from Made(folder, codec).rows()
    yield from contradicting(folder)
