"""Texts in every character set of PS3.3 C.12.1.1.2, written by pydicom; `expected.json` is what pydicom
reads of them. Also the examples that pydicom brings, of PS3.5 annexes H, I and J among them. What
pydicom 3.0 does not know (203), or does not write and read with its escapes (58), is put together
here; dcmtk reads 58, and Python's own table is the reference of 203. What both know, both have to read alike.

    python3 make.py
"""

import json
import re
import subprocess
import tempfile
import warnings
from pathlib import Path

import pydicom
from pydicom.data import get_charset_files
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.tag import Tag
from pydicom.uid import ExplicitVRLittleEndian

HERE = Path(__file__).parent
REPORT = "1.2.840.10008.5.1.4.1.1.88.11"

# Every set without escapes, with a name in it; all characters of one byte are added.
SINGLE = {
    "ISO_IR 100": ("Buc^Jérôme", "latin_1"),
    "ISO_IR 101": ("Wałęsa^Žofie", "iso8859_2"),
    "ISO_IR 109": ("Ċensu^Ġorġ", "iso8859_3"),
    "ISO_IR 110": ("Bērziņš^Jānis", "iso8859_4"),
    "ISO_IR 144": ("Люкceмбypг", "iso8859_5"),
    "ISO_IR 127": ("قباني^لنزار", "iso8859_6"),
    "ISO_IR 126": ("Διονυσιος", "iso8859_7"),
    "ISO_IR 138": ("שרון^דבורה", "iso8859_8"),
    "ISO_IR 148": ("Çavuşoğlu^Işıl", "iso8859_9"),
    "ISO_IR 166": ("นามสกุล^ชื่อต้น", "iso8859_11"),
    "ISO_IR 13": ("ﾔﾏﾀﾞ^ﾀﾛｳ", "shift_jis"),
}
WHOLE = {
    "ISO_IR 192": "Wang^XiaoDong=王^小東=שלום^مرحبا",
    "GB18030": "Wang^XiaoDong=王^小东=㐀^䶮",
    # The second byte of the first character is that of a backslash.
    "GBK": "Wang^XiaoDong=泑^小东",
}
JAPANESE = "Yamada^Tarou=山田^太郎=やまだ^たろう"
EXTENDED = {
    "h31": (["", "ISO 2022 IR 87"], JAPANESE),
    "h32": (["ISO 2022 IR 13", "ISO 2022 IR 87"], "ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう"),
    "supplementary": (["", "ISO 2022 IR 87", "ISO 2022 IR 159"], "Yamada^Tarou=山田^丂丄=やまだ^たろう"),
    "i2": (["", "ISO 2022 IR 149"], "Hong^Gildong=洪^吉洞=홍^길동"),
    "several": (
        ["ISO 2022 IR 100", "ISO 2022 IR 144", "ISO 2022 IR 126", "ISO 2022 IR 101"],
        "Dionysios^Jérôme=Διονυσιος^Люкceмбypг=Wałęsa",
    ),
    "arabic-hebrew": (
        ["ISO 2022 IR 6", "ISO 2022 IR 127", "ISO 2022 IR 138"],
        "Qabani 12^Nizar=قباني^لنزار=שרון^דבורה 34",
    ),
    "turkish-thai": (["ISO 2022 IR 148", "ISO 2022 IR 166"], "Işıl^Ağa=นามสกุล^ชื่อต้น"),
    "baltic-maltese": (["ISO 2022 IR 110", "ISO 2022 IR 109"], "Bērziņš^Jānis=Ċensu^Ġorġ"),
}
KINDS = {"SH": 0x00080050, "LO": 0x00081030, "PN": 0x00100010, "LT": 0x00104000, "ST": 0x00080081}


def single(codec):
    """Every character of a byte, 16 a line."""
    lines = []
    for row in range(0xA0, 0x100, 16):
        line = ""
        for byte in range(row, row + 16):
            try:
                line += bytes([byte]).decode(codec)
            except UnicodeDecodeError:
                pass
        lines.append(line.strip() or ("" if codec == "shift_jis" else "-"))
    # pydicom writes each half of JIS X 0201 by itself only.
    return ("" if codec == "shift_jis" else "\r\n").join(lines)


def kanji(codec, lead, rows, columns):
    """A few characters of each row of a set of two bytes."""
    lines = []
    for row in rows:
        line = ""
        for column in columns:
            try:
                line += (lead + bytes([row, column])).decode(codec)
            except UnicodeDecodeError:
                pass
        lines.append(line or "-")
    return "\r\n".join(lines)


LONG = {
    "h31": kanji("euc_jp", b"", range(0xB0, 0xF4), range(0xA1, 0xFF, 13)),
    "supplementary": kanji("euc_jp", b"\x8f", range(0xB0, 0xED), range(0xA1, 0xFF, 13)),
    # pydicom brings one escape for all lines: one line, then.
    "i2": kanji("euc_kr", b"", range(0xB0, 0xFD), range(0xA1, 0xFF, 13)).replace("\r\n", " "),
}
CHINESE = kanji("gb2312", b"", range(0xB0, 0xF7), range(0xA1, 0xFF, 13))


