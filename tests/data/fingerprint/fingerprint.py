"""The fingerprint of one axial series by pydicom and hashlib (docs/fingerprint.md).

python3 tests/data/fingerprint/fingerprint.py SERIES.zip ... > tests/data/fingerprint/reference.txt

A line a ZIP: its name, how many slices it holds, the fingerprint. Slices go from head to feet.
"""
import hashlib
import io
import pathlib
import sys
import zipfile

import numpy as np
import pydicom


def digest(data):
    """Of one frame: each sample as four bytes, the least one first."""
    return hashlib.sha256(data.pixel_array.astype("<i4").tobytes()).digest()


for path in sys.argv[1:]:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        files = [pydicom.dcmread(io.BytesIO(archive.read(name)), force=True) for name in names]
    slices = [data for data in files if "PixelData" in data]
    slices.sort(key=lambda data: -float(data.ImagePositionPatient[2]))
    first, middle, last = slices[0], slices[len(slices) // 2], slices[-1]
    numbers = [len(slices), first.Rows, first.Columns, first.SamplesPerPixel]
    whole = b"hounsfield fingerprint 1" + np.array(numbers, "<u4").tobytes()
    whole += digest(first) + digest(middle) + digest(last)
    print(pathlib.Path(path).name, len(slices), hashlib.sha256(whole).hexdigest())
