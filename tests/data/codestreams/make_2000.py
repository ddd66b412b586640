"""Makes the codestreams of JPEG 2000 and HTJ2K in this folder: python3 make_2000.py (apt-get install
libopenjp2-tools openjph-tools; pip install imagecodecs numpy).

A name says how: `j2k` by OpenJPEG and `ht` by OpenJPH, with bits, how far samples may be off, a
number in the list below, and components. `htr` is `ht` with passes that refine it put behind, of
junk. The samples are computed here and in `src/decode/tests.rs`, by the same formula; where coding
was lossy, what the encoders' own decoders make of it is in the file that ends in `raw`.
"""

import pathlib
import random
import subprocess
import tempfile

import imagecodecs
import numpy

COLUMNS, ROWS = 23, 17
HERE = pathlib.Path(__file__).parent
FOLDER = pathlib.Path(tempfile.mkdtemp())


def sample(x: int, y: int, component: int, bits: int) -> int:
    """Flat on the left, a slope above, noise below."""
    if x < 8:
        value = y // 5 * 37 + component * 11
    elif y < 6:
        value = x * 3 + y * 2 + component
    else:
        value = (x * 7919 + y * 104729 + x * y * 31 + component * 131) >> 2
    return value & ((1 << bits) - 1)


def image(bits: int, components: int) -> numpy.ndarray:
    kind = "u1" if bits <= 8 else "<u2"
    rows = [
        [[sample(x, y, c, bits) for c in range(components)] for x in range(COLUMNS)]
        for y in range(ROWS)
    ]
    return numpy.array(rows, kind)


def run(*command: object) -> None:
    subprocess.run([str(part) for part in command], check=True, capture_output=True)


def openjpeg(bits: int, components: int, options: str) -> bytes:
    source, made = FOLDER / "in.rawl", FOLDER / "made.j2k"
    source.write_bytes(image(bits, components).transpose(2, 0, 1).tobytes())
    size = f"{COLUMNS},{ROWS},{components},{bits},u"
    levels = [] if "-n " in options else ["-n", 2]
    run("opj_compress", "-i", source, "-o", made, "-F", size, *levels, *options.split())
    return made.read_bytes()


def openjph(bits: int, components: int, options: str, samples=None) -> bytes:
    source = FOLDER / ("in.ppm" if components == 3 else "in.pgm")
    samples = image(bits, components) if samples is None else samples
    kind = "P6" if components == 3 else "P5"
    head = f"{kind}\n{COLUMNS} {ROWS}\n{2**bits - 1}\n".encode()
    source.write_bytes(head + samples.astype("u1" if bits <= 8 else ">u2").tobytes())
    made = FOLDER / "made.j2c"
    run("ojph_compress", "-i", source, "-o", made, *options.split())
    return made.read_bytes()


def write(kind: str, number: int, bits: int, components: int, encoded: bytes, lossy: bool) -> None:
    # Decoders differ by rounding: two of 65535 where all is noise.
    made = HERE / f"{kind}-{bits}-{2 * int(lossy)}-{number}-{components}.bin"
    made.write_bytes(encoded)
    if lossy:
        decode = imagecodecs.jpeg2k_decode if kind == "j2k" else imagecodecs.htj2k_decode
        made.with_suffix(".raw").write_bytes(decode(encoded).tobytes())