def escaped(text, escape, codec):
    """As the standard has it: an escape in each part that is not ASCII."""
    parts = re.split(r"([\^=\\]|\r\n)", text)
    return b"".join(p.encode() if p.isascii() else escape + p.encode(codec) for p in parts)


def write(name, sets, person, text):
    file = Dataset()
    file.SpecificCharacterSet = sets
    file.SOPClassUID = REPORT
    file.SOPInstanceUID = "2.25.1"
    file.AccessionNumber = person.split("=")[-1].split("^")[0][:8]
    # More than one value, and more than one line: both bring a text back to its first set.
    file.StudyDescription = [part for part in person.replace("^", "=").split("=") if part]
    file.PatientName = person
    file.PatientComments = text
    item = Dataset()
    item.CodeMeaning = person.split("=")[-1].split("^")[0] or "-"
    file.ProcedureCodeSequence = [item]
    finish(file, name)


def write_bytes(name, sets, person, text):
    """As they are."""
    file = Dataset()
    file.SpecificCharacterSet = sets
    file.SOPClassUID = REPORT
    file.SOPInstanceUID = "2.25.1"
    for tag, vr, value in [
        (0x00081030, "LO", person.replace(b"^", b"\\")),
        (0x00100010, "PN", person),
        (0x00104000, "LT", text),
    ]:
        value += b" " * (len(value) % 2)
        file[tag] = RawDataElement(Tag(tag), vr, len(value), value, 0, False, True)
    finish(file, name)


def finish(file, name):
    file.file_meta = FileMetaDataset()
    file.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    file.file_meta.MediaStorageSOPClassUID = REPORT
    file.file_meta.MediaStorageSOPInstanceUID = "2.25.1"
    file.save_as(HERE / f"{name}.dcm", enforce_file_format=True)


def brought():
    """Names and sequences of pydicom's own files, as they are."""
    for path in map(Path, get_charset_files("*.dcm")):
        source = pydicom.dcmread(path)
        file = Dataset()
        for tag in [0x00080005, 0x00080016, 0x00080018, 0x00100010, 0x00321064, 0x00104000]:
            if tag in source:
                file[tag] = source.get_item(tag)
        file.file_meta = FileMetaDataset()
        syntax = source.file_meta.TransferSyntaxUID
        file.file_meta.TransferSyntaxUID = syntax
        file.file_meta.MediaStorageSOPClassUID = source.get("SOPClassUID", REPORT)
        file.file_meta.MediaStorageSOPInstanceUID = source.get("SOPInstanceUID", "2.25.1")
        file.save_as(HERE / f"pydicom-{path.name}", enforce_file_format=True)


def texts(dataset, into):
    """Every text that people wrote, in the file's order."""
    dataset.decode()
    for element in dataset:
        if element.VR == "SQ":
            for item in element.value:
                texts(item, into)
        elif element.VR in ("SH", "LO", "PN", "LT", "ST", "UT", "UC"):
            values = element.value if element.VM > 1 else [element.value]
            text = "\\".join(map(str, values)).strip()
            into.append([f"{element.tag.group:04X},{element.tag.element:04X}", text])
    return into


def main():
    for old in HERE.glob("*.dcm"):
        old.unlink()
    for sets, (person, codec) in SINGLE.items():
        write(sets.replace(" ", "-").lower(), sets, person, single(codec))
    for sets, person in WHOLE.items():
        write(sets.replace(" ", "-").lower(), sets, person, person)
    for name, (sets, person) in EXTENDED.items():
        write(name, sets, person, LONG.get(name, person))
    person = escaped("Zhang^XiaoDong=张^小东=", b"\x1b$)A", "gb2312")
    write_bytes("k2", ["", "ISO 2022 IR 58"], person, escaped(CHINESE, b"\x1b$)A", "gb2312"))
    latin_9 = single("iso8859_15").encode("iso8859_15")
    write_bytes("iso_ir-203", "ISO_IR 203", "Bœuf^Žofie=€".encode("iso8859_15"), latin_9)
    of_203 = [["0008,1030", "Bœuf\\Žofie=€"], ["0010,0010", "Bœuf^Žofie=€"]]
    of_203.append(["0010,4000", single("iso8859_15").strip()])
    brought()
    expected = {}
    for path in sorted(HERE.glob("*.dcm")):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            by_pydicom = texts(pydicom.dcmread(path), [])
        by_dcmtk = converted(path)
        if path.stem in ("k2", "iso_ir-203"):
            expected[path.name] = by_dcmtk if path.stem == "k2" else of_203
            continue
        expected[path.name] = by_pydicom
        if by_dcmtk != by_pydicom:
            # dcmtk has no table of JIS X 0208 where iconv has none, and reads a backslash of IR 13 as a yen sign.
            print("apart:", path.name, by_dcmtk)
        if caught:
            print(path.name, [str(one.message)[:120] for one in caught])
    text = json.dumps(expected, ensure_ascii=False, indent=0)
    (HERE / "expected.json").write_text(text + "\n")


def converted(path):
    """As dcmtk reads it, by way of UTF-8."""
    with tempfile.NamedTemporaryFile(suffix=".dcm") as made:
        done = subprocess.run(["dcmconv", "+U8", path, made.name], capture_output=True, text=True)
        if done.returncode:
            return done.stderr.strip()[-150:]
        return texts(pydicom.dcmread(made.name), [])


main()
