"""The characters of a PDF page with their boxes, read from pdfium in a few calls a page.

pypdfium2's own helpers make one Python call with several fresh ctypes objects per character, which
costs more than the text itself. Here the prototypes are bare addresses and `map` drives them, so
that all loose boxes of a page cost less than its text, and numpy does the arithmetic.
"""

from __future__ import annotations

import ctypes
from collections import deque
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

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


def address_of(handle: Any) -> int:
    """Returns the address behind a pypdfium2 handle."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def prototype(name: str, result: Any, *arguments: Any) -> Any:
    """Returns pdfium's function `name`, called with plain addresses."""
    return ctypes.CFUNCTYPE(result, *arguments)(address_of(getattr(raw, name)))


_POINTER = ctypes.c_void_p
_loose_box = prototype("FPDFText_GetLooseCharBox", ctypes.c_int, _POINTER, ctypes.c_int, _POINTER)
_unicode = prototype("FPDFText_GetUnicode", ctypes.c_uint, _POINTER, ctypes.c_int)
_text = prototype("FPDFText_GetText", ctypes.c_int, _POINTER, ctypes.c_int, ctypes.c_int, _POINTER)


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
    textpage: int
    """Handle of pdfium's text page, for questions about fonts while the page is open."""


def read_chars(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, limit: int) -> PageChars:
    """Returns the characters of an open page, at most `limit`."""
    handle = address_of(textpage.raw)
    count = max(0, min(textpage.count_chars(), limit))
    codes = _codes(handle, count)
    loose = np.zeros((count, 4), np.float32)
    inked = np.flatnonzero(codes > 32)
    targets = (loose.ctypes.data + 16 * inked).tolist()
    deque(map(_loose_box, repeat(handle), inked.tolist(), targets), 0)
    width, height = page.get_size()
    space = PageSpace(page.get_bbox(), page.get_rotation(), width, height)
    low, high = np.minimum(loose[:, :2], loose[:, 2:]), np.maximum(loose[:, :2], loose[:, 2:])
    sides = space.displayed(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
    codes, source, sides = _normalized(codes, np.arange(count, dtype=np.int32), sides)
    space.turn = _quarter_turns(codes, *sides)
    return PageChars(codes, *space.upright(sides), source=source, space=space, textpage=handle)


def _codes(handle: int, count: int) -> npt.NDArray[np.uint32]:
    """Returns the code points, one per pdfium character."""
    units = np.zeros(count + 2, np.uint16)
    written = _text(handle, 0, count, units.ctypes.data) - 1 if count else 0
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
    odd = (codes < 32) | (codes > 126)
    if not odd.any():
        return codes, source, sides
    present = np.unique(codes[odd])
    repeats = np.ones(len(codes), np.int64)
    spelled = []
    for code in present.tolist():
        char = chr(code)
        if code in _ONE_TO_ONE:
            codes = np.where(codes == code, np.uint32(ord(_ONE_TO_ONE[code])), codes)
        elif char in _DROPPED or (code < 32 and char not in "\r\n") or 0x7F <= code < 0xA0:
            repeats[codes == code] = 0
        elif char in _LIGATURES:
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
    x = (left[letters] + right[letters]) / 2
    y = (top[letters] + bottom[letters]) / 2
    near = np.diff(letters) == 1
    dx, dy = np.diff(x)[near], np.diff(y)[near]
    if not len(dx):
        return 0
    across = np.abs(dx) > np.abs(dy)
    if across.mean() >= 0.5:
        right_to_left = ((codes >= 0x590) & (codes < 0x900)).any()
        return 2 if (dx[across] < 0).mean() > 0.8 and not right_to_left else 0
    return 1 if np.median(dy[~across]) < 0 else 3
