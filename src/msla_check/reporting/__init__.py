"""One writer per output, all from one view of the report."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msla_check.model.report import Report

WRITERS = {
    "text": "terminal:render_text",
    "json": "structured:render_json",
    "markdown": "markdown:render_markdown",
    "html": "html:render_html",
}
"""Format to writer; a writer is imported when first asked for."""

SUFFIXES = {"text": ".txt", "json": ".json", "markdown": ".md", "html": ".html"}


def render(report: Report, format: str) -> str:
    """Returns the report written in `format`, one of `WRITERS`."""
    module, function = WRITERS[format].split(":")
    writer: Callable[[Report], str] = getattr(import_module(f"{__name__}.{module}"), function)
    return writer(report)


__all__ = ["SUFFIXES", "WRITERS", "render"]
