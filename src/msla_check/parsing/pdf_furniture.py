"""Running headers, footers, page numbers and stamps, told from the flowing text across pages."""

from __future__ import annotations

import re
from collections import Counter

from msla_check.model.agreement import FurnitureKind

from .pdf_lines import PrintedLine
from .pdf_numbers import LABELLED
from .pdf_tables import Item, TableRows

_STAMP = re.compile(r"Source: .{2,120}, [\w/.-]{1,12}, \d{1,2}/\d{1,2}/\d{4}$")
_STAMP_AT_END = re.compile(r"\s*Source: [^\n]{2,120}, [\w/.-]{1,12}, \d{1,2}/\d{1,2}/\d{4}$")
_MARK = re.compile(r"<PAGE>(?:\s+\S{1,6})?$|QuickLinks$|\[?(?:End of )?Page Break\]?$", re.IGNORECASE)
_NUMBER = r"(?:\d{1,4}|[ivxl]{1,7})"
_AT_EDGE = re.compile(
    rf"(?:page\s+)?[-–—~\[(|]*\s*(?:[a-z]{{1,3}}\s?[-–—.]\s?)?{_NUMBER}(?:[-–]\d{{1,3}})?\s*[-–—~\])|]*"
    r"(?:\s*(?:of|/)\s*\d{1,4})?$",
    re.IGNORECASE,
)
_DRESSED = re.compile(
    rf"[-–—~]\s*(\d{{1,3}}|[ivxl]{{1,6}})\s*[-–—~]$|Page\s+{_NUMBER}(?:\s+of\s+\d+)?$", re.IGNORECASE
)
_BARE = re.compile(r"(?:[A-Z]{1,3}\s?[-–.]\s?)?(\d{1,3}|[ivxl]{1,6})\.?$")
_NUMERALS = re.compile(r"\d+|\b[ivxl]+\b")
EDGE_LINES = 4
"""How many lines at the top and at the foot of a page, its number aside, may be a running header or footer."""
UNREADABLE = 1.5
"""Points: text smaller than this is not there for a person to read."""
REPEATS = 3
"""On how many pages a line must come again to be running."""
_ANYWHERE = -1
_NOTICE = re.compile(
    r"\b(?:confidential|proprietary|omitted|redacted|disclos\w+|filed separately|Securities (?:Exchange )?Act)\b",
    re.IGNORECASE,
)
"""Words of a legend, which may come again at any height, since it stands right under the text of each page."""
_SIGNED = re.compile(r"(?:By|Name|Title|Its|Date|Witness|Notes?)\s*:|/s/|For and on behalf of", re.IGNORECASE)
"""How lines begin that come again on each page of signatures, and are no headers."""


def split_furniture(
    pages: list[list[Item]],
) -> tuple[list[list[Item]], list[tuple[FurnitureKind, PrintedLine]]]:
    """Returns what flows on each page, and the furniture with its kind, in page order."""
    _cut_stamps(pages)
    running = _running_lines(pages)
    kinds = [_kinds(items, running) for items in pages]
    if all(kind is not None for of_page in kinds for kind in of_page):
        return pages, []  # the same few words on every page are then what the file has to say
    _mark_inner_numbers(pages, kinds)
    for items, of_page in zip(pages, kinds, strict=True):
        for before, item in zip(of_page, items[1:], strict=False):
            if before is not None and isinstance(item, PrintedLine):
                item.turned = True
    flow = [
        [item for item, kind in zip(items, of_page, strict=True) if kind is None]
        for items, of_page in zip(pages, kinds, strict=True)
    ]
    furniture = [
        (kind, item)
        for items, of_page in zip(pages, kinds, strict=True)
        for item, kind in zip(items, of_page, strict=True)
        if kind is not None and isinstance(item, PrintedLine)
    ]
    return flow, furniture


def _cut_stamps(pages: list[list[Item]]) -> None:
    """Gives a filing's stamp a line of its own where a page number stands beside it."""
    for items in pages:
        last = items[-1] if items else None
        if isinstance(last, PrintedLine) and "Source: " in last.text[1:]:
            match = _STAMP_AT_END.search(last.text)
            if match and match.start():
                start = match.end() - len(match.group().lstrip())
                items[-1:] = [last.part(0, match.start()), last.part(start, len(last.text))]


def _key(line: PrintedLine) -> str:
    """Returns the line with its numbers made alike, so that "Page 3" repeats "Page 4", and with its
    size, so that a title is not taken for the header that repeats it. Articles and schedules keep theirs."""
    text = (
        line.text if line.text[:1].isupper() and LABELLED.match(line.text) else _NUMERALS.sub("#", line.text)
    )
    return f"{text} {line.size:.0f}"


