"""Reads a Word file (.docx, .docm) into an `Agreement`; macros are never run."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections import Counter
from dataclasses import dataclass, field, replace

from lxml import etree

from msla_check.errors import UnreadableDocument
from msla_check.model import Agreement
from msla_check.model.agreement import Furniture, FurnitureKind, ReadingWarning, Revision

from .assemble import Assembler, SourceCell, SourceParagraph
from .docx_numbering import Numbering, Styles, W
from .limits import MAX_DEPTH, MAX_PACKAGE_BYTES, MAX_PART_BYTES, MAX_PARTS

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_BREAKS = {f"{W}tab": " ", f"{W}br": " ", f"{W}cr": " ", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}
_INVISIBLE = re.compile("[\u200b\u200c\u2060\ufeff\u00ad]")
_OFF = ("0", "false", "off", "none")


def read_docx(data: bytes, *, name: str) -> Agreement:
    """Returns the agreement in a Word file's bytes, tracked changes read as accepted.

    Raises:
        UnreadableDocument: it is damaged or beyond a limit.
    """
    parts = _Parts(data, name)
    body = _Body(parts)
    root = parts.xml("word/document.xml")
    if root is None or root.find(f"{W}body") is None:
        raise UnreadableDocument(f"{name}: the Word file holds no document; save it again.")
    _check_depth(root, name)
    body.read(root.find(f"{W}body"))
    text = body.assembler.text
    if not text.strip():
        raise UnreadableDocument(f"{name}: the Word file holds no text.")
    return Agreement(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=MEDIA_TYPE,
        text=text,
        blocks=tuple(body.assembler.blocks),
        furniture=(*body.furniture, *_margins(parts), *_comments(parts)),
        revisions=tuple(body.revisions),
        warnings=tuple(_warnings(body, parts)),
    )


class _Parts:
    """The parts of a Word package, unpacked within limits."""

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        try:
            self._package = zipfile.ZipFile(io.BytesIO(data))
            infos = self._package.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise UnreadableDocument(f"{name}: the Word file is damaged; save it again.") from error
        if len(infos) > MAX_PARTS or sum(info.file_size for info in infos) > MAX_PACKAGE_BYTES:
            raise UnreadableDocument(f"{name}: the Word file unpacks to more than is read; save it anew.")
        self.names = [info.filename for info in infos]

    def xml(self, part: str) -> etree._Element | None:
        """Returns the root of an XML part, or None where the package has no such part."""
        if part not in self.names:
            return None
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
        try:
            with self._package.open(part) as stream:
                content = stream.read(MAX_PART_BYTES + 1)
            if len(content) > MAX_PART_BYTES:
                limit = MAX_PART_BYTES // 1_000_000
                raise UnreadableDocument(f"{self.name}: {part} unpacks to more than {limit} MB.")
            return etree.fromstring(content, parser)
        except (zipfile.BadZipFile, zlib.error, etree.LxmlError, EOFError, RuntimeError, OSError) as error:
            message = f"{self.name}: the Word file is damaged ({part} cannot be read); save it again."
            raise UnreadableDocument(message) from error


@dataclass(slots=True)
class _Words:
    """The words of a paragraph under way, with what is set off, and what surrounds them."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)


