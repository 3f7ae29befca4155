"""The page about audits is true: its commands and its example run as written."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest
from typer.testing import CliRunner

from msla_check.audit.outcomes import Reason
from msla_check.audit.store.tables import Table
from msla_check.cli.app import app

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "audit.md").read_text(encoding="utf-8")


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", PAGE, flags=re.M | re.S)


@pytest.fixture
def place(tmp_path: Path, agreements: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with agreements where the page says they are, and its manifest."""
    (agreements / "agreement-0.txt").rename(agreements / "acme.txt")
    (agreements / "list.csv").write_text(_blocks("csv")[0])
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_commands_run_one_after_another(place: Path) -> None:
    commands = [line[2:] for block in _blocks("console") for line in block.splitlines() if line[:2] == "$ "]
    assert len(commands) >= 4
    for command in commands:
        result = CliRunner().invoke(app, shlex.split(command)[1:])
        assert result.exit_code == 0, result.output


def test_the_library_example_runs_as_a_script(place: Path) -> None:
    [code] = _blocks("python")
    (place / "script.py").write_text(code)
    run = subprocess.run([sys.executable, "script.py"], capture_output=True, text=True, check=True, cwd=place)
    assert run.stdout.count("reviewed") == 9


def test_it_runs_in_a_notebook_without_a_guard(place: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    code = (
        "from msla_check import Audit\n"
        "results = list(Audit(store='audit.db', workers=1).run(['agreements']))\n"
        "print(sum(result.outcome == 'reviewed' for result in results))"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(place)}}).execute()
    assert notebook.cells[0].outputs[0].text.strip() == "9"


def test_every_reason_and_every_table_is_on_the_page() -> None:
    assert [reason for reason in get_args(Reason) if reason and f"`{reason}`" not in PAGE] == []
    assert [name for name in Table.metadata.tables if f"`{name}`" not in PAGE] == []
