"""The footnotes and endnotes of a Word file, numbered in the order in which they are referred to."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from .docx_package import Package, W
from .numerals import roman


@dataclass(slots=True)
class Notes:
    """Notes by kind and id; `found` holds the numbers given so far."""

    elements: dict[tuple[str, str], etree._Element] = field(default_factory=dict)
    found: dict[tuple[str, str], str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def find(self, kind: str, id_: str) -> tuple[str, etree._Element | None]:
        """Returns the displayed number and the element of a note; None where it was already read."""
        element = self.elements.get((kind, id_))
        if element is None or (kind, id_) in self.found:
            return "", None
        count = self._counts[kind] = self._counts.get(kind, 0) + 1
        self.found[kind, id_] = str(count) if kind == "footnote" else roman(count)
        return self.found[kind, id_], element


def read_notes(package: Package, path: str) -> Notes:
    """Returns the notes of a document; the lines that only separate notes from text are left out."""
    notes = Notes()
    for kind in ("footnote", "endnote"):
        root = package.part(package.target(path, f"{kind}s") or f"word/{kind}s.xml")
        for element in root.iterfind(W + kind) if root is not None else ():
            if element.get(W + "type", "normal") == "normal":
                notes.elements[kind, element.get(W + "id") or ""] = element
    return notes
