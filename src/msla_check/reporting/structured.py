"""The report as JSON."""

from __future__ import annotations

from msla_check.model.report import Report


def render_json(report: Report) -> str:
    """Returns the report as JSON text."""
    return report.to_json()
