"""Writes an agreement as a PDF as a law firm's word processor would: running lines, ruled tables, contents."""

from __future__ import annotations

import html
import io
import re

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4, LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus.tableofcontents import TableOfContents

from .source import Document, Item

_MARGIN = 72.0
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_FONTS = {"times": ("Times-Roman", "Times-Bold"), "helvetica": ("Helvetica", "Helvetica-Bold")}
_SIZES = {"times": 11.0, "helvetica": 10.0}


def write_pdf(document: Document) -> bytes:
    """The agreement as a PDF; the same agreement always gives the same bytes."""
    out = io.BytesIO()
    styles = _styles(document)
    _Template(out, document).multiBuild(_story(document, styles))
    return out.getvalue()


def _styles(document: Document) -> dict[str, ParagraphStyle]:
    regular, bold = _FONTS[document.font]
    size = _SIZES[document.font]
    body = ParagraphStyle("body", fontName=regular, fontSize=size, leading=size * 1.25, spaceAfter=7)
    text = ParagraphStyle("text", body, alignment=TA_JUSTIFY)
    heading = ParagraphStyle("heading", body, fontName=bold, spaceBefore=8, keepWithNext=1)
    centred = {"alignment": TA_CENTER, "fontName": bold}
    contents = ParagraphStyle(
        "contents", body, spaceAfter=2, leftIndent=18, rightIndent=24, firstLineIndent=-18
    )
    return {
        "title": ParagraphStyle("title", body, fontSize=size + 4, leading=size + 9, spaceAfter=16, **centred),
        "schedule": ParagraphStyle(
            "schedule", body, fontSize=size + 1.5, spaceAfter=12, keepWithNext=1, **centred
        ),
        "heading": heading,
        "article": ParagraphStyle("article", heading, alignment=TA_CENTER),
        "text": text,
        "level2": ParagraphStyle("level2", text),
        "level3": ParagraphStyle("level3", text, leftIndent=54, firstLineIndent=-22),
        "level4": ParagraphStyle("level4", text, leftIndent=84, firstLineIndent=-22),
        "cell": ParagraphStyle("cell", body, fontSize=size - 1.5, leading=size + 0.5, spaceAfter=0),
        "head": ParagraphStyle(
            "head", body, fontName=bold, fontSize=size - 1.5, leading=size + 0.5, spaceAfter=0
        ),
        "contents": contents,
        "contents-title": ParagraphStyle("contents-title", body, spaceAfter=10, **centred),
    }


class _Template(BaseDocTemplate):  # type: ignore[misc]
    """Draws the running lines, and tells the table of contents where headings stand."""

    def __init__(self, out: io.BytesIO, document: Document) -> None:
        size = A4 if document.style == "uk" else LETTER
        super().__init__(out, pagesize=size, title=document.title, invariant=1, author="", lang="en")
        self.document = document
        frame = Frame(_MARGIN, _MARGIN, size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN, 0, 0, 0, 0)
        self.addPageTemplates([PageTemplate("page", [frame], onPage=self._running_lines, pagesize=size)])

    def _running_lines(self, canvas: Canvas, template: BaseDocTemplate) -> None:
        width, height = template.pagesize
        font = _FONTS[self.document.font][0]
        canvas.saveState()
        canvas.setFont(font, 8.5)
        if self.document.header:
            canvas.drawString(_MARGIN, height - 42, self.document.header)
            canvas.setLineWidth(0.4)
            canvas.line(_MARGIN, height - 48, width - _MARGIN, height - 48)
        canvas.drawString(_MARGIN, 38, self.document.footer)
        canvas.drawRightString(width - _MARGIN, 38, f"Page {template.page}")
        canvas.restoreState()

    def afterFlowable(self, flowable: Flowable) -> None:
        """Note the page of a heading for the table of contents."""
        entry = getattr(flowable, "contents_entry", "")
        if entry:
            self.notify("TOCEntry", (0, entry, self.page))


