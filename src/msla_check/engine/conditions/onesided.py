"""right: one party has a right that the other lacks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, field_validator

from ..phrases import compile_phrase
from .base import Condition, Outcome, Place

if TYPE_CHECKING:
    from ..facts import Facts

PARTY = "{party}"
NAMES = {
    "provider": "provider|supplier|vendor|contractor|consultant|msp|host|licensor|we",
    "customer": "customer|client|licensee|subscriber|you",
    "both": "party|parties|us|other",
}
"""What each party is called before "may"; "either party", "the other party", "each of us" may be either."""


class Right(Condition):
    """A right or duty that one party has and the other lacks.

    `right` is a term that names its party, or phrases in which `{party}` stands for whoever has it
    ("{party} may terminate"); of the sentences that hold them, `with` asks for one of these phrases,
    `without` forbids them.
    """

    key: ClassVar[str] = "right"
    right: str | list[str]
    only: Literal["customer", "provider"]
    with_: list[str] = Field(default_factory=list, alias="with")
    without: list[str] = Field(default_factory=list)

    @field_validator("right")
    @classmethod
    def _names_the_party(cls, right: str | list[str]) -> str | list[str]:
        for phrase in right if isinstance(right, list) else ():
            if PARTY not in phrase.split():
                raise ValueError(
                    f'"{phrase}" does not say who has it; write {PARTY} where the party is named'
                )
            for names in NAMES.values():
                compile_phrase(phrase.replace(PARTY, names))
        return right

    @field_validator("with_", "without")
    @classmethod
    def _compiles(cls, phrases: list[str]) -> list[str]:
        for phrase in phrases:
            compile_phrase(phrase)
        return phrases

    def phrases(self) -> Iterator[str]:
        """Yields the phrases for every party, and those that the sentence must or must not hold."""
        for names in NAMES.values():
            yield from self._said_of(names)
        yield from self.with_
        yield from self.without

    def ask(self, facts: Facts) -> Outcome:
        """Returns the words that give it to that party alone."""
        owners = self._told(facts) if isinstance(self.right, list) else self._read(facts, self.right)
        holds = set(owners) == {self.only}
        places = tuple(sorted({place for found in owners.values() for place in found}))[:3]
        name = " / ".join(self.right[:3]) if isinstance(self.right, list) else self.right
        return Outcome(
            holds=holds,
            places=places if holds else (),
            near=() if holds else places,
            values={"words": facts.words(*places[0])} if places else {},
            note=f"{name} belongs to: {', '.join(sorted(owners)) or 'nobody named'}",
        )

    def _said_of(self, names: str) -> list[str]:
        return [p.replace(PARTY, names) for p in self.right] if isinstance(self.right, list) else []

    def _told(self, facts: Facts) -> dict[str, list[Place]]:
        """Returns the sentences that say who has it, by party."""
        owners: dict[str, list[Place]] = {}
        for party, names in NAMES.items():
            for phrase in self._said_of(names):
                for hit, sentence in facts.hits(phrase):
                    if not hit.denied and facts.is_worded(sentence, self.with_, self.without):
                        owners.setdefault(party, []).append((sentence.start, sentence.end))
        return owners

    def _read(self, facts: Facts, key: str) -> dict[str, list[Place]]:
        """Returns the places of the terms that name their party, by party."""
        owners: dict[str, list[Place]] = {}
        for term in facts.terms.get(key, ()):
            if term.party:
                owners.setdefault(term.party, []).append((term.start, term.end))
        return owners
