"""`msla-check audit` on the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from msla_check.cli.app import app


@pytest.fixture
def folder(tmp_path: Path, small_agreement: str) -> Path:
    """A folder with an agreement, a broken file, and one that is no agreement."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "acme.txt").write_text(small_agreement)
    (tmp_path / "in" / "broken.pdf").write_text("no PDF")
    (tmp_path / "in" / "logo.png").write_text("a picture")
    return tmp_path / "in"


def test_an_audit_says_what_it_did_and_what_failed(folder: Path, tmp_path: Path) -> None:
    store, log = str(tmp_path / "audit.db"), tmp_path / "log.jsonl"
    result = CliRunner().invoke(
        app, ["audit", str(folder), "--store", store, "--workers", "1", "--json-log", str(log)]
    )
    assert result.exit_code == 1
    assert "3 files: 1 reviewed (1 of them now), 1 failed, 1 skipped" in result.output
    assert "unknown_kind 1, unreadable 1" in result.output
    assert "broken.pdf: this is no PDF" in result.output
    events = [json.loads(line) for line in log.read_text().splitlines()]
    assert [event["event"] for event in events] == ["started", "file", "file", "file", "finished"]
    assert {event.get("outcome") for event in events[1:-1]} == {"reviewed", "failed", "skipped"}

    status = CliRunner().invoke(app, ["audit", "status", "--store", store])
    assert status.exit_code == 0
    assert "Run 1" in status.output
    assert "finished" in status.output
    assert "1 failed, 1 reviewed, 1 skipped" in status.output


@pytest.mark.parametrize(
    ("library", "arguments", "extra"),
    [
        ("pebble", ["audit", "."], "msla-check[audit]"),
        ("sqlalchemy", ["audit", "status"], "msla-check[audit]"),
        ("ray", ["audit", ".", "--engine", "ray"], "msla-check[ray]"),
        ("psycopg", ["audit", ".", "--store", "postgresql://nobody@127.0.0.1:1/x"], "msla-check[postgresql]"),
    ],
)
def test_a_library_that_is_not_installed_is_one_line(
    library: str, arguments: list[str], extra: str, folder: Path
) -> None:
    code = f"import sys; sys.modules[{library!r}] = None; from msla_check.cli import main; main()"
    run = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False, cwd=folder
    )
    assert run.returncode == 2
    assert extra in run.stderr
    assert len(run.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["audit", "nowhere"], "no such file or folder"),
        (["audit", "run"], "name the files or folders"),
        (["audit", ".", "--playbook", "nonsense"], "no playbook"),
        (["audit", "status", "--store", "nowhere.db"], "there is no such store"),
    ],
)
def test_what_is_not_understood_is_one_line_and_status_2(
    arguments: list[str], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 2
    assert words in result.output
    assert "Traceback" not in result.output