def _story(document: Document, styles: dict[str, ParagraphStyle]) -> list[Flowable]:
    story: list[Flowable] = []
    if document.toc:
        contents = TableOfContents(dotsMinLevel=0, levelStyles=[styles["contents"]])
        story += [Paragraph(_inline(document.title), styles["title"])]
        story += [Paragraph("TABLE OF CONTENTS", styles["contents-title"]), contents, PageBreak()]
    story.append(Paragraph(_inline(document.title), styles["title"]))
    in_schedule = False
    for item in document.items:
        flowables = _flowables(item, styles, document)
        in_schedule = in_schedule or item.kind == "schedule"
        if item.kind == "schedule" or (item.level == 1 and not in_schedule):
            words = item.text if item.kind == "schedule" else f"{item.label} {item.caption}".strip()
            # The table of contents lists the clauses of the body and the schedules, as a firm's would.
            flowables[-1].contents_entry = html.escape(words.replace("**", ""), quote=False)
        story += flowables
    return story


def _flowables(item: Item, styles: dict[str, ParagraphStyle], document: Document) -> list[Flowable]:
    if item.kind == "table":
        return [_table(item.rows, styles, _text_width(document)), Spacer(1, 9)]
    if item.kind == "signatures":
        return [CondPageBreak(150), Spacer(1, 10), _signatures(item.rows, styles, _text_width(document))]
    if item.kind == "schedule":
        return [PageBreak(), Paragraph(_inline(item.text), styles["schedule"])]
    if item.kind == "heading":
        return [Paragraph(_inline(item.text), styles["heading"])]
    if item.kind == "clause" and item.level == 1:
        words = " ".join(part for part in (item.label, item.caption) if part)
        style = styles["article" if item.label.startswith("ARTICLE") else "heading"]
        return [Paragraph(_inline(words), style)]
    if item.kind == "clause":
        caption = f"<b>{_inline(item.caption)}</b>" if item.caption else ""
        words = " ".join(part for part in (item.label, caption, _inline(item.text)) if part)
        return [Paragraph(words, styles[f"level{item.level}"])]
    return [Paragraph(_inline(item.text), styles["text"])]


def _inline(text: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", html.escape(text, quote=False))


def _text_width(document: Document) -> float:
    return float((A4 if document.style == "uk" else LETTER)[0]) - 2 * _MARGIN


def _table(rows: list[list[str]], styles: dict[str, ParagraphStyle], width: float) -> Table:
    cells = [
        [Paragraph(_inline(cell), styles["head" if index == 0 else "cell"]) for cell in row]
        for index, row in enumerate(rows)
    ]
    rules = TableStyle(
        [
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            ("BACKGROUND", (0, 0), (-1, 0), colors.Color(0.9, 0.9, 0.9)),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]
    )
    return Table(cells, colWidths=column_widths(rows, width), repeatRows=1, style=rules)


def column_widths(rows: list[list[str]], width: float) -> list[float]:
    """Widths in proportion to what the columns hold, none so narrow that a long word breaks."""
    columns = list(zip(*rows, strict=True))
    longest_word = [max(len(word) for cell in column for word in cell.split() or [""]) for column in columns]
    weights = [min(max(len(cell) for cell in column), 60) + 4 for column in columns]
    floors = [7.0 * letters + 14 for letters in longest_word]
    widths = [
        max(floor, width * weight / sum(weights)) for floor, weight in zip(floors, weights, strict=True)
    ]
    surplus = sum(widths) - width
    slack = [size - floor for size, floor in zip(widths, floors, strict=True)]
    if surplus > 0 and sum(slack) > 0:
        share = min(1.0, surplus / sum(slack))
        widths = [size - spare * share for size, spare in zip(widths, slack, strict=True)]
    return [size * width / sum(widths) for size in widths]


def _signatures(rows: list[list[str]], styles: dict[str, ParagraphStyle], width: float) -> Table:
    cells = [[Paragraph(_inline(cell), styles["cell"]) for cell in row] for row in rows]
    return Table(
        cells,
        colWidths=[width / len(rows[0])] * len(rows[0]),
        style=TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]),
    )
