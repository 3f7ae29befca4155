"""What speaks for an element in a passage: words, phrases, headings around it, numbers and place."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from msla_check.model.report import Clause
from msla_check.model.vocabulary import ELEMENTS

from .features import bucket, counted, words_of
from .source import text_of
from .topics import PhraseHit, heading_elements

SIZE = 1 << 16
# Counted in lower case. A pattern that begins with letters, and looks back at the word's edge only there, is
# found several times as fast as one that begins with the edge.
_SHAPES = {
    "percent": re.compile(r"[%p](?:(?<=\d%)|(?<=\d\s%)|(?<=\bp)ercent)"),
    "money": re.compile(r"[$€£]\s?\d|u(?<=\bu)sd\b|d(?<=\bd)ollars\b"),
    "days": re.compile(r"(?:day|month|year)(?:(?<=\bday)|(?<=\bmonth)|(?<=\byear))s?\b"),
    "hours": re.compile(r"(?:hour|minute)(?:(?<=\bhour)|(?<=\bminute))s?\b|24\s?[x/]\s?7"),
    "duty": re.compile(r"[swma](?<=\b[swma])(?:(?<=s)hall|(?<=w)ill|(?<=m)ust|(?<=a)grees? to)\b"),
    "denied": re.compile(
        r"not\b(?:(?<=\bis\snot)|(?<=\b(?:are|may)\snot)|(?<=\b(?:will|does)\snot)|(?<=\bshall\snot))"
        r"|no(?<=\bno)\s+(?:obligation|duty)"
    ),
    "means": re.compile(r"[\"”]\s*(?:\([^)]*\)\s*)?(?:shall\s+)?(?:means?|refers?|has the meaning)\b"),
    "license": re.compile(r"[hl](?<=\b[hl])(?:(?<=h)ereby\s+grants?\b|(?<=l)icen[cs]e\s+to\b)"),
    "responsible": re.compile(r"responsib"),
    "provide": re.compile(r"(?:provide|perform|deliver|furnish)\b"),
    "terminate": re.compile(r"[ter](?<=\b[ter])(?:(?<=t)erminat|(?<=e)xpir|(?<=r)enew)"),
    "pay": re.compile(r"[pfi](?<=\b[pfi])(?:(?<=p)ay(?:able|ment|ments|s)?\b|(?<=f)ees?\b|(?<=i)nvoice)"),
    "secret": re.compile(r"[cd](?<=\b[cd])(?:(?<=c)onfiden|(?<=d)isclos)"),
}
NAMES: tuple[str, ...] = (
    *(f"words:{e}" for e in ELEMENTS),
    *(f"around:{e}" for e in ELEMENTS),
    *(f"sentence:{e}" for e in ELEMENTS),
    *(f"heading:{e}" for e in ELEMENTS),
    *(f"parent:{e}" for e in ELEMENTS),
    *(f"root:{e}" for e in ELEMENTS),
    *(f"phrases:{e}" for e in ELEMENTS),
    *(f"shape:{s}" for s in _SHAPES),
    "headed", "schedule", "in_schedule", "in_definitions", "length", "place", "deep",
)  # fmt: skip


@dataclass(slots=True)
class Passage:
    """A clause with the uncaptioned clauses below it: what a label is decided on."""

    clause: int
    spans: list[tuple[int, int]] = field(default_factory=list)
    """Its own text, as token spans."""
    whole: tuple[int, int] = (0, 0)
    """The text of its parent, or its own with all that is below it."""
    hits: list[PhraseHit] = field(default_factory=list)


def find_passages(
    doc: Doc, clauses: Sequence[Clause], hits: Sequence[PhraseHit]
) -> tuple[list[Passage], list[int]]:
    """Returns the passages of a document, and for each clause the passage that it belongs to."""
    index = {clause.id: i for i, clause in enumerate(clauses)}
    offsets = token_offsets(doc)
    owner: list[int] = []
    passages: list[Passage] = []
    roots = _roots(clauses, index)
    for i, clause in enumerate(clauses):
        depth = clause.level - (clauses[roots[i]].kind == "schedule")
        if clause.heading or depth <= 2 or clause.parent is None:
            around = clauses[index[clause.parent]] if clause.parent else clause
            whole = (bisect_left(offsets, around.start), bisect_left(offsets, around.end))
            owner.append(len(passages))
            passages.append(Passage(i, whole=whole))
        else:
            owner.append(owner[index[clause.parent]])
    for i, stretches in enumerate(_own_stretches(clauses)):
        for begin, end in stretches:
            passages[owner[i]].spans.append((bisect_left(offsets, begin), bisect_left(offsets, end)))
    starts = [clause.start for clause in clauses]
    for hit in hits:
        i = _innermost(clauses, starts, offsets[hit.start])
        if i >= 0:
            passages[owner[i]].hits.append(hit)
    return passages, owner


def _own_stretches(clauses: Sequence[Clause]) -> list[list[tuple[int, int]]]:
    """For each clause the stretches of its text that belong to none of its children."""
    bounds: dict[str, list[int]] = {clause.id: [clause.start] for clause in clauses}
    for clause in clauses:
        if clause.parent:
            bounds[clause.parent] += (clause.start, clause.end)
    return [
        list(zip(cuts[::2], [*cuts[1::2], clause.end], strict=True))
        for clause, cuts in ((clause, bounds[clause.id]) for clause in clauses)
    ]


def _innermost(clauses: Sequence[Clause], starts: list[int], at: int) -> int:
    i = bisect_left(starts, at + 1) - 1
    while i >= 0 and clauses[i].end <= at:
        i -= 1
    return i


def _roots(clauses: Sequence[Clause], index: dict[str, int]) -> list[int]:
    roots: list[int] = []
    for i, clause in enumerate(clauses):
        roots.append(roots[index[clause.parent]] if clause.parent else i)
    return roots


def token_offsets(doc: Doc) -> list[int]:
    """Returns where each token begins in the text."""
    offsets: list[int] = doc.to_array("IDX").astype(np.int64).tolist()
    return offsets


def sentences(stops: NDArray[np.int64], spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Returns the token spans of the sentences of a passage, the shortest joined to what follows."""
    found = []
    for start, end in spans:
        begin = start
        for at in stops[np.searchsorted(stops, start) : np.searchsorted(stops, end)].tolist():
            if at - begin >= 8:
                found.append((begin, at + 1))
                begin = at + 1
        if end - begin >= 4:
            found.append((begin, end))
    return found


