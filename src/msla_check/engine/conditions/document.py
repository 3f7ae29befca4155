"""blank, dangling, redacted, contradiction: the document's own integrity."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar, Literal

from msla_check.pipeline.numbers import FIGURES, WORDS, parse_number

from ..facts import REDACTION
from .base import Condition, Outcome

if TYPE_CHECKING:
    from msla_check.model.analysis import Reference

    from ..facts import Facts

_ELSEWHERE = re.compile(
    r"[\s,\d]*(?:and \d+|to \d+)?\s*(?:of|to|in)\s+(?:the\s+)?(?:(?:[A-Z]\w+|\d{4}|of)\s+){0,5}(?:Act|GDPR|Regulation|Directive|Code|Rules|Law|Schedule"
    r"|Exhibit|Annex|Appendix|Attachment|Statute|U\.S\.C|C\.F\.R)\b|\s*(?:GDPR|UK GDPR)\b"
)
_IN_BRACKETS = re.compile(rf"\(\s*(?:{FIGURES})\s*\)")
_LONGEST_WORDS = 120
"""Characters that a number in words takes at the most."""
_TWICE = re.compile(rf"\b{WORDS}\s*\(\s*(?:{FIGURES})\s*\)", re.I)


class Blank(Condition):
    """A place was left to be filled in."""

    key: ClassVar[str] = "blank"
    blank: Literal["any"]

    def ask(self, facts: Facts) -> Outcome:
        """Returns the sentences with blanks."""
        places = []
        for start, end in facts.blanks:
            sentence = next((s for s in facts.sentences if s.start <= start < s.end), None)
            places.append((sentence.start, sentence.end) if sentence else (start, end))
        places = list(dict.fromkeys(places))
        return Outcome(
            holds=bool(places),
            places=tuple(places[:5]),
            values={"count": str(len(places))},
            note=f"{len(places)} blanks",
        )


class Redacted(Condition):
    """Words of a clause on an element were struck out before filing ("[***]")."""

    key: ClassVar[str] = "redacted"
    redacted: str
    """The element."""

    def ask(self, facts: Facts) -> Outcome:
        """Returns the sentences with struck out words."""
        places = [
            (sentence.start, sentence.end)
            for sentence in facts.sentences
            if REDACTION.search(facts.text, sentence.start, sentence.end)
            and self.redacted in facts.labels_at(sentence.clause)
        ]
        return Outcome(
            holds=bool(places),
            places=tuple(places[:3]),
            note=f"{self.redacted}: {len(places)} sentences redacted",
        )


class Dangling(Condition):
    """A reference leads to a clause or schedule that is not in the file."""

    key: ClassVar[str] = "dangling"
    dangling: Literal["clause", "schedule"]

    def ask(self, facts: Facts) -> Outcome:
        """Returns the references that lead nowhere."""
        lost = [
            r
            for r in facts.analysis.references
            if r.kind == self.dangling and r.target is None and not self._leads_elsewhere(r, facts)
        ]
        labels = list(dict.fromkeys(" ".join(reference.label.split()) for reference in lost))
        places: dict[str, tuple[int, int]] = {}
        for reference in lost:
            places.setdefault(reference.label, (reference.start, reference.end))
        shown = ", ".join(labels[:5]) + (f" and {len(labels) - 5} more" if len(labels) > 5 else "")
        return Outcome(
            holds=bool(lost),
            places=tuple(places.values())[:5],
            values={"labels": shown},
            note=f"{len(facts.analysis.references)} references, {len(lost)} to a {self.dangling} that is not there",
        )

    def _leads_elsewhere(self, reference: Reference, facts: Facts) -> bool:
        """Whether it names a law, a clause of a schedule, or an item of a clause that is there."""
        if _ELSEWHERE.match(facts.text, reference.end):
            return True
        whole = reference.number.split("(")[0].rstrip(". ")
        return "(" in reference.number and whole in facts.numbers


class SelfContradiction(Condition):
    """Words and figures of one value disagree ("thirty (60) days")."""

    key: ClassVar[str] = "contradiction"
    contradiction: Literal["words and figures"]

    def ask(self, facts: Facts) -> Outcome:
        """Returns the numbers that contradict themselves."""
        found, end = [], 0
        for figures in _IN_BRACKETS.finditer(facts.text):
            begin = max(end, figures.start() - _LONGEST_WORDS)
            for match in _TWICE.finditer(facts.text, begin, figures.end()):
                end = match.end()
                number = parse_number(match[0])
                if number is not None and number.conflict:
                    found.append(match)
        return Outcome(
            holds=bool(found),
            places=tuple(match.span() for match in found[:5]),
            values={"values": ", ".join(dict.fromkeys(" ".join(match[0].split()) for match in found[:5]))},
            note=f"{len(found)} numbers whose words and figures disagree",
        )
