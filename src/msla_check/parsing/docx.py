"""Reads Word files: everything with text, in document order, numbered as Word numbers it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from lxml import etree

from msla_check.errors import UnreadableDocument
from msla_check.model import Agreement, Furniture, ReadingWarning, Revision, Run
from msla_check.model.agreement import FurnitureKind

from .assemble import Assembler
from .docx_inline import InlineReader, Scene
from .docx_notes import Notes, read_notes
from .docx_numbering import Numbering, read_numbering
from .docx_package import MC, Package, R, W, on, open_package, value, whole
from .docx_paragraphs import Paragraph, paragraph_of
from .docx_runs import RunNames
from .docx_styles import Styles, read_styles
from .docx_tables import Table, as_layout, cell_sources, read_table
from .docx_words import Reading, Words
from .warnings import reading_warnings

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_THROUGH = frozenset([W + "sdt", W + "sdtContent", W + "customXml", W + "smartTag", W + "ins", W + "moveTo"])


@dataclass(slots=True)
class DocxReader:
    """Walks a Word file's body; what is read gathers in the assembler."""

    package: Package
    styles: Styles
    numbering: Numbering
    inline: InlineReader
    notes: Notes
    reading: Reading
    assembler: Assembler = field(default_factory=Assembler)
    revisions: list[Revision] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    anchors: dict[str, list[int]] = field(default_factory=dict)
    runs: list[Run] = field(default_factory=list)
    names: RunNames = field(default_factory=RunNames)
    carried: tuple[Words, Paragraph | None] | None = None
    """Words of paragraphs whose mark is deleted or hidden: they go on in the next one."""

    def read_body(self, body: etree._Element) -> None:
        """Reads the main text, block by block."""
        for element in _blocks(body):
            found: list[Paragraph] = []
            if element.tag == W + "tbl":
                self._table(element)
                continue
            self._paragraph(element, found, None)
            for paragraph in found:
                self._emit(paragraph)
        for paragraph in self._rest():
            self._emit(paragraph)

    def read_story(
        self, container: etree._Element, found: list[Paragraph], table: Table | None = None
    ) -> None:
        """Adds the paragraphs of a cell, note or box to `found`; tables within it cell by cell."""
        outer, self.carried = self.carried, None
        for element in _blocks(container):
            if element.tag == W + "tbl":
                inner = read_table(element, self.reading, self.read_story)
                found += inner.paragraphs
                _hand_over(inner.dropped, found)
            else:
                self._paragraph(element, found, table)
        found += self._rest()
        self.carried = outer

    def _rest(self) -> list[Paragraph]:
        """Returns the last paragraph where its mark is deleted and nothing follows."""
        carried, self.carried = self.carried, None
        return [carried[1] or paragraph_of(carried[0])] if carried else []

    def _table(self, element: etree._Element) -> None:
        table = read_table(element, self.reading, self.read_story)
        paragraphs = as_layout(table)
        if paragraphs is not None:
            for paragraph in paragraphs:
                self._emit(paragraph)
        else:
            starts = self.assembler.add_table(cell_sources(table))
            for row, row_starts in zip(table.rows, starts, strict=False):
                for cell, at in zip(row, row_starts, strict=True):
                    for paragraph in cell.paragraphs:
                        self._place(paragraph, at)
                        at += len(paragraph.shown) + 1 if paragraph.text else 0
            for paragraph in table.paragraphs:
                self._emit_notes(paragraph)
        unseen = Paragraph()
        _hand_over(table.dropped, [unseen])
        self._place(unseen, self.assembler.at)

    def _paragraph(self, element: etree._Element, found: list[Paragraph], table: Table | None) -> None:
        """Adds the paragraph in a `w:p`, and those of the text boxes anchored in it."""
        own = element.find(W + "pPr")
        if self.reading == "original" and own is not None:
            former = own.find(f"{W}pPrChange/{W}pPr")
            own = own if former is None else former
        style = value(own, "pStyle") or self.styles.default_paragraph
        carried, self.carried = self.carried, None
        words = carried[0] if carried else Words(self.reading)
        contents = self.inline.in_contents
        seen = table.shaded if table is not None else False
        seen = seen or (own is not None and own.find(W + "shd") is not None)
        self.inline.read(element, words, Scene(style, seen))
        boxes, words.boxes = words.boxes, []
        joined = self._joined(element, words)
        if joined == "deleted":
            self.carried = words, None
        else:
            paragraph = paragraph_of(words)
            if carried and carried[1] is not None:
                _take_looks(paragraph, carried[1])
            elif joined != "hidden" or paragraph.text:
                self._dress(paragraph, own, style, contents or self.inline.in_contents)
            if words.hidden:
                self._hide(words)
            if joined == "hidden":
                self.carried = words, paragraph if paragraph.text else None
            else:
                found.append(paragraph)
        for box in boxes:
            self.read_story(box, found)

    def _joined(self, element: etree._Element, words: Words) -> str:
        """Returns "deleted" or "hidden" where the paragraph's mark is not shown, so that it runs on."""
        mark = element.find(f"{W}pPr/{W}rPr")
        if mark is None:
            return ""
        gone = {"accepted": ("del", "moveFrom"), "original": ("ins", "moveTo")}.get(self.reading, ())
        if any(mark.find(W + name) is not None for name in gone):
            return "deleted"
        return "hidden" if on(mark, "vanish") else ""

    def _hide(self, words: Words) -> None:
        text = " ".join("".join(words.hidden).split())
        words.hidden = []
        if text:
            self.furniture.append(Furniture("hidden", text))

    def _dress(self, paragraph: Paragraph, own: etree._Element | None, style: str, contents: bool) -> None:
        """Gives a paragraph its number, level and looks."""
        paragraph.style = self.styles.name(style)
        paragraph.contents = contents or paragraph.style.lower().startswith("toc ")
        paragraph.centered = self.styles.aligned(own, style) == "center"
        paragraph.indent = self._indent(own, style)
        outline = self.styles.outline(own, style)
        paragraph.heading = outline is not None or paragraph.style.lower() in ("title", "subtitle")
        paragraph.level = outline
        place = self.numbering.place(own, style)
        # An empty paragraph is numbered, save one that only holds a section break.
        breaks = own is not None and own.find(W + "sectPr") is not None
        if place is not None and (paragraph.text or not breaks):
            number = self.numbering.advance(*place)
            paragraph.number = number.text
            paragraph.listed = True
            paragraph.level = outline or number.level

    def _indent(self, own: etree._Element | None, style: str) -> float | None:
        for properties in self.styles.paragraph_properties(own, style):
            indent = properties.find(W + "ind")
            if indent is not None:
                left = whole(indent.get(W + "left") or indent.get(W + "start")) or 0
                first = whole(indent.get(W + "firstLine")) or 0
                return (left + first - (whole(indent.get(W + "hanging")) or 0)) / 20
        return None

    def _emit(self, paragraph: Paragraph) -> None:
        """Adds a paragraph to the text, then the notes that it refers to."""
        source = paragraph.source()
        start = self.assembler.add_paragraph(source)
        self._place(paragraph, start)
        self._emit_notes(paragraph)

    def _emit_notes(self, paragraph: Paragraph) -> None:
        for kind, id_ in paragraph.notes:
            number, element = self.notes.find(kind, id_)
            if element is None:
                continue
            inside: list[Paragraph] = []
            self.read_story(element, inside)
            text = " ".join(p.shown for p in inside if p.text)
            self.assembler.add_paragraph(Paragraph(text, number=number, note=True).source())
            at = self.assembler.at - len(text)
            for part in inside:
                self._place(part, at)
                at += len(part.shown) + 1 if part.text else 0

    def _place(self, paragraph: Paragraph, start: int) -> None:
        """Records a paragraph's runs, changes and comment anchors, now that it has its place in the text."""
        text = paragraph.text
        start += len(paragraph.shown) - len(text)
        for stretch in paragraph.stretches:
            end = min(stretch.end, len(text))
            if stretch.start < end:
                name = self.names.name(stretch.run)
                self.runs.append(Run(start + stretch.start, start + end, *name, stretch.offset))
        for change in paragraph.changes:
            first, last = (start + min(offset, len(text)) for offset in (change.start, change.end))
            self.revisions.append(
                Revision(change.kind, change.text.strip(), first, last, change.author, change.date)
            )
        for offset, id_, begins in paragraph.anchors:
            at = start + min(offset, len(text))
            ends = self.anchors.setdefault(id_, [at, at])
            ends[0 if begins else 1] = at

    def read_furniture(self, document: etree._Element, path: str) -> None:
        """Reads headers, footers and comments."""
        seen: set[str] = set()
        for reference in document.iter(W + "headerReference", W + "footerReference"):
            target = self.package.related(path, reference.get(R + "id") or "")
            kind: FurnitureKind = "header" if reference.tag.endswith("headerReference") else "footer"
            part = None if target in seen or not target else self.package.part(target)
            seen.add(target)
            if part is not None:
                paragraphs: list[Paragraph] = []
                self.inline.note_open_fields(part)
                self.read_story(part, paragraphs)
                text = "\n".join(p.shown for p in paragraphs if p.text)
                if text and not any(f.kind == kind and f.text == text for f in self.furniture):
                    self.furniture.append(Furniture(kind, text))
        comments = self.package.part(self.package.target(path, "comments") or "word/comments.xml")
        for comment in comments.iterfind(W + "comment") if comments is not None else ():
            paragraphs = []
            self.read_story(comment, paragraphs)
            anchor = self.anchors.get(comment.get(W + "id") or "")
            place = (min(anchor), max(anchor)) if anchor else None
            text = "\n".join(p.shown for p in paragraphs if p.text)
            who, when = comment.get(W + "author") or "", comment.get(W + "date") or ""
            self.furniture.append(Furniture("comment", text, None, place, who, when))


