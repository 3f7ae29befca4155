"""Writes an agreement as a Word file whose numbers are Word's own multi-level numbering, not typed text."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from .source import Document, Item, Style

_BOLD = re.compile(r"(\*\*.+?\*\*)")
_FONTS = {"times": "Times New Roman", "helvetica": "Arial"}
_EPOCH = (2026, 1, 15, 0, 0, 0)

# Number format and text of each of Word's list levels, as FORMAT.md has them.
_LEVELS: dict[Style, list[tuple[str, str]]] = {
    "decimal": [("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)")],
    "article": [
        ("upperRoman", "ARTICLE %1"),
        ("decimalZero", "%1.%2"),
        ("lowerLetter", "(%3)"),
        ("lowerRoman", "(%4)"),
    ],
    "uk": [("decimal", "%1."), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"), ("lowerLetter", "(%4)")],
    "letter": [("none", ""), ("none", ""), ("lowerLetter", "(%3)"), ("lowerRoman", "(%4)")],
}
_INDENTS = [(0, 0), (720, 720), (1440, 720), (2160, 720)]


def write_docx(document: Document) -> bytes:
    """The agreement as a Word file; the same agreement always gives the same bytes."""
    word: Any = docx.Document()
    day = datetime.datetime.fromisoformat(document.date)
    word.core_properties.created = word.core_properties.modified = day
    word.core_properties.title, word.core_properties.author = document.title, ""
    names = _styles(word, document)
    numbering = _Numbering(word, document.style, names)
    _running_lines(word, document)
    word.add_paragraph(document.title, style="Title")
    for item in document.items:
        _block(word, item, names, numbering)
    out = io.BytesIO()
    word.save(out)
    return _fixed_times(out.getvalue())


def _styles(word: Any, document: Document) -> list[str]:
    """The names of the styles of levels 1 to 4: Word's headings, or a firm's own clause styles."""
    font = _FONTS[document.font]
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = font, Pt(11)
    normal.paragraph_format.space_after = Pt(7)
    own = document.style in ("decimal", "letter")
    names = ["Heading 1"] + [f"Clause Level {n}" if own else f"Heading {n}" for n in (2, 3, 4)]
    for level, name in enumerate(names):
        if name not in [style.name for style in word.styles]:
            word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = normal
        _plain_style(word.styles[name], font, bold=level == 0)
    schedule = word.styles.add_style("Schedule Title", WD_STYLE_TYPE.PARAGRAPH)
    schedule.base_style = normal
    _plain_style(schedule, font, bold=True)
    for style in (schedule, word.styles["Title"]):
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    schedule.paragraph_format.page_break_before = True
    _plain_style(word.styles["Title"], font, bold=True)
    word.styles["Title"].font.size = Pt(15)
    return names


def _plain_style(style: Any, font: str, *, bold: bool) -> None:
    """Set the style black and in the agreement's font: Word's headings are blue and in another."""
    style.font.name, style.font.size, style.font.bold, style.font.italic = font, Pt(11), bold, False
    style.font.color.rgb = docx.shared.RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for attribute in [name for name in fonts.attrib if name.endswith("Theme")]:
        del fonts.attrib[attribute]
    fonts.set(qn("w:hAnsi"), font)
    style.paragraph_format.space_after = Pt(7)
    border = style.element.pPr.find(qn("w:pBdr")) if style.element.pPr is not None else None
    if border is not None:
        style.element.pPr.remove(border)


class _Numbering:
    """Word's list for the body, and one more for each schedule so that numbers start again there."""

    def __init__(self, word: Any, style: Style, names: list[str]) -> None:
        self.root = word.part.numbering_part.numbering_definitions._numbering
        self.word, self.names = word, names
        self.count = 90
        self.schedule_style: Style = "decimal" if style == "article" else style
        self.current = self._list(style, tied=True)
        self.in_schedule = False
        for level, name in enumerate(names):
            properties = word.styles[name].element.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = level
            properties.get_or_add_numId().val = self.current

    def start_schedule(self) -> None:
        """Number what follows in a list of its own."""
        self.current = self._list(self.schedule_style, tied=False)
        self.in_schedule = True

    def apply(self, paragraph: Any, level: int) -> None:
        """Bind the paragraph to the list of its schedule; in the body its style has bound it already."""
        if self.in_schedule:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = level - 1
            properties.get_or_add_numId().val = self.current

    def _list(self, style: Style, *, tied: bool) -> int:
        self.count += 1
        abstract = _element("w:abstractNum", abstractNumId=self.count)
        abstract.append(_element("w:multiLevelType", val="multilevel"))
        for level, (form, text) in enumerate(_LEVELS[style]):
            tie = self.names[level] if tied else ""
            abstract.append(self._level(level, form, text, tie, legal=style == "article" and level == 1))
        first_num = self.root.find(qn("w:num"))
        first_num.addprevious(abstract)
        number = _element("w:num", numId=self.count)
        number.append(_element("w:abstractNumId", val=self.count))
        self.root.append(number)
        return self.count

    def _level(self, level: int, form: str, text: str, tie: str, *, legal: bool) -> Any:
        element = _element("w:lvl", ilvl=level)
        element.append(_element("w:start", val=1))
        element.append(_element("w:numFmt", val=form))
        if tie:
            element.append(_element("w:pStyle", val=self.word.styles[tie].style_id))
        if legal:
            # Legal numbering: "1.01" under "ARTICLE I", not "I.01".
            element.append(_element("w:isLgl"))
        element.append(_element("w:suff", val="tab" if form != "none" else "nothing"))
        element.append(_element("w:lvlText", val=text))
        element.append(_element("w:lvlJc", val="left"))
        left, hanging = _INDENTS[level]
        properties = _element("w:pPr")
        properties.append(_element("w:ind", left=left, hanging=hanging))
        element.append(properties)
        return element


