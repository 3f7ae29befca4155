"""Works out automatic numbers as Word shows them, from numbering.xml and the styles (ECMA-376 17.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ONES = ["", "First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth", "Eleventh", "Twelfth", "Thirteenth", "Fourteenth", "Fifteenth", "Sixteenth", "Seventeenth", "Eighteenth", "Nineteenth", "Twentieth"]  # fmt: skip
_BULLETS = frozenset(["bullet", "none"])


@dataclass(slots=True)
class Level:
    """One level of a list: how its number is written, and where it starts."""

    format: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None
    """The level (from 1) after which it starts again; 0 never; None after any higher level."""
    legal: bool = False
    style: str = ""


@dataclass(slots=True)
class ListDefinition:
    """A list as a paragraph names it (w:num): its levels, and the abstract list that counts for it."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the automatic numbers of a document, paragraph by paragraph, in order."""

    def __init__(self, numbering: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._lists = _read_lists(numbering, styles) if numbering is not None else {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        self._by_style = {
            level.style: (id_, number)
            for id_, definition in sorted(self._lists.items(), reverse=True)
            for number, level in definition.levels.items()
            if level.style
        }

    def next_number(self, paragraph: etree._Element, style: str) -> tuple[str, int | None]:
        """Returns the number in front of a paragraph ("" for none, or a bullet) and its list level."""
        place = self._place(paragraph, style)
        if place is None:
            return "", None
        list_id, level = place
        definition = self._lists.get(list_id)
        if definition is None or level not in definition.levels:
            return "", None
        self._count(list_id, definition, level)
        form = definition.levels[level]
        if form.format in _BULLETS or not form.text:
            return "", level
        return self._written(definition, level).strip(), level

    def _place(self, paragraph: etree._Element, style: str) -> tuple[str, int] | None:
        """Returns the list and level of a paragraph: its own, else its style's."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        list_id, level = _num_pr(own)
        styled_id, styled_level = self._styles.numbering(style)
        if list_id is None:
            list_id = styled_id
            if list_id is not None and level is None:
                # A style linked from a list's level counts at that level.
                linked = self._by_style.get(self._styles.carrier(style))
                level = styled_level if styled_level is not None else (linked[1] if linked else 0)
        elif level is None:
            level = styled_level
        if list_id is None or list_id == "0":
            return None
        return list_id, level or 0

    def _count(self, list_id: str, definition: ListDefinition, level: int) -> None:
        counts = self._counts.setdefault(definition.abstract, {})
        overridden = definition.starts.get(level)
        if overridden is not None and (list_id, level) not in self._started:
            self._started.add((list_id, level))
            counts[level] = overridden
        elif level in counts:
            counts[level] += 1
        else:
            counts[level] = definition.levels[level].start
        for higher in range(level):
            counts.setdefault(higher, definition.levels[higher].start if higher in definition.levels else 1)
        for lower in [n for n in counts if n > level]:
            form = definition.levels.get(lower)
            if form is None or form.restart is None or (form.restart and level < form.restart):
                del counts[lower]

    def _written(self, definition: ListDefinition, level: int) -> str:
        form, counts = definition.levels[level], self._counts[definition.abstract]

        def value(match: re.Match[str]) -> str:
            number = int(match[1]) - 1
            other = definition.levels.get(number)
            format = "decimal" if form.legal and number != level else (other.format if other else "decimal")
            return format_number(counts.get(number, 1), "decimal" if form.legal else format)

        return re.sub(r"%(\d)", value, form.text)


def format_number(value: int, format: str) -> str:
    """Returns a number as Word writes it in a number format ("lowerRoman", "ordinalText", ...)."""
    if format in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else ""
        return letters if format == "lowerLetter" else letters.upper()
    if format in ("lowerRoman", "upperRoman"):
        roman, left = "", value
        for amount, letters in _ROMAN:
            while left >= amount:
                roman, left = roman + letters, left - amount
        return roman if format == "lowerRoman" else roman.upper()
    if format == "decimalZero":
        return f"{value:02d}"
    if format == "ordinal":
        ending = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
        return f"{value}{ending}"
    if format == "ordinalText" and 0 < value < len(_ONES):
        return _ONES[value]
    return str(value)


class Styles:
    """The paragraph styles: names, what they are based on, and what they set."""

    def __init__(self, styles: etree._Element | None) -> None:
        self._by_id: dict[str, etree._Element] = {}
        self.default = ""
        for style in [] if styles is None else styles.iter(f"{W}style"):
            id_ = style.get(f"{W}styleId", "")
            self._by_id[id_] = style
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
                self.default = id_

    def chain(self, style: str) -> list[etree._Element]:
        """Returns a style and those it is based on, nearest first."""
        found: list[etree._Element] = []
        seen: set[str] = set()
        while style in self._by_id and style not in seen:
            seen.add(style)
            found.append(self._by_id[style])
            based = self._by_id[style].find(f"{W}basedOn")
            style = "" if based is None else based.get(f"{W}val", "")
        return found

    def name(self, style: str) -> str:
        """Returns the name of a style as a user sees it."""
        element = self._by_id.get(style)
        named = None if element is None else element.find(f"{W}name")
        return style if named is None else str(named.get(f"{W}val", style))

    def numbering(self, style: str) -> tuple[str | None, int | None]:
        """Returns the list and level that a style sets, itself or through what it is based on."""
        list_id: str | None = None
        level: int | None = None
        for element in self.chain(style):
            own_id, own_level = _num_pr(element.find(f"{W}pPr/{W}numPr"))
            list_id = own_id if list_id is None else list_id
            level = own_level if level is None else level
        return list_id, level

    def carrier(self, style: str) -> str:
        """Returns the nearest style of the chain that sets a list."""
        for element in self.chain(style):
            if element.find(f"{W}pPr/{W}numPr") is not None:
                return str(element.get(f"{W}styleId", ""))
        return style

    def outline_level(self, style: str) -> int | None:
        """Returns the outline level from 1 that a style gives its paragraphs."""
        for element in self.chain(style):
            outline = element.find(f"{W}pPr/{W}outlineLvl")
            if outline is not None:
                value = _int(outline.get(f"{W}val"))
                return value + 1 if value is not None and value < 9 else None
        heading = re.fullmatch(r"heading (\d)", self.name(style), re.I)
        return int(heading[1]) if heading else None

    def property(self, style: str, path: str) -> etree._Element | None:
        """Returns the nearest setting of a property ("rPr/b") along a style's chain."""
        steps = "/".join(f"{W}{step}" for step in path.split("/"))
        for element in self.chain(style):
            found = element.find(steps)
            if found is not None:
                return found
        return None


def _num_pr(properties: etree._Element | None) -> tuple[str | None, int | None]:
    if properties is None:
        return None, None
    list_id, level = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
    return (
        None if list_id is None else list_id.get(f"{W}val"),
        None if level is None else _int(level.get(f"{W}val")),
    )


def _read_lists(root: etree._Element, styles: Styles) -> dict[str, ListDefinition]:
    abstracts = {a.get(f"{W}abstractNumId", ""): a for a in root.findall(f"{W}abstractNum")}
    numbers = {n.get(f"{W}numId", ""): n for n in root.findall(f"{W}num")}
    by_style = {}
    for id_, abstract in abstracts.items():
        link = abstract.find(f"{W}styleLink")
        if link is not None:
            by_style[link.get(f"{W}val", "")] = id_
    lists = {}
    for list_id, number in numbers.items():
        named = number.find(f"{W}abstractNumId")
        abstract_id = "" if named is None else named.get(f"{W}val", "")
        link = abstracts[abstract_id].find(f"{W}numStyleLink") if abstract_id in abstracts else None
        if link is not None:  # the list is described where the numbering style is
            abstract_id = by_style.get(link.get(f"{W}val", ""), abstract_id)
        if abstract_id not in abstracts:
            continue
        levels = {n: _level(e) for n, e in _levels(abstracts[abstract_id])}
        starts = {}
        for override in number.findall(f"{W}lvlOverride"):
            level = _int(override.get(f"{W}ilvl")) or 0
            replaced, start = override.find(f"{W}lvl"), override.find(f"{W}startOverride")
            if replaced is not None:
                levels[level] = _level(replaced)
            if start is not None:
                starts[level] = _int(start.get(f"{W}val")) or 0
        lists[list_id] = ListDefinition(abstract_id, levels, starts)
    return lists


def _levels(parent: etree._Element) -> list[tuple[int, etree._Element]]:
    return [(_int(level.get(f"{W}ilvl")) or 0, level) for level in parent.findall(f"{W}lvl")]


def _level(element: etree._Element) -> Level:
    def value(name: str) -> str | None:
        child = element.find(f"{W}{name}")
        return None if child is None else child.get(f"{W}val", "1")

    start = _int(value("start"))
    return Level(
        format=value("numFmt") or "decimal",
        text=value("lvlText") or "",
        start=0 if start is None else start,
        restart=_int(value("lvlRestart")),
        legal=value("isLgl") in ("1", "true", "on"),
        style=value("pStyle") or "",
    )


def _int(value: str | None) -> int | None:
    return int(value) if value and re.fullmatch(r"-?\d+", value) else None
