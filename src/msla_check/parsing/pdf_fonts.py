"""How the words of a page are set: bold, italic, underlined."""

from __future__ import annotations

import ctypes
import re
from itertools import repeat

import numpy as np
import numpy.typing as npt

from .pdf_calls import declared, undeclared
from .pdf_chars import PageChars

BOLD, ITALIC, UNDERLINED = 1, 2, 4

_POINTER = ctypes.c_void_p
_text_object = undeclared("FPDFText_GetTextObject", ctypes.c_void_p)
_font = declared("FPDFTextObj_GetFont", ctypes.c_void_p, _POINTER)
_base_name = declared("FPDFFont_GetBaseFontName", ctypes.c_size_t, _POINTER, _POINTER, ctypes.c_size_t)
_flags = declared("FPDFFont_GetFlags", ctypes.c_int, _POINTER)

_BOLD_NAME = re.compile(r"bold|black|heavy|demi|[-,]bd|cmb", re.IGNORECASE)
_ITALIC_NAME = re.compile(r"ital|obli|[-,]it\b|cmti", re.IGNORECASE)
_FORCE_BOLD, _ITALIC_FLAG = 1 << 18, 1 << 6


def word_styles(chars: PageChars, places: npt.NDArray[np.int64]) -> list[int]:
    """Returns for each character of `places` (the first of each word) how it is set."""
    objects = list(map(_text_object, repeat(chars.textpage), chars.source[places].tolist()))
    # Font handles may be used again for another page, so what is known of them is kept for one page.
    of_object: dict[int | None, int] = {None: 0}
    of_font: dict[int | None, int] = {None: 0}
    for item in set(objects):
        if item:
            font = _font(item)
            if font not in of_font:
                of_font[font] = _style(font)
            of_object[item] = of_font[font]
    return list(map(of_object.__getitem__, objects))


def _style(font: int | None) -> int:
    """Returns the style that a font's name and flags tell."""
    buffer = ctypes.create_string_buffer(128)
    size = _base_name(font, ctypes.addressof(buffer), 128)
    name = buffer.value.decode("utf-8", "replace") if 0 < size <= 128 else ""
    flags = _flags(font)
    flags = 0 if flags < 0 else flags
    bold = BOLD if _BOLD_NAME.search(name) or flags & _FORCE_BOLD else 0
    italic = ITALIC if _ITALIC_NAME.search(name) or flags & _ITALIC_FLAG else 0
    return bold | italic
