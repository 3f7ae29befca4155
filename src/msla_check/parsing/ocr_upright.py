"""How the picture of a page must be turned so that its lines lie level, and the way back."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image as Pictures

from .ocr import Image

Box = tuple[float, float, float, float]
Places = npt.NDArray[np.int64]

MAX_SKEW = 5.0
"""Degrees: a page that lies more askew than this is left so."""
_LEAST_SKEW = 0.15
_LEAST_CONTRAST = 20
"""Grey levels between ink and paper below which a picture is left as it is."""
_SAMPLE_SIDE = 1000
"""Pixels of the longer side at which the lines' slope is measured."""


@dataclass(frozen=True, slots=True)
class Turn:
    """First `quarters` quarter turns clockwise, then `degrees` against the clock about the middle."""

    quarters: int
    degrees: float
    width: float
    height: float
    """Size of the page as displayed, in points."""

    def turned(self, image: Image) -> Image:
        """Returns the picture of the page as displayed made upright."""
        upright = np.ascontiguousarray(np.rot90(image, -self.quarters))
        if self.degrees:
            paper = int(np.median(upright))
            picture = Pictures.fromarray(upright)
            turned = picture.rotate(self.degrees, Pictures.Resampling.BICUBIC, fillcolor=paper)
            upright = np.asarray(turned, np.uint8)
        return upright

    def back(self, box: Box) -> Box:
        """Returns the smallest rectangle of the displayed page that holds a rectangle of the upright one."""
        left, top, right, bottom = box
        corners = [self.point_back(x, y) for x in (left, right) for y in (top, bottom)]
        xs, ys = zip(*corners, strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def point_back(self, x: float, y: float) -> tuple[float, float]:
        """Returns where a point of the upright page stands on the page as displayed."""
        width, height = (self.height, self.width) if self.quarters % 2 else (self.width, self.height)
        if self.degrees:
            sine, cosine = math.sin(math.radians(self.degrees)), math.cos(math.radians(self.degrees))
            x, y = x - width / 2, y - height / 2
            x, y = width / 2 + x * cosine - y * sine, height / 2 + x * sine + y * cosine
        for _ in range(self.quarters):
            x, y = y, width - x
            width, height = height, width
        return x, y


def find_turn(image: Image, width: float, height: float) -> Turn:
    """Returns the turn that lays the lines of a page's picture level; it may still be upside down."""
    step = max(1, round(max(image.shape) / _SAMPLE_SIDE))
    ink = is_ink(image[::step, ::step])
    y, x = np.nonzero(ink)
    if len(y) < 50:
        return Turn(0, 0.0, width, height)
    level, upright = _slope(x, y)
    sharp, sideways = _slope(ink.shape[0] - 1 - y, x)
    quarters, degrees = (1, sharp) if sideways > upright else (0, level)
    return Turn(quarters, degrees, width, height)


def contrasted(image: Image) -> Image:
    """Returns the picture with its paper made white and its darkest ink black."""
    paper, ink = float(np.median(image)), float(np.percentile(image, 1))
    if paper - ink < _LEAST_CONTRAST:
        return image
    stretched = (image.astype(np.float32) - ink) * (255 / (paper - ink))
    return np.asarray(np.clip(stretched, 0, 255), np.uint8)


def is_ink(image: Image, *, faint: bool = False) -> npt.NDArray[np.bool_]:
    """Returns where the picture is clearly darker than its paper, or at all darker with `faint`."""
    paper = float(np.median(image))
    return np.asarray(image < (0.85 if faint else 0.65) * paper if paper > 40 else image > 128)


def _slope(x: Places, y: Places) -> tuple[float, float]:
    """Returns by how many degrees the lines slope down to the right, and how clearly they are lines."""
    coarse = max(
        np.arange(-MAX_SKEW, MAX_SKEW + 0.1, 0.5).tolist(), key=lambda angle: _sharpness(x, y, angle)
    )
    fine = max(
        np.arange(coarse - 0.4, coarse + 0.41, 0.1).tolist(), key=lambda angle: _sharpness(x, y, angle)
    )
    sharp, level = _sharpness(x, y, fine), _sharpness(x, y, 0.0)
    if abs(fine) < _LEAST_SKEW or sharp < 1.05 * level:
        return 0.0, level
    return round(fine, 1), sharp


def _sharpness(x: Places, y: Places, degrees: float) -> float:
    """Returns how sharply inked rows and gaps alternate when rows slope by so many degrees."""
    rows = np.rint(y - x * math.tan(math.radians(degrees))).astype(np.int64)
    counts = np.bincount(rows - rows.min()).astype(np.float64)
    return float((np.diff(counts) ** 2).sum()) / len(y)