def read_docx(data: bytes, *, name: str, reading: Reading = "accepted") -> Agreement:
    """Returns the agreement in a .docx or .docm file; `reading` says what becomes of tracked changes.

    `accepted` shows the text with all changes made, `original` without them, and `marked` shows both:
    "{+inserted+}" and "[-deleted-]".

    Raises:
        UnreadableDocument: the file is damaged, holds no text, or is beyond a reading limit.
    """
    package = open_package(data, name)
    path = package.target("", "officeDocument") or "word/document.xml"
    document = package.part(path)
    body = None if document is None else document.find(W + "body")
    if document is None or body is None:
        raise UnreadableDocument(f"{name}: the Word file has no main text; save it again in Word.")
    styles = read_styles(package.part(package.target(path, "styles") or "word/styles.xml"))
    numbering = read_numbering(
        package.part(package.target(path, "numbering") or "word/numbering.xml"), styles
    )
    inline = InlineReader(styles, reading)
    inline.note_open_fields(document)
    reader = DocxReader(package, styles, numbering, inline, read_notes(package, path), reading)
    reader.read_body(body)
    reader.read_furniture(document, path)
    assembler = reader.assembler
    if not assembler.text:
        raise UnreadableDocument(f"{name}: the Word file holds no text.")
    warnings = reading_warnings(assembler.text, reader.furniture, reader.revisions, reading, inline.deceptive)
    if package.damaged:
        message = "The file is damaged; what could be read was reviewed. Save it again in Word."
        warnings = (*warnings, ReadingWarning("damaged", message))
    return Agreement(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=MEDIA_TYPE,
        text=assembler.text,
        blocks=tuple(assembler.blocks),
        title=_title(assembler),
        furniture=tuple(reader.furniture),
        revisions=_bounded(reader.revisions, assembler.at),
        runs=tuple(sorted(reader.runs, key=lambda run: run.start)),
        warnings=warnings,
    )


