"""The lungs of the real chest CT by numpy and scipy, voxel by voxel, after the method that src/lung/mod.rs
states: what tests/lung/real.rs compares with.

    python3 reference.py CT.zip > reference.json

Needs pydicom, numpy and scipy. Writes volumes, shares and thirds, and the mask as lengths of runs over the
voxels of all slices in turn (none, right, none, left: as [value, length] pairs).
"""

import io
import json
import sys
import zipfile

import numpy as np
import pydicom
from scipy import ndimage

AIR, LUNG, LUMEN, GAS = -500, -700, -900, -950
CLOSED_MM, WALL_MM, THIN_MM = 5.0, 2.0, 2.5
EDGES = [-1024, -950, -750, -300, 50]
FLAT = np.zeros((3, 3, 3), bool)
FLAT[1] = ndimage.generate_binary_structure(2, 1)


def read(path):
    slices = []
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if name.endswith("/"):
                continue
            slices.append(pydicom.dcmread(io.BytesIO(archive.read(name))))
    slices.sort(key=lambda one: -float(one.ImagePositionPatient[2]))
    hu = np.stack([s.pixel_array * float(s.RescaleSlope) + float(s.RescaleIntercept) for s in slices])
    padding = getattr(slices[0], "PixelPaddingValue", None)
    if padding is not None:
        stored = np.stack([s.pixel_array for s in slices])
        hu[stored == padding] = -np.inf
    row_mm, column_mm = (float(mm) for mm in slices[0].PixelSpacing)
    heights = [float(s.ImagePositionPatient[2]) for s in slices]
    return hu, row_mm, column_mm, heights, float(slices[0].ImagePositionPatient[0])


def slice_mm(heights):
    gaps = -np.diff(heights)
    usual = np.median(gaps)
    edges = np.concatenate([[heights[0] + usual / 2], (np.array(heights[1:]) + heights[:-1]) / 2, [heights[-1] - usual / 2]])
    return -np.diff(edges)


def near(mask, radius, spacing):
    """Voxels of each slice that are no further than `radius` from the mask."""
    out = np.zeros_like(mask)
    for at, plane in enumerate(mask):
        if plane.any():
            out[at] = ndimage.distance_transform_edt(~plane, sampling=spacing) <= radius + 1e-9
    return out


def closed(mask, spacing):
    out = np.zeros_like(mask)
    for at, plane in enumerate(near(mask, CLOSED_MM, spacing)):
        if plane.any():
            out[at] = ndimage.distance_transform_edt(plane, sampling=spacing) > CLOSED_MM + 1e-9
    return out


def inside_air(hu, spacing):
    inside = np.zeros(hu.shape, bool)
    middles = []
    for at, plane in enumerate(hu):
        solid = plane >= AIR
        thick = ndimage.distance_transform_edt(solid, sampling=spacing) > THIN_MM + 1e-9
        labels, _ = ndimage.label(thick)
        body = labels == np.argmax(np.bincount(labels.ravel())[1:]) + 1 if thick.any() else thick
        body = near(body[None], THIN_MM, spacing)[0]
        labels, _ = ndimage.label(~body)
        border = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
        outside = np.isin(labels, border[border > 0])
        inside[at] = ~solid & ~outside
        columns = np.nonzero((~outside).any(axis=0))[0]
        if len(columns):
            middles.append((columns[0] + columns[-1]) / 2)
    return inside, np.mean(middles)


def follow(labels, areas, start, thick):
    """Sections from slice to slice towards the feet."""
    at, here = start
    way = []
    while True:
        way.append((at, here))
        if at + 1 == len(labels):
            break
        under = np.unique(labels[at + 1][np.isin(labels[at], list(here))])
        below = {int(one) for one in under if one > 0}
        grown = sum(areas[at + 1][one] for one in below)
        if not below or grown > 2.5 * max(sum(areas[at][one] for one in here), 200.0):
            break
        at, here = at + 1, below
    return sum(thick[one] for one, _ in way), way


