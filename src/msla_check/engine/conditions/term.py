"""term: a fact that the agreement states, and how its value compares."""

from __future__ import annotations

import operator
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field, field_validator

from msla_check.model.report import Term

from ..phrases import compile_phrase
from ..quantities import parse_quantity, quantity_of, read_quantity
from ..service_time import outage
from .base import Condition, Outcome

if TYPE_CHECKING:
    from ..facts import Facts

UNREAD = ("redacted", "blank")


class TermCondition(Condition):
    """A term is there; `above`, `below`, `at_least` or `at_most` compare its value.

    `party` asks who has it ("customer" is also met by "both"); `value` for a word in its value;
    `where` for parts of its normalized value; `every: true` asks it of all terms of the key, not of one.
    `reads` lists phrases with a slot that read the value where no term of the key was found. Of the
    sentence that states the term, `with` asks for one of these phrases, `without` forbids them.
    """

    key: ClassVar[str] = "term"
    term: str
    above: str | None = None
    below: str | None = None
    at_least: str | None = None
    at_most: str | None = None
    party: str = ""
    value: str = ""
    where: dict[str, Any] = Field(default_factory=dict)
    every: bool = False
    reads: list[str] = Field(default_factory=list)
    with_: list[str] = Field(default_factory=list, alias="with")
    without: list[str] = Field(default_factory=list)

    @field_validator("reads", "with_", "without")
    @classmethod
    def _compiles(cls, phrases: list[str]) -> list[str]:
        for phrase in phrases:
            compile_phrase(phrase)
        return phrases

    def phrases(self) -> Iterator[str]:
        """Yields the phrases that read the value, and those that its sentence must or must not hold."""
        yield from self.reads
        yield from self.with_
        yield from self.without

    @field_validator("above", "below", "at_least", "at_most", mode="before")
    @classmethod
    def _is_quantity(cls, value: Any) -> Any:
        if value is not None and not str(value).startswith("$"):
            parse_quantity(str(value))
        return None if value is None else str(value)

    @property
    def compares(self) -> bool:
        """Whether the condition asks about the size of the value."""
        return any((self.above, self.below, self.at_least, self.at_most))

    def ask(self, facts: Facts) -> Outcome:
        """Returns the terms that meet the condition."""
        stated = stated_terms(facts, self.term, self.reads, self.with_, self.without)
        candidates = [term for term in stated if self._concerns(term)]
        unread = [term for term in candidates if term.value in UNREAD]
        read = [term for term in candidates if term.value not in UNREAD] if self.compares else candidates
        met = [term for term in read if self._compares(term)]
        holds = bool(met) and (not self.every or len(met) == len(read))
        shown = met[0] if met else candidates[0] if candidates else None
        return Outcome(
            holds=holds,
            places=tuple((term.start, term.end) for term in met[:3]) if holds else (),
            values=_values(shown) if shown else {},
            near=tuple((term.start, term.end) for term in candidates[:3] if term not in met),
            note=self._note(candidates),
            unclear=f"{self.term} is {unread[0].value}" if unread and not met else "",
        )

    def _concerns(self, term: Term) -> bool:
        if self.party and term.party not in (self.party, "both", "either"):
            return False
        if self.value and self.value.lower() not in term.value.lower():
            return False
        return all(str(term.normalized.get(name)) == str(wanted) for name, wanted in self.where.items())

    def _compares(self, term: Term) -> bool:
        if not self.compares:
            return True
        stated = quantity_of(term)
        if stated is None:
            return False
        for limit, test in (
            (self.above, operator.gt),
            (self.below, operator.lt),
            (self.at_least, operator.ge),
            (self.at_most, operator.le),
        ):
            if limit is not None:
                wanted = parse_quantity(limit)
                if wanted.dimension != stated.dimension or not test(stated.amount, wanted.amount):
                    return False
        return True

    def _note(self, candidates: list[Term]) -> str:
        limits = [
            f"{name} {getattr(self, name)}"
            for name in ("above", "below", "at_least", "at_most")
            if getattr(self, name)
        ]
        stated = ", ".join(term.value for term in candidates[:4]) or "not stated"
        return f"term {self.term}{' ' + ' and '.join(limits) if limits else ''}: {stated}"


def _values(term: Term) -> dict[str, str]:
    """Returns what a message may say of a term; of an availability, the outage that it allows in a month."""
    values = {"value": term.value, "party": term.party}
    quantity = quantity_of(term)
    if term.key == "sla.uptime" and quantity is not None and quantity.dimension == "percent":
        values["outage"] = outage(quantity.amount)
    return values


def stated_terms(
    facts: Facts, key: str, reads: Sequence[str], with_: Sequence[str] = (), without: Sequence[str] = ()
) -> list[Term]:
    """Returns the terms of a key; where none states a quantity, the values that the phrases read.

    Terms and values count only where their sentence holds a phrase of `with_` and none of `without`.
    """
    known = [term for term in facts.terms.get(key, []) if _worded(facts, term.start, with_, without)]
    if not reads or any(quantity_of(term) or term.value in UNREAD for term in known):
        return known
    found: dict[tuple[int, str], Term] = {}
    for phrase in reads:
        for hit, sentence in facts.hits(phrase):
            value = read_quantity(hit.value)
            # A limit is often a denial: "shall not exceed", "shall not hire for".
            if value and _worded(facts, sentence.start, with_, without):
                quote = facts.text[sentence.start : sentence.end]
                term = Term(key=key, value=value, start=sentence.start, end=sentence.end, quote=quote)
                found[sentence.start, value] = term
    return [found[place] for place in sorted(found)] or known


def _worded(facts: Facts, place: int, with_: Sequence[str], without: Sequence[str]) -> bool:
    """Whether the sentence at a place holds one of the phrases `with_` and none of `without`."""
    if not with_ and not without:
        return True
    index = bisect_right(facts.sentences, place, key=lambda sentence: sentence.start) - 1
    if index < 0:
        return not with_
    return facts.is_worded(facts.sentences[index], with_, without)
