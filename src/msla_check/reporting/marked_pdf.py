"""The reviewed PDF with its findings: highlights with notes on the words, and a list of bookmarks."""

from __future__ import annotations

from collections import defaultdict
from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.annotations import Highlight, Text
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject, TextStringObject

from msla_check.model import Agreement, Audience, Box
from msla_check.model.report import Report
from msla_check.parsing import read_agreement
from msla_check.parsing.places import find_boxes

from .notes import Note, notes_on

_COLOURS = {"high": "f4a6a0", "medium": "ffe08a", "low": "b5d8f7", "": "ffe08a"}
_PIN = 22.0
"""Points from one pin to the next."""
Quad = tuple[float, float, float, float]


def render_marked_pdf(
    report: Report,
    source: bytes,
    *,
    audience: Audience = "us",
    author: str = "msla-check",
    password: str | None = None,
) -> bytes:
    """Returns `source`, the PDF that was reviewed, with the report's findings marked on it.

    Text and layout are left as they are: only annotations and an outline are added.
    """
    agreement = read_agreement(source, name=report.document.name, password=password)
    reader = PdfReader(BytesIO(source))
    if reader.is_encrypted:
        reader.decrypt(password or "")
    writer = PdfWriter(clone_from=reader)
    heading = "Findings of the review" if audience == "us" else "Points for discussion"
    root = writer.add_outline_item(title=heading, page_number=0, bold=True)
    marks: dict[tuple[int, tuple[Quad, ...]], list[Note]] = defaultdict(list)
    pinned = 0
    for note in notes_on(report, audience):
        places = _places(writer, agreement, note)
        for place in places:
            marks[place].append(note)
        if not places:
            _pin(writer, note, author, pinned)
            pinned += 1
        page = places[0][0] if places else 0
        writer.add_outline_item(title=note.title, page_number=page, parent=root)
    for (page, quads), notes in marks.items():
        writer.add_annotation(page, _highlight(quads, notes, author))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _places(writer: PdfWriter, agreement: Agreement, note: Note) -> list[tuple[int, tuple[Quad, ...]]]:
    """Returns page index and boxes of each passage that a finding rests on."""
    found: list[tuple[int, tuple[Quad, ...]]] = []
    for evidence in note.evidence:
        quads: dict[int, list[Quad]] = defaultdict(list)
        for number, box in find_boxes(agreement, evidence.start, evidence.end):
            quads[number - 1].append(_user_space(writer.pages[number - 1], box))
        found += [(page, tuple(quads[page])) for page in sorted(quads)]
    return list(dict.fromkeys(found))


def _pin(writer: PdfWriter, note: Note, author: str, earlier: int) -> None:
    """Notes what is missing, and so has no words, down the right edge of the first page.

    Where the `earlier` ones fill the edge, the next go to another column beside it.
    """
    page = writer.pages[0]
    box = page.cropbox
    column, row = divmod(earlier, max(1, int(float(box.height) // _PIN) - 1))
    right, top = float(box.right) - 12 - _PIN * column, float(box.top) - _PIN * (row + 1)
    mark = Text(rect=(right - 18, top - 18, right, top), text=note.text)
    mark[NameObject("/T")] = TextStringObject(author)
    writer.add_annotation(0, mark)


def _highlight(quads: tuple[Quad, ...], notes: list[Note], author: str) -> DictionaryObject:
    """Returns one highlight for all findings on the same words: laid over each other they would hide them."""
    points = []
    for left, bottom, right, top in quads:
        points += [left, top, right, top, left, bottom, right, bottom]
    rect = (
        min(quad[0] for quad in quads),
        min(quad[1] for quad in quads),
        max(quad[2] for quad in quads),
        max(quad[3] for quad in quads),
    )
    mark = Highlight(
        rect=rect,
        quad_points=ArrayObject([FloatObject(round(value, 2)) for value in points]),
        highlight_color=_COLOURS[notes[0].tone],
        printing=True,
    )
    words = "\n\n---\n\n".join(note.text for note in notes)
    mark[NameObject("/Contents")] = TextStringObject(words)
    mark[NameObject("/T")] = TextStringObject(author)
    return mark


def _user_space(page: PageObject, box: Box) -> Quad:
    """Returns a box of the upright page (origin top left) in the page's own coordinates."""
    crop = page.cropbox
    left, bottom, right, top = (float(v) for v in (crop.left, crop.bottom, crop.right, crop.top))
    turn = (page.rotation or 0) % 360
    if turn == 90:
        return (left + box.top, bottom + box.left, left + box.bottom, bottom + box.right)
    if turn == 180:
        return (right - box.right, bottom + box.top, right - box.left, bottom + box.bottom)
    if turn == 270:
        return (right - box.bottom, top - box.right, right - box.top, top - box.left)
    return (left + box.left, top - box.bottom, left + box.right, top - box.top)