class _Body:
    """Walks a document's body and gathers its paragraphs and tables in order."""

    def __init__(self, parts: _Parts) -> None:
        self.parts = parts
        self.assembler = Assembler()
        self.styles = Styles(parts.xml("word/styles.xml"))
        self.numbering = Numbering(parts.xml("word/numbering.xml"), self.styles)
        self.furniture: list[Furniture] = []
        self.revisions: list[Revision] = []
        self.hidden = 0
        self.invisible = 0
        self._notes = {kind: _notes(parts, kind) for kind in ("footnote", "endnote")}
        self._field_depth = 0
        self._toc_depth = 0
        self._carried: _Words | None = None

    def read(self, container: etree._Element) -> None:
        """Reads paragraphs, tables, content controls and what else holds them."""
        for child in container:
            if child.tag == f"{W}p":
                self._paragraph(child)
            elif child.tag == f"{W}tbl":
                self._table(child)
            elif child.tag in (f"{W}del", f"{W}moveFrom"):
                self._deleted(child)
            elif child.tag == _ALTERNATE:
                self.read(child[0]) if len(child) else None
            elif isinstance(child.tag, str) and child.tag != f"{W}sectPr":
                self.read(child)

    def _paragraph(self, paragraph: etree._Element) -> None:
        properties = paragraph.find(f"{W}pPr")
        style = _value(properties, "pStyle") or self.styles.default
        words = self._carried or _Words()
        self._carried = None
        in_toc = self._toc_depth > 0
        self._gather(paragraph, words, style)
        if properties is not None and properties.find(f"{W}rPr/{W}del") is not None:
            self._carried = words  # its mark is deleted: it runs on into the next paragraph
            return
        number, list_level = self.numbering.next_number(paragraph, style)
        self._add(words, style, properties, number, list_level, in_toc or self._toc_depth > 0)
        for box in words.boxes:
            self.read(box)
        for kind, id_ in words.notes:
            note = self._notes[kind].get(id_, "")
            if note:
                self.assembler.add_paragraph(SourceParagraph(note, kind="note"))

    def _add(
        self,
        words: _Words,
        style: str,
        properties: etree._Element | None,
        number: str,
        list_level: int | None,
        in_toc: bool,
    ) -> None:
        text, lead, bold = _joined(words.pieces)
        name = self.styles.name(style)
        level = self.styles.outline_level(style)
        kind = "heading" if level else "list_item" if list_level is not None else "paragraph"
        if in_toc or re.match(r"toc \d", name, re.I):
            kind = "toc"
        justification = _value(properties, "jc")
        if justification is None:
            styled = self.styles.property(style, "pPr/jc")
            justification = None if styled is None else styled.get(f"{W}val")
        self.assembler.add_paragraph(
            SourceParagraph(
                text,
                kind=kind,  # type: ignore[arg-type]
                number=number,
                level=level or (list_level + 1 if list_level is not None else None),
                style=name,
                bold=bold,
                lead=lead,
                centered=justification == "center",
            )
        )

    def _gather(self, element: etree._Element, words: _Words, style: str) -> None:
        """Adds the words in an element of a paragraph, in order."""
        for child in element:
            tag = child.tag
            if tag == f"{W}r":
                self._run(child, words, style)
            elif tag in (f"{W}del", f"{W}moveFrom"):
                self._deleted(child)
            elif tag in (f"{W}ins", f"{W}moveTo"):
                self._inserted(child, words, style)
            elif tag == f"{W}pPr" or not isinstance(tag, str):
                continue
            elif tag == _ALTERNATE:
                if len(child):
                    self._gather(child[0], words, style)
            else:
                self._gather(child, words, style)

    def _run(self, run: etree._Element, words: _Words, style: str) -> None:
        properties = run.find(f"{W}rPr")
        if self._is_hidden(properties, style):
            text = "".join(t.text or "" for t in run.iter(f"{W}t"))
            if text.strip():
                self.hidden += 1
                self.furniture.append(Furniture("hidden", text))
            return
        set_off = self._is_set_off(properties, style)
        for child in run:
            tag = child.tag
            if tag == f"{W}t":
                clean = _INVISIBLE.sub("", child.text or "")
                self.invisible += len((child.text or "").replace("\u00ad", "")) > len(clean)
                words.pieces.append((clean, set_off))
            elif tag in _BREAKS:
                words.pieces.append((_BREAKS[tag], set_off))
            elif tag == f"{W}sym":
                code = child.get(f"{W}char", "")
                words.pieces.append((_symbol(code), set_off))
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                words.notes.append((tag.removeprefix(W).removesuffix("Reference"), child.get(f"{W}id", "")))
            elif tag == f"{W}fldChar":
                self._field(child.get(f"{W}fldCharType", ""))
            elif tag == f"{W}instrText":
                if re.match(r"\s*TOC\b", child.text or "") and not self._toc_depth:
                    self._toc_depth = self._field_depth
            elif tag in (f"{W}pict", f"{W}drawing", f"{W}object", _ALTERNATE):
                words.boxes += _text_boxes(child)

    def _field(self, kind: str) -> None:
        if kind == "begin":
            self._field_depth += 1
        elif kind == "end":
            if self._field_depth == self._toc_depth:
                self._toc_depth = 0
            self._field_depth = max(0, self._field_depth - 1)

    def _inserted(self, element: etree._Element, words: _Words, style: str) -> None:
        before = len(words.pieces)
        self._gather(element, words, style)
        text = "".join(piece for piece, _ in words.pieces[before:])
        self._revise("insertion", element, text)

    def _deleted(self, element: etree._Element) -> None:
        self._revise("deletion", element, "".join(t.text or "" for t in element.iter(f"{W}delText", f"{W}t")))

    def _revise(self, kind: str, element: etree._Element, text: str) -> None:
        if text:
            at = self.assembler.at
            author, date = element.get(f"{W}author", ""), element.get(f"{W}date", "")
            self.revisions.append(Revision(kind, text, at, at, author, date))  # type: ignore[arg-type]

    def _is_hidden(self, properties: etree._Element | None, style: str) -> bool:
        vanish = None if properties is None else properties.find(f"{W}vanish")
        if vanish is not None:
            return vanish.get(f"{W}val", "1") not in _OFF
        colour = (_value(properties, "color") or "").upper()
        shaded = properties is not None and properties.find(f"{W}shd") is not None
        return colour == "FFFFFF" and not shaded

    def _is_set_off(self, properties: etree._Element | None, style: str) -> bool:
        for name in ("b", "u"):
            own = None if properties is None else properties.find(f"{W}{name}")
            found = own if own is not None else self.styles.property(style, f"rPr/{name}")
            if found is not None and found.get(f"{W}val", "1") not in _OFF:
                return True
        return False

    def _table(self, table: etree._Element) -> None:
        rows: list[list[SourceCell]] = []
        nested: list[etree._Element] = []
        for row in _direct(table, f"{W}tr"):
            if row.find(f"{W}trPr/{W}del") is not None:
                self._revise(
                    "deletion",
                    row.find(f"{W}trPr/{W}del"),
                    "".join(t.text or "" for t in row.iter(f"{W}delText")),
                )
                continue
            head = row.find(f"{W}trPr/{W}tblHeader")
            cells = []
            for cell in _direct(row, f"{W}tc"):
                cells.append(self._cell(cell, head is not None and head.get(f"{W}val", "1") not in _OFF))
                nested += _direct(cell, f"{W}tbl")
            rows.append(cells)
        if rows and len(rows) > 1 and not any(cell.header for row in rows for cell in row):
            rows[0] = [replace(cell, header=True) for cell in rows[0]]
        if max((len(row) for row in rows), default=0) == 1:
            self._boxed(table)  # a frame around paragraphs, no table
            return
        self.assembler.add_table(rows)
        for inner in nested:
            self._table(inner)

    def _boxed(self, table: etree._Element) -> None:
        for row in _direct(table, f"{W}tr"):
            for cell in _direct(row, f"{W}tc"):
                self.read(cell)

    def _cell(self, cell: etree._Element, header: bool) -> SourceCell:
        texts = []
        for paragraph in cell.iter(f"{W}p"):
            if any(a.tag == f"{W}tbl" for a in _until(paragraph, cell)):
                continue
            words = _Words()
            style = _value(paragraph.find(f"{W}pPr"), "pStyle") or self.styles.default
            self._gather(paragraph, words, style)
            number, _ = self.numbering.next_number(paragraph, style)
            texts.append(" ".join(part for part in (number, _joined(words.pieces)[0]) if part))
            texts += [note for kind, id_ in words.notes if (note := self._notes[kind].get(id_, ""))]
        span = _value(cell.find(f"{W}tcPr"), "gridSpan") or "1"
        return SourceCell(" ".join(t for t in texts if t), 1, int(span) if span.isdigit() else 1, header)


