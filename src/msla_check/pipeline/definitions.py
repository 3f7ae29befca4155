"""Finds the terms that an agreement defines: where, in which words, and where each is used."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msla_check.model.analysis import Definition
from msla_check.model.report import Clause

_NAME = r"[A-Z][\w’'&./()-]*(?:[ -](?:(?:of|and|the|to|for|in|or|on)\s)?[A-Z0-9][\w’'&./()-]*){0,6}"
_MEANS = re.compile(
    rf"[\"“”](?P<term>{_NAME})[,.]?[\"“”]"
    r"(?:\s*\([^)]{1,80}\)|\s*(?:or|and)\s*[\"“”][^\"“”]{1,60}[\"“”]){0,3}"
    r",?\s*(?:as\s+used\s+[^,.]{1,60},\s*)?(?:shall\s+|will\s+|hereinafter\s+)?"
    r"(?:mean|means|have\s+the\s+(?:respective\s+)?meanings?|has\s+the\s+meaning|refers?\s+to|be\s+defined|include|includes|is\s+defined)\b"
)
_BRACKET = re.compile(
    r"\((?P<lead>(?:[^()\"“”]{0,90}?)(?:the|this|each,?\s+an?|each|an?|collectively,?|together,?|individually,?|hereinafter|hereafter"
    r"|herein|referred\s+to\s+(?:herein\s+)?as|called|or|and|,|;|“|\")*\s*)?"
    rf"[\"“”](?P<term>{_NAME})[,.;]?[\"“”](?P<rest>[^()]{{0,120}})\)"
)
_ALSO = re.compile(rf"[\"“”](?P<term>{_NAME})[,.;]?[\"“”]")
_BARE = re.compile(rf"(?m)(?:^|[.;]\s{{1,3}})(?P<term>{_NAME})\s+(?:shall\s+mean|means)\s+(?=[a-z(])")
_SENTENCE_END = re.compile(r"[.;](?=\s|$)|\n\s*\n")


def find_definitions(text: str, clauses: Sequence[Clause]) -> tuple[Definition, ...]:
    """Returns the defined terms in the order of their definition, each term at its first one."""
    found: dict[str, tuple[int, int]] = {}
    for term, start, end in sorted(_candidates(text), key=lambda c: c[1]):
        if term not in found and 1 < len(term) <= 70:
            found[term] = (start, end)
    uses = _uses(text, found)
    starts = [clause.start for clause in clauses]
    return tuple(
        Definition(term, start, end, clause_at(clauses, starts, start), tuple(uses[term]))
        for term, (start, end) in found.items()
    )


def clause_at(clauses: Sequence[Clause], starts: Sequence[int], at: int) -> str | None:
    """Returns the id of the innermost clause that covers the offset, or None."""
    index = bisect_right(starts, at) - 1
    while index >= 0 and clauses[index].end <= at:
        index -= 1
    return clauses[index].id if index >= 0 else None


def _candidates(text: str) -> Iterator[tuple[str, int, int]]:
    for found in _MEANS.finditer(text):
        stop = _SENTENCE_END.search(text, found.end())
        yield found["term"], found.start(), min(stop.end() if stop else len(text), found.start() + 1500)
    for found in _BRACKET.finditer(text):
        yield found["term"], found.start(), found.end()
        for other in _ALSO.finditer(found["rest"]):
            yield other["term"], found.start(), found.end()
    for found in _BARE.finditer(text):
        stop = _SENTENCE_END.search(text, found.end())
        yield found["term"], found.start("term"), min(stop.end() if stop else len(text), found.start() + 1500)


def _uses(text: str, found: dict[str, tuple[int, int]]) -> dict[str, list[int]]:
    """Where each term stands outside its definition; the longest term wins where terms overlap."""
    uses: dict[str, list[int]] = {term: [] for term in found}
    if not found:
        return uses
    by_length = sorted(found, key=lambda term: (-len(term), term))
    pattern = re.compile(r"(?<![\w-])(?:%s)(?![\w-])" % "|".join(re.escape(term) for term in by_length))  # noqa: UP031
    for use in pattern.finditer(text):
        start, end = found[use.group()]
        if not start <= use.start() < end:
            uses[use.group()].append(use.start())
    return uses
