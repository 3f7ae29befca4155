"""Every term key has sentences that state it and sentences that speak of something near: they are read so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from spacy import blank

from msla_check.model.report import Clause
from msla_check.pipeline.term_patterns import load_patterns
from msla_check.pipeline.terms import read_patterns

NLP = blank("en")
FILES = sorted((Path(__file__).parent / "cases" / "terms" / "examples").glob("*.yaml"))
EXAMPLES: dict[str, dict[str, Any]] = {
    key: examples
    for file in FILES
    for key, examples in yaml.safe_load(file.read_text(encoding="utf-8")).items()
}
LEAST = 8


def values(text: str, key: str) -> list[str]:
    doc = NLP.make_doc(text)
    doc._.clauses = (Clause(id="c1", number="1", start=0, end=len(text)),)
    return [reading.value for reading in read_patterns(doc) if reading.key == key]


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [(key, str(value), text) for key, examples in EXAMPLES.items() for value, text in examples["reads"]],
)
def test_is_read(key: str, value: str, text: str) -> None:
    found = values(text, key)
    assert found, f"{key} not read"
    assert not value or any(value in one for one in found), found


@pytest.mark.parametrize(
    ("key", "text"), [(key, text) for key, examples in EXAMPLES.items() for text in examples["not"]]
)
def test_is_not_read(key: str, text: str) -> None:
    assert values(text, key) == []


@pytest.mark.parametrize("key", sorted({pattern.key for pattern in load_patterns()}))
def test_every_key_has_examples(key: str) -> None:
    assert len(EXAMPLES[key]["reads"]) >= LEAST
    assert len(EXAMPLES[key]["not"]) >= LEAST
