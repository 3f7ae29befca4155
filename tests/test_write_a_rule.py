"""The playbook that docs/write-a-rule.md walks through works as written, in YAML and in Excel."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from openpyxl import Workbook, load_workbook

from msla_check import Playbook, review
from msla_check.engine import Rule, lint, read_playbook, save_playbook, selftest
from msla_check.engine.conditions import KINDS, Condition
from msla_check.engine.excel import export_workbook, read_workbook
from msla_check.engine.excel.layout import SHEETS

PAGE = (Path(__file__).resolve().parents[1] / "docs" / "write-a-rule.md").read_text(encoding="utf-8")
HEAD, RULES = re.findall(r"^```yaml\n(.*?)^```", PAGE, flags=re.M | re.S)[:2]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the page tells its reader to make."""
    made = tmp_path_factory.mktemp("house-rules")
    (made / "playbook.yaml").write_text(HEAD)
    (made / "badges.yaml").write_text(RULES)
    return made


def test_the_examples_of_the_page_are_right(folder: Path) -> None:
    playbook = Playbook.load(folder)
    own = [flaw for flaw in [*selftest(playbook), *lint(playbook)] if "HSE-01" in str(flaw)]
    assert own == []


def test_what_the_page_sets_is_what_the_review_does(folder: Path, small_agreement: str) -> None:
    shipped, house = Playbook.load("msla"), Playbook.load(folder)
    assert {rule.id for rule in shipped.rules} - {rule.id for rule in house.rules} == {"NSL-01"}
    assert house.rule("TERM-02").severity == "low"
    sixty = small_agreement.replace("one hundred twenty (120) days", "sixty (60) days")
    assert status(review(sixty), "TERM-04") == "pass"
    assert status(review(sixty, playbook=folder), "TERM-04") == "weak"
    assert status(review(sixty, playbook=folder), "HSE-01") == "missing"


def test_the_same_positions_come_out_of_excel(folder: Path, tmp_path: Path) -> None:
    workbook = tmp_path / "positions.xlsx"
    workbook.write_bytes(export_workbook(read_playbook("msla"), "msla"))
    book = load_workbook(workbook)
    for row in book["Parameters"].iter_rows(min_row=2):
        if (row[0].value, row[1].value) == ("TERM-04", "max"):
            row[2].value = "45 days"
    columns = {cell.value: cell.column for cell in book["Rules"][1]}
    for row in book["Rules"].iter_rows(min_row=2):
        if row[0].value == "NSL-01":
            row[columns["Enabled"] - 1].value = "no"
        if row[0].value == "TERM-02":
            row[columns["Severity"] - 1].value = "low"
    add_badges(book, columns)
    book.save(workbook)
    save_playbook(read_workbook(workbook), tmp_path / "my-positions")
    assert Playbook.load(tmp_path / "my-positions").rules == Playbook.load(folder).rules


def add_badges(book: Workbook, columns: dict[str, int]) -> None:
    """Writes the page's own rule below the last rows, as a lawyer would."""
    rule = yaml.safe_load(RULES)["rules"][0]
    values = {
        "Id": rule["id"],
        "Title": rule["title"],
        "Element": rule["element"],
        "Protects": rule["protects"],
        "Severity": rule["severity"],
        "Kind": rule["kind"],
        "Message": rule["message"],
        "Why it matters": rule["why"],
        "Preferred wording": rule["ask_for"]["preferred"],
        "References": "\n".join(rule["references"]),
    }
    last = next(row[0].row for row in book["Rules"].iter_rows(min_row=2) if row[0].value is None)
    for heading, value in values.items():
        book["Rules"].cell(last, columns[heading]).value = value
    book["Conditions"].append([rule["id"], "wants", yaml.safe_dump(rule["wants"])])
    for kind in ("fires", "silent"):
        for text in rule["examples"][kind]:
            book["Examples"].append([rule["id"], kind, text])


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_every_condition_is_on_the_page(kind: type[Condition]) -> None:
    assert f"`{kind.key}:" in PAGE


@pytest.mark.parametrize("part", sorted(set(Rule.model_fields) - {"enabled"}))
def test_every_part_of_a_rule_is_on_the_page(part: str) -> None:
    assert f"`{part}`" in PAGE


@pytest.mark.parametrize("sheet", SHEETS)
def test_every_sheet_is_on_the_page(sheet: str) -> None:
    assert f"| {sheet} |" in PAGE


def status(report: object, rule: str) -> str:
    """A rule's status in a report."""
    return next(f.status for f in report.findings if f.rule == rule)  # type: ignore[attr-defined]
