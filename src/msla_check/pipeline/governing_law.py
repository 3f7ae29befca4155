"""The law that governs the agreement."""

from __future__ import annotations

import re

from .places import COUNTRIES, find_places

_GOVERNED = re.compile(
    r"\b(?:govern\w*|constru\w*|interpret\w*|enforce\w*|subject to)\b[^.]{0,160}?\b(?:laws?|statutes?)\b"
    r"|\b(?:laws?)\s+of\b[^.]{0,160}?\b(?:govern|appl|control)"
    r"|\b(?:governing|applicable)\s+law\b|\b\w+\s+law\s+(?:shall|will)\s+(?:govern|apply)"
    r"|\b(?:in accordance with|under)\s+the\s+(?:\w+\s+){0,2}laws?\s+of"
    r"|\bapplication\s+of\s+the\s+laws?\s+of",
    re.I,
)
_OF_AGREEMENT = re.compile(
    r"\bagreement|contract|terms\b|this\b|parties|rights and obligations|hereof|hereto|hereunder", re.I
)
_LAW_OF = re.compile(
    r"\blaws?\b(?:\s+(?:and\s+\w+|in force|then in effect|applicable)){0,3}(?:,[^,;.]{3,60},)?\s+(?:of|in)\b",
    re.I,
)
_UNREAD = re.compile(
    r"\blaws?\s+of\s+(?:the\s+)?(?:(?:state|province|country|commonwealth)\s+of\s+)?(?:(?P<redacted>\[\s*\*+\s*\]|\*{3,})|(?P<blank>\[[\s●•_]*\]|_{3,}))",
    re.I,
)
_DOUBTED = re.compile(r"\b(?:may|might|is|are|shall|will)\s+not\s+(?:be\s+)?(?:\w+\s+)?enforceable\b", re.I)
"""What speaks of another law than the chosen one ("may not be enforceable under Ohio law")."""
_JOINED = re.compile(
    r"[\s,]*(?:and|or)?\s*(?:,[^,;.]{3,60},)?\s*(?:(?:by|under|with)\s+)?(?:of\s+)?(?:the\s+)?"
    r"(?:(?:state|federal|country|province|laws?|commonwealth)\s+(?:laws?\s+)?(?:of\s+)?(?:the\s+)?)*",
    re.I,
)
"""What stands between two laws that both govern."""
_WITHIN = re.compile(r"\s*(?:,|\()\s*(?:the\s+)?", re.I)
"""What stands between a place and the country that it lies in ("Ontario, Canada")."""
_NOT = re.compile(
    r"patent|bankrupt|tax law|securities law|export|labor law|comply with|compliance|data protection|privacy|rules on liability",
    re.I,
)


def read_governing_law(sentence: str, heading: str) -> list[tuple[str, int, int]]:
    """Returns name, start and end of each law that a sentence says governs the agreement.

    The name is "redacted" or "blank" where the sentence keeps it back.
    """
    lowered = sentence.lower()
    governed = _GOVERNED.search(sentence) if "law" in lowered or "statute" in lowered else None
    if governed is None:
        return []
    titled = re.search(r"\blaw\b|govern|jurisdiction", heading, re.I)
    if not titled and not _OF_AGREEMENT.search(sentence):
        return []
    if _DOUBTED.search(sentence):
        return []
    if _NOT.search(sentence) and not re.search(r"\bgovern|constru|interpret", sentence, re.I):
        return []
    start = governed.start()
    law = _LAW_OF.search(sentence, start)
    found = []
    for begin, end, name in find_places(sentence):
        if begin < start:
            if re.search(r"\blaw\b", sentence[end : end + 12]) or (law is None and titled):
                found.append((name, begin, end))
            continue
        if law is not None and begin < law.start() and "law" not in sentence[begin:end].lower():
            continue
        between = sentence[law.end() if law else start : begin]
        if found and _lies_in(found[-1][0], sentence[found[-1][2] : begin], name):
            continue
        if found and not _JOINED.fullmatch(sentence[found[-1][2] : begin]):
            break
        if not found and len(between) > 120:
            break
        found.append((name, begin, end))
    if not found:
        unread = _UNREAD.search(sentence, start)
        if unread:
            found.append(("redacted" if unread["redacted"] else "blank", *unread.span()))
    return found[:3]


def _lies_in(place: str, between: str, name: str) -> bool:
    """Whether a name only says in which country the place before it lies ("Ontario, Canada")."""
    told = place not in COUNTRIES or name == "United Kingdom"
    return told and name in COUNTRIES and _WITHIN.fullmatch(between) is not None
