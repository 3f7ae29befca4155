"""What is drawn on a page besides text: thin rules, which underline words or draw tables."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import repeat

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as raw

from .limits import MAX_PAGE_OBJECTS
from .pdf_calls import address_of, declared, pointer, undeclared
from .pdf_chars import PageSpace

_POINTER = ctypes.c_void_p
_count_on_page = undeclared("FPDFPage_CountObjects", ctypes.c_int)
_on_page = undeclared("FPDFPage_GetObject", ctypes.c_void_p)
_count_in_form = declared("FPDFFormObj_CountObjects", ctypes.c_int, _POINTER)
_in_form = declared("FPDFFormObj_GetObject", ctypes.c_void_p, _POINTER, ctypes.c_ulong)
_type = declared("FPDFPageObj_GetType", ctypes.c_int, _POINTER)
_matrix = declared("FPDFPageObj_GetMatrix", ctypes.c_int, _POINTER, _POINTER)
_bounds = declared("FPDFPageObj_GetBounds", ctypes.c_int, _POINTER, _POINTER, _POINTER, _POINTER, _POINTER)
_count_segments = declared("FPDFPath_CountSegments", ctypes.c_int, _POINTER)
_segment = declared("FPDFPath_GetPathSegment", ctypes.c_void_p, _POINTER, ctypes.c_int)
_segment_type = declared("FPDFPathSegment_GetType", ctypes.c_int, _POINTER)
_point = declared("FPDFPathSegment_GetPoint", ctypes.c_int, _POINTER, _POINTER, _POINTER)

Rectangles = npt.NDArray[np.float32]
"""One row per rectangle: left, top, right, bottom."""

MAX_SEGMENTS = 2_000
THIN = 2.6
"""Points: a rule is at most this thick."""


@dataclass(slots=True)
class Rules:
    """The thin rules of a page, lying and standing, and the rectangles that could frame a cell."""

    lying: Rectangles
    standing: Rectangles
    frames: Rectangles


def read_rules(page: pdfium.PdfPage, space: PageSpace) -> Rules:
    """Returns the rules drawn on an open page."""
    found: list[tuple[float, float, float, float]] = []
    handle = pointer(address_of(page.raw))
    budget = [MAX_PAGE_OBJECTS]
    count = min(_count_on_page(handle), MAX_PAGE_OBJECTS)
    _collect(list(map(_on_page, repeat(handle, count), range(count))), np.eye(3), 0, budget, found)
    if not found:
        none = np.zeros((0, 4), np.float32)
        return Rules(none, none, none)
    corners = np.array(found, np.float32)
    sides = space.upright(space.displayed(*corners.T))
    boxes = np.stack(sides, axis=1)
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    lying = (height <= THIN) & (width > 3)
    standing = (width <= THIN) & (height > 3)
    page_wide = space.height if space.turn % 2 else space.width
    page_high = space.width if space.turn % 2 else space.height
    # A frame as large as the page is its background, not a cell.
    frames = (height > 6) & (width > 6) & ((width < 0.95 * page_wide) | (height < 0.6 * page_high))
    return Rules(boxes[lying], boxes[standing], boxes[frames])


def _collect(
    objects: list[int | None],
    matrix: npt.NDArray[np.float64],
    depth: int,
    budget: list[int],
    found: list[tuple[float, float, float, float]],
) -> None:
    """Adds to `found` the corners of every path among `objects`, forms within forms included."""
    budget[0] -= len(objects)
    for item, kind in zip(objects, map(_type, objects), strict=True):
        if kind == raw.FPDF_PAGEOBJ_PATH:
            _add_path(item, matrix, found)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < 3 and budget[0] > 0:
            count = min(max(_count_in_form(item), 0), budget[0])
            inner = list(map(_in_form, repeat(item, count), range(count)))
            _collect(inner, _matrix_of(item) @ matrix, depth + 1, budget, found)


def _matrix_of(form: int | None) -> npt.NDArray[np.float64]:
    """Returns the matrix of a form, for row vectors."""
    values = (ctypes.c_float * 6)()
    if not _matrix(form, ctypes.addressof(values)):
        return np.eye(3)
    a, b, c, d, e, f = values
    return np.array([[a, b, 0], [c, d, 0], [e, f, 1]], np.float64)


_corner = (ctypes.c_float * 4)()
_corner_at = [ctypes.addressof(_corner) + 4 * place for place in range(4)]


def _add_path(
    path: int | None, matrix: npt.NDArray[np.float64], found: list[tuple[float, float, float, float]]
) -> None:
    """Adds a path's bounds, or those of each of its strokes where it draws more than a rectangle."""
    if not _bounds(path, *_corner_at):
        return
    x0, y0, x1, y1 = _corner
    wide = min(x1 - x0, y1 - y0) > THIN
    count = _count_segments(path) if wide else 0
    if 6 <= count <= MAX_SEGMENTS:
        found += [_mapped(stroke, matrix) for stroke in _strokes(path, count)]
    else:
        found.append(_mapped((x0, y0, x1, y1), matrix))


def _strokes(path: int | None, count: int) -> list[tuple[float, float, float, float]]:
    """Returns the bounds of the upright and level strokes of a path with many segments."""
    strokes = []
    last = (0.0, 0.0)
    for index in range(count):
        segment = _segment(path, index)
        if not segment or not _point(segment, _corner_at[0], _corner_at[1]):
            continue
        point = (_corner[0], _corner[1])
        if _segment_type(segment) == raw.FPDF_SEGMENT_LINETO and (
            abs(point[0] - last[0]) < 1 or abs(point[1] - last[1]) < 1
        ):
            strokes.append(
                (
                    min(last[0], point[0]),
                    min(last[1], point[1]),
                    max(last[0], point[0]),
                    max(last[1], point[1]),
                )
            )
        last = point
    return strokes


def _mapped(
    corners: tuple[float, float, float, float], matrix: npt.NDArray[np.float64]
) -> tuple[float, float, float, float]:
    """Returns the rectangle after the matrix."""
    x0, y0, x1, y1 = corners
    (a, b, _), (c, d, _), (e, f, _) = matrix.tolist()
    xs = (a * x0 + c * y0 + e, a * x1 + c * y1 + e)
    ys = (b * x0 + d * y0 + f, b * x1 + d * y1 + f)
    return min(xs), min(ys), max(xs), max(ys)
