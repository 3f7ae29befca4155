"""Numbers the clauses of a `Document` in its style and resolves the cross references."""

from __future__ import annotations

import re

from .source import Document, Item, SourceError, Style

_REFERENCE = re.compile(r"\[\[ref:([a-z0-9-]+)\]\]")


def number(document: Document) -> None:
    """Give every clause its number, and put numbers in the place of references."""
    counters = [0, 0, 0, 0, 0]
    style: Style = document.style
    targets: dict[str, str] = {}
    for item in document.items:
        if item.kind == "schedule":
            counters = [0, 0, 0, 0, 0]
            style = "decimal" if document.style == "article" else document.style
            item.bare = re.split(r"\s+[—–-]\s+", item.text)[0].title()
        elif item.kind == "clause":
            counters[item.level] += 1
            counters[item.level + 1 :] = [0] * (4 - item.level)
            item.label = label(style, counters, item.level)
            item.bare = _bare(style, counters, item.level)
        if item.anchor:
            if item.anchor in targets:
                raise SourceError(f"{document.slug}: two clauses are named {item.anchor!r}")
            targets[item.anchor] = item.bare or item.caption.rstrip(".") or item.text
    for item in document.items:
        item.text = _resolve(item.text, targets, document.slug)
        item.rows = [[_resolve(cell, targets, document.slug) for cell in row] for row in item.rows]


def label(style: Style, counters: list[int], level: int) -> str:
    """The number as printed in front of the clause."""
    one, two, three, four = counters[1:]
    if style == "letter" and level <= 2:
        return ""
    if style == "uk":
        return [f"{one}.", f"{one}.{two}", f"{one}.{two}.{three}", f"({letters(four)})"][level - 1]
    if level == 1:
        return f"ARTICLE {roman(one)}" if style == "article" else f"{one}."
    if level == 2:
        return f"{one}.{two:02d}" if style == "article" else f"{one}.{two}"
    return f"({letters(three)})" if level == 3 else f"({roman(four).lower()})"


def _bare(style: Style, counters: list[int], level: int) -> str:
    """The number as a reference names it: "7", "7.2", "7.2(a)", "VII"."""
    parts = [label(style, counters, step) for step in range(1, level + 1)]
    if level == 1:
        return parts[0].removeprefix("ARTICLE ").rstrip(".")
    if style == "letter":
        return "".join(parts[2:])
    if style == "uk":
        return "".join(parts[1:2] if level == 2 else parts[2:])
    # An item may hang on a level-1 clause without a level-2 clause between them.
    above = parts[1] if counters[2] else parts[0].removeprefix("ARTICLE ").rstrip(".")
    return above + "".join(parts[2:])


def _resolve(text: str, targets: dict[str, str], slug: str) -> str:
    def target(found: re.Match[str]) -> str:
        if found.group(1) not in targets:
            raise SourceError(f"{slug}: no clause is named {found.group(1)!r}")
        return targets[found.group(1)]

    return _REFERENCE.sub(target, text)


def roman(value: int) -> str:
    """The value in capital Roman figures."""
    result = ""
    for size, figures in (
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        while value >= size:
            result += figures
            value -= size
    return result


def letters(value: int) -> str:
    """The value as a, b, ... z, aa, bb ..."""
    return "" if value == 0 else chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def clauses(document: Document) -> list[Item]:
    """The numbered clauses and schedules of a document that has been numbered."""
    return [item for item in document.items if item.kind in ("clause", "schedule")]