def _joined(pieces: list[tuple[str, bool]]) -> tuple[str, int, bool]:
    """Returns a paragraph's text, the length of its set-off beginning, and whether all of it is."""
    text, marks = "", []
    for piece, set_off in pieces:
        clean = re.sub(r"[\s\u00a0]+", " ", piece)
        if text.endswith(" ") or not text:
            clean = clean.lstrip(" ")
        text += clean
        marks += [set_off or not c.isalnum() for c in clean]
    text = text.rstrip()
    lead = next((i for i, mark in enumerate(marks) if not mark), len(text))
    if not any(c.isalnum() for c in text[:lead]):
        return text, 0, False
    if lead >= len(text):
        return text, 0, True
    return text, len(text[:lead].rstrip(' ("“')), False


def _warnings(body: _Body, parts: _Parts) -> list[ReadingWarning]:
    warnings = []
    if body.revisions:
        kinds = Counter(revision.kind for revision in body.revisions)
        authors = sorted({revision.author for revision in body.revisions if revision.author})
        who = f" by {', '.join(authors)}" if authors else ""
        message = (
            f"The file holds tracked changes{who} ({kinds['insertion']} insertions, "
            f"{kinds['deletion']} deletions); it was read as if all were accepted."
        )
        warnings.append(ReadingWarning("tracked_changes", message))
    comments = len(_comments(parts))
    if comments:
        plural = "s" if comments > 1 else ""
        warnings.append(
            ReadingWarning("comments", f"The file holds {comments} comment{plural}, not reviewed.")
        )
    if body.hidden:
        message = f"{body.hidden} passages are hidden or white on white; they were not reviewed."
        warnings.append(ReadingWarning("hidden_text", message))
    if body.invisible:
        message = f"Invisible characters stand in {body.invisible} passages; they were left out."
        warnings.append(ReadingWarning("invisible_characters", message))
    return warnings


