"""Trains the weights that label clauses with their elements: `python training/elements.py`.

Reads contracts from the folder named by MSLA_BENCH_DATA and writes
`src/msla_check/pipeline/weights/elements.npz`. Two steps:

1. Words: every captioned provision of the contracts without labels whose caption is listed in
   `rules/vocabulary/topics.yaml` teaches what such a body says (its caption is taken out).
2. Passages: the labelled contracts (`gold/`, and those of `elements_labels.json`, labelled for this
   project) teach how far to trust those words, phrases, headings around, numbers and place, and
   which words of their own to add. `benchmarks/elements.py` measures it, each contract held out in turn.

No randomness beyond `SEED`; the same data gives the same weights.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags, hstack, vstack
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

import msla_check.pipeline.factories  # noqa: F401
from msla_check.model import ELEMENTS, KEY_ELEMENTS
from msla_check.parsing import read_agreement
from msla_check.pipeline.clauses import ClauseFinder
from msla_check.pipeline.evidence import (
    NAMES,
    SIZE,
    HashedDoc,
    Passage,
    PassageModel,
    WordModel,
    find_passages,
    signals,
    unit_vector,
)
from msla_check.pipeline.topics import PhraseFinder, heading_topics

SEED = 7
WORD_C = 4.0
PASSAGE_C = 0.3
SIGNAL_SCALE = 0.3
"""Signals are scaled to unit variance, then down by this, so that the penalty spares the words."""
TEXT_SCALE = 3.0
ENOUGH_CONTRACTS = 4
"""A word or pair counts only if so many contracts have it: names of parties teach nothing."""
OWN_LABELS = Path(__file__).with_name("elements_labels.json")
CODES = "SLFTRC"
"""The six elements in the labels file, in the order of ELEMENTS."""
WEIGHTS = Path(__file__).parents[1] / "src/msla_check/pipeline/weights/elements.npz"


@dataclass
class Sample:
    """One contract, read and cut into passages."""

    name: str
    doc: Any
    clauses: Any
    passages: list[Passage]
    owner: list[int]
    hashed: HashedDoc


class Reader:
    """Reads contracts into samples with one pipeline."""

    def __init__(self) -> None:
        self.nlp = spacy.blank("en")
        self.nlp.max_length = 10**8
        self.phrases = PhraseFinder(self.nlp.vocab)
        self.finder = ClauseFinder()

    def read(self, name: str, agreement: Any) -> Sample:
        """Returns the sample of one contract."""
        doc = self.nlp.make_doc(agreement.text)
        doc._.agreement = agreement
        clauses = self.finder(doc)._.clauses
        passages, owner = find_passages(doc, clauses, self.phrases(doc))
        return Sample(name, doc, clauses, passages, owner, HashedDoc.of(doc))


def provisions(sample: Sample) -> Iterator[tuple[NDArray[np.int64], list[str]]]:
    """Yields the body words of each captioned provision with the elements that its caption names."""
    for passage in sample.passages:
        clause = sample.clauses[passage.clause]
        if clause.kind != "clause" or not clause.heading:
            continue
        named = {topic.split(".")[0] for topic, weight in heading_topics(clause.heading) if weight >= 0.79}
        spans = list(passage.spans)
        skip = len(re.findall(r"\w+|[^\w\s]", f"{clause.number} {clause.heading}")) + 1
        spans[0] = (min(spans[0][0] + skip, spans[0][1]), spans[0][1])
        if named and sum(b - a for a, b in spans) >= 25:
            yield sample.hashed.buckets(spans), sorted(named)


def sparse(rows: list[NDArray[np.int64]]) -> csr_matrix:
    """Returns the hashed rows as a sparse matrix."""
    vectors = [unit_vector(row) for row in rows]
    pointers = np.cumsum([0] + [len(indices) for indices, _ in vectors])
    return csr_matrix(
        (np.concatenate([v for _, v in vectors]), np.concatenate([i for i, _ in vectors]), pointers),
        shape=(len(rows), SIZE),
    )


def common(contracts: list[NDArray[np.int64]]) -> NDArray[np.bool_]:
    """Returns which buckets enough contracts use; each entry holds the buckets of one contract."""
    used = np.zeros(SIZE, dtype=np.int32)
    for buckets in contracts:
        used[np.unique(buckets)] += 1
    return used >= ENOUGH_CONTRACTS


def masked(matrix: csr_matrix, kept: NDArray[np.bool_]) -> csr_matrix:
    """Returns the matrix with the columns that are not kept set to zero."""
    return (matrix @ diags(kept.astype(np.float32))).tocsr()


def train_words(rows: list[NDArray[np.int64]], labels: list[list[str]], kept: NDArray[np.bool_]) -> WordModel:
    """Returns the word model learnt from provisions and the elements that their captions name."""
    matrix = masked(sparse(rows), kept)
    weights = np.zeros((SIZE, len(ELEMENTS)), dtype=np.float32)
    bias = np.zeros(len(ELEMENTS), dtype=np.float32)
    for k, element in enumerate(ELEMENTS):
        target = np.array([element in named for named in labels])
        model = LogisticRegression(C=WORD_C, solver="liblinear", class_weight="balanced", random_state=SEED)
        model.fit(matrix, target)
        weights[:, k], bias[k] = model.coef_[0].astype(np.float16), model.intercept_[0]
    return WordModel(weights, bias)


def squeeze(text: str) -> str:
    """Returns letters and digits only, in lower case."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def gold_labels(sample: Sample, gold: dict[str, Any]) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    """Returns the labels of each passage, by the gold section it lies in, and how much it weighs."""
    text = sample.doc.text
    kept = np.cumsum([0] + [c.isascii() and c.isalnum() for c in text])
    flat = squeeze(text)
    starts: list[tuple[int, set[str], bool]] = []
    last = 0
    sections = gold["sections"]
    for i, section in enumerate(sections):
        quote = squeeze(section["start_quote"])
        at = flat.find(quote, last)
        at = at if at >= 0 else flat.find(quote[:25], last)
        if at < 0:
            continue
        last = at
        parent = i + 1 < len(sections) and sections[i + 1]["level"] > section["level"]
        starts.append((at, set(section["elements"]), parent))
    labels = np.zeros((len(sample.passages), len(ELEMENTS)), dtype=bool)
    weight = np.zeros(len(sample.passages), dtype=np.float32)
    for row, passage in enumerate(sample.passages):
        begin = sample.doc[passage.spans[0][0]].idx if passage.spans[0][0] < len(sample.doc) else len(text)
        size = sum(b - a for a, b in passage.spans)
        inside = [s for s in starts if s[0] <= kept[begin] + 12]
        if not inside or sample.clauses[passage.clause].kind in ("preamble", "signature"):
            continue
        at, named, parent = inside[-1]
        exact = abs(at - kept[begin]) <= 12
        if exact and parent and size < 40:
            continue
        labels[row] = [element in named for element in ELEMENTS]
        weight[row] = 1.0 if exact else 0.5
    return labels, weight


def own_labels(sample: Sample, labels: dict[str, str]) -> tuple[NDArray[np.bool_], NDArray[np.float32]]:
    """Returns the labels of each passage from the project's own labels file, and how much it weighs."""
    target = np.zeros((len(sample.passages), len(ELEMENTS)), dtype=bool)
    weight = np.zeros(len(sample.passages), dtype=np.float32)
    for row, passage in enumerate(sample.passages):
        clause = sample.clauses[passage.clause]
        key = f"{zlib.crc32(squeeze(sample.doc.text[clause.start : clause.start + 90])[:40].encode()):08x}"
        if key in labels:
            target[row, [CODES.index(code) for code in labels[key]]] = True
            weight[row] = 0.7
    return target, weight


