"""One writer per output, all from one view of the report."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msla_check.model.report import Report

WRITERS = {
    "text": ("terminal:render_text", ".txt"),
    "json": ("structured:render_json", ".json"),
    "markdown": ("markdown:render_markdown", ".md"),
    "html": ("html:render_html", ".html"),
    "xlsx": ("workbook:render_workbook", ".xlsx"),
    "ics": ("calendar:render_calendar", ".ics"),
    "sarif": ("sarif:render_sarif", ".sarif"),
}
"""Format to writer and file suffix; a writer is imported when first asked for."""


def render(report: Report, format: str) -> bytes:
    """Returns the report written in `format`, one of `WRITERS`; text is UTF-8."""
    module, function = WRITERS[format][0].split(":")
    writer: Callable[[Report], str | bytes] = getattr(import_module(f"{__name__}.{module}"), function)
    written = writer(report)
    return written.encode() if isinstance(written, str) else written


def suffix(format: str) -> str:
    """Returns the suffix of a file that holds `format`."""
    return WRITERS[format][1]


__all__ = ["WRITERS", "render", "suffix"]
