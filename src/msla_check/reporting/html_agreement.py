"""The agreement as it reads, cut into paragraphs, headings and tables whose words can be lit up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from msla_check.model.report import Clause, Report

_PARAGRAPH = re.compile(r"(?:(?!\n\n).)+", re.DOTALL)
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_HEADING_SLACK = 12
"""Characters beyond number and heading that a block may have and still be a heading: dots, dashes."""
_LEVELS = 4


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words that belong to a finding or term, known by `key`; `pin` is what the text shows for it."""

    key: str
    start: int
    end: int
    anchor: str
    pin: str = ""
    label: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters to which the same stretches belong."""

    text: str
    keys: str
    tone: str
    bold: bool
    opening: tuple[Stretch, ...]
    """The stretches that begin here: each is an anchor, some with a pin."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, heading, table or the title of the agreement."""

    kind: str
    level: int
    id: str
    page: int | None
    rank: int = 0
    """Of a heading: how deep it stands below the page's own headings, without a step left out."""
    also: tuple[str, ...] = ()
    """Anchors of further clauses that start in this passage."""
    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()


def showable(text: str) -> str:
    """Returns the text with characters that HTML cannot hold replaced, one for one."""
    return _UNSHOWABLE.sub("\ufffd", text)


def anchor(clause: Clause) -> str:
    """Returns the name by which the page links to a clause."""
    return f"c-{clause.id}"


def lay_out(report: Report, stretches: list[Stretch]) -> list[Passage]:
    """Returns the passages of the agreement in reading order, cut where a stretch begins or ends."""
    text = showable(report.text)
    ink = _Ink(text, sorted(stretches, key=lambda s: (s.start, s.end, s.anchor)))
    places = _Places(report.clauses)
    passages: list[Passage] = []
    rank = 2
    for match in _PARAGRAPH.finditer(text):
        if match[0].strip():
            start = match.start() + len(match[0]) - len(match[0].lstrip("\n"))
            place = places.at(start, match.end())
            title = not passages and match[0].strip() == showable(report.document.title)
            passage = _passage(text, start, match.end(), place, ink, title=title)
            if passage.kind == "heading":
                rank = min(place.level + 2, rank + 1, 6)
            passages.append(replace(passage, rank=rank, also=place.also))
    return passages


def _passage(text: str, start: int, end: int, place: _Place, ink: _Ink, *, title: bool) -> Passage:
    words = text[start:end]
    if title:
        return Passage("title", place.level, place.id, place.page, pieces=ink.pieces(start, end))
    if "\t" in words:
        rows = tuple(tuple(ink.pieces(*cell) for cell in row) for row in _cells(text, start, end))
        return Passage("table", place.level, place.id, place.page, rows=rows)
    lead = _lead(words, place.clause)
    if lead and len(words.strip()) <= lead + _HEADING_SLACK:
        return Passage("heading", place.level, place.id, place.page, pieces=ink.pieces(start, end))
    return Passage(
        "paragraph", place.level, place.id, place.page, pieces=ink.pieces(start, end, start + lead)
    )


def _cells(text: str, start: int, end: int) -> Iterator[list[tuple[int, int]]]:
    for row in text[start:end].split("\n"):
        cells, at = [], start
        for cell in row.split("\t"):
            cells.append((at, at + len(cell)))
            at += len(cell) + 1
        yield cells
        start = at


def _lead(words: str, clause: Clause | None) -> int:
    """Returns how many characters number and heading take up at the start of the words."""
    if clause is None or not clause.heading:
        return 0
    at = words.find(showable(clause.heading))
    return at + len(clause.heading) if 0 <= at <= len(clause.number) + _HEADING_SLACK else 0


@dataclass(frozen=True, slots=True)
class _Place:
    clause: Clause | None
    """The clause that starts with the passage, if one does."""
    level: int
    id: str
    page: int | None
    """The page where it differs from that of the passages before."""
    also: tuple[str, ...]
    """Anchors of the other clauses that start in the passage."""


class _Places:
    """Tells of each passage, asked for in order, the clause that it opens or stands in."""

    def __init__(self, clauses: list[Clause]) -> None:
        self._waiting = sorted(clauses, key=lambda clause: (clause.start, -clause.end))[::-1]
        self._open: list[Clause] = []
        self._page: int | None = None

    def at(self, start: int, end: int) -> _Place:
        starting: list[Clause] = []
        while self._waiting and self._waiting[-1].start < end:
            starting.append(self._waiting.pop())
        # Where clause and sub-clause start together, the one that has a heading is what is seen.
        first = [clause for clause in starting if abs(clause.start - start) <= 1]
        opened = next((clause for clause in first if clause.heading), first[0] if first else None)
        # A clause that starts in the middle of a passage must not indent what stands before it.
        self._open = [clause for clause in self._open + first if clause.end > start]
        around = opened or (self._open[-1] if self._open else None)
        self._open += [clause for clause in starting if clause not in first]
        page = opened.page if opened and opened.page != self._page else None
        self._page = page or self._page
        return _Place(
            clause=opened,
            level=min(max(around.level, 1), _LEVELS) if around else 0,
            id=anchor(opened) if opened else "",
            page=page,
            also=tuple(anchor(clause) for clause in starting if clause is not opened),
        )


class _Ink:
    """Cuts runs of text, asked for in order, at the edges of the stretches that lie over them."""

    def __init__(self, text: str, stretches: list[Stretch]) -> None:
        self._text = text
        self._waiting = [s for s in stretches if s.start < s.end][::-1]
        self._over: list[Stretch] = []
        self._opened: set[str] = set()

    def pieces(self, start: int, end: int, bold_until: int = 0) -> tuple[Piece, ...]:
        self._over = [s for s in self._over if s.end > start]
        while self._waiting and self._waiting[-1].start < end:
            self._over.append(self._waiting.pop())
        over = [s for s in self._over if s.end > start]
        cuts = {start, end} | ({bold_until} if start < bold_until < end else set())
        for stretch in over:
            cuts |= {min(max(stretch.start, start), end), min(max(stretch.end, start), end)}
        edges = sorted(cuts)
        return tuple(
            self._piece(
                left, right, [s for s in over if s.start < right and s.end > left], right <= bold_until
            )
            for left, right in pairwise(edges)
        )

    def _piece(self, start: int, end: int, over: list[Stretch], bold: bool) -> Piece:
        opening = tuple(s for s in over if s.anchor not in self._opened)
        self._opened |= {s.anchor for s in opening}
        tones = [tone for tone in ("high", "medium", "low") if any(s.tone == tone for s in over)]
        keys = " ".join(dict.fromkeys(s.key for s in over))
        return Piece(self._text[start:end], keys, tones[0] if tones else "", bold, opening)
