"""Files with one element of each line of PS3.15 Table E.1-1, and what the Basic Profile makes of them: python3
make.py [FOLDER] (pydicom; dicom-anonymizer, whose tables of the editions 2024b and 2026c
ours is compared with). `in-*.dcm` are read, and `out-*.dcm` are what
is to come out, to the byte, with the salt of 32 times 7. Where the table leaves an action to the IOD the last
one is taken, as src/copy/profile.rs says."""
import hashlib
import re
import sys
from pathlib import Path
import pydicom
from dicomanonymizer.dicom_anonymization_databases import dicomfields_2024b as theirs
from dicomanonymizer.dicom_anonymization_databases import dicomfields_2026c as later
from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.tag import Tag
from pydicom.uid import (DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ExplicitVRLittleEndian,
                         ImplicitVRLittleEndian, JPEG2000Lossless)

HERE = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
TABLE = Path(__file__).resolve().parents[3] / "src/copy/basic_profile.txt"
STATED = Path(__file__).resolve().parents[3] / "src/copy/stated.rs"
SALT = bytes([7]) * 32
PIXELS = bytes(range(256)) * 2
LASTS = {"X_TAGS": "X", "Z_TAGS": "Z", "X_Z_TAGS": "Z", "D_TAGS": "D", "X_D_TAGS": "D", "Z_D_TAGS": "D",
         "X_Z_D_TAGS": "D", "U_TAGS": "U", "X_Z_U_STAR_TAGS": "K"}


def last_actions(edition):
    """Each tag with the last of its actions, as the other table has it; those of several tags left out."""
    actions = {}
    for name, action in LASTS.items():
        for tag in getattr(edition, name):
            if len(tag) == 2:
                actions[Tag(*tag)] = action
    return actions


ACTIONS = last_actions(later)


def compare():
    """Our table against the other one; what it has of 2024b is of another source."""
    last = {"X": "X", "Z": "Z", "X/Z": "Z", "D": "D", "X/D": "D", "Z/D": "D", "X/Z/D": "D", "U": "U", "X/Z/U*": "K"}
    lines = [line.split(" ", 2) for line in TABLE.read_text().splitlines() if not line.startswith("#")]
    ours = {Tag(int(tag, 16)): last[action] for tag, action, _ in lines}
    differ = {str(tag): (ours.get(tag), ACTIONS.get(tag)) for tag in ours.keys() | ACTIONS.keys()
              if ours.get(tag) != ACTIONS.get(tag)}
    print(len(ours), "tags;", "others in the other table:", differ or "none")
    before = last_actions(theirs)
    print(len(before), "of edition 2024b;", "since then:", sorted(map(str, ACTIONS.keys() - before.keys())))
    assert all(ACTIONS[tag] == action for tag, action in before.items())
    assert not differ


def uid(of):
    if of.startswith("1.2.840.10008."):
        return of
    number = int.from_bytes(hashlib.sha256(SALT + of.encode()).digest()[:16], "big")
    number = number & ~(0xF << 76) & ~(3 << 62) | 8 << 76 | 2 << 62
    return f"2.25.{number}"


VALUES = {
    "AE": "PLANTED AE", "AS": "045Y", "CS": "PLANTED CS", "DA": "20191231", "DS": "12.5", "DT": "20191231235958",
    "FD": 1.5, "FL": 1.5, "IS": "7", "LO": "PLANTED LO", "LT": "PLANTED LT", "OB": b"PLANTED!", "PN": "PLANTED^Jane",
    "SH": "PLANTED SH", "ST": "PLANTED ST", "TM": "235958", "UC": "PLANTED UC", "UL": 70000, "UN": b"PLANTED?",
    "UR": "planted:PLANTED", "US": 7, "UT": "PLANTED UT", "OW": b"PLANTED!", "SS": -7, "OF": b"PLANTED!",
}
DUMMIES = {"AS": "000Y", "DA": "19000101", "DT": "19000101000000", "TM": "000000", "DS": "0", "IS": "0",
           "OB": b"\0\0", "UN": b"\0\0", "US": 0}


