"""One writer per output, all from one view of the report."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from msla_check.errors import UnsupportedFormat

if TYPE_CHECKING:
    from msla_check.model import Audience
    from msla_check.model.report import Report

WRITERS = {
    "text": ("terminal:render_text", ".txt"),
    "json": ("structured:render_json", ".json"),
    "markdown": ("markdown:render_markdown", ".md"),
    "html": ("html:render_html", ".html"),
    "xlsx": ("workbook:render_workbook", ".xlsx"),
    "ics": ("calendar:render_calendar", ".ics"),
    "sarif": ("sarif:render_sarif", ".sarif"),
    "pdf": ("marked_pdf:render_marked_pdf", ".reviewed.pdf"),
    "docx": ("marked_docx:render_marked_docx", ".reviewed.docx"),
}
"""Format to writer and file suffix; a writer is imported when first asked for."""

COUNTERPARTY = {
    "text": "counterparty:render_text",
    "json": "counterparty:render_json",
    "markdown": "counterparty:render_markdown",
    "html": "counterparty:render_html",
    "xlsx": "counterparty:render_workbook",
    "pdf": WRITERS["pdf"][0],
    "docx": WRITERS["docx"][0],
}
"""Writers for the other side; a calendar of our deadlines and findings for a code host are internal."""

MARKED = {"pdf": "application/pdf", "docx": "wordprocessingml"}
"""Formats that mark the reviewed file itself, with what its media type must hold."""


def render(
    report: Report,
    format: str,
    source: bytes | None = None,
    *,
    audience: Audience = "us",
    **marking: object,
) -> bytes:
    """Returns the report written in `format`, one of `WRITERS`; text is UTF-8.

    Args:
        report: what to write.
        format: the formats of `MARKED` need `source`.
        source: the bytes of the file that was reviewed.
        audience: "counterparty" leaves out severities, reasons and positions of ours.
        marking: for the formats of `MARKED`: see their writers (author, initials, suggest, date).

    Raises:
        UnsupportedFormat: the reviewed file is not of the kind that the format marks, or the format is
            not for the other side.
    """
    if audience == "counterparty" and format not in COUNTERPARTY:
        raise UnsupportedFormat(
            f"{format} is not written for the other side; choose from {', '.join(COUNTERPARTY)}."
        )
    home = WRITERS[format][0] if audience == "us" else COUNTERPARTY[format]
    module, function = home.split(":")
    writer: Callable[..., str | bytes] = getattr(import_module(f"{__name__}.{module}"), function)
    if format not in MARKED:
        written = writer(report)
    elif source is None or MARKED[format] not in report.document.media_type:
        kind = "PDF" if format == "pdf" else "Word (.docx)"
        raise UnsupportedFormat(
            f"{report.document.name}: only a {kind} file can be given back as marked {kind}."
        )
    else:
        written = writer(report, source, audience=audience, **marking)
    return written.encode() if isinstance(written, str) else written


def suffix(format: str) -> str:
    """Returns the suffix of a file that holds `format`."""
    return WRITERS[format][1]


__all__ = ["COUNTERPARTY", "MARKED", "WRITERS", "render", "suffix"]
