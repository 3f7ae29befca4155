"""Finds cross references ("Section 7.2", "Exhibit B", "this Article") and the clause that each names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msla_check.model.analysis import Reference
from msla_check.model.report import Clause

from .definitions import clause_at
from .numbering import letter_value, read_marker, roman_value

_PATH = r"(?:\d{1,3}(?:\.\d{1,3})*|[IVXL]{1,6}|[A-Z])(?:\s?\([a-zA-Z0-9]{1,4}\))*"
_NUMBERED = re.compile(
    r"\b(?P<word>Sections?|SECTIONS?|Articles?|ARTICLES?|Clauses?|clauses?|paragraphs?|Paragraphs?|sections?|articles?|§§?)"
    rf"\s{{0,2}}(?P<first>{_PATH})(?![\w%])(?P<more>(?:(?:\s?,\s?(?:and\s|or\s)?|\s(?:and|or|through|to|&)\s|\s?[–-]\s?)"
    rf"(?:Sections?\s)?{_PATH}(?![\w%]))*)"
)
_SCHEDULE = re.compile(
    r"\b(?P<word>Exhibit|EXHIBIT|Schedule|SCHEDULE|Annex|ANNEX|Appendix|APPENDIX|Attachment|ATTACHMENT|Addendum|ADDENDUM)s?"
    r"\s+[\"“”']?(?P<value>[A-Z]{1,2}(?:[-.]\d{1,2})?|\d{1,2}(?:[-.]\d{1,3})*(?:[-.]?[A-Z])?|[IVX]{1,5})[\"“”']?(?![\w])"
)
_SELF = re.compile(
    r"\bthis\s+(?P<word>Section|Article|Clause|Exhibit|Schedule|Annex|Appendix|Attachment)\b(?!\s+\d)"
)
_EACH = re.compile(rf"(?<![\w.]){_PATH}(?![\w%])")
_FILING = re.compile(r"\d{1,2}\.\d")
_FOREIGN = re.compile(
    r"\s*(?:,?\s+(?:of|to|under|in)\s+(?:the\s+|its\s+|that\s+certain\s+)?"
    r"(?!this|the\s+Agreement|such|Exhibit|Schedule|Annex|Appendix|Attachment|these|Terms|Article|Section)"
    r"(?:[A-Z][\w.]*\s+){0,6}(?:Code|Act|Law|Regulations?|Rules?|Order|Agreement|Plan|Lease|Indenture|Statutes?|GDPR|Directive|Convention|C\.F\.R|U\.S\.C)\b)"
)
_STATUTE = re.compile(
    r"(?:U\.?S\.?C\.?|C\.?F\.?R\.?|Code|Act|Law|Regulations?|Rule|UCC|Title\s+\d+,?)\s*(?:,\s*)?$"
)
_LEVEL_WORDS = {"exhibit", "schedule", "annex", "appendix", "attachment", "addendum"}


def find_references(
    text: str, clauses: Sequence[Clause], contents: Sequence[tuple[int, int]] = ()
) -> tuple[Reference, ...]:
    """Returns the references in the order of the text; `target` is None where no such clause exists.

    `contents` are the stretches of a table of contents, whose entries refer to nothing.
    """
    index = _Index(clauses)
    found = sorted(
        [*_numbered(text, index), *_schedules(text, index), *_selves(text, index)],
        key=lambda reference: (reference.start, reference.end),
    )
    starts = [start for start, _ in contents]
    kept = []
    for reference in found:
        at = bisect_right(starts, reference.start) - 1
        if at < 0 or reference.start >= contents[at][1]:
            kept.append(reference)
    return tuple(kept)


class _Index:
    """The clauses by number, within the body and within each schedule."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self.clauses = clauses
        self.starts = [clause.start for clause in clauses]
        self.by_id = {clause.id: clause for clause in clauses}
        self.paths: dict[tuple[str, tuple[int, ...]], str] = {}
        self.roots: dict[str, str] = {}
        self.schedules: dict[str, str] = {}
        for clause in clauses:
            root = (
                self.roots[clause.parent]
                if clause.parent
                else (clause.id if clause.kind == "schedule" else "")
            )
            self.roots[clause.id] = root
            if clause.kind == "schedule" and clause.number:
                self.schedules.setdefault(_normal(clause.number), clause.id)
            elif clause.number:
                for path in self.paths_of(clause):
                    self.paths.setdefault((root, path), clause.id)

    def paths_of(self, clause: Clause) -> list[tuple[int, ...]]:
        """The ways to name a clause: its own number in full, or below its parents' ("7.2(a)")."""
        own = _own_paths(clause.number)
        if not own:
            return []
        parent = self.by_id[clause.parent] if clause.parent else None
        if len(own[0]) > 1 or parent is None or parent.kind != "clause":
            return own
        return [(*above, *path) for above in self.paths_of(parent) for path in own] or own

    def find(self, at: int, path: tuple[int, ...]) -> str | None:
        """The clause of that number: in the schedule in which the reference stands, else in the body."""
        here = clause_at(self.clauses, self.starts, at)
        root = self.roots.get(here or "", "")
        for scope in dict.fromkeys((root, "")):
            target = self.paths.get((scope, path))
            if target:
                return target
        return None


