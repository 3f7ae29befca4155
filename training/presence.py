"""Trains the weights of msla_check/pipeline/presence.py on CUAD v1, and prints cross-validated figures.

    python training/presence.py DIR [--cache DIR] [--write]

DIR holds labels.json and the contracts as PDFs. Contracts of one company are kept in one fold. With
`--write` the final weights, trained on all contracts, are stored beside the package.
"""

from __future__ import annotations

import argparse
import ast
import json
import pickle
import re
import zlib
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, diags, hstack, vstack
from sklearn.linear_model import LogisticRegression, SGDClassifier

from msla_check import MslaCheckError
from msla_check.parsing import read_agreement
from msla_check.pipeline import build_pipeline
from msla_check.pipeline.presence import SIZE, WEIGHTS, document_features, features, sign_table
from msla_check.pipeline.terms import sentence_facts

SEED = 7
FOLDS = 5
RAREST = 3
"""Features of fewer sentences are left out."""
SIGN_SCALE = 0.5
SAMPLE = 20_000
"""Sentences without label or sign that each model is shown."""
# Term key to the category of CUAD v1 that says the same, and whether it is a yes/no category.
CATEGORIES = {
    "term.expiration_date": "Expiration Date",
    "term.renewal": "Renewal Term",
    "term.nonrenewal_notice": "Notice Period To Terminate Renewal",
    "term.effective_date": "Effective Date",
    "general.governing_law": "Governing Law",
    "term.convenience": "Termination For Convenience",
    "term.post_termination": "Post-Termination Services",
    "risk.liability_cap": "Cap On Liability",
    "risk.uncapped_liability": "Uncapped Liability",
    "risk.liquidated_damages": "Liquidated Damages",
    "risk.warranty_duration": "Warranty Duration",
    "risk.insurance": "Insurance",
    "general.audit_rights": "Audit Rights",
    "general.assignment_restriction": "Anti-Assignment",
    "general.change_of_control": "Change Of Control",
    "fees.minimum_commitment": "Minimum Commitment",
    "fees.price_restriction": "Price Restrictions",
    "fees.most_favored_nation": "Most Favored Nation",
    "fees.revenue_share": "Revenue/Profit Sharing",
    "ip.ownership_assignment": "Ip Ownership Assignment",
    "ip.license_grant": "License Grant",
    "ip.source_code_escrow": "Source Code Escrow",
    "restriction.exclusivity": "Exclusivity",
    "restriction.non_compete": "Non-Compete",
    "restriction.no_solicit_employees": "No-Solicit Of Employees",
    "restriction.no_solicit_customers": "No-Solicit Of Customers",
    "restriction.covenant_not_to_sue": "Covenant Not To Sue",
    "general.third_party_beneficiary": "Third Party Beneficiary",
}
VALUED = (
    "term.expiration_date",
    "term.renewal",
    "term.nonrenewal_notice",
    "term.effective_date",
    "general.governing_law",
)
KEYS = list(CATEGORIES)


def squeeze(text: str) -> str:
    """Returns letters and digits alone, in lower case."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def labelled_spans(cell: str) -> list[str]:
    """Returns the attorneys' quotes of one cell, cut at their omissions."""
    try:
        quotes = [item for item in ast.literal_eval(cell) if isinstance(item, str)]
    except (ValueError, SyntaxError):
        quotes = [cell] if cell else []
    return [squeeze(part) for quote in quotes for part in quote.split("<omitted>") if len(squeeze(part)) > 14]


def is_labelled(sentence: str, spans: list[str]) -> bool:
    """Returns whether a sentence and a quote are the same words, or one holds the other."""
    for span in spans:
        if sentence in span or span in sentence:
            return True
        half = min(len(sentence), len(span)) // 2
        if half > 25 and (sentence[:half] in span or sentence[-half:] in span):
            return True
    return False


