"""The points for the other side, in every format: safe to send, since nothing of ours is read for them."""

from __future__ import annotations

import json

from markupsafe import Markup
from openpyxl import Workbook

from msla_check.model.report import Report

from .html_agreement import Stretch, anchor, lay_out
from .markdown import escape
from .notes import Point, points_for
from .page import TEMPLATES, asset, page_template, source_hash
from .view import tidy_quote
from .workbook import fill_sheet, packed


def render_text(report: Report) -> str:
    """Returns the points as plain text."""
    points = points_for(report)
    parts = [_title(report), _count(points)]
    for point in points:
        lines = [f"{point.number}. {point.title}", f"   {point.message}"]
        lines += [f"   “{c.quote}” ({c.place})" for c in point.citations]
        lines += [f"   We propose: {_line(point.wording)}"] if point.wording else []
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def render_markdown(report: Report) -> str:
    """Returns the points as a Markdown memo."""
    points = points_for(report)
    parts = [f"# {escape(_title(report))}", _count(points)]
    for point in points:
        parts += [f"## {point.number}. {escape(point.title)}", escape(point.message)]
        parts += [f"> “{escape(c.quote)}”  \n> ({escape(c.place)})" for c in point.citations]
        parts += [f"*We propose:* {escape(point.wording)}"] if point.wording else []
    return "\n\n".join(parts) + "\n"


def render_json(report: Report) -> str:
    """Returns the points as JSON text."""
    points = [
        {
            "number": point.number,
            "title": point.title,
            "point": point.message,
            "proposal": _line(point.wording),
            "quotes": [{"quote": c.quote, "place": c.place} for c in point.citations],
        }
        for point in points_for(report)
    ]
    document = {"name": report.document.name, "sha256": report.document.sha256}
    return json.dumps({"document": document, "points": points}, indent=2, ensure_ascii=False) + "\n"


def render_workbook(report: Report) -> bytes:
    """Returns the points as the bytes of an .xlsx file, with columns for the answers."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Points"
    columns = [
        ("No.", 6), ("Where", 30), ("Quote", 55), ("Point", 45), ("We propose", 60), ("Your response", 40),
    ]  # fmt: skip
    rows = []
    for point in points_for(report):
        places = "\n".join(c.place for c in point.citations)
        quotes = "\n".join(tidy_quote(c.quote) for c in point.citations)
        rows.append((point.number, places, quotes, point.message, _line(point.wording), ""))
    fill_sheet(sheet, columns, rows)
    return packed(book)


def render_html(report: Report) -> str:
    """Returns the points as one HTML page beside the agreement; it runs no script at all."""
    points = points_for(report)
    stretches = [
        Stretch(
            key=str(point.number),
            start=citation.start,
            end=citation.end,
            anchor=f"q{point.number}-{position}",
            pin=str(point.number),
            label=f"Point {point.number}: {point.title}",
            tone="low",
        )
        for point in points
        for position, citation in enumerate(point.citations)
    ]
    style = asset(TEMPLATES / "report.css")
    return page_template(TEMPLATES, "points.html.j2").render(
        report=report,
        points=points,
        passages=lay_out(report, stretches),
        anchor=anchor,
        style=Markup(style),
        style_hash=source_hash(style),
    )


def _title(report: Report) -> str:
    return f"Points on {report.document.title or report.document.name}"


def _count(points: tuple[Point, ...]) -> str:
    return f"{len(points)} {'point' if len(points) == 1 else 'points'} for discussion."


def _line(text: str) -> str:
    return " ".join(text.split())
