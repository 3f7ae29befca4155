"""The parties: legal names, defined names, and who is the provider and who the customer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msla_check.model import Block

_BETWEEN = re.compile(
    r"\b(?:by\s*[-,]?\s*and\s*[-,]?\s*(?:between|among|amongst)|between|among|BETWEEN|AMONG)\b(?:\s+the\s+following(?:\s+parties)?|\s+the\s+undersigned)?\s*:?"
)
_QUOTE = "\"“”„'‘’"
_DEFINED = re.compile(
    rf"(?:\(|\[|,?\s*\b(?:hereinafter|hereafter|hereinbelow|herein)\b)[^()\[\]{_QUOTE}]{{0,90}}[{_QUOTE}]+\s*(?P<name>[^{_QUOTE}()]{{1,50}}?)\s*[,.]?[{_QUOTE}]+(?:[^()]{{0,160}}\))?"
    r"|\(\s*(?:(?:hereinafter|hereafter|herein)\s+)?(?:(?:collectively|individually|referred|called|to|as)\s+)*(?:the\s+)?(?P<plain>[A-Z][A-Za-z]+(?:\s[A-Z][A-Za-z]+)?)\s*\)",
)
_HARD = r"(?:Inc(?:orporated)?|INC(?:ORPORATED)?|Corp(?:oration)?|CORP(?:ORATION)?|L\.?\s?L\.?\s?C|Ltd|LTD|Limited(?!\s+(?:Partnership|Liability))|LIMITED(?!\s+(?:PARTNERSHIP|LIABILITY))|L\.?L\.?P|L\.\s?P|LP|P\.?L\.?C|plc|GmbH|GMBH|A\.?G|S\.\s?A|SA|B\.?V|N\.?V|Pty|PTY|N\.\s?A|S\.p\.A|S\.P\.A|AB|Oy|KK|K\.K|A/S|ApS|SAS|S\.?[àa]\.?r\.?l|Sdn|Bhd|Co|CO|P\.?C|PBC|PTE|Pte|L\.?P)"
_SOFT = r"(?:Company|COMPANY|Bank|BANK|Trust|TRUST|University|UNIVERSITY|Association|Partners|Partnership|Holdings|Foundation|Institute|Funds?|FUNDS?|Authority|College|Hospital|Commission)"
_SUFFIX = re.compile(rf"\b(?:{_HARD}|{_SOFT})\b\.?")
_TOKEN = r"(?:[A-Z0-9&][\w&.'’!@+/-]*|[a-z]{1,2}[A-Z][\w.-]*|[a-z][\w-]*\.(?:com|net|org))"
_TAIL = rf"(?:,?\s*{_HARD}\b\.?)*"
_LEGAL_FORM = re.compile(
    rf".+?[\s,](?!Co\b|CO\b|Corp\b|CORP\b|SA\b|AB\b){_HARD}\b\.?(?![\w&-]){_TAIL}(?:,?\s+d/b/a\s+.+)?", re.S
)
_NAME_AT = re.compile(
    rf"(?:The\s+)?{_TOKEN}(?:(?<!\w{{3}}\.)[^\S\n]+(?:(?:of\s+the|of|and|for|de|du|la|van|von|del|in|the)\s+)?{_TOKEN}){{0,11}}{_TAIL}(?:,?\s+d/b/a\s+{_TOKEN}(?:\s+{_TOKEN}){{0,6}})?"
)
_LEAD = re.compile(
    r"(?:[\s,;:.\-–—|]|\band\b|\bAND\b|\bby\b|\bbetween\b|\bamong\b|\bthe\b|\bon (?:the )?(?:one|other) (?:hand|part)\b|\beach of\b|\((?:[ivx]+|\d|[a-z]|[A-Z])\)|\b[\dA-D][.)](?=\s)|\b(?:Mr|Ms|Mrs|Dr)\.)*"
)
_LABEL = re.compile(r"(?:[A-Z][\w ]{2,24})\s*:\s*")
_NEXT = re.compile(r"(?:\band\b|\bAND\b|;|\bby\b|\n|&)\s+(?:the\s+|between\s+)?(?=[A-Z0-9]|[a-z]{1,2}[A-Z])")
_NO_NAME = re.compile(
    r"(?:This|That|These|Agreement|AGREEMENT|Effective|Date[ds]?|P\.?\s?O\.?\s+Box|Suite|Attention|Attn|Whereas|WHEREAS|WITNESSETH|RECITALS|Section|Article|Exhibit|Schedule|Page|In\b|For\b|As\b|Each|Any|All|It\b|If\b|State|United States|January|February|March|April|May \d|June|July|August|September|October|November|December|\d)",
)
_COLLECTIVE = re.compile(
    r"(?:the\s+)?(?:part(?:y|ies)|agreement|effective date|.*\bagreement\b.*|execution date|closing|signing date|commencement date|contract|act|term)",
    re.I,
)
_AFTER_PREAMBLE = re.compile(
    r"\bW\s?I\s?T\s?N\s?E\s?S\s?S\s?E\s?T\s?H|\bWHEREAS\b|\bWhereas\b|\bRECITALS?\b|\bRecitals?\b|\bBACKGROUND\b|\bNOW,? THEREFORE\b|\bIN CONSIDERATION\b|\n\n\s*1\.?\s+[A-Z]|\bARTICLE\s+[1I]\b|\bTABLE OF CONTENTS\b|\bagree as follows\b|\bPREAMBLE\b"
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


def find_parties(text: str, blocks: Sequence[Block] = ()) -> list[Party]:
    """Returns the parties that the preamble names, roles worked out from what they are called."""
    best: list[Party] = []
    for start, end in _preambles(text):
        found = _read_preamble(text, start, end)
        if _worth(found) > _worth(best):
            best = found
        if len(best) >= 2 and sum(1 for p in best if p.defined) >= 2:
            break
    if len(best) < 2:
        labelled = _labelled(text)
        best = labelled if len(labelled) > len(best) else best
    if len(best) < 2:
        signed = _signed(text)
        best += [s for s in signed if not any(_same(s.name, p.name) for p in best)][: 3 - len(best)]
    return _with_roles(best, text)


def _worth(parties: list[Party]) -> tuple[int, int]:
    named = [p for p in parties if p.defined or _SUFFIX.search(p.name)]
    return min(len(named), 2), min(sum(1 for p in parties if p.defined), 2)


def _preambles(text: str) -> Iterator[tuple[int, int]]:
    """Yields the passages that may name the parties: what follows "between", else the opening."""
    head = text[:14_000]
    for match in list(_BETWEEN.finditer(head))[:14]:
        if re.match(
            r"\s*(?:the\s+)?(?:part(?:y|ies)|Part(?:y|ies)|PARTIES|you|us|them)\b",
            head[match.end() : match.end() + 20],
        ):
            continue
        after = head[match.end() : match.end() + 2_600]
        stop = _AFTER_PREAMBLE.search(after, 40)
        yield match.end(), match.end() + (stop.start() if stop else min(len(after), 1_800))
    opening = re.search(
        r"\b(?:made|entered into|agreement|executed)\b[^.]{0,120}?\bby\b:?", head[:5_000], re.I
    )
    if opening:
        stop = _AFTER_PREAMBLE.search(head, opening.end() + 40)
        yield opening.end(), min(stop.start() if stop else len(head), opening.end() + 1_800)
    brackets = [
        m
        for m in _DEFINED.finditer(head[:5_000])
        if not _COLLECTIVE.fullmatch((m["name"] or m["plain"]).strip())
    ]
    if brackets:
        yield max(0, head.rfind("\n\n", 0, brackets[0].start())), brackets[0].end() + 900


def _read_preamble(text: str, start: int, end: int) -> list[Party]:
    """Returns the parties of one passage: the names that stand before each defined name."""
    parties: list[Party] = []
    place = start
    for defined in _DEFINED.finditer(text, start, end):
        words = " ".join((defined["name"] or defined["plain"]).split()).strip(" ,.;-–")
        names = _names(text, place, defined.start()) or _ending(text, place, defined.start())
        place = defined.end()
        if _COLLECTIVE.fullmatch(words):
            words = ""
        new = [p for p in names if not any(_same(p.name, q.name) for q in parties)]
        if new and words:
            last = new[-1]
            new[-1] = Party(last.name, last.start, last.end, re.sub(r"^(?:the|The)\s+", "", words))
        parties += new
        if len(parties) >= 10:
            break
    if len(parties) < 2:
        rest = _names(text, place, min(end, place + 700))
        parties += [p for p in rest if not any(_same(p.name, q.name) for q in parties)][: 4 - len(parties)]
    known = {word for p in parties for word in re.findall(r"\w+", p.defined)} | {"and", "AND"}
    return [p for p in parties if _is_name(p, known)]


def _is_name(party: Party, known: set[str]) -> bool:
    """Returns whether the words name somebody, rather than repeat defined names ("Acme and Beta")."""
    words = re.findall(r"\w+", party.name)
    if _SUFFIX.search(party.name) and len(words) > 1:
        return True
    if not party.defined:
        return len(words) > 1 and not set(words) <= known and len(words) < 7
    return not set(words) <= known - set(party.defined.split())


def _ending(text: str, start: int, end: int) -> list[Party]:
    """Returns the name that a stretch ends with ("professional golfer, Jane Roe, (...)")."""
    for match in _NAME_AT.finditer(text, max(start, end - 120), end):
        if (
            not text[match.end() : end].strip(" ,\n")
            and not _NO_NAME.match(match[0])
            and 1 < len(match[0].split()) < 6
        ):
            return [Party(" ".join(match[0].split()), match.start(), match.end())]
    return []


def _names(text: str, start: int, end: int) -> list[Party]:
    """Returns the names in a stretch: the one that it begins with, and those joined by "and"."""
    found: list[Party] = []
    first = _name_at(text, start, end, lone=True)
    place = start
    if first:
        found.append(first)
        place = first.end
    for joint in _NEXT.finditer(text, place, end):
        if joint.start() < place:
            continue
        party = _name_at(text, joint.end(), end, lone=False)
        if (
            party
            and re.search(
                r"\b(?:of|under|between|subsidiary|affiliates?)\s*$",
                text[max(0, joint.start() - 12) : joint.start()],
            )
            is None
        ):
            found.append(party)
            place = party.end
    return found[:5]


def _name_at(text: str, start: int, end: int, *, lone: bool) -> Party | None:
    """Returns the name that begins at `start`; without a corporate suffix only where it stands alone."""
    lead = _LEAD.match(text, start, end)
    at = lead.end() if lead else start
    label = _LABEL.match(text, at, end)
    at = label.end() if label else at
    match = _NAME_AT.match(text, at, end)
    if match is None or (_NO_NAME.match(match[0]) and not _SUFFIX.search(match[0])):
        return None
    words = match[0]
    for joint in re.finditer(r"\s+(?:and|AND|by)\s+", words):
        if re.search(_SUFFIX.pattern + r"$", words[: joint.start()]):
            words = words[: joint.start()]
            break
    legal = _LEGAL_FORM.match(words)
    words = legal[0] if legal else words
    suffix = _SUFFIX.search(words)
    follows = text[at + len(words) : at + len(words) + 3]
    lone = lone or not text[at + len(words) : end].strip(" ,\n\t")
    if suffix is None and not (
        (lone or re.match(r"\s?\(|,\s?[aw]", follows)) and len(words.split()) <= 9 and len(words) > 3
    ):
        return None
    if suffix is None and re.search(
        r"\b(?:Street|Avenue|Road|Suite|Box|Drive|Boulevard|California|Floor)\b", words
    ):
        return None
    if re.fullmatch(
        r"(?:an?\s+)?[A-Z][\w ]{2,20}\s+(?:Corporation|Limited|Company|Limited Partnership)", words
    ) and re.search(r"\ban?\s+$", text[max(0, at - 4) : at]):
        return None
    words = words.rstrip(" ,;")
    return Party(" ".join(words.split()), at, at + len(words))


def _same(one: str, other: str) -> bool:
    a, b = (re.sub(r"[^a-z0-9]", "", x.lower()) for x in (one, other))
    return a == b or a in b or b in a


_ROLE_LABEL = re.compile(
    r"(?:^|\n|\s{2,})(?P<label>Licensor|Licensee|Provider|Service Provider|Supplier|Customer|Client|Vendor|Seller|Buyer|Purchaser|Company|Consultant|Contractor|Distributor|Manufacturer|Franchisor|Franchisee|Party A|Party B|Party C|Merchant|Affiliate|Sponsor|Network|Producer|Reseller)\s*(?:\([^)]{0,30}\))?\s*:\s*(?=[A-Z0-9])",
    re.I,
)


def _labelled(text: str) -> list[Party]:
    """Returns the parties of a form ("Licensor: Acme Inc.")."""
    found: list[Party] = []
    for label in _ROLE_LABEL.finditer(text[:8_000]):
        party = _name_at(text, label.end(), label.end() + 160, lone=True)
        if party and not any(_same(party.name, p.name) for p in found):
            found.append(Party(party.name, party.start, party.end, label["label"]))
    return found[:6]


def _signed(text: str) -> list[Party]:
    """Returns the companies that sign: names above or beside "By:"."""
    found: list[Party] = []
    tail = max(0, len(text) - 30_000)
    for sign in re.finditer(r"\b(?:By|BY|Signature|Name)\s*:", text[tail:]):
        at = tail + sign.start()
        for match in reversed(list(_NAME_AT.finditer(text, max(tail, at - 160), at))):
            if _SUFFIX.search(match[0]) and not _NO_NAME.match(match[0]) and len(match[0].split()) > 1:
                name = " ".join(match[0].split())
                if not any(_same(name, p.name) for p in found):
                    found.append(Party(name, match.start(), match.end()))
                break
    return found[:4]


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
