"""Printed lines put together to paragraphs, headings, list items and lines of a table of contents."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from .pdf_lines import PrintedLine

NUMBERED = re.compile(
    r"^(?:(?:ARTICLE|Article|SECTION|Section|SCHEDULE|Schedule|EXHIBIT|Exhibit|APPENDIX|Appendix|ANNEX|Annex"
    r"|PART|Part|ATTACHMENT|Attachment|CLAUSE|Clause)\s+(?:[A-Z]|\d+|[IVXLC]+)(?:[-.]\d+)*[.:)]?(?=\s|$)"
    r"|§+\s*\d+(?:\.\d+)*"
    r"|\d{1,3}(?:\.\d{1,3})+[.):]?(?=\s|$|[A-Z])"
    r"|\d{1,3}[.):](?=\s|$|[A-Z])"
    r"|\((?:\d{1,3}|[a-zA-Z]{1,2}|[ivxlIVXL]{1,6})\)"
    r"|[A-Za-z][.)](?=\s|$)"
    r"|[ivxIVX]{1,5}[.)](?=\s|$))"
)
BULLET = re.compile(r"^[•▪●○◦■□☐☒✓➢►–—*·o-](?=\s)")
_SENTENCE_END = re.compile(r"[.;:!?][\"'”’)\]]*$")
_REFERENCE_END = re.compile(
    r"\b(?:sections?|articles?|clauses?|paragraphs?|exhibits?|schedules?|sub-?sections?|sub-?paragraphs?|annex|appendix"
    r"|attachments?|parts?|items?|rules?|chapter|§+|and|or|to|of|in|by|the|with|under|through|than|no)[,\s]*$",
    re.IGNORECASE,
)
_TOC_LINE = re.compile(r"(?:[.·…_]\s?){4,}\s*(?:[A-Z]{1,2}-)?\d{0,4}\s*$")


@dataclass(slots=True)
class Paragraph:
    """The lines of one block, in reading order."""

    lines: list[PrintedLine] = field(default_factory=list)
    kind: str = "paragraph"
    centered: bool = False


def paragraphs(pages: list[list[PrintedLine]]) -> list[Paragraph]:
    """Returns the paragraphs of the flowing lines; one that crosses a page break is one paragraph."""
    result: list[Paragraph] = []
    for lines in pages:
        if not lines:
            continue
        measure = _Measure.of(lines)
        for index, line in enumerate(lines):
            previous = result[-1].lines[-1] if result else None
            if previous is None or _starts(line, previous, result[-1], measure, first=index == 0):
                result.append(Paragraph([line]))
            else:
                result[-1].lines.append(line)
    for paragraph in result:
        _settle_kind(paragraph)
    return result


@dataclass(slots=True)
class _Measure:
    """What is usual on a page: the text's left and right edge and the distance between lines."""

    left: float
    right: float
    pitch: float

    @classmethod
    def of(cls, lines: list[PrintedLine]) -> _Measure:
        """Returns the measures of a page's lines."""
        rights = sorted(line.right for line in lines)
        lefts = sorted(line.left for line in lines)
        pitches = Counter(
            round((b.bottom - a.bottom) * 2) / 2
            for a, b in zip(lines, lines[1:], strict=False)
            if b.bottom > a.bottom
        )
        usual = min((p for p, n in pitches.items() if n == max(pitches.values())), default=14.0)
        return cls(lefts[len(lefts) // 20], rights[-1 - len(rights) // 20], usual)


def _starts(
    line: PrintedLine, previous: PrintedLine, open_: Paragraph, measure: _Measure, *, first: bool
) -> bool:
    """Says whether `line` begins a new paragraph after `previous`."""
    if previous.text.endswith("-") and line.text[:1].islower():
        return False
    if NUMBERED.match(line.text) and not _REFERENCE_END.search(previous.text):
        return True
    if BULLET.match(line.text):
        return True
    fits = previous.right + _first_word_width(line) < measure.right - 2
    if first:
        return bool(_SENTENCE_END.search(previous.text)) or fits or not line.text[:1].islower()
    pitch = line.bottom - previous.bottom
    if pitch > 1.35 * max(measure.pitch, 0.9 * line.height) or pitch < -1:
        return True
    return fits or abs(line.size - previous.size) > 0.15 * previous.size


def _first_word_width(line: PrintedLine) -> float:
    """Returns the width that the line's first word and a space before it would take."""
    end = line.text.find(" ")
    end = len(line.text) if end < 0 else end
    return line.edges[end] - line.edges[0] + 0.25 * line.height


def _settle_kind(paragraph: Paragraph) -> None:
    """Sets the kind of a finished paragraph."""
    text = paragraph.lines[0].text
    if len(paragraph.lines) <= 2 and _TOC_LINE.search(paragraph.lines[-1].text):
        paragraph.kind = "toc"
    elif BULLET.match(text):
        paragraph.kind = "list_item"