BY_OPENJPEG = [
    (12, 1, "-n 3"),
    (16, 1, "-p RLCP -n 3 -c [8,8],[8,8] -b 4,4 -SOP -EPH"),
    (8, 3, "-p RPCL -n 4 -t 10,9 -c [8,8],[4,4]"),
    (12, 3, "-p PCRL -n 3 -t 10,9 -c [8,4] -b 4,4"),
    (8, 3, "-p CPRL -n 2 -c [8,8] -mct 0 -TP C"),
    (16, 1, "-n 1 -M 1"),
    (12, 1, "-M 2 -b 8,8"),
    (12, 1, "-M 4 -b 8,8"),
    (12, 1, "-M 8 -b 8,8"),
    (12, 1, "-M 16 -b 8,8"),
    (12, 1, "-M 32 -b 8,8"),
    (16, 1, "-M 63 -b 16,8 -n 2"),
    (16, 1, "-M 5 -b 8,16 -n 2"),
    (12, 1, "-r 20,8,3,1 -n 3 -b 8,8"),
    (16, 3, "-r 20,8,3,1 -n 3 -b 8,8 -p RPCL -c [8,8] -M 1"),
    (8, 1, "-ROI c=0,U=7 -n 2"),
    (12, 3, "-d 3,5 -T 1,2 -t 11,7 -TP R -n 3"),
    (8, 1, "-d 7,3 -T 7,0 -t 8,8 -n 4 -p PCRL"),
    (8, 3, "-n 3 -POC T1=0,0,1,3,1,RLCP/T1=0,1,1,3,3,CPRL"),
    (8, 3, "-n 3 -POC T1=0,0,1,1,3,RPCL/T1=1,0,1,3,3,PCRL -c [8,8]"),
    (2, 1, "-n 2"),
    (12, 1, "-I -n 3"),
    (16, 1, "-I -n 5 -r 3 -b 8,8"),
    (8, 3, "-I -n 3 -r 12,4 -t 16,16 -d 1,1"),
    (8, 1, "-b 1024,4"),
]

BY_OPENJPH = [
    (12, 1, "-reversible true -num_decomps 3"),
    (16, 1, "-reversible true -num_decomps 2 -block_size {4,4} -prog_order LRCP"),
    (8, 3, "-reversible true -num_decomps 3 -tile_size {10,9} -prog_order RLCP"),
    (12, 3, "-reversible true -precincts {8,8},{8,8} -prog_order RPCL -num_decomps 2"),
    (8, 3, "-reversible true -precincts {8,8} -prog_order PCRL -num_decomps 2 -colour_trans false"),
    (8, 3, "-reversible true -precincts {8,16} -prog_order CPRL -num_decomps 2 -block_size {4,8}"),
    (16, 1, "-reversible true -image_offset {3,5} -tile_offset {1,2} -tile_size {11,7}"),
    (16, 1, "-reversible true -num_decomps 0"),
    (8, 1, "-reversible true -block_size {4,1024}"),
    (12, 1, "-qstep 0.001 -num_decomps 3"),
    (16, 1, "-qstep 0.01 -num_decomps 2 -block_size {8,8}"),
    (8, 3, "-qstep 0.004 -num_decomps 3"),
]


def repacked(codestream: bytes, in_main: bool) -> bytes:
    """Puts the headers of packets into marker segments of their own: PPM, or PPT of each part.
    Both markers of packets are there, and do not occur within a packet."""
    at = codestream.index(b"\xff\x90\x00\x0a")
    main = bytearray(codestream[:at])
    style = main.index(b"\xff\x52") + 4
    main[style] &= ~6
    packed, parts = [], b""
    while codestream[at : at + 2] == b"\xff\x90":
        length = int.from_bytes(codestream[at + 6 : at + 10], "big")
        data = codestream.index(b"\xff\x93", at)
        packets = codestream[data + 2 : at + length].split(b"\xff\x91\x00\x04")[1:]
        headers, bodies = zip(*(packet[2:].split(b"\xff\x92", 1) for packet in packets))
        head = bytearray(codestream[at:data])
        if not in_main:
            segment = b"\x00" + b"".join(headers)
            head += b"\xff\x61" + (len(segment) + 2).to_bytes(2, "big") + segment
        packed.append(b"".join(headers))
        whole = len(head) + 2 + sum(map(len, bodies))
        head[6:10] = whole.to_bytes(4, "big")
        parts += bytes(head) + b"\xff\x93" + b"".join(bodies)
        at += length
    if in_main:
        segment = b"".join(len(part).to_bytes(4, "big") + part for part in packed)
        # In two segments, which break off anywhere.
        for number, piece in [(1, segment[7:]), (0, segment[:7])]:
            length = (len(piece) + 3).to_bytes(2, "big")
            main += b"\xff\x60" + length + bytes([number]) + piece
    return bytes(main) + parts + b"\xff\xd9"


