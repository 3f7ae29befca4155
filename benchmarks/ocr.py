"""Prints how well pages are read from their pictures: words found in order against noise; or what a review makes of it.

Usage: python benchmarks/ocr.py DIR [--pages N] [--scan NAME] [--recogniser rapidocr|tesseract] [--worst N]
       python benchmarks/ocr.py DIR --review [--files N]

DIR holds PDFs with a text layer. N pages, spread over all files, are drawn as grey pictures, spoilt as
scanners spoil them, and read by OCR; the words of the page's own text layer are what should be found.
With --review, whole files are drawn at 200 dpi, and the review of the pictures is held against that of
the file.
"""

from __future__ import annotations

import argparse
import io
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from fidelity import missing_runs, words
from PIL import Image

from msla_check import NoTextLayer, Report, Reviewer
from msla_check.model import Agreement
from msla_check.parsing import ocr, pdf_pictures
from msla_check.parsing.ocr_rapidocr import RapidRecogniser
from msla_check.parsing.ocr_tesseract import TesseractRecogniser
from msla_check.parsing.pdf import read_pdf

_STRAIGHT = str.maketrans("“”‘’", "\"\"''")
FEWEST_WORDS = 100
"""A page with fewer words says little about recognition."""


@dataclass(frozen=True)
class Scan:
    """How a page is spoilt."""

    name: str
    dpi: int = 200
    noise: float = 0.0
    """Standard deviation of the noise, in grey levels of 256."""
    skew: float = 0.0
    paper: int = 255
    ink: int = 0
    quality: int = 75

    def draw(self, page: pdfium.PdfPage, seed: int) -> Image.Image:
        """Returns the picture of an open page."""
        picture = page.render(scale=self.dpi / 72, grayscale=True).to_pil().convert("L")
        if self.skew:
            picture = picture.rotate(-self.skew, Image.Resampling.BICUBIC, fillcolor=255)
        grey = np.asarray(picture, np.float32) / 255 * (self.paper - self.ink) + self.ink
        if self.noise:
            grey += np.random.default_rng(seed).normal(0, self.noise, grey.shape)
        return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))

    def pdf(self, pages: Sequence[pdfium.PdfPage]) -> bytes:
        """Returns a PDF of nothing but the pictures of open pages."""
        first, *rest = [self.draw(page, seed) for seed, page in enumerate(pages)]
        buffer = io.BytesIO()
        first.save(
            buffer, "PDF", resolution=self.dpi, save_all=True, append_images=rest, quality=self.quality
        )
        return buffer.getvalue()


SCANS = (
    Scan("300 dpi", dpi=300),
    Scan("200 dpi"),
    Scan("150 dpi", dpi=150),
    Scan("100 dpi", dpi=100),
    Scan("200 dpi, noise 25", noise=25),
    Scan("200 dpi, noise 60", noise=60),
    Scan("200 dpi, askew by 1 degree", skew=1),
    Scan("200 dpi, askew by 2 degrees", skew=2),
    Scan("200 dpi, JPEG quality 15", quality=15),
    Scan("200 dpi, grey on grey", paper=190, ink=90),
    Scan("150 dpi, all of it", dpi=150, noise=15, skew=1, quality=40, paper=200, ink=60),
)


