"""Measures the element labels, each labelled contract held out in turn: `python benchmarks/elements.py`.

Reads the folder named by MSLA_BENCH_DATA (as `training/elements.py` does), trains on all other labelled
contracts, and prints for each of the six key elements precision, recall and F1 over the passages of the
contract held out, beside the rule-only mode; then a reliability table.
"""

from __future__ import annotations

import os
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1] / "training"))

from elements import Labelled, Trained, read_all, train_passages

from msla_check.model import KEY_ELEMENTS
from msla_check.pipeline.elements import OWN_THRESHOLDS, THRESHOLD, ElementClassifier

BINS = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.01)


def held_out(found: Trained) -> dict[str, NDArray[np.float32]]:
    """Returns the probabilities of each gold contract by a model that has not seen it."""
    result = {}
    for name, contract in found.gold.items():
        others = [c for other, c in found.gold.items() if other != name] + list(found.own.values())
        model = train_passages(others, found.kept)
        passages = contract.sample.passages
        buckets = [contract.sample.hashed.buckets(passage.spans) for passage in passages]
        result[name] = model.probabilities(contract.table, buckets)
    return result


def by_rules(contract: Labelled) -> NDArray[np.float32]:
    """Returns the scores of the rule-only mode for the passages of a contract."""
    doc = contract.sample.doc
    clauses = ElementClassifier(doc.vocab, weights=False).classify(doc, tuple(contract.sample.clauses))
    rows = [[clauses[p.clause].elements.get(e, 0.0) for e in KEY_ELEMENTS] for p in contract.sample.passages]
    return np.array(rows, dtype=np.float32)


def figures(scores: NDArray[Any], labels: NDArray[np.bool_], threshold: float) -> tuple[float, float, float]:
    """Returns precision, recall and F1."""
    told = scores >= threshold
    hits = int((told & labels).sum())
    precision, recall = hits / max(1, int(told.sum())), hits / max(1, int(labels.sum()))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def main() -> None:
    """Prints the tables."""
    found = read_all(Path(os.environ["MSLA_BENCH_DATA"]) / "cuad")
    learnt = held_out(found)
    names = sorted(found.gold)
    used = {name: found.gold[name].weight > 0 for name in names}
    labels = np.concatenate([found.gold[n].labels[used[n]][:, : len(KEY_ELEMENTS)] for n in names])
    weighed = np.concatenate([learnt[n][used[n]] for n in names])
    ruled = np.concatenate([by_rules(found.gold[n])[used[n]] for n in names])
    print(f"{len(names)} contracts, {len(labels)} passages, each contract held out\n")
    print(f"{'element':22s} {'n':>4s}  {'precision':>9s} {'recall':>6s} {'F1':>5s}   {'rules only F1':>13s}")
    macro, macro_rules = [], []
    for k, element in enumerate(KEY_ELEMENTS):
        p, r, f = figures(weighed[:, k], labels[:, k], OWN_THRESHOLDS.get(element, THRESHOLD))
        rules = figures(ruled[:, k], labels[:, k], 0.5)[2]
        macro.append(f)
        macro_rules.append(rules)
        print(f"{element:22s} {int(labels[:, k].sum()):4d}  {p:9.3f} {r:6.3f} {f:5.3f}   {rules:13.3f}")
    print(f"{'macro':22s} {'':4s}  {'':9s} {'':6s} {np.mean(macro):5.3f}   {np.mean(macro_rules):13.3f}")
    print("\nscore          labels  right")
    for low, high in pairwise(BINS):
        inside = (weighed >= low) & (weighed < high)
        if inside.any():
            print(f"{low:.1f} to {min(1.0, high):.1f}   {int(inside.sum()):9d}  {labels[inside].mean():.3f}")


if __name__ == "__main__":
    main()