def _blocks(container: etree._Element) -> list[etree._Element]:
    """Returns the paragraphs and tables of a story in order, also those in content controls."""
    found: list[etree._Element] = []
    for child in container:
        if child.tag in (W + "p", W + "tbl"):
            found.append(child)
        elif child.tag in _THROUGH:
            found += _blocks(child)
        elif child.tag == MC + "AlternateContent":
            branches = [b for b in child if b.tag in (MC + "Choice", MC + "Fallback") and len(_blocks(b))]
            found += _blocks(branches[0]) if branches else []
    return found


def _take_looks(paragraph: Paragraph, first: Paragraph) -> None:
    """Gives a paragraph that began with a style separator the number and level of its first part."""
    for name in ("number", "level", "listed", "contents", "style", "centered", "indent"):
        setattr(paragraph, name, getattr(first, name))
    paragraph.lead = paragraph.lead or (len(first.text) if len(first.text) < len(paragraph.text) else 0)


def _hand_over(dropped: list[Paragraph], found: list[Paragraph]) -> None:
    """Keeps the changes of paragraphs that are not shown, on the last one that is."""
    if found:
        end = len(found[-1].text)
        for paragraph in dropped:
            for change in paragraph.changes:
                change.start = change.end = end
                found[-1].changes.append(change)


def _bounded(revisions: list[Revision], end: int) -> tuple[Revision, ...]:
    """Returns the changes in order of place, none beyond the end of the text."""
    kept = [
        r if r.end <= end else Revision(r.kind, r.text, min(r.start, end), end, r.author, r.date)
        for r in revisions
        if r.text
    ]
    return tuple(sorted(kept, key=lambda r: (r.start, r.end)))


def _title(assembler: Assembler) -> str:
    titles = (b for b in assembler.blocks if b.style.lower() == "title")
    return next((assembler.text[b.start : b.end] for b in titles), "")
