"""The parties: legal names, defined names, and who is the provider and who the customer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from .parts import PARTS, is_called_by_part, is_only_part
from .party_forms import labelled_parties, registered_parties
from .party_names import (
    LEGAL_FORM,
    SUFFIX,
    Party,
    name_at,
    name_of_a_kind,
    name_that_ends,
    names_beside_signatures,
    names_in,
    names_signed_for,
    names_somebody,
    names_thing,
    new_names,
    persons_signing,
    same_name,
    signing_names,
)
from .places import PLACE
from .speakers import with_roles

_BETWEEN = re.compile(
    r"\b(?:by\s*[-,]?\s*and\s*[-,]?\s*(?:between|among|amongst)|between|among|BETWEEN|AMONG|(?:Between|Among)(?=\s*[:\n])|[Pp]arties\s+to\s+this\s+\w+\s+are(?=\s*:|\s+[A-Z]))\b(?:\s+the\s+following(?:\s+parties)?|\s+the\s+undersigned)?\s*:?"
)
_QUOTE = "\"“”„'‘’"
_DEFINED = re.compile(
    rf"(?:\(|\[|,?\s*\b(?:hereinafter|hereafter|hereinbelow|herein)\b)[^()\[\]{_QUOTE}]{{0,90}}[{_QUOTE}]+\s*(?P<name>[^{_QUOTE}()]{{1,50}}?)\s*[,.]?[{_QUOTE}]+(?:[^()]{{0,160}}\))?"
    rf"|\(\s*(?:(?:hereinafter|hereafter|herein),?\s+)?(?:(?:collectively|individually|referred|called|to|as)\s+)*(?:the\s+)?[{_QUOTE}–-]?(?P<plain>[A-Z][A-Za-z]+(?:\s[A-Z][A-Za-z]*)?)[{_QUOTE}]?\s*\)"
)
_LEGAL_FORM = re.compile(rf"\b{LEGAL_FORM}\b")
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
    rf"\band\s+(?:{_LEFT_BLANK}|(?:the|an?|any|each)\s+(?:(?:\w+\s+){{0,6}}?{_ELSEWHERE}|(?:[a-z-]+\s+){{0,5}}?(?:{PARTS}|person|entity|party|individual|organi[sz]ation)\b))|\n[^\n:]{{2,30}}:\s*{_LEFT_BLANK}",
    re.I,
)
"""The same where a name stands before, of which blanks may tell more ("a company of ____")."""
_IN_ONE_BREATH = re.compile(r"[\s,;]*(?:\w+[\s,]+){0,4}")
_SOMEBODY_ELSE = re.compile(rf"\band\s+(?:$|[A-Z]|the\b|an?\b)|[.;]\s+[A-Z]|\n\n|_{{3}}|\s{LEGAL_FORM}\b")
_NO_DEFINED_NAME = re.compile(rf"(?:{PLACE.pattern}|{LEGAL_FORM}|USA?|UK|PRC|UAE|Signature|Date|Title|Name)\.?", re.I)
"""What stands in brackets in a name or an address, and is nothing that a party goes by."""
_FORMS = rf"(?:[,\s]*(?:\(\w+\)|(?:{SUFFIX.pattern}))[.,]*)+"
_PARTIES_MEAN = re.compile(rf"[{_QUOTE}]Parties[{_QUOTE}]+\s+(?:shall\s+)?means?\s+(?:both\s+)?", re.I)


def find_parties(text: str) -> list[Party]:
    """Returns the parties that the preamble names, roles worked out from what they are called."""
    best = _best_read(text, _told_passages(text))
    known = any(_LEGAL_FORM.search(party.name) for party in best)
    labelled = labelled_parties(text) if len(best) < 2 or not known else []
    if len(labelled) > 1 and not known:
        best = labelled
    elif _worth(best) < (2, 2):
        likely = _best_read(text, _likely_passages(text), likely=True)
        best = likely if _worth(likely) > _worth(best) else best
    best = _with_labelled(best, labelled) if len(best) < 2 else best
    if len(best) < 2:
        found = registered_parties(text)
        best = found if len(found) > len(best) else best
    if len(best) < 2 or _JOINT_FILING.search(text[:1_500]):
        signers = _signers(text, best)
        best = signers if len(signers) > len(best) else best
    named = [p for p in best if p.unnamed or SUFFIX.search(p.name) or not _is_common_noun(p.name, text)]
    return with_roles(_filled_in(named, text), text)


def _is_common_noun(name: str, text: str) -> bool:
    """Returns whether the agreement writes the words in small letters too, as it would no name."""
    small = name.lower()
    if small == name or small not in text or is_called_by_part(name):
        return False
    return re.search(rf"(?<![\w./@-]){re.escape(small)}(?!\.\w|[\w/@-])", text) is not None


def _with_labelled(found: Sequence[Party], labelled: Sequence[Party]) -> list[Party]:
    """Returns the parties of a form, and those found otherwise near its labels, in order."""
    if not any(not party.unnamed for party in labelled):
        return list(found)
    near = [party for party in found if party.start < labelled[-1].end + 1_500]
    return sorted([*labelled, *new_names(near, labelled)], key=lambda party: party.start)


def _filled_in(parties: Sequence[Party], text: str) -> list[Party]:
    """Returns the parties with names that a schedule or the signatures give: "The Franchisee: Acme Ltd."."""
    result: list[Party] = []
    signers: list[Party] | None = None
    tail = max(0, len(text) - 30_000), len(text)
    for party in parties:
        if SUFFIX.search(party.name):
            result.append(party)
            continue
        if signers is None:
            signers = signing_names(text, *tail)
        if not party.unnamed:
            beside = names_beside_signatures(text, *tail)
            fuller = [signer for signer in [*signers, *beside] if _is_fuller(signer.name, party.name)]
            result.append(replace(party, name=fuller[0].name) if fuller else party)
            continue
        label = rf"(?m)^(?:The\s+)?{re.escape(party.defined)}s?(?:\s*:|\s+(?:Full\s+)?Legal\s+Name(?!\s*:?\s*\w[\w ]*:)\s*:?)[^\S\n]*"
        given = [name_at(text, m.end(), m.end() + 160, lone=True) for m in re.finditer(label, text, re.I)]
        known = [*parties, *result]
        named = new_names([name for name in given if name and names_somebody(name, set())], known)
        named = named or [signer for signer in new_names(signers, known) if not _is_misspelt(signer, parties)]
        result += [replace(name, defined=party.defined) for name in named[:12]] or [party]
    return result


def _is_misspelt(signer: Party, parties: Sequence[Party]) -> bool:
    """Returns whether a signer is a party by a letter more or less ("Acme Holding" and "Acme Holdings")."""
    return any(Levenshtein.distance(signer.name.lower(), party.name.lower()) <= 2 for party in parties)


def _is_fuller(signer: str, name: str) -> bool:
    """Returns whether a signer's name is a name with its legal form after it ("Acme" and "ACME, Inc.")."""
    letters = r"\W*".join(re.findall(r"\w", name))
    return len(name) > 4 and bool(re.fullmatch(rf"{letters}{_FORMS}", signer, re.I))


