"""`msla-check audit report`, `export`, `query`, `what-if` and `diff` on the command line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from conftest import Audited
from typer.testing import CliRunner

from msla_check.cli.app import app


def _run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["audit", *arguments])
    return result.exit_code, result.output


def test_report_writes_the_page_and_names_it(audited: Audited, tmp_path: Path) -> None:
    path = tmp_path / "portfolio.html"
    status, out = _run(
        "report", "--store", audited.name, "--output", str(path), "--run", "1", "--today", "2026-11-23"
    )
    assert (status, out) == (0, f"{path}\n")
    assert "Renewal calendar from 2026-11-23" in path.read_text(encoding="utf-8")


def test_export_names_what_it_wrote(audited: Audited, tmp_path: Path) -> None:
    status, out = _run(
        "export", "--store", audited.name, "--output", str(tmp_path / "out"), "--format", "csv"
    )
    assert status == 0
    assert [Path(line).name for line in out.splitlines()] == [
        "agreements.csv",
        "findings.csv",
        "terms.csv",
        "elements.csv",
    ]
    assert all(Path(line).is_file() for line in out.splitlines())


def test_query_answers_as_table_csv_and_json(audited: Audited, tmp_path: Path) -> None:
    sql = "SELECT rule, count(*) AS n FROM findings WHERE rule = 'TERM-04' GROUP BY rule"
    ask = ("query", sql, "--store", audited.name, "--run", "1")
    assert json.loads(_run(*ask, "--format", "json")[1]) == [{"rule": "TERM-04", "n": 1}]
    assert _run(*ask, "--format", "csv")[1] == "rule,n\nTERM-04,1\n"
    assert _run(*ask)[1].splitlines() == ["rule     n", "-------  -", "TERM-04  1"]
    _run("export", "--store", audited.name, "--output", str(tmp_path), "--run", "1")
    assert _run("query", sql, "--export", str(tmp_path), "--format", "csv")[1] == "rule,n\nTERM-04,1\n"


def test_a_table_on_the_terminal_holds_no_sign_that_steers_it(audited: Audited) -> None:
    out = _run("query", "SELECT chr(27) || '[2J' || chr(10) || 'x' AS odd", "--store", audited.name)[1]
    assert "\x1b" not in out
    assert out.splitlines()[2] == " [2J x"


def test_sums_are_numbers(audited: Audited) -> None:
    sql = "SELECT sum(n) AS whole, sum(n / 2) AS half FROM (VALUES (1), (2)) AS t (n)"
    assert json.loads(_run("query", sql, "--store", audited.name, "--format", "json")[1]) == [
        {"whole": 3, "half": 1.5}
    ]
    assert _run("query", sql, "--store", audited.name)[1].splitlines()[2] == "    3   1.5"


def test_what_if_counts_and_names(audited: Audited) -> None:
    ask = ("what-if", "--set", "TERM-04.max=200 days", "--store", audited.name, "--run", "1")
    status, out = _run(*ask)
    assert status == 0
    assert "TERM-04.max = 200 days (now 60 days)" in out
    assert "1 of 26 agreements would be judged otherwise." in out
    assert "TERM-04: falls silent in 1." in out
    [row] = list(csv.DictReader(io.StringIO(_run(*ask, "--format", "csv")[1])))
    assert Path(row["path"]).name == "unusual.txt"
    assert (row["what"], row["before"], row["after"]) == ("TERM-04", "weak, high", "pass")
    answer = json.loads(_run(*ask, "--format", "json")[1])
    assert answer["judged"] == 26
    assert [change["rule"] for change in answer["changes"]] == ["TERM-04"]


def test_diff_tells_what_changed(audited: Audited) -> None:
    status, out = _run("diff", "1", "2", "--store", audited.name)
    assert status == 0
    assert "1 files added, 1 removed, 1 moved; 1 agreements changed" in out
    rows = list(
        csv.DictReader(io.StringIO(_run("diff", "1", "2", "--store", audited.name, "--format", "csv")[1]))
    )
    assert {row["change"] for row in rows} >= {"file added", "file removed", "file moved", "finding new"}
    answer = json.loads(_run("diff", "1", "2", "--store", audited.name, "--format", "json")[1])
    assert (answer["before"], answer["after"], len(answer["added"])) == (1, 2, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["report", "--store", "nowhere.db"], "there is no such store"),
        (["report", "--run", "9"], "no run 9"),
        (["report", "--today", "tomorrow"], "is no day"),
        (["report", "--output", "no/such/folder/x.html"], "could not be written"),
        (["query", "selec"], "not understood"),
        (["query", "SELECT 1", "--export", "nowhere"], "audit export"),
        (["what-if", "--set", "TERM-04.max"], "sets nothing"),
        (["what-if", "--set", "TERM-004.max=3 days"], "did you mean"),
        (["diff", "1", "7"], "no run 7"),
    ],
)
def test_what_is_not_understood_is_one_line_and_status_2(
    audited: Audited, arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    if "--store" not in arguments:
        arguments = [*arguments, "--store", audited.name]
    status, out = _run(*arguments)
    assert status == 2
    assert words in out
    assert len(out.splitlines()) == 1
