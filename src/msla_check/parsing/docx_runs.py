"""Where the words of a paragraph stand in the runs of a Word file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from .docx_package import W


@dataclass(slots=True)
class RunText:
    """A stretch of a run's text as it stands in the file, `offset` characters into the run."""

    run: etree._Element
    text: str
    offset: int


@dataclass(slots=True)
class Stretch:
    """The characters `start:end` of a paragraph as read, which stand in a run from `offset` on."""

    start: int
    end: int
    run: etree._Element
    offset: int


def stretches(source: RunText, shown: str, start: int) -> Iterator[Stretch]:
    """Yields where the characters of `shown`, at `start` of a paragraph, stand in a run.

    What is shown is the run's text without some characters: white space counts once, and what cannot
    be seen is left out. Each stretch is free of such gaps.
    """
    text, at = source.text, 0
    begin = here = 0
    for place, character in enumerate(shown):
        found = at
        while found < len(text) and not _is_shown_as(text[found], character):
            found += 1
        if found != at and place > begin:
            yield Stretch(start + begin, start + place, source.run, source.offset + here)
        if found != at or place == begin:
            begin, here = place, found
        at = found + 1
    if shown:
        yield Stretch(start + begin, start + len(shown), source.run, source.offset + here)


def _is_shown_as(written: str, shown: str) -> bool:
    return written == shown or (shown == " " and written.isspace()) or (shown == "-" and written == "\u2011")


@dataclass(slots=True)
class RunNames:
    """Names runs by part, paragraph and number; each paragraph is counted through once."""

    _paragraphs: dict[etree._Element, int] = field(default_factory=dict)
    _runs: dict[etree._Element, int] = field(default_factory=dict)

    def name(self, run: etree._Element) -> tuple[str, int, int]:
        """Returns the part's name ("document", "footnotes"), the paragraph in it, the run in that."""
        root = run.getroottree().getroot()
        paragraph = next(run.iterancestors(W + "p"))
        if paragraph not in self._paragraphs:
            self._paragraphs.update({p: number for number, p in enumerate(root.iter(W + "p"))})
        if run not in self._runs:
            own = (r for r in paragraph.iter(W + "r") if next(r.iterancestors(W + "p")) is paragraph)
            self._runs.update({r: number for number, r in enumerate(own)})
        return str(root.tag).removeprefix(W), self._paragraphs[paragraph], self._runs[run]
