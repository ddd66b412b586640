"""Writes voi_reference.txt: levels from 0 to 255 by pydicom's own VOI functions, not rounded.

    python3 voi_reference.py > voi_reference.txt      (pydicom 3.0.2, numpy)
"""

import numpy as np
from pydicom.dataset import Dataset
from pydicom.pixels import apply_modality_lut, apply_windowing

STORED = np.array([-32768, -2000, -1024, -601, -600, -599, -1, 0, 1, 39, 40, 41, 42, 79, 80,
                   240, 500, 1024, 4095, 32767, 65535])
WINDOWS = [(-600, 1500), (40, 400), (480, 2500), (40, 80), (40, 1), (40, 2), (40.5, 1.5),
           (0, 65536), (32768, 65536), (-1000.25, 0.7)]
RESCALES = [(1, 0), (1, -1024), (0.0347, -3.7), (-1, 255)]

print("# slope intercept function center width stored=level...")
for slope, intercept in RESCALES:
    for function in ("LINEAR", "LINEAR_EXACT", "SIGMOID"):
        for center, width in WINDOWS:
            if function == "LINEAR" and width < 1:
                continue
            rescaled = Dataset()
            rescaled.RescaleSlope, rescaled.RescaleIntercept = str(slope), str(intercept)
            values = apply_modality_lut(STORED, rescaled)
            shown = Dataset()
            shown.PhotometricInterpretation = "MONOCHROME2"
            shown.BitsStored, shown.PixelRepresentation = 8, 0
            shown.WindowCenter, shown.WindowWidth = str(center), str(width)
            shown.VOILUTFunction = function
            with np.errstate(all="ignore"):
                levels = apply_windowing(values.astype("float64"), shown)
            cells = " ".join(f"{s}={l:.9g}" for s, l in zip(STORED, levels))
            print(slope, intercept, function, center, width, cells)