@dataclass
class Labelled:
    """The passages of one contract with their features and labels."""

    sample: Sample
    table: NDArray[np.float32]
    text: csr_matrix
    labels: NDArray[np.bool_]
    weight: NDArray[np.float32]


def labelled(
    sample: Sample, words: WordModel, labels: NDArray[np.bool_], weight: NDArray[np.float32]
) -> Labelled:
    """Returns the sample's passages ready for training or prediction."""
    table = signals(sample.doc, sample.clauses, sample.passages, sample.hashed, words)
    text = sparse([sample.hashed.buckets(passage.spans) for passage in sample.passages])
    return Labelled(sample, table, text, labels, weight)


def train_passages(contracts: list[Labelled], kept: NDArray[np.bool_]) -> PassageModel:
    """Returns the model of the six key elements learnt from labelled passages."""
    table = np.concatenate([c.table[c.weight > 0] for c in contracts])
    text = masked(vstack([c.text[c.weight > 0] for c in contracts]).tocsr(), kept)
    labels = np.concatenate([c.labels[c.weight > 0] for c in contracts])
    weight = np.concatenate([c.weight[c.weight > 0] for c in contracts])
    scaler = StandardScaler().fit(table)
    scaled = scaler.transform(table) * SIGNAL_SCALE
    signal_weights = np.zeros((len(NAMES), len(KEY_ELEMENTS)), dtype=np.float32)
    text_weights = np.zeros((SIZE, len(KEY_ELEMENTS)), dtype=np.float32)
    bias = np.zeros(len(KEY_ELEMENTS), dtype=np.float32)
    for k, element in enumerate(KEY_ELEMENTS):
        own = signals_for(element)
        matrix = hstack([csr_matrix(scaled[:, own]), text * TEXT_SCALE]).tocsr()
        model = LogisticRegression(C=PASSAGE_C, solver="liblinear", random_state=SEED)
        model.fit(matrix, labels[:, k], sample_weight=weight)
        signal_weights[own, k] = model.coef_[0][: len(own)]
        text_weights[:, k] = (model.coef_[0][len(own) :] * TEXT_SCALE).astype(np.float16)
        bias[k] = model.intercept_[0]
    spread = np.where(scaler.scale_ > 0, scaler.scale_, 1.0)
    signal_weights = (signal_weights * SIGNAL_SCALE / spread[:, None]).astype(np.float32)
    bias -= (scaler.mean_ @ signal_weights).astype(np.float32)
    return PassageModel(signal_weights, text_weights, bias)


