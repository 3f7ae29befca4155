"""`rules`, `schema`, `terms`, `outline`, `explain`, `--version` and the help texts."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import jsonschema
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from msla_check import Playbook
from msla_check.cli.app import app

runner = CliRunner()


@pytest.fixture
def agreement(tmp_path: Path, small_agreement: str) -> Path:
    path = tmp_path / "small.txt"
    path.write_text(small_agreement)
    return path


def commands() -> list[list[str]]:
    """Every command as the words that call it."""
    found = []
    for name, command in get_command(app).commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        found += [[name, sub] for sub in inner] if inner else [[name]]
    return found


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_has_help_with_an_example(command: list[str]) -> None:
    result = runner.invoke(app, [*command, "--help"])
    assert result.exit_code == 0
    assert f"Example: msla-check {' '.join(command)}" in " ".join(result.stdout.split())


def test_version() -> None:
    assert re.fullmatch(r"msla-check \d+\.\d+\.\d+\n", runner.invoke(app, ["--version"]).stdout)


def test_rules_are_listed_and_shown() -> None:
    listed = runner.invoke(app, ["rules", "list"]).stdout.splitlines()
    rules = Playbook.load("msla").rules
    assert [line.split()[0] for line in listed] == [rule.id for rule in rules]
    shown = runner.invoke(app, ["rules", "show", rules[0].id]).stdout
    assert rules[0].title in shown
    unknown = runner.invoke(app, ["rules", "show", "NO-99"])
    assert unknown.exit_code == 2
    assert "rules list" in unknown.stderr


@pytest.mark.parametrize("what", ["report", "rule"])
def test_schemas_are_valid_json_schema(what: str) -> None:
    schema = json.loads(runner.invoke(app, ["schema", what]).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["properties"]


def test_terms_in_three_formats_say_the_same(agreement: Path) -> None:
    rows = json.loads(runner.invoke(app, ["terms", str(agreement), "--format", "json"]).stdout)
    table = list(
        csv.DictReader(io.StringIO(runner.invoke(app, ["terms", str(agreement), "--format", "csv"]).stdout))
    )
    text = runner.invoke(app, ["terms", str(agreement)]).stdout
    assert [(r["key"], r["value"]) for r in rows] == [(r["key"], r["value"]) for r in table]
    assert ("term.nonrenewal_notice", "120 days") in [(r["key"], r["value"]) for r in rows]
    assert "term.nonrenewal_notice: 120 days" in text
    assert runner.invoke(app, ["terms", str(agreement), "--format", "xml"]).exit_code == 2


def test_outline_prints_the_tree(agreement: Path) -> None:
    outline = runner.invoke(app, ["outline", str(agreement)]).stdout
    assert re.search(r"6\.?\s+Confidentiality", outline)
    assert "confidentiality" in outline


def test_explain_wants_one_thing_to_explain(agreement: Path) -> None:
    both = runner.invoke(app, ["explain", str(agreement), "--rule", "TERM-04", "--clause", "4"])
    assert both.exit_code == 2
    rule = runner.invoke(app, ["explain", str(agreement), "--rule", "TERM-04"])
    assert rule.exit_code == 0, rule.output
    assert "120" in rule.stdout
    clause = runner.invoke(app, ["explain", str(agreement), "--clause", "6"])
    assert clause.exit_code == 0
    assert "confidentiality" in clause.stdout.lower()


def test_a_file_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    result = runner.invoke(app, ["outline", str(tmp_path / "none.pdf")])
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
