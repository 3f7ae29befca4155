"""The text of an agreement and its blocks, put together from paragraphs of printed lines."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass, field
from functools import reduce
from itertools import chain
from operator import and_, itemgetter

from msla_check.model import Block
from msla_check.model.agreement import Line

from .pdf_blocks import Paragraph
from .pdf_fonts import BOLD
from .pdf_lines import PrintedLine
from .pdf_numbers import label_of
from .pdf_tables import cells_of, displayed

_HYPHENATED = re.compile(r"[a-z]+(?:-[a-z]+)+")
_LETTERS_ONLY = bytes(code if chr(code).islower() and code < 128 else 32 for code in range(256))
_LETTERS_AND_HYPHENS = _LETTERS_ONLY[:45] + b"-" + _LETTERS_ONLY[46:]
_LAST_WORD = re.compile(r"([A-Za-z]+)-$")
_FIRST_WORD = re.compile(r"([a-z]+)")
_KEEPS_HYPHEN = frozenset(
    [
        "non",
        "self",
        "co",
        "sub",
        "pre",
        "post",
        "re",
        "anti",
        "cross",
        "inter",
        "intra",
        "multi",
        "semi",
        "mid",
        "well",
        "third",
        "first",
        "second",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "day",
        "week",
        "month",
        "year",
        "full",
        "part",
        "long",
        "short",
        "high",
        "low",
        "year",
        "pro",
        "end",
        "on",
        "off",
        "up",
        "in",
        "by",
    ]
)

_STYLE = itemgetter(1)


@dataclass(slots=True)
class _Builder:
    """The text under way."""

    pieces: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    at: int = 0

    def add(self, text: str) -> None:
        """Adds text."""
        self.pieces.append(text)
        self.at += len(text)


def assembled(parts: list[Paragraph]) -> tuple[str, tuple[Block, ...]]:
    """Returns the text, and its blocks in order."""
    builder = _Builder()
    spelling = _Spelling(parts)
    for part in parts:
        if builder.at:
            builder.add("\n\n")
        if part.table is not None:
            start = builder.at
            cells = cells_of(part.table, builder.add, lambda: builder.at, spelling.joint)
            builder.blocks.append(Block("table", start, builder.at, page=part.table.page, cells=cells))
        else:
            _add_paragraph(builder, part, spelling)
    return "".join(builder.pieces), tuple(builder.blocks)


def _add_paragraph(builder: _Builder, part: Paragraph, spelling: _Spelling) -> None:
    """Adds the text and the block of a paragraph."""
    start = builder.at
    lines: list[Line] = []
    for index, printed in enumerate(part.lines):
        text = printed.text
        after = part.lines[index + 1] if index + 1 < len(part.lines) else None
        joint = spelling.joint(printed, after) if after else ""
        if joint is None:
            text, joint = text[:-1], ""
        lines.append(_line(printed, text, builder.at))
        builder.add(text + joint)
    text = "".join(builder.pieces[-len(part.lines) :])
    bold, style, lead = _setting(part, text)
    first = part.lines[0]
    builder.blocks.append(
        Block(
            part.kind,
            start,
            builder.at,
            page=first.page,
            style=style,
            bold=bold,
            lead=lead,
            size=round(first.size, 1),
            indent=part.indent,
            centered=part.centered,
            lines=tuple(lines),
        )
    )


def _line(printed: PrintedLine, text: str, start: int) -> Line:
    """Returns where a printed line stands in the text and on the page."""
    box = displayed((printed.left, printed.top, printed.right, printed.bottom), printed.space)
    # On a page that was turned, characters do not follow each other from left to right.
    edges = array("f") if printed.space else printed.edges[: len(text) + 1]
    return Line(start, start + len(text), printed.page, box, edges)


def _setting(part: Paragraph, text: str) -> tuple[bool, str, int]:
    """Returns whether all words are bold, the style all share, and the length of a set-off beginning."""
    first = part.lines[0]
    styles = set(map(_STYLE, chain.from_iterable([line.words for line in part.lines])))
    if not styles:
        return False, "", 0
    shared = reduce(and_, styles)
    names = [name for bit, name in ((1, "bold"), (2, "italic"), (4, "underlined")) if shared & bit]
    if len(styles) == 1:
        return bool(shared & BOLD), " ".join(names), 0
    number = len(label_of(first.text).rstrip())
    words = [word for word in first.words if word[0] >= number] or list(first.words)
    caption = words[0][1] & ~shared
    lead = 0
    if caption:
        ends = [at for at, style in words if not style & caption]
        lead = len(text[: ends[0]].rstrip()) if ends else _lead_over_lines(part, caption, len(first.text))
    return bool(shared & BOLD), " ".join(names), lead


def _lead_over_lines(part: Paragraph, caption: int, length: int) -> int:
    """Returns the length of a set-off beginning that fills the first line and runs on."""
    for line in part.lines[1:]:
        ends = [at for at, style in line.words if not style & caption]
        if ends:
            return length + (1 + ends[0] - 1 if ends[0] else 0)
        length += 1 + len(line.text)
    return 0


class _Spelling:
    """How the agreement spells its words elsewhere: decides about hyphens at line ends."""

    def __init__(self, parts: list[Paragraph]) -> None:
        self._parts = parts
        self._hyphenated: set[str] = set()
        self._plain: set[str] = set()

    def joint(self, line: PrintedLine, after: PrintedLine) -> str | None:
        """Returns what stands between two lines of a paragraph: a space, nothing, or None where the
        hyphen at the line's end only divides a word and goes."""
        if not line.text.endswith("-"):
            return " "
        before, behind = _LAST_WORD.search(line.text), _FIRST_WORD.match(after.text)
        if not before:
            return " " if line.text.endswith((" -", "--")) or len(line.text) < 2 else ""
        if not behind:
            return ""
        first, second = before.group(1).lower(), behind.group(1)
        if first in _KEEPS_HYPHEN or line.text[: before.start()].endswith("-"):
            return ""
        self._read()
        if f"{first}-{second}" in self._hyphenated:
            return ""
        if first + second in self._plain:
            return None
        return "" if first in self._plain and second in self._plain else None

    def _read(self) -> None:
        """Collects the words of the agreement, once."""
        if self._plain:
            return
        whole = []
        for part in self._parts:
            divided = False
            for line in part.lines:
                # The halves of a divided word are no evidence of how words are spelled.
                text = line.text.partition(" ")[2] if divided else line.text
                divided = text.endswith("-")
                whole.append(text.rpartition(" ")[0] if divided else text)
        letters = " ".join(whole).lower().encode("ascii", "replace")
        self._plain.update(letters.translate(_LETTERS_ONLY).decode().split())
        for word in set(letters.translate(_LETTERS_AND_HYPHENS).decode().split()):
            if "-" in word:
                self._hyphenated.update(_HYPHENATED.findall(word))
