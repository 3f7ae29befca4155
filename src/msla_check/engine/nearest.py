"""The passage that comes nearest to what a rule looks for and did not find, and what it lacks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from math import log
from typing import NamedTuple

from .conditions.base import Condition, Place
from .conditions.says import Says
from .facts import Facts

TELLING = 5
"""Letters of a word that tells what is spoken of ("as is" stands anywhere)."""
EVERYWHERE = frozenset(["agreement", "customer", "party", "parties", "provider", "service", "services"])
NEAR = 0.5
"""Share of a phrase's weight from which on a sentence comes near to it."""
SMOOTHING = 10
"""Sentences added to those of an agreement, so that a rare word of a short one weighs little more than another."""
_WORD = re.compile(r"[a-z0-9]+")


class Sought(NamedTuple):
    """One place of a phrase: words of which any may stand there, and beginnings of words ("renew*")."""

    words: frozenset[str]
    beginnings: tuple[str, ...]
    spelt: str

    @classmethod
    def of(cls, token: str) -> Sought:
        """Returns what a token of a phrase ("renew*|extend") looks for."""
        choices = [word for word in token.split("|") if word]
        return cls(
            frozenset(word for word in choices if not word.endswith("*")),
            tuple(word[:-1] for word in choices if word.endswith("*")),
            "/".join(choices).replace("*", "-"),
        )

    def stands_among(self, known: Collection[str]) -> bool:
        """Returns whether one of the words is among those known."""
        if not self.words.isdisjoint(known):
            return True
        return bool(self.beginnings) and any(word.startswith(self.beginnings) for word in known)


@dataclass(frozen=True, slots=True)
class NearestMiss:
    """A sentence that holds some words of a phrase, and the other words of that phrase."""

    place: Place
    lacks: tuple[str, ...]


def nearest_miss(condition: Condition, facts: Facts) -> NearestMiss | None:
    """Returns the sentence that comes nearest to one of the phrases; None where none comes near.

    A word that stands in few sentences says more than one that stands in many.
    """
    words = [set(_WORD.findall(facts.text[s.start : s.end].lower())) for s in facts.sentences]
    best, found = NEAR, None
    for phrase in phrases_of(condition):
        holders = [{i for i, known in enumerate(words) if sought.stands_among(known)} for sought in phrase]
        weights = [log((len(words) + SMOOTHING) / (len(held) + 1)) for held in holders]
        for index in sorted(set[int]().union(*holders)):
            lacks = [sought for sought, held in zip(phrase, holders, strict=True) if index not in held]
            held_weight = sum(w for w, held in zip(weights, holders, strict=True) if index in held)
            if lacks and held_weight / sum(weights) > best:
                best = held_weight / sum(weights)
                sentence = facts.sentences[index]
                found = NearestMiss((sentence.start, sentence.end), tuple(sought.spelt for sought in lacks))
    return found


def phrases_of(condition: Condition) -> Iterator[tuple[Sought, ...]]:
    """Yields the words of each phrase that a condition looks for, slots and gaps left out."""
    if isinstance(condition, Says):
        for phrase in condition.says:
            if words := _words_of(phrase):
                yield words
    for member in condition.members():
        yield from phrases_of(member)


@cache
def _words_of(phrase: str) -> tuple[Sought, ...]:
    tokens = [token for token in phrase.lower().split() if token != "..." and not token.startswith("{")]
    if not any(len(token) >= TELLING for token in tokens):
        return ()
    return tuple(Sought.of(token) for token in tokens)
