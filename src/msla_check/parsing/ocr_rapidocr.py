"""Recognition of words in images by RapidOCR: small networks on onnxruntime, models inside its wheel."""

from __future__ import annotations

import multiprocessing
import os
import re
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image as Pictures

from .ocr import Image, RecognisedLine

DETECTION_SIDE = 1280
"""Pixels of the longer side at which lines are looked for; their words are read at the image's own size."""
_LETTERS = 4
"""The networks say how sure they are of a letter; a word is right where about four are (benchmarks/ocr.py)."""
_EM = 0.4
"""Half the width of a wide letter, in heights of its line."""
_PLAIN = str.maketrans({
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "′": "'", "，": ",", "。": ".", "；": ";", "：": ":", "（": "(",
    "）": ")", "、": ",", "％": "%", "＄": "$", "－": "-", "　": " ", "【": "[", "】": "]", "！": "!", "？": "?",
})  # fmt: skip
"""Signs that the networks, which read Chinese too, mistake for each other; quotation marks seldom match."""

_QUOTATION = re.compile(r'(?<=[\w.,;)])"(?=[\w(])')
_DOUBLED = re.compile(r'""')
_RUN_TOGETHER = re.compile(r"(?<=[a-z][a-z][.,;:)])(?=[A-Z])|(?<=[a-z)][,;])(?=[A-Za-z(])")
"""Where the networks overlooked the narrow space after a sign; not within "U.S." or "10,000"."""

_NUMBER_RUN_ON = re.compile(
    r"^(?:\d{1,3}(?:\.\d{1,3})*\.?|\([a-z0-9]{1,4}\))(?=[A-Z][a-z]|[A-Z]{2})"
    r"|\b(?:Section|Article|Exhibit|Schedule|Clause)(?=\d)"
)
"""A clause's number that runs on into its heading, or the name of a clause into its number."""


class RapidRecogniser:
    """RapidOCR with the models of its wheel."""

    def __init__(self, models: dict[str, Path]) -> None:
        self.name = f"RapidOCR {version('rapidocr')}"
        self._models = models

    @classmethod
    def installed(cls) -> RapidRecogniser | None:
        """Returns the recogniser where RapidOCR, onnxruntime and the models are there; else None."""
        try:
            spec = find_spec("rapidocr") if find_spec("onnxruntime") else None
            version("rapidocr")
        except (ImportError, PackageNotFoundError):
            return None
        if spec is None or not spec.submodule_search_locations:
            return None
        folder = Path(spec.submodule_search_locations[0]) / "models"
        found = {part: sorted(folder.glob(f"*_{part}_*.onnx")) for part in ("det", "rec")}
        return cls({part: paths[-1] for part, paths in found.items()}) if all(found.values()) else None

    @cached_property
    def _engine(self) -> Any:
        from rapidocr import RapidOCR

        # Given by their paths, models are never looked for elsewhere, and nothing is downloaded.
        parameters = {
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.max_side_len": 20_000,
            "Det.model_path": str(self._models["det"]),
            "Det.limit_type": "max",
            "Det.limit_side_len": DETECTION_SIDE,
            "Rec.model_path": str(self._models["rec"]),
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
        }
        return RapidOCR(params=parameters)

    def lines(self, image: Image) -> list[RecognisedLine]:
        """Returns the lines of words in the image, from top to bottom."""
        picture = np.repeat(image[:, :, None], 3, axis=2)
        scale = min(1.0, DETECTION_SIDE / max(image.shape))
        small = Pictures.fromarray(picture).resize(
            (round(image.shape[1] * scale), round(image.shape[0] * scale)), Pictures.Resampling.LANCZOS
        )
        boxes = self._engine(np.asarray(small), use_det=True, use_cls=False, use_rec=False).boxes
        places = [_sides(box / scale) for box in (() if boxes is None else boxes)]
        # Words up the margin are no part of the text.
        level = [sides for sides in places if _lies(*sides)]
        with ThreadPoolExecutor(_threads()) as threads:
            read = threads.map(lambda sides: self._line(picture, *sides), level)
            found = [line for line in read if line is not None]
        return sorted(found, key=lambda line: (line.top + line.bottom, line.left))

    def _line(self, picture: Any, left: int, top: int, right: int, bottom: int) -> RecognisedLine | None:
        """Returns the words within the sides of a line."""
        height, width = bottom - top, right - left
        strip = np.ascontiguousarray(picture[top:bottom, left:right])
        read = self._engine(strip, use_det=False, use_cls=False, use_rec=True, return_word_box=True)
        if not read.txts or not read.txts[0].strip():
            return None
        info = read.word_results[0]
        # The network answers for each narrow column of the picture; a letter stands in its midst.
        pitch = width / max(1.0, info.line_txt_len)
        middles = [left + (column + 0.5) * pitch for word in info.word_cols for column in word]
        letters = sum(not char.isspace() for char in read.txts[0])
        if letters != len(middles):
            middles = [left + width * (place + 0.5) / letters for place in range(letters)]
        text, middles = _single_marks(read.txts[0].translate(_PLAIN), middles)
        text = spaced(text)
        return RecognisedLine(
            " ".join(text.split()),
            letter_edges(text, middles, _EM * height),
            top,
            top + height,
            float(read.scores[0]) ** _LETTERS,
        )


