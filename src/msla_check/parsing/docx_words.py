"""The words of a Word paragraph under way: text, looks, changes, and what hangs on them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from lxml import etree

from .docx_runs import RunText, Stretch, stretches
from .emphasis import PLAIN, Look, measure_lead

Reading = Literal["accepted", "original", "marked"]
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_MARKS = {"insertion": ("{+", "+}"), "deletion": ("[-", "-]")}


@dataclass(slots=True)
class Change:
    """A tracked change within a paragraph: `start:end` is its place in the paragraph's text."""

    kind: Literal["insertion", "deletion"]
    author: str
    date: str
    text: str = ""
    start: int = 0
    end: int = 0

    def is_shown(self, reading: Reading) -> bool:
        """Returns whether a reading shows the changed words."""
        return reading == "marked" or (self.kind == "insertion") == (reading == "accepted")


@dataclass(slots=True)
class Words:
    """A paragraph's text as gathered run by run; white space counts once."""

    reading: Reading = "accepted"
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    looks: list[tuple[int, Look]] = field(default_factory=list)
    sizes: list[float] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    anchors: list[tuple[int, str, bool]] = field(default_factory=list)
    """Offset, the comment's id, and whether its range begins there."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text without the space at its end."""
        return "".join(self.pieces).rstrip(" ")

    def add(
        self,
        text: str,
        look: Look = PLAIN,
        size: float | None = None,
        change: Change | None = None,
        source: RunText | None = None,
    ) -> None:
        """Adds a run's text as the chosen reading shows it; `source` is where it stands in the file."""
        if change is None:
            self._append(text, look, source)
        elif not change.is_shown(self.reading):
            self._record(change, _SPACES.sub(" ", text), self.length)
            return
        else:
            before, after = _MARKS[change.kind] if self.reading == "marked" else ("", "")
            if before and self._goes_on(change) and self.pieces[-1] == after:
                self.length -= len(self.pieces.pop())
                self.changes[-1].end = self.length
            elif before:
                self._append(before, look, raw=True)
            start, first = self.length, len(self.pieces)
            self._append(text, look, source)
            self._record(change, "".join(self.pieces[first:]), start)
            if after:
                self._append(after, look, raw=True)
        if size and not self.sizes and text.strip():
            self.sizes.append(size)

    def _append(self, text: str, look: Look, source: RunText | None = None, *, raw: bool = False) -> None:
        clean = _SPACES.sub(" ", text)
        if not raw and (not self.pieces or self.pieces[-1].endswith(" ")):
            clean = clean.lstrip(" ")
        if clean:
            self.pieces.append(clean)
            if source is not None:
                self.stretches += stretches(source, clean, self.length)
            self.length += len(clean)
            self.looks.append((self.length, look))

    def _goes_on(self, change: Change) -> bool:
        """Returns whether a change continues the last one: same kind, author and time."""
        last = self.changes[-1] if self.changes else None
        return (
            last is not None and bool(self.pieces)
            and (last.kind, last.author, last.date) == (change.kind, change.author, change.date)
        )  # fmt: skip

    def _record(self, change: Change, text: str, start: int) -> None:
        last = self.changes[-1] if self.changes else None
        same = last is not None and (last.kind, last.author, last.date) == (
            change.kind,
            change.author,
            change.date,
        )
        if last is not None and same and last.end == start:
            last.text += text
            last.end = self.length
        elif text:
            self.changes.append(Change(change.kind, change.author, change.date, text, start, self.length))

    def measure(self) -> tuple[int, bool]:
        """Returns the length of the set-off beginning, and whether all letters are bold."""
        return measure_lead(self.text, self.looks)
