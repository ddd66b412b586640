"""Makes the codestreams of JPEG-LS and lossless JPEG in this folder: python3 make.py (pip install
pyjpegls imagecodecs numpy). Those of JPEG 2000 are made by `make_2000.py`.

A name says how: `ls` by CharLS with bits, NEAR, interleave mode and components, `ll` lossless JPEG
by libjpeg-turbo with bits, predictor and components. The samples are computed here and in
`src/decode/tests.rs`, by the same formula.
"""

import pathlib

import imagecodecs
import jpeg_ls
import numpy

COLUMNS, ROWS = 23, 17
HERE = pathlib.Path(__file__).parent


def sample(x: int, y: int, component: int, bits: int) -> int:
    """Flat on the left, a slope above, noise below."""
    if x < 8:
        value = y // 5 * 37 + component * 11
    elif y < 6:
        value = x * 3 + y * 2 + component
    else:
        value = (x * 7919 + y * 104729 + x * y * 31 + component * 131) >> 2
    return value & ((1 << bits) - 1)


def image(bits: int, components: int) -> numpy.ndarray:
    kind = "u1" if bits <= 8 else "<u2"
    rows = [
        [[sample(x, y, c, bits) for c in range(components)] for x in range(COLUMNS)]
        for y in range(ROWS)
    ]
    return numpy.array(rows, kind)


def jpeg_ls_of(bits: int, near: int, interleave: int, components: int) -> None:
    samples = image(bits, components)
    # Lines are made out of pixels by the encoder itself.
    order = (2, 0, 1) if interleave == 0 else (0, 1, 2)
    encoded = jpeg_ls.encode_buffer(
        samples.transpose(order).tobytes(), ROWS, COLUMNS, components, bits, near, interleave
    )
    (HERE / f"ls-{bits}-{near}-{interleave}-{components}.bin").write_bytes(encoded)


for bits in range(2, 17):
    jpeg_ls_of(bits, 0, 0, 1)
for bits, near in [(8, 1), (8, 3), (12, 2), (16, 5)]:
    jpeg_ls_of(bits, near, 0, 1)
for interleave in range(3):
    for bits, near in [(8, 0), (8, 2), (16, 0), (16, 3)]:
        jpeg_ls_of(bits, near, interleave, 3)

for predictor in range(1, 8):
    for bits, components in [(8, 3), (12, 1), (16, 1)]:
        encoded = imagecodecs.jpeg8_encode(
            image(bits, components).squeeze(),
            lossless=True,
            predictor=predictor,
            bitspersample=bits,
            colorspace="rgb" if components == 3 else None,
            outcolorspace="rgb" if components == 3 else None,
        )
        (HERE / f"ll-{bits}-{predictor}-0-{components}.bin").write_bytes(encoded)