class Bits:
    """The bits of a packet's header."""

    def __init__(self, read: bytes = b"") -> None:
        self.read, self.at, self.held, self.count = read, 0, 0, 0
        self.written: list[int] = []

    def bit(self) -> int:
        if self.count == 0:
            self.count = 7 if self.held == 0xFF else 8
            self.held = self.read[self.at]
            self.at += 1
        self.count -= 1
        return self.held >> self.count & 1

    def put(self, value: int, count: int) -> None:
        self.written += [value >> bit & 1 for bit in reversed(range(count))]

    def bytes(self) -> bytes:
        made, held, room = bytearray(), 0, 8
        for bit in self.written:
            room -= 1
            held |= bit << room
            if room == 0:
                made.append(held)
                room, held = (7 if held == 0xFF else 8), 0
        # A header does not end with FF: what is stuffed behind it belongs to it.
        return bytes(made) + (b"" if room == 8 else bytes([held]))


def refined(number: int, passes: int, causal: bool) -> None:
    """A single block of a plane less, and refining passes of junk behind it."""
    samples = 32768 + (image(16, 1).astype(int) % 97 - 48)
    samples[:, 5:9] = 32768
    codestream = openjph(16, 1, "-reversible true -num_decomps 0", samples)
    data = codestream.index(b"\xff\x93") + 2
    body = Bits(codestream[data:-2])
    assert body.bit() == 1 and body.bit() == 1
    zeros = 0
    while body.bit() == 0:
        zeros += 1
    assert body.bit() == 0
    length_bits = 3
    while body.bit() == 1:
        length_bits += 1
    length = int("".join(str(body.bit()) for _ in range(length_bits)), 2)
    start = data + body.at + (body.held == 0xFF)
    cleanup = codestream[start : start + length]
    chance = random.Random(number)
    junk = bytearray(chance.choice([0, 0x7F, 0x8F, 0xFF, chance.randrange(256)]) for _ in range(90))
    for at in range(1, len(junk)):
        if junk[at - 1] == 0xFF:
            junk[at] &= 0x7F
    junk[-1] &= 0x7F
    header = Bits()
    header.put(3, 2)
    header.put(1, zeros)
    header.put(*((2, 2) if passes == 2 else (12, 4)))
    bits = max(length.bit_length(), len(junk).bit_length())
    header.put((1 << (bits - 3)) - 1, bits - 3)
    header.put(0, 1)
    header.put(length, bits)
    header.put(len(junk), bits + passes - 2)
    packet = header.bytes() + cleanup + junk
    head = bytearray(codestream[:data])
    if causal:
        head[head.index(b"\xff\x52") + 12] |= 8
    part = head.index(b"\xff\x90")
    head[part + 6 : part + 10] = (data - part + len(packet)).to_bytes(4, "big")
    made = HERE / f"htr-16-0-{number}-1.bin"
    made.write_bytes(bytes(head) + packet + b"\xff\xd9")
    source, expanded = FOLDER / "refined.j2c", FOLDER / "refined.pgm"
    source.write_bytes(made.read_bytes())
    run("ojph_expand", "-i", source, "-o", expanded)
    values = numpy.frombuffer(expanded.read_bytes().split(b"\n", 3)[3], ">u2")
    made.with_suffix(".raw").write_bytes(values.astype("<u2").tobytes())


for number, (bits, components, options) in enumerate(BY_OPENJPEG):
    lossy = "-I" in options
    write("j2k", number, bits, components, openjpeg(bits, components, options), lossy)
for number, in_main in [(90, True), (91, False)]:
    marked = openjpeg(12, 3, "-p RPCL -n 3 -t 12,17 -TP R -SOP -EPH -r 9,1 -b 8,8")
    write("j2k", number, 12, 3, repacked(marked, in_main), False)
for number, (bits, components, options) in enumerate(BY_OPENJPH):
    lossy = "-qstep" in options
    write("ht", number, bits, components, openjph(bits, components, options), lossy)
for number, (passes, causal) in enumerate([(2, False), (2, True), (3, False), (3, True)]):
    refined(number, passes, causal)