def read_contract(row: dict, folder: Path, nlp, cache: Path) -> dict | None:
    """Returns a contract's features and labels, read once and kept in `cache`."""
    stored = cache / f"{zlib.crc32(row['name'].encode()):08x}.pickle"
    if stored.exists():
        return pickle.loads(stored.read_bytes())
    try:
        agreement = read_agreement(folder / row["pdf"], ocr=False)
    except MslaCheckError as error:
        print(error)
        return None
    doc = nlp.make_doc(agreement.text)
    doc._.agreement = agreement
    for name, component in nlp.pipeline:
        if name != "msla_terms":
            doc = component(doc)
    sentences = sentence_facts(doc)
    numbers, buckets = features(doc, sentences)
    squeezed = [squeeze(agreement.text[s.start : s.end]) for s in sentences]
    labels = np.zeros((len(sentences), len(KEYS)), dtype=bool)
    present = np.zeros(len(KEYS), dtype=bool)
    for column, category in enumerate(CATEGORIES.values()):
        spans = labelled_spans(row["spans"].get(category, ""))
        labels[:, column] = [len(s) > 14 and is_labelled(s, spans) for s in squeezed]
        answer = row["answers"].get(category, "")
        present[column] = bool(spans) if KEYS[column] in VALUED else answer == "Yes"
    contract = {
        "name": row["name"],
        "sentences": sentences,
        "numbers": numbers,
        "buckets": buckets,
        "signs": sign_table(agreement.text, KEYS, sentences),
        "labels": labels,
        "present": present,
    }
    stored.write_bytes(pickle.dumps(contract))
    return contract


def matrix(contract: dict) -> csr_matrix:
    """Returns the sentences of a contract as rows of length one."""
    count = len(contract["sentences"])
    sizes = np.bincount(contract["numbers"], minlength=count)
    values = 1 / np.sqrt(np.maximum(sizes, 1))[contract["numbers"]]
    return csr_matrix(
        (values.astype(np.float32), (contract["numbers"], contract["buckets"])), shape=(count, SIZE)
    )