class WordModel:
    """Linear weights over hashed words and word pairs: a row for each bucket, a column for each element."""

    def __init__(self, weights: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
        self.weights = weights
        self.bias = bias

    def scores(self, buckets: NDArray[np.int64]) -> NDArray[np.float32]:
        """Returns the log-odds of each element for a passage whose words fall into `buckets`."""
        indices, values = unit_vector(buckets)
        result: NDArray[np.float32] = values @ self.weights[indices] + self.bias
        return result


@dataclass(frozen=True)
class PassageModel:
    """Linear weights for the six key elements over signals and words."""

    signals: NDArray[np.float32]
    text: NDArray[np.float32]
    bias: NDArray[np.float32]

    def probabilities(
        self, table: NDArray[np.float32], buckets: Sequence[NDArray[np.int64]]
    ) -> NDArray[np.float32]:
        """Returns for each passage (a row of `table`) the probability of each key element."""
        odds = table @ self.signals + self.bias
        for row, hashed in enumerate(buckets):
            indices, values = unit_vector(hashed)
            odds[row] += values @ self.text[indices]
        result: NDArray[np.float32] = 1.0 / (1.0 + np.exp(-odds))
        return result


def load_weights() -> tuple[WordModel, PassageModel]:
    """Returns the models that come with msla-check (`training/elements.py` makes them)."""
    with np.load(Path(__file__).with_name("weights") / "elements.npz") as stored:
        words = WordModel(stored["words"].astype(np.float32), stored["words_bias"])
        passages = PassageModel(stored["signals"], stored["text"].astype(np.float32), stored["bias"])
    return words, passages


def unit_vector(buckets: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Returns distinct buckets with damped counts, scaled to length one."""
    indices, counts = counted(buckets)
    values = (1.0 + np.log(counts)).astype(np.float32)
    norm = float(np.sqrt(values @ values)) if len(values) else 1.0
    return indices, values / np.float32(norm)


@dataclass(slots=True)
class HashedDoc:
    """A document's words and word pairs as buckets (-1 where a token has none), and its sentence ends."""

    words: NDArray[np.int64]
    pairs: NDArray[np.int64]
    stops: NDArray[np.int64]

    @classmethod
    def of(cls, doc: Doc) -> HashedDoc:
        """Returns the buckets of every token of `doc` and of each pair that it ends."""
        folded = words_of(doc)
        known = {word: bucket(word, SIZE) if word else -1 for word in set(folded)}
        words = np.fromiter((known[word] for word in folded), dtype=np.int64, count=len(folded))
        pairs = np.full(len(folded), -1, dtype=np.int64)
        seen: dict[tuple[str, str], int] = {}
        last = ""
        for i, word in enumerate(folded):
            if not word:
                continue
            if last:
                place = seen.get((last, word))
                if place is None:
                    place = seen[last, word] = bucket(f"{last} {word}", SIZE)
                pairs[i] = place
            last = word
        ends = [doc.vocab.strings[mark] for mark in (".", ";", ":")]
        stops = np.flatnonzero(np.isin(doc.to_array("ORTH"), np.array(ends, dtype=np.uint64)))
        return cls(words, pairs, stops.astype(np.int64))

    def buckets(self, spans: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
        """Returns the buckets of the words and pairs in token spans."""
        parts = [array[a:b] for a, b in spans for array in (self.words, self.pairs)]
        joined = np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)
        return joined[joined >= 0]


def signals(
    doc: Doc, clauses: Sequence[Clause], passages: Sequence[Passage], hashed: HashedDoc, words: WordModel
) -> NDArray[np.float32]:
    """Returns one row of features (`NAMES`) for each passage."""
    index = {clause.id: i for i, clause in enumerate(clauses)}
    roots = _roots(clauses, index)
    table = np.zeros((len(passages), len(NAMES)), dtype=np.float32)
    around: dict[tuple[int, int], NDArray[np.float32]] = {}
    k = len(ELEMENTS)
    full = text_of(doc)
    offsets = [*token_offsets(doc), len(full)]
    for row, passage in enumerate(passages):
        clause = clauses[passage.clause]
        if passage.whole not in around:
            around[passage.whole] = words.scores(hashed.buckets([passage.whole]))
        root = clauses[roots[passage.clause]]
        parent = clauses[index[clause.parent]] if clause.parent else None
        table[row, :k] = words.scores(hashed.buckets(passage.spans))
        table[row, k : 2 * k] = around[passage.whole]
        told = [words.scores(hashed.buckets([span])) for span in sentences(hashed.stops, passage.spans)]
        table[row, 2 * k : 3 * k] = np.max(told, axis=0) if told else table[row, :k]
        for block, heading in ((3, clause.heading), (4, parent.heading if parent else ""), (5, root.heading)):
            for element, weight in heading_elements(heading):
                table[row, block * k + ELEMENTS.index(element)] = weight
        for hit in passage.hits:
            if not hit.denied:
                for element in {topic.split(".")[0] for topic in hit.topics}:
                    table[row, 6 * k + ELEMENTS.index(element)] += 1
        table[row, 6 * k : 7 * k] = np.log1p(table[row, 6 * k : 7 * k])
        text = " ".join(full[offsets[a] : offsets[b]] for a, b in passage.spans).lower()
        for place, pattern in enumerate(_SHAPES.values()):
            table[row, 7 * k + place] = np.log1p(len(pattern.findall(text)))
        tokens = sum(b - a for a, b in passage.spans)
        table[row, 7 * k + len(_SHAPES) :] = (
            bool(clause.heading),
            clause.kind == "schedule",
            root.kind == "schedule" and root is not clause,
            "definition" in (parent.heading if parent else "").lower()
            or "definition" in root.heading.lower(),
            np.log1p(tokens) / 5,
            clause.start / max(1, len(full)),
            min(clause.level, 4) / 4,
        )
    return table
