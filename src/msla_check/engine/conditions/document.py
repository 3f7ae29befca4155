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
_OTHER_PAPER = re.compile(
    r"(?:[\s,\d]|\.\d|(?:and/or|and|or|to)\b|\([A-Za-z0-9]{1,4}\)){0,30}(?:\s*\([A-Z][^()]{0,60}\)\s*)?"
    r"(?i:of|in|under)\s+(?!(?i:this|these)\b)(?i:(?:the|that|such|its|any)\s+)?"
    r"(?:(?:[A-Z][\w.’'&-]*|\d{4}|(?i:of|the|and))\s+){1,8}"
    r"(?i:Act|Code|Form|Agreement|Contract|Plan|Addendum|Indenture|Lease|Policy|Regulations?|Rules?)\b"
    r"|\s+(?i:of|under)\s+(?i:the\s+)?(?!THE\b|THIS\b|AGREEMENT\b|CONTRACT\b)[A-Z]{3,}\b"
)
"""What follows a clause of another paper ("of the Master Lease Agreement", "OF THE TAX CODE", "of ERISA")."""
_NAMED_ELSEWHERE = re.compile(r"(?:\b(?i:new|renumbered as)\s+|[“\"]|Pub\. L\. No\. [\d-]+, )$")
"""What stands before a clause that an amendment makes, and before one of a law."""
_ITSELF = re.compile(r"\b(?i:this)\s+$")
_FILED = re.compile(r"\s+under\s+(?i:item|form)\b")
"""What follows the number under which the paper was filed ("Exhibit 99 under Item 601")."""
_CAPTION = re.compile(r"(?:SECTION|ARTICLE)\s+\w+[.:]?\s+[A-Z]{2}")
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
        absent = [r for r in facts.analysis.references if r.kind == self.dangling and r.target is None]
        others = {_whole(r) for r in absent if self._is_of_another_paper(r, facts)}
        lost = [r for r in absent if _whole(r) not in others and not self._leads_elsewhere(r, facts)]
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

    def _is_of_another_paper(self, reference: Reference, facts: Facts) -> bool:
        """Whether it is a clause that is said to be another paper's, or one that an amendment makes."""
        if reference.kind != "clause":
            return False
        before = facts.text[max(0, reference.start - 20) : reference.start]
        return bool(_OTHER_PAPER.match(facts.text, reference.end) or _NAMED_ELSEWHERE.search(before))

    def _leads_elsewhere(self, reference: Reference, facts: Facts) -> bool:
        """Whether it names a law, a clause of a schedule, itself, or an item of a clause that is there."""
        text = facts.text
        if _ELSEWHERE.match(text, reference.end) or _FILED.match(text, reference.end):
            return True
        if _ITSELF.search(text[max(0, reference.start - 20) : reference.start]):
            return True
        if _CAPTION.match(text, reference.start) and text[: reference.start].rstrip()[-1:] in ".;:":
            return True
        return "(" in reference.number and _whole(reference) in facts.numbers


def _whole(reference: Reference) -> str:
    """Returns the number without the items of the clause ("7.1" of "7.1(f)")."""
    return reference.number.split("(")[0].rstrip(". ")


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