Fitted = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Weights of hashed features, weights of signs, biases; one column per key."""


def fit_sentences(contracts: list[dict], rows: list[csr_matrix]) -> Fitted:
    """Returns one linear model per key: the mean of a logistic regression over features scaled by how
    rare and how telling they are, and of a plain one over all sentences; they err in different places."""
    signs, labels = (np.concatenate([c[name] for c in contracts]) for name in ("signs", "labels"))
    words = vstack(rows).tocsr()
    found = np.bincount(words.indices, minlength=SIZE)
    rarity = np.where(found >= RAREST, np.log(1 + len(labels) / (1 + found)), 0)
    rarity /= rarity[found >= RAREST].mean()
    inputs = hstack([words @ diags(rarity), csr_matrix(signs * SIGN_SCALE)]).tocsr().astype(np.float64)
    scale = np.concatenate([rarity, np.full(len(KEYS), SIGN_SCALE)])
    plain_scale = np.concatenate([np.ones(SIZE), np.full(len(KEYS), SIGN_SCALE)])
    unscaled = hstack([words, csr_matrix(signs * SIGN_SCALE)]).tocsr().astype(np.float64)
    columns, bias = [], []
    for column in range(len(KEYS)):
        weights, constant = fit_key(inputs, labels[:, column], signs[:, column] > 0)
        plain = fit_plain(unscaled, labels[:, column])
        columns.append(0.5 * weights * scale + 0.5 * plain.coef_[0] * plain_scale)
        bias.append(0.5 * constant + 0.5 * float(plain.intercept_[0]))
    fitted = np.stack(columns, axis=1).astype(np.float32)
    return fitted[:SIZE], fitted[SIZE:], np.asarray(bias, dtype=np.float32)


def fit_plain(inputs: csr_matrix, target: np.ndarray) -> SGDClassifier:
    """Returns an averaged logistic regression over all sentences."""
    model = SGDClassifier(
        loss="log_loss",
        alpha=2e-6,
        max_iter=12,
        tol=None,
        average=True,
        random_state=SEED,
        class_weight={0: 1.0, 1: 4.0},
    )
    return model.fit(inputs, target)


def fit_key(inputs: csr_matrix, target: np.ndarray, signed: np.ndarray) -> tuple[np.ndarray, float]:
    """Returns weights and bias for one key: from all its sentences, all others that bear its sign, and
    a sample of the rest."""
    yes, near, rest = (np.flatnonzero(x) for x in (target, ~target & signed, ~target & ~signed))
    rest = np.random.default_rng(SEED).choice(rest, size=min(len(rest), SAMPLE), replace=False)
    part = inputs[np.concatenate([yes, near, rest])]
    answers = np.arange(part.shape[0]) < len(yes)
    said = np.asarray(part[: len(yes)].sum(0)).ravel() + 0.3
    unsaid = np.asarray(part[len(yes) :].sum(0)).ravel() + 0.3
    telling = np.abs(np.log((said / said.sum()) / (unsaid / unsaid.sum())))
    telling = 0.5 + 0.5 * telling / telling.mean()
    telling[SIZE:] = 1
    model = LogisticRegression(solver="liblinear", C=2.0, tol=1e-2, max_iter=60)
    model.fit(part @ diags(telling), answers, sample_weight=np.where(answers, 3.0, 1.0))
    return model.coef_[0] * telling, float(model.intercept_[0])


def fit_documents(
    summaries: np.ndarray, present: np.ndarray, folds: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Returns the second models, and the thresholds that give the best F1 on contracts held out."""
    models, thresholds = [], []
    for column in range(len(KEYS)):
        inputs, target = summaries[:, column], present[:, column]
        odds = np.zeros(len(target))
        for fold in np.unique(folds):
            held = folds == fold
            odds[held] = fit_document(inputs[~held], target[~held]).decision_function(inputs[held])
        model = fit_document(inputs, target)
        models.append([*model.coef_[0], model.intercept_[0]])
        thresholds.append(best_threshold(odds, target))
    return np.asarray(models, dtype=np.float32), np.asarray(thresholds, dtype=np.float32)


def fit_document(inputs: np.ndarray, target: np.ndarray) -> LogisticRegression:
    """Returns one second model."""
    return LogisticRegression(C=0.5, max_iter=2000).fit(inputs, target)


def best_threshold(odds: np.ndarray, target: np.ndarray) -> float:
    """Returns the threshold of the best smoothed F1."""
    order = np.sort(odds)
    cuts = np.concatenate([[order[0] - 1], (order[1:] + order[:-1]) / 2])
    scores = np.asarray([f1(target, odds >= cut)[2] for cut in cuts])
    smooth = np.convolve(np.pad(scores, 3, mode="edge"), np.ones(7) / 7, mode="valid")
    return float(np.clip(cuts[int(np.argmax(smooth))], -1.5, 1.5))


def f1(target: np.ndarray, got: np.ndarray) -> tuple[float, float, float]:
    """Returns precision, recall and F1."""
    tp = int((target & got).sum())
    p, r = tp / max(1, int(got.sum())), tp / max(1, int(target.sum()))
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def fold_of(name: str) -> int:
    """Returns the fold of a contract, the same for all of one company."""
    company = re.split(r"[_0-9,]", name)[0].lower()[:12]
    return zlib.crc32(company.encode()) % FOLDS


