"""Writes `shown.zip`: the samples behind the hashes of `references.json`, for pictures to be held against.

    python3 shown.py

Each frame once, named by its hash: stored values as 32 bits little endian (wrapped), or RGB of 8 bits, as
the decoders that `references.json` names make them. What `make.py` asks for is asked for here.
"""

import json
import pathlib
import tempfile
import zipfile

import pydicom

import references
import rows_fragments
import rows_jpeg
import rows_later
import rows_native

HERE = pathlib.Path(__file__).parent


def frames_of(values):
    """Hash -> samples of each frame."""
    kind = "u1" if values.dtype == "u1" else "<u4"
    wrapped = values if kind == "u1" else values & 0xFFFFFFFF
    return dict(zip(references.sha256(values), (frame.astype(kind).tobytes() for frame in wrapped)))


def candidates(entry, row):
    """What was coded, and what each named decoder makes of it."""
    if row.truth is not None:
        yield row.truth
    path = HERE / entry["file"]
    ds = pydicom.dcmread(path, force=True)
    if row.own or "Rows" not in ds:
        return
    photometric = row.photometric or ds.PhotometricInterpretation
    truth = [] if row.truth is None else [row.truth]
    for cells in references.decoded(path, ds, only={entry["reference"], *entry["also"]}).values():
        truth.append(references.stored_values(cells, ds))
        yield truth[-1]
    for values in truth:
        rgb = references.drawn(path, values, ds, photometric)
        if rgb is not None:
            yield rgb


with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    rows = [*rows_native.rows(folder), *rows_jpeg.rows(folder)]
    rows += [*rows_later.rows(folder), *rows_fragments.rows(folder)]
    by_file = {row.file: row for row in rows}

found, missing = {}, []
for entry in json.loads((HERE / "references.json").read_text())["entries"]:
    if not entry["reference"]:
        continue
    wanted = set(entry.get("sha256_rgb") or entry["sha256_i32"])
    if wanted <= found.keys():
        continue
    for values in candidates(entry, by_file[entry["file"]]):
        samples = frames_of(values)
        found |= {digest: samples[digest] for digest in wanted & samples.keys()}
    if not wanted <= found.keys():
        missing.append(entry["file"])
if missing:
    raise SystemExit(f"no decoder here gives the samples of {missing}")
with zipfile.ZipFile(HERE / "shown.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for digest, samples in sorted(found.items()):
        # Without the time of today: the same bytes each time.
        archive.writestr(zipfile.ZipInfo(digest), samples, zipfile.ZIP_DEFLATED)
