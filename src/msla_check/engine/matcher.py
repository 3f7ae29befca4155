"""All phrases of all rules in one book: a sentence is looked through once for the words they begin with,
and a phrase is matched only where all its words stand, and only when a rule asks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .denial import DENYING, denies_within, is_denied, stands_near
from .phrases import BEFORE_UNIT, CHUNK, COMMON, SLOT_BEGINS, UNIT, Phrase, compile_phrase

MEMORY = 200_000
"""Words whose forms are remembered at the most."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase found at `start:end`; `denied` where the sentence says that it is not so."""

    phrase: str
    start: int
    end: int
    denied: bool
    value: str = ""
    """The words that the phrase's slot read ("thirty (30) days")."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence made ready to be searched."""

    text: str
    offset: int
    lowered: str
    denials: Sequence[int]
    """Where the words begin that may deny something."""

    def starts(self, words: tuple[str, ...]) -> list[int]:
        """Returns where one of the words begins ("renew*": a word that begins so), in order."""
        found: list[int] = []
        for word in words:
            found += _places(word, self.lowered)
        return sorted(found) if len(words) > 1 else found


class _Needs(NamedTuple):
    """A phrase, and what must stand beside the two words it is looked up by."""

    text: str
    others: tuple[frozenset[str], ...]


class PhraseBook:
    """All phrases of all rules, found by their rarest words."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = {text: compile_phrase(text) for text in sorted(set(phrases))}
        spread = Counter(word for phrase in self._phrases.values() for part in phrase.parts for word in part)
        self._by_words: dict[str, dict[str, list[_Needs]]] = defaultdict(lambda: defaultdict(list))
        known: set[str] = set(DENYING)
        for phrase in self._phrases.values():
            # What few phrases ask for stands in few sentences; what is common is looked at last.
            first, *others = sorted(
                phrase.parts, key=lambda part: (bool(part & COMMON), sum(spread[word] for word in part))
            )
            second, *others = others or [first]
            needs = _Needs(phrase.text, tuple(others))
            for word in sorted(first):
                for other in sorted(second):
                    self._by_words[word][other].append(needs)
            known.update(word for part in phrase.parts for word in part)
        self._known = frozenset(known)
        self._lengths = sorted({len(word) - 1 for word in known if word.endswith("*")})
        self._seen: set[str] = set()
        self._forms: dict[str, tuple[str, ...]] = {}

    def open(self, sentence: str, offset: int) -> tuple[Passage, set[str]]:
        """Returns a sentence ready to be searched, and the phrases whose words all stand in it."""
        lowered = sentence.lower()
        words = {sign for sign in "%$£€" if sign in sentence}
        chunks = set(CHUNK.findall(lowered))
        if not chunks <= self._seen:
            self._learn(chunks - self._seen)
        for chunk in self._forms.keys() & chunks:
            words.update(self._forms[chunk])
        may_stand: set[str] = set()
        for word in self._by_words.keys() & words:
            beside = self._by_words[word]
            for other in beside.keys() & words:
                for text, others in beside[other]:
                    for part in others:
                        if part.isdisjoint(words):
                            break
                    else:
                        may_stand.add(text)
        denials = sorted(place for word in DENYING & words for place in _places(word, lowered))
        return Passage(sentence, offset, lowered, denials), may_stand

    def find(self, phrase: str, passage: Passage) -> list[Hit]:
        """Returns where a phrase stands in a passage in which it may stand."""
        compiled = self._phrases[phrase]
        hits = []
        for match in _matches(compiled, passage):
            start, end = match.span()
            denied = stands_near(passage.denials, start, end) and (
                is_denied(passage.text, start, end) or (not compiled.denies and denies_within(match[0]))
            )
            value = (match[1] or "") if compiled.pattern.groups else ""
            hits.append(Hit(phrase, passage.offset + start, passage.offset + end, denied, value))
            if not denied and not compiled.pattern.groups:
                break  # said once is said
        return hits

    def _learn(self, chunks: set[str]) -> None:
        """Remembers what phrases know of new words, themselves or their beginnings; of most, nothing."""
        if len(self._seen) > MEMORY:
            self._seen.clear()
            self._forms.clear()
        self._seen |= chunks
        for chunk in chunks:
            beginnings = (f"{chunk[:size]}*" for size in self._lengths if len(chunk) >= size)
            forms = tuple(form for form in (chunk, *beginnings) if form in self._known)
            if forms:
                self._forms[chunk] = forms


def _places(word: str, sentence: str) -> list[int]:
    """Returns where a word begins in a sentence in lower case; of "renew*", any word that begins so."""
    whole = word[-1] != "*"
    stem = word if whole else word[:-1]
    size = len(stem)
    found = []
    place = sentence.find(stem)
    while place >= 0:
        end = place + size
        if not sentence[place - 1 : place].isalnum() and not (whole and sentence[end : end + 1].isalnum()):
            found.append(place)
        place = sentence.find(stem, end)
    return found


def _matches(phrase: Phrase, passage: Passage) -> Iterator[re.Match[str]]:
    """Yields what `finditer` would, but tries a phrase only where it can begin."""
    # Lowering may lengthen a sentence; places in it are then not places in the sentence.
    if phrase.from_unit is not None:
        places = _duration_starts(phrase.from_unit, passage.text)
    elif phrase.opening and len(passage.lowered) == len(passage.text):
        places = passage.starts(phrase.opening)
    else:
        yield from phrase.pattern.finditer(passage.text)
        return
    end = 0
    for start in places:
        if start >= end and (match := phrase.pattern.match(passage.text, start)):
            yield match
            end = match.end()


def _duration_starts(from_unit: re.Pattern[str], sentence: str) -> list[int]:
    """Returns where a duration may begin whose unit is followed by the rest of the phrase."""
    places: list[int] = []
    seen = 0
    for unit in UNIT.finditer(sentence):
        if from_unit.match(sentence, unit.start()):
            seen = max(seen, unit.start() - BEFORE_UNIT)
            places += [begin.start() for begin in SLOT_BEGINS.finditer(sentence, seen, unit.start())]
            seen = unit.start()
    return places
