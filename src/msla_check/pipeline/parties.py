"""The parties: legal names, defined names, and who is the provider and who the customer."""

from __future__ import annotations

import re
from dataclasses import dataclass

from msla_check.model import Block

_BETWEEN = re.compile(r"\b(?:by\s+and\s+(?:between|among|amongst)|between|among|BETWEEN)\b\s*:?", re.I)
_DEFINED = re.compile(
    r"\(\s*(?:(?:hereinafter|hereafter|hereinbelow|herein|each|together|collectively|individually|referred|called|to|as|the|a|an|is|be|sometimes|and|or|known|also|its|with|affiliates|subsidiaries)[\s,]+)*[\"“”']+\s*(?P<name>[^\"“”]{2,50}?)\s*[,.]?[\"“”']+[^)]{0,80}\)",
    re.I,
)
_CORPORATE = r"(?:Inc(?:orporated)?|Corp(?:oration)?|LLC|L\.L\.C|Ltd|Limited|LLP|L\.P|LP|PLC|plc|Company|Co|GmbH|AG|S\.A|SA|B\.V|BV|N\.V|NV|Pty|Bank|Trust|University|Association|Partners|Partnership|Holdings|Group|Foundation|Institute|Services|Systems|Technologies|Fund|Funds|S\.p\.A|AB|Oy|KK|A/S|SAS|SARL|Sdn\.? Bhd|Co\., Ltd)"
_NAME = re.compile(
    rf"(?P<name>[A-Z0-9][\w&.,'’()/!@+-]*(?:\s+(?:[A-Z0-9&][\w&.,'’()/!@+-]*|of|and|the|for|de|\&|d/b/a|dba|van|von|in)){{0,12}}?[\s,]+{_CORPORATE}\b\.?(?:,?\s+(?:Inc|Ltd|LLC|L\.P|LP|Limited)\b\.?)?)"
)
_PROVIDER = re.compile(
    r"\b(?:provider|supplier|vendor|contractor|consultant|licensor|service[s]? provider|servicer|host|seller|company|outsourcer|msp|manufacturer|distributor|transporter|developer|agency|administrator|processor)\b",
    re.I,
)
_CUSTOMER = re.compile(
    r"\b(?:customer|client|licensee|buyer|purchaser|subscriber|recipient|user|owner|authority|reseller|end user|franchisee)\b",
    re.I,
)
_STRONG_PROVIDER = re.compile(
    r"\b(?:provider|supplier|vendor|contractor|consultant|licensor|servicer|host|msp)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Party:
    """A party: its legal name at `start:end`, the names it goes by, its role where it can be told."""

    name: str
    start: int
    end: int
    defined: str = ""
    role: str = "other"


def find_parties(text: str, blocks: tuple[Block, ...] | list[Block]) -> list[Party]:
    """Returns the parties that the preamble names, roles worked out from what they are called."""
    start, end = _preamble(text)
    if start is None:
        return []
    intro = text[start:end]
    parties: list[Party] = []
    for defined in _DEFINED.finditer(intro):
        before_from = parties[-1].end - start if parties else 0
        before = intro[before_from : defined.start()]
        name = _last_name(before)
        if name is None:
            continue
        words = re.sub(r"^(?:the|The)\s+", "", " ".join(defined["name"].split()))
        if re.fullmatch(
            r"(?:part(?:y|ies)|agreement|effective date|.*agreement.*|execution date|closing)", words, re.I
        ):
            continue
        at = start + before_from + name.start("name")
        found = _clean(name["name"])
        if any(p.name == found for p in parties):
            continue
        parties.append(Party(found, at, at + len(name["name"]), words))
        if len(parties) >= 8:
            break
    if len(parties) < 2:
        parties = _undefined(intro, start, parties)
    return _with_roles(parties, text)


def _preamble(text: str) -> tuple[int | None, int]:
    """Returns start and end of the passage that names the parties."""
    head = text[:12_000]
    for match in _BETWEEN.finditer(head):
        after = head[match.end() : match.end() + 1_800]
        if _NAME.search(after[:400]) or _DEFINED.search(after[:700]):
            stop = re.search(
                r"\bW\s?I\s?T\s?N\s?E\s?S\s?S\s?E\s?T\s?H|\bWHEREAS\b|\bRECITALS?\b|\bBACKGROUND\b|\bNOW,? THEREFORE\b|\n\n\s*1\.\s|\bARTICLE\s+[1I]\b",
                after,
            )
            return match.end(), match.end() + (stop.start() if stop and stop.start() > 60 else len(after))
    return None, 0


def _last_name(before: str) -> re.Match[str] | None:
    names = list(_NAME.finditer(before))
    if names:
        return names[0] if len(before) < 600 else names[-1]
    person = re.compile(r"(?P<name>[A-Z][\w.'’-]+(?:\s+[A-Z&][\w.'’-]*){1,6})")
    people = [
        m
        for m in person.finditer(before)
        if not re.match(r"(?:This|The|Agreement|Effective|Date)\b", m["name"])
    ]
    return people[0] if people else None


def _clean(name: str) -> str:
    name = " ".join(name.split()).strip(" ,;(")
    return re.sub(r"^(?:and|between|among|the)\s+", "", name, flags=re.I)


def _undefined(intro: str, offset: int, known: list[Party]) -> list[Party]:
    """Returns parties named without a defined name ("Acme, Inc. and Beta LLC")."""
    parties = list(known)
    for match in _NAME.finditer(intro[:700]):
        name = _clean(match["name"])
        if not any(name in p.name or p.name in name for p in parties):
            parties.append(Party(name, offset + match.start("name"), offset + match.end("name")))
        if len(parties) >= 2:
            break
    return sorted(parties, key=lambda p: p.start)


def _with_roles(parties: list[Party], text: str) -> list[Party]:
    roles = []
    for party in parties:
        if _CUSTOMER.search(party.defined):
            roles.append("customer")
        elif _STRONG_PROVIDER.search(party.defined):
            roles.append("provider")
        else:
            roles.append("other")
    if len(parties) == 2 and roles.count("other") == 1:
        known = roles[0] if roles[1] == "other" else roles[1]
        roles[roles.index("other")] = "provider" if known == "customer" else "customer"
    elif len(parties) == 2 and roles == ["other", "other"]:
        roles = _by_duties(parties, text) or roles
    return [Party(p.name, p.start, p.end, p.defined, role) for p, role in zip(parties, roles, strict=True)]


def _by_duties(parties: list[Party], text: str) -> list[str] | None:
    """Returns the roles by who shall provide services and who shall pay."""
    scores = []
    for party in parties:
        name = re.escape(party.defined or party.name.split()[0])
        provides = len(
            re.findall(
                rf"\b{name}\s+(?:shall|will|agrees to)\s+(?:\w+\s+)?(?:provide|perform|deliver|render|supply|host|maintain|license|grant)",
                text,
            )
        )
        pays = len(
            re.findall(
                rf"\b{name}\s+(?:shall|will|agrees to)\s+(?:\w+\s+)?(?:pay|reimburse|compensate|purchase)",
                text,
            )
        )
        scores.append(provides - 2 * pays)
    if scores[0] == scores[1]:
        return None
    return ["provider", "customer"] if scores[0] > scores[1] else ["customer", "provider"]


class Speakers:
    """Tells whom a passage speaks of: customer, provider, both, by the parties' own names."""

    def __init__(self, parties: list[Party]) -> None:
        names: dict[str, list[str]] = {
            "customer": ["Customer", "Client", "Licensee", "Subscriber"],
            "provider": [
                "Provider",
                "Supplier",
                "Service Provider",
                "Vendor",
                "Licensor",
                "MSP",
                "Contractor",
                "Consultant",
            ],
        }
        for party in parties:
            for words in (party.defined, party.name):
                for role in ("customer", "provider"):
                    if words:
                        if party.role == role and words not in names[role]:
                            names[role].insert(0, words)
                        elif party.role != role and party.role != "other" and words in names[role]:
                            names[role].remove(words)
        self._patterns = {
            role: re.compile(
                r"\b(?:" + "|".join(re.escape(n) for n in sorted(set(words), key=len, reverse=True)) + r")\b",
                re.I if role == "" else 0,
            )
            for role, words in names.items()
        }
        self._both = re.compile(
            r"\b(?:either|each|both|any)\s+(?:of\s+the\s+)?part(?:y|ies)|\bthe\s+parties\b|\bneither\s+party\b|\bRecipient\b|\bReceiving Party\b|\ba\s+party\b|\bnon-(?:breaching|defaulting)\s+party\b|\beither\s+\w+\s+or\s+\w+\b",
            re.I,
        )

    def of(self, passage: str) -> str:
        """Returns "customer", "provider", "both", or "" for the first party that a passage names."""
        found = []
        both = self._both.search(passage)
        if both:
            found.append((both.start(), "both"))
        for role, pattern in self._patterns.items():
            match = pattern.search(passage)
            if match:
                found.append((match.start(), role))
        return min(found)[1] if found else ""
