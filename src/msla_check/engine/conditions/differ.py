"""differ, shorter: facts that disagree with each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from pydantic import Field

from msla_check.model.report import Term

from ..quantities import quantity_of
from .base import Condition, Outcome
from .term import stated_terms

if TYPE_CHECKING:
    from ..facts import Facts


class Differ(Condition):
    """A fact is stated more than once, with different values, for the same party.

    Of the sentences that state it, `with` asks for one of these phrases, `without` forbids them.
    """

    key: ClassVar[str] = "differ"
    differ: str
    reads: list[str] = Field(default_factory=list)
    with_: list[str] = Field(default_factory=list, alias="with")
    without: list[str] = Field(default_factory=list)

    def phrases(self) -> Iterator[str]:
        """Yields the phrases that read the value, and those that its sentence must or must not hold."""
        yield from self.reads
        yield from self.with_
        yield from self.without

    def ask(self, facts: Facts) -> Outcome:
        """Returns the places that disagree."""
        seen: dict[tuple[str, float, str], tuple[int, int]] = {}
        values: list[str] = []
        for term in stated_terms(facts, self.differ, self.reads, self.with_, self.without):
            quantity = quantity_of(term)
            if quantity is None:
                continue
            key = (term.party, round(quantity.amount, 2), quantity.dimension)
            if key not in seen:
                seen[key] = (term.start, term.end)
                values.append(term.value)
        # A place that names no party may speak of either, so it is compared with all.
        named = {party for party, _, _ in seen if party}
        holds = any(
            len({amount for owner, amount, _ in seen if owner in (party, "")}) > 1 for party in named or {""}
        )
        places = tuple(seen.values())
        return Outcome(
            holds=holds,
            places=places if holds else (),
            near=() if holds else places,
            values={"values": " and ".join(dict.fromkeys(values))},
            note=f"{self.differ}: {', '.join(values) or 'not stated'}",
        )


class Shorter(Condition):
    """One duration is shorter than another ("shorter: fees.increase_notice, than: term.nonrenewal_notice")."""

    key: ClassVar[str] = "shorter"
    shorter: str
    than: str
    same: str = ""
    """A part of the normalized value that both must share ("severity")."""
    reads: list[str] = Field(default_factory=list)
    than_reads: list[str] = Field(default_factory=list)

    def phrases(self) -> Iterator[str]:
        """Yields the phrases that read the two values."""
        yield from self.reads
        yield from self.than_reads

    def ask(self, facts: Facts) -> Outcome:
        """Returns both places where the first is shorter than the second."""
        pairs = [
            (a, b)
            for a in stated_terms(facts, self.shorter, self.reads)
            for b in stated_terms(facts, self.than, self.than_reads)
            if (x := quantity_of(a))
            and (y := quantity_of(b))
            and x.dimension == y.dimension
            and x.amount < y.amount
            and (not self.same or _shared(a, b, self.same))
        ]
        if not pairs:
            return Outcome(
                holds=False, note=f"{self.shorter} is not shorter than {self.than}, or one is not stated"
            )
        first, second = pairs[0]
        return Outcome(
            holds=True,
            places=((first.start, first.end), (second.start, second.end)),
            values={"value": first.value, "other": second.value},
            note=f"{self.shorter} {first.value} < {self.than} {second.value}",
        )


def _shared(first: Term, second: Term, part: str) -> bool:
    """Whether two terms name the same severity (or another part), or stand in the same sentence without one."""
    one, other = first.normalized.get(part), second.normalized.get(part)
    if one is None and other is None:
        return first.start == second.start
    return str(one).lower() == str(other).lower()
