"""Why something that was not found may be there all the same: the reading was poor, or it stands elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .conditions.base import Outcome, Place
from .facts import REDACTION, Facts
from .nearest import EVERYWHERE, TELLING, Sought, phrases_of
from .schema import Rule

UNREAD_SHARE = 0.1
"""Share of pages without text from which on nothing can be called missing."""
POOR_OCR = 0.8
"""Mean confidence of the recognition below which nothing can be called missing."""
_BEFORE_LABEL = 160
"""Characters before "Exhibit B" that say what stands in it."""
_WORD = re.compile(r"[a-z0-9]+")


def doubt(rule: Rule, outcome: Outcome, facts: Facts) -> tuple[str, tuple[Place, ...]]:
    """Returns why a person must look before a thing is called missing, and where; "" where it is missing."""
    unread = facts.unread_pages
    if unread and len(unread) >= UNREAD_SHARE * (facts.analysis.agreement.pages or 1):
        shown = ", ".join(map(str, unread[:10]))
        return f"Page{'s' if len(unread) > 1 else ''} {shown} could not be read.", ()
    if facts.ocr_confidence < POOR_OCR:
        return "The pages were recognised from images, and poorly.", ()
    for place in outcome.near:
        if REDACTION.search(facts.text, *place):
            return "Words of the nearest passage were struck out.", (place,)
    if not facts.struck_out and not facts.absent_schedules:
        return "", ()
    phrases = list(phrases_of(rule.test))
    for clause in facts.struck_out:
        if _speaks_of(clause.heading, phrases) or _names(clause.heading, rule.title):
            return "The clause on it was struck out.", ((clause.start, clause.end),)
    for reference in facts.absent_schedules:
        before = facts.text[max(0, reference.start - _BEFORE_LABEL) : reference.start]
        if _speaks_of(before.rpartition(". ")[2], phrases):
            place = (reference.start, reference.end)
            return f"It may stand in {' '.join(reference.label.split())}, which is not attached.", (place,)
    return "", ()


def _speaks_of(words: str, phrases: Sequence[tuple[Sought, ...]]) -> bool:
    """Whether all words of one of the phrases stand among `words`, in whatever order."""
    known = set(_WORD.findall(words.lower()))
    return bool(known) and any(all(sought.stands_among(known) for sought in phrase) for phrase in phrases)


def _names(heading: str, title: str) -> bool:
    """Whether all telling words of a heading stand in a rule's title ("Insurance")."""
    telling = [
        word for word in _WORD.findall(heading.lower()) if len(word) >= TELLING and word not in EVERYWHERE
    ]
    known = _WORD.findall(title.lower())
    return bool(telling) and all(
        any(word[:TELLING] == other[:TELLING] for other in known) for word in telling
    )
