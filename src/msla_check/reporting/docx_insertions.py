"""Proposed wording as tracked insertions: one new paragraph each, nothing of the text touched."""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from .docx_words import set_text, w

# What a new paragraph takes over from the one before it: its looks, not its number, mark or section.
# In the order that Word insists on; the numbering stands between the first two and the others.
_KEPT_FIRST = tuple(w(name) for name in ("pStyle", "keepLines"))
_KEPT_LAST = tuple(w(name) for name in ("tabs", "bidi", "spacing", "ind", "jc"))
_RUN_KEPT = tuple(w(name) for name in ("rFonts", "color", "sz", "szCs", "lang"))


class Inserter:
    """Inserts paragraphs into a document as tracked changes of one author."""

    def __init__(self, document: etree._Element, author: str, date: str) -> None:
        self.document = document
        self.stamp = {w("author"): author} | ({w("date"): date} if date else {})
        self.next_id = 1 + max(
            (int(value) for element in document.iter() if (value := element.get(w("id"), "")).isdigit()),
            default=-1,
        )
        self._last: dict[etree._Element, etree._Element] = {}

    def insert(self, wording: str, after: etree._Element | None) -> None:
        """Inserts `wording` as a paragraph behind the paragraph `after`, else at the document's end."""
        before = self._last_paragraph() if after is None else after
        if before is None:
            return
        paragraph = self._paragraph(before, " ".join(wording.split()))
        # Several proposals on one paragraph stand in the order of the findings.
        self._last.get(before, before).addnext(paragraph)
        self._last[before] = paragraph

    def _last_paragraph(self) -> etree._Element | None:
        body = self.document.find(w("body"))
        paragraphs = [] if body is None else body.findall(w("p"))
        return paragraphs[-1] if paragraphs else None

    def _paragraph(self, model: etree._Element, words: str) -> etree._Element:
        paragraph = etree.Element(w("p"))
        properties = etree.SubElement(paragraph, w("pPr"))
        old = model.find(w("pPr"))
        looks = [] if old is None else list(old)
        properties.extend(deepcopy(child) for child in looks if child.tag in _KEPT_FIRST)
        # A style may number by itself: no number, or every later clause and reference would shift.
        numbering = etree.SubElement(properties, w("numPr"))
        etree.SubElement(numbering, w("numId"), {w("val"): "0"})
        properties.extend(deepcopy(child) for child in looks if child.tag in _KEPT_LAST)
        mark = etree.SubElement(properties, w("rPr"))
        etree.SubElement(mark, w("ins"), self._attributes())
        insertion = etree.SubElement(paragraph, w("ins"), self._attributes())
        run = etree.SubElement(insertion, w("r"))
        letters = model.find(f"{w('r')}/{w('rPr')}")
        kept = [] if letters is None else [deepcopy(child) for child in letters if child.tag in _RUN_KEPT]
        if kept:
            etree.SubElement(run, w("rPr")).extend(kept)
        set_text(etree.SubElement(run, w("t")), words)
        return paragraph

    def _attributes(self) -> dict[str, str]:
        attributes = {w("id"): str(self.next_id), **self.stamp}
        self.next_id += 1
        return attributes
