"""The public face: one agreement in, one report out."""

from __future__ import annotations

from copy import copy
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import get_args

from .engine import Playbook, Waivers, judge
from .model import Agreement, Side
from .model.analysis import Analysis
from .model.report import DocumentInfo, PlaybookInfo, ReadingNote, Report
from .parsing import Reading, read_agreement
from .pipeline import analyze, build_pipeline


@cache
def _generator() -> str:
    return f"msla-check {version('msla-check')}"


class Reviewer:
    """Reviews agreements one after another with a pipeline and a playbook that are loaded once.

    Args:
        side: for whom the review is made, "customer", "provider" or "both".
        playbook: the name of a playbook that comes with msla-check, a folder of your own rules, or a
            loaded `Playbook`.
        waivers: a file of findings that a named person has accepted (docs/waivers.md).

    Raises:
        RuleError: a rule of the playbook, or the waiver file, is not well formed.

    Example:
        >>> from msla_check import Reviewer
        >>> reviewer = Reviewer(side="provider")
        >>> for text in ("1. Term. One year.", "1. Fees. USD 500 per month."):
        ...     print(len(reviewer.review(text).clauses))
        1
        1
    """

    def __init__(
        self,
        *,
        side: Side = "customer",
        playbook: str | Path | Playbook = "msla",
        waivers: str | Path | None = None,
    ) -> None:
        if side not in get_args(Side):
            raise ValueError(f'side is "customer", "provider" or "both", not {side!r}')
        self.side: Side = side
        self.playbook = playbook if isinstance(playbook, Playbook) else Playbook.load(playbook)
        self._waivers = Waivers.load(waivers) if waivers is not None else Waivers([])
        self._nlp = build_pipeline()

    def sharing(self, *, side: Side, playbook: Playbook) -> Reviewer:
        """Returns a reviewer for another side or playbook that shares this one's loaded pipeline."""
        other = copy(self)
        other.side, other.playbook = side, playbook
        return other

    def review(
        self,
        source: str | Path | bytes,
        *,
        name: str | None = None,
        password: str | None = None,
        reading: Reading = "accepted",
        ocr: bool = True,
    ) -> Report:
        """Returns the report on `source`: a path, a file's bytes, or the text of an agreement.

        `reading` says what becomes of a Word file's tracked changes: "accepted", "original" or "marked".
        With `ocr`, pages of a PDF that are images are read where OCR is installed.

        Raises:
            UnreadableDocument, PasswordRequired, NoTextLayer, UnsupportedFormat: worded for a reviewer.
        """
        agreement = read_agreement(source, name=name, password=password, reading=reading, ocr=ocr)
        return self.judge(self.analyze(agreement))

    def analyze(self, agreement: Agreement) -> Analysis:
        """Returns the clauses and terms of an agreement that has been read, before any rule is asked."""
        return analyze(self._nlp, agreement)

    def judge(self, analysis: Analysis) -> Report:
        """Returns the report on an analysed agreement by this reviewer's playbook, for its side."""
        agreement, playbook = analysis.agreement, self.playbook
        judgement = judge(analysis, playbook, self.side)
        return Report(
            generator=_generator(),
            document=DocumentInfo(
                name=agreement.name,
                sha256=agreement.sha256,
                media_type=agreement.media_type,
                pages=agreement.pages,
                title=next((t.value for t in analysis.terms if t.key == "general.title"), agreement.title),
                warnings=[
                    ReadingNote(code=w.code, message=w.message, page=w.page) for w in agreement.warnings
                ],
            ),
            text=agreement.text,
            side=self.side,
            playbook=PlaybookInfo(id=playbook.id, version=playbook.version, sha256=playbook.sha256),
            clauses=list(analysis.clauses),
            terms=list(analysis.terms),
            elements=judgement.elements,
            findings=self._waivers.apply(judgement.findings),
        )


def review(
    source: str | Path | bytes,
    *,
    side: Side = "customer",
    playbook: str | Path = "msla",
    name: str | None = None,
    password: str | None = None,
    reading: Reading = "accepted",
    ocr: bool = True,
) -> Report:
    """Returns the report on one agreement.

    Args:
        source: a path, a file's bytes, or the text of an agreement.
        side: for whom the review is made, "customer", "provider" or "both".
        playbook: the name of a playbook that comes with msla-check, or a folder of your own rules.
        name: the name to show in the report where `source` is bytes or text.
        password: opens an encrypted file.
        reading: what becomes of a Word file's tracked changes: all "accepted", the "original" text
            without them, or both "marked".
        ocr: whether pages of a PDF that are images are read, where OCR is installed (seconds a page).

    Raises:
        MslaCheckError: the document or the playbook could not be read; the message says why.

    Example:
        >>> from msla_check import review
        >>> report = review("1. Services. Provider shall monitor Customer's network around the clock.")
        >>> report.elements["confidentiality"].status
        'missing'
    """
    reviewer = _reviewer(side, str(playbook))
    return reviewer.review(source, name=name, password=password, reading=reading, ocr=ocr)


@lru_cache(maxsize=4)
def _reviewer(side: Side, playbook: str) -> Reviewer:
    return Reviewer(side=side, playbook=playbook)
