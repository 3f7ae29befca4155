"""Says which of the elements and topics each clause speaks to, and why."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from spacy.tokens import Doc
from spacy.vocab import Vocab

from msla_check.model.report import Clause, Reason
from msla_check.model.vocabulary import ELEMENTS

from .topics import PhraseFinder, PhraseHit, heading_elements, heading_topics

_ENOUGH = 0.5


class ElementClassifier:
    """Adds elements, topics and reasons to `doc._.clauses`; with `weights=False` by rules alone."""

    def __init__(self, vocab: Vocab, *, weights: bool = True) -> None:
        self.phrases = PhraseFinder(vocab)
        self.weights = weights

    def __call__(self, doc: Doc) -> Doc:
        clauses: tuple[Clause, ...] = doc._.clauses
        if clauses:
            doc._.clauses = self.classify(doc, clauses)
        return doc

    def classify(self, doc: Doc, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        """Returns the clauses with their labels: each from its own text, a parent with its children's."""
        hits = _by_clause(doc, clauses, self.phrases(doc))
        index = {clause.id: i for i, clause in enumerate(clauses)}
        elements: list[dict[str, float]] = []
        topics: list[dict[str, float]] = []
        reasons: list[list[Reason]] = []
        for i, clause in enumerate(clauses):
            parent = elements[index[clause.parent]] if clause.parent else {}
            own, named, why = _by_rules(clause, hits[i], parent)
            elements.append(own)
            topics.append(named)
            reasons.append(why)
        for i in range(len(clauses) - 1, -1, -1):
            above = clauses[i].parent
            if above:
                for labels in (elements, topics):
                    for label, score in labels[i].items():
                        target = labels[index[above]]
                        target[label] = max(target.get(label, 0.0), round(score * 0.98, 3))
        return tuple(
            clause.model_copy(
                update={
                    "elements": {e: elements[i][e] for e in ELEMENTS if e in elements[i]},
                    "topics": dict(sorted(topics[i].items())),
                    "reasons": reasons[i],
                }
            )
            for i, clause in enumerate(clauses)
        )


def _by_clause(doc: Doc, clauses: tuple[Clause, ...], hits: list[PhraseHit]) -> list[list[PhraseHit]]:
    """The hits of each clause's own text: each hit goes to the innermost clause that holds it."""
    starts = [clause.start for clause in clauses]
    found: list[list[PhraseHit]] = [[] for _ in clauses]
    for hit in hits:
        at = doc[hit.start].idx
        i = bisect_left(starts, at + 1) - 1
        while i >= 0 and clauses[i].end <= at:
            i -= 1
        if i >= 0:
            found[i].append(hit)
    return found


def _by_rules(
    clause: Clause, hits: list[PhraseHit], parent: dict[str, float]
) -> tuple[dict[str, float], dict[str, float], list[Reason]]:
    elements: dict[str, float] = {}
    topics: dict[str, float] = {}
    reasons: list[Reason] = []
    for element, weight in heading_elements(clause.heading):
        elements[element] = 0.95 * weight
        reasons.append(Reason(label=element, feature=f"heading: {clause.heading}", weight=round(weight, 2)))
    for topic, weight in heading_topics(clause.heading):
        topics[topic] = round(0.95 * weight, 3)
    spoken: dict[str, set[str]] = defaultdict(set)
    for hit in hits:
        for topic in hit.topics:
            if hit.denied:
                reasons.append(Reason(label=topic, feature=f"denied: {hit.phrase}", weight=0.0))
            else:
                spoken[topic].add(hit.phrase)
    support: dict[str, int] = defaultdict(int)
    for topic, phrases in sorted(spoken.items()):
        support[topic.split(".")[0]] += len(phrases)
        topics[topic] = max(topics.get(topic, 0.0), round(1 - 0.5 ** (0.5 + len(phrases)), 3))
        for phrase in sorted(phrases):
            reasons.append(Reason(label=topic, feature=f"phrase: {phrase}", weight=0.3))
    for element, count in support.items():
        elements[element] = max(elements.get(element, 0.0), 1 - 0.6**count)
    for element, score in parent.items():
        if not clause.heading and not elements:
            elements[element] = score * 0.9
    kept = {element: round(score, 3) for element, score in elements.items() if score >= _ENOUGH}
    return kept, topics, reasons
