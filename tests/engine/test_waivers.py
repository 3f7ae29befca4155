"""A waived finding is silent and leaves a trace, wherever its clause goes, until its words change."""

from __future__ import annotations

from pathlib import Path

import pytest

from msla_check import Reviewer, RuleError
from msla_check.engine import Waivers
from msla_check.model.report import Finding, Report
from msla_check.reporting import render

TEXT = """1. Services. Provider shall monitor the network.

2. Fees. Provider may increase the Fees at any time upon notice, as stated in Section 1."""
RENUMBERED = """1. Scope. This Agreement concerns the network of Customer.

2. Services. Provider shall monitor the network.

3. Fees. Provider may increase the Fees at any time upon notice, as stated in Section 2."""


def write(folder: Path, finding: Finding, **changes: str) -> Path:
    """A waiver file that accepts a finding."""
    entry = {
        "rule": finding.rule,
        "clause": finding.id.removeprefix(f"{finding.rule}-"),
        "reason": "The list price is published and has not risen since 2019.",
        "name": "R. Osei",
        "date": "2026-11-02",
        **changes,
    }
    lines = [f"{'- ' if key == 'rule' else '  '}{key}: {value}" for key, value in entry.items()]
    file = folder / "waivers.yaml"
    file.write_text("waivers:\n" + "\n".join(f"  {line}" for line in lines) + "\n", encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def reviewer() -> Reviewer:
    return Reviewer()


def finding(report: Report, rule: str = "FEE-04") -> Finding:
    return next(finding for finding in report.findings if finding.rule == rule)


def waived_report(file: Path, text: str = TEXT) -> Report:
    return Reviewer(waivers=file).review(text)


def test_waived_finding_is_silent_with_a_trace(reviewer: Reviewer, tmp_path: Path) -> None:
    report = waived_report(write(tmp_path, finding(reviewer.review(TEXT))))
    waived = finding(report)
    assert waived.status == "waived"
    assert waived.waiver is not None
    assert (waived.waiver.name, waived.waiver.date, waived.waiver.status) == ("R. Osei", "2026-11-02", "weak")
    assert "Waived by R. Osei on 2026-11-02: The list price" in waived.message
    assert waived.evidence


@pytest.mark.parametrize("format", ["text", "markdown", "html", "sarif", "json"])
def test_waiver_is_told_in_every_writing(reviewer: Reviewer, tmp_path: Path, format: str) -> None:
    report = waived_report(write(tmp_path, finding(reviewer.review(TEXT))))
    assert "has not risen" in " ".join(render(report, format).decode().split())


def test_waiver_survives_renumbering(reviewer: Reviewer, tmp_path: Path) -> None:
    file = write(tmp_path, finding(reviewer.review(TEXT)))
    assert finding(waived_report(file, RENUMBERED)).status == "waived"


def test_waiver_lapses_when_the_words_change(reviewer: Reviewer, tmp_path: Path) -> None:
    file = write(tmp_path, finding(reviewer.review(TEXT)))
    assert finding(waived_report(file, TEXT.replace("upon notice", "without notice"))).status == "weak"


def test_missing_thing_can_be_waived(reviewer: Reviewer, tmp_path: Path) -> None:
    file = write(tmp_path, finding(reviewer.review(TEXT), "CONF-01"))
    assert finding(waived_report(file), "CONF-01").status == "waived"


def test_waived_findings_stand_between_the_open_and_the_met(reviewer: Reviewer, tmp_path: Path) -> None:
    statuses = [f.status for f in waived_report(write(tmp_path, finding(reviewer.review(TEXT)))).findings]
    at = statuses.index("waived")
    assert not {"pass", "not_applicable"}.intersection(statuses[:at])
    assert set(statuses[at + 1 :]) <= {"pass", "not_applicable"}


BAD = [
    ({"clause": "seven"}, 3, "Copy it from the end of the finding's id"),
    ({"date": "last week"}, 6, "date"),
    ({"name": "''"}, 5, "name"),
    ({"until": "2027-01-01"}, 7, '"until" is no key here'),
]


@pytest.mark.parametrize(("changes", "line", "words"), BAD)
def test_error_names_file_and_line(
    reviewer: Reviewer, tmp_path: Path, changes: dict[str, str], line: int, words: str
) -> None:
    file = write(tmp_path, finding(reviewer.review(TEXT)), **changes)
    with pytest.raises(RuleError, match=rf"waivers\.yaml:{line}: .*{words}"):
        Waivers.load(file)


def test_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "waivers.yaml"
    file.write_text("rules: []\n")
    with pytest.raises(RuleError, match=r"waivers\.yaml:1: a waiver file begins with"):
        Waivers.load(file)
