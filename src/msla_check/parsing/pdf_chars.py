"""The characters of a PDF page with their boxes: pdfium is asked for each, numpy does the arithmetic."""

from __future__ import annotations

import ctypes
from collections import deque
from dataclasses import dataclass
from itertools import compress, repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from .pdf_calls import address_of, pointer, undeclared

Floats = npt.NDArray[np.float32]
Sides = tuple[Floats, Floats, Floats, Floats]

_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_ONE_TO_ONE = {
    **{ord(space): " " for space in "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"},
    0xFFFE: "-",  # pdfium's sign for a hyphen at a line's end
    0x2010: "-",
    0x037E: ";",  # the Greek question mark, which looks and is meant as a semicolon
    0x2212: "-",
    0x2011: "-",
    0xF0B7: "•",  # bullet of the Symbol font
    0xF0A7: "▪",
    0xF06F: "o",
    0x0002: "-",
}  # fmt: skip
_DROPPED = "\u200b\u200c\u200d\u2060\ufeff\xad\ufffd"
_CONTROLS = [*(code for code in range(32) if chr(code) not in "\r\n"), *range(0x7F, 0xA0)]
_ODD = np.zeros(0x1_0000, np.bool_)
"""Of each code below 65,536 whether it is replaced, spelled out or dropped."""
_ODD[[*_ONE_TO_ONE, *_CONTROLS, *map(ord, _DROPPED), *map(ord, _LIGATURES)]] = True


_loose_box = undeclared("FPDFText_GetLooseCharBox", None)
_unicode = undeclared("FPDFText_GetUnicode", ctypes.c_uint)
_text = undeclared("FPDFText_GetText", ctypes.c_int)
_AT_ONCE = 8192
_boxes = np.zeros((_AT_ONCE, 4), np.float32)
_box_slots = [pointer(_boxes.ctypes.data + 16 * slot) for slot in range(_AT_ONCE)]
"""Where pdfium writes the boxes of a page's characters, pointers made once for all pages."""
_FARTHEST = 1e8
"""Points: sums of places stay below this on every real page, and whole numbers of 32 bits hold it."""
_NUMBERS = list(range(_AT_ONCE))


