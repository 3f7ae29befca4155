"""Whether a sentence denies what it says ("no service credits are payable")."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

DENIALS = frozenset(
    [
        "no",
        "not",
        "never",
        "neither",
        "nor",
        "nobody",
        "without",
        "nothing",
        "none",
        "cannot",
        "waives",
        "disclaims",
    ]
)
DENYING = DENIALS | {"excluded", "waived", "unavailable", "option", "discretion"}
"""A sentence with none of these words denies nothing."""
_NOT_DENIALS = re.compile(
    r"\b(?:not (?:only|less|later|more|limited|exceed|to exceed|unreasonably|otherwise|earlier|fewer|(?:been |so )?(?:cured|remedied|corrected|paid|received|resolved|terminated|renewed))|no (?:later|less|more|fewer|event|earlier|longer than)"
    r"|without (?:limit\w*|prejudice|undue|unreasonable|derogat\w*|the prior|prior|cause|penalty|charge|cost|notice|liability|further)|whether or not|or not|if not|not be unreasonably"
    r"|nothing (?:\w+ ){0,6}?(?:prevent|prohibit|preclude|restrict|limit)\w*)\b",
    re.I,
)
_LEFT_OPEN = re.compile(
    r"\bmay,?\s+(?:at|in)\s+(?:its|their)\s+(?:own\s+|sole\s+|absolute\s+)*(?:option|discretion),?\s", re.I
)
"""Who may do it if it likes promises nothing ("Provider may, at its option, assist")."""
_BOUNDARY = re.compile(
    r"[;:]|,\s+(?:and|but|provided|except|unless|however)\b|\b(?:provided|except|unless|but|however)\b",
    re.I,
)
_DENIED_AFTER = re.compile(
    r"^\W*(?:\w+\W+){0,3}?(?:(?:is|are|shall|will|does|do|may|can|must)\s+not|(?:is|are) (?:excluded|waived|unavailable)|cannot)\b(?!\s+(?:be unreasonably|exceed|less|more|only|limited|later))",
    re.I,
)
_DENIED_WITHIN = re.compile(
    r"\b(?:(?:shall|will|may|can|does|do|did|is|are|must|should|would|could)\s+not|cannot|never|in no event)\b",
    re.I,
)
_CONDITION = re.compile(r"\W*(?:if|where|when|once|should|in case)\b[^,;]*,", re.I)
"""What a sentence begins with denies nothing of what follows ("If it is not cured in time, Provider may ...")."""
DENIAL_WORDS = 6
DENIAL_REACH = 90
"""Words and characters before a phrase in which its denial is looked for."""


def stands_near(denials: Sequence[int], start: int, end: int) -> bool:
    """Returns whether one of the places `denials`, in order, is so near to `start:end` that it may concern it."""
    first = bisect_left(denials, start - DENIAL_REACH - 10)
    return first < len(denials) and denials[first] < end + DENIAL_REACH


def is_denied(sentence: str, start: int, end: int) -> bool:
    """Returns whether a sentence denies what stands at `start:end` of it."""
    condition = _CONDITION.match(sentence, 0, start)
    before = sentence[max(condition.end() if condition else 0, start - DENIAL_REACH) : start]
    boundaries = [match.end() for match in _BOUNDARY.finditer(before)]
    if boundaries:
        before = before[boundaries[-1] :]
    before = _NOT_DENIALS.sub(" ", before)
    if _LEFT_OPEN.search(before):
        return True
    if DENIALS.intersection(word.lower() for word in re.findall(r"[A-Za-z']+", before)[-DENIAL_WORDS:]):
        return True
    return _DENIED_AFTER.match(sentence[end : end + 60]) is not None


def denies_within(words: str) -> bool:
    """Whether what "..." skipped denies the phrase ("Provider may not, in any event, terminate")."""
    return _DENIED_WITHIN.search(_NOT_DENIALS.sub(" ", words)) is not None
