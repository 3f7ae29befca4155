"""What a review says of the corpus: the same of every rendering, and what the expectations ask for."""

from __future__ import annotations

import warnings
from pathlib import Path

import pytest
import yaml
from corpus_cases import FORMATS, SLUGS
from corpus_differences import KINDS, rule_ids

KNOWN = yaml.safe_load((Path(__file__).parent / "known_differences.yaml").read_text(encoding="utf-8")) or {}
"""Where the product does not yet do what the corpus expects."""


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("slug", SLUGS)
def test_a_review_says_what_the_corpus_expects(slug: str, form: str, kind: str) -> None:
    known = set(KNOWN.get(slug, {}).get(kind, []))
    assert not KINDS[kind](slug, form) - known


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("slug", SLUGS)
def test_known_differences_are_struck_once_they_are_gone(slug: str, kind: str) -> None:
    known = set(KNOWN.get(slug, {}).get(kind, []))
    gone = known - {one for form in FORMATS for one in KINDS[kind](slug, form)}
    if gone:
        # Whoever betters the product need not stop for the list: it is struck by corpus_differences.py.
        warnings.warn(f"known_differences.yaml, {slug}, {kind}: strike {sorted(gone)}", stacklevel=1)


def test_most_rules_are_put_to_the_test_by_the_corpus() -> None:
    from corpus_cases import expected

    asked = {rule for slug in SLUGS for rule in expected(slug)["must_not_fire"]}
    asked |= {entry["rule"] for slug in SLUGS for entry in expected(slug)["must_fire"]}
    assert len(rule_ids() & asked) >= 0.9 * len(rule_ids()), sorted(rule_ids() - asked)