def find_joint_names(text: str, parties: Sequence[Party]) -> list[Party]:
    """Returns what the agreement calls its parties together ("Acme and Beta are the 'Parties'")."""
    called = [name for p in parties for name in (p.defined, p.also, p.name) if name]
    # "Oxford Energy" is soon but "Oxford".
    short = [name.split()[0] for name in called if re.match(r"[A-Z]\w{4,}\s[A-Z]", name)]
    names = [re.escape(name) for name in [*called, *short]]
    if len(parties) < 2 or not names:
        return []
    one = rf"(?:the\s+)?(?:{'|'.join(names)})"
    start = min(p.end for p in parties)
    all_ = rf"(?<!\w)(?P<names>{one}(?:,\s+{one})*,?\s+(?:and|and/or|&)\s+{one})(?!\w)"
    joint = re.compile(rf"{all_}[^.\n]{{0,160}}?[{_QUOTE}](?P<kind>[\w-]+ )?part(?:y|ies)\b", re.I)
    spans = [
        found.span("names")
        for found in joint.finditer(text, start, max(p.end for p in parties) + 2_500)
        if found["kind"] is None or not SUFFIX.search(found["names"])
    ]
    if not spans:
        # Among the definitions: "“Parties” means Acme and Beta".
        told = _PARTIES_MEAN.search(text, start)
        meant = told and re.compile(all_, re.I).match(text, told.end())
        spans = [meant.span("names")] if meant else []
    joined = {" ".join(text[begin:end].split()): (begin, end) for begin, end in reversed(spans)}
    return [Party(names, *span, "Parties", "both") for names, span in list(joined.items())[::-1][:2]]


def _worth(parties: list[Party]) -> tuple[int, int]:
    named = [p for p in parties if p.defined or SUFFIX.search(p.name)]
    return min(len(named), 2), min(sum(1 for p in parties if p.defined and not p.unnamed), 2)


_NOT_OF_PARTIES = re.compile(
    r"\b(?:relationship|venture|agency|partnership|conflict|discrepancy|dispute|inconsistency|difference|communication)s?"
    r"\s+(?:\w+\s+){0,4}$|\bor\s+$",
    re.I,
)
"""Words before "between" where it introduces no parties: "a relationship between Acme and its staff"."""


def _is_likely(party: Party) -> bool:
    """Returns whether a party is one even where no words tell that parties are named."""
    if party.defined == party.name and not party.unnamed:
        return True
    company = SUFFIX if party.defined else _LEGAL_FORM
    return bool(company.search(party.name)) or is_called_by_part(f"{party.defined} {party.also}")