def signals_for(element: str) -> list[int]:
    """Returns the signals that may speak for an element: its own, and all words and headings."""
    kept = []
    for index, name in enumerate(NAMES):
        kind, _, about = name.partition(":")
        if about == element or kind in ("words", "heading", "shape") or not about:
            kept.append(index)
    return kept


def load(data: Path) -> tuple[list[Path], dict[str, dict[str, Any]]]:
    """Returns the contracts' files, and the gold annotations by contract name."""
    rows = json.loads((data / "labels.json").read_text())
    gold = {
        g["contract"]: g for g in (json.loads(p.read_text()) for p in sorted((data / "gold").glob("*.json")))
    }
    return [data / row["pdf"] for row in rows], gold


@dataclass
class Trained:
    """The word model, which buckets count, and the labelled contracts."""

    words: WordModel
    kept: NDArray[np.bool_]
    gold: dict[str, Labelled]
    own: dict[str, Labelled]


def read_all(data: Path) -> Trained:
    """Returns the word model learnt from all provisions, and the contracts with labels."""
    reader = Reader()
    files, gold = load(data)
    own: dict[str, dict[str, str]] = json.loads(OWN_LABELS.read_text())
    rows: list[NDArray[np.int64]] = []
    named: list[list[str]] = []
    samples: dict[str, Sample] = {}
    contracts: list[NDArray[np.int64]] = []
    for path in files:
        sample = reader.read(path.stem, read_agreement(path, ocr=False))
        if path.stem in gold or path.stem in own:
            samples[path.stem] = sample
        contracts.append(sample.hashed.buckets([(0, len(sample.doc))]))
        if path.stem not in gold:
            for row, labels in provisions(sample):
                rows.append(row)
                named.append(labels)
    kept = common(contracts)
    words = train_words(rows, named, kept)
    first = {
        n: labelled(samples[n], words, *gold_labels(samples[n], gold[n]))
        for n in sorted(gold)
        if n in samples
    }
    second = {
        n: labelled(samples[n], words, *own_labels(samples[n], own[n])) for n in sorted(own) if n in samples
    }
    return Trained(words, kept, first, second)


def main() -> None:
    """Trains on everything and writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", default=os.environ.get("MSLA_BENCH_DATA", ""))
    options = parser.parse_args()
    found = read_all(Path(options.data) / "cuad")
    model = train_passages([*found.gold.values(), *found.own.values()], found.kept)
    save(found.words, model)


def save(words: WordModel, model: PassageModel) -> None:
    """Writes the weights, those of words in half precision."""
    WEIGHTS.parent.mkdir(exist_ok=True)
    np.savez_compressed(
        WEIGHTS,
        words=words.weights.astype(np.float16),
        words_bias=words.bias,
        signals=model.signals,
        text=model.text.astype(np.float16),
        bias=model.bias,
    )


if __name__ == "__main__":
    main()
