"""One row of the table of conformance."""

from dataclasses import dataclass

import numpy


@dataclass
class Row:
    file: str
    what: str
    truth: numpy.ndarray | None = None
    lossy: bool = False
    # No decoder is asked.
    refused: bool = False
    # The decoder whose word is taken.
    prefer: str = ""
    # Who coded it: the reference where no decoder takes it, or none is right.
    coder: str = "numpy"
    # What is drawn, where the header says something else.
    photometric: str = ""
    # The codestream says something else than its header, and is right.
    own: bool = False
