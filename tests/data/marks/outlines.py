"""Areas and voxel values of closed outlines by shapely and numpy, by the even-odd rule: what tests/marks.rs compares
with.

    python3 outlines.py > outlines.txt

Needs numpy and shapely. Each line: the outline's corners in columns and rows, its area with rows 2 mm and columns
0.5 mm apart, and n, mean, SD (n - 1), least, most and median of the voxels of a computed image of 64 x 64 whose centres are
inside.
"""

import math
import random

import numpy as np
from shapely.geometry import LineString, Point
from shapely.ops import polygonize, unary_union

SIDE = 64
BETWEEN_ROWS, BETWEEN_COLUMNS = 2.0, 0.5


def image():
    row, column = np.mgrid[0:SIDE, 0:SIDE]
    return ((column * 7 + row * 13 + column * row) % 101 - 50).astype(float)


def is_inside(corners, point):
    """Even-odd, by winding angles of each side alone: no code in common with the viewer's."""
    crossed = 0
    ray = LineString([point, (1e4, point[1] + 1e-3)])
    for a, b in zip(corners, corners[1:] + corners[:1]):
        if a != b and ray.crosses(LineString([a, b])):
            crossed += 1
    return crossed % 2 == 1


def even_odd(corners):
    """The pieces that the outline's lines enclose, those of them that are inside."""
    lines = unary_union(LineString(corners + corners[:1]))
    pieces = polygonize(lines)
    inside = [piece for piece in pieces if is_inside(corners, piece.representative_point().coords[0])]
    return unary_union(inside)


def line(corners):
    shape = even_odd(corners)
    values = image()
    inside = [
        values[row, column]
        for row in range(SIDE)
        for column in range(SIDE)
        if shape.contains(Point(column + 0.5, row + 0.5))
    ]
    inside = np.array(inside)
    figures = [
        shape.area * BETWEEN_ROWS * BETWEEN_COLUMNS,
        len(inside),
        inside.mean(),
        inside.std(ddof=1),
        inside.min(),
        inside.max(),
        np.median(inside),
    ]
    places = ";".join(f"{x!r},{y!r}" for x, y in corners)
    print(places, *(f"{figure:.12g}" for figure in figures))


def main():
    star = [(32 + 25 * math.sin(0.8 * math.pi * at), 33 - 25 * math.cos(0.8 * math.pi * at)) for at in range(5)]
    line([(10.2, 10.3), (50.1, 12.4), (40.7, 55.2), (12.6, 44.9)])
    line([(10.2, 10.3), (50.1, 50.4), (50.7, 10.2), (10.6, 52.9)])
    line(star)
    # A snail: it goes round twice.
    line([(32 + at * 0.7 * math.cos(at / 4.1), 32 + at * 0.7 * math.sin(at / 4.1)) for at in range(4, 46)])
    chance = random.Random(314)
    for count in (3, 7, 20, 60):
        line([(chance.uniform(2, 62), chance.uniform(2, 62)) for _ in range(count)])


main()
