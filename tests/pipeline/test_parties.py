"""The parties come out by their whole legal names, and nobody else does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from msla_check.pipeline.parties import find_joint_names, find_parties

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "parties.yaml").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: (case["names"] or ["nobody"])[0])
def test_parties_of_an_opening(case: dict[str, Any]) -> None:
    parties = find_parties(case["text"])
    assert [party.name for party in parties] == case["names"]
    if "goes_by" in case:
        assert [party.defined for party in parties] == case["goes_by"]
    if "also" in case:
        assert [party.also for party in parties] == case["also"]
    assert [party.name for party in parties if party.unnamed] == case.get("unnamed", [])
    quotes = [" ".join(case["text"][party.start : party.end].split()) for party in parties]
    assert quotes == case.get("quotes", case["names"])
    joint = [party.name for party in find_joint_names(case["text"], parties)]
    assert joint == ([case["joint"]] if "joint" in case else [])
