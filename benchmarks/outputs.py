"""Writes every output of every agreement, opens each in another program, and prints what it cost.

    python benchmarks/outputs.py [FOLDER ...] [--limit N] [--no-open]

Without a FOLDER the corpus is taken, as PDF and as Word. LibreOffice opens what is Word or Excel,
pdftoppm what is PDF, Chromium (through Playwright) what is a page; a program that is not on the
machine is named and left out. Costs are in milliseconds a page of the agreement, warm, in one run.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "corpus"))

from agreement_builder import render as render_agreement
from agreement_builder import slugs

from msla_check import MslaCheckError, Reviewer
from msla_check.reporting import COUNTERPARTY, MARKED, WRITERS, render, suffix

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PAGES = shutil.which("pdftoppm")
WORDS_A_PAGE = 400
"""How many words make a page where a file has none of its own (Word)."""
VARIANTS: dict[str, tuple[str, dict[str, object]]] = {
    **{format: (format, {}) for format in WRITERS},
    "docx, suggested": ("docx", {"suggest": True}),
    **{f"{format}, sent": (format, {"audience": "counterparty"}) for format in COUNTERPARTY},
}
"""What is written: every format for us, Word with wording to insert, and all that is for the other side."""


def corpus_files(folder: Path) -> list[Path]:
    """Writes the corpus as PDF and Word; returns the files."""
    files = []
    for slug in slugs():
        for form in ("pdf", "docx"):
            path = folder / f"{slug}.{form}"
            path.write_bytes(render_agreement(slug, form))
            files.append(path)
    return files


class Costs:
    """What reviews and outputs cost, how large they grew, and what failed."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.pages: Counter[str] = Counter()
        self.written: Counter[str] = Counter()
        self.largest: Counter[str] = Counter()
        self.failures: list[str] = []


def write_all(reviewer: Reviewer, path: Path, out: Path, costs: Costs) -> list[Path]:
    """Reviews a file and writes all its outputs; returns them."""
    start = time.perf_counter()
    try:
        report = reviewer.review(path)
    except MslaCheckError as error:
        print(f"not reviewed: {error}")
        return []
    pages = report.document.pages or max(1, len(report.text.split()) // WORDS_A_PAGE)
    costs.seconds["review"] += time.perf_counter() - start
    costs.pages["review"] += pages
    written = []
    source = path.read_bytes()
    for variant, (format, options) in VARIANTS.items():
        if format in MARKED and MARKED[format] not in report.document.media_type:
            continue
        start = time.perf_counter()
        try:
            content = render(report, format, source if format in MARKED else None, **options)  # type: ignore[arg-type]
        except Exception as error:  # noqa: BLE001  (a failure is what this looks for)
            costs.failures.append(f"{path.name}, {variant}: {type(error).__name__}: {error}")
            continue
        costs.seconds[variant] += time.perf_counter() - start
        costs.pages[variant] += pages
        costs.written[variant] += 1
        costs.largest[variant] = max(costs.largest[variant], len(content))
        name = "-".join([path.stem, path.suffix[1:], *variant.split(", ")[1:]])
        target = out / f"{name}{suffix(format)}"
        target.write_bytes(content)
        written.append(target)
    return written


def open_in_office(files: list[Path], out: Path) -> Iterable[str]:
    """Yields the files that LibreOffice cannot turn into a PDF."""
    for start in range(0, len(files), 20):
        part = files[start : start + 20]
        command = [OFFICE or "", "--headless", "--convert-to", "pdf", "--outdir", str(out), *map(str, part)]
        subprocess.run(command, capture_output=True, timeout=600, check=False)
    yield from (path.name for path in files if not (out / f"{path.stem}.pdf").exists())


def open_as_pages(files: list[Path], out: Path) -> Iterable[str]:
    """Yields the PDFs that pdftoppm cannot draw without a word of complaint."""
    for path in files:
        command = [PAGES or "", "-r", "20", "-l", "3", "-png", str(path), str(out / path.stem)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode or done.stderr.strip():
            yield f"{path.name}: {done.stderr.strip()[:200]}"


def open_in_browser(files: list[Path]) -> Iterable[str]:
    """Yields the pages on which Chromium logs an error, and how long the slowest took to be ready."""
    from playwright.sync_api import sync_playwright

    slowest = (0.0, "")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()
        complaints: list[str] = []
        page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        for path in files:
            start = time.perf_counter()
            page.goto(path.as_uri())
            page.evaluate("document.querySelector('.card, .none') !== null")
            slowest = max(slowest, (time.perf_counter() - start, path.name))
            yield from (f"{path.name}: {complaint}" for complaint in complaints)
            complaints.clear()
        browser.close()
    print(f"slowest page ready after {slowest[0]:.2f} s: {slowest[1]}")


def open_all(written: list[Path], out: Path) -> None:
    """Opens every output in another program and prints what each says."""
    kinds: list[tuple[str, str | None, list[Path]]] = [
        ("LibreOffice", OFFICE, [p for p in written if p.suffix in (".docx", ".xlsx")]),
        ("pdftoppm", PAGES, [p for p in written if p.suffix == ".pdf"]),
        ("Chromium", CHROMIUM, [p for p in written if p.suffix == ".html"]),
    ]
    print("\nopened by       files  complaints")
    for name, program, files in kinds:
        if program is None:
            print(f"{name:14s}  not on this machine: {len(files)} files not opened")
            continue
        if name == "LibreOffice":
            complaints = list(open_in_office(files, out))
        elif name == "pdftoppm":
            complaints = list(open_as_pages(files, out))
        else:
            complaints = list(open_in_browser(files))
        print(f"{name:14s} {len(files):6d}  {len(complaints)}")
        for complaint in complaints:
            print(f"    {complaint}")


def main() -> None:
    """Prints the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--limit", type=int, default=10_000, help="agreements of each folder")
    parser.add_argument("--no-open", action="store_true", help="write only")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        out, opened, made = (Path(place) / name for name in ("out", "opened", "corpus"))
        for folder in (out, opened, made):
            folder.mkdir()
        files = [
            path
            for folder in options.folders
            for path in sorted(p for p in folder.rglob("*") if p.suffix in (".pdf", ".docx"))[: options.limit]
        ] or corpus_files(made)
        reviewer, costs = Reviewer(), Costs()
        reviewer.review("1. Term. One year.")  # warm
        written = [target for path in files for target in write_all(reviewer, path, out, costs)]
        print(f"{len(files)} agreements, {costs.pages['review']} pages\n")
        print("output           files  ms a page  of a review  largest, KB")
        review = costs.seconds["review"] / max(1, costs.pages["review"])
        for variant in ("review", *VARIANTS):
            pages = costs.pages[variant]
            if pages:
                cost = costs.seconds[variant] / pages
                print(
                    f"{variant:15s} {costs.written[variant] or len(files):6d} {1000 * cost:10.2f} "
                    f"{cost / review:12.0%} {costs.largest[variant] / 1000:12.0f}"
                )
        total = sum(costs.seconds[format] for format in WRITERS)
        print(f"all outputs for us together: {total / costs.seconds['review']:.0%} of the reviews")
        for failure in costs.failures:
            print(f"FAILED {failure}")
        if not options.no_open:
            open_all(written, opened)


if __name__ == "__main__":
    main()
