"""The stretches of an agreement that clauses are found in: units, captions, and what kind of part they open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from msla_check.model import Agreement

_PARAGRAPH = re.compile(r"\S(?:.|\n(?!\s*\n))*")
_WORD = re.compile(r"[A-Za-z0-9][\w’'./-]*")
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "in",
        "into",
        "of",
        "on",
        "or",
        "per",
        "the",
        "to",
        "under",
        "upon",
        "with",
        "without",
        "via",
        "not",
        "other",
        "than",
        "its",
        "is",
        "be",
    ]
)
_RUN_IN = re.compile(
    r"(?P<caption>[A-Z0-9\"“(][^.:;\n]{1,110}?)\s?(?P<stop>\.(?=\s|$|[A-Z\"“])|:(?=\s|$)|\s[-–—]{1,2}\s)"
)
_VERB_LAST = re.compile(r"\b(?:shall|will|must|may|agrees?|is|are|to|and|or|of|the)[:\s]*$")
_ABBREVIATION = re.compile(r"(?:\b(?:Inc|Corp|Co|Ltd|No|Mr|Ms|Dr|St|U\.S|vs|v|e\.g|i\.e)|\b[A-Z])$")
_COMPANY = re.compile(
    r"\b(?:INC|LLC|L\.L\.C|CORP|CORPORATION|LTD|LIMITED|COMPANY|GMBH|PLC|L\.P|LLP|N\.A|CO)\b\.?"
)
_RECITALS = re.compile(
    r"(?:RECITALS?|WITNESSETH|W\s?I\s?T\s?N\s?E\s?S\s?S\s?E\s?T\s?H|BACKGROUND|PREMISES|PRELIMINARY STATEMENTS?)\b[:.,]?\s*$"
    r"|(?:A\.\s*)?WHEREAS\b",
    re.I,
)
_SIGNATURE = re.compile(
    r"(?:IN\s+WITNESS\s+(?:WHEREOF|HEREOF|THEREOF)|IN\s+TESTIMONY\s+WHEREOF"
    r"|(?:\[?\s*SIGNATURE\s+PAGES?\b)|SIGNATURES?\s*$|AGREED\s+(?:TO\s+)?AND\s+ACCEPTED\b"
    r"|ACCEPTED\s+AND\s+AGREED\b|EXECUTED\s+(?:as\s+of|by\s+the\s+parties|on\s+the)\b"
    r"|THE\s+PARTIES\s+(?:HERETO\s+)?HAVE\s+(?:CAUSED|EXECUTED|SIGNED)\b|By:\s*[_/])",
    re.I,
)
_QUOTED = re.compile(
    r"(?:The\s+term\s+)?[\"“”](?P<term>[A-Z][^\"“”]{1,70}?)[,.]?\s?[\"“”]\s*(?:\([^)]{1,60}\)\s*)?"
    r"(?:,?\s*(?:as\s+used\s+\w+[^,.]{0,40},\s*)?(?:shall\s+|will\s+)?(?:mean|means|have|has|refers?|includes?|is|are)\b"
    r"|\s*[-–—:]\s)"
)
_AGREED = re.compile(
    r"(?:AND\s+)?NOW,?\s+(?:THEREFORE|THIS|IT\s+IS|WITNESSETH)|(?:THEREFORE|ACCORDINGLY),|IT\s+IS\s+(?:HEREBY\s+)?AGREED"
    r"|IN\s+CONSIDERATION\s+OF|THE\s+PARTIES\s+(?:HERETO\s+)?(?:HEREBY\s+)?AGREE\b|AGREEMENTS?\s*:?\s*$|TERMS\s*:?\s*$",
    re.I,
)
_NOT_HEADING = re.compile(
    r"(?:By|Name|Title|Date|Its|Attn|Attention|Address|Tel|Telephone|Fax|Facsimile|Phone|Email|E-mail|Re|Page|Signature"
    r"|Between|And|By\s+and\s+Between|Among|With|Now|Whereas|Print\s+Name|Typed\s+Name|Agreed\s+By|Accepted\s+By)\b\s*(?:[:.]|$)|/s/|\[?\*{2,}|_{3,}|-{4,}"
    r"|SOURCE:|CONFIDENTIAL(?:\s+TREATMENT|\s*$)|\d+\s*$|\(?(?:SEAL|CONTINUED)\b|PAGE\s+\d|-\s?\d+\s?-",
    re.I,
)


@dataclass(slots=True)
class Unit:
    """A paragraph, heading, list item or table of the text, as blocks or blank lines bound it."""

    start: int
    end: int
    kind: str = "paragraph"
    page: int | None = None
    bold: bool = False
    centered: bool = False
    lead: int = 0
    size: float | None = None
    level: int | None = None
    number: str = ""
    line_starts: tuple[int, ...] = ()


def read_units(text: str, agreement: Agreement | None) -> list[Unit]:
    """Returns the units of an agreement in order: its blocks, or of bare text its paragraphs."""
    if agreement is None or not agreement.blocks:
        return list(_paragraphs(text))
    units = []
    for block in agreement.blocks:
        start = block.start + _blank(text, block.start, block.end)
        if start >= block.end:
            continue
        units.append(
            Unit(
                start=start,
                end=block.end,
                kind=block.kind,
                page=block.page,
                bold=block.bold,
                centered=block.centered,
                lead=max(0, block.lead - (start - block.start)),
                size=block.size,
                level=block.level,
                number=block.number,
                line_starts=tuple(line.start for line in block.lines[1:])
                or tuple(_newlines(text, start, block.end)),
            )
        )
    return units


def _paragraphs(text: str) -> Iterator[Unit]:
    for found in _PARAGRAPH.finditer(text):
        start, end = found.start(), found.start() + len(found.group().rstrip())
        yield Unit(start=start, end=end, line_starts=tuple(_newlines(text, start, end)))


def _newlines(text: str, start: int, end: int) -> Iterator[int]:
    at = text.find("\n", start, end)
    while at >= 0:
        begin = at + 1 + _blank(text, at + 1, end)
        if begin < end:
            yield begin
        at = text.find("\n", max(begin, at + 1), end)


def _blank(text: str, start: int, end: int) -> int:
    return len(text[start:end]) - len(text[start:end].lstrip())


def is_capitals(words: str) -> bool:
    """Returns whether all letters of `words` are capitals (and there are at least four of them)."""
    letters = [c for c in words if c.isalpha()]
    return len(letters) >= 4 and sum(c.isupper() for c in letters) >= 0.93 * len(letters)


def is_title_case(words: str) -> bool:
    """Returns whether the words that carry meaning begin with a capital, as in a caption."""
    tokens: list[str] = _WORD.findall(words)
    telling = [t for t in tokens if t.lower() not in _SMALL]
    if not telling or (not tokens[0][0].isupper() and not tokens[0][0].isdigit()):
        return False
    return sum(t[0].isupper() or t[0].isdigit() for t in telling) >= 0.75 * len(telling)


_TERM_AFTER_CAPTION = re.compile(r"(?P<caption>[^\"“.:\n]{2,80}[.:])\s+[\"“]")


def find_caption(text: str, start: int, end: int, lead_end: int = 0) -> tuple[str, int]:
    """Returns the caption that stands at `start` and where it ends; ("", start) where there is none.

    A caption is what is set off from its text by weight or underline, by a full stop, colon or dash, by
    capitals, or by standing alone in its unit.
    """
    while start < end and text[start] in " \t\n\u00a0":
        start += 1
    # A defined term at the head of the text may be as bold as the caption before it.
    term = _TERM_AFTER_CAPTION.match(text, start, lead_end)
    lead_end = term.end("caption") if term else lead_end
    if lead_end > start + 2:
        words = text[start:lead_end].strip(" .:-–—\n\t")
        if 2 < len(words) <= 140 and any(c.isalpha() for c in words):
            return _tidy(words), lead_end
    rest = text[start : min(end, start + 170)]
    inner = re.search(r"\s\d{1,2}\.\d{1,2}\.?\s+[A-Z]", rest)
    if inner:
        rest, end = rest[: inner.start()], start + inner.start()
    if _NOT_HEADING.match(rest):
        return "", start
    whole = 0 < end - start <= 110
    for found in _RUN_IN.finditer(rest):
        if found.start() != 0:
            break
        words = found["caption"]
        stop = found.end("stop")
        if _ABBREVIATION.search(words) and found["stop"] == ".":
            longer = re.compile(r"[^.:;\n]{1,80}\.(?=\s|$)").match(rest, stop)
            if longer and is_title_case(rest[: longer.end()]):
                words, stop = rest[: longer.end() - 1], longer.end()
        if len(_WORD.findall(words)) <= 14 and (is_title_case(words) or is_capitals(words)):
            return _tidy(words), start + stop
        more = bool(rest[stop:].strip())
        if len(_WORD.findall(words)) <= 4 and words[0].isupper() and found["stop"] == "." and more:
            return _tidy(words), start + stop
    quoted = _QUOTED.match(rest)
    if quoted:
        return _tidy(quoted["term"]), start
    capitals = re.match(
        r"(?:[A-Z][A-Z'’&,/()-]*\s+|(?:&|-|–)\s+)*[A-Z][A-Z'’&/()-]{2,}(?=\s+[A-Z(\"“]?[a-z]|\s{2,}|$)", rest
    )
    if capitals and len(capitals.group()) >= 4 and not is_capitals(rest[:160]):
        return _tidy(capitals.group()), start + capitals.end()
    if whole and rest.rstrip()[-1:] not in ";," and _stands_alone(rest):
        return _tidy(rest), end
    return "", start


def _stands_alone(rest: str) -> bool:
    words = rest.strip()
    if not words or len(_WORD.findall(words)) > 14 or _VERB_LAST.search(words):
        return False
    return (
        is_capitals(words)
        or is_title_case(words)
        or (len(words.split()) <= 6 and words[0].isupper() and words[-1] != ".")
    )


def _tidy(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip(" .:;-–—\t")


def defined_term(text: str, unit: Unit) -> str:
    """Returns the term that an unnumbered paragraph of definitions defines, or ""."""
    quoted = _QUOTED.match(text, unit.start, unit.end)
    return _tidy(quoted["term"]) if quoted else ""


def is_heading(text: str, unit: Unit) -> bool:
    """Returns whether an unnumbered unit looks like a heading."""
    words = text[unit.start : unit.end].strip()
    if not 3 <= len(words) <= 110 or unit.kind in ("table", "toc", "note") or words[-1] in ",;":
        return False
    if _NOT_HEADING.match(words) or not words[0].isalpha() or len(_WORD.findall(words)) > 14:
        return False
    if sum(c.isalpha() for c in words) < 0.6 * len(words):
        return False
    if unit.kind == "heading":
        return True
    if is_capitals(words):
        return not (_COMPANY.search(words) and words.count(" ") <= 5)
    styled = unit.bold or unit.centered or (unit.lead >= len(words) - 2)
    return styled and words[-1] != "." and is_title_case(words)


def opens_recitals(text: str, unit: Unit) -> bool:
    """Returns whether the recitals begin with this unit."""
    return bool(_RECITALS.match(text, unit.start, unit.end))


def closes_recitals(text: str, unit: Unit) -> bool:
    """Returns whether this unit says that what follows is agreed."""
    return bool(_AGREED.match(text, unit.start, unit.end))


def opens_signatures(text: str, unit: Unit) -> bool:
    """Returns whether the signature block begins with this unit."""
    return bool(_SIGNATURE.match(text, unit.start, unit.end))
