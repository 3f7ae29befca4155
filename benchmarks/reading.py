"""Prints whether reading many pages leaves memory as it was.

Usage: python benchmarks/reading.py DIR [--pages 5000]

DIR holds PDFs, which are read one after another, as often as it takes. The collector of unused objects
runs before each look at the memory, so that what grows is kept and not only waiting.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import statistics
from pathlib import Path

import psutil

from msla_check import MslaCheckError
from msla_check.parsing import read_agreement


def megabytes() -> float:
    """Returns the memory that the process holds."""
    gc.collect()
    return float(psutil.Process().memory_info().rss) / 1e6


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=5000)
    options = parser.parse_args()
    files = sorted(options.folder.glob("*.pdf"))
    step, read, looks = options.pages // 10, 0, []
    print("| pages read | MB held |\n| --- | --- |")
    for path in itertools.cycle(files):
        try:
            read += read_agreement(path, ocr=False).pages or 0
        except MslaCheckError:
            continue
        if read >= step * (len(looks) + 1):
            looks.append((read, megabytes()))
            print(f"| {read} | {looks[-1][1]:.0f} |", flush=True)
        if read >= options.pages:
            break
    # The first tenth loads what every reading needs.
    slope = statistics.linear_regression(*zip(*looks[1:], strict=True)).slope
    print(f"\nGrowth after the first tenth: {1000 * slope:+.2f} MB per 1,000 pages")


if __name__ == "__main__":
    main()
