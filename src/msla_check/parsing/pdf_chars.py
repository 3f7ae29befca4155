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

_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_ONE_TO_ONE = {
    **{ord(space): " " for space in "\t\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"},
    0xFFFE: "-",  # pdfium's sign for a hyphen at a line's end
    0x2010: "-",
    0x2011: "-",
    0xF0B7: "•",  # bullet of the Symbol font
    0xF0A7: "▪",
    0xF06F: "o",
    0x0002: "-",
}  # fmt: skip
_DROPPED = "\u200b\u200c\u200d\u2060\ufeff\xad\ufffd"


def _prototype(name: str, result: Any, *arguments: Any) -> Any:
    """Returns pdfium's function `name`, called with plain addresses."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    return ctypes.CFUNCTYPE(result, *arguments)(address)


_POINTER = ctypes.c_void_p
_loose_box = _prototype("FPDFText_GetLooseCharBox", ctypes.c_int, _POINTER, ctypes.c_int, _POINTER)
_unicode = _prototype("FPDFText_GetUnicode", ctypes.c_uint, _POINTER, ctypes.c_int)
_text = _prototype("FPDFText_GetText", ctypes.c_int, _POINTER, ctypes.c_int, ctypes.c_int, _POINTER)
_text_object = _prototype("FPDFText_GetTextObject", ctypes.c_void_p, _POINTER, ctypes.c_int)


@dataclass(slots=True)
class PageChars:
    """The characters of one page in the order of the file, spaces and breaks included.

    Coordinates are those of the page as displayed, origin at the top left; `turn` says by how many
    quarter turns clockwise the coordinates were turned further, so that most of the text is upright.
    """

    text: str
    codes: npt.NDArray[np.uint32]
    left: Floats
    top: Floats
    right: Floats
    bottom: Floats
    source: npt.NDArray[np.int32]
    """pdfium's index of each character."""
    width: float
    height: float
    turn: int
    textpage: int
    """Handle of pdfium's text page, for questions about fonts while the page is open."""


def address_of(handle: Any) -> int:
    """Returns the address behind a pypdfium2 handle."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def read_chars(page: pdfium.PdfPage, textpage: pdfium.PdfTextPage, limit: int) -> PageChars:
    """Returns the characters of an open page, at most `limit`."""
    handle = address_of(textpage.raw)
    count = min(textpage.count_chars(), limit)
    codes = _codes(handle, count)
    loose = np.zeros((count, 4), np.float32)
    first = loose.ctypes.data
    deque(map(_loose_box, repeat(handle, count), range(count), range(first, first + 16 * count, 16)), 0)
    left, top, right, bottom = _displayed(page, loose)
    source = np.arange(count, dtype=np.int32)
    codes, source, (left, top, right, bottom) = _normalized(codes, source, (left, top, right, bottom))
    width, height = page.get_size()
    turn = _quarter_turns(codes, left, top, right, bottom)
    for _ in range(turn):
        left, top, right, bottom = height - bottom, left, height - top, right
        width, height = height, width
    text = codes.tobytes().decode("utf-32-le", "replace")
    return PageChars(text, codes, left, top, right, bottom, source, width, height, turn, handle)


def unturned(
    box: tuple[float, float, float, float], width: float, height: float, turn: int
) -> tuple[float, float, float, float]:
    """Returns `box` (left, top, right, bottom) of a turned page of `width` times `height` as displayed."""
    left, top, right, bottom = box
    for _ in range(turn):
        left, top, right, bottom = top, width - right, bottom, width - left
        width, height = height, width
    return left, top, right, bottom


def text_objects(chars: PageChars, indices: npt.NDArray[np.int32]) -> list[int | None]:
    """Returns the handle of the text object that drew each of the characters `indices`."""
    return list(map(_text_object, repeat(chars.textpage), chars.source[indices].tolist()))


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


def _displayed(page: pdfium.PdfPage, loose: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Returns left, top, right, bottom on the page as displayed; pdfium gives left, top, right, bottom
    in the page's own space, whose origin is at the lower left before rotation."""
    x0, y0, x1, y1 = page.get_bbox()
    xs, ys = loose[:, (0, 2)], loose[:, (1, 3)]
    xa, xb, ya, yb = xs.min(1), xs.max(1), ys.min(1), ys.max(1)
    rotation = page.get_rotation()
    if rotation == 90:
        return ya - y0, xa - x0, yb - y0, xb - x0
    if rotation == 180:
        return x1 - xb, ya - y0, x1 - xa, yb - y0
    if rotation == 270:
        return y1 - yb, x1 - xb, y1 - ya, x1 - xa
    return xa - x0, y1 - yb, xb - x0, y1 - ya


def _normalized(
    codes: npt.NDArray[np.uint32], source: npt.NDArray[np.int32], sides: tuple[Floats, Floats, Floats, Floats]
) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int32], tuple[Floats, Floats, Floats, Floats]]:
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
