"""The grammar of a party's name: companies by their legal form, persons, and what only looks like a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .parts import PARTS
from .places import PLACE

QUOTES = "\"“”„'‘’"
LEGAL_FORM = r"(?:Inc(?:orporated)?|INC(?:ORPORATED)?|Corp(?:oration)?|CORP(?:ORATION)?|L\.?\s?L\.?\s?C|Ltd|LTD|Limited(?!\s+(?:Partner|Liability))|LIMITED(?!\s+(?:PARTNER|LIABILITY))|L\.?L\.?P|L\.\s?P|LP|P\.?L\.?C|plc|(?:GmbH|GMBH)(?:\s*&\s*C[oO]\.?\s*KG(?:aA)?)?|A\.?G|S\.\s?A(?:\.\s?S)?|SA|B\.?V|N\.?V|Pty|PTY|N\.\s?A|S\.p\.A|S\.P\.A|AB|Oy|KK|K\.K|A/S|S/A|ApS|SAS|S\.?[àa]\.?r\.?l|Sdn|Bhd|Co|CO|P\.?C|PBC|PTE|Pte|L\.?P|G\.I\.E|[aA]\.\s?[sS]|s\.\s?r\.\s?o|d\.\s?o\.\s?o|[Ss][Pp]\.?\s[Zz]\s?\.?[Oo]\.?\s?\.?[Oo0]|ASA|Ltda|LTDA|e\.V|eG|KG|OOO|Pvt|S\.L)"
_SOFT = r"(?:Company|COMPANY|Bank|BANK|Trust|TRUST|University|UNIVERSITY|Association|ASSOCIATION|Partners|Partnership|Holdings|Foundation|Institute|Funds?|FUNDS?|Authority|College|Hospital|Commission)"
# "Acme, inc." and "ACME corporation": small letters count as a legal form only right after a name.
_SMALL = r"(?:,?\s+(?:inc|llc|ltd|corp)\b\.?|(?<=[A-Z0-9])\s+(?:corporation|limited)\b)"
HAS_LEGAL_FORM = re.compile(rf"\b{LEGAL_FORM}\b")
_LEGAL = re.compile(rf"\b{LEGAL_FORM}\b|{_SMALL}")
SUFFIX = re.compile(rf"\b(?:{LEGAL_FORM}|{_SOFT})\b\.?|{_SMALL}")
TOKEN = r"(?:[A-Z0-9À-Ý&][\w&.'’!@+/*-]*|[a-z]{1,2}[A-Z][\w.-]*|[a-z]\d[\w.-]*|[a-z]\.[a-z]\.[a-z]\.|[a-z][\w-]*\.(?:com|net|org))"
_TAIL = rf"(?:{_SMALL}|(?:,?\s*{LEGAL_FORM}\b\.?)*)"
# "Acme (USA) Inc.", "Acme (Beijing) Data Technology Co.": a word in brackets belongs to the name where
# the legal form follows, at once or after more capital words.
_BRACKET = rf"(?:\s?\([A-Z][\w.& ]{{1,20}}\)(?=(?:\s+[A-Z][\w&-]+){{0,5}},?\s+(?:{LEGAL_FORM}|{_SOFT})\b))"
_ALIAS = rf"(?:,?\s+(?:d/b/a|dba)\s+{TOKEN}(?:\s+(?:of\s+)?{TOKEN}){{0,6}})?"
# "Smith, Jones & Co., Inc.": a comma inside a name is followed by "&" soon.
_FIRM = rf"(?:,\s+{TOKEN}(?=(?:,\s+{TOKEN})?\s+&\s))"
_DASHED = rf"(?:\s[-–]\s(?={TOKEN}\s{TOKEN}))"
_JOINT = rf"(?:(?<!\w{{3}}\.)[^\S\n]+(?:(?:of\s+the|of|and|for|de|du|la|van|von|del|in|the)\s+)?|{_DASHED})"
NAME_AT = re.compile(rf"(?:The\s+)?{TOKEN}(?:{_FIRM}|{_BRACKET}|{_JOINT}{TOKEN}){{0,11}}{_TAIL}{_ALIAS}")
WITH_FORM = re.compile(
    rf".+?[\s,](?!Co\b|CO\b|Corp\b|CORP\b|SA\b|AB\b){LEGAL_FORM}\b\.?(?![\w&-]){_TAIL}(?:,?\s+(?:d/b/a|dba)\s+.+)?",
    re.S,
)
_PERSON = re.compile(r"(?:Mr|Ms|Mrs|Dr)\.\s")
_TITLE = re.compile(r"\b(?:Mr|Ms|Mrs|Dr)\.\s+$")
_LEAD = re.compile(
    r"(?:[\s,;:.\-–—|●•]|\bin favou?r of\b|\band\b|\bAND\b|\bby\b|\bbetween\b|\bBetween\b|\bamong\b|\bthe\b|\bits\s+[A-Z]\w+,|\bon (?:the )?(?:one|other) (?:hand|part)\b|\beach of\b|\((?:[ivx]+|\d|[a-z]|[A-Z])\)|\b[\dA-D][.)](?=\s)|\b(?:Mr|Ms|Mrs|Dr)\.)*"
)
# "Acme data Services Limited": a small word belongs to a name that fills its line.
_ODD_LINE = re.compile(
    rf"(?m)(?<=\n){TOKEN}\s[a-z]{{3,}}(?:[^\S\n]{TOKEN}){{1,5}},?\s{LEGAL_FORM}\b\.?(?=,?[^\S\n]*$)"
)
# A division has no personality of its own: whose it is belongs to the name.
_DIVISION = re.compile(
    rf",?\s+an?\s+(?:unincorporated\s+)?division\s+of\s+(?:{TOKEN})(?:{_JOINT}{TOKEN}){{0,7}}{_TAIL}"
)
_LABEL = re.compile(r"(?:[A-Z][\w ]{2,24})\s*:\s*")
_NEXT = re.compile(
    rf"(?:\band\b|\bAND\b|;|\bby\b|\n|(?:{LEGAL_FORM})\b\.?\)?\s*&)\s+(?:the\s+|between\s+)?(?:\([a-z0-9]{{1,4}}\)\s+)?(?=[A-Z0-9]|[a-z]{{1,2}}[A-Z]|[a-z][\w-]*\.com)"
    rf"|(?<=[\w.)]),\s+(?=[A-Z][^,;()\"“”]{{2,60}}?,?\s{LEGAL_FORM}\b|(?:Mr|Ms|Mrs|Dr)\.\s[A-Z])"
)
NO_NAME = re.compile(
    r"(?:X{4,}|Authorized|This|THIS|That|These|Agreement|AGREEMENT|Effective|The Effective Date|THE EFFECTIVE DATE|Date[ds]?|P\.?\s?O\.?\s+Box|Suite|Room|Attention|Attn|Whereas|WHEREAS|WITNESSETH|RECITALS|Section|Article|Exhibit|Schedule|Attachment|Appendix|Annex|Page|In\b|For\b|As\b|Each|Any|All|It\b|Its\b|If\b|State|United States|January|February|March|April|May \d|\d+(?:st|nd|rd|th)\b|June|July|August|September|October|November|December|\d+\b(?!\s+B\.C\.))",
)
# What stands where a name may stand, and names nobody: titles of papers, addresses, regulators, headings.
_NOBODY = re.compile(
    r"(?:.*\s)?[A-Z]{2}\s+\d{5}(?:-\d{4})?\b.*|[A-Z]\w+(?:\s[A-Z]\w+)?\s\d{5}\b.*|.*\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b.*"
    rf"|(?:{LEGAL_FORM})\.?|.*\b(?:Exchange|Communications) Commission\b.*|Office of [A-Z].*|[A-Z]{2}\d-\d{4}\b.*|.*\b(?:and|AND) (?:its|ITS)\b.*|U\.S\.A\.|EFFECTIVE\b.*|.*Accounting Standards Board|.*\bDeposit Insurance\b.*"
    r"|(?:the\s+)?(?:People['’]s\s+Republic|Republic|Kingdom|Sultanate)\s+of\s.*|.*\bStock Exchange\b.*|Board of Directors\b.*"
    r"|(?:The\s+)?(?:Company|Agent|Customer|Client|Provider|Supplier|Work|Cards|Parties|Party)\.?|KNOW ALL.*|.*\b[Pp]lease [Pp]rint\b.*",
    re.S,
)
_NO_COMPANY = re.compile(
    r"\b(?:Agreements?|AGREEMENTS?|Contract|CONTRACT|Terms|Addendum|Amendment)\b"
    r"|\b(?:Recitals?|RECITALS?|Introduction|INTRODUCTION|Manual|System|Guidelines|Website|Offering|Marks?|Directors|Act|ACT|Clauses|Period|Team|Providers|Uptime|Assessment|SCCs|Schedule(?:\s\d+)?|Directive|Decision|Rules)\.?$|\.$"
)
_THING = re.compile(
    r"\b(?:Law|Act|Plan|Prices?|Date|Addendum|Products?|Services?|Shares?|Stock|Marks?|Software|Territory|Propert(?:y|ies)|Rules|Code"
    r"|Form|Confirmation|Transaction|Offering|Merger|Policy|Manual|Web ?site|Site|Fees?|VAT|Debits|Technology|Patents?|Premises|Note|Loan|Order|Project)$"
)
_OF_A_KIND = re.compile(
    r"\band\s+(?P<name>[a-z][\w&-]*(?:\s[\w&-]+){0,4}),\s+an?\s+(?:[A-Z]\w+\s+){1,3}"
    r"(?:corporation|company|limited|general|partnership|trust)\b"
)
_AND_PART = re.compile(rf"\s+(?:and|AND)\s+(?:the\s+|THE\s+)?(?=(?:{PARTS})s?\b)", re.I)
_AT_ADDRESS = re.compile(r"\s+(?:of|OF)\s+(?=\d)")
_ADDRESS = re.compile(r"\b(?:Street|Avenue|Road|Room|Suite|Box|Drive|Boulevard|California,?\s+\d|Floor)\b")


@dataclass(frozen=True, slots=True)
class Party:
    """A party: its legal name at `start:end`, the name (and `also` a second) it goes by, its role if known."""

    name: str
    start: int
    end: int
    defined: str = ""
    role: str = "other"
    also: str = ""
    unnamed: bool = False
    """The name was left to be filled in; `name` is then what the party is called."""


def same_name(one: str, other: str) -> bool:
    """Returns whether two names are one, or one holds the other."""
    a, b = (re.sub(r"[^a-z0-9]", "", x.lower()) for x in (one, other))
    return a == b or a in b or b in a


def new_names(found: Sequence[Party], known: Sequence[Party]) -> list[Party]:
    """Returns the parties found that are not known yet, each once."""
    fresh: list[Party] = []
    for party in found:
        if not any(same_name(party.name, p.name) for p in [*known, *fresh]):
            fresh.append(party)
    return fresh


def names_thing(words: str) -> bool:
    """Returns whether what is defined is a thing ("the Products"), and no party."""
    return bool(_THING.search(words))


def names_somebody(party: Party, known: set[str]) -> bool:
    """Returns whether the words name somebody, rather than repeat defined names ("Acme and Beta")."""
    words = re.findall(r"\w+", party.name)
    if _NOBODY.fullmatch(party.name) or PLACE.fullmatch(re.sub(r"^the\s+", "", party.name, flags=re.I)):
        return False
    if set(words) <= known and {"and", "AND"} & set(words):
        return False
    if _LEGAL.search(party.name) and len(words) > 1:
        return True
    if names_thing(party.defined) or _NO_COMPANY.search(party.name):
        return False
    if SUFFIX.search(party.name) and len(words) > 1:
        return True
    if not party.defined:
        return len(words) > 1 and not set(words) <= known and len(words) < 7
    return not set(words) <= known - set(party.defined.split())


def name_of_a_kind(text: str, start: int, end: int) -> list[Party]:
    """Returns the name in small letters that its kind follows ("and i-sign works, a Florida corporation")."""
    found = _OF_A_KIND.search(text, start, end)
    return [party_at(text, found.start("name"), found["name"])] if found else []


def name_that_ends(text: str, start: int, end: int) -> list[Party]:
    """Returns the name that a stretch ends with ("professional golfer, Jane Roe, (...)")."""
    for match in NAME_AT.finditer(text, max(start, end - 120), end):
        if (
            not text[match.end() : end].strip(" ,\n")
            and not NO_NAME.match(match[0])
            and 1 < len(match[0].split()) < 6
        ):
            return [party_at(text, match.start(), match[0])]
    return []


def names_in(text: str, start: int, end: int) -> list[Party]:
    """Returns the names in a stretch: the one that it begins with, and those joined to it."""
    found: list[Party] = []
    first = name_at(text, start, end, lone=True)
    place = start
    if first:
        found.append(first)
        place = first.end
    for joint in _NEXT.finditer(text, place, end):
        # A comma joins only what stands right after a name: elsewhere a place follows ("Austin, Texas").
        if joint.start() < place - 1 or (joint[0].startswith(",") and joint.start() > place):
            continue
        party = name_at(text, joint.end(), end, lone=False)
        before = text[max(0, joint.start() - 12) : joint.start()]
        if party and not re.search(r"\b(?:of|under|between|subsidiary|affiliates?)\s*$", before):
            found.append(party)
            place = party.end
    return found[:24]


def name_at(text: str, start: int, end: int, *, lone: bool) -> Party | None:
    """Returns the name that begins at `start`; without a legal form only where it stands alone."""
    lead = _LEAD.match(text, start, end)
    at = lead.end() if lead else start
    label = _LABEL.match(text, at, end)
    at = label.end() if label else at
    # A name that the stretch breaks off is read whole.
    match = at < end and (_ODD_LINE.match(text, at, end) or NAME_AT.match(text, at, end + 60))
    if not match or (NO_NAME.match(match[0]) and not SUFFIX.search(match[0])):
        return None
    if re.match(r"(?:This|That|These|Each|Any|All)\b", match[0], re.I):
        return None
    words = _AT_ADDRESS.split(match[0])[0]
    for joint in re.finditer(r"\s+(?:and|AND|by)\s+", words):
        if re.search(rf"(?:{SUFFIX.pattern})$", words[: joint.start()]) or _PERSON.match(words, joint.end()):
            words = words[: joint.start()]
            break
    legal = WITH_FORM.match(words)
    words = legal[0] if legal else _AND_PART.split(words)[0]
    if legal is None and text.startswith(":", at + len(words)):
        words = re.sub(r"\s+(?:Print(?:ed)?\s+)?\S+$", "", words)  # the label of the next field
    suffix = SUFFIX.search(words)
    if suffix and re.match(r"\s+(?:Law|LAW|Act|ACT)\b", text[at + len(words) :][:6]):
        return None
    follows = text[at + len(words) : at + len(words) + 3]
    lone = lone or bool(_TITLE.search(text, start, at)) or not text[at + len(words) : end].strip(" ,\n\t")
    if suffix is None and not (
        (lone or re.match(r"\s?\(|,\s?[aw]", follows)) and len(words.split()) <= 9 and len(words) > 3
    ):
        return None
    # A place and its postal code ("Las Vegas, NV 89101") look like a name with a legal form.
    if (suffix is None and _ADDRESS.search(words)) or re.match(
        r"\s+\d{5}\b", text[at + len(words) : at + len(words) + 8]
    ):
        return None
    if re.fullmatch(
        r"(?:an?\s+)?[A-Z][\w ]{2,20}\s+(?:Corporation|Limited|Company|Limited Partnership)", words
    ) and re.search(r"\ban?\s+$", text[max(0, at - 4) : at]):
        return None
    whose = _DIVISION.match(text, at + len(words), end)
    return party_at(text, at, text[at : whose.end()] if whose else words.rstrip(" ,;"))


def party_at(text: str, at: int, words: str) -> Party:
    """Returns the party whose name begins at `at`, a title before it included ("Dr. Jane Roe")."""
    title = _TITLE.search(text, max(0, at - 6), at)
    start = title.start() if title else at
    return Party(" ".join(text[start : at + len(words)].split()), start, at + len(words))
