"""Renders the agreements of the corpus into PDF, DOCX, HTML and plain text."""

from __future__ import annotations

from .renderings import FORMATS, load, render, slugs
from .source import Document, Item, SourceError

__all__ = ["FORMATS", "Document", "Item", "SourceError", "load", "render", "slugs"]
