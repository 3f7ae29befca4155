"""Reads plain text and Markdown: paragraphs out of hard-wrapped lines, tables drawn with bars."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from html import unescape

from msla_check.errors import UnsupportedFormat
from msla_check.model.agreement import Block, Furniture

from .assemble import Assembler, SourceParagraph
from .invisible import take_out_invisible
from .plain_tables import bar_rows, part_bars, space_rows

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
PAGE_NUMBER = re.compile(
    r"^\s*(?:-\s*\d{1,4}\s*-(?:\s*\d{1,4})?|Page\s+\d{1,4}(?:\s+of\s+\d{1,4})?|\d{1,3}(?:\s?/\s?\d{1,3})?|[ivxl]{1,7})\s*$",
    re.I,
)
_MARKER = re.compile(
    r"^\s*(?:(?:ARTICLE|SECTION|SCHEDULE|EXHIBIT|ANNEX|APPENDIX|ATTACHMENT|Article|Section|Schedule|Exhibit|Annex|Appendix|Attachment)\s+[\dA-Z][\w.()-]*(?!\S)(?!\s+[a-z])"
    r"|\d{1,2}(?:\.\d{1,2}){0,4}\.?\)?\s+\S|\([a-zA-Z]{1,4}\)\s+\S|\(\d{1,2}\)\s+\S|[a-zA-Z]\.\s+\S|[ivx]{1,5}\.\s+\S|[-*•]\s+\S)"
)
_STAMP = re.compile(r"^\s*Source:\s.{3,120},\s*\d{1,2}/\d{1,2}/\d{4}\s*$")
_RUNS_ON = re.compile(r"[^\s.;:!?)\]\"”’]\s*$")
_RULE = re.compile(r"^\s*[-=_*~#]{3,}[-=_*~#\s]*$")
_UNDERLINE = re.compile(r"^(?:={3,}|-{3,})\s*$")
_SENTENCE_END = re.compile(r"[.;:!?)\]\"”’]\s*(?:and|or)?\s*$|,\s*(?:and|or)\s*$")
_MARKDOWN_HEADING = re.compile(r"^(#{1,6})\s+(.*?)\s*#*\s*$")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.S)
_TAG = re.compile(r"</?[a-zA-Z][\w-]*(?:\s[^<>]*)?/?>")
_BOLD = re.compile(r"\*\*(.+?)\*\*|__(.+?)__", re.S)
_LINK = re.compile(r"!?\[([^\]\[]{0,1000})\]\([^)\s]{0,2000}(?:\s[^)]{0,200})?\)")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])")


def decode(data: bytes, name: str) -> str:
    """Returns the text in `data`: by its byte order mark, as UTF-8, else as Windows-1252.

    Raises:
        UnsupportedFormat: the bytes are no text.
    """
    encoding = next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)
    if encoding is None and b"\0" in data[:100_000]:
        raise UnsupportedFormat(f"{name}: this is not a text file; give a PDF, Word, HTML or text file.")
    try:
        text = data.decode(encoding or "utf-8")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if not is_readable(text):
        raise UnsupportedFormat(f"{name}: this is not a text file; give a PDF, Word, HTML or text file.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_readable(text: str) -> bool:
    """Returns whether nearly all characters are such as people write."""
    sample = text[:100_000]
    odd = sum(not (c.isprintable() or c in "\n\r\t\f\v") or c == "\ufffd" for c in sample)
    return odd <= 0.05 * len(sample)


@dataclass(slots=True)
class PlainText:
    """What was read: the text, its blocks, and what stood outside the flow."""

    text: str
    blocks: tuple[Block, ...]
    furniture: tuple[Furniture, ...]
    deceptive: int = 0
    """How many invisible characters stood within words."""


def read_plain(text: str, *, markdown: bool = False) -> PlainText:
    """Returns the paragraphs and tables of a plain text; `markdown` reads its mark-up too."""
    assembler = Assembler()
    furniture: list[Furniture] = []
    text, deceptive = take_out_invisible(text)
    if markdown:
        text = _without_comments(_FRONT_MATTER.sub("", text))
    add_lines(text, assembler, furniture, markdown=markdown)
    return PlainText(assembler.text, tuple(assembler.blocks), tuple(furniture), deceptive)


def add_lines(text: str, assembler: Assembler, furniture: list[Furniture], *, markdown: bool = False) -> None:
    """Adds the paragraphs and tables that lines of text make up."""
    waiting: SourceParagraph | None = None
    groups = _groups(text.replace("\f", "\n\n"), furniture, markdown)
    for bars, group in (part for lines in groups for part in part_bars(lines)):
        table = bar_rows(group) if bars else space_rows(group)
        if table is not None:
            _add(assembler, waiting)
            waiting = None
            for cell in (cell for row in table for cell in row):
                cell.text = plain_inline(cell.text) if bars else cell.text
            assembler.add_table(table)
            continue
        for lines in _paragraphs(group, markdown):
            paragraph = _paragraph(lines, markdown)
            if waiting is not None and _goes_on(waiting, paragraph):
                waiting.text = f"{waiting.text} {paragraph.text}"
            else:
                _add(assembler, waiting)
                waiting = paragraph
    _add(assembler, waiting)


def _without_comments(text: str) -> str:
    """Returns a text without its HTML comments; one that never ends is kept."""
    first, *rest = text.split("<!--")
    return first + "".join(p.partition("-->")[2] if "-->" in p else f"<!--{p}" for p in rest)


def _add(assembler: Assembler, paragraph: SourceParagraph | None) -> None:
    if paragraph is not None:
        assembler.add_paragraph(paragraph)


def _goes_on(before: SourceParagraph, after: SourceParagraph) -> bool:
    """Returns whether a paragraph only goes on with the one before, as after a page break."""
    return (
        after.text[:1].islower()
        and not _MARKER.match(after.text)
        and after.kind == before.kind == "paragraph"
        and len(before.text) > 60
        and bool(_RUNS_ON.search(before.text))
    )


def _groups(text: str, furniture: list[Furniture], markdown: bool) -> list[list[str]]:
    """Returns runs of lines between blank lines; page numbers on lines of their own are set apart."""
    groups: list[list[str]] = [[]]
    for line in text.split("\n"):
        alone = not groups[-1]
        if alone and PAGE_NUMBER.match(line):
            furniture.append(Furniture("page_number", line.strip()))
        elif _STAMP.match(line):
            furniture.append(Furniture("stamp", line.strip()))
        elif markdown and len(groups[-1]) == 1 and _UNDERLINE.match(line) and "|" not in groups[-1][0]:
            groups[-1][0] = f"{'#' if '=' in line else '##'} {groups[-1][0].strip()}"
            groups.append([])
        elif not line.strip() or (_RULE.match(line) and not _stands_in_table(groups[-1])):
            if groups[-1]:
                groups.append([])
        else:
            groups[-1].append(line)
    return [group for group in groups if group]


def _stands_in_table(group: list[str]) -> bool:
    """Returns whether a rule below these lines parts rows of columns, rather than underlining a title."""
    return bool(group) and len(re.split(r"\s{2,}", group[-1].strip())) > 1


def _paragraphs(group: list[str], markdown: bool) -> list[list[str]]:
    """Returns the paragraphs of a run of lines: a line that begins a clause begins a paragraph."""
    width = max(len(line.rstrip()) for line in group)
    wrapped = width <= 120
    found: list[list[str]] = []
    for line in group:
        begins = not found or not wrapped or _begins(found[-1], line, width)
        if markdown and (
            _MARKER.match(line)
            or _MARKDOWN_HEADING.match(line)
            or (found and _MARKDOWN_HEADING.match(found[-1][-1]))
        ):
            begins = True
        if begins:
            found.append([line])
        else:
            found[-1].append(line)
    return found


def _begins(current: list[str], line: str, width: int) -> bool:
    previous = current[-1].rstrip()
    short = len(previous) < 0.6 * width
    if _MARKER.match(line):
        # "... as set out in Section" + "7.2 of this Agreement" is one sentence.
        return bool(_SENTENCE_END.search(previous)) or short or _is_caption(previous)
    return _is_caption(previous) and short and not line.strip()[:1].islower()


def _is_caption(line: str) -> bool:
    letters = [c for c in line if c.isalpha()]
    return bool(letters) and len(line) < 80 and all(c.isupper() for c in letters)


def _paragraph(lines: list[str], markdown: bool) -> SourceParagraph:
    indent = float(len(lines[0]) - len(lines[0].lstrip()))
    text = " ".join(" ".join(line.split()) for line in lines)
    if not markdown:
        return SourceParagraph(text, indent=indent)
    heading = _MARKDOWN_HEADING.match(lines[0].strip())
    if heading:
        return SourceParagraph(plain_inline(heading[2]), kind="heading", level=len(heading[1]), bold=True)
    lead = _BOLD.match(re.sub(r"^(?:[-*+]|\d{1,3}[.)])\s+", "", text))
    text = re.sub(r"^[-*+]\s+", "", text)
    clean = plain_inline(text)
    bold = lead is not None and len(plain_inline(lead[0])) >= len(clean) - 1
    length = 0
    if lead is not None and not bold:
        words = plain_inline(lead[0])
        length = clean.find(words) + len(words) if words in clean[: len(words) + 8] else 0
    return SourceParagraph(clean, indent=indent, bold=bold, lead=length)


def plain_inline(text: str) -> str:
    """Returns a Markdown line without its mark-up."""
    text = unescape(text).replace("\u00a0", " ") if "&" in text else text
    text = _TAG.sub(" ", _LINK.sub(r"\1", text)) if "<" in text or "](" in text else text
    text = _BOLD.sub(lambda match: match[1] or match[2], text)
    text = _EMPHASIS.sub(r"\1", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+.!|<>~-])", r"\1", text.replace("`", "")).strip()
