"""Service levels and money worked out: outages, maintenance, ladders of credits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from msla_check.engine.credit_ladder import read_ladder
from msla_check.engine.service_time import as_hours, maintenance_hours, outage
from msla_check.model.report import Finding


@pytest.mark.parametrize(
    ("availability", "allowed"),
    [
        (99.99, "4 min"),
        (99.9, "44 min"),
        (99.5, "3 h 39 min"),
        (99.0, "7 h 18 min"),
        (90.0, "3 d 1 h"),
        (100.0, "0 min"),
    ],
)
def test_outage_of_a_month_of_30_44_days(availability: float, allowed: str) -> None:
    assert outage(availability) == allowed


@pytest.mark.parametrize(
    ("hours", "words"), [(0.5, "30 min"), (1.0, "1 h"), (26.1, "26 h 6 min"), (72.0, "3 d")]
)
def test_hours_as_a_person_writes_them(hours: float, words: str) -> None:
    assert as_hours(hours) == words


@pytest.mark.parametrize(
    ("sentence", "hours"),
    [
        ("Scheduled maintenance of up to eight (8) hours per month is excluded.", 8),
        ("Maintenance of no more than four hours in any calendar week.", 17.4),
        ("Maintenance takes place every Sunday between 12:00 a.m. and 6:00 a.m.", 26.1),
        ("Maintenance from 10 pm to 4 am, daily.", 182.6),
        ("Maintenance: first Sunday of each month, 2:00 a.m. - 6:00 a.m.", 4),
        ("Maintenance windows Monday through Friday 1 am to 3 am.", 43.5),
        ("Availability is measured each month; daily maintenance from 1 a.m. to 3 a.m. is excepted.", 60.9),
        ("Ninety minutes of maintenance a week.", 6.5),
        ("Maintenance is announced two (2) days ahead.", 0),
    ],
)
def test_maintenance_is_worked_out_over_a_month(sentence: str, hours: float) -> None:
    assert maintenance_hours(sentence) == pytest.approx(hours, abs=0.1)


LADDERS = [
    # the bands as written, then low, high and credit of each
    ("99.0% to 99.9%: 5%; below 99.0%: 10%", [(99.0, 99.9, 5), (0, 99.0, 10)]),
    ("less than 99.9% but at least 99.0%: 5%, less than 99.0%: 15%", [(99.0, 99.9, 5), (0, 99.0, 15)]),
    ("at least 99.0% but less than 99.9%: 5%, < 99.0%: 15%", [(99.0, 99.9, 5), (0, 99.0, 15)]),
    ("99.0% or higher but below 99.9%: 5%; under 99.0%: 10%", [(99.0, 99.9, 5), (0, 99.0, 10)]),
    (
        "below 99.9% the credit is 5%; below 99%, 10%; below 95%, 30%",
        [(99, 99.9, 5), (95, 99, 10), (0, 95, 30)],
    ),
    ("99.9% - 99.0%\t5%\n98.9% – 98.0%\t10%", [(99.0, 99.9, 5), (98.0, 98.9, 10)]),
    (
        "a credit of 5% between 99.0% and 99.9%, and of 10% between 98.0% and 99.0%",
        [(99.0, 99.9, 5), (98.0, 99.0, 10)],
    ),
]


@pytest.mark.parametrize(("words", "bands"), LADDERS)
def test_ladder_is_read_as_contracts_write_it(words: str, bands: list[tuple[float, float, float]]) -> None:
    ladder = read_ladder([(0, line) for line in words.split("\n")])
    assert ladder is not None
    assert [(band.low, band.high, band.credit) for band in ladder.bands] == bands


@pytest.mark.parametrize(
    "words", ["5% to 10% of the fee", "for each 1% below 99.9%, a credit of 5%", "no credits"]
)
def test_what_is_no_ladder_is_not_read_as_one(words: str) -> None:
    assert read_ladder([(0, words)]) is None


def test_message_shows_the_outage(finding_on: Callable[..., Finding]) -> None:
    finding = finding_on(
        "SLA-05", "1. Availability. The uptime of the platform is at least 99.0% in each month."
    )
    assert "7 h 18 min" in finding.message


def test_maintenance_that_counts_takes_nothing_away(
    finding_on: Callable[..., Finding], traps: object
) -> None:
    text = "1. Availability. The uptime is 99.9% in each month. Maintenance of eight (8) hours per week {}."
    excluded = finding_on("TRAP-09", text.format("is excluded"), playbook=traps)
    assert "44 min of outage in a month, but 34 h 47 min of maintenance" in excluded.message
    assert finding_on("TRAP-09", text.format("counts as downtime"), playbook=traps).status == "pass"
