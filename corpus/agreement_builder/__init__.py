"""Renders the agreements of the corpus into PDF, DOCX, HTML and plain text."""

from __future__ import annotations

from .renderings import FORMATS, load, render, slugs
from .source import Document, Item, SourceError
from .variants import render_variant

__all__ = ["FORMATS", "Document", "Item", "SourceError", "load", "render", "render_variant", "slugs"]
