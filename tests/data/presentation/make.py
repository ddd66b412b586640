"""Presentation states with an image, and what dcmp2pgm of dcmtk 3.6.7 makes of the two: python3 make.py
(pydicom, dcmpsmk, dcmp2pgm). Names say what is in a state. dcmp2pgm leaves geometric shutters to who shows
its picture: those are laid over it here, by numpy and the words of PS3.3 C.7.6.11."""
import subprocess
from pathlib import Path
import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian

HERE = Path(__file__).parent
COLUMNS, ROWS = 48, 40


def image():
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    meta.MediaStorageSOPInstanceUID = "2.25.70.1"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    d = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    d.SOPClassUID, d.SOPInstanceUID = meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID
    d.StudyInstanceUID, d.SeriesInstanceUID = "2.25.70", "2.25.70.2"
    d.PatientName = d.PatientID = d.StudyID = d.AccessionNumber = ""
    d.PatientBirthDate = d.PatientSex = d.StudyDate = d.StudyTime = d.ReferringPhysicianName = ""
    d.Modality, d.SeriesNumber, d.InstanceNumber = "CT", "1", "1"
    d.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    d.Rows, d.Columns, d.SamplesPerPixel = ROWS, COLUMNS, 1
    d.PhotometricInterpretation, d.PixelRepresentation = "MONOCHROME2", 0
    d.BitsAllocated, d.BitsStored, d.HighBit = 16, 12, 11
    d.PixelSpacing, d.RescaleSlope, d.RescaleIntercept = [0.5, 0.5], 1, -1024
    d.RescaleType = "HU"
    y, x = np.mgrid[0:ROWS, 0:COLUMNS]
    # All of the window and some beyond both of its ends, every row shifted.
    values = (x * 40 + y * 7) % 2000 + 100
    d.PixelData = values.astype("<u2").tobytes()
    d.save_as(HERE / "image.dcm", enforce_file_format=True)
    return d


def lut(entries, bits, first=0):
    item = Dataset()
    item.add_new(0x00283002, "US", [len(entries), first, bits])
    item.add_new(0x00283006, "OW", np.array(entries, "<u2").tobytes())
    return Sequence([item])


def plane(state, group, bits):
    state.add_new((group << 16) | 0x0010, "US", ROWS)
    state.add_new((group << 16) | 0x0011, "US", COLUMNS)
    state.add_new((group << 16) | 0x0040, "CS", "G")
    state.add_new((group << 16) | 0x0050, "SS", [1, 1])
    state.add_new((group << 16) | 0x0100, "US", 1)
    state.add_new((group << 16) | 0x0102, "US", 0)
    packed = np.packbits(bits.astype(np.uint8).ravel(), bitorder="little").tobytes()
    state.add_new((group << 16) | 0x3000, "OW", packed + b"\0" * (len(packed) % 2))


def window(state, center, width):
    item = Dataset()
    item.WindowCenter, item.WindowWidth = center, width
    state.SoftcopyVOILUTSequence = Sequence([item])


def of_table(state):
    del state.PresentationLUTShape
    t = np.linspace(0, 1, 256)
    # Steep at both ends, as a curve for a screen is; whole numbers of 12 bits.
    state.PresentationLUTSequence = lut(np.round((0.5 + 2 * (t - 0.5) ** 3 + (t - 0.5) / 2) * 4095).astype(int), 12)


def of_inverse_table(state):
    del state.PresentationLUTShape
    state.PresentationLUTSequence = lut(list(range(65535, -1, -257)), 16)


def of_voi_table(state):
    item = Dataset()
    item.VOILUTSequence = lut([int(255 * (i / 999) ** 2) for i in range(1000)], 8, 65536 - 800)
    item.VOILUTSequence[0]["LUTDescriptor"].VR = "US"
    state.SoftcopyVOILUTSequence = Sequence([item])


def shutter(state, shapes, value=0x8000):
    state.ShutterShape = shapes
    state.ShutterPresentationValue = value


def rectangle(state):
    shutter(state, "RECTANGULAR")
    state.ShutterLeftVerticalEdge, state.ShutterRightVerticalEdge = 6, 40
    state.ShutterUpperHorizontalEdge, state.ShutterLowerHorizontalEdge = 5, 30


def circle(state):
    shutter(state, "CIRCULAR", 0x4000)
    state.CenterOfCircularShutter, state.RadiusOfCircularShutter = [18, 22], 15


