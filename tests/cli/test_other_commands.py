"""`rules`, `schema`, `terms`, `outline`, `explain`, `--version` and the help texts."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import jsonschema
import pytest
from docx import Document
from docx.oxml import parse_xml
from typer.main import get_command
from typer.testing import CliRunner

from msla_check import Playbook
from msla_check.cli.app import app
from msla_check.parsing import read_agreement

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


TRACKED = """<w:p xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:r><w:t xml:space="preserve">Customer shall pay each invoice within </w:t></w:r><w:del w:id="90" w:author="Ann"><w:r><w:delText>thirty (30)</w:delText></w:r></w:del><w:ins w:id="91" w:author="Bob"><w:r><w:t>five (5)</w:t></w:r></w:ins><w:r><w:t xml:space="preserve"> days of its date.</w:t></w:r></w:p>"""


@pytest.fixture
def tracked(tmp_path: Path) -> Path:
    """A Word file in which Bob has cut the time to pay."""
    document = Document()
    document.add_paragraph("1. Fees")
    document.element.body.insert(1, parse_xml(TRACKED))
    path = tmp_path / "tracked.docx"
    document.save(str(path))
    return path


@pytest.mark.parametrize("reading", ["accepted", "original", "marked"])
def test_a_redlined_file_is_reviewed_in_the_reading_asked_for(
    tracked: Path, tmp_path: Path, reading: str
) -> None:
    output = tmp_path / "report.json"
    command = ["review", str(tracked), "--reading", reading, "--format", "json", "--output", str(output)]
    assert runner.invoke(app, command).exit_code in (0, 1)
    written = json.loads(output.read_text(encoding="utf-8"))
    assert written["text"] == read_agreement(tracked, reading=reading).text  # type: ignore[arg-type]
    assert (written["document"]["warnings"][0]["code"]) == "tracked_changes"


def test_tracked_changes_are_compared_and_each_risk_has_its_author(tracked: Path) -> None:
    result = runner.invoke(app, ["compare", str(tracked), "--tracked", "--format", "json"])
    comparison = json.loads(result.stdout)
    payment = next(term for term in comparison["terms"] if term["key"] == "fees.payment_due")
    assert (payment["old"], payment["new"]) == (["30 days"], ["5 days"])
    assert "FEE-02" in {finding["rule"] for finding in comparison["created"]}
    assert "Bob" in comparison["authors"]["FEE-02"]
    assert result.exit_code == 1


def test_a_page_of_a_comparison_escapes_the_agreement(tmp_path: Path) -> None:
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    old.write_text("1. Fees. The fee is 100.")
    new.write_text("1. Fees. The fee is <script>alert(1)</script> 200.")
    page = tmp_path / "out.html"
    result = runner.invoke(app, ["compare", str(old), str(new), "--format", "html", "--output", str(page)])
    assert result.exit_code in (0, 1), result.output
    content = page.read_text()
    assert "<script" not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content
    assert "<del>100.</del>" in content


def test_the_distance_to_a_house_form_is_told(tmp_path: Path) -> None:
    form, draft = tmp_path / "form.txt", tmp_path / "draft.txt"
    form.write_text("1. Fees. The fee is one hundred dollars.\n\n2. Law. Ohio law governs.")
    draft.write_text("1. Fees. The fee is two hundred dollars.\n\n2. Law. Ohio law governs.")
    result = runner.invoke(app, ["compare", str(draft), "--against", str(form)])
    assert "form.txt -> draft.txt" in result.stdout
    assert "Words in common: 90.9%" in result.stdout


@pytest.mark.parametrize(
    "arguments", [["a.txt"], ["a.txt", "b.txt", "--tracked"], ["a.txt", "--tracked", "--against", "b.txt"]]
)
def test_compare_says_what_it_takes(arguments: list[str]) -> None:
    result = runner.invoke(app, ["compare", *arguments])
    assert result.exit_code == 2
    assert "compare takes two files" in result.output
