"""The nouns of msla-check, frozen and without logic beyond themselves."""

from __future__ import annotations

from .agreement import Agreement, Block, Box, Cell, Furniture, Line, ReadingWarning, Revision, Run
from .vocabulary import (
    ELEMENT_TITLES,
    ELEMENTS,
    KEY_ELEMENTS,
    SEVERITIES,
    Audience,
    Element,
    ElementStatus,
    Severity,
    Side,
    Status,
)

__all__ = [
    "ELEMENTS",
    "ELEMENT_TITLES",
    "KEY_ELEMENTS",
    "SEVERITIES",
    "Agreement",
    "Audience",
    "Block",
    "Box",
    "Cell",
    "Element",
    "ElementStatus",
    "Furniture",
    "Line",
    "ReadingWarning",
    "Revision",
    "Run",
    "Severity",
    "Side",
    "Status",
]
