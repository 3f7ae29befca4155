"""says: an operative sentence holds one of these phrases, and does not deny it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Literal

from pydantic import Field, field_validator

from ..phrases import compile_phrase
from .base import Condition, Outcome

if TYPE_CHECKING:
    from ..facts import Facts, Sentence

SHOWN = 6
"""Phrases that an explanation shows."""


class Says(Condition):
    """Wording that a sentence holds.

    `on` asks for a clause about one of these elements or topics; `with` for another phrase in the same
    sentence; `without` forbids phrases in it; `denied: true` asks for sentences that deny the phrase,
    `denied: either` does not mind (a waiver is a denial by nature: "not liable for lost profits");
    `times` asks for at least so many different phrases.
    """

    key: ClassVar[str] = "says"
    says: list[str] = Field(min_length=1)
    on: list[str] = Field(default_factory=list)
    with_: list[str] = Field(default_factory=list, alias="with")
    without: list[str] = Field(default_factory=list)
    denied: bool | Literal["either"] = False
    times: int = Field(default=1, ge=1)

    @field_validator("says", "with_", "without")
    @classmethod
    def _compiles(cls, phrases: list[str]) -> list[str]:
        for phrase in phrases:
            compile_phrase(phrase)
        return phrases

    def phrases(self) -> Iterator[str]:
        """Yields all phrases, the forbidden ones too."""
        yield from self.says
        yield from self.with_
        yield from self.without

    def ask(self, facts: Facts) -> Outcome:
        """Returns the sentences that say it."""
        found: dict[str, list[tuple[int, int]]] = {}
        near: list[tuple[int, int]] = []
        for phrase in self.says:
            for hit, sentence in facts.hits(phrase):
                place = (sentence.start, sentence.end)
                if self.denied in (hit.denied, "either") and self._counts(facts, sentence):
                    found.setdefault(phrase, []).append(place)
                else:
                    near.append(place)
        holds = len(found) >= self.times
        places = sorted({place for hits in found.values() for place in hits})
        values = {}
        if places:
            values["words"] = facts.words(*places[0])
        return Outcome(
            holds=holds,
            places=tuple(places[:3]) if holds else (),
            values=values,
            near=tuple(sorted(set(near if holds else [*near, *places]))[:3]),
            note=f"a sentence that {'denies' if self.denied is True else 'says'} {_spelt(tuple(self.says))}",
        )

    def _counts(self, facts: Facts, sentence: Sentence) -> bool:
        if self.on and not facts.labels_at(sentence.clause).intersection(self.on):
            return False
        return facts.is_worded(sentence, self.with_, self.without)


@cache
def _spelt(phrases: tuple[str, ...]) -> str:
    """Returns phrases as a reader takes them: "renew-" for a word's beginning, "may/can" for either word."""
    shown = [
        f"“{phrase.replace('...', '…').replace('|', '/').replace('*', '-')}”" for phrase in phrases[:SHOWN]
    ]
    more = f" or {len(phrases) - SHOWN} other wordings" if len(phrases) > SHOWN else ""
    return ", ".join(shown) + more
