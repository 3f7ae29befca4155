"""Computes the automatic numbers of a Word file as Word shows them: "7.2", "(a)", "Article IV"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from .docx_package import MC, W, on, value, whole
from .docx_styles import Styles
from .numerals import write_number

LEVELS = 9
_LONGEST_PATTERN = 200
_PLACE = re.compile(r"%([1-9])")


@dataclass(slots=True)
class Level:
    """How the numbers of one level look and count."""

    start: int = 0
    format: str = "decimal"
    pattern: str = ""
    restart: int | None = None
    """The level (from 1) whose numbers restart this one; 0 never; None: any level above."""
    legal: bool = False
    hidden: bool = False
    style: str = ""


@dataclass(slots=True)
class Number:
    """An automatic number: what is shown ("" for a bullet) and its level from 1."""

    text: str
    level: int
    bullet: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a file, and how far each has counted."""

    styles: Styles
    abstract: dict[str, etree._Element] = field(default_factory=dict)
    nums: dict[str, etree._Element] = field(default_factory=dict)
    _levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    _roots: dict[str, str] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _overridden: set[tuple[str, int]] = field(default_factory=set)

    def place(self, own: etree._Element | None, style: str) -> tuple[str, int] | None:
        """Returns the list and level (from 0) that a paragraph belongs to; None where it has no number."""
        num, level = "", None
        for properties in self.styles.paragraph_properties(own, style):
            numbered = properties.find(W + "numPr")
            if numbered is None:
                continue
            if level is None:
                level = whole(value(numbered, "ilvl"))
            num = value(numbered, "numId") or ""
            if num:
                if level is None and properties is not own:
                    level = self._level_of(num, style)
                break
        if not num or num == "0" or num not in self.nums:
            return None
        return num, min(max(level or 0, 0), LEVELS - 1)

    def advance(self, num: str, level: int) -> Number:
        """Counts one paragraph on in its list, and returns its number."""
        levels, root = self._levels_of(num), self._root(num)
        counts = self._counts.setdefault(root, [None] * LEVELS)
        own = levels.get(level, Level())
        override = self._start_override(num, level)
        if override is not None and (num, level) not in self._overridden:
            self._overridden.add((num, level))
            counts[level] = override
        else:
            count = counts[level]
            counts[level] = own.start if count is None else count + 1
        for upper in range(level):
            if counts[upper] is None and upper in levels:
                counts[upper] = levels[upper].start
        for lower in range(level + 1, LEVELS):
            restart = levels[lower].restart if lower in levels else None
            if restart is None or level < restart:
                counts[lower] = None
                self._overridden -= {(num, lower)} if restart is None else set()
        return self._shown(levels, counts, level)

    def _shown(self, levels: dict[int, Level], counts: list[int | None], level: int) -> Number:
        own = levels.get(level, Level())
        if own.format == "bullet":
            return Number("", level + 1, bullet=True)

        def one(match: re.Match[str]) -> str:
            other = levels.get(int(match[1]) - 1, Level())
            count = counts[int(match[1]) - 1]
            # Legal numbering turns letters and roman numerals into digits, and keeps "01" as it is.
            format = "decimal" if own.legal and other.format not in ("none", "decimalZero") else other.format
            return write_number(other.start if count is None else count, format)

        text = "" if own.hidden else " ".join(_PLACE.sub(one, own.pattern).split())
        return Number(text, level + 1)

    def _root(self, num: str) -> str:
        """Returns the abstract list that a list counts in; links through styles are followed."""
        if num not in self._roots:
            root = value(self.nums[num], "abstractNumId") or ""
            link = value(self.abstract.get(root), "numStyleLink")
            if link:
                linked = self.styles.by_id.get(link)
                target = None if linked is None else linked.find(f"{W}pPr/{W}numPr/{W}numId")
                other = "" if target is None else target.get(W + "val") or ""
                if other in self.nums and other != num:
                    root = value(self.nums[other], "abstractNumId") or root
            self._roots[num] = root
        return self._roots[num]

    def _levels_of(self, num: str) -> dict[int, Level]:
        if num not in self._levels:
            levels: dict[int, Level] = {}
            abstract = self.abstract.get(self._root(num))
            for element in abstract.iterfind(W + "lvl") if abstract is not None else ():
                levels[whole(element.get(W + "ilvl")) or 0] = _level(element)
            for override in self.nums[num].iterfind(W + "lvlOverride"):
                element = override.find(W + "lvl")
                if element is not None:
                    levels[whole(override.get(W + "ilvl")) or 0] = _level(element)
            self._levels[num] = levels
        return self._levels[num]

    def _start_override(self, num: str, level: int) -> int | None:
        for override in self.nums[num].iterfind(W + "lvlOverride"):
            if whole(override.get(W + "ilvl")) == level:
                return whole(value(override, "startOverride"))
        return None

    def _level_of(self, num: str, style: str) -> int | None:
        """Returns the level that a list keeps for a style or one that it is based on."""
        if num not in self.nums:
            return None
        wanted = [element.get(W + "styleId") for element in self.styles.chain(style)]
        found = {level.style: index for index, level in sorted(self._levels_of(num).items(), reverse=True)}
        return next((found[id_] for id_ in wanted if id_ in found), None)


def _level(element: etree._Element) -> Level:
    properties = element.find(W + "rPr")
    return Level(
        start=whole(value(element, "start")) or 0,
        format=_format(element),
        pattern=(value(element, "lvlText") or "")[:_LONGEST_PATTERN],
        restart=whole(value(element, "lvlRestart")),
        legal=bool(on(element, "isLgl")),
        hidden=bool(on(properties, "vanish")),
        style=value(element, "pStyle") or "",
    )


def _format(element: etree._Element) -> str:
    """Returns a level's number format; newer ones ("001") stand beside a fallback for older Words."""
    format = element.find(W + "numFmt")
    if format is None:
        format = element.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    if format is None:
        return "decimal"
    return format.get(W + "format") or format.get(W + "val") or "decimal"


def read_numbering(root: etree._Element | None, styles: Styles) -> Numbering:
    """Returns the lists in a numbering part."""
    numbering = Numbering(styles)
    for element in root if root is not None else ():
        if element.tag == W + "abstractNum":
            numbering.abstract[element.get(W + "abstractNumId") or ""] = element
        elif element.tag == W + "num":
            numbering.nums[element.get(W + "numId") or ""] = element
    return numbering