def _own_paths(number: str) -> list[tuple[int, ...]]:
    """The values that a clause's number can stand for."""
    for printed in (number, f"{number}.", f"Section {number}"):
        marker = read_marker(f"{printed} ", 0, len(printed) + 1)
        if marker:
            return [reading.path for reading in marker.readings]
    return []


def _path(label: str) -> list[tuple[int, ...]]:
    """The values that a printed reference can stand for: "7.2(a)" is 7, 2, 1."""
    head, *items = re.split(r"[()]+", label.replace(" ", "").rstrip(")"))
    heads: list[tuple[int, ...]] = []
    if head[0].isdigit():
        heads.append(tuple(int(part) for part in head.split(".")))
        if len(heads[0]) == 2 and heads[0][1] == 0:
            heads.append(heads[0][:1])
    else:
        heads += [(value,) for value in (roman_value(head), letter_value(head)) if value]
    paths = heads
    for item in items:
        values = [int(item)] if item.isdigit() else [v for v in (letter_value(item), roman_value(item)) if v]
        paths = [(*path, value) for path in paths for value in values]
    return paths


def _numbered(text: str, index: _Index) -> Iterator[Reference]:
    found: list[tuple[str, Reference]] = []
    foreign: set[str] = set()
    for match in _NUMBERED.finditer(text):
        word = match["word"].lower().rstrip("s")
        if _is_foreign(text, match.start(), match.end()):
            foreign.add(word)
        elif not _is_caption(match.start(), index):
            found += [(word, reference) for reference in _each(match, text, index)]
    foreign -= {word for word, reference in found if reference.target}
    # Where "Article 28 of the UK GDPR" is named and no clause is called an article, "Articles 32 to 36"
    # are that law's too.
    yield from (reference for word, reference in found if reference.target or word not in foreign)


def _each(match: re.Match[str], text: str, index: _Index) -> Iterator[Reference]:
    """Yields the references of one mention ("Sections 7.2, 7.3 and 9")."""
    for each in _EACH.finditer(text, match.start("first"), match.end()):
        label = each.group()
        if label.isalpha() and len(label) == 1 and match["word"][0].islower():
            continue  # "section A" in prose may be anything
        targets = [index.find(each.start(), path) for path in _path(label)]
        start = match.start() if each.start() == match.start("first") else each.start()
        yield Reference(
            kind="clause",
            label=text[start : each.end()],
            number=label.replace(" ", ""),
            start=start,
            end=each.end(),
            clause=clause_at(index.clauses, index.starts, start),
            target=next((target for target in targets if target), None),
        )


def _schedules(text: str, index: _Index) -> Iterator[Reference]:
    for found in _SCHEDULE.finditer(text):
        if _is_caption(found.start(), index) or _is_foreign(text, found.start(), found.end()):
            continue
        if found.start() < 400 and _FILING.match(found["value"]):
            continue  # "Exhibit 10.2": where the filing put it
        number = f"{found['word'].title()} {found['value']}"
        yield Reference(
            kind="schedule",
            label=found.group(),
            number=number,
            start=found.start(),
            end=found.end(),
            clause=clause_at(index.clauses, index.starts, found.start()),
            target=index.schedules.get(_normal(number)),
        )


def _selves(text: str, index: _Index) -> Iterator[Reference]:
    for found in _SELF.finditer(text):
        here = clause_at(index.clauses, index.starts, found.start())
        yield Reference(
            kind="self",
            label=found.group(),
            number="",
            start=found.start(),
            end=found.end(),
            clause=here,
            target=_meant(here, found["word"].lower(), index),
        )


def _meant(here: str | None, word: str, index: _Index) -> str | None:
    """The clause that "this Article" names: the outermost around it; "this Section" the numbered one."""
    clause = index.by_id.get(here or "")
    while clause is not None:
        parent = index.by_id.get(clause.parent or "")
        if word in _LEVEL_WORDS:
            if clause.kind == "schedule":
                return clause.id
        elif (
            parent is None
            or parent.kind == "schedule"
            or (word != "article" and not clause.number.startswith("("))
        ):
            return clause.id
        clause = parent
    return None


def _is_caption(start: int, index: _Index) -> bool:
    """Whether the words are themselves the number of a clause that begins here."""
    at = clause_at(index.clauses, index.starts, start)
    return at is not None and index.by_id[at].start == start


def _is_foreign(text: str, start: int, end: int) -> bool:
    """Whether the words name a part of a statute or of another agreement."""
    return bool(_FOREIGN.match(text, end, end + 120)) or bool(
        _STATUTE.search(text[max(0, start - 30) : start])
    )


def _normal(number: str) -> str:
    word, _, value = number.partition(" ")
    return f"{word.lower()} {re.sub(r'[^a-z0-9]', '', value.lower())}"