@dataclass(slots=True)
class PageSpace:
    """How pdfium's coordinates of a page become those of the page as a person reads it.

    First the page is put as displayed (its box, its /Rotate), then turned by `turn` quarter turns
    clockwise, so that most of its text is upright.
    """

    box: tuple[float, float, float, float]
    rotation: int
    width: float
    height: float
    turn: int = 0

    def displayed(self, x0: Floats, y0: Floats, x1: Floats, y1: Floats) -> Sides:
        """Returns left, top, right, bottom of rectangles given in the page's own space."""
        left, low, right, high = self.box
        if self.rotation == 90:
            return y0 - low, x0 - left, y1 - low, x1 - left
        if self.rotation == 180:
            return right - x1, y0 - low, right - x0, y1 - low
        if self.rotation == 270:
            return high - y1, right - x1, high - y0, right - x0
        return x0 - left, high - y1, x1 - left, high - y0

    def upright(self, sides: Sides) -> Sides:
        """Returns displayed rectangles after the turn."""
        height, other = self.height, self.width
        for _ in range(self.turn):
            left, top, right, bottom = sides
            sides = height - bottom, left, height - top, right
            height, other = other, height
        return sides

    def back(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        """Returns a rectangle of the turned page as displayed."""
        height, width = (self.height, self.width) if self.turn % 2 == 0 else (self.width, self.height)
        for _ in range(self.turn):
            left, top, right, bottom = box
            box = top, width - right, bottom, width - left
            height, width = width, height
        return box


@dataclass(slots=True)
class PageChars:
    """The characters of one page in the order of the file, spaces and breaks included."""

    codes: npt.NDArray[np.uint32]
    left: Floats
    top: Floats
    right: Floats
    bottom: Floats
    source: npt.NDArray[np.int32]
    """pdfium's index of each character."""
    space: PageSpace
    textpage: Any
    """Pointer to pdfium's text page, for questions about fonts while the page is open."""


def read_chars(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, limit: int) -> PageChars:
    """Returns the characters of an open page, at most `limit`."""
    handle = pointer(address_of(textpage.raw))
    count = max(0, min(textpage.count_chars(), limit))
    codes = _codes(handle, count)
    x0, y0, x1, y1 = _loose_boxes(handle, codes > 32).T.copy()
    width, height = page.get_size()
    space = PageSpace(page.get_bbox(), page.get_rotation(), width, height)
    low, high = (np.minimum(x0, x1), np.minimum(y0, y1)), (np.maximum(x0, x1), np.maximum(y0, y1))
    sides = space.displayed(*low, *high)
    codes, source, sides = _normalized(codes, np.arange(count, dtype=np.int32), sides)
    space.turn = _quarter_turns(codes, *sides)
    return PageChars(codes, *space.upright(sides), source=source, space=space, textpage=handle)


def _loose_boxes(handle: Any, inked: npt.NDArray[np.bool_]) -> Floats:
    """Returns a box for each character; only of those that leave ink it is asked for."""
    pieces = []
    for start in range(0, len(inked), _AT_ONCE):
        asked = inked[start : start + _AT_ONCE]
        # What a character does not have pdfium leaves as it was.
        _boxes[: len(asked)] = 0
        numbers = _NUMBERS if not start else range(start, start + len(asked))
        mask = asked.tobytes()
        deque(map(_loose_box, repeat(handle), compress(numbers, mask), compress(_box_slots, mask)), 0)
        pieces.append(_boxes[: len(asked)].copy())
    boxes = np.concatenate(pieces) if pieces else np.zeros((0, 4), np.float32)
    if not np.abs(boxes.sum()) < _FARTHEST:
        # A spoilt font gives boxes that are endless or no numbers at all.
        boxes = np.clip(np.nan_to_num(boxes), -_FARTHEST, _FARTHEST)
    return boxes


def _codes(handle: Any, count: int) -> npt.NDArray[np.uint32]:
    """Returns the code points, one per pdfium character."""
    units = np.zeros(count + 2, np.uint16)
    written = _text(handle, 0, count, pointer(units.ctypes.data)) - 1 if count else 0
    units = units[:count]
    if written == count and not ((units >= 0xD800) & (units < 0xE000)).any():
        return units.astype(np.uint32)
    # Characters outside the basic plane take two units: then ask for each.
    codes = np.fromiter(map(_unicode, repeat(handle, count), range(count)), np.uint32, count)
    codes[((codes >= 0xD800) & (codes < 0xE000)) | (codes > 0x10FFFF)] = 0xFFFD
    return codes


def _normalized(
    codes: npt.NDArray[np.uint32], source: npt.NDArray[np.int32], sides: Sides
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int32], Sides]:
    """Returns the characters with odd spaces made plain, invisible ones dropped, ligatures spelled out."""
    odd = _ODD[np.minimum(codes, len(_ODD) - 1)]
    if not odd.any():
        return codes, source, sides
    present = np.unique(codes[odd])
    repeats = np.ones(len(codes), np.int64)
    spelled = []
    for code in present.tolist():
        char = chr(code)
        if code in _ONE_TO_ONE:
            codes = np.where(codes == code, np.uint32(ord(_ONE_TO_ONE[code])), codes)
        elif char not in _LIGATURES:
            repeats[codes == code] = 0
        else:
            repeats[codes == code] = len(_LIGATURES[char])
            spelled.append(code)
    if (repeats == 1).all():
        return codes, source, sides
    left, top, right, bottom = (np.repeat(side, repeats) for side in sides)
    ends = np.repeat(np.cumsum(repeats), repeats)
    offset = np.arange(len(ends)) - (ends - np.repeat(repeats, repeats))
    share = np.repeat(repeats, repeats)
    pitch = (right - left) / share
    left = (left + pitch * offset).astype(np.float32)
    right = (left + pitch).astype(np.float32)
    codes = np.repeat(codes, repeats)
    for code in spelled:
        for place, char in enumerate(_LIGATURES[chr(code)]):
            codes[(codes == code) & (offset == place)] = ord(char)
    return codes, np.repeat(source, repeats), (left, top, right, bottom)


def _quarter_turns(
    codes: npt.NDArray[np.uint32], left: Floats, top: Floats, right: Floats, bottom: Floats
) -> int:
    """Returns how many quarter turns clockwise make most of the page's text read from left to right."""
    letters = np.flatnonzero(codes > 32)
    if len(letters) < 8:
        return 0
    # On a full page the way from every fourth letter to the next says as much as that from all.
    letters = letters[: -1 : 4 if len(letters) > 1000 else 1]
    letters = letters[codes[letters + 1] > 32]
    after = letters + 1
    dx = (left + right)[after] - (left + right)[letters]
    dy = (top + bottom)[after] - (top + bottom)[letters]
    if not len(dx):
        return 0
    across = np.abs(dx) > np.abs(dy)
    count = np.count_nonzero(across)
    if count >= 0.5 * len(dx):
        backwards = np.count_nonzero(dx[across] < 0) > 0.8 * count
        return 2 if backwards and not ((codes >= 0x590) & (codes < 0x900)).any() else 0
    return 1 if np.median(dy[~across]) < 0 else 3