def _element(name: str, **attributes: object) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    return element


def _running_lines(word: Any, document: Document) -> None:
    section = word.sections[0]
    section.header.paragraphs[0].text = document.header
    paragraph = section.footer.paragraphs[0]
    paragraph.add_run(f"{document.footer}\tPage " if document.footer else "Page ")
    for kind in ("begin", "", "end"):
        run = paragraph.add_run()
        if kind:
            run._r.append(_element("w:fldChar", fldCharType=kind))
        else:
            code = OxmlElement("w:instrText")
            code.text = " PAGE "
            run._r.append(code)


def _block(word: Any, item: Item, names: list[str], numbering: _Numbering) -> None:
    if item.kind in ("table", "signatures"):
        _table(word, item)
    elif item.kind == "schedule":
        numbering.start_schedule()
        word.add_paragraph(item.text, style="Schedule Title")
    elif item.kind == "heading":
        word.add_paragraph().add_run(item.text).bold = True
    elif item.kind == "clause":
        paragraph = word.add_paragraph(style=names[item.level - 1])
        numbering.apply(paragraph, item.level)
        if item.caption:
            run = paragraph.add_run(item.caption)
            run.bold = True
        if item.text:
            _runs(paragraph, (" " if item.caption else "") + item.text)
    else:
        _runs(word.add_paragraph(), item.text)


def _runs(paragraph: Any, text: str) -> None:
    for piece in _BOLD.split(text):
        if piece.startswith("**"):
            paragraph.add_run(piece.strip("*")).bold = True
        elif piece:
            paragraph.add_run(piece)


def _table(word: Any, item: Item) -> None:
    table = word.add_table(rows=0, cols=len(item.rows[0]))
    ruled = item.kind == "table"
    table.style = "Table Grid" if ruled else "Normal Table"
    for index, row in enumerate(item.rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            _runs(cell.paragraphs[0], f"**{text}**" if ruled and index == 0 and text else text)
    if ruled:
        table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    word.add_paragraph()


def _fixed_times(data: bytes) -> bytes:
    """The zip with every member's time set to the same moment."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, old.read(name))
    return out.getvalue()
