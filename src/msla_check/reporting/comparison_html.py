"""A comparison of two versions as one self-contained HTML page."""

from __future__ import annotations

from collections import Counter

from markupsafe import Markup

from msla_check.model.comparison import Comparison

from .page import TEMPLATES, asset, page_template, source_hash


def render_comparison_html(comparison: Comparison) -> str:
    """Returns the comparison as a page: risks, terms, then the clauses with the words put in and taken out."""
    style = asset(TEMPLATES / "report.css") + asset(TEMPLATES / "comparison.css")
    return page_template(TEMPLATES, "comparison.html.j2").render(
        comparison=comparison,
        counts=sorted(Counter(change.kind for change in comparison.clauses).items()),
        style=Markup(style),
        style_hash=source_hash(style),
    )
