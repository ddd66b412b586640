"""The slices of a folder in another transfer syntax, some checked to decode to the same samples.

    compress.py SYNTAX FROM INTO

`uncompressed` writes them again with all that the standard asks for at the head of a file: this
viewer does without, most libraries do not. The others take their slices from its folder.

JPEG lossless, JPEG-LS and RLE are made by dcmtk's dcmcjpeg, dcmcjpls and dcmcrle, JPEG 2000 and
HTJ2K by imagecodecs; pydicom writes and checks.
"""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

WHAT_TO_INSTALL = (
    "compressing a series needs dcmtk (Debian: apt install dcmtk) and the Python packages "
    "pydicom, numpy and imagecodecs (pip install pydicom numpy imagecodecs; the variable PYTHON "
    "names another Python than python3)"
)

try:
    import imagecodecs
    import numpy
    import pydicom
    from pydicom.encaps import encapsulate, generate_frames
    from pydicom.uid import UID, ExplicitVRLittleEndian
except ImportError as missing:
    sys.exit(f"{missing}: {WHAT_TO_INSTALL}")

CHECK_EVERY = 10

# Each with its UID, the program of dcmtk that writes it, or the function that encodes samples,
# and the function that decodes a frame for the check (None: what pydicom itself
# decodes).
SYNTAXES = {
    "uncompressed": (ExplicitVRLittleEndian, None, None),
    "jpeg-lossless": ("1.2.840.10008.1.2.4.70", ["dcmcjpeg", "+e1"], imagecodecs.ljpeg_decode),
    "jpeg-ls": ("1.2.840.10008.1.2.4.80", ["dcmcjpls"], imagecodecs.jpegls_decode),
    "jpeg-2000": (
        "1.2.840.10008.1.2.4.90",
        lambda samples: imagecodecs.jpeg2k_encode(
            samples, level=0, codecformat="j2k", reversible=True
        ),
        imagecodecs.jpeg2k_decode,
    ),
    "htj2k": (
        "1.2.840.10008.1.2.4.201",
        lambda samples: imagecodecs.htj2k_encode(samples, reversible=True),
        imagecodecs.htj2k_decode,
    ),
    "rle": ("1.2.840.10008.1.2.5", ["dcmcrle"], None),
}


def compress(syntax, source, target):
    uid, encoder, _ = SYNTAXES[syntax]
    if isinstance(encoder, list):
        subprocess.run([*encoder, source, target], check=True)
        return
    image = pydicom.dcmread(source)
    if encoder is None:
        complete(image)
        image.save_as(target, enforce_file_format=True)
        return
    frame = encoder(image.pixel_array)
    image.PixelData = encapsulate([bytes(frame)])
    image["PixelData"].VR = "OB"
    image["PixelData"].is_undefined_length = True
    image.file_meta.TransferSyntaxUID = UID(uid)
    image.save_as(target, enforce_file_format=True)


def complete(image):
    image.SOPClassUID = image.file_meta.MediaStorageSOPClassUID
    image.file_meta.MediaStorageSOPInstanceUID = image.SOPInstanceUID
    image.FrameOfReferenceUID = image.SeriesInstanceUID + ".1"
    image.PatientName = "Computed^Chest"
    image.PatientID = "computed"
    image.StudyID = "1"
    image.StudyDate = image.SeriesDate = image.AcquisitionDate = "20200101"
    image.StudyTime = image.SeriesTime = image.AcquisitionTime = "120000"
    image.SeriesDescription = "computed"
    image.AccessionNumber = ""
    image.Manufacturer = ""


def check(syntax, source, target):
    uid, _, decode = SYNTAXES[syntax]
    image = pydicom.dcmread(target)
    if image.file_meta.TransferSyntaxUID != uid:
        sys.exit(f"{target} is of {image.file_meta.TransferSyntaxUID}, not of {uid}")
    if decode is None:
        samples = image.pixel_array
    else:
        samples = decode(next(generate_frames(image.PixelData, number_of_frames=1)))
    if not numpy.array_equal(samples, pydicom.dcmread(source).pixel_array):
        sys.exit(f"{target} decodes to other samples than those of {source}")


def main(syntax, source, into):
    _, encoder, _ = SYNTAXES[syntax]
    if isinstance(encoder, list) and shutil.which(encoder[0]) is None:
        sys.exit(f"there is no {encoder[0]}: {WHAT_TO_INSTALL}")
    into = Path(into)
    into.mkdir(parents=True, exist_ok=True)

    def one(numbered):
        number, slice_file = numbered
        target = into / slice_file.name
        compress(syntax, slice_file, target)
        if number % CHECK_EVERY == 0:
            check(syntax, slice_file, target)

    with ThreadPoolExecutor(os.cpu_count()) as workers:
        list(workers.map(one, enumerate(sorted(Path(source).iterdir()))))


if __name__ == "__main__":
    if len(sys.argv) != 4 or sys.argv[1] not in SYNTAXES:
        sys.exit(f"{__doc__}\nSYNTAX is one of {', '.join(SYNTAXES)}")
    main(*sys.argv[1:])
