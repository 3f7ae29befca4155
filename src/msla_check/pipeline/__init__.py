"""Segments an agreement into clauses, classifies them, and reads the terms out of them."""

from __future__ import annotations

from .build import analyze, build_pipeline

__all__ = ["analyze", "build_pipeline"]
