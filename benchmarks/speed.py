"""Prints what a review costs per page, beside bare pdfium text and pdfplumber, measured in one run.

    python benchmarks/speed.py DIR [--limit N]

DIR holds PDFs. Everything runs warm in one process on one core; each figure is the sum over all
files divided by their pages. pdfplumber is slow, so it is timed on every tenth file.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pdfplumber
import pypdfium2

from msla_check import MslaCheckError, Reviewer
from msla_check.parsing import read_agreement

BARE_PLAIN, READ_PLAIN = "bare pdfium text, files without tables", "read the file, files without tables"


def pdfium_text(path: Path) -> int:
    """Reads the text of every page with bare pdfium; returns the number of pages."""
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            text = page.get_textpage()
            text.get_text_range()
            text.close()
            page.close()
        return len(document)


def pdfplumber_text(path: Path) -> int:
    """Reads the text of every page with pdfplumber; returns the number of pages."""
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()
            page.close()
        return len(document.pages)


class Stopwatch:
    """Seconds and pages per stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.pages: dict[str, int] = defaultdict(int)

    def time(self, stage: str, pages: int, run: Callable[[], Any]) -> Any:
        """Returns what `run` returns and adds its time to `stage`."""
        start = time.perf_counter()
        result = run()
        self.seconds[stage] += time.perf_counter() - start
        self.pages[stage] += pages
        return result

    def milliseconds(self, stage: str) -> float:
        """Returns milliseconds per page."""
        return 1000 * self.seconds[stage] / max(1, self.pages[stage])


def review_in_stages(reviewer: Reviewer, path: Path, watch: Stopwatch, pages: int) -> None:
    """Times every stage of one review."""
    agreement = watch.time("  read the file", pages, lambda: read_agreement(path, ocr=False))
    doc = watch.time("  tokenize", pages, lambda: reviewer._nlp.make_doc(agreement.text))
    doc._.agreement = agreement
    for name, component in reviewer._nlp.pipeline:
        doc = watch.time(f"  {name}", pages, lambda component=component, doc=doc: component(doc))
    analysis = reviewer.analyze(agreement)  # not timed: the same work as the stages above
    report = watch.time("  judge by the rules", pages, lambda: reviewer.judge(analysis))
    watch.time("  write JSON", pages, report.to_json)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--limit", type=int, default=0)
    options = parser.parse_args()
    files = sorted(options.folder.glob("*.pdf"))[: options.limit or None]
    if not files:
        parser.error(f"no PDF in {options.folder}")
    reviewer, watch = Reviewer(), Stopwatch()
    reviewer.review(files[0])  # warm
    read, unread = 0, 0
    for number, path in enumerate(files):
        try:
            pages = pdfium_text(path)
            watch.time("bare pdfium text", pages, lambda path=path: pdfium_text(path))
            if number % 10 == 0:
                watch.time("pdfplumber extract_text", pages, lambda path=path: pdfplumber_text(path))
            if not any(block.kind == "table" for block in read_agreement(path, ocr=False).blocks):
                watch.time(BARE_PLAIN, pages, lambda path=path: pdfium_text(path))
                watch.time(READ_PLAIN, pages, lambda path=path: read_agreement(path, ocr=False))
            watch.time("whole review", pages, lambda path=path: reviewer.review(path, ocr=False))
            review_in_stages(reviewer, path, watch, pages)
            read += 1
        except (MslaCheckError, pypdfium2.PdfiumError):
            unread += 1
    together = "msla_clauses and msla_elements together"
    for stage in ("  msla_clauses", "  msla_elements"):
        watch.seconds[together] += watch.seconds[stage]
    watch.pages[together] = watch.pages["  msla_elements"]
    bare = watch.milliseconds("bare pdfium text")
    print(f"{read} files, {watch.pages['whole review']} pages; {unread} could not be read")
    print("\n| stage | ms per page | times bare pdfium |\n| --- | --- | --- |")
    for stage in watch.seconds:
        print(
            f"| {stage.strip()} | {watch.milliseconds(stage):.2f} | {watch.milliseconds(stage) / bare:.1f} |"
        )
    plain = watch.milliseconds(READ_PLAIN) / (watch.milliseconds(BARE_PLAIN) or 1)
    print(f"\nReading files without tables: {plain:.1f} times bare pdfium on the same files")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nPeak memory of the process: {peak:.0f} MB")


if __name__ == "__main__":
    main()
