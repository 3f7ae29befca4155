"""Whether an agreement has a clause of a kind, by small linear weights over its sentences.

Each sentence becomes a sparse vector of hashed words, word pairs and triples, the words of the
headings above it, the term patterns that matched in it, and the signs of presence_signs.py. One
linear model per term scores every sentence; a second one, over the best scores and the votes of
patterns and signs in the whole agreement, decides whether it is there.
Trained by training/presence.py on the attorneys' labels of CUAD v1; see training/PRESENCE.md.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from .features import distinct, distinct_words
from .presence_signs import read_signs
from .source import text_of

SIZE = 1 << 17
"""Buckets of the hashed features."""
TOP = 3
"""Best sentences of an agreement that the second model looks at."""
WEIGHTS = Path(__file__).parent / "weights" / "presence.npz"

_P1, _P2 = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


@dataclass(frozen=True, slots=True)
class SentenceFacts:
    """A sentence to be scored: its place, the headings above it, and the patterns that matched in it."""

    start: int
    end: int
    heading: str
    patterns: tuple[str, ...]


@lru_cache(maxsize=200_000)
def _code(word: str) -> int:
    return zlib.crc32(word.encode())


def features(doc: Doc, sentences: Sequence[SentenceFacts]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Returns, for all sentences at once, sentence numbers and buckets of their distinct features."""
    offsets = doc.to_array("IDX").astype(np.int64)
    words, which = distinct_words(doc)
    kept = np.flatnonzero(np.asarray([bool(word) for word in words], dtype=bool)[which])
    codes = np.asarray([_code(word) for word in words], dtype=np.uint64)[which[kept]]
    places = offsets[kept]
    firsts = np.searchsorted(places, [s.start for s in sentences])
    lasts = np.searchsorted(places, [s.end for s in sentences])
    lengths = np.maximum(lasts - firsts, 0)
    owner = np.repeat(np.arange(len(sentences)), lengths)
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    index = np.repeat(firsts, lengths) + within
    one = codes[index] if len(index) else np.zeros(0, dtype=np.uint64)
    numbers, buckets = [owner], [one * _P1]
    for distance in (1, 2):
        pair = np.zeros(0, dtype=bool) if len(owner) <= distance else owner[distance:] == owner[:-distance]
        if pair.any():
            code = one[: -distance or None][pair] * _P1 + one[distance:][pair] * _P2
            if distance == 2:
                code += one[1:-1][pair] * np.uint64(31)
            numbers.append(owner[distance:][pair])
            buckets.append(code * _P1)
    extra_owner: list[int] = []
    extra_code: list[int] = []
    for number, sentence in enumerate(sentences):
        for name in _extras(sentence.heading, sentence.patterns):
            extra_owner.append(number)
            extra_code.append(_code(name))
    numbers.append(np.asarray(extra_owner, dtype=np.int64))
    buckets.append(np.asarray(extra_code, dtype=np.uint64) * _P2)
    all_numbers = np.concatenate(numbers).astype(np.int64)
    folded = ((np.concatenate(buckets) >> np.uint64(20)) % np.uint64(SIZE)).astype(np.int64)
    told = distinct(all_numbers * SIZE + folded)
    return told // SIZE, told % SIZE


@lru_cache(maxsize=20_000)
def _extras(heading: str, patterns: tuple[str, ...]) -> tuple[str, ...]:
    words = [word for word in heading.lower().replace("/", " ").split() if word.isalpha()]
    return (*(f"heading:{word}" for word in words), *(f"pattern:{key}" for key in patterns))


