"""The page about the tables is true: every column is on it as it is, and what it shows runs as written."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from conftest import Audited
from typer.testing import CliRunner

from msla_check.audit.answers.tables import TABLES
from msla_check.cli.app import app

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "audit-tables.md").read_text(encoding="utf-8")
KINDS = {"text": "text", "integer": "whole number", "number": "number", "texts": "list of texts"}


@pytest.fixture
def place(audited: Audited, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder in which the store has the name that the page gives it."""
    (tmp_path / "audit.db").symlink_to(audited.name)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("name", TABLES)
def test_every_column_stands_there_with_its_meaning(name: str) -> None:
    section = PAGE.split(f"## {name}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([\w ]+) \| (.+) \|$", section, flags=re.M)
    assert rows == [(column.name, KINDS[column.kind], column.meaning) for column in TABLES[name].columns]


@pytest.mark.usefixtures("place")
def test_the_commands_run_as_written() -> None:
    commands = re.findall(r"^\$ (.+)$", PAGE, flags=re.M)
    assert len(commands) == 5
    for command in commands:
        result = CliRunner().invoke(app, shlex.split(command)[1:])
        assert result.exit_code == 0, result.output


@pytest.mark.usefixtures("place")
def test_the_example_in_python_runs(capsys: pytest.CaptureFixture[str]) -> None:
    [code] = re.findall(r"^```python\n(.*?)^```", PAGE, flags=re.M | re.S)
    exec(code, {})  # noqa: S102
    assert "agreement-05.txt" in capsys.readouterr().out
