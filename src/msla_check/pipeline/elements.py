"""Says which of the elements and topics each clause speaks to, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.vocab import Vocab

from msla_check.model.report import Clause, Reason
from msla_check.model.vocabulary import ELEMENTS, KEY_ELEMENTS

from .evidence import HashedDoc, Passage, find_passages, load_weights, signals, unit_vector
from .topics import PhraseFinder, PhraseHit, heading_elements, heading_topics

THRESHOLD = 0.25
"""From this probability on a clause bears a label: where F1 is best on contracts held out."""
OWN_THRESHOLDS = {"term_and_termination": 0.2, "responsibilities": 0.3, "confidentiality": 0.3}
"""The same where it is best elsewhere."""
_RULE_THRESHOLD = 0.5
_OUTSPOKEN = ("term_and_termination", "confidentiality")
"""Elements whose headings and phrases are sure enough to label a clause that the weights leave out."""
_SURE_RULE = 0.75
_BY_RULE = 0.6
"""The score of a label that only headings and phrases gave."""
_TOPIC_THRESHOLD = 0.5
_TELLING_WORDS = 3

Labels = dict[str, float]


class ElementClassifier:
    """Adds elements, topics and reasons to `doc._.clauses`; with `weights=False` by rules alone.

    A label is decided on a passage: a clause with the uncaptioned clauses below it, which inherit what
    it bears. A parent bears what any of its children bears.
    """

    def __init__(self, vocab: Vocab, *, weights: bool = True) -> None:
        self.phrases = PhraseFinder(vocab)
        self.models = load_weights() if weights else None

    def __call__(self, doc: Doc) -> Doc:
        clauses: tuple[Clause, ...] = doc._.clauses
        if clauses:
            doc._.clauses = self.classify(doc, clauses)
        return doc

    def classify(self, doc: Doc, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        """Returns the clauses with their labels and the reasons for them."""
        hits = self.phrases(doc)
        passages, owner = find_passages(doc, clauses, hits)
        decided = self._by_weights(doc, clauses, passages) if self.models else [({}, []) for _ in passages]
        elements: list[Labels] = []
        topics: list[Labels] = []
        reasons: list[list[Reason]] = []
        around: dict[str, frozenset[str]] = {}
        for i, clause in enumerate(clauses):
            passage = passages[owner[i]]
            own = [hit for hit in passage.hits if clause.start <= doc[hit.start].idx < clause.end]
            above = around.get(clause.parent or "", frozenset())
            around[clause.id] = above | {element for element, _ in heading_elements(clause.heading)}
            ruled, why = _by_rules(clause, own, above)
            learnt, told = decided[owner[i]]
            if clause.kind in ("preamble", "signature"):
                ruled, learnt = {}, {}
            labels = (
                {e: s for e, s in ruled.items() if e not in KEY_ELEMENTS} | learnt if self.models else ruled
            )
            if not self.models and not clause.heading and not labels and passage.clause != i:
                labels = {
                    element: round(score * 0.9, 3) for element, score in elements[passage.clause].items()
                }
            elements.append(labels)
            topics.append(_topics(clause, own))
            reasons.append(why + (told if passage.clause == i else []))
        _lift(clauses, elements)
        _lift(clauses, topics)
        return tuple(
            clause.model_copy(
                update={
                    "elements": {e: labels[e] for e in ELEMENTS if e in labels},
                    "topics": dict(sorted(named.items())),
                    "reasons": why,
                }
            )
            for clause, labels, named, why in zip(clauses, elements, topics, reasons, strict=True)
        )

    def _by_weights(
        self, doc: Doc, clauses: Sequence[Clause], passages: Sequence[Passage]
    ) -> list[tuple[Labels, list[Reason]]]:
        """The key elements of each passage, with the words that told most for them."""
        assert self.models is not None
        words, model = self.models
        hashed = HashedDoc.of(doc)
        table = signals(doc, clauses, passages, hashed, words)
        buckets = [hashed.buckets(passage.spans) for passage in passages]
        decided: list[tuple[Labels, list[Reason]]] = []
        for passage, own, row in zip(passages, buckets, model.probabilities(table, buckets), strict=True):
            labels: Labels = {
                e: round(float(p), 3)
                for e, p in zip(KEY_ELEMENTS, row, strict=True)
                if p >= OWN_THRESHOLDS.get(e, THRESHOLD)
            }
            ruled, _ = _by_rules(clauses[passage.clause], passage.hits)
            for element in _OUTSPOKEN:
                if ruled.get(element, 0.0) >= _SURE_RULE:
                    labels[element] = max(labels.get(element, 0.0), _BY_RULE)
            reasons = []
            for label in labels:
                weights = model.text[:, KEY_ELEMENTS.index(label)]
                reasons += _telling_words(doc, hashed, passage, own, weights, label)
            decided.append((labels, reasons))
        return decided


def _telling_words(
    doc: Doc,
    hashed: HashedDoc,
    passage: Passage,
    buckets: NDArray[np.int64],
    weights: NDArray[np.float32],
    label: str,
) -> list[Reason]:
    indices, values = unit_vector(buckets)
    parts = values * weights[indices]
    reasons = []
    for at in np.argsort(-parts, kind="stable")[:_TELLING_WORDS]:
        if parts[at] > 0.02:
            word = _word_at(doc, hashed, passage, int(indices[at]))
            reasons.append(
                Reason(label=label, feature=f"words: {word}", weight=round(min(1.0, float(parts[at])), 3))
            )
    return reasons


def _word_at(doc: Doc, hashed: HashedDoc, passage: Passage, bucket: int) -> str:
    for start, end in passage.spans:
        for places, width in ((hashed.words, 1), (hashed.pairs, 2)):
            found = np.flatnonzero(places[start:end] == bucket)
            if len(found):
                at = start + int(found[0])
                return " ".join(doc[max(0, at - width + 1) : at + 1].text.split())
    return ""


def _by_rules(
    clause: Clause, hits: Sequence[PhraseHit], above: frozenset[str] = frozenset()
) -> tuple[Labels, list[Reason]]:
    """The elements that heading and phrases speak for, and every phrase that spoke or was denied.

    One phrase is enough where a heading above (the elements `above`) speaks of the same.
    """
    labels: Labels = {}
    reasons: list[Reason] = []
    for element, weight in heading_elements(clause.heading):
        labels[element] = 0.95 * weight
        reasons.append(Reason(label=element, feature=f"heading: {clause.heading}", weight=round(weight, 2)))
    support: dict[str, set[str]] = defaultdict(set)
    told: set[tuple[str, str]] = set()
    for hit in hits:
        for topic in hit.topics:
            if (topic, hit.phrase) in told:
                continue
            told.add((topic, hit.phrase))
            how = "denied" if hit.denied else "phrase"
            reasons.append(
                Reason(label=topic, feature=f"{how}: {hit.phrase}", weight=0.0 if hit.denied else 0.4)
            )
            if not hit.denied:
                support[topic.split(".")[0]].add(hit.phrase)
    for element, phrases in support.items():
        labels[element] = max(labels.get(element, 0.0), 1 - 0.6 ** (len(phrases) + (element in above)))
    return {e: round(s, 3) for e, s in labels.items() if s >= _RULE_THRESHOLD}, reasons


def _topics(clause: Clause, hits: Sequence[PhraseHit]) -> Labels:
    found = {topic: round(0.95 * weight, 3) for topic, weight in heading_topics(clause.heading)}
    spoken: dict[str, set[str]] = defaultdict(set)
    for hit in hits:
        if not hit.denied:
            for topic in hit.topics:
                spoken[topic].add(hit.phrase)
    for topic, phrases in spoken.items():
        found[topic] = max(found.get(topic, 0.0), round(1 - 0.5 ** (0.5 + len(phrases)), 3))
    return {topic: score for topic, score in found.items() if score >= _TOPIC_THRESHOLD}


def _lift(clauses: Sequence[Clause], labels: list[Labels]) -> None:
    """Gives every parent what its children bear."""
    index = {clause.id: i for i, clause in enumerate(clauses)}
    for i in range(len(clauses) - 1, -1, -1):
        parent = clauses[i].parent
        if parent:
            target = labels[index[parent]]
            for label, score in labels[i].items():
                target[label] = max(target.get(label, 0.0), score)
