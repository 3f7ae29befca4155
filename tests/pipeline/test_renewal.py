"""A renewal is read with its mode and length; what else is extended is no renewal."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from msla_check.pipeline.renewal import read_renewal

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "renewal.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:60])
def test_sentence_renews(case: dict[str, Any]) -> None:
    found = read_renewal(case["text"], 0, case.get("initial", ""))
    assert [fact.value for fact in found] == ([case["value"]] if case["value"] else [])
