"""The reviewed Word file with each finding as a native comment on the exact words.

Only the parts that comments need are touched (document, comments, their relationship and content
type); every other part of the package is copied byte for byte.
"""

from __future__ import annotations

from lxml import etree

from msla_check.model import Audience
from msla_check.model.report import Report

from .docx_insertions import Inserter
from .docx_parts import unpack
from .docx_words import WordText, w
from .notes import Note, notes_on


def render_marked_docx(
    report: Report,
    source: bytes,
    *,
    audience: Audience = "us",
    author: str = "msla-check",
    initials: str = "MC",
    suggest: bool = False,
    date: str = "",
) -> bytes:
    """Returns `source`, the .docx that was reviewed, with the report's findings as comments.

    Args:
        report: the report on `source`.
        source: the reviewed file.
        audience: "counterparty" leaves out severities, reasons and positions of ours.
        author: who comments; `initials` go with it.
        suggest: insert the wording to ask for as tracked changes too.
        date: (ISO 8601) written on comments and insertions where given; without it the output
            depends on the input alone.

    Raises:
        UnreadableDocument: `source` is damaged and could be read in part only.
        UnsupportedFormat: `source` is saved as Strict Open XML.
    """
    parts = unpack(source, report.document.name)
    writer = _Commenter(
        report, parts.document, parts.comments, {"author": author, "initials": initials, "date": date}
    )
    for note in notes_on(report, audience):
        writer.add(note)
    if suggest:
        # After all comments: the words of a finding must not be found in what is proposed.
        inserter = Inserter(parts.document, author, date)
        for note, end in writer.ends:
            if note.wording:
                inserter.insert(note.wording, end)
    return parts.packed()


class _Commenter:
    """Adds comments to a document, one a note, and remembers in which paragraph each ends."""

    def __init__(
        self, report: Report, document: etree._Element, comments: etree._Element, stamp: dict[str, str]
    ) -> None:
        self.report, self.document, self.comments, self.stamp = report, document, comments, stamp
        self.words = WordText(document)
        self.ends: list[tuple[Note, etree._Element | None]] = []
        self.next_id = 1 + max((int(c.get(w("id"), "0")) for c in comments), default=-1)

    def add(self, note: Note) -> None:
        """Anchors a note to its words, or to the best place where it has none."""
        spans = [(e.start, e.end) for e in note.evidence] or self._best_place(note)
        for start, end in spans:
            found = self.words.find(self.report.text[start:end], self.report.text[:start])
            if found is not None:
                self.words.bracket(*found, *self._marks())
                break
        else:
            self._on_first_paragraph()
            found = None
        self._write(note)
        self.ends.append((note, self.words.paragraph_of(found[1]) if found else None))
        self.next_id += 1

    def _best_place(self, note: Note) -> list[tuple[int, int]]:
        """Returns the last words of the last clause on the element: what is missing belongs there."""
        clauses = {clause.id: clause for clause in self.report.clauses}
        verdict = self.report.elements.get(note.element)
        for id_ in reversed(verdict.clauses if verdict else []):
            if id_ in clauses:
                clause = clauses[id_]
                words = self.report.text[clause.start : clause.end].rstrip().rsplit("\n", 1)[-1]
                end = clause.start + len(self.report.text[clause.start : clause.end].rstrip())
                return [(end - min(len(words), 60), end)]
        return []

    def _marks(self) -> tuple[etree._Element, list[etree._Element]]:
        id_ = {w("id"): str(self.next_id)}
        reference = etree.Element(w("r"))
        etree.SubElement(reference, w("commentReference"), id_)
        return etree.Element(w("commentRangeStart"), id_), [
            etree.Element(w("commentRangeEnd"), id_),
            reference,
        ]

    def _on_first_paragraph(self) -> None:
        body = self.document.find(w("body"))
        paragraph = None if body is None else body.find(f".//{w('p')}")
        if paragraph is not None:
            before, after = self._marks()
            properties = paragraph.find(w("pPr"))
            paragraph.insert(0 if properties is None else 1, before)
            paragraph.extend(after)

    def _write(self, note: Note) -> None:
        attributes = {w("id"): str(self.next_id)}
        attributes |= {w(name): value for name, value in self.stamp.items() if value}
        comment = etree.SubElement(self.comments, w("comment"), attributes)
        for part in note.text.split("\n\n"):
            paragraph = etree.SubElement(comment, w("p"))
            run = etree.SubElement(paragraph, w("r"))
            etree.SubElement(run, w("t")).text = part