def polygon(state):
    shutter(state, "POLYGONAL", 0xFFFF)
    state.VerticesOfThePolygonalShutter = [3, 4, 10, 44, 36, 30, 20, 8]


def both(state):
    rectangle(state)
    circle(state)
    shutter(state, ["RECTANGULAR", "CIRCULAR"], 0x2000)


def bitmap(state):
    y, x = np.mgrid[0:ROWS, 0:COLUMNS]
    plane(state, 0x6000, (x + y) % 9 < 3)
    shutter(state, "BITMAP", 0xC000)
    state.ShutterOverlayGroup = 0x6000


def seen(state):
    """Which pixels the geometric shapes of a shutter leave, True for each."""
    y, x = np.mgrid[1:ROWS + 1, 1:COLUMNS + 1]
    shapes = state.ShutterShape
    shapes = [shapes] if isinstance(shapes, str) else shapes
    left = np.ones((ROWS, COLUMNS), bool)
    if "RECTANGULAR" in shapes:
        left &= (x >= state.ShutterLeftVerticalEdge) & (x <= state.ShutterRightVerticalEdge)
        left &= (y >= state.ShutterUpperHorizontalEdge) & (y <= state.ShutterLowerHorizontalEdge)
    if "CIRCULAR" in shapes:
        row, column = state.CenterOfCircularShutter
        left &= np.hypot(y - row, x - column) <= state.RadiusOfCircularShutter
    if "POLYGONAL" in shapes:
        corners = np.array(state.VerticesOfThePolygonalShutter, float).reshape(-1, 2)
        # By the angles that the corners are seen at: a whole turn from inside, none from outside.
        turn = np.zeros((ROWS, COLUMNS))
        for (row, column), (next_row, next_column) in zip(corners, np.roll(corners, -1, axis=0)):
            step = np.arctan2(next_row - y, next_column - x) - np.arctan2(row - y, column - x)
            turn += (step + np.pi) % (2 * np.pi) - np.pi
        # On an edge it is half a turn: edges and corners are of the inside.
        inside = np.abs(turn) > np.pi - 1e-6
        for row, column in corners.astype(int):
            inside[row - 1, column - 1] = True
        left &= inside
    return left


def lay_over(state, path):
    head, pixels = path.read_bytes()[:-ROWS * COLUMNS], path.read_bytes()[-ROWS * COLUMNS:]
    pixels = np.frombuffer(pixels, np.uint8).reshape(ROWS, COLUMNS)
    level = round(state.ShutterPresentationValue / 65535 * 255)
    path.write_bytes(head + np.where(seen(state), pixels, np.uint8(level)).tobytes())


STATES = {
    "window": lambda s: window(s, -100, 900),
    "table": lambda s: (window(s, -100, 900), of_table(s)),
    "inverse-table": lambda s: (window(s, -100, 900), of_inverse_table(s)),
    "table-behind-voi-table": lambda s: (of_voi_table(s), of_table(s)),
    "rectangle": lambda s: (window(s, -100, 900), rectangle(s)),
    "circle": lambda s: (window(s, -100, 900), circle(s)),
    "polygon": lambda s: (window(s, -100, 900), polygon(s)),
    "rectangle-circle": lambda s: (window(s, -100, 900), both(s)),
    "bitmap": lambda s: (window(s, -100, 900), bitmap(s)),
}

image()
for number, (name, change) in enumerate(STATES.items(), 1):
    path = HERE / f"{name}.dcm"
    subprocess.run(["dcmpsmk", str(HERE / "image.dcm"), str(path)], check=True)
    state = pydicom.dcmread(path)
    uid = f"2.25.70.3.{number}"
    state.SOPInstanceUID = state.file_meta.MediaStorageSOPInstanceUID = uid
    state.SeriesInstanceUID = "2.25.70.4"
    state.PresentationCreationDate, state.PresentationCreationTime = "20240101", "000000"
    for keyword in ("InstanceCreationDate", "InstanceCreationTime", "InstanceCreatorUID"):
        if keyword in state:
            delattr(state, keyword)
    change(state)
    state.save_as(path)
    subprocess.run(["dcmp2pgm", "-p", str(path), str(HERE / "image.dcm"), str(HERE / f"{name}.pgm")], check=True)
    if "ShutterShape" in state and state.ShutterShape != "BITMAP":
        lay_over(state, HERE / f"{name}.pgm")
