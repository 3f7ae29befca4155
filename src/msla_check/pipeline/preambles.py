"""The passages in which an agreement names its parties, and who stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from .parts import PARTS, is_called_by_part, is_only_part
from .party_names import (
    HAS_LEGAL_FORM,
    LEGAL_FORM,
    QUOTES,
    SUFFIX,
    Party,
    name_of_a_kind,
    name_that_ends,
    names_in,
    names_somebody,
    names_thing,
    new_names,
)
from .places import PLACE

_BETWEEN = re.compile(
    r"\b(?:by\s*[-,]?\s*and\s*[-,]?\s*(?:between|among|amongst)|between|among|BETWEEN|AMONG|(?:Between|Among)(?=\s*[:\n])|[Pp]arties\s+to\s+this\s+\w+\s+are(?=\s*:|\s+[A-Z]))\b(?:\s+the\s+following(?:\s+parties)?|\s+the\s+undersigned)?\s*:?"
)
_DEFINED = re.compile(
    rf"(?:\(|\[|,?\s*\b(?:hereinafter|hereafter|hereinbelow|herein)\b)[^()\[\]{QUOTES}]{{0,90}}[{QUOTES}]+\s*(?P<name>[^{QUOTES}()]{{1,50}}?)\s*[,.]?[{QUOTES}]+(?:[^()]{{0,160}}\))?"
    rf"|\(\s*(?:(?:hereinafter|hereafter|herein),?\s+)?(?:(?:collectively|individually|referred|called|to|as)\s+)*(?:the\s+)?[{QUOTES}–-]?(?P<plain>[A-Z][A-Za-z]+(?:\s[A-Z][A-Za-z]*)?)[{QUOTES}]?\s*\)"
)
_REST_OF_NAME = re.compile(rf"(?:\s+[A-Z][\w&-]+){{0,5}},?\s+{LEGAL_FORM}\b")
_COLLECTIVE = re.compile(
    r"(?:the\s+)?(?:part(?:y|ies)|agreement|effective date|.*\bagreement\b.*|execution date|closing|signing date|commencement date|contract|act|term)",
    re.I,
)
_AFTER_PREAMBLE = re.compile(
    r"\bW\s?I\s?T\s?N\s?E\s?S\s?S\s?E\s?T\s?H|\bWHEREAS\b|\bWhereas\b|\bRECITALS?\b|\bRecitals?\b|\bBACKGROUND\b|\bNOW,? THEREFORE\b|\bIN CONSIDERATION\b|\n\n\s*1\.?\s+[A-Z]|\bARTICLE\s+[1I]\b|\bTABLE OF CONTENTS\b|\bagree as follows\b|\bPREAMBLE\b"
)
_LEFT_BLANK = r"(?:_{3,}|<<|\[[\s●•_*]*\]|X{6,}|\[%?[A-Za-z][\w .&’'-]{2,40}\]|\{\w+\})"
"""A line, empty brackets, or brackets with what is to be filled in ("[Client Name]", "{customer_name}")."""
_ELSEWHERE = r"\b(?:named|identified|specified|set forth|described|listed|indicated)\b"
_NAMELESS = re.compile(
    rf"\band\b[^.]{{0,60}}?(?:{_LEFT_BLANK}|{_ELSEWHERE})|[,;]\s*{_LEFT_BLANK}|^[^.\w]*{_LEFT_BLANK}", re.I
)
"""Words for a party whose name was left to be filled in ("and the Agent named on the signature page")."""
_NAMELESS_NEXT = re.compile(
    rf"\band\s+(?:{_LEFT_BLANK}|(?:the|an?|any|each)\s+(?:(?:\w+\s+){{0,6}}?{_ELSEWHERE}|(?:[a-z-]+\s+){{0,5}}?(?:{PARTS}|person|entity|party|individual|organi[sz]ation)\b))|\n[^\n:]{{2,30}}:\s*{_LEFT_BLANK}|(?:\band|,)\s+(?:each\s+of\s+)?the\s+undersigned\s+[a-z]+\b",
    re.I,
)
"""The same where a name stands before, of which blanks may tell more ("a company of ____")."""
_IN_ONE_BREATH = re.compile(r"[\s,;]*(?:\w+[\s,]+){0,4}")
_SOMEBODY_ELSE = re.compile(rf"\band\s+(?:$|[A-Z]|the\b|an?\b)|[.;]\s+[A-Z]|\n\n|_{{3}}|\s{LEGAL_FORM}\b")
_NO_DEFINED_NAME = re.compile(
    rf"(?:{PLACE.pattern}|{LEGAL_FORM}|USA?|UK|PRC|UAE|Signature|Date|Title|Name)\.?", re.I
)
"""What stands in brackets in a name or an address, and is nothing that a party goes by."""
_NOT_OF_PARTIES = re.compile(
    r"\b(?:relationship|venture|agency|partnership|conflict|discrepancy|dispute|inconsistency|difference|communication)s?"
    r"\s+(?:\w+\s+){0,4}$|\bor\s+$",
    re.I,
)
"""Words before "between" where it introduces no parties: "a relationship between Acme and its staff"."""
_CALLED_ONLY = re.compile(
    rf"\band\s+(?:the\s+)?(?P<words>[Yy]ou(?=\s+as\b)|(?-i:[A-Z])\w+(?!\s+(?-i:[A-Z])|\w)|{_LEFT_BLANK})",
    re.I,
)
_TWO_BLANKS = re.compile(
    rf"\s*(?:the\s+)?(?P<one>{_LEFT_BLANK})\s+and\s+(?:the\s+)?(?P<other>{_LEFT_BLANK})", re.I
)


def told_parties(text: str) -> list[Party]:
    """Returns the parties of the passage that says that it names them ("by and between ...")."""
    return _best_of(_read_preamble(text, *passage) for passage in _told_passages(text))


def likely_parties(text: str) -> list[Party]:
    """Returns the parties of the passage that may name them, those alone that are parties by their looks."""
    read = (_read_preamble(text, *passage) for passage in _likely_passages(text))
    return _best_of([party for party in found if _is_likely(party)] for found in read)


def worth(parties: Sequence[Party]) -> tuple[int, int]:
    """Returns how well parties are named: with what they go by or a legal form; with a name of their own. 2 is enough."""
    named = [p for p in parties if p.defined or SUFFIX.search(p.name)]
    return min(len(named), 2), min(sum(1 for p in parties if p.defined and not p.unnamed), 2)


def _best_of(readings: Iterable[list[Party]]) -> list[Party]:
    """Returns the reading that names the parties best; the first of equals."""
    best: list[Party] = []
    for found in readings:
        if worth(found) > worth(best):
            best = found
        if len(best) >= 2 and sum(1 for p in best if p.defined) >= 2:
            break
    return best


def _is_likely(party: Party) -> bool:
    """Returns whether a party is one even where no words tell that parties are named."""
    if party.defined == party.name and not party.unnamed:
        return True
    company = SUFFIX if party.defined else HAS_LEGAL_FORM
    return bool(company.search(party.name)) or is_called_by_part(f"{party.defined} {party.also}")


def _told_passages(text: str) -> Iterator[tuple[int, int]]:
    """Yields the passages that say that they name the parties: what follows "between"."""
    head = text[:14_000]
    for match in list(_BETWEEN.finditer(head))[:14]:
        if re.match(
            r"\s*(?:the\s+)?(?:part(?:y|ies)|Part(?:y|ies)(?!\s+[A-D]\b)|PARTIES|you|us|them|terms|provisions)\b",
            head[match.end() : match.end() + 20],
        ) or _NOT_OF_PARTIES.search(head[max(0, match.start() - 60) : match.start()]):
            continue
        after = head[match.end() : match.end() + 2_600]
        stop = _AFTER_PREAMBLE.search(after, 40)
        yield match.end(), match.end() + (stop.start() if stop else min(len(after), 1_800))


def _likely_passages(text: str) -> Iterator[tuple[int, int]]:
    """Yields the passages that may name the parties: the opening, and the first words in brackets."""
    head = text[:14_000]
    opening = re.search(r"\b(?:made|entered into|executed)\b[^.]{0,120}?\bby\b:?", head[:5_000], re.I)
    if opening:
        stop = _AFTER_PREAMBLE.search(head, opening.end() + 40)
        yield opening.end(), min(stop.start() if stop else len(head), opening.end() + 1_800)
    brackets = [
        m
        for m in _definitions(head, 0, 5_000)
        if not _COLLECTIVE.fullmatch((m["name"] or m["plain"]).strip())
    ]
    if brackets:
        yield max(0, head.rfind("\n\n", 0, brackets[0].start())), brackets[0].end() + 900


def _read_preamble(text: str, start: int, end: int) -> list[Party]:
    """Returns the parties of one passage: the names that stand before each defined name."""
    parties: list[Party] = []
    place = start
    for defined in _definitions(text, start, end):
        words = " ".join((defined["name"] or defined["plain"]).split()).strip(" ,.;-–")
        words = "" if _COLLECTIVE.fullmatch(words) else re.sub(r"^(?:the|The)\s+", "", words)
        stretch = text, place, defined.start()
        names = names_in(*stretch) or name_that_ends(*stretch) or name_of_a_kind(*stretch)
        names = [p for p in names if names_somebody(replace(p, defined=words), set())]
        parts = [p for p in names if is_only_part(p.name)]
        names = [p for p in names if p not in parts]
        words = "" if names_thing(words) else words
        between = text[max(start, names[-1].end if names else place) : defined.start()]
        nameless = _NAMELESS_NEXT.search(between) or (not names and _NAMELESS.search(between))
        place = defined.end()
        if words and (nameless or parts) and (parties or names or is_called_by_part(words)):
            group = "name" if defined["name"] else "plain"
            parties += [_by_itself(name, start, text) for name in new_names(names, parties)]
            blank = parts[0] if parts else Party(words, *defined.span(group))
            if not any(blank.name.lower() == party.defined.lower() for party in parties):
                parties.append(replace(blank, defined=words, unnamed=True))
            continue
        new = new_names(names, parties)
        if new and words:
            new[-1] = replace(new[-1], defined=words, also=_second_quoted(defined[0], words))
        elif parties and words and not names and _is_of_same(between, words):
            parties[-1] = _with_second_name(parties[-1], words)
        parties += new
        if len(parties) >= 10:
            break
    if not parties:
        parties = _left_blank(text, start, end)
    if len(parties) < 2:
        rest = [
            _by_itself(name, start, text)
            for name in names_in(text, place if parties else start, min(end, place + 700))
            if not is_only_part(name.name)
        ]
        if not any(HAS_LEGAL_FORM.search(name.name) for name in rest[len(parties) == 0 :]):
            first = (parties or rest)[:1]
            called = _called_only(text, first[0].end, end) if first else []
            rest = [*rest[: len(parties) == 0], *called] if called else rest
        parties += new_names(rest, parties)[: 4 - len(parties)]
    known = {word for p in parties for word in re.findall(r"\w+", p.defined)} | {"and", "AND"}
    return [p for p in parties if p.unnamed or names_somebody(p, known)]


def _definitions(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yields what is defined in brackets; a place within a name is not ("Acme (Beijing) Data Co., Ltd.")."""
    for defined in _DEFINED.finditer(text, start, end):
        plain = defined["plain"]
        if plain and _NO_DEFINED_NAME.fullmatch(plain):
            continue
        if not plain or is_called_by_part(plain) or not _REST_OF_NAME.match(text, defined.end(), end):
            yield defined


