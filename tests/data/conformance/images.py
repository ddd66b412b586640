"""Samples that are computed, and DICOM files around them."""

import hashlib

import numpy
import pydicom
from pydicom._uid_dict import UID_dictionary
from pydicom.dataset import FileMetaDataset
from pydicom.uid import UID

# Newer than pydicom's own dictionary.
for uid, name in [
    ("1.2.840.10008.1.2.8.1", "Deflated Image Frame Compression"),
    ("1.2.840.10008.1.2.4.110", "JPEG XL Lossless"),
    ("1.2.840.10008.1.2.4.111", "JPEG XL JPEG Recompression"),
    ("1.2.840.10008.1.2.4.112", "JPEG XL"),
]:
    UID_dictionary[uid] = (name, "Transfer Syntax", "", "", name.replace(" ", ""))

COLUMNS, ROWS = 17, 13


def pattern(bits, *, frames=1, samples=1, signed=False, smooth=False, columns=COLUMNS, rows=ROWS):
    """Flat on the left, a slope above, noise below, both ends of the range in the corners: frames x
    rows x columns x samples. `smooth` is what lossy codecs are made for."""
    f, y, x, c = numpy.indices((frames, rows, columns, samples), dtype=numpy.int64)
    top = (1 << bits) - 1
    if smooth:
        wave = numpy.sin((x + 2 * f) / 4.0) + numpy.cos((y + 3 * c) / 3.0)
        values = ((wave + 2.0) / 4.0 * top).astype(numpy.int64)
    else:
        flat = (y // 5 * 37 + c * 11 + f) & top
        slope = (x * 3 + y * 2 + c + f * 5) & top
        noise = ((x * 7919 + y * 104729 + x * y * 31 + c * 131 + f * 977) * 2654435761 >> 7) & top
        values = numpy.where(x < 6, flat, numpy.where(y < 5, slope, noise))
        values[:, 0, 0] = 0
        values[:, -1, -1] = top
    return values - (1 << (bits - 1)) if signed else values


def cells(values, allocated, *, stored=None, high=None, garbage=False):
    """Stored values in their cells of so many bits, with junk around them where it is asked for."""
    stored = stored or allocated
    shift = (stored - 1 if high is None else high) - (stored - 1)
    mask = ((1 << stored) - 1) << shift
    bits = (values << shift) & mask
    if garbage:
        junk = numpy.arange(bits.size, dtype=numpy.int64).reshape(bits.shape) * 40503
        bits |= junk & ((1 << allocated) - 1) & ~mask
    elif values.min() < 0:
        # The usual way to write negative values: signs are carried on above the stored bits.
        bits = (values << shift) & ((1 << allocated) - 1)
    return bits.astype(f"<u{allocated // 8}")


def dataset(
    name, shape, *, allocated, stored=None, high=None, signed=False, photometric="MONOCHROME2", planar=0
):
    """All but the samples: `shape` is frames, rows, columns, samples."""
    stored = stored or allocated
    ds = pydicom.Dataset()
    ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    digest = hashlib.sha256(name.encode()).digest()
    ds.SOPInstanceUID = "2.25." + str(int.from_bytes(digest[:12], "big"))
    ds.Modality = "OT"
    ds.PatientID = "conformance"
    ds.StudyInstanceUID = "2.25.1"
    ds.SeriesInstanceUID = ds.SOPInstanceUID + ".1"
    frames, ds.Rows, ds.Columns, ds.SamplesPerPixel = shape
    if frames > 1:
        ds.NumberOfFrames = frames
    if ds.SamplesPerPixel > 1:
        ds.PlanarConfiguration = planar
    ds.PhotometricInterpretation = photometric
    ds.BitsAllocated, ds.BitsStored = allocated, stored
    ds.HighBit = stored - 1 if high is None else high
    ds.PixelRepresentation = int(signed)
    return ds


def write(path, ds, syntax):
    """As a file with its preamble."""
    ds.file_meta = FileMetaDataset()
    ds.file_meta.MediaStorageSOPClassUID = ds.SOPClassUID
    ds.file_meta.MediaStorageSOPInstanceUID = ds.SOPInstanceUID
    ds.file_meta.TransferSyntaxUID = UID(syntax)
    ds.file_meta.ImplementationClassUID = "2.25.2"
    private = (
        {"implicit_vr": True, "little_endian": True} if ds.file_meta.TransferSyntaxUID.is_private else {}
    )
    ds.save_as(path, enforce_file_format=True, **private)


def native_bytes(samples, planar=0):
    """Frames x rows x columns x samples -> the bytes of the element."""
    ordered = samples.transpose(0, 3, 1, 2) if planar else samples
    return ordered.tobytes()


def padded(data):
    return data + b"\0" * (len(data) % 2)
