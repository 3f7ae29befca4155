"""What is unusual in an agreement among the others."""

from __future__ import annotations

import pytest

from msla_check.audit.answers.outliers import ENOUGH, Outlier, Stated, find_outliers


def _portfolio(key: str, values: list[str]) -> list[Stated]:
    return [Stated(f"{number:03}", key, value, "", None, value) for number, value in enumerate(values)]


def _found(values: list[str], key: str = "term.nonrenewal_notice") -> list[Outlier]:
    return find_outliers(_portfolio(key, values))


@pytest.mark.parametrize(
    ("values", "unusual"),
    [
        (["60 days"] * 30 + ["90 days"] * 8 + ["180 days"], ["180 days"]),
        (["60 days"] * 30 + ["2 months"] * 8 + ["1 year"], ["1 year"]),
        (["60 days"] * 39 + ["24 hours"], ["24 hours"]),
        (["60 days"] * 40, []),
        (["60 days"] * (ENOUGH - 2) + ["180 days"], []),
        (["99.9%"] * 39 + ["90%"], ["90%"]),
        (["yes"] * 39 + ["180 days"], []),
        (["USD 100 per month"] * 30 + ["EUR 9,000 per month"], []),
        (["USD 100 per month"] * 30 + ["USD 9,000 per month"], ["USD 9,000 per month"]),
        (["1% per month"] * 30 + ["18% per year"], []),
        (["12 months"] * 30 + ["8.3 Survival", "99 days hence nothing"], []),
    ],
)
def test_beyond_what_95_percent_state_is_unusual(values: list[str], unusual: list[str]) -> None:
    assert [item.stated.value for item in _found(values)] == unusual


def test_it_is_said_in_a_sentence_that_is_true() -> None:
    [item] = _found(["60 days"] * 30 + ["90 days"] * 8 + ["180 days"])
    assert item.sentence == "180 days; 95 % of the 39 agreements that state it have at most 90 days."
    assert item.factor == 2
    [item] = _found(["99.9%"] * 39 + ["90%"], "sla.uptime")
    assert item.sentence == "90%; 95 % of the 40 agreements that state it have at least 99.9%."


def test_an_agreement_counts_once_with_its_farthest_value() -> None:
    usual = _portfolio("term.cure_period", ["30 days"] * 30)
    strange = [
        Stated("own", "term.cure_period", value, "", None, "") for value in ("30 days", "90 days", "200 days")
    ]
    [item] = find_outliers(usual + strange)
    assert (item.stated.value, item.among) == ("200 days", 31)


def test_the_farthest_stands_first_and_keys_are_not_mixed() -> None:
    notices = _portfolio("term.nonrenewal_notice", ["30 days"] * 40 + ["60 days"])
    cures = _portfolio("term.cure_period", ["10 days"] * 40 + ["100 days"])
    assert [item.stated.key for item in find_outliers(notices + cures)] == [
        "term.cure_period",
        "term.nonrenewal_notice",
    ]