def open_length(element):
    """Sequences that stay are written open."""
    element.is_undefined_length = True
    for item in element.value:
        item.is_undefined_length_sequence_item = True
    return element


class Planter:
    """Puts elements in, and what is to become of them out."""

    def __init__(self):
        self.numbers = 0

    def value(self, vr):
        self.numbers += 1
        return f"1.2.3.{self.numbers}" if vr == "UI" else VALUES[vr]

    def reference(self):
        item, out = Dataset(), Dataset()
        for data in (item, out):
            data.ReferencedSOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
        item.ReferencedSOPInstanceUID = self.value("UI")
        out.ReferencedSOPInstanceUID = uid(item.ReferencedSOPInstanceUID)
        item.PatientName = "PLANTED^Within"
        out.PatientName = ""
        item.add(DataElement(0x00091010, "LO", "PLANTED private"))
        return item, out

    def plant(self, data, out, tag, action):
        # Of attributes that are newer than pydicom every VR will do.
        vr = dictionary_VR_or_none(tag) or "LO"
        if vr == "SQ":
            item, of_item = self.reference()
            data.add(DataElement(tag, "SQ", Sequence([item])))
            if action == "K":
                out.add(open_length(DataElement(tag, "SQ", Sequence([of_item]))))
            elif action != "X":
                out.add(DataElement(tag, "SQ", Sequence([Dataset()] if action == "D" else [])))
            return
        data.add(DataElement(tag, vr, self.value(vr)))
        if action == "Z":
            out.add(DataElement(tag, vr, b"" if vr in ("OB", "UN") else ""))
        elif action == "U" or action == "D" and vr == "UI":
            out.add(DataElement(tag, vr, uid(data[tag].value)))
        elif action == "D":
            out.add(DataElement(tag, vr, DUMMIES.get(vr, "REMOVED")))

    def table(self, data, out):
        for tag, action in sorted(ACTIONS.items()):
            if tag.group > 2 and tag not in (0x00080018, 0xFFFCFFFC):
                self.plant(data, out, tag, action)

    def beyond(self, data, out):
        """What the table does not name, and is taken away all the same; and what stays."""
        for tag, vr, value in [
            (0x00090010, "LO", "PLANTED creator"), (0x00091001, "UN", b"PLANTED!"), (0x50000010, "US", 3),
            (0x50003000, "OW", b"PLANTED!"), (0x60020010, "US", 4), (0x60023000, "OW", b"PLANTED!"),
            (0x60024000, "LO", "PLANTED"), (0x00080999, "LO", "PLANTED unknown"),
            (tag_for_keyword("EvaluatorName"), "PN", "PLANTED^Jane"),
            (tag_for_keyword("DateOfGainCalibration"), "DA", "20191231"),
            (tag_for_keyword("CalibrationNotes"), "LT", "PLANTED"), (tag_for_keyword("DocumentTitle"), "ST", "PLANTED"),
        ]:
            assert tag not in ACTIONS
            data.add(DataElement(tag, vr, value))
        data.PatientOrientation = out.PatientOrientation = ["L", "P"]
        data.Manufacturer = out.Manufacturer = "Maker"
        data.add(DataElement(0x00281052, "DS", "-1024"))
        out.add(DataElement(0x00281052, "DS", "-1024"))


def dictionary_VR_or_none(tag):
    try:
        return dictionary_VR(tag)
    except KeyError:
        return None


