"""Running headers, footers, page numbers and stamps, told from the flowing text across pages."""

from __future__ import annotations

import re
from collections import Counter

from msla_check.model.agreement import FurnitureKind

from .pdf_lines import PrintedLine

_STAMP = re.compile(r"^Source: .{2,120}, [\w/-]{1,12}, \d{1,2}/\d{1,2}/\d{4}$")
_PAGE_NUMBER = re.compile(
    r"^(?:page\s+)?[-–—\[(]*\s*(?:[a-z]{1,4}[-–. ]{1,3})?(?:\d{1,4}|[ivxl]{1,7})\s*[-–—\])]*"
    r"(?:\s*(?:of|/)\s*\d{1,4})?$",
    re.IGNORECASE,
)
EDGE_LINES = 3
"""How many lines at the top and at the foot of a page may be a running header or footer."""


def split_furniture(
    pages: list[list[PrintedLine]],
) -> tuple[list[list[PrintedLine]], list[tuple[FurnitureKind, PrintedLine]]]:
    """Returns the flowing lines of each page, and the furniture with its kind, in page order."""
    running = _running_lines(pages)
    flow: list[list[PrintedLine]] = []
    furniture: list[tuple[FurnitureKind, PrintedLine]] = []
    for lines in pages:
        kinds = _kinds(lines, running)
        flow.append([line for line, kind in zip(lines, kinds, strict=True) if kind is None])
        furniture += [(kind, line) for line, kind in zip(lines, kinds, strict=True) if kind is not None]
    return flow, furniture


def _key(line: PrintedLine) -> str:
    """Returns the line with its numbers made alike, so that "Page 3" repeats "Page 4"."""
    return re.sub(r"\d+|\b[ivxl]+\b", "#", line.text.strip().lower())


def _edges(lines: list[PrintedLine]) -> list[tuple[str, PrintedLine]]:
    """Returns the lines that may be furniture by their place, each with "header" or "footer"."""
    heads = [("header", line) for line in lines[:EDGE_LINES]]
    feet = [("footer", line) for line in lines[-EDGE_LINES:]]
    return heads + feet


def _running_lines(pages: list[list[PrintedLine]]) -> set[tuple[str, str]]:
    """Returns (place, key) of the lines that come again at the same height of at least three pages."""
    seen: Counter[tuple[str, str, int]] = Counter()
    for lines in pages:
        for place, key, height in sorted({(p, _key(ln), round(ln.top / 12)) for p, ln in _edges(lines)}):
            seen[place, key, height] += 1
            seen[place, key, height + 1] += 1
    return {(place, key) for (place, key, _), count in seen.items() if count >= 3 and key != "#"}


def _kinds(lines: list[PrintedLine], running: set[tuple[str, str]]) -> list[FurnitureKind | None]:
    """Returns for each line of a page its kind of furniture, or None for the flowing text."""
    kinds: list[FurnitureKind | None] = [
        "stamp" if line.text.startswith("Source: ") and _STAMP.match(line.text) else None for line in lines
    ]
    for order, place in ((range(len(lines)), "header"), (range(len(lines) - 1, -1, -1), "footer")):
        taken = 0
        for index in order:
            if kinds[index] is not None:
                continue
            line = lines[index]
            if _PAGE_NUMBER.match(line.text):
                kinds[index] = "page_number"
            elif (place, _key(line)) in running and taken < EDGE_LINES:
                kinds[index] = "header" if place == "header" else "footer"
            else:
                break
            taken += 1
    return kinds
