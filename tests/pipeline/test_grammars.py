"""Durations, money, rates and hours are read as contracts write them, in one normal form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from msla_check.pipeline.durations import find_durations
from msla_check.pipeline.hours import find_hours
from msla_check.pipeline.money import find_money, find_percentages

TABLES: dict[str, dict[str, list[str]]] = yaml.safe_load(
    (Path(__file__).parent / "cases" / "grammars.yaml").read_text(encoding="utf-8")
)
GRAMMARS: dict[str, Callable[[str], Iterator[Any]]] = {
    "durations": find_durations,
    "money": find_money,
    "percentages": find_percentages,
    "hours": find_hours,
}


@pytest.mark.parametrize(
    ("grammar", "text", "values"),
    [(grammar, text, values) for grammar, table in TABLES.items() for text, values in table.items()],
)
def test_normal_form(grammar: str, text: str, values: list[str]) -> None:
    found = list(GRAMMARS[grammar](text))
    assert [f.value + (" (!)" if getattr(f, "conflict", False) else "") for f in found] == values
    assert all(0 <= f.start < f.end <= len(text) for f in found)
