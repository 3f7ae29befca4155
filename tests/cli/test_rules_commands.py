"""`msla-check rules ...` and waivers, as a lawyer would call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from msla_check.cli.app import app


def call(*arguments: str | Path) -> Result:
    """The outcome of a command."""
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_rules_go_to_excel_and_back(tmp_path: Path) -> None:
    workbook = tmp_path / "positions.xlsx"
    assert call("rules", "export", "--xlsx", workbook).exit_code == 0
    book = load_workbook(workbook)
    for row in book["Parameters"].iter_rows(min_row=2):
        if (row[0].value, row[1].value) == ("TERM-04", "max"):
            row[2].value = "45 days"
    book.save(workbook)
    done = call("rules", "import", workbook, tmp_path / "own")
    assert (done.exit_code, "TERM-04.max: 45 days" in done.output) == (0, True)
    assert call("rules", "test", "--playbook", tmp_path / "own").exit_code == 0


def test_slip_in_a_workbook_is_one_line_with_its_cell(tmp_path: Path) -> None:
    workbook = tmp_path / "positions.xlsx"
    call("rules", "export", "--xlsx", workbook, "--playbook", "traps")
    book = load_workbook(workbook)
    book["Rules"]["E2"].value = "grave"
    book.save(workbook)
    done = call("rules", "import", workbook, tmp_path / "own")
    assert done.exit_code == 2
    assert "sheet Rules, row 2, column Severity" in done.output
    assert not (tmp_path / "own").exists()


def test_new_rule_is_an_outline_to_fill_in(tmp_path: Path) -> None:
    done = call("rules", "new", "HSE-01", "--playbook", tmp_path / "house")
    assert (done.exit_code, "hse-01.yaml" in done.output) == (0, True)
    assert "still to be filled in" in call("rules", "lint", "--playbook", tmp_path / "house").output


def test_pages_are_written_for_a_playbook(tmp_path: Path) -> None:
    assert call("rules", "docs", tmp_path / "pages", "--playbook", "general").exit_code == 0
    assert (tmp_path / "pages" / "GEN-01.md").read_text().startswith("# GEN-01: ")


@pytest.mark.parametrize("playbook", ["general", "traps", "msla,traps"])
def test_playbooks_can_be_named_and_combined(small_file: Path, playbook: str) -> None:
    done = call("review", small_file, "--playbook", playbook, "--format", "json", "--fail-on", "never")
    assert json.loads(done.output)["playbook"]["id"] == playbook.replace(",", "+")


def test_waived_finding_does_not_fail_the_review(small_file: Path, tmp_path: Path) -> None:
    report = json.loads(call("review", small_file, "--format", "json", "--fail-on", "never").output)
    lines = ["waivers:"]
    for finding in report["findings"]:
        if finding["status"] in ("weak", "missing", "conflict", "unclear"):
            clause = finding["id"].removeprefix(f"{finding['rule']}-")
            lines.append(
                f'  - {{rule: {finding["rule"]}, clause: "{clause}", reason: Known., name: A. Bell, date: 2026-11-02}}'
            )
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert call("review", small_file, "--quiet").exit_code == 1
    assert call("review", small_file, "--quiet", "--waivers", waivers).exit_code == 0
    assert "Waived by A. Bell" in call("review", small_file, "--waivers", waivers).output


def test_wrong_waiver_file_is_told(small_file: Path, tmp_path: Path) -> None:
    waivers = tmp_path / "waivers.yaml"
    waivers.write_text("waivers:\n  - {rule: TERM-04}\n", encoding="utf-8")
    done = call("review", small_file, "--waivers", waivers)
    assert (done.exit_code, "waivers.yaml:2" in done.output) == (2, True)


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    """An agreement with little in it."""
    file = tmp_path / "small.txt"
    file.write_text("1. Services. Provider monitors the network.\n\n2. Fees. Customer pays $10 a month.\n")
    return file
