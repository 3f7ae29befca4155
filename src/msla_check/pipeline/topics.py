"""What a heading and the phrases of a body say a clause is about, by the lists in rules/vocabulary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from rapidfuzz import fuzz, process
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from msla_check.rules_folder import read_vocabulary, rules_folder

_PARTS = re.compile(r"\s*(?:;|/|,|&|\band\b|\bor\b|:|\s-\s|–|—)\s*")
_CLEAN = re.compile(r"[^a-z0-9' -]+")


@dataclass(frozen=True)
class Vocabulary:
    """The topics and elements as the YAML lists them, inverted for look-up."""

    headings: dict[str, tuple[str, ...]]
    """Heading as normalised, to the topics that it names."""
    phrases: dict[str, tuple[str, ...]]
    """Phrase in lower case, to the topics that it speaks for."""
    words: tuple[tuple[re.Pattern[str], str], ...]
    """Patterns of telling words within a heading, with their element."""
    negation: frozenset[str]
    contrary: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PhraseHit:
    """A phrase of the vocabulary at a token span of the document."""

    start: int
    end: int
    phrase: str
    topics: tuple[str, ...]
    denied: bool


@cache
def load_vocabulary() -> Vocabulary:
    """Returns the vocabulary that comes with msla-check."""
    folder = rules_folder() / "vocabulary"
    topics: dict[str, Any] = read_vocabulary(folder / "topics.yaml")
    elements: dict[str, Any] = read_vocabulary(folder / "elements.yaml")
    headings: dict[str, list[str]] = {}
    phrases: dict[str, list[str]] = {}
    for topic, entry in topics.items():
        for heading in entry.get("headings", ()):
            headings.setdefault(normal_heading(heading), []).append(topic)
        for phrase in entry.get("phrases", ()):
            phrases.setdefault(phrase.lower(), []).append(topic)
    words = tuple(
        (re.compile(r"\b(?:{})\b".format("|".join(re.escape(word) for word in listed))), element)
        for element, listed in elements["words"].items()
    )
    return Vocabulary(
        headings={key: tuple(value) for key, value in headings.items()},
        phrases={key: tuple(value) for key, value in phrases.items()},
        words=words,
        negation=frozenset(elements["negation"]),
        contrary=tuple(elements["contrary"]),
    )


def normal_heading(heading: str) -> str:
    """Returns a heading in lower case without punctuation and articles, as the lists are keyed."""
    words = _CLEAN.sub(" ", heading.lower().replace("’", "'")).split()
    while words and words[0] in ("the", "a", "an"):
        words.pop(0)
    return " ".join(words)


@lru_cache(maxsize=20_000)
def heading_topics(heading: str) -> tuple[tuple[str, float], ...]:
    """Returns the topics that a heading names, with how closely it names them (0 to 1)."""
    vocabulary = load_vocabulary()
    whole = normal_heading(heading)
    if not whole:
        return ()
    found: dict[str, float] = {}
    for part, weight in _pieces(heading, whole):
        for topic in vocabulary.headings.get(part, ()):
            found[topic] = max(found.get(topic, 0.0), weight)
        if part not in vocabulary.headings and len(part) > 5:
            match = process.extractOne(part, vocabulary.headings.keys(), scorer=fuzz.ratio, score_cutoff=88)
            nearest = vocabulary.headings[match[0]] if match else ()
            for topic in nearest:
                found[topic] = max(found.get(topic, 0.0), weight * 0.85)
    return tuple(sorted(found.items()))


@lru_cache(maxsize=20_000)
def heading_elements(heading: str) -> tuple[tuple[str, float], ...]:
    """Returns the elements that a heading names: by its topics, else by its telling words."""
    found: dict[str, float] = {}
    for topic, weight in heading_topics(heading):
        element = topic.split(".")[0]
        found[element] = max(found.get(element, 0.0), weight)
    whole = normal_heading(heading)
    for pattern, element in load_vocabulary().words:
        if element not in found and pattern.search(whole):
            found[element] = 0.5 if not found else 0.3
    return tuple(sorted(found.items()))


def _pieces(heading: str, whole: str) -> Iterator[tuple[str, float]]:
    yield whole, 1.0
    parts = [normal_heading(part) for part in _PARTS.split(heading)]
    if len(parts) > 1:
        for part in parts:
            if part:
                yield part, 0.8


class PhraseFinder:
    """Finds the phrases of the vocabulary in a document, all in one pass."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocabulary = load_vocabulary()
        self.matcher = PhraseMatcher(vocab, attr="LOWER")
        self.keys: dict[int, str] = {}
        tokenize = _tokenizer(vocab)
        for phrase in (*self.vocabulary.phrases, *self.vocabulary.contrary):
            self.matcher.add(phrase, [tokenize(phrase)])
            self.keys[vocab.strings[phrase]] = phrase

    def __call__(self, doc: Doc) -> list[PhraseHit]:
        """Returns the hits in the order of the text; those that the sentence denies are marked."""
        contrary = set(self.vocabulary.contrary)
        spans = sorted((start, end, self.keys[key]) for key, start, end in self.matcher(doc))
        denials = [(start, end) for start, end, phrase in spans if phrase in contrary]
        hits = []
        for start, end, phrase in spans:
            topics = self.vocabulary.phrases.get(phrase)
            if topics is None:
                continue
            denied = any(s <= start + 8 and end <= e + 12 and start >= s for s, e in denials)
            hits.append(PhraseHit(start, end, phrase, topics, denied or self._negated(doc, start)))
        return hits

    def _negated(self, doc: Doc, start: int) -> bool:
        """Whether one of the three words before a phrase denies it ("no service credits")."""
        if start == 0:
            return False
        before = doc[max(0, start - 2) : start]
        return any(token.lower_ in self.vocabulary.negation for token in before) and doc[
            start
        ].lower_ not in (
            "disclose",
            "less",
        )


def _tokenizer(vocab: Vocab) -> Any:
    from spacy.lang.en import English

    blank = English(vocab=vocab)
    return blank.make_doc
