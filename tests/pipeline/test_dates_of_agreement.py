"""The agreement's own dates: made, effective, ended; stated or counted."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from msla_check.pipeline.duration_of_agreement import Starts, read_length
from msla_check.pipeline.opening_dates import read_opening_dates

CASES = Path(__file__).parent / "cases"


def load(name: str) -> list[dict[str, Any]]:
    cases: list[dict[str, Any]] = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return cases


@pytest.mark.parametrize("case", load("duration_of_agreement.yaml"), ids=lambda case: case["text"][:60])
def test_sentence_ends_the_agreement(case: dict[str, Any]) -> None:
    facts = read_length(case["text"], 0, Starts(case.get("effective"), case.get("made")), "")
    values = {fact.key: fact.value for fact in facts}
    assert values.get("term.expiration_date") == case["ends"]
    if "initial" in case or case["ends"] is None:
        assert values.get("term.initial") == case.get("initial")


@pytest.mark.parametrize("case", load("opening_dates.yaml"), ids=lambda case: case["text"][:60])
def test_agreement_was_made_on(case: dict[str, Any]) -> None:
    facts = {fact.key: fact for fact in read_opening_dates(case["text"], 0)}
    values = {key: fact.value for key, fact in facts.items()}
    assert values.get("general.agreement_date") == case["made"]
    if "effective" in case:
        assert values.get("term.effective_date") == case["effective"]
    if "quote" in case:
        effective = facts["term.effective_date"]
        assert case["text"][effective.start : effective.end] == case["quote"]
