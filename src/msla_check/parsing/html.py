"""Reads HTML: terms pages, and exhibits as filed on EDGAR."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from msla_check.errors import UnreadableDocument
from msla_check.model.agreement import ReadingWarning

from .assemble import Assembler, SourceCell, SourceParagraph
from .limits import MAX_DEPTH
from .plain import PlainText

_SKIPPED = frozenset(
    ["script", "style", "noscript", "template", "head", "nav", "svg", "button", "select", "iframe", "object"]
)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_UNDERLINED = re.compile(r"text-decoration[^;]*underline", re.I)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_CENTERED = re.compile(r"text-align\s*:\s*center", re.I)
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(slots=True)
class _Style:
    bold: bool = False
    centered: bool = False
    level: int | None = None
    number: str = ""
    item: bool = False


@dataclass(slots=True)
class _Reader:
    """Walks the tree; text runs gather in `runs` until a block ends them."""

    assembler: Assembler = field(default_factory=Assembler)
    runs: list[tuple[str, bool]] = field(default_factory=list)
    pending: _Style = field(default_factory=_Style)
    hidden: int = 0

    def walk(self, element: etree._Element, style: _Style, depth: int = 0) -> None:
        """Reads an element and what is in it."""
        if depth > MAX_DEPTH:
            raise UnreadableDocument(f"the elements are nested more than {MAX_DEPTH} deep.")
        tag = element.tag if isinstance(element.tag, str) else ""
        css = element.get("style") or ""
        if not tag or tag in _SKIPPED:
            return
        if _HIDDEN.search(css) or element.get("hidden") is not None:
            self.hidden += bool("".join(element.itertext()).strip())
            return
        if tag == "br":
            self._run("\n", False)
            return
        if tag == "table" and not _is_layout(element):
            self.flush()
            self.assembler.add_table(_rows(element))
            return
        inner = self._style(element, tag, css, style)
        block = tag in _BLOCKS
        if block:
            self.flush()
            self.pending = inner
        self._run(element.text or "", inner.bold or bool(_UNDERLINED.search(css)) or tag == "u")
        for child in element:
            self.walk(child, inner, depth + 1)
            if child.tag in _BLOCKS:
                self.pending = _Style(inner.bold, inner.centered)
            self._run(child.tail or "", inner.bold)
        if block:
            self.flush()

    def _style(self, element: etree._Element, tag: str, css: str, outer: _Style) -> _Style:
        style = _Style(outer.bold, outer.centered)
        style.bold = outer.bold or tag in ("b", "strong", "th") or bool(_BOLD.search(css))
        style.centered = (
            outer.centered
            or tag == "center"
            or (element.get("align") or "").lower() == "center"
            or bool(_CENTERED.search(css))
        )
        if re.fullmatch(r"h[1-6]", tag):
            style.level, style.bold = int(tag[1]), True
        if tag == "li":
            style.item, style.number = True, _item_number(element)
        return style

    def _run(self, text: str, set_off: bool) -> None:
        if text:
            self.runs.append((text, set_off))

    def flush(self) -> None:
        """Ends the paragraph under way."""
        runs, self.runs = self.runs, []
        text, lead, bold = _joined(runs)
        style = self.pending
        if text:
            self.assembler.add_paragraph(
                SourceParagraph(
                    text,
                    kind="heading" if style.level else "list_item" if style.item else "paragraph",
                    number=style.number,
                    level=style.level,
                    bold=bold,
                    lead=lead,
                    centered=style.centered,
                )
            )
            self.pending = _Style(style.bold, style.centered)


def read_html(text: str, name: str) -> tuple[PlainText, str, tuple[ReadingWarning, ...]]:
    """Returns what an HTML page shows, its title, and warnings.

    Raises:
        UnreadableDocument: there is nothing to read, or it is nested too deep.
    """
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
        reader = _Reader()
        reader.walk(root, _Style())
        reader.flush()
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableDocument(f"{name}: the HTML holds no text that can be read.") from error
    except UnreadableDocument as error:
        raise UnreadableDocument(f"{name}: {error}") from error
    except RecursionError as error:
        raise UnreadableDocument(f"{name}: the elements are nested too deep.") from error
    warnings: tuple[ReadingWarning, ...] = ()
    if reader.hidden:
        message = f"{reader.hidden} passages are hidden on the page; they were not reviewed."
        warnings = (ReadingWarning("hidden_text", message),)
    title = " ".join((root.findtext(".//title") or "").split())
    return PlainText(reader.assembler.text, tuple(reader.assembler.blocks), ()), title, warnings


def _joined(runs: list[tuple[str, bool]]) -> tuple[str, int, bool]:
    """Returns a paragraph's text, the length of its set-off beginning, and whether all of it is bold."""
    text, marks = "", []
    for run, set_off in runs:
        clean = re.sub(r"[\s\u00a0\u200b\ufeff]+", " ", run.replace("\u00ad", ""))
        if text.endswith(" ") or not text:
            clean = clean.lstrip(" ")
        text += clean
        marks += [set_off or not c.isalnum() for c in clean]
    stripped = text.rstrip()
    lead = next((i for i, mark in enumerate(marks) if not mark), len(stripped))
    has_words = any(c.isalnum() for c in stripped[:lead])
    whole = has_words and lead >= len(stripped)
    if whole or not has_words:
        return stripped, 0, whole
    return stripped, len(stripped[:lead].rstrip(" (")), False


def _is_layout(table: etree._Element) -> bool:
    """Returns whether a table only lays text out: one column, or long text in its cells."""
    rows = table.findall(".//tr")
    widths = [
        len([c for c in row if c.tag in ("td", "th") and "".join(c.itertext()).strip()]) for row in rows
    ]
    if max(widths, default=0) <= 1 or table.find(".//table") is not None:
        return True
    longest = max((len("".join(cell.itertext())) for cell in table.iter("td")), default=0)
    return longest > 1500


def _rows(table: etree._Element) -> list[list[SourceCell]]:
    rows = []
    for row in table.iter("tr"):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        head = bool(cells) and (all(c.tag == "th" for c in cells) or row.getparent().tag == "thead")
        rows.append([_cell(cell, head) for cell in cells])
    while rows and not any(cell.text.strip() for cell in rows[-1]):
        rows.pop()
    if rows and not any(cell.header for row in rows for cell in row):
        for cell in rows[0]:
            cell.header = True
    return rows


def _cell(cell: etree._Element, header: bool) -> SourceCell:
    text = " ".join(" ".join(cell.itertext()).replace("\u00a0", " ").split())
    return SourceCell(text, _span(cell, "rowspan"), _span(cell, "colspan"), header)


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name) or "1"
    return min(max(int(value), 1), 1000) if value.isdigit() else 1


def _item_number(item: etree._Element) -> str:
    """Returns the number that a browser shows in front of a list item."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    start = parent.get("start") or "1"
    value = int(start) if start.lstrip("-").isdigit() else 1
    for sibling in parent:
        if sibling.tag == "li":
            own = sibling.get("value") or ""
            value = int(own) if own.isdigit() else value
            if sibling is item:
                break
            value += 1
    kind = parent.get("type") or "1"
    if kind in ("a", "A") and 1 <= value <= 26:
        return f"{chr(ord(kind) + value - 1)}."
    if kind in ("i", "I") and 1 <= value <= 39:
        roman, left = "", value
        for amount, letters in _ROMAN:
            while left >= amount:
                roman, left = roman + letters, left - amount
        return f"{roman.upper() if kind == 'I' else roman}."
    return f"{value}."
