"""Encodes the frames of `cargo xtask bench codecs`: python3 encode.py FOLDER

FOLDER holds grey16.raw, grey8.raw, rgb8.raw (512 x 512, little endian) and grey16.dcm; each
codestream is written beside them. dcmtk encodes what it can, imagecodecs the rest.
"""

import pathlib
import shutil
import subprocess
import sys


def missing(what: str, how: str) -> None:
    sys.exit(f"{what} is missing: {how}")


try:
    import imagecodecs
    import numpy
except ImportError as error:
    missing(str(error.name), "pip install imagecodecs numpy")

SIDE = 512
FOLDER = pathlib.Path(sys.argv[1])

# Name, then the program of dcmtk and its options.
BY_DCMTK = [
    ("jpeg-ls", ["dcmcjpls"]),
    ("jpeg-ls-near", ["dcmcjpls", "--encode-nearlossless", "--max-deviation", "2"]),
    ("jpeg-lossless", ["dcmcjpeg", "--encode-lossless-sv1"]),
    ("rle", ["dcmcrle"]),
]


def codestream(file: bytes) -> bytes:
    """The first frame of an encapsulated file: what follows the offset table."""
    at = file.index(b"\xe0\x7f\x10\x00OB\x00\x00\xff\xff\xff\xff") + 12
    fragments = []
    while file[at : at + 4] == b"\xfe\xff\x00\xe0":
        length = int.from_bytes(file[at + 4 : at + 8], "little")
        fragments.append(file[at + 8 : at + 8 + length])
        at += 8 + length
    return b"".join(fragments[1:])


def by_dcmtk(name: str, command: list[str]) -> bytes:
    if shutil.which(command[0]) is None:
        missing(command[0], "apt-get install dcmtk")
    made = FOLDER / f"{name}.dcmtk"
    subprocess.run([*command, FOLDER / "grey16.dcm", made], check=True)
    return codestream(made.read_bytes())


def raw(name: str, kind: str, shape: tuple[int, ...]) -> "numpy.ndarray":
    return numpy.fromfile(FOLDER / name, kind).reshape(shape)


def write(name: str, encoded: bytes) -> None:
    (FOLDER / f"{name}.bin").write_bytes(encoded)


grey16 = raw("grey16.raw", "<u2", (SIDE, SIDE))
grey8 = raw("grey8.raw", "u1", (SIDE, SIDE))
rgb8 = raw("rgb8.raw", "u1", (SIDE, SIDE, 3))
for name, command in BY_DCMTK:
    write(name, by_dcmtk(name, command))
write("jpeg-2000", imagecodecs.jpeg2k_encode(grey16, codecformat="j2k", reversible=True))
# Its level is the ratio of signal to noise, in decibels of the whole range of 16 bits.
lossy = imagecodecs.jpeg2k_encode(grey16, level=84, codecformat="j2k", reversible=False)
write("jpeg-2000-lossy", lossy)
write("htj2k", imagecodecs.htj2k_encode(grey16, reversible=True))
write("jpeg-grey", imagecodecs.jpeg8_encode(grey8, level=90))
write("jpeg-rgb", imagecodecs.jpeg8_encode(rgb8, level=90, subsampling="420"))
