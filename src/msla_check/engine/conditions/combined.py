"""all, any, not: conditions made of conditions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field

from .base import AnyCondition, Condition, Outcome

if TYPE_CHECKING:
    from ..facts import Facts

Member = Annotated[Any, AnyCondition]


class All(Condition):
    """Holds where all its members hold."""

    key: ClassVar[str] = "all"
    all: list[Member] = Field(min_length=1)

    def ask(self, facts: Facts) -> Outcome:
        """Returns the members' words and values together."""
        return _gather([member.ask(facts) for member in self.all], all)

    def phrases(self) -> Iterator[str]:
        """Yields the members' phrases."""
        for member in self.all:
            yield from member.phrases()

    def members(self) -> Iterator[Condition]:
        """Yields the members."""
        yield from self.all


class Any_(Condition):
    """Holds where one of its members holds."""

    key: ClassVar[str] = "any"
    any: list[Member] = Field(min_length=1)

    def ask(self, facts: Facts) -> Outcome:
        """Returns the words and values of those members that hold."""
        return _gather([member.ask(facts) for member in self.any], any)

    def phrases(self) -> Iterator[str]:
        """Yields the members' phrases."""
        for member in self.any:
            yield from member.phrases()

    def members(self) -> Iterator[Condition]:
        """Yields the members."""
        yield from self.any


class Not(Condition):
    """Holds where its member does not."""

    key: ClassVar[str] = "not"
    not_: Annotated[Any, AnyCondition] = Field(alias="not")

    def ask(self, facts: Facts) -> Outcome:
        """Returns the reverse; the words that stood in the way are the nearest miss."""
        inner = self.not_.ask(facts)
        return Outcome(
            holds=not inner.holds, near=inner.places or inner.near, note=f"not: {inner.note}", parts=(inner,)
        )

    def phrases(self) -> Iterator[str]:
        """Yields the member's phrases."""
        yield from self.not_.phrases()

    def members(self) -> Iterator[Condition]:
        """Yields the member."""
        yield self.not_


def _gather(outcomes: list[Outcome], how: Any) -> Outcome:
    holds = bool(how(outcome.holds for outcome in outcomes))
    counted = [outcome for outcome in outcomes if outcome.holds]
    values: dict[str, str] = {}
    for outcome in [*counted, *(outcomes if how is all else [])]:
        for name, value in outcome.values.items():
            values.setdefault(name, value)
    places = tuple(dict.fromkeys(place for outcome in counted for place in outcome.places))
    return Outcome(
        holds=holds,
        places=places if holds else (),
        values=values,
        note=f"all of these {len(outcomes)} are needed"
        if how is all
        else f"one of these {len(outcomes)} is enough",
        near=tuple(dict.fromkeys(p for o in outcomes for p in (o.near if o.holds else o.near or o.places)))
        or (() if holds else places),
        parts=tuple(outcomes),
        unclear="; ".join(o.unclear for o in outcomes if o.unclear),
    )