def _sides(box: npt.NDArray[np.float32]) -> tuple[int, int, int, int]:
    """Returns left, top, right, bottom of the upright rectangle about four corners."""
    left, top = np.maximum(np.floor(box.min(axis=0)), 0).astype(int).tolist()
    right, bottom = np.ceil(box.max(axis=0)).astype(int).tolist()
    return left, top, right, bottom


def _lies(left: int, top: int, right: int, bottom: int) -> bool:
    """Says whether a rectangle may hold a line that is read from left to right."""
    width, height = right - left, bottom - top
    return min(width, height) > 3 and height < 2 * width


def _single_marks(text: str, middles: list[float]) -> tuple[str, list[float]]:
    """Returns the line and where its letters stand, a quotation mark that was read twice taken as one."""
    doubled = {match.end() - 1 for match in _DOUBLED.finditer(text)}
    letters = [place for place, char in enumerate(text) if not char.isspace()]
    kept = [middle for place, middle in zip(letters, middles, strict=True) if place not in doubled]
    return "".join(char for place, char in enumerate(text) if place not in doubled), kept


def spaced(text: str) -> str:
    """Returns a line with the spaces beside signs that were overlooked put in."""

    def apart(match: re.Match[str]) -> str:
        # Every second quotation mark of a line closes.
        return '" ' if text.count('"', 0, match.start()) % 2 else ' "'

    text = _NUMBER_RUN_ON.sub(lambda match: f"{match.group()} ", text)
    return _RUN_TOGETHER.sub(" ", _QUOTATION.sub(apart, text))


def letter_edges(text: str, middles: list[float], reach: float) -> tuple[tuple[float, float], ...]:
    """Returns left and right edge of each character of a line, runs of spaces taken as one.

    Args:
        text: the line as read; spaces have no middle.
        middles: where each visible character stands.
        reach: how far at most a letter extends from its middle.
    """
    letters: list[tuple[float, float]] = []
    words = text.split()
    starts = {0}
    for word in words:
        starts.add(max(starts) + len(word))
    for place, middle in enumerate(middles):
        before = middles[place - 1] if place else middle - 2 * reach
        after = middles[place + 1] if place + 1 < len(middles) else middle + 2 * reach
        # Between words a third of the way is left to the space.
        shares = (0.35 if place in starts else 0.5), (0.35 if place + 1 in starts else 0.5)
        letters.append(
            (
                middle - min(reach, shares[0] * (middle - before)),
                middle + min(reach, shares[1] * (after - middle)),
            )
        )
    edges: list[tuple[float, float]] = []
    for place, letter in enumerate(letters):
        if place and place in starts:
            edges.append((edges[-1][1], letter[0]))
        edges.append(letter)
    return tuple(edges)


def _threads() -> int:
    """Returns how many threads recognise: all cores, but one in an audit, where each core has its worker."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    if told.isdigit() and int(told):
        return int(told)
    return 1 if multiprocessing.parent_process() is not None else os.cpu_count() or 1
