"""The parties that sign an agreement: the companies above, beside and behind its signatures."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .party_names import (
    LEGAL_FORM,
    NAME_AT,
    NO_NAME,
    SUFFIX,
    TOKEN,
    WITH_FORM,
    Party,
    name_at,
    names_somebody,
    new_names,
    party_at,
)

_SIGNERS_LINE = re.compile(
    r"(?m)^[^\S\n]*(?:(?:ATTEST|WITNESS|Attest|Witness)\b[^\S\n]*)?(?P<name>[A-Z0-9À-Ý][^\n:]{2,90}?)[^\S\n]*[,;]?[^\S\n]*$"
)
_FORM_OF_SIGNER = re.compile(
    rf"{WITH_FORM.pattern}|\S+\s.*\b(?:Trust|TRUST|Bank|BANK|University|UNIVERSITY|Association|ASSOCIATION)$",
    re.S,
)
_END_OF_NAME = re.compile(rf"{TOKEN},?\s{LEGAL_FORM}\.?")
_LINE_ABOVE = re.compile(rf"\n[^\S\n]*(?P<name>{TOKEN}(?:[^\S\n](?:{TOKEN}|and|of)){{2,}})[^\S\n]*\n\s*$")
"""A line that the last words of a name follow: "Acme Growth and Opportunity Fund", then "Offshore, LP"."""
_OWN_SIGNATURE = re.compile(
    r"(?m)^/s/[^\S\n]*(?P<signed>[A-Z][^\n:]{4,40}?)[^\S\n]*\n\s*(?:\(Signature\)\s*)?(?P<name>(?P=signed))[^\S\n]*$"
)
_ABOVE_OWN_SIGNATURE = re.compile(
    r"(?mi)^(?P<name>[A-Z][^\n:/]{4,40}?)[^\S\n]*\n\s*/s/[^\S\n]*(?P=name)[^\S\n]*$"
)
_SIGNATURE = re.compile(
    r"[\s,;]*(?:[^\n]{0,60}\n\s*){0,2}?(?:Date\s*:[^\n]{0,30}\s)?(?:(?:By|BY|Signature|Name)\s*:|/s/)"
)
_SIGNED_BY = re.compile(r"\b(?:By|BY|Signature|Name)\s*:")
_ON_BEHALF = re.compile(
    r"(?m)^[^\S\n]*(?:(?:Signed|SIGNED|Executed|EXECUTED)\b[^\n]{0,40}?\s)?(?:[Ff]or and )?[Oo]n behalf of\s*:?\s*(?:[-_.]{3,}\s+)?(?=\S)"
)
_WHOLE_LINE = re.compile(
    rf"(?!(?:the|The|THE)\s){TOKEN}(?:\s(?:-\s)?(?:{TOKEN}|of|and|de|du|s\.e\.|\(publ\)))*"
)
"""A line that is a name and nothing else: no comma, no office, no "by"."""
_OFFICE = re.compile(
    r"\b(?:Signatory|President|Officer|Director|Secretary|Member|Manager|Treasurer)\s+(?=\S)"
)
_AGENT = re.compile(r"\b(?:By|BY)\s*:\s*$")
_JOINT_FILING = re.compile(r"\bjoint(?:ly)? fil", re.I)
_UNDERSIGNED = re.compile(r"\bthe undersigned\b", re.I)


def is_joint_filing(text: str) -> bool:
    """Returns whether a paper is an agreement to file jointly, whose parties are those who sign."""
    return bool(_JOINT_FILING.search(text[:1_500]))


def signing_parties(text: str, known: Sequence[Party]) -> list[Party]:
    """Returns the parties known and the companies that sign: all where a joint paper names nobody before."""
    above = signing_names(text)
    for_whom = _names_signed_for(text)
    beside = names_beside_signatures(text)
    if is_joint_filing(text):
        above += _persons_signing(text)
        signers = [*new_names(above, ()), *new_names(beside, above)]
        return sorted(signers, key=lambda party: party.start)[:40]
    if _UNDERSIGNED.search(text[:6_000]) and len(new_names(above, ())) > 2:
        return sorted(new_names(above, ()), key=lambda party: party.start)[:40]
    if len(new_names(for_whom, ())) > 2:
        # In a long list one name may hold another: each signs for itself.
        return list({party.name: party for party in for_whom}.values())[:60]
    return [*known, *new_names([*above, *for_whom, *beside], known)][:3]


def signing_names(text: str) -> list[Party]:
    """Returns the companies that stand on a line of their own above a signature ("By:", "/s/")."""
    found: list[Party] = []
    start = _start_of_signatures(text)
    for line in _SIGNERS_LINE.finditer(text[start:]):
        at, words = start + line.start("name"), line["name"]
        names = _names_of_line(words)
        if names and _SIGNATURE.match(text, at + len(words), at + len(words) + 160):
            found += [party_at(text, at + offset, name.rstrip(" ,;")) for offset, name in names]
            above = _END_OF_NAME.fullmatch(words) and _LINE_ABOVE.search(text, max(start, at - 120), at)
            if above:
                found[-1] = party_at(text, above.start("name"), text[above.start("name") : found[-1].end])
    return found


def names_beside_signatures(text: str) -> list[Party]:
    """Returns the company last named before each signature, where signatures share lines."""
    found: list[Party] = []
    start = _start_of_signatures(text)
    for sign in _SIGNED_BY.finditer(text, start):
        at = sign.start()
        for match in reversed(list(NAME_AT.finditer(text, max(start, at - 160), at))):
            agent = _AGENT.search(text, max(start, match.start() - 12), match.start())
            if SUFFIX.search(match[0]) and not NO_NAME.match(match[0]) and len(match[0].split()) > 1:
                if not agent:
                    at = max((office.end() for office in _OFFICE.finditer(match[0])), default=0)
                    found.append(party_at(text, match.start() + at, match[0][at:]))
                break
    return found


def _names_signed_for(text: str) -> list[Party]:
    """Returns those for whom somebody signs ("Signed for and on behalf of Acme Ltd")."""
    found: list[Party] = []
    for sign in _ON_BEHALF.finditer(text, _start_of_signatures(text)):
        line = text[sign.end() :].partition("\n")[0].rstrip()
        whole = _WHOLE_LINE.fullmatch(line)
        party = (
            party_at(text, sign.end(), line)
            if whole
            else name_at(text, sign.end(), sign.end() + len(line), lone=True)
        )
        if party and (whole or names_somebody(party, set())):
            found.append(party)
    return found


def _persons_signing(text: str) -> list[Party]:
    """Returns the persons who sign for themselves: the name beside the signature, and no "By:" before it."""
    return [
        party_at(text, sign.start("name"), sign["name"])
        for form in (_OWN_SIGNATURE, _ABOVE_OWN_SIGNATURE)
        for sign in form.finditer(text, _start_of_signatures(text))
    ]


def _names_of_line(words: str) -> list[tuple[int, str]]:
    """Returns where the companies stand that fill a line: one, or some side by side ("ACME, INC. BETA LTD")."""
    name = NAME_AT.match(words)
    if name is None or not _FORM_OF_SIGNER.match(name[0]) or NO_NAME.match(name[0]):
        return []
    first = WITH_FORM.match(name[0])
    for end in (first.end() if first else name.end(), name.end()):
        next_ = len(words) - len(words[end:].lstrip())
        others = _names_of_line(words[next_:])
        if others:
            return [(0, words[:end]), *((next_ + at, other) for at, other in others)]
    return [(0, name[0])] if not words[name.end() :].strip(" .,") else []


def _start_of_signatures(text: str) -> int:
    """Returns where the pages begin on which signatures may stand: annexes follow them at times."""
    return max(0, len(text) - 30_000)
