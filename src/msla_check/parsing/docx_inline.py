"""Reads what stands within a Word paragraph: runs, fields, tracked changes, symbols, references."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree

from .docx_package import MC, W, on, value, whole
from .docx_runs import RunText
from .docx_styles import Styles
from .docx_words import Change, Reading, Words
from .emphasis import Look
from .invisible import take_out_invisible

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_CHANGES = {
    W + "ins": "insertion",
    W + "moveTo": "insertion",
    W + "del": "deletion",
    W + "moveFrom": "deletion",
}
_PASSED_OVER = frozenset(
    W + name
    for name in ("pPr", "rPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText", "rt", "fldData", "tblPr")
)
_BOXES = (W + "drawing", W + "pict", W + "object")
_SYMBOLS = {
    "F0B7": "•", "F0A7": "▪", "F06F": "☐", "F0A8": "☐", "F071": "☐", "F0FE": "☒", "F078": "☒", "F0FD": "☒",
    "F0FC": "✓", "F052": "☑", "F0D3": "©", "F0D2": "®", "F0E2": "®", "F0E3": "©", "F0D4": "™", "F0E4": "™",
    "F0B0": "°", "F0B1": "±", "F0A3": "≤", "F0B3": "≥", "F02D": "−", "F0B4": "×", "F0E0": "→", "F0AE": "→",
    "F0A2": "′", "F0B2": "″", "F0BE": "—",
}  # fmt: skip
"""Characters of the fonts Symbol and Wingdings that agreements use."""


@dataclass(slots=True)
class _Field:
    code: str = ""
    in_code: bool = True
    closed: bool = True


@dataclass(slots=True)
class Scene:
    """What holds for the runs of a paragraph: its style, and whether white letters would be seen."""

    style: str
    white_is_seen: bool = False
    change: Change | None = None


@dataclass(slots=True)
class InlineReader:
    """Reads runs; fields may go on over paragraphs, so their state lives here."""

    styles: Styles
    reading: Reading
    fields: list[_Field] = field(default_factory=list)
    open_ended: set[etree._Element] = field(default_factory=set)
    """Begin marks of fields that never end; the file is damaged there, so they hold nothing."""
    deceptive: int = 0

    def note_open_fields(self, root: etree._Element) -> None:
        """Finds the fields of a part that never end."""
        stack: list[etree._Element] = []
        for mark in root.iter(W + "fldChar"):
            kind = mark.get(W + "fldCharType")
            if kind == "begin":
                stack.append(mark)
            elif kind == "end" and stack:
                stack.pop()
        self.open_ended.update(stack)

    @property
    def in_contents(self) -> bool:
        """Whether a table of contents is under way."""
        return any(
            f.code.lstrip().upper().startswith("TOC") and f.closed and not f.in_code for f in self.fields
        )

    def read(self, paragraph: etree._Element, words: Words, scene: Scene) -> None:
        """Adds a paragraph's runs to `words`."""
        self._children(paragraph, words, scene)

    def _children(self, element: etree._Element, words: Words, scene: Scene) -> None:
        for child in element:
            tag = child.tag
            if not isinstance(tag, str) or tag in _PASSED_OVER:
                continue
            if tag == W + "r":
                self._run(child, words, scene)
            elif tag in _CHANGES:
                kind = _CHANGES[tag]
                change = Change(kind, child.get(W + "author") or "", child.get(W + "date") or "")  # type: ignore[arg-type]
                self._children(child, words, replace(scene, change=change))
            elif tag in (W + "commentRangeStart", W + "commentRangeEnd"):
                words.anchors.append((words.length, child.get(W + "id") or "", tag.endswith("Start")))
            elif tag == MC + "AlternateContent":
                self._alternate(child, words, scene)
            elif tag == M + "t":
                words.add(child.text or "", change=scene.change)
            elif tag in (W + "p", W + "tbl"):
                words.boxes.append(element)
                return
            elif len(child):
                self._children(child, words, scene)

    def _alternate(self, element: etree._Element, words: Words, scene: Scene) -> None:
        """Reads one of the alternatives: the same box stands in the choice and in the fallback."""
        for branch in element:
            if branch.tag in (MC + "Choice", MC + "Fallback") and _has_text(branch):
                if element.getparent().tag == W + "r":
                    self._contents(branch, element.getparent().find(W + "rPr"), words, scene)
                else:
                    self._children(branch, words, scene)
                return

    def _run(self, run: etree._Element, words: Words, scene: Scene) -> None:
        self._contents(run, run.find(W + "rPr"), words, scene)

    def _contents(self, run: etree._Element, own: etree._Element | None, words: Words, scene: Scene) -> None:
        source = RunText(run, "", 0)
        for child in run:
            piece = self._piece(child)
            if piece is not None:
                source.text += piece
                continue
            self._flush(source, own, words, scene)
            source = RunText(run, "", source.offset + len(source.text))
            self._special(child, words, scene, own)
        self._flush(source, own, words, scene)

    def _piece(self, child: etree._Element) -> str | None:
        """Returns the text that an element of a run stands for; None where it is something else."""
        tag = child.tag
        if tag in (W + "t", W + "delText"):
            return child.text or ""
        if tag in (W + "tab", W + "ptab", W + "br", W + "cr"):
            return " "
        if tag == W + "noBreakHyphen":
            return "-"
        if tag == W + "sym":
            code = (child.get(W + "char") or "").upper()
            number = int(code, 16) if code and all(c in "0123456789ABCDEF" for c in code) else 0
            return _SYMBOLS.get(code, chr(number) if 0x20 <= number < 0xD800 else "")
        return None

    def _special(self, child: etree._Element, words: Words, scene: Scene, own: etree._Element | None) -> None:
        tag = child.tag
        if tag == W + "fldChar":
            self._field_mark(child, words, scene)
        elif tag in (W + "instrText", W + "delInstrText"):
            if self.fields:
                self.fields[-1].code += child.text or ""
        elif tag in (W + "footnoteReference", W + "endnoteReference"):
            if scene.change is None or scene.change.is_shown(self.reading):
                words.notes.append((tag[len(W) :].removesuffix("Reference"), child.get(W + "id") or ""))
        elif tag == MC + "AlternateContent":
            self._alternate(child, words, scene)
        elif tag in _BOXES:
            if scene.change is None or scene.change.is_shown(self.reading):
                words.boxes += _outer_boxes(child)
        elif tag == W + "ruby":
            base = child.find(W + "rubyBase")
            if base is not None:
                self._children(base, words, scene)

    def _field_mark(self, mark: etree._Element, words: Words, scene: Scene) -> None:
        kind = mark.get(W + "fldCharType")
        if kind == "begin":
            self.fields.append(
                _Field(closed=mark not in self.open_ended, in_code=mark not in self.open_ended)
            )
            shown = _form_value(mark)
            if shown:
                words.add(shown, change=scene.change)
        elif kind == "separate" and self.fields:
            self.fields[-1].in_code = False
        elif kind == "end" and self.fields:
            self.fields.pop()

    def _flush(self, source: RunText, own: etree._Element | None, words: Words, scene: Scene) -> None:
        text = source.text
        if not text or any(f.in_code for f in self.fields):
            return
        if self._is_hidden(own, scene):
            words.hidden.append(text)
            return
        text, deceptive = take_out_invisible(text)
        self.deceptive += deceptive
        switch, style = self.styles.switch, scene.style
        look: Look = (switch(own, style, "b"), switch(own, style, "u"), switch(own, style, "i"))
        size = None if words.sizes else self.styles.size(own, style)
        known = source if source.run.tag == W + "r" else None
        words.add(text.replace("\u2011", "-"), look, size, scene.change, known)

    def _is_hidden(self, own: etree._Element | None, scene: Scene) -> bool:
        if self.styles.switch(own, scene.style, "vanish"):
            return True
        if own is None:
            return False
        size = whole(value(own, "sz"))
        if size is not None and size <= 2:
            return True
        color = (value(own, "color") or "").upper()
        if color not in ("FFFFFF", "FEFEFE", "FDFDFD") or scene.white_is_seen:
            return False
        return own.find(W + "shd") is None and own.find(W + "highlight") is None


def _form_value(mark: etree._Element) -> str:
    """Returns what a form field without text shows: a box ticked or not, or the chosen entry."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        ticked = on(box, "checked")
        return "☒" if (ticked if ticked is not None else on(box, "default")) else "☐"
    choices = mark.find(f"{W}ffData/{W}ddList")
    if choices is None:
        return ""
    entries = [entry.get(W + "val") or "" for entry in choices.iterfind(W + "listEntry")]
    chosen = whole(value(choices, "result") or value(choices, "default") or "0") or 0
    return entries[chosen] if 0 <= chosen < len(entries) else ""


def _outer_boxes(drawing: etree._Element) -> list[etree._Element]:
    """Returns the text boxes of a drawing; those within another are read with it, fallbacks not at all."""
    found: list[etree._Element] = []
    for child in drawing:
        if child.tag == W + "txbxContent":
            found.append(child)
        elif child.tag != MC + "Fallback" or not found:
            found += _outer_boxes(child)
    return found


def _has_text(element: etree._Element) -> bool:
    return any(text.text for text in element.iter(W + "t", W + "delText"))
