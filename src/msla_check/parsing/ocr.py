"""Who reads the words in a page's image: RapidOCR where it is installed, else Tesseract, else nobody.

RapidOCR is a wheel with its models inside (`pip install 'msla-check[ocr]'`); nothing is downloaded when
it runs. Tesseract is a program of the machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Protocol

import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
"""A grey picture: rows of pixels from the top, 0 for black."""

INSTALL = "pip install 'msla-check[ocr]'"


@dataclass(slots=True)
class RecognisedLine:
    """Words that stand beside each other in an image, in its pixels from the top left."""

    text: str
    edges: tuple[tuple[float, float], ...]
    """Left and right edge of each character."""
    top: float
    bottom: float
    confidence: float
    """How sure the recogniser is of these words, 0 to 1."""

    @property
    def left(self) -> float:
        """Left edge of the first character."""
        return self.edges[0][0]

    @property
    def right(self) -> float:
        """Right edge of the last character."""
        return self.edges[-1][1]


class Recogniser(Protocol):
    """Reads the words in the image of an upright page."""

    name: str
    """Its name and version, for the report."""

    def lines(self, image: Image) -> list[RecognisedLine]:
        """Returns the lines of words in the image, from top to bottom."""


@cache
def find_recogniser() -> Recogniser | None:
    """Returns the recogniser of this machine; None where there is none."""
    from .ocr_rapidocr import RapidRecogniser
    from .ocr_tesseract import TesseractRecogniser

    return RapidRecogniser.installed() or TesseractRecogniser.installed()


def mean_confidence(lines: list[RecognisedLine]) -> float:
    """Returns how sure the recogniser is of all the lines, weighed by their length; 0 where there are none."""
    length = sum(len(line.text) for line in lines)
    return sum(line.confidence * len(line.text) for line in lines) / length if length else 0.0
