"""Prints where clauses may be missed: few to a page, or paragraphs that begin with a number and are none.

Usage: python benchmarks/clauses.py DIR [--worst N]

DIR holds agreements. There is no truth to compare with: the tables say where to look. A paragraph counts
as numbered where it begins like "4.2 Fees", "(b) Each party" or "C. The", is no line of a table or a table
of contents, and stands in no preamble or signature block.
"""

from __future__ import annotations

import argparse
import re
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from msla_check import MslaCheckError
from msla_check.model import Agreement
from msla_check.model.report import Clause
from msla_check.parsing import read_agreement
from msla_check.pipeline.clauses import find_clauses

_NUMBERED = re.compile(
    r"(?:(?:section|article)\s+)?(\d{1,2}(?:\.\d{1,2}){1,3}\.?|\d{1,2}\.|\([a-z]{1,7}\)|[A-Z]\.|\([A-Z]\)|\(\d{1,2}\))\s*(?=[A-Z“\"])",
    re.I,
)
_SHORTEST = 60
"""Shorter paragraphs are addresses, captions, cells."""


@dataclass
class Count:
    """One agreement: its pages and clauses, and the numbered paragraphs that are no clauses."""

    name: str
    pages: int
    clauses: int
    unfound: list[str]


def count(agreement: Agreement) -> Count:
    """Returns what was found of an agreement."""
    clauses = find_clauses(agreement.text, agreement)
    body = [c for c in clauses if c.kind not in ("preamble", "signature")]
    return Count(agreement.name, agreement.pages or 1, len(body), list(unfound(agreement, clauses)))


def unfound(agreement: Agreement, clauses: tuple[Clause, ...]) -> list[str]:
    """Returns the beginnings of numbered paragraphs at which no clause begins."""
    text, starts = agreement.text, [c.start for c in clauses]
    apart = [(c.start, c.end) for c in clauses if c.kind in ("preamble", "signature")]
    found = []
    for block in agreement.blocks:
        number = _NUMBERED.match(text, block.start, block.end)
        if number is None or block.kind in ("toc", "table") or block.end - block.start < _SHORTEST:
            continue
        if any(start <= block.start < end for start, end in apart):
            continue
        clause = clauses[bisect_right(starts, block.start) - 1] if starts else None
        # A heading right above a number belongs to its clause, so that begins a little earlier.
        named = clause is not None and _plain(clause.number) == _plain(number[1])
        if clause is None or not (
            clause.start == block.start or (named and block.start - clause.start < 200)
        ):
            found.append(" ".join(text[block.start : block.start + 60].split()))
    return found


def _plain(number: str) -> str:
    return re.sub(r"[^0-9A-Za-z.]", "", number).rstrip(".")


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--worst", type=int, default=20)
    options = parser.parse_args()
    counts = []
    for path in sorted(options.folder.iterdir()):
        try:
            counts.append(count(read_agreement(path, ocr=False)))
        except MslaCheckError as error:
            print(error)
    total, missed = sum(c.clauses for c in counts), sum(len(c.unfound) for c in counts)
    print(f"{len(counts)} agreements, {total} clauses; {missed} numbered paragraphs are no clauses\n")
    print("| clauses a page | clauses | pages | fewest clauses a page |\n| --- | --- | --- | --- |")
    for c in sorted(counts, key=lambda c: (c.clauses / c.pages, c.name))[: options.worst]:
        print(f"| {c.clauses / c.pages:.2f} | {c.clauses} | {c.pages} | {c.name[:70]} |")
    print("\n| numbered paragraphs | the first | most numbered paragraphs that are no clauses |")
    print("| --- | --- | --- |")
    for c in sorted(counts, key=lambda c: (-len(c.unfound), c.name))[: options.worst]:
        if c.unfound:
            print(f"| {len(c.unfound)} | {c.unfound[0].replace('|', '')} | {c.name[:70]} |")


if __name__ == "__main__":
    main()
