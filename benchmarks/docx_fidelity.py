"""Compares what is read out of Word files with what LibreOffice exports: words and automatic numbers.

    python benchmarks/docx_fidelity.py FOLDER [--show N]

Every .docx of the folder is converted with `soffice --convert-to txt:Text` and read by msla-check. Words
are compared as a bag, since notes, headers and boxes stand elsewhere in the two texts; marks of notes are
left out. An automatic number counts as equal where LibreOffice prints the same in front of the same words.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from msla_check.model import Agreement
from msla_check.parsing import read_agreement


@dataclass
class Row:
    """What was measured on one file."""

    name: str
    words: int
    found: int
    extra: int
    numbers: int
    equal: int
    missing: list[str]
    differing: list[str]


def main() -> None:
    """Prints one line a file, and the total."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", type=int, default=0, help="print so many differences of each file")
    arguments = parser.parse_args()
    files = sorted(arguments.folder.glob("*.docx"))
    with tempfile.TemporaryDirectory() as folder:
        texts = export(files, Path(folder))
    rows = [compare(read_agreement(file), texts[file.stem]) for file in files if file.stem in texts]
    print(f"{'file':46} {'words':>7} {'found':>7} {'extra':>6} {'numbers':>8} {'equal':>7}")
    for row in rows:
        print(
            f"{row.name[:46]:46} {row.words:7} {share(row.found, row.words):>7} {row.extra:6} "
            f"{row.numbers:8} {share(row.equal, row.numbers):>7}"
        )
        for difference in [*row.missing[: arguments.show], *row.differing[: arguments.show]]:
            print(f"    {difference}")
    words, found = sum(r.words for r in rows), sum(r.found for r in rows)
    numbers, equal = sum(r.numbers for r in rows), sum(r.equal for r in rows)
    print(f"{'all':46} {words:7} {share(found, words):>7} {'':6} {numbers:8} {share(equal, numbers):>7}")


def export(files: list[Path], folder: Path) -> dict[str, str]:
    """Returns LibreOffice's text of each file by stem."""
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        str(folder),
    ]
    subprocess.run([*command, *map(str, files)], check=True, capture_output=True, timeout=900)
    return {path.stem: path.read_text(encoding="utf-8-sig") for path in folder.glob("*.txt")}


def compare(agreement: Agreement, text: str) -> Row:
    """Returns the shares of words and numbers of `text` that the agreement holds."""
    furniture = " ".join(f.text for f in agreement.furniture if f.kind in ("header", "footer"))
    theirs, ours = split(text), split(f"{agreement.text} {furniture}")
    found = sum((Counter(theirs) & Counter(ours)).values())
    missing = [f"missing: {w} x{n}" for w, n in (Counter(theirs) - Counter(ours)).most_common()]
    numbered = [b for b in agreement.blocks if b.number and b.kind not in ("note", "table")]
    lines = [beginning(line) for line in text.splitlines()]
    left = Counter(lines)
    equal, differing = 0, []
    for block in numbered:
        shown = beginning(agreement.text[block.start : block.end])
        if left[shown] > 0:
            left[shown] -= 1
            equal += 1
        else:
            words = beginning(agreement.text[block.start + len(block.number) : block.end])
            near = next((line for line in lines if words and words[:9] in line), "nowhere")
            differing.append(f"number: {shown!r}, LibreOffice: {near!r}")
    extra = sum((Counter(ours) - Counter(theirs)).values())
    return Row(agreement.name, len(theirs), found, extra, len(numbered), equal, missing, differing)


def beginning(text: str) -> str:
    """Returns the first characters of a line, without the note marks that LibreOffice prints."""
    return re.sub(r"(?<=[^\W\d]{3})([.,;:]?)\d{1,3}\b", r"\1", " ".join(text.split()))[:14].strip(" .,;:")


def split(text: str) -> list[str]:
    """Returns the words of a text, punctuation left out."""
    return re.findall(r"[^\W_]+", re.sub(r"(?<=[^\W\d_]{2})\d{1,3}\b", "", text.lower()))


def share(part: int, whole: int) -> str:
    """Returns a percentage, or a dash of nothing."""
    return f"{100 * part / whole:.2f}%" if whole else "-"


if __name__ == "__main__":
    main()
