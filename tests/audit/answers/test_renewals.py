"""When an agreement ends next, and until when notice stops its renewal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from msla_check.audit.answers.renewals import next_renewal
from msla_check.model.report import Term

TODAY = date(2026, 11, 23)


def _term(key: str, value: str, confidence: float = 0.9, **normalized: Any) -> Term:
    return Term(
        key=f"term.{key}",
        value=value,
        normalized=normalized,
        start=0,
        end=1,
        quote="x",
        confidence=confidence,
    )


def _ends(day: str, confidence: float = 0.9) -> Term:
    return _term("expiration_date", day, confidence)


YEARLY = _term("renewal", "automatic 1 year", mode="automatic", amount=1, unit="year", successive=True)
MONTHLY = _term("renewal", "automatic 1 month", mode="automatic", amount=1, unit="month", successive=True)
ONCE = _term("renewal", "automatic 2 years", mode="automatic", amount=2, unit="year", successive=False)
OPTION = _term("renewal", "option 1 year", mode="option", amount=1, unit="year")
WEEKLY = _term("renewal", "automatic 2 weeks", mode="automatic", amount=2, unit="week", successive=True)
ENDLESS = _term("renewal", "automatic indefinite", mode="automatic", indefinite=True)
SIXTY = _term("nonrenewal_notice", "60 days", amount=60, unit="day")
TWO_MONTHS = _term("nonrenewal_notice", "2 months", amount=2, unit="month")
BUSINESS = _term("nonrenewal_notice", "10 business days", amount=10, unit="business day")


@pytest.mark.parametrize(
    ("terms", "ends", "last_notice", "act_by"),
    [
        ([_ends("2027-06-30")], "2027-06-30", None, "2027-06-30"),
        ([_ends("2027-06-30"), SIXTY], "2027-06-30", "2027-05-01", "2027-05-01"),
        ([_ends("2019-12-31"), SIXTY], "2019-12-31", "2019-11-01", "2019-12-31"),
        ([_ends("2019-12-31"), OPTION], "2019-12-31", None, "2019-12-31"),
        ([_ends("2019-12-31"), YEARLY, SIXTY], "2026-12-31", "2026-11-01", "2026-12-31"),
        ([_ends("2020-02-29"), YEARLY, TWO_MONTHS], "2027-02-28", "2026-12-28", "2026-12-28"),
        ([_ends("2020-01-31"), MONTHLY], "2026-11-30", None, "2026-11-30"),
        ([_ends("2026-11-20"), WEEKLY], "2026-12-04", None, "2026-12-04"),
        ([_ends("2019-12-31"), ONCE], "2021-12-31", None, "2021-12-31"),
        ([_ends("2025-12-31"), ONCE], "2027-12-31", None, "2027-12-31"),
        ([_ends("2019-12-31"), ENDLESS], "2019-12-31", None, "2019-12-31"),
        ([_ends("2027-06-30"), BUSINESS], "2027-06-30", None, "2027-06-30"),
        ([_ends("2026-11-23"), YEARLY], "2026-11-23", None, "2026-11-23"),
        ([_ends("2027-01-01"), _ends("2029-01-01")], "2029-01-01", None, "2029-01-01"),
        ([_ends("2027-01-01", 0.9), _ends("2029-01-01", 0.5)], "2027-01-01", None, "2027-01-01"),
    ],
)
def test_the_next_end_and_the_last_day_for_notice(
    terms: list[Term], ends: str, last_notice: str | None, act_by: str
) -> None:
    found = next_renewal(terms, TODAY)
    assert found is not None
    assert found.ends.isoformat() == ends
    assert (found.last_notice.isoformat() if found.last_notice else None) == last_notice
    assert found.next_day(TODAY).isoformat() == act_by


def test_the_steps_say_how_it_was_worked_out() -> None:
    found = next_renewal([_ends("2019-12-31"), YEARLY, SIXTY], TODAY)
    assert found is not None
    assert found.steps == "2019-12-31 stated; renewed 7 times by 1 year: 2026-12-31; less 60 days: 2026-11-01"


@pytest.mark.parametrize(
    "terms",
    [
        [],
        [_ends("perpetual")],
        [_ends("redacted"), YEARLY],
        [YEARLY, SIXTY],
    ],
)
def test_without_a_day_there_is_none(terms: list[Term]) -> None:
    assert next_renewal(terms, TODAY) is None


@pytest.mark.parametrize("amount", [0, -1, 1e-9, 10**12])
def test_a_length_that_cannot_be_leaves_the_stated_end(amount: float) -> None:
    renewal = _term("renewal", "automatic", mode="automatic", amount=amount, unit="year", successive=True)
    found = next_renewal([_ends("2019-12-31"), renewal], TODAY)
    assert found is not None
    assert found.ends == date(2019, 12, 31)