class PresenceModel:
    """The trained weights, ready to score agreements."""

    def __init__(self, path: Path = WEIGHTS) -> None:
        with np.load(path) as stored:
            self.keys: list[str] = json.loads(str(stored["keys"]))
            # Row by row in memory: a row is what a word looks up.
            self._weights = np.ascontiguousarray(stored["weights"] * stored["scale"], dtype=np.float32)
            self._sign_weights = stored["signs"].astype(np.float32)
            self._bias = stored["bias"].astype(np.float32)
            self._document = stored["document"].astype(np.float32)
            self._threshold = stored["threshold"].astype(np.float32)

    def scores(self, doc: Doc, sentences: Sequence[SentenceFacts]) -> NDArray[np.float32]:
        """Returns the log-odds of every sentence for every key, then which keys it bears a sign of."""
        numbers, buckets = features(doc, sentences)
        counts = np.bincount(numbers, minlength=len(sentences)).astype(np.float32)
        sums = np.zeros((len(sentences), len(self.keys)), dtype=np.float32)
        if len(numbers):
            starts = np.flatnonzero(np.r_[True, numbers[1:] != numbers[:-1]])
            sums[numbers[starts]] = np.add.reduceat(self._weights[buckets], starts, axis=0)
        signs = sign_table(text_of(doc), self.keys, sentences)
        odds = sums / np.sqrt(np.maximum(counts, 1))[:, None] + signs @ self._sign_weights + self._bias
        return np.concatenate([odds, signs], axis=1)

    def decide(
        self, scores: NDArray[np.float32], sentences: Sequence[SentenceFacts]
    ) -> dict[str, tuple[float, list[int]]]:
        """Returns, for each key that is present, its log-odds and the sentences that say so."""
        summary = document_features(scores, self.keys, sentences)
        found: dict[str, tuple[float, list[int]]] = {}
        for column, key in enumerate(self.keys):
            odds = float(summary[column] @ self._document[column, :-1] + self._document[column, -1])
            if odds >= self._threshold[column]:
                order = np.argsort(-scores[:, column], kind="stable")[:TOP]
                best = float(scores[order[0], column])
                chosen = [int(i) for i in order if scores[i, column] >= min(best, max(best - 2.5, -1.0))]
                found[key] = (odds - float(self._threshold[column]), sorted(chosen))
        return found


def sign_table(text: str, keys: Sequence[str], sentences: Sequence[SentenceFacts]) -> NDArray[np.float32]:
    """Returns 1 for every sentence and key of which the sentence bears a sign, else 0."""
    columns = {key: column for column, key in enumerate(keys)}
    table = np.zeros((len(sentences), len(keys)), dtype=np.float32)
    for number, sentence in enumerate(sentences):
        for key in read_signs(text[sentence.start : sentence.end]):
            if key in columns:
                table[number, columns[key]] = 1
    return table


def document_features(
    scored: NDArray[np.float32], keys: Sequence[str], sentences: Sequence[SentenceFacts]
) -> NDArray[np.float32]:
    """Returns, for each key, what the second model sees: the best scores, the votes of patterns and
    signs, and the best score among the sentences that bear its sign."""
    scores, signs = scored[:, : len(keys)], scored[:, len(keys) :]
    padded = np.full((max(TOP, len(scores)), len(keys)), -8.0, dtype=np.float32)
    padded[: len(scores)] = np.clip(scores, -8, 8)
    best = -np.sort(-padded, axis=0)[:TOP].T
    votes = dict.fromkeys(keys, 0)
    for sentence in sentences:
        for key in sentence.patterns:
            if key in votes:
                votes[key] += 1
    counted = np.asarray([[min(votes[key], 1), np.log1p(votes[key])] for key in keys], dtype=np.float32)
    size = np.full((len(keys), 1), np.log1p(len(scores)) / 5, dtype=np.float32)
    seen = signs.sum(axis=0)
    signed = np.where(signs > 0, padded[: len(scores)], -8).max(axis=0, initial=-8) / 2
    by_signs = np.stack([np.minimum(seen, 1), np.log1p(seen), signed], axis=1)
    joined: NDArray[np.float32] = np.concatenate([best, counted, size, by_signs], axis=1).astype(np.float32)
    return joined


@cache
def load_model() -> PresenceModel | None:
    """Returns the shipped model, or None where the weights are not installed."""
    try:
        return PresenceModel() if WEIGHTS.exists() else None
    except KeyError:
        return None
