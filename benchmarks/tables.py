"""Draws the cells found on fifty pages with tables, to be judged by eye, and prints how they were judged last.

Usage: python benchmarks/tables.py DIR [--draw OUT]

DIR holds the PDFs of CUAD v1 that tables.csv names. Its pages were not chosen by what we find: of all pages on
which `pdftotext -layout` sets five lines running in several pieces, in the order of the SHA-256 of
"file:page", they are the first fifty that hold a table (contents, addresses and signatures are none). The last
ten were first looked at when the reader had been bettered on the forty before.
`cells` and `right` were counted by eye: cells printed, and of these those in the right row and column,
whole; a table that is not found counts with all its cells. `now` is how many cells are found today: where
it differs from a run before, the page wants judging again.
"""

from __future__ import annotations

import argparse
import csv
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image, ImageDraw

from msla_check.model.agreement import Cell
from msla_check.parsing import read_agreement

COLOURS = ("red", "blue", "green", "purple", "orange", "brown")
SCALE = 2


def cells_on(path: Path, page: int) -> list[Cell]:
    """Returns the cells that are found on a page."""
    blocks = read_agreement(path, ocr=False).blocks
    return [cell for block in blocks for cell in block.cells if cell.page == page]


def drawn(path: Path, page: int, cells: list[Cell]) -> Image.Image:
    """Returns the picture of a page with the box, row and column of every cell."""
    with pdfium.PdfDocument(path) as pdf:
        image: Image.Image = pdf[page - 1].render(scale=SCALE).to_pil().convert("RGB")
    canvas = ImageDraw.Draw(image)
    for cell in cells:
        if cell.box:
            colour, box = COLOURS[cell.column % len(COLOURS)], cell.box
            left, top, right, bottom = (SCALE * x for x in (box.left, box.top, box.right, box.bottom))
            canvas.rectangle((left, top, right, bottom), outline=colour)
            canvas.text((right + 2, top), f"{cell.row},{cell.column}", fill=colour)
    return image


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--draw", type=Path, help="a folder for the pictures")
    options = parser.parse_args()
    with Path(__file__).with_suffix(".csv").open(encoding="utf-8") as file:
        judged = list(csv.DictReader(file))
    print("| page | cells | right | now |\n| --- | --- | --- | --- |")
    for number, row in enumerate(judged):
        path, page = options.folder / row["file"], int(row["page"])
        cells = cells_on(path, page)
        print(f"| {path.stem[:40]} {page} | {row['cells']} | {row['right']} | {len(cells)} |")
        if options.draw:
            options.draw.mkdir(parents=True, exist_ok=True)
            drawn(path, page, cells).save(options.draw / f"{number:02d}.png")
    print()
    for name, rows in (("the forty pages", judged[:40]), ("the ten looked at afterwards", judged[40:])):
        total, right = (sum(int(row[column]) for row in rows) for column in ("cells", "right"))
        print(f"{name}: {total} cells, {right} in the right row and column: {right / total:.1%}")


if __name__ == "__main__":
    main()
