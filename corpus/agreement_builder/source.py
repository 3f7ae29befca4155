"""Reads an agreement's source (see FORMAT.md) into a `Document`: its blocks in order, not yet numbered."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

Style = Literal["decimal", "article", "letter", "uk"]
ItemKind = Literal["clause", "heading", "schedule", "paragraph", "table", "signatures"]

_ANCHOR = re.compile(r"\s*\{#([a-z0-9-]+)\}\s*$")
_LEVEL = {"## ": 1, "### ": 2, "- ": 3, "  - ": 4}
_MARKERS = ("# ", "## ", "##* ", "### ", "- ", "  - ", "> ", "|", "===")


class SourceError(ValueError):
    """The source of an agreement does not follow FORMAT.md."""


@dataclass
class Item:
    """A block of an agreement; `label` is its number as printed, `bare` as referred to."""

    kind: ItemKind
    text: str = ""
    level: int = 0
    caption: str = ""
    anchor: str = ""
    rows: list[list[str]] = field(default_factory=list)
    label: str = ""
    bare: str = ""


@dataclass
class Document:
    """An agreement: its front matter and its blocks."""

    title: str
    slug: str
    style: Style
    items: list[Item]
    header: str = ""
    footer: str = ""
    font: str = "times"
    toc: bool = False
    date: str = "2026-01-15"


def read(source: str) -> Document:
    """The agreement written in `source`."""
    _, front, body = source.split("---\n", 2)
    meta = dict(line.split(":", 1) for line in front.splitlines() if line.strip())
    meta = {key.strip(): value.strip() for key, value in meta.items()}
    style = meta["style"]
    if style not in ("decimal", "article", "letter", "uk"):
        raise SourceError(f"unknown style {style!r}")
    return Document(
        title=meta["title"],
        slug=meta["slug"],
        style=style,  # type: ignore[arg-type]
        items=[_item(block) for block in _blocks(body)],
        header=meta.get("header", ""),
        footer=meta.get("footer", ""),
        font=meta.get("font", "times"),
        toc=meta.get("toc", "false") == "true",
        date=meta.get("date", "2026-01-15"),
    )


def _blocks(body: str) -> list[list[str]]:
    """The lines of each block: a block starts at a marker or after a blank line; table rows stay together."""
    blocks: list[list[str]] = []
    open_block = False
    for line in body.splitlines():
        if not line.strip():
            # A blank line does not part the signature marker from its rows.
            open_block = bool(blocks) and blocks[-1] == ["===signatures==="]
            continue
        row = line.startswith("|")
        joins_table = row and open_block and blocks[-1][0].startswith(("|", "==="))
        if open_block and (joins_table or not line.startswith(_MARKERS)):
            blocks[-1].append(line)
        else:
            blocks.append([line])
        open_block = True
    return blocks


def _item(block: list[str]) -> Item:
    """The block's lines as an item."""
    first = block[0]
    if first.startswith("==="):
        return Item("signatures", rows=_rows(block[1:]))
    if first.startswith("|"):
        return Item("table", rows=_rows(block))
    text = " ".join(line.strip() for line in block)
    found = _ANCHOR.search(text)
    anchor = found.group(1) if found else ""
    text = _ANCHOR.sub("", text)
    if first.startswith("# "):
        return Item("schedule", text[2:].strip(), anchor=anchor)
    if first.startswith("##* "):
        return Item("heading", text[4:].strip(), anchor=anchor)
    for marker, level in _LEVEL.items():
        if first.startswith(marker):
            caption, text = _split_caption(text[len(marker.strip()) :].strip(), level)
            return Item("clause", text, level, caption, anchor)
    return Item("paragraph", text.removeprefix("> ").strip(), anchor=anchor)


def _split_caption(text: str, level: int) -> tuple[str, str]:
    """Caption and text: all of a level-1 clause is its caption, a level-2 clause has it before the bar."""
    if level == 1:
        return text, ""
    if level == 2:
        caption, bar, rest = text.partition("|")
        if not bar:
            raise SourceError(f"a level-2 clause needs a bar between caption and text: {text[:60]!r}")
        return caption.strip(), rest.strip()
    return "", text


def _rows(lines: list[str]) -> list[list[str]]:
    """The table's cells; a row of dashes is left out."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    rows = [row for row in rows if not all(set(cell) <= set("-: ") and "-" in cell for cell in row)]
    if len({len(row) for row in rows}) > 1:
        raise SourceError(f"rows of unequal length in the table that starts {rows[0]!r}")
    return rows
