"""What pydicom makes of the grey scale of files: modality values, levels by the VOI LUT, overlays.

python3 tests/data/grey/reference.py FOLDER > tests/data/grey/reference.txt

A line a file: its path, then `modality=` and `levels=` (SHA-256 of 64-bit floats, and of bytes as
`pixels::Table` has them, row by row, of the first frame), and for each overlay plane
`plane=GROUP:ROWSxCOLUMNS:SET` with the number of bits that are set and `overlay=` with the SHA-256
of all planes laid over the image, a byte (0 or 1) a pixel.
"""
import hashlib
import sys

import numpy as np
import pydicom
from pydicom.pixels import apply_modality_lut, apply_voi

FILES = [
    "native/mlut_18.dcm",
    "native/vlut_04.dcm",
    "native/overlay.dcm",
    "native/MR-SIEMENS-DICOM-WithOverlays.dcm",
    "native/examples_overlay.dcm",
    "native/imageForPrLUTs.dcm",
]


def sha(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def planes(data):
    over = np.zeros((data.Rows, data.Columns), np.uint8)
    for group in range(0x6000, 0x6020, 2):
        if (group, 0x0010) not in data:
            continue
        if (group, 0x3000) in data:
            plane = data.overlay_array(group)
        else:
            # Retired: in the cells of the image.
            cells = np.frombuffer(data.PixelData, f"<u{data.BitsAllocated // 8}")
            plane = cells.reshape(data.Rows, data.Columns) >> data[group, 0x0102].value & 1
        if plane.ndim == 3:
            plane = plane[0]
        top, left = (int(n) - 1 for n in data[group, 0x0050].value)
        yield f"plane={group:04x}:{plane.shape[0]}x{plane.shape[1]}:{int(plane.sum())}"
        for row, line in enumerate(plane):
            for column in np.flatnonzero(line):
                y, x = row + top, column + left
                if 0 <= y < data.Rows and 0 <= x < data.Columns:
                    over[y, x] = 1
    yield f"overlay={sha(over)}"


for name in FILES:
    data = pydicom.dcmread(f"{sys.argv[1]}/{name}")
    modality = apply_modality_lut(data.pixel_array, data)
    words = [name, f"modality={sha(modality.astype('<f8'))}"]
    if "VOILUTSequence" in data:
        item = data.VOILUTSequence[0]
        levels = apply_voi(modality, data).astype(np.int64)
        bits = max(int(item.LUTDescriptor[2]), int(max(item.LUTData)).bit_length())
        white = (1 << bits) - 1
        words.append(f"levels={sha(((levels * 255 + white // 2) // white).astype(np.uint8))}")
    words += planes(data)
    print(" ".join(words))
