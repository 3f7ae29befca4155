"""Printed lines put together to paragraphs, headings, list items and lines of a table of contents."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from msla_check.model.agreement import BlockKind

from .pdf_fonts import BOLD, UNDERLINED
from .pdf_lines import PrintedLine
from .pdf_numbers import LABELLED, begins_clause, ends_sentence, label_of
from .pdf_tables import TableRows

_TOC_LINE = re.compile(r"(?:[.·…_]\s?){4,}\s*(?:[A-Z]{1,3}-)?(?:\d{0,4}|[ivxl]{1,6})$|\.{3,}")
_TOC_HEADING = re.compile(r"(?:TABLE OF CONTENTS|CONTENTS|INDEX)(?: \(cont.*\))?:?", re.IGNORECASE)
_TOC_ENTRY = re.compile(
    r".{1,160}[\s.](?:[A-Z]{1,3}-)?(?:\d{1,3}|[ivxl]{1,6})(?:[-–]\d+)?$|(?:Page|Section|Article)(?: No\.?)?$"
)
_PAGE = re.compile(r"(?:[A-Z]{1,3}-)?\d{1,3}|[ivxl]{1,6}")
_RUNS_ON = re.compile(r"(?:\b(?:and|or|of|the|to|for|by|with|in|between|&)|[,&/–-])$", re.IGNORECASE)
_WORDLESS = re.compile(r"[\W_]*$")


@dataclass(slots=True)
class Paragraph:
    """The lines of one block in reading order, or the rows of a table."""

    lines: list[PrintedLine] = field(default_factory=list)
    kind: BlockKind = "paragraph"
    centered: bool = False
    indent: float = 0.0
    table: TableRows | None = None


@dataclass(slots=True)
class Measure:
    """What is usual in a column of a page: the text's edges and the distance from line to line."""

    left: float
    right: float
    pitch: float

    @classmethod
    def of(cls, lines: list[PrintedLine]) -> Measure:
        """Returns the measures of the lines of a column."""
        rights = sorted(line.right for line in lines)
        lefts = sorted(line.left for line in lines)
        pitches = Counter(round((b.base - a.base) * 2) / 2 for a, b in pairwise(lines) if b.base > a.base + 2)
        most = max(pitches.values(), default=0)
        # Where paragraphs are short, the gap between them is as common as that between lines.
        usual = min((p for p, n in pitches.items() if n >= 0.6 * most), default=14.0)
        return cls(lefts[len(lefts) // 20], rights[-1 - len(rights) // 20], usual)


def paragraphs(pages: list[list[PrintedLine | TableRows]]) -> list[Paragraph]:
    """Returns the paragraphs of the flowing lines; one that crosses a page break is one paragraph."""
    result: list[Paragraph] = []
    for items in pages:
        measures = _measures(items)
        fresh = True
        for item in items:
            open_ = result[-1] if result else None
            if isinstance(item, TableRows):
                result.append(Paragraph(kind="table", table=item))
                continue
            measure = measures[item.column]
            if open_ is None or not open_.lines or _starts(item, open_, measure, first=fresh):
                centered = _is_centered(item, measure)
                result.append(Paragraph([item], centered=centered, indent=round(item.left - measure.left, 1)))
            else:
                open_.lines.append(item)
            fresh = False
    _find_contents(result)
    _mark_runs(result)
    for paragraph in result:
        _settle_kind(paragraph)
    return result


def _measures(items: list[PrintedLine | TableRows]) -> dict[int, Measure]:
    """Returns the measures of each column of a page."""
    columns: dict[int, list[PrintedLine]] = {}
    for item in items:
        if isinstance(item, PrintedLine):
            columns.setdefault(item.column, []).append(item)
    return {column: Measure.of(lines) for column, lines in columns.items()}


def _starts(line: PrintedLine, open_: Paragraph, measure: Measure, *, first: bool) -> bool:
    """Says whether `line` begins a new paragraph after the open one. `first`: the page's first line."""
    previous = open_.lines[-1]
    text, before = line.text, previous.text
    turned = first or line.turned or line.column != previous.column
    pitch = line.base - previous.base
    usual = max(measure.pitch, 0.9 * line.size)
    gapped = not turned and (pitch > 1.3 * usual or pitch < -0.5 * line.size)
    # The line before would have had room for this line's first word: somebody ended it on purpose.
    fits = previous.right + _first_word_width(line) < measure.right - 2
    shifted = not turned and abs(line.left - previous.left) > 0.6 * line.size
    label = label_of(text)
    if label:
        apart = gapped or (fits and not turned) or (len(open_.lines) <= 2 and _heading_style(previous))
        if begins_clause(text, label, before, apart=apart, shifted=shifted, inline=_text_so_far(open_)):
            return True
    if _is_wordless(text) or _is_wordless(before) or _has_leaders(before):
        return True
    if _page_at_end(previous) and (label or _page_at_end(line)):
        return True
    if ends_sentence(before) and _style(line) & ~_style(previous) and not _style(previous):
        return True
    if before.endswith("-") and text[:1].islower():
        return False
    continues = text[:1].islower() and not ends_sentence(before)
    if turned:
        if continues:
            return False
        headed = _heading_style(line) and not _heading_style(previous)
        return headed or ends_sentence(before) or _looks_set_off(open_) or (fits and not before.endswith(","))
    if gapped:
        return not (continues and 0 < pitch < 2.2 * usual and (not fits or _is_long(previous, measure)))
    if abs(line.size - previous.size) > 0.2 * previous.size:
        return not continues
    if _is_centered(line, measure) and _is_centered(previous, measure):
        return not (_RUNS_ON.search(before[-20:]) or _same_heading(previous, line))
    if _heading_style(previous) and not _heading_style(line) and len(open_.lines) == 1 and not continues:
        return fits or _style(previous) != _style(line)
    if fits:
        return not (
            continues
            or _RUNS_ON.search(before[-20:])
            or _fits_locally(open_, line)
            or _is_long(previous, measure)
        )
    indented = line.left > previous.left + 0.9 * line.size
    outdented = line.left < previous.left - 0.9 * line.size
    return bool(ends_sentence(before) and (indented or (outdented and len(open_.lines) > 1)))


def _fits_locally(open_: Paragraph, line: PrintedLine) -> bool:
    """Says whether the open paragraph is set narrower than the page, and its last line is full for it."""
    if len(open_.lines) < 3:
        return False
    widest = max(printed.right for printed in open_.lines)
    full = [printed for printed in open_.lines if printed.right > widest - 4 * line.size]
    last = open_.lines[-1]
    return len(full) >= 0.8 * len(open_.lines) and last.right + _first_word_width(line) > widest


def _is_long(line: PrintedLine, measure: Measure) -> bool:
    """Says whether a line is prose that stops in mid-sentence not far from the margin."""
    long = line.right - measure.left > 0.75 * (measure.right - measure.left)
    return long and not ends_sentence(line.text) and not _heading_style(line)


def _first_word_width(line: PrintedLine) -> float:
    """Returns the width that the line's first word and a space before it would take."""
    end = line.text.find(" ")
    end = len(line.text) if end < 0 else end
    return line.edges[end] - line.edges[0] + 0.25 * line.size


def _text_so_far(paragraph: Paragraph) -> str:
    """Returns the text of the open paragraph after its own number."""
    return " ".join(line.text for line in paragraph.lines)[1:]


def _is_centered(line: PrintedLine, measure: Measure) -> bool:
    """Says whether a line stands in the middle of its column, with room on both sides."""
    left, right = line.left - measure.left, measure.right - line.right
    room = 0.12 * (measure.right - measure.left)
    return left > room and right > room and abs(left - right) < 0.12 * (left + right) + 4


def _style(line: PrintedLine, after: int = 0) -> int:
    """Returns the style that all words of the line have, those before `after` left aside."""
    style = BOLD | UNDERLINED
    for at, word in line.words:
        if at >= after:
            style &= word
            if not style:
                return 0
    return style if line.words and line.words[-1][0] >= after else 0


def _heading_style(line: PrintedLine) -> bool:
    """Says whether a line is set as headings are: bold, underlined or in capitals throughout."""
    return bool(_style(line)) or line.text.isupper()


def _same_heading(previous: PrintedLine, line: PrintedLine) -> bool:
    """Says whether two centred lines are one heading broken over two lines: the first is the longer."""
    return (
        len(previous.text) > 40
        and previous.text.isupper() == line.text.isupper()
        and _style(previous) == _style(line)
        and line.right - line.left < previous.right - previous.left
        and not LABELLED.match(line.text)
    )


def _looks_set_off(paragraph: Paragraph) -> bool:
    """Says whether a paragraph is a heading by its look."""
    return len(paragraph.lines) <= 2 and all(_heading_style(line) for line in paragraph.lines)


def _is_wordless(text: str) -> bool:
    """Says whether a line holds neither letter nor digit."""
    return not text[:1].isalnum() and _WORDLESS.match(text) is not None


def _has_leaders(text: str) -> bool:
    """Says whether dots or strokes lead to a line's end, or to the page number there."""
    tail = text[-80:]
    return sum(map(tail.count, "._…·")) >= 3 and _TOC_LINE.search(tail) is not None


def _page_at_end(line: PrintedLine) -> bool:
    """Says whether a line ends in a page number set apart, as entries of a table of contents do."""
    return bool(line.gaps) and _PAGE.fullmatch(line.text[line.gaps[-1] :]) is not None


def _mark_runs(parts: list[Paragraph]) -> None:
    """Marks entries without a heading over them: four or more in a row that end in page numbers."""
    run: list[Paragraph] = []
    for part in [*parts, Paragraph()]:
        if part.lines and len(part.lines) <= 2 and _page_at_end(part.lines[-1]):
            run.append(part)
            continue
        if len(run) >= 4:
            for entry in run:
                entry.kind = "toc"
        run = []


def _find_contents(parts: list[Paragraph]) -> None:
    """Marks the entries that follow a heading "Table of Contents", and splits those joined by mistake."""
    index = 0
    while index < len(parts):
        lines = parts[index].lines
        if lines and _TOC_HEADING.fullmatch(lines[0].text[:60].strip()):
            index = _mark_entries(parts, index + 1)
        else:
            index += 1


def _mark_entries(parts: list[Paragraph], index: int) -> int:
    """Marks the entries from `index` on, one block a line, and returns where they end."""
    misses = 0
    while index < len(parts) and misses < 3 and parts[index].lines:
        part = parts[index]
        entries = [bool(_TOC_ENTRY.fullmatch(line.text[:300])) for line in part.lines]
        if sum(entries) < 0.5 * len(entries):
            misses += 1
            if len(part.lines) > 2:
                break
            index += 1
            continue
        misses = 0
        pieces: list[Paragraph] = []
        for line, is_entry in zip(part.lines, [True, *entries[:-1]], strict=True):
            if is_entry:
                pieces.append(Paragraph([line], kind="toc", indent=part.indent))
            else:
                pieces[-1].lines.append(line)
        parts[index : index + 1] = pieces
        index += len(pieces)
    return index


def _settle_kind(paragraph: Paragraph) -> None:
    """Sets the kind of a finished paragraph."""
    if paragraph.kind != "paragraph":
        return
    first, last = paragraph.lines[0], paragraph.lines[-1]
    label = label_of(first.text)
    words = sum(len(line.words) for line in paragraph.lines)
    if len(paragraph.lines) <= 2 and _has_leaders(last.text):
        paragraph.kind = "toc"
    elif words <= 16 and len(paragraph.lines) <= 3 and _is_heading(paragraph, label):
        paragraph.kind = "heading"
    elif label and not label[0].isdigit() and not LABELLED.match(label):
        paragraph.kind = "list_item"


def _is_heading(paragraph: Paragraph, label: str) -> bool:
    """Says whether a short paragraph is clearly a heading."""
    first = paragraph.lines[0]
    text = " ".join(line.text for line in paragraph.lines)
    rest = text[len(label) :].strip()
    if not any(char.isalpha() for char in text) or text.endswith((";", ",", ":")) or "___" in text:
        return False
    if rest.endswith(".") and not label:
        return False
    if LABELLED.match(text):
        return not ends_sentence(text) or len(rest) < 60
    set_off = rest.isupper() or all(
        _style(line, len(label) if line is first else 0) for line in paragraph.lines
    )
    return (set_off and (bool(label) or paragraph.centered or rest.isupper() or len(rest) > 3)) or (
        paragraph.centered and not rest.endswith(".") and rest[:1].isupper()
    )
