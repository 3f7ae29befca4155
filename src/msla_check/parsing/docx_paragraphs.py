"""A paragraph of a Word file once read: its words, number and looks."""

from __future__ import annotations

from dataclasses import dataclass, field

from .assemble import SourceParagraph
from .docx_runs import Stretch
from .docx_words import Change, Words

_MOST_WORDS = 16
_MOST_WORDS_OF_A_SENTENCE = 8


@dataclass(slots=True)
class Paragraph:
    """A paragraph as displayed; `number` is automatic and not part of `text`."""

    text: str = ""
    number: str = ""
    level: int | None = None
    heading: bool = False
    listed: bool = False
    contents: bool = False
    note: bool = False
    style: str = ""
    bold: bool = False
    lead: int = 0
    size: float | None = None
    indent: float | None = None
    centered: bool = False
    changes: list[Change] = field(default_factory=list)
    anchors: list[tuple[int, str, bool]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    stretches: list[Stretch] = field(default_factory=list)

    @property
    def shown(self) -> str:
        """The text with its number in front."""
        return f"{self.number} {self.text}" if self.number and self.text else self.text

    def clear(self) -> None:
        """Takes the words out: they are shown elsewhere."""
        self.text = self.number = ""
        self.changes, self.anchors, self.stretches = [], [], []

    def _reads_as_heading(self) -> bool:
        """Returns whether the words may be a heading; heading styles are often put on whole clauses."""
        words = len(self.text.split())
        if self.lead or words > _MOST_WORDS or self.text.endswith((";", ",")):
            return False
        return not self.text.endswith((".", ":")) or words <= _MOST_WORDS_OF_A_SENTENCE

    def source(self) -> SourceParagraph:
        """Returns the paragraph as the assembler takes it."""
        return SourceParagraph(
            self.text,
            kind="note" if self.note else "toc" if self.contents
            else "heading" if self.heading and self._reads_as_heading() else "list_item" if self.listed else "paragraph",
            number=self.number,
            level=self.level,
            style=self.style,
            bold=self.bold,
            lead=self.lead,
            size=self.size,
            indent=self.indent,
            centered=self.centered,
        )  # fmt: skip


def paragraph_of(words: Words) -> Paragraph:
    """Returns a paragraph with the words, nothing known of its style yet."""
    lead, bold = words.measure()
    return Paragraph(
        text=words.text,
        bold=bold,
        lead=lead,
        size=words.sizes[0] if words.sizes else None,
        changes=words.changes,
        anchors=words.anchors,
        notes=words.notes,
        stretches=words.stretches,
    )