def _margins(parts: _Parts) -> list[Furniture]:
    """Returns the texts of headers and footers, each once."""
    found: list[Furniture] = []
    for part in sorted(parts.names):
        match = re.fullmatch(r"word/(header|footer)\d*\.xml", part)
        root = parts.xml(part) if match else None
        if match is None or root is None:
            continue
        for paragraph in root.iter(f"{W}p"):
            text = " ".join("".join(t.text or "" for t in paragraph.iter(f"{W}t")).split())
            kind: FurnitureKind = "header" if match[1] == "header" else "footer"
            if text and Furniture(kind, text) not in found:
                found.append(Furniture(kind, text))
    return found


def _comments(parts: _Parts) -> list[Furniture]:
    root = parts.xml("word/comments.xml")
    found = []
    for comment in [] if root is None else root.iter(f"{W}comment"):
        text = " ".join(" ".join(t.text or "" for t in comment.iter(f"{W}t")).split())
        author, date = comment.get(f"{W}author", ""), comment.get(f"{W}date", "")
        found.append(Furniture("comment", text, author=author, date=date))
    return found


def _notes(parts: _Parts, kind: str) -> dict[str, str]:
    root = parts.xml(f"word/{kind}s.xml")
    return {
        note.get(f"{W}id", ""): " ".join("".join(t.text or "" for t in note.iter(f"{W}t")).split())
        for note in ([] if root is None else root.iter(f"{W}{kind}"))
        if note.get(f"{W}type") is None
    }


def _text_boxes(element: etree._Element) -> list[etree._Element]:
    """Returns the text boxes of a drawing, each once: Word stores most of them twice."""
    return [
        box
        for box in element.iter(f"{W}txbxContent")
        if not any(a.tag in (_FALLBACK, f"{W}txbxContent") for a in _until(box, element))
    ]


def _until(element: etree._Element, top: etree._Element) -> list[etree._Element]:
    ancestors = []
    for ancestor in element.iterancestors():
        if ancestor is top:
            break
        ancestors.append(ancestor)
    return ancestors


def _direct(parent: etree._Element, tag: str) -> list[etree._Element]:
    """Returns rows or cells of a table, those in content controls too, but not those of inner tables."""
    found = []
    for child in parent:
        if child.tag == tag:
            found.append(child)
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"):
            found += _direct(child, tag)
    return found


def _value(properties: etree._Element | None, name: str) -> str | None:
    child = None if properties is None else properties.find(f"{W}{name}")
    return None if child is None else child.get(f"{W}val")


def _symbol(code: str) -> str:
    try:
        value = int(code, 16)
    except ValueError:
        return ""
    return chr(value) if value < 0xF000 else "•"


def _check_depth(root: etree._Element, name: str) -> None:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise UnreadableDocument(f"{name}: the Word file is nested more than {MAX_DEPTH} deep.")
