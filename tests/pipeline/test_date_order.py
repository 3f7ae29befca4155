"""Dates in figures alone are read as the document writes them, or else as they are written where it is at home."""

from __future__ import annotations

import pytest

from msla_check import review
from msla_check.pipeline.date_order import is_day_first
from msla_check.pipeline.dates import find_dates


@pytest.mark.parametrize(
    ("text", "day_first"),
    [
        ("Signed on 31/01/2025 and again on 03/04/2025.", True),
        ("Signed on 01/31/2025 and again on 03/04/2025.", False),
        ("Due 03/04/2025. This Agreement is governed by the laws of England.", True),
        ("Due 03/04/2025. This Agreement is governed by the laws of the State of Ohio.", False),
        ("Between Acme Ltd of Leeds, England and Beta Ltd. It begins on 03/04/2025.", True),
        ("Between Acme LLC of Toledo, Ohio and Beta Ltd of Leeds, England. It begins on 03/04/2025.", False),
        ("It begins on 3.4.2025 under the laws of Germany.", True),
        ("It begins on 3.4.2025 under the laws of the Province of Ontario, Canada.", False),
        ("It begins on 03/04/2025 under the laws of Queensland.", True),
        ("Clauses 5.13.10 and 5.14.2 apply. It begins on 03/04/2025 under the laws of Ireland.", True),
        ("It begins on 03/04/2025.", False),
        ("The laws of England govern. It begins on 3 April 2025.", False),
    ],
)
def test_the_order_of_day_and_month(text: str, day_first: bool) -> None:
    assert is_day_first(text) is day_first


@pytest.mark.parametrize(
    ("text", "day_first", "date"),
    [
        ("03/04/2025", False, "2025-03-04"),
        ("03/04/2025", True, "2025-04-03"),
        ("31/01/2025", False, "2025-01-31"),
        ("01/31/2025", True, "2025-01-31"),
        ("April 3, 2025", True, "2025-04-03"),
        ("2025-04-03", True, "2025-04-03"),
    ],
)
def test_dates_in_that_order(text: str, day_first: bool, date: str) -> None:
    assert [found.date.isoformat() for found in find_dates(text, day_first=day_first)] == [date]


def test_an_agreement_under_english_law_begins_on_the_day_it_says() -> None:
    report = review(
        "SERVICES AGREEMENT\n\nThis Agreement is made on 03/04/2025 (the “Effective Date”) between Moss IT "
        "Limited (“Supplier”) and Fen Foods Limited (“Customer”).\n\n1. Term. The initial term of this "
        "Agreement is one year from the Effective Date.\n\n2. Law. This Agreement is governed by the laws of "
        "England and Wales.\n".encode(),
        name="agreement.txt",
    )
    dates = {term.key: term.value for term in report.terms if "date" in term.key}
    assert dates["general.agreement_date"] == dates["term.effective_date"] == "2025-04-03"
    assert dates["term.expiration_date"] == "2026-04-03"
