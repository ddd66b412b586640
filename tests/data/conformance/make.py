"""Makes the files of this folder and `references.json`: what other decoders make of each.

    pip install pydicom numpy pillow imagecodecs python-gdcm pyjpegls pylibjpeg pylibjpeg-libjpeg \\
        pylibjpeg-openjpeg pylibjpeg-rle
    apt-get install dcmtk
    python3 make.py

Samples are computed (`images.py`), coded by these tools, and decoded by them (`references.py`): what
is lossless must come back as it went in from every decoder that takes it. A row that no decoder here
takes has no reference; its file is there to be refused, or to be shown by what was coded.
"""

import importlib.metadata
import json
import pathlib
import subprocess

import numpy
import pydicom

import references
import rows_fragments
import rows_jpeg
import rows_later
import rows_native

HERE = pathlib.Path(__file__).parent
PACKAGES = ["pydicom", "imagecodecs", "python-gdcm", "pyjpegls", "pylibjpeg-libjpeg", "pylibjpeg-openjpeg"]


def described(row):
    """One row: its file, what decoders make of it. Values beside the hashes where they may differ."""
    path = HERE / row.file
    ds = pydicom.dcmread(path, force=True)
    entry = {"file": row.file, "what": row.what, "lossy": row.lossy}
    # pydicom gives up a data set that breaks off in its samples.
    if row.own or "Rows" not in ds:
        return entry | {
            "reference": row.coder,
            "also": [],
            "own": row.own,
            "sha256_i32": references.sha256(row.truth),
        }
    found = {} if row.refused else references.decoded(path, ds)
    values = {name: references.stored_values(cells, ds) for name, cells in found.items()}
    if row.truth is not None and not row.lossy:
        wrong = [name for name, one in values.items() if not numpy.array_equal(one, row.truth)]
        if wrong:
            entry["other"] = wrong
        values = {name: one for name, one in values.items() if name not in wrong}
        if not values and not row.refused:
            values = {row.coder: row.truth}
    if not values:
        return entry | {"reference": None}
    reference = row.prefer if row.prefer in values else next(iter(values))
    chosen = values[reference]
    spread = [int(abs(one - chosen).max()) for one in values.values()]
    entry |= {
        "reference": reference,
        "also": [name for name, off in zip(values, spread) if off == 0 and name != reference],
        "sha256_i32": references.sha256(chosen),
    }
    photometric = row.photometric or ds.PhotometricInterpretation
    rgb = references.drawn(path, chosen, ds, photometric)
    if rgb is not None:
        entry["sha256_rgb"] = references.sha256(rgb)
    if row.lossy and rgb is not None:
        others = [references.drawn(path, one, ds, photometric) for one in values.values()]
        entry["tolerance_rgb"] = max(1, *(int(abs(one.astype(int) - rgb).max()) for one in others))
    if row.lossy:
        # Decoders of JPEG 2000 round where they like.
        entry["tolerance"] = max([2 if row.file.startswith(("j2k", "ht-")) else 1, *spread])
        kind = "<i2" if ds.PixelRepresentation else "<u2"
        (HERE / row.file).with_suffix(".values").write_bytes(chosen.astype(kind).tobytes())
    if rgb is not None and (row.lossy or photometric.startswith("YBR_FULL")):
        (HERE / row.file).with_suffix(".rgb").write_bytes(rgb.tobytes())
    return entry


def tools():
    versions = {name: importlib.metadata.version(name) for name in PACKAGES}
    said = subprocess.run(["dcmconv", "--version"], capture_output=True, text=True, check=True).stdout
    return versions | {"dcmtk": said.split("dcmconv v")[1].split()[0]}


for old in [*HERE.glob("*.dcm"), *HERE.glob("*.values"), *HERE.glob("*.rgb")]:
    old.unlink()
rows = [*rows_native.rows(HERE), *rows_jpeg.rows(HERE), *rows_later.rows(HERE), *rows_fragments.rows(HERE)]
entries = [described(row) for row in rows]
lines = ",\n".join(json.dumps(entry) for entry in entries)
(HERE / "references.json").write_text(f'{{"tools": {json.dumps(tools())},\n"entries": [\n{lines}\n]}}\n')