def _best_read(text: str, passages: Iterator[tuple[int, int]], *, likely: bool = False) -> list[Party]:
    """Returns the parties of the passage that names them best; the first of equals."""
    best: list[Party] = []
    for start, end in passages:
        found = _read_preamble(text, start, end)
        if likely:
            found = [party for party in found if _is_likely(party)]
        if _worth(found) > _worth(best):
            best = found
        if len(best) >= 2 and sum(1 for p in best if p.defined) >= 2:
            break
    return best


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
    opening = re.search(
        r"\b(?:made|entered into|executed)\b[^.]{0,120}?\bby\b:?", head[:5_000], re.I
    )
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


_CALLED_ONLY = re.compile(
    rf"\band\s+(?:the\s+)?(?P<words>[Yy]ou(?=\s+as\b)|(?-i:[A-Z])\w+(?!\s+(?-i:[A-Z])|\w)|{_LEFT_BLANK})", re.I
)


_TWO_BLANKS = re.compile(rf"\s*(?:the\s+)?(?P<one>{_LEFT_BLANK})\s+and\s+(?:the\s+)?(?P<other>{_LEFT_BLANK})", re.I)


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
        r"\s+(?:full|legal|entity|name|inc)\b", "", " ".join(re.findall(r"[A-Za-z]+", blank.replace("_", " "))), flags=re.I
    )


def _by_itself(name: Party, start: int, text: str) -> Party:
    """Returns a party of one word that a passage begins with ("between Acme and the Customer") by that word."""
    alone = " " not in name.name and name.start - start < 6 and re.match(r"\s+(?:and|AND)\b", text[name.end : name.end + 8])
    return replace(name, defined=name.name) if alone else name


def _second_quoted(definition: str, first: str) -> str:
    """Returns the part that a party goes by besides its short name: ("Acme" or the "Supplier")."""
    quoted = re.findall(rf"[{_QUOTE}]([^{_QUOTE}]{{1,40}}?)[,.]?[{_QUOTE}]", definition)
    parts = [words for words in quoted if words != first and is_called_by_part(words) and words[-1] != "s"]
    return parts[0] if parts and not is_called_by_part(first) else ""


def _is_of_same(between: str, words: str) -> bool:
    """Returns whether what is defined after some words is a second name of the party before them."""
    if _SOMEBODY_ELSE.search(between):
        return False
    return bool(_IN_ONE_BREATH.fullmatch(between)) or is_called_by_part(words)


def _with_second_name(party: Party, words: str) -> Party:
    if party.unnamed or party.also or words == party.defined:
        return party
    return replace(party, also=words) if party.defined else replace(party, defined=words)


def _definitions(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yields what is defined in brackets; a place within a name is not ("Acme (Beijing) Data Co., Ltd.")."""
    for defined in _DEFINED.finditer(text, start, end):
        plain = defined["plain"]
        if plain and _NO_DEFINED_NAME.fullmatch(plain):
            continue
        if not plain or is_called_by_part(plain) or not _REST_OF_NAME.match(text, defined.end(), end):
            yield defined


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
        if not any(_LEGAL_FORM.search(name.name) for name in rest[len(parties) == 0 :]):
            first = (parties or rest)[:1]
            called = _called_only(text, first[0].end, end) if first else []
            rest = [*rest[: len(parties) == 0], *called] if called else rest
        parties += new_names(rest, parties)[: 4 - len(parties)]
    known = {word for p in parties for word in re.findall(r"\w+", p.defined)} | {"and", "AND"}
    return [p for p in parties if p.unnamed or names_somebody(p, known)]


_JOINT_FILING = re.compile(r"\bjoint(?:ly)? fil", re.I)
_UNDERSIGNED = re.compile(r"\bthe undersigned\b", re.I)


def _signers(text: str, known: Sequence[Party]) -> list[Party]:
    """Returns the parties known and the companies that sign: all where a joint paper names nobody before."""
    tail = max(0, len(text) - 30_000)
    above = signing_names(text, tail, len(text))
    for_whom = names_signed_for(text, tail, len(text))
    beside = names_beside_signatures(text, tail, len(text))
    if _JOINT_FILING.search(text[:1_500]):
        above += persons_signing(text, tail, len(text))
        signers = [*new_names(above, ()), *new_names(beside, above)]
        return sorted(signers, key=lambda party: party.start)[:40]
    if _UNDERSIGNED.search(text[:6_000]) and len(new_names(above, ())) > 2:
        return sorted(new_names(above, ()), key=lambda party: party.start)[:40]
    if len(new_names(for_whom, ())) > 2:
        # In a long list one name may hold another: each signs for itself.
        return list({party.name: party for party in for_whom}.values())[:60]
    return [*known, *new_names([*above, *for_whom, *beside], known)][:3]