def _is_of_same(between: str, words: str) -> bool:
    """Returns whether what is defined after some words is a second name of the party before them."""
    if _SOMEBODY_ELSE.search(between):
        return False
    return bool(_IN_ONE_BREATH.fullmatch(between)) or is_called_by_part(words)


def _with_second_name(party: Party, words: str) -> Party:
    if party.unnamed or party.also or words == party.defined:
        return party
    return replace(party, also=words) if party.defined else replace(party, defined=words)


def _second_quoted(definition: str, first: str) -> str:
    """Returns the part that a party goes by besides its short name: ("Acme" or the "Supplier")."""
    quoted = re.findall(rf"[{QUOTES}]([^{QUOTES}]{{1,40}}?)[,.]?[{QUOTES}]", definition)
    parts = [words for words in quoted if words != first and is_called_by_part(words) and words[-1] != "s"]
    return parts[0] if parts and not is_called_by_part(first) else ""


def _by_itself(name: Party, start: int, text: str) -> Party:
    """Returns a party of one word that a passage begins with ("between Acme and the Customer") by that word."""
    alone = (
        " " not in name.name
        and name.start - start < 6
        and re.match(r"\s+(?:and|AND)\b", text[name.end : name.end + 8])
    )
    return replace(name, defined=name.name) if alone else name


def _called_only(text: str, start: int, end: int) -> list[Party]:
    """Returns the other party where it has no name at all: "and you as an Affiliate", "and [Client Name]"."""
    found = _CALLED_ONLY.search(text, start, end)
    words = _words_of_blank(found["words"]) if found else ""
    if not found or not (words.lower() == "you" or is_called_by_part(words)):
        return []
    return [Party(words, *found.span("words"), defined=words, unnamed=True)]


def _left_blank(text: str, start: int, end: int) -> list[Party]:
    """Returns the two parties of a template: "between {provider_name} and {customer_name}"."""
    found = _TWO_BLANKS.match(text, start, end)
    if not found:
        return []
    spans = {_words_of_blank(found[group]): found.span(group) for group in ("one", "other")}
    return [Party(words, *span, defined=words, unnamed=True) for words, span in spans.items() if words]


def _words_of_blank(blank: str) -> str:
    return re.sub(
        r"\s+(?:full|legal|entity|name|inc)\b",
        "",
        " ".join(re.findall(r"[A-Za-z]+", blank.replace("_", " "))),
        flags=re.I,
    )
