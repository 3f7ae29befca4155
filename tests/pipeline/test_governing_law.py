"""The governing law is named, said to be kept back, or not there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from msla_check.pipeline.governing_law import read_governing_law

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "governing_law.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_law_that_governs(case: dict[str, Any]) -> None:
    found = read_governing_law(case["text"], "")
    assert [name for name, _, _ in found] == case["law"]