def _running_lines(pages: list[list[Item]]) -> set[tuple[str, str]]:
    """Returns (place, key) of the lines that come again at the same height of several pages, or as legends at any."""
    seen: Counter[tuple[str, str, int]] = Counter()
    depth = EDGE_LINES + 1
    for items in pages:
        edges = [("header", item) for item in items[:depth]] + [("footer", item) for item in items[-depth:]]
        of_page: set[tuple[str, str, int]] = set()
        for place, line in edges:
            if isinstance(line, PrintedLine) and not _SIGNED.match(line.text):
                key, height = _key(line), round(line.base / 12)
                of_page |= {(place, key, height), (place, key, height + 1), (place, key, _ANYWHERE)}
        seen.update(of_page)
    enough = REPEATS if len(pages) > REPEATS else max(2, len(pages))
    return {
        (place, key)
        for (place, key, height), count in seen.items()
        if count >= enough and (height != _ANYWHERE or _NOTICE.search(key))
        if sum(char.isalpha() for char in key) > 2
        # On few pages a long line may come again by chance, as in two forms alike.
        if len(key) <= 60 or len(pages) > REPEATS
    }


def _kinds(items: list[Item], running: set[tuple[str, str]]) -> list[FurnitureKind | None]:
    """Returns for each item of a page its kind of furniture, or None for what flows."""
    kinds: list[FurnitureKind | None] = [_stamp(item) for item in items]
    forward = range(len(items))
    places: tuple[tuple[range, FurnitureKind], ...] = ((forward[::-1], "footer"), (forward, "header"))
    for order, place in places:
        taken = 0
        for index in order:
            item = items[index]
            if kinds[index] is not None:
                continue
            if not isinstance(item, PrintedLine) or taken >= EDGE_LINES:
                break
            if (place, _key(item)) in running:
                kinds[index] = place
            elif len(item.text) <= 24 and _AT_EDGE.match(item.text) and not _continues_list(items, index):
                kinds[index] = "page_number"
                continue
            else:
                break
            taken += 1
    return kinds


def _stamp(item: Item) -> FurnitureKind | None:
    """Returns "stamp" for what a filing system printed onto the page."""
    if isinstance(item, TableRows):
        return None
    if item.size < UNREADABLE:
        return "hidden"
    return "stamp" if _MARK.match(item.text) or ("Source" in item.text and _STAMP.match(item.text)) else None


def _continues_list(items: list[Item], index: int) -> bool:
    """Says whether a bare number at a page's edge is one of a column of numbers or letters."""
    for near in (index - 1, index + 1):
        if 0 <= near < len(items):
            item, own = items[near], items[index]
            if isinstance(item, PrintedLine) and isinstance(own, PrintedLine) and _BARE.match(item.text):
                return abs(item.left - own.left) < 8 and item.text[:1].isdigit() and own.text[:1].isdigit()
    return False


def _mark_inner_numbers(pages: list[list[Item]], kinds: list[list[FurnitureKind | None]]) -> None:
    """Marks page numbers amid a page: those of the pages that the text had before it was printed anew.

    A dressed number ("- 4 -") is one at sight; a bare one only as part of a sequence through the file.
    """
    bare: list[tuple[int, int, int]] = []
    for page, items in enumerate(pages):
        margin = min((item.left for item in items if isinstance(item, PrintedLine)), default=0.0)
        for index, item in enumerate(items):
            if kinds[page][index] is not None or not isinstance(item, PrintedLine) or len(item.text) > 16:
                continue
            match = _BARE.match(item.text)
            if _DRESSED.match(item.text):
                kinds[page][index] = "page_number"
            elif match and not item.gaps and (item.text[-1] != "." or item.left > margin + 120):
                bare.append((page, index, _value(match.group(1))))
    for number, (page, index, value) in enumerate(bare):
        near = bare[max(0, number - 2) : number] + bare[number + 1 : number + 3]
        in_sequence = [
            other
            for other in near
            if 0 < (other[2] - value) * (1 if other > (page, index, value) else -1) <= 2
            and (other[0] != page or abs(other[1] - index) > 2)
        ]
        if in_sequence and not _continues_list(pages[page], index):
            kinds[page][index] = "page_number"


def _value(numeral: str) -> int:
    """Returns the number that digits or a Roman numeral name."""
    if numeral.isdigit():
        return int(numeral)
    values = [{"i": 1, "v": 5, "x": 10, "l": 50}[char] for char in numeral.lower()]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))
