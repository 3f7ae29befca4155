"""`msla-check review` as a user runs it: output, files, exit status, bad input."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from msla_check.cli.app import app

runner = CliRunner()


@pytest.fixture
def agreement(tmp_path: Path, small_agreement: str) -> Path:
    path = tmp_path / "small.txt"
    path.write_text(small_agreement)
    return path


def test_the_text_report_leads_with_the_six_elements_and_quotes_the_words(agreement: Path) -> None:
    result = runner.invoke(app, ["review", str(agreement)])
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    titles = ["Scope of services", "Service levels", "Fees and payment", "Term and termination"]
    assert [t for t in titles if any(line.startswith(t) for line in lines)] == titles
    assert "one hundred twenty (120) days" in " ".join(result.stdout.split())
    assert "Ask for:" in result.stdout
    assert "not legal advice" in result.stdout


@pytest.mark.parametrize(("level", "status"), [("high", 1), ("medium", 1), ("low", 1), ("never", 0)])
def test_fail_on_sets_the_exit_status(agreement: Path, level: str, status: int) -> None:
    assert runner.invoke(app, ["review", str(agreement), "--fail-on", level]).exit_code == status


@pytest.mark.parametrize(
    ("format", "suffix"), [("json", ".json"), ("markdown", ".md"), ("html", ".html"), ("text", ".txt")]
)
def test_output_dir_gets_one_report_named_after_the_stem(
    agreement: Path, tmp_path: Path, format: str, suffix: str
) -> None:
    out = tmp_path / "reports"
    arguments = ["review", str(agreement), "--format", format, "--output-dir", str(out), "--fail-on", "never"]
    result = runner.invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert [path.name for path in out.iterdir()] == [f"small{suffix}"]
    assert "Confidentiality" in (out / f"small{suffix}").read_text()


def test_two_inputs_of_one_stem_do_not_overwrite_each_other(agreement: Path, tmp_path: Path) -> None:
    twin = tmp_path / "small.md"
    twin.write_text(agreement.read_text())
    out = tmp_path / "reports"
    runner.invoke(app, ["review", str(agreement), str(twin), "--format", "json", "--output-dir", str(out)])
    assert sorted(path.name for path in out.iterdir()) == ["small.md.json", "small.txt.json"]


BAD_INPUTS = {
    "missing.pdf": None,
    "empty.docx": b"",
    "table.xlsx": b"PK\x03\x04" + bytes(40),
    "broken.docx": b"PK\x03\x04 this is no archive",
    "truncated.pdf": b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog",
    "noise.bin": bytes(range(256)) * 64,
}


@pytest.mark.parametrize("name", BAD_INPUTS)
def test_bad_input_is_one_clear_line_and_the_other_files_are_still_reviewed(
    agreement: Path, tmp_path: Path, name: str
) -> None:
    bad = tmp_path / name
    content = BAD_INPUTS[name]
    if content is not None:
        bad.write_bytes(content)
    out = tmp_path / "reports"
    arguments = ["review", str(bad), str(agreement), "--format", "json", "--output-dir", str(out)]
    result = runner.invoke(app, arguments)
    assert result.exit_code == 2
    complaints = result.stderr.strip().splitlines()
    assert len(complaints) == 1
    assert name in complaints[0]
    assert "Traceback" not in result.output
    assert json.loads((out / "small.json").read_text())["document"]["name"] == "small.txt"


def test_a_folder_is_refused_in_one_line(tmp_path: Path) -> None:
    result = runner.invoke(app, ["review", str(tmp_path)])
    assert result.exit_code == 2
    assert "folder" in result.stderr


def test_a_defect_of_ours_costs_one_file_only(
    agreement: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from msla_check.reviewer import Reviewer

    genuine = Reviewer.review

    def fail_on_first(self: Reviewer, source: Path, **options: str) -> object:
        if Path(source).name == "first.txt":
            raise KeyError("a defect")
        return genuine(self, source, **options)

    monkeypatch.setattr(Reviewer, "review", fail_on_first)
    first = tmp_path / "first.txt"
    first.write_text("1. Term. One year.")
    out = tmp_path / "reports"
    result = runner.invoke(app, ["review", str(first), str(agreement), "--output-dir", str(out)])
    assert result.exit_code == 2
    assert "first.txt" in result.stderr
    assert [path.name for path in out.iterdir()] == ["small.txt"]


def test_a_report_that_cannot_be_written_is_an_error(agreement: Path, tmp_path: Path) -> None:
    target = tmp_path / "no" / "such" / "folder" / "r.json"
    result = runner.invoke(app, ["review", str(agreement), "--output", str(target)])
    assert result.exit_code == 2
    assert "could not be written" in result.stderr


def test_output_takes_one_file(agreement: Path) -> None:
    result = runner.invoke(app, ["review", str(agreement), str(agreement), "--output", "r.json"])
    assert result.exit_code == 2
    assert "--output-dir" in result.stderr


def test_an_unknown_playbook_is_named(agreement: Path) -> None:
    result = runner.invoke(app, ["review", str(agreement), "--playbook", "no-such"])
    assert result.exit_code == 2
    assert "no-such" in result.stderr


def test_quiet_prints_nothing(agreement: Path) -> None:
    result = runner.invoke(app, ["review", str(agreement), "--quiet"])
    assert (result.exit_code, result.output) == (1, "")


def test_what_goes_to_the_other_side_keeps_our_severities_back(agreement: Path) -> None:
    result = runner.invoke(app, ["review", str(agreement), "--for", "counterparty", "--fail-on", "never"])
    assert result.exit_code == 0, result.output
    assert "points for discussion" in result.stdout
    assert "[high]" not in result.stdout
    assert "Why:" not in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--for", "counterparty", "--format", "sarif"], "sarif is internal"),
        (["--suggest", "--format", "html"], "needs --format docx"),
    ],
)
def test_options_that_do_not_go_together_are_named(agreement: Path, arguments: list[str], words: str) -> None:
    result = runner.invoke(app, ["review", str(agreement), *arguments])
    assert result.exit_code == 2
    assert words in result.output