def out_of_fold(contracts: list[dict], rows: list[csr_matrix]) -> np.ndarray:
    """Returns the document summaries of every contract by models that never saw its company."""
    folds = np.asarray([fold_of(c["name"]) for c in contracts])
    summaries = [None] * len(contracts)
    for fold in range(FOLDS):
        train = np.flatnonzero(folds != fold)
        fitted = fit_sentences([contracts[i] for i in train], [rows[i] for i in train])
        for i in np.flatnonzero(folds == fold):
            contract = contracts[i]
            contract["scores"] = rows[i] @ fitted[0] + contract["signs"] @ fitted[1] + fitted[2]
            scored = np.concatenate([contract["scores"], contract["signs"]], axis=1)
            summaries[i] = document_features(scored.astype(np.float32), KEYS, contract["sentences"])
        print(f"fold {fold} of {FOLDS} done", flush=True)
    return np.asarray(summaries)


def report(contracts: list[dict], summaries: np.ndarray, present: np.ndarray) -> list[int]:
    """Prints the cross-validated table, the second models and thresholds cross-validated too; returns the
    columns of the keys that the weights tell at least as well as the patterns."""
    folds = np.asarray([fold_of(c["name"]) for c in contracts])
    got = np.zeros_like(present)
    for fold in range(FOLDS):
        train, test = folds != fold, folds == fold
        models, thresholds = fit_documents(summaries[train], present[train], folds[train])
        odds = np.einsum("nkf,kf->nk", summaries[test], models[:, :-1]) + models[:, -1]
        got[test] = odds >= thresholds
    voted = summaries[:, :, 3] > 0
    print(
        "| term | contracts | precision | recall | F1 | patterns alone | quote |\n| --- | --- | --- | --- | --- | --- | --- |"
    )
    macro, plain = [], []
    for column, key in enumerate(KEYS):
        p, r, f = f1(present[:, column], got[:, column])
        alone = f1(present[:, column], voted[:, column])[2]
        hits = [i for i in range(len(contracts)) if present[i, column] and got[i, column]]
        right = sum(
            contracts[i]["labels"][np.argsort(-contracts[i]["scores"][:, column])[:3], column].any()
            for i in hits
        )
        macro.append(f)
        plain.append(alone)
        print(
            f"| {key} | {int(present[:, column].sum())} | {p:.3f} | {r:.3f} | {f:.3f} | {alone:.3f} | {right / max(1, len(hits)):.3f} |"
        )
    print(f"| mean | | | | {np.mean(macro):.3f} | {np.mean(plain):.3f} | |")
    return [column for column in range(len(KEYS)) if macro[column] >= plain[column]]


def main() -> None:
    """Trains, prints the table, and with --write stores the weights."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--cache", type=Path, default=Path("out/presence"))
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    nlp = build_pipeline()
    listed = json.loads((options.folder / "labels.json").read_text())
    contracts = [c for row in listed if (c := read_contract(row, options.folder, nlp, options.cache))]
    rows = [matrix(contract) for contract in contracts]
    present = np.asarray([contract["present"] for contract in contracts])
    print(f"{len(contracts)} contracts, {sum(len(c['sentences']) for c in contracts)} sentences", flush=True)
    summaries = out_of_fold(contracts, rows)
    kept = report(contracts, summaries, present)
    if options.write:
        write(contracts, rows, summaries, present, kept)


def write(
    contracts: list[dict],
    rows: list[csr_matrix],
    summaries: np.ndarray,
    present: np.ndarray,
    kept: list[int],
) -> None:
    """Stores weights trained on all contracts, of the keys in `kept`; the second models rest on
    held-out scores."""
    weights, signs, bias = fit_sentences(contracts, rows)
    folds = np.asarray([fold_of(c["name"]) for c in contracts])
    models, thresholds = fit_documents(summaries, present, folds)
    scale = np.abs(weights).max(axis=0) / 127
    np.savez_compressed(
        WEIGHTS,
        keys=json.dumps([KEYS[column] for column in kept]),
        weights=np.round(weights / scale).astype(np.int8)[:, kept],
        scale=scale.astype(np.float32)[kept],
        signs=signs[np.ix_(kept, kept)],
        bias=bias[kept],
        document=models[kept],
        threshold=thresholds[kept],
    )
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
