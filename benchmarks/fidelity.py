"""Prints how much of each contract's text the PDF reader finds, word for word and in order.

Usage: python benchmarks/fidelity.py DIR [--limit N] [--every K] [--worst N] [--missing]

DIR holds `pdf/` and, under the same names, `txt/` with the text as somebody else read it. Of the words
of the .txt those are counted that stand in the same order in `Agreement.text`. Words that the reader
took out of the flow on purpose (running headers, page numbers, stamps) are not counted as lost, nor are
those of a stretch that has the same letters there and only other spaces ("cl in ica l", "clinical").
"""

from __future__ import annotations

import argparse
import re
import statistics
import sys
import time
import unicodedata
from bisect import bisect_left
from collections import Counter
from itertools import groupby
from pathlib import Path

from rapidfuzz.distance import LCSseq

from msla_check import MslaCheckError
from msla_check.model import Agreement
from msla_check.parsing.pdf import read_pdf

_WORD = re.compile(r"[^\W_]+")
_ANCHOR = 6


def words(text: str) -> list[str]:
    """Returns the words in lower case, compatibility forms made plain, punctuation left out."""
    return _WORD.findall(unicodedata.normalize("NFKC", text.replace("\xad", "")).lower())


def missing_runs(expected: list[str], found: list[str]) -> list[list[str]]:
    """Returns the runs of `expected` words that do not stand in order in `found`."""
    runs: list[list[str]] = []
    a = b = 0
    for next_a, next_b in [*_anchors(expected, found), (len(expected), len(found))]:
        runs += _missing_between(expected[a:next_a], found[b:next_b])
        a, b = next_a, next_b
    return runs


def _anchors(expected: list[str], found: list[str]) -> list[tuple[int, int]]:
    """Returns places of word sequences that occur once in both texts, in an order common to both."""
    places = [_unique_grams(expected), _unique_grams(found)]
    pairs = sorted((a, places[1][gram]) for gram, a in places[0].items() if gram in places[1])
    tails: list[int] = []
    tail_pairs: list[int] = []
    before: list[int] = []
    for index, (_, b) in enumerate(pairs):
        at = bisect_left(tails, b)
        before.append(tail_pairs[at - 1] if at else -1)
        tails[at : at + 1] = [b]
        tail_pairs[at : at + 1] = [index]
    chain = []
    index = tail_pairs[-1] if tail_pairs else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _unique_grams(tokens: list[str]) -> dict[tuple[str, ...], int]:
    """Returns the place of each word sequence that occurs exactly once."""
    grams = list(zip(*(tokens[offset:] for offset in range(_ANCHOR)), strict=False))
    counts = Counter(grams)
    return {gram: at for at, gram in enumerate(grams) if counts[gram] == 1}


def _missing_between(expected: list[str], found: list[str]) -> list[list[str]]:
    """Returns the runs of `expected` that the longest common subsequence with `found` leaves out, but for
    those with the same letters between the same words."""
    if expected == found:
        return []
    expected, found = expected[:20_000], found[:20_000]
    runs = []
    for differs, group in groupby(LCSseq.opcodes(expected, found), lambda op: op.tag != "equal"):
        ops = list(group)
        run, other = expected[ops[0].src_start : ops[-1].src_end], found[ops[0].dest_start : ops[-1].dest_end]
        if differs and run and "".join(run) != "".join(other):
            runs.append(run)
    return runs


def unexplained(runs: list[list[str]], agreement: Agreement) -> tuple[list[list[str]], int]:
    """Returns the missing runs less the words of the furniture, and how many words that explains."""
    furniture = Counter(word for piece in agreement.furniture for word in words(piece.text))
    lost: list[list[str]] = []
    explained = 0
    for run in runs:
        rest = []
        for word in run:
            if furniture[word] > 0:
                furniture[word] -= 1
                explained += 1
            else:
                rest.append(word)
        if rest:
            lost.append(rest)
    return lost, explained


def main() -> None:
    """Measures the files of a folder and prints one table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every K-th file")
    parser.add_argument("--limit", type=int, default=100_000)
    parser.add_argument("--worst", type=int, default=15, help="how many of the worst files to list")
    parser.add_argument("--missing", action="store_true", help="show the words lost in the worst files")
    options = parser.parse_args()
    rows = []
    seconds = pages = 0.0
    for pdf in sorted((options.folder / "pdf").glob("*.pdf"))[:: options.every][: options.limit]:
        txt = options.folder / "txt" / (pdf.stem + ".txt")
        if not txt.exists():
            continue
        expected = words(txt.read_text(encoding="utf-8", errors="replace"))
        started = time.perf_counter()
        try:
            agreement = read_pdf(pdf.read_bytes(), name=pdf.name)
        except MslaCheckError as error:
            print(error, file=sys.stderr)
            rows.append((0.0, pdf.name, [["unread"]]))
            continue
        seconds += time.perf_counter() - started
        pages += agreement.pages or 0
        lost, explained = unexplained(missing_runs(expected, words(agreement.text)), agreement)
        total = max(1, len(expected) - explained)
        rows.append((1 - sum(map(len, lost)) / total, pdf.name, lost))
    rows.sort(key=lambda row: row[:2])
    shares = [share for share, _, _ in rows]
    print(f"{len(rows)} files, {pages:.0f} pages, {seconds / max(1, pages) * 1000:.2f} ms a page")
    print(
        f"mean {statistics.mean(shares):.2%}  median {statistics.median(shares):.2%}  worst {shares[0]:.2%}"
    )
    print(f"below 99.5 %: {sum(s < 0.995 for s in shares)}, below 97 %: {sum(s < 0.97 for s in shares)}")
    for share, name, lost in rows[: options.worst]:
        print(f"{share:8.2%}  {name}")
        if options.missing:
            for run in sorted(lost, key=len, reverse=True)[:6]:
                print("          ", len(run), " ".join(run[:20]))


if __name__ == "__main__":
    main()
