"""Reads HTML: terms pages, and exhibits as filed on EDGAR."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html

from msla_check.errors import UnreadableDocument
from msla_check.model import Furniture
from msla_check.model.agreement import BlockKind

from .assemble import Assembler, SourceParagraph
from .emphasis import Look, measure_lead
from .html_tables import cell_text, filled_cells, is_layout, is_marker, own_rows, table_rows
from .invisible import take_out_invisible
from .limits import MAX_DEPTH
from .numerals import letters, roman
from .plain import PAGE_NUMBER, PlainText, add_lines

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "svg",
        "button",
        "select",
        "iframe",
        "object",
        "title",
        "textarea",
    ]
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
        "caption",
    ]
)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.I)
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|[1-5]00)", re.I)
_UNDERLINED = re.compile(r"text-decoration[^;]*underline", re.I)
_ITALIC = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.I)
_CENTERED = re.compile(r"text-align\s*:\s*center", re.I)
_INDENT = re.compile(
    r"(?:margin-left|text-indent|padding-left)\s*:\s*(\d+(?:\.\d+)?)\s*(pt|px|in|em|%)", re.I
)
_POINTS = {"pt": 1.0, "px": 0.75, "in": 72.0, "em": 10.0, "%": 6.0}
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:\.\d+)?(?:px|pt|em|%)?\s*(?:;|$)|opacity\s*:\s*0\s*(?:;|$)",
    re.I,
)
_WHITE = re.compile(r"(?<![-\w])color\s*:\s*(?:white|#fff(?:fff)?|rgb\(255,\s*255,\s*255\))", re.I)
_GROUND = re.compile(r"background", re.I)
_LIST_STYLE = re.compile(
    r"list-style(?:-type)?\s*:[^;]*?\b(none|decimal|(?:lower|upper)-(?:alpha|latin|roman))", re.I
)
_KINDS = {
    "decimal": "1", "lower-alpha": "a", "lower-latin": "a", "upper-alpha": "A", "upper-latin": "A",
    "lower-roman": "i", "upper-roman": "I",
}  # fmt: skip
_PAGE_BREAK = re.compile(r"page-break-(?:before|after)\s*:\s*always|break-(?:before|after)\s*:\s*page", re.I)


@dataclass(frozen=True, slots=True)
class _Style:
    look: Look = (False, False, False)
    centered: bool = False
    grounded: bool = False
    """Something around has a background of its own, on which white letters are seen."""
    level: int | None = None
    item: bool = False
    indent: float | None = None


@dataclass(slots=True)
class HtmlReader:
    """Walks the tree; text runs gather until a block ends them."""

    assembler: Assembler = field(default_factory=Assembler)
    furniture: list[Furniture] = field(default_factory=list)
    deceptive: int = 0
    _runs: list[tuple[str, Look]] = field(default_factory=list)
    _style: _Style = field(default_factory=_Style)
    _number: str = ""
    """The number of a list item, waiting for its first words."""
    _marker: str = ""
    """A number typed in a cell beside the clause that comes next."""
    _page_number: str = ""
    _after_break: bool = False
    _counts: dict[etree._Element, int] = field(default_factory=dict)
    """How far each numbered list has counted."""

    def walk(self, element: etree._Element, style: _Style, depth: int = 0) -> None:
        """Reads an element and what is in it."""
        if depth > MAX_DEPTH:
            raise UnreadableDocument(f"the elements are nested more than {MAX_DEPTH} deep.")
        tag = element.tag if isinstance(element.tag, str) else ""
        css = element.get("style") or ""
        if not tag or tag in _SKIPPED or self._is_hidden(element, css, style):
            return
        if tag == "br":
            self._runs.append(("\n", style.look))
            return
        inner = _inner_style(element, tag, css, style)
        if tag in _BLOCKS:
            self.flush()
            self._style = inner
        if tag == "hr" or _PAGE_BREAK.search(css):
            self._break_page()
        if tag == "table":
            self._table(element, inner, depth)
        elif tag == "pre" and "\n" in "".join(element.itertext()).strip():
            self._end()
            add_lines(take_out_invisible("".join(element.itertext()))[0], self.assembler, self.furniture)
        else:
            if tag == "li":
                self._number = self._item_number(element)
            self._children(element, inner, depth)
        if tag in _BLOCKS:
            self.flush()

    def _children(self, element: etree._Element, style: _Style, depth: int) -> None:
        self._add(element.text, style)
        for child in element:
            self.walk(child, style, depth + 1)
            if child.tag in _BLOCKS:
                self._style = style
            self._add(child.tail, style)

    def _add(self, text: str | None, style: _Style) -> None:
        if text:
            clean, deceptive = take_out_invisible(text)
            self.deceptive += deceptive
            self._runs.append((" ".join(re.split(r"[\s\u00a0\u2000-\u200a\u3000]+", clean)), style.look))

    def _is_hidden(self, element: etree._Element, css: str, style: _Style) -> bool:
        hidden = _HIDDEN.search(css) is not None or element.get("hidden") is not None
        white = _WHITE.search(css) is not None or (element.get("color") or "").lower() in ("white", "#ffffff")
        if not hidden and not (white and not style.grounded and not _GROUND.search(css)):
            return False
        text = cell_text(element)
        if text:
            self.furniture.append(Furniture("hidden", text))
        return True

    def _item_number(self, item: etree._Element) -> str:
        """Returns the number that a browser shows in front of a list item."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol":
            return ""
        count = self._counts.get(parent, _integer(parent.get("start"), 1) - 1)
        count = self._counts[parent] = _integer(item.get("value"), count + 1)
        return _written(count, item.get("type") or parent.get("type") or "1", _list_style(parent, item))

    def _table(self, table: etree._Element, style: _Style, depth: int) -> None:
        if not is_layout(table):
            self._end()
            self.assembler.add_table(table_rows(table))
            return
        for row in own_rows(table):
            cells = filled_cells(row)
            if len(cells) == 2 and is_marker(cells[0]):
                self._marker = cell_text(cells.pop(0))
            for cell in cells:
                self.walk(cell, style, depth + 1)

    def _break_page(self) -> None:
        """Takes the number at the foot of a page out of the flow, and expects one at the head."""
        if self._page_number:
            self.furniture.append(Furniture("page_number", self._page_number))
            self._page_number = ""
        self._after_break = True

    def flush(self) -> None:
        """Ends the paragraph under way; two line breaks in it part paragraphs."""
        runs, self._runs = self._runs, []
        part: list[tuple[str, Look]] = []
        for index, (text, look) in enumerate(runs):
            blank = text == "\n" and _next_is_break(runs, index)
            if blank:
                self._paragraph(part)
                part = []
            else:
                part.append((text.replace("\n", " "), look))
        self._paragraph(part)

    def _paragraph(self, runs: list[tuple[str, Look]]) -> None:
        text, looks = "", []
        for run, look in runs:
            text += run.lstrip(" ") if not text or text.endswith(" ") else run
            looks.append((len(text), look))
        text = text.rstrip()
        if not text or self._is_furniture(text):
            return
        self._end()
        if self._marker and not re.fullmatch(r"[•·▪○–—*-]", self._marker):
            shift = len(self._marker) + 1
            text, looks = f"{self._marker} {text}", [(end + shift, look) for end, look in looks]
        lead, bold = measure_lead(text, looks)
        style = self._style
        kind: BlockKind = "heading" if style.level else "list_item" if style.item else "paragraph"
        self.assembler.add_paragraph(
            SourceParagraph(
                text, kind, self._number, style.level, bold=bold, lead=lead, indent=style.indent,
                centered=style.centered,
            )
        )  # fmt: skip
        self._number = self._marker = ""

    def _is_furniture(self, text: str) -> bool:
        """Returns whether a paragraph is a page's number or running head, and sets it apart."""
        number = PAGE_NUMBER.match(text) is not None and not self._number and not self._marker
        if number and not self._after_break:
            self._end()
            self._page_number = text
            return True
        head = self._after_break and (number or text.lower() == "table of contents")
        if head:
            self.furniture.append(Furniture("page_number" if number else "header", text))
        else:
            self._after_break = False
        return head

    def _end(self) -> None:
        """Adds a number that was thought to be a page's and is not: no page ended behind it."""
        if self._page_number:
            self.assembler.add_paragraph(SourceParagraph(self._page_number))
            self._page_number = ""