def airway(hu, inside, spacing, thick, middle):
    labels, areas, starts = [], [], []
    for at in range(len(hu)):
        of, count = ndimage.label(inside[at] & (hu[at] < LUMEN))
        area = np.bincount(of.ravel(), minlength=count + 1) * spacing[0] * spacing[1]
        wrong = np.nonzero((area < 15) | (area > 1200))[0]
        of[np.isin(of, wrong)] = 0
        labels.append(of)
        areas.append(area)
        boxes = ndimage.find_objects(of)
        for one, box in enumerate(boxes, start=1):
            if box is None or at >= (len(hu) + 1) // 2:
                continue
            rows, columns = (side.stop - side.start for side in box)
            fills = area[one] / (rows * columns * spacing[0] * spacing[1])
            column = (box[1].start + box[1].stop - 1) / 2
            if 60 <= area[one] <= 700 and fills >= 0.5 and abs(column - middle) * spacing[1] <= 40:
                starts.append((at, {one}))
    longest, best = 30.0, []
    for start in starts:
        length, way = follow(labels, areas, start, thick)
        if length > longest:
            longest, best = length, way
    mask = np.zeros(hu.shape, bool)
    for at, here in best:
        mask[at] = np.isin(labels[at], list(here))
    return near(mask, WALL_MM, spacing)


def lungs(air, voxel_ml, middle):
    labels, count = ndimage.label(air)
    sizes = ndimage.sum_labels(np.ones(air.shape) * voxel_ml[:, None, None], labels, range(1, count + 1))
    order = np.argsort(-sizes)
    first, second = order[0] + 1, order[1] + 1
    if sizes[second - 1] < 0.1 * sizes[first - 1]:
        sys.exit("the lungs touch: this reference does not part them")
    masks = [labels == first, labels == second]
    masks.sort(key=lambda mask: ndimage.center_of_mass(mask)[2])
    return masks


def table(hu, mask, thick, area):
    """Volumes in ml of ranges, of the whole and of each third."""
    def volumes(weights):
        def volume(of):
            return float((of.sum(axis=(1, 2)) * weights * area / 1000).sum())
        ranges = [volume(mask & (hu >= low) & (hu < high)) for low, high in zip(EDGES, EDGES[1:])]
        return {"ml": volume(mask), "ranges_ml": ranges}
    there = np.nonzero(mask.any(axis=(1, 2)))[0]
    edges = np.concatenate([[0], np.cumsum(thick)])
    top, bottom = edges[there[0]], edges[there[-1] + 1]
    thirds = []
    for third in range(3):
        low, high = (top + (bottom - top) * part / 3 for part in (third, third + 1))
        inside = np.minimum(edges[1:], high) - np.maximum(edges[:-1], low)
        thirds.append(volumes(np.maximum(inside, 0)))
    return {"all": volumes(thick), "thirds": thirds}


def run_lengths(labels):
    flat = labels.ravel()
    ends = np.concatenate([np.nonzero(np.diff(flat))[0] + 1, [len(flat)]])
    starts = np.concatenate([[0], ends[:-1]])
    return [[int(flat[start]), int(end - start)] for start, end in zip(starts, ends)]


def main():
    hu, row_mm, column_mm, heights, first_x = read(sys.argv[1])
    spacing, thick = (row_mm, column_mm), slice_mm(heights)
    inside, middle = inside_air(hu, spacing)
    labels, count = ndimage.label(inside)
    of_each = range(1, count + 1)
    thin = ndimage.sum_labels(hu < GAS, labels, of_each) / ndimage.sum_labels(inside, labels, of_each)
    air = inside & ~np.isin(labels, np.nonzero(thin >= 0.75)[0] + 1)
    tube = airway(hu, inside, spacing, thick, middle)
    right, left = lungs(air & ~tube, thick * row_mm * column_mm, middle)
    right = closed(right, spacing) & ~tube & ~left
    left = closed(left, spacing) & ~tube & ~right
    result = {
        "numpy": np.__version__,
        "middle_x_mm": first_x + middle * column_mm,
        "airway_ml": float((tube.sum(axis=(1, 2)) * thick).sum() * row_mm * column_mm / 1000),
        "right": table(hu, right, thick, row_mm * column_mm),
        "left": table(hu, left, thick, row_mm * column_mm),
        "runs": run_lengths(right.astype(np.uint8) + 2 * left.astype(np.uint8)),
    }
    json.dump(result, sys.stdout, separators=(",", ":"))


main()
