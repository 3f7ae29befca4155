"""Writes an agreement as plain text, wrapped at 78 columns, with tables drawn in pipes."""

from __future__ import annotations

import textwrap

from .source import Document, Item

WIDTH = 78
_INDENT = {1: 0, 2: 0, 3: 6, 4: 12}


def plain(text: str) -> str:
    """The text without the marks for bold."""
    return text.replace("**", "")


def write_text(document: Document) -> bytes:
    """The agreement as UTF-8 text."""
    blocks = [_centred(document.title)]
    # Without numbers or bold type, capitals are what sets a heading off in plain text.
    capitals = document.style == "letter"
    indent = 0
    for item in document.items:
        if item.kind == "clause":
            indent = 0 if item.level == 1 else _INDENT[item.level] + 4
        elif item.kind in ("schedule", "heading", "signatures"):
            indent = 0
        blocks.append(_block(item, indent, capitals=capitals))
    return ("\n\n".join(blocks) + "\n").encode("utf-8")


def _block(item: Item, indent: int, *, capitals: bool) -> str:
    if item.kind == "schedule":
        return "\n" + _centred(plain(item.text))
    if item.kind == "heading":
        return plain(item.text)
    if item.kind == "clause" and item.level == 1:
        heading = " ".join(part for part in (item.label, plain(item.caption)) if part)
        return heading.upper() if capitals else heading
    if item.kind == "clause":
        words = " ".join(part for part in (item.label, plain(item.caption), plain(item.text)) if part)
        first = " " * _INDENT[item.level]
        return textwrap.fill(words, WIDTH, initial_indent=first, subsequent_indent=" " * indent, **_WRAP)
    if item.kind == "table":
        return _piped(item.rows)
    if item.kind == "signatures":
        return "\n".join("".join(f"{plain(cell):<40}" for cell in row).rstrip() for row in item.rows)
    space = " " * indent
    return textwrap.fill(plain(item.text), WIDTH, initial_indent=space, subsequent_indent=space, **_WRAP)


# A hyphen at a line's end would leave it open whether it belongs to the word.
_WRAP = {"break_long_words": False, "break_on_hyphens": False}


def _centred(words: str) -> str:
    return "\n".join(line.center(WIDTH).rstrip() for line in textwrap.wrap(words, WIDTH - 8))


def _piped(rows: list[list[str]]) -> str:
    """The table with one line a row, however wide: a wrapped row could not be read back."""
    widths = [max(len(plain(row[column])) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "| " + " | ".join(f"{plain(cell):<{width}}" for cell, width in zip(row, widths, strict=True)) + " |"
        for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)