def pair():
    """A file's data set, and what becomes of it."""
    planter = Planter()
    data, out = Dataset(), Dataset()
    planter.table(data, out)
    planter.beyond(data, out)
    within, of_within = Dataset(), Dataset()
    planter.table(within, of_within)
    planter.beyond(within, of_within)
    middle, of_middle = Dataset(), Dataset()
    within.is_undefined_length_sequence_item = True
    middle.add(DataElement("PixelMeasuresSequence", "SQ", Sequence([within, Dataset()])))
    of_middle.add(open_length(DataElement("PixelMeasuresSequence", "SQ", Sequence([of_within, Dataset()]))))
    for tag, item, to in ((0x52009229, middle, data), (0x52009229, of_middle, out)):
        to.add(DataElement(tag, "SQ", Sequence([item])))
    out[0x52009229] = open_length(out[0x52009229])
    # A sequence of open length around items of stated length.
    data[0x52009229].is_undefined_length = True
    for d in (data, out):
        d.SOPClassUID, d.Modality = "1.2.840.10008.5.1.4.1.1.2", "CT"
        d.Rows = d.Columns = 16
        d.BitsAllocated, d.BitsStored, d.HighBit = 16, 16, 15
        d.SamplesPerPixel, d.PhotometricInterpretation, d.PixelRepresentation = 1, "MONOCHROME2", 0
        d.BurnedInAnnotation = "NO"
    data.SOPInstanceUID = "1.2.3.777"
    out.SOPInstanceUID = uid("1.2.3.777")
    source = STATED.read_text()
    out.PatientIdentityRemoved = "YES"
    out.DeidentificationMethod = re.search(r'METHOD: &str = "(.*)"', source)[1]
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator = "113100", "DCM"
    code.CodeMeaning = "Basic Application Confidentiality Profile"
    out.add(DataElement("DeidentificationMethodCodeSequence", "SQ", Sequence([code])))
    out["DeidentificationMethodCodeSequence"] = open_length(out["DeidentificationMethodCodeSequence"])
    out.LongitudinalTemporalInformationModified = "REMOVED"
    return data, out, re.search(r'IMPLEMENTATION_CLASS: &str = "(.*)"', source)[1]


def save(name, data, syntax, implementation=None):
    meta = FileMetaDataset()
    meta.FileMetaInformationVersion = b"\0\1"
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = data.SOPClassUID, data.SOPInstanceUID
    meta.TransferSyntaxUID = syntax
    meta.ImplementationClassUID = implementation or "1.2.3.9"
    meta.ImplementationVersionName = "HOUNSFIELD" if implementation else "PLANTED"
    if not implementation:
        meta.SourceApplicationEntityTitle = "PLANTED"
    preamble = b"\0" * 128 if implementation else b"PLANTED " * 16
    file = FileDataset("", data, file_meta=meta, preamble=preamble,
                       is_implicit_VR=syntax == ImplicitVRLittleEndian,
                       is_little_endian=syntax != ExplicitVRBigEndian)
    file.save_as(HERE / name, enforce_file_format=True)


def main():
    compare()
    for name, syntax, written in [
        ("explicit", ExplicitVRLittleEndian, ExplicitVRLittleEndian),
        ("implicit", ImplicitVRLittleEndian, ImplicitVRLittleEndian),
        ("big", ExplicitVRBigEndian, ExplicitVRBigEndian),
        ("deflated", DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian),
        ("fragments", JPEG2000Lossless, JPEG2000Lossless),
    ]:
        data, out, implementation = pair()
        for d in (data, out):
            if syntax == JPEG2000Lossless:
                d.add(DataElement("PixelData", "OB", encapsulate([PIXELS, PIXELS[::-1]])))
                d["PixelData"].is_undefined_length = True
            else:
                d.add(DataElement("PixelData", "OW", PIXELS))
        data.add(DataElement(0xFFFCFFFC, "OB", b"PLANTED "))
        save(f"in-{name}.dcm", data, syntax)
        save(f"out-{name}.dcm", out, written, implementation)
        assert b"PLANTED" not in (HERE / f"out-{name}.dcm").read_bytes()
        pydicom.dcmread(HERE / f"out-{name}.dcm")


main()
