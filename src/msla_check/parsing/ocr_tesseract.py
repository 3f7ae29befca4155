"""Recognition of words in images by the machine's Tesseract, called as a program."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from itertools import groupby

from .limits import MAX_RECOGNITION_SECONDS
from .ocr import Image, RecognisedLine

_WORD = "5"
"""Level of the rows of Tesseract's table that hold a word."""


class TesseractRecogniser:
    """The program `tesseract` with its English data."""

    def __init__(self, program: str, version: str) -> None:
        self.name = f"Tesseract {version}"
        self._program = program

    @classmethod
    def installed(cls) -> TesseractRecogniser | None:
        """Returns the recogniser where the program and its English data are there; else None."""
        program = shutil.which("tesseract")
        if program is None:
            return None
        try:
            answer = subprocess.run([program, "--version"], capture_output=True, timeout=20, check=True)
            known = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=True)
        except (OSError, subprocess.SubprocessError):
            return None
        words = answer.stdout.decode("ascii", "replace").split()
        return cls(program, words[1]) if len(words) > 1 and b"eng" in known.stdout.split() else None

    def lines(self, image: Image) -> list[RecognisedLine]:
        """Returns the lines of words in the image, from top to bottom."""
        height, width = image.shape
        picture = b"P5 %d %d 255\n" % (width, height) + image.tobytes()
        try:
            answer = subprocess.run(
                [self._program, "stdin", "stdout", "-l", "eng", "--dpi", "200", "tsv"],
                input=picture,
                capture_output=True,
                timeout=MAX_RECOGNITION_SECONDS,
                check=True,
                env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            )
        except (OSError, subprocess.SubprocessError):
            return []
        rows = csv.DictReader(
            io.StringIO(answer.stdout.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE
        )
        words = [row for row in rows if row["level"] == _WORD and (row["text"] or "").strip()]
        lines = groupby(words, key=lambda row: (row["block_num"], row["par_num"], row["line_num"]))
        found = [_line(list(of_line)) for _, of_line in lines]
        return sorted(found, key=lambda line: (line.top + line.bottom, line.left))


def _line(words: list[dict[str, str]]) -> RecognisedLine:
    """Returns the line of the words of one line of Tesseract's table."""
    edges: list[tuple[float, float]] = []
    sure = 0.0
    texts = [" ".join(word["text"].split()) for word in words]
    for word, text in zip(words, texts, strict=True):
        left, width = float(word["left"]), float(word["width"])
        if edges:
            edges.append((edges[-1][1], max(left, edges[-1][1])))
        pitch = width / len(text)
        edges += [(left + pitch * place, left + pitch * (place + 1)) for place in range(len(text))]
        sure += max(0.0, float(word["conf"])) / 100 * len(text)
    tops = [float(word["top"]) for word in words]
    bottoms = [float(word["top"]) + float(word["height"]) for word in words]
    return RecognisedLine(" ".join(texts), tuple(edges), min(tops), max(bottoms), sure / sum(map(len, texts)))