def read_html(text: str, name: str) -> tuple[PlainText, str]:
    """Returns what an HTML page shows, and its title.

    Raises:
        UnreadableDocument: there is nothing to read, or it is nested too deep.
    """
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
        reader = HtmlReader()
        reader.walk(root, _Style())
        reader.flush()
        reader._end()
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableDocument(f"{name}: the HTML holds no text that can be read.") from error
    except UnreadableDocument as error:
        raise UnreadableDocument(f"{name}: {error}") from error
    assembler = reader.assembler
    read = PlainText(assembler.text, tuple(assembler.blocks), tuple(reader.furniture), reader.deceptive)
    return read, " ".join((root.findtext(".//title") or "").split())


def _inner_style(element: etree._Element, tag: str, css: str, outer: _Style) -> _Style:
    """Returns the style within an element, by its tag and its own CSS."""
    heading = re.fullmatch(r"h[1-6]", tag) is not None
    bold, underlined, italic = outer.look
    bold = (
        bold or heading or tag in ("b", "strong", "th") or bool(_BOLD.search(css))
    ) and not _NOT_BOLD.search(css)
    underlined = underlined or tag in ("u", "ins") or bool(_UNDERLINED.search(css))
    italic = italic or tag in ("i", "em") or bool(_ITALIC.search(css))
    align = (element.get("align") or "").lower()
    centered = align == "center" or tag == "center" or bool(_CENTERED.search(css))
    indents = [float(amount) * _POINTS[unit.lower()] for amount, unit in _INDENT.findall(css)]
    return _Style(
        (bold, underlined, italic),
        centered or (outer.centered and not align and "text-align" not in css),
        outer.grounded or bool(_GROUND.search(css)) or element.get("bgcolor") is not None,
        int(tag[1]) if heading else outer.level,
        outer.item or tag == "li",
        sum(indents) if indents else outer.indent,
    )


def _next_is_break(runs: list[tuple[str, Look]], index: int) -> bool:
    """Returns whether the line break at `index` is the first of several with nothing between."""
    for text, _ in runs[index + 1 :]:
        if text == "\n":
            return True
        if text.strip():
            return False
    return False


def _list_style(*elements: etree._Element) -> str:
    """Returns the list style that CSS gives a list or item; the item's counts."""
    found = [_LIST_STYLE.search(element.get("style") or "") for element in elements]
    return next((match[1].lower() for match in reversed(found) if match), "")


def _written(count: int, kind: str, style: str) -> str:
    """Returns a list item's number as displayed."""
    if style == "none":
        return ""
    kind = _KINDS.get(style, kind)
    written = letters(count) if kind in "aA" else roman(count) if kind in "iI" else str(count)
    return f"{written.upper() if kind in 'AI' else written}."


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"-?\d{1,6}", text, re.A) else default