def chosen_pages(folder: Path, count: int) -> list[tuple[Path, int]]:
    """Returns files and page indices, spread evenly over all pages of the folder's PDFs."""
    every = []
    for path in sorted(folder.rglob("*.pdf")):
        document = pdfium.PdfDocument(path)
        every += [(path, index) for index in range(len(document))]
        document.close()
    step = max(1, len(every) // (3 * count))
    chosen = []
    for path, index in every[step // 2 :: step]:
        document = pdfium.PdfDocument(path)
        text = document[index].get_textpage().get_text_range()
        document.close()
        if len(words(text)) >= FEWEST_WORDS:
            chosen.append((path, index))
    return chosen[:: max(1, len(chosen) // count)][:count]


def all_words(agreement: Agreement) -> list[str]:
    """Returns the words of an agreement, those of headers and footers after the others."""
    return words(" ".join([agreement.text, *(piece.text for piece in agreement.furniture)]))


def read_or_nothing(data: bytes, name: str) -> Agreement:
    """Returns the agreement in pictures; an empty one where no word was recognised."""
    try:
        return read_pdf(data, name=name)
    except NoTextLayer:
        return Agreement(name, "", "application/pdf", "", ())


def measure(scan: Scan, pages: list[tuple[Path, int]], worst: int) -> str:
    """Returns the row of a way of spoiling: words found, words that are right, confidence, time."""
    expected = found = lost = wrong = 0
    seconds = sure = 0.0
    shares = []
    for path, index in pages:
        document = pdfium.PdfDocument(path)
        single = pdfium.PdfDocument.new()
        single.import_pages(document, [index])
        buffer = io.BytesIO()
        single.save(buffer)
        there = all_words(read_pdf(buffer.getvalue(), name=path.name))
        data = scan.pdf([document[index]])
        document.close()
        started = time.perf_counter()
        agreement = read_or_nothing(data, path.name)
        seconds += time.perf_counter() - started
        read = all_words(agreement)
        missing = missing_runs(there, read)
        left_out = sum(map(len, missing))
        lost, wrong = lost + left_out, wrong + sum(map(len, missing_runs(read, there)))
        expected, found = expected + len(there), found + len(read)
        length = sum(block.end - block.start for block in agreement.blocks) or 1
        sure += (
            sum((block.confidence or 0) * (block.end - block.start) for block in agreement.blocks) / length
        )
        shares.append((1 - left_out / len(there), f"{path.name}, page {index + 1}", missing))
    for share, place, missing in sorted(shares)[:worst]:
        print(f"    {share:.1%}  {place}: {'; '.join(' '.join(run[:8]) for run in missing[:12])}")
    return (
        f"| {scan.name} | {len(pages)} | {1 - lost / expected:.1%} | {1 - wrong / max(1, found):.1%}"
        f" | {sure / len(pages):.2f} | {seconds / len(pages) * 1000:,.0f} |"
    )


def outcome(report: Report) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
    """Returns what a report finds, and the terms it reads."""
    findings = Counter((finding.rule, finding.status) for finding in report.findings)
    # OCR cannot tell curved quotation marks from straight ones.
    terms = Counter((term.key, term.value.translate(_STRAIGHT)) for term in report.terms)
    return findings, terms


def compare_reviews(paths: list[Path], scan: Scan) -> None:
    """Prints how many findings and terms of each file its pictures give as well."""
    reviewer = Reviewer()
    print(
        "| agreement | pages | findings alike | of text, of pictures | terms alike | of text, of pictures |"
    )
    print("| --- | --- | --- | --- | --- | --- |")
    notes = []
    for path in paths:
        document = pdfium.PdfDocument(path)
        data = scan.pdf(list(document))
        count = len(document)
        document.close()
        pairs = zip(
            outcome(reviewer.review(path)), outcome(reviewer.review(data, name=path.name)), strict=True
        )
        cells = []
        for there, read in pairs:
            alike = (there & read).total()
            cells += [f"{alike / max(1, there.total()):.1%}", f"{there.total()}, {read.total()}"]
            notes += [f"{path.stem}: lost {' '.join(key)}" for key in sorted((there - read).elements())]
            notes += [f"{path.stem}: new {' '.join(key)}" for key in sorted((read - there).elements())]
        print(f"| {path.stem} | {count} | {' | '.join(cells)} |", flush=True)
    print("\n".join(["", *notes]))


def main() -> None:
    """Measures as asked and prints one table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument(
        "--scan", action="append", choices=[scan.name for scan in SCANS], help="only this one"
    )
    parser.add_argument("--recogniser", choices=["rapidocr", "tesseract"])
    parser.add_argument("--worst", type=int, default=0, help="name so many of the worst pages")
    parser.add_argument("--review", action="store_true", help="compare reviews instead of words")
    parser.add_argument("--files", type=int, default=3, help="with --review: of so many files")
    options = parser.parse_args()
    kinds = {"rapidocr": RapidRecogniser, "tesseract": TesseractRecogniser}
    recogniser = kinds[options.recogniser].installed() if options.recogniser else ocr.find_recogniser()
    if recogniser is None:
        parser.error(f"there is no OCR on this machine: {ocr.INSTALL}")
    # Where the reader asks for the machine's recogniser it gets the one that is measured.
    pdf_pictures.find_recogniser = lambda: recogniser
    if options.review:
        compare_reviews(sorted(options.folder.rglob("*.pdf"))[: options.files], Scan("200 dpi", noise=10))
        return
    pages = chosen_pages(options.folder, options.pages)
    print(f"{recogniser.name}, {len(pages)} pages of {len({path for path, _ in pages})} files\n")
    print("| scan | pages | words found in order | words right | confidence | ms a page |")
    print("| --- | --- | --- | --- | --- | --- |")
    for scan in SCANS:
        if not options.scan or scan.name in options.scan:
            print(measure(scan, pages, options.worst), flush=True)


if __name__ == "__main__":
    main()
