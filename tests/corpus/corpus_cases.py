"""The corpus for its tests: renderings, readings, reviews and expectations, each made once per run."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from msla_check import Report
    from msla_check.model import Agreement

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
sys.path.insert(0, str(CORPUS))

from agreement_builder import FORMATS, Document, Item, load, render, slugs  # noqa: E402

SLUGS = [slug for slug in slugs() if (CORPUS / "agreements" / f"{slug}.yaml").exists()]


@cache
def rendered(slug: str, form: str) -> bytes:
    """The agreement in the format."""
    return render(slug, form)


@cache
def document(slug: str) -> Document:
    """The agreement as the builder sees it, numbered."""
    return load(slug)


@cache
def agreement_read(slug: str, form: str) -> Agreement:
    """The rendering as msla-check reads it."""
    from msla_check.parsing import read_agreement

    return read_agreement(rendered(slug, form), name=f"{slug}.{form}")


@cache
def report_on(slug: str, form: str, side: str = "customer") -> Report:
    """The review of the rendering."""
    return _reviewer(side).judge(_analysis(slug, form))  # type: ignore[no-any-return]


@cache
def _analysis(slug: str, form: str) -> Any:
    return _reviewer("customer").analyze(agreement_read(slug, form))


@cache
def _reviewer(side: str) -> Any:
    from msla_check import Reviewer

    return Reviewer(side=side)


@cache
def expected(slug: str) -> dict[str, Any]:
    """What a right review of the agreement finds."""
    return yaml.safe_load((CORPUS / "agreements" / f"{slug}.yaml").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def words_of(item: Item) -> list[str]:
    """The words that a rendering of the block must hold, in order, numbers and bold marks left out."""
    cells = [cell for row in item.rows for cell in row]
    return words(" ".join([item.caption, item.text, *cells]).replace("**", ""))


def words(text: str) -> list[str]:
    """Letters and digits of a text, word by word, so that spacing and quotation marks do not matter."""
    return re.findall(r"\w+", text)


__all__ = [
    "CORPUS",
    "FORMATS",
    "SLUGS",
    "agreement_read",
    "document",
    "expected",
    "rendered",
    "report_on",
    "words",
    "words_of",
]
