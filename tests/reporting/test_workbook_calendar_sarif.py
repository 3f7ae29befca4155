"""Excel, iCalendar and SARIF, read back by the programs' own libraries."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO

import pytest
from hand_made import make_report
from icalendar import Calendar
from openpyxl import load_workbook

from msla_check import review
from msla_check.model.report import Report, Term
from msla_check.reporting.deadlines import find_deadlines
from msla_check.reporting.workbook import STATUSES, guard


def dated_report(expiry: str, notice: str, amount: int, unit: str) -> Report:
    """A report that holds an expiry date and a notice period and nothing else."""
    terms = [
        Term(key="term.expiration_date", value=expiry, start=0, end=1, quote="x"),
        Term(
            key="term.nonrenewal_notice",
            value=notice,
            normalized={"amount": amount, "unit": unit},
            start=0,
            end=1,
            quote="x",
        ),
    ]
    return make_report("x", terms=tuple(terms))


@pytest.mark.parametrize(
    ("expiry", "notice", "amount", "unit", "last"),
    [
        ("2026-12-31", "90 days", 90, "day", "2026-10-02"),
        ("2026-03-31", "1 month", 1, "month", "2026-02-28"),
        ("2024-01-15", "2 months", 2, "month", "2023-11-15"),
        ("2026-01-10", "2 weeks", 2, "week", "2025-12-27"),
    ],
)
def test_the_last_day_for_notice_is_worked_out(
    expiry: str, notice: str, amount: int, unit: str, last: str
) -> None:
    deadlines = find_deadlines(dated_report(expiry, notice, amount, unit))
    assert deadlines[0].date == date.fromisoformat(last)
    assert deadlines[0].steps == f"{expiry} (expiry) less {notice} = {last}"


def test_the_calendar_holds_the_deadline_with_a_reminder() -> None:
    calendar = Calendar.from_ical(dated_report("2026-12-31", "90 days", 90, "day").to_ics())
    events = calendar.walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [date(2026, 10, 2), date(2026, 12, 31)]
    assert [len(event.walk("VALARM")) for event in events] == [1, 0]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@sum", "\tx"])
def test_a_quote_never_becomes_a_formula(text: str) -> None:
    assert guard(text) == f"'{text}"
    assert guard("plain = text") == "plain = text"


def test_the_workbook_lists_every_issue_with_clause_and_quote(small_agreement: str) -> None:
    report = review(small_agreement)
    book = load_workbook(BytesIO(report.to_xlsx()))
    assert book.sheetnames == ["Summary", "Issues", "Checklist", "Clauses", "Terms", "Dates"]
    issues = book["Issues"]
    open_findings = [
        f for f in report.findings if f.status not in ("pass", "not_applicable") and f.severity != "info"
    ]
    assert sorted(row[0].value for row in issues.iter_rows(min_row=2)) == sorted(
        f.rule for f in open_findings
    )
    assert issues.freeze_panes == "A2"
    assert issues.page_setup.orientation == "landscape"
    assert issues.data_validations.dataValidation[0].formula1 == f'"{",".join(STATUSES)}"'
    assert book["Clauses"].max_row == len(report.clauses) + 1
    assert book["Terms"].max_row == len(report.terms) + 1
    assert book["Checklist"].max_row == len(report.findings) + 1


def test_sarif_places_each_finding_in_the_text(small_agreement: str) -> None:
    report = review(small_agreement)
    run = json.loads(report.to_sarif())["runs"][0]
    rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert {result["ruleId"] for result in run["results"]} == rules
    for result in run["results"]:
        for place in result.get("locations", []):
            region = place["physicalLocation"]["region"]
            start = region["charOffset"]
            assert report.text[start : start + region["charLength"]] == region["snippet"]["text"]
