"""Writes an agreement as HTML: headings and paragraphs with their numbers typed, real tables."""

from __future__ import annotations

import html
import re

from .source import Document, Item

_STYLE = """
body { font-family: "Times New Roman", serif; max-width: 46em; margin: 3em auto; line-height: 1.35; }
h1 { text-align: center; font-size: 1.3em; } h2 { font-size: 1.05em; } p { text-align: justify; }
.level3 { margin-left: 2em; } .level4 { margin-left: 4em; }
table { border-collapse: collapse; width: 100%; margin: 1em 0; }
table.ruled td, table.ruled th { border: 1px solid #555; padding: .25em .5em; text-align: left; vertical-align: top; }
"""
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def write_html(document: Document) -> bytes:
    """The agreement as a UTF-8 page that needs nothing from outside."""
    title = html.escape(document.title)
    language = "en-GB" if document.style == "uk" else "en-US"
    parts = [
        "<!DOCTYPE html>",
        f'<html lang="{language}">',
        f'<head><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style></head>',
        f"<body>\n<h1>{title}</h1>",
        *(_block(item) for item in document.items),
        "</body>\n</html>\n",
    ]
    return "\n".join(parts).encode("utf-8")


def _block(item: Item) -> str:
    if item.kind == "schedule":
        return f"<h1>{_inline(item.text)}</h1>"
    if item.kind == "heading":
        return f"<h2>{_inline(item.text)}</h2>"
    if item.kind == "clause" and item.level == 1:
        return f"<h2>{_joined(item.label, _inline(item.caption))}</h2>"
    if item.kind == "clause":
        lead = _joined(item.label, _inline(item.caption))
        lead = f"<b>{lead}</b>" if item.caption else lead
        return f'<p class="level{item.level}">{_joined(lead, _inline(item.text))}</p>'
    if item.kind == "table":
        return _table(item.rows, header=True)
    if item.kind == "signatures":
        return _table(item.rows, header=False)
    return f"<p>{_inline(item.text)}</p>"


def _joined(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _inline(text: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False))


def _table(rows: list[list[str]], *, header: bool) -> str:
    lines = ['<table class="ruled">' if header else "<table>"]
    if header:
        lines.append(
            "<thead><tr>" + "".join(f"<th>{_inline(cell)}</th>" for cell in rows[0]) + "</tr></thead>"
        )
    lines.append("<tbody>")
    lines += [
        "<tr>" + "".join(f"<td>{_inline(cell)}</td>" for cell in row) + "</tr>"
        for row in rows[1 if header else 0 :]
    ]
    return "\n".join([*lines, "</tbody>", "</table>"])
