"""Histograms of the real chest CT by numpy, and what grows in it by scipy: what tests/values.rs compares with.

    python3 reference.py CT.zip > reference.json

Needs pydicom, numpy and scipy. Of some slices and of the whole stack: how often each HU comes, percentiles, mean and
SD with n - 1, voxels in the ranges of the lung table. Of each seed: the voxels of the part that holds it, slice by
slice, by six neighbours, and the figures of what they hold.
"""

import io
import json
import sys
import zipfile

import numpy as np
import pydicom
from scipy import ndimage

EDGES = [-1024, -950, -750, -300, 50]
# Slice, column, row; least and largest HU; radius of the ball in mm or none.
GROWTHS = [
    [27, 204, 234, -1024, -600, None],
    [27, 204, 234, -1024, -600, 40.0],
    [19, 229, 363, 200, 3000, None],
]


def read(path):
    slices = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.endswith("/"):
                slices.append(pydicom.dcmread(io.BytesIO(archive.read(name))))
    slices.sort(key=lambda one: -float(one.ImagePositionPatient[2]))
    return slices


def figures(values):
    values = np.sort(values.ravel())
    return {
        "n": int(values.size),
        "p1": float(np.percentile(values, 1, method="lower")),
        "p99": float(np.percentile(values, 99, method="higher")),
        "median": float(np.percentile(values, 50, method="lower")),
        "mean": float(values.mean()),
        "sd": float(values.std(ddof=1)),
    }


def counted(values, padded):
    kept = values[~padded]
    numbers, counts = np.unique(kept, return_counts=True)
    low = [int(((kept >= low) & (kept < high)).sum()) for low, high in zip(EDGES, EDGES[1:])]
    bins = [[int(n), int(c)] for n, c in zip(numbers, counts)]
    return {**figures(kept), "padding": int(padded.sum()), "ranges": low, "bins": bins}


def near(shape, seed, radius, spacing, heights):
    """Voxels of the discs that a ball cuts out of the slices."""
    slice_, column, row = seed
    rows, columns = np.mgrid[: shape[1], : shape[2]]
    flat = ((rows - row) * spacing[0]) ** 2 + ((columns - column) * spacing[1]) ** 2
    out = np.zeros(shape, bool)
    for at in range(shape[0]):
        left = (radius + 1e-6) ** 2 - (heights[at] - heights[slice_]) ** 2
        if left >= 0:
            out[at] = flat <= (np.sqrt(left) + 1e-9) ** 2
    return out


def main():
    slices = read(sys.argv[1])
    hu = np.stack([s.pixel_array * float(s.RescaleSlope) + float(s.RescaleIntercept) for s in slices])
    padding = getattr(slices[0], "PixelPaddingValue", None)
    stored = np.stack([s.pixel_array for s in slices])
    padded = stored == padding if padding is not None else np.zeros(hu.shape, bool)
    spacing = [float(mm) for mm in slices[0].PixelSpacing]
    heights = [float(s.ImagePositionPatient[2]) for s in slices]
    out = {"slices": {str(at): counted(hu[at], padded[at]) for at in (0, 27)}, "stack": counted(hu, padded), "growths": []}
    del out["stack"]["bins"]
    for slice_, column, row, low, high, radius in GROWTHS:
        mask = (hu >= low) & (hu <= high) & ~padded
        if radius is not None:
            mask &= near(hu.shape, (slice_, column, row), radius, spacing, heights)
        labels, _ = ndimage.label(mask)
        label = labels[slice_, row, column]
        part = labels == label if label else np.zeros(hu.shape, bool)
        out["growths"].append({
            "seed": [slice_, column, row], "range": [low, high], "radius_mm": radius,
            "voxels": [int(n) for n in part.sum(axis=(1, 2))],
            **(figures(hu[part]) if part.any() else {}),
        })
    json.dump(out, sys.stdout)


main()
