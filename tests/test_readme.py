"""The README's examples run as written."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from agreement_builder import render
from typer.testing import CliRunner

from msla_check.cli.app import app

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(python|console)\n(.*?)^```", README, flags=re.M | re.S)
SAMPLE = "northwind-full-msp"


@pytest.fixture(scope="module")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sample agreement where the README says it is."""
    folder = tmp_path_factory.mktemp("readme")
    target = folder / "out" / "corpus"
    target.mkdir(parents=True)
    for suffix in ("pdf", "docx"):
        (target / f"{SAMPLE}.{suffix}").write_bytes(render(SAMPLE, suffix))
    return folder


def test_the_readme_has_examples_of_both_kinds() -> None:
    assert {kind for kind, _ in BLOCKS} == {"python", "console"}


@pytest.mark.parametrize("code", [code for kind, code in BLOCKS if kind == "python"])
def test_library_example_runs(code: str, sample_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sample_folder)
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102


COMMANDS = [
    line[2:]
    for kind, block in BLOCKS
    if kind == "console"
    for line in block.splitlines()
    if line.startswith("$ msla-check")
]


def test_command_line_examples_run(
    sample_folder: Path, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    """One test for all, as a command may need what the one before it has written."""
    monkeypatch.chdir(sample_folder)
    assert COMMANDS
    for command in COMMANDS:
        with subtests.test(command=command):
            words = shlex.split(command)
            result = CliRunner().invoke(app, words[1:])
            assert result.exit_code in (0, 1), result.output
            written = [word for word in words if (sample_folder / word).exists() and "out/" not in word]
            assert result.output.strip() or written


def test_every_file_that_the_readme_links_to_exists() -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []
