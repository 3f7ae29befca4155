"""The notebooks run, and print what is stored in them."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from run_notebooks import run

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"


@pytest.mark.parametrize("path", sorted(NOTEBOOKS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_notebook_prints_what_is_stored(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MSLA_BENCH_DATA", raising=False)
    stored = nbformat.read(path, as_version=4)
    fresh = run(path)
    assert printed(fresh) == printed(stored), f"run: python notebooks/run_notebooks.py {path.stem}"
    assert any(printed(stored))


def printed(notebook: nbformat.NotebookNode) -> list[str]:
    """What each code cell printed."""
    return [
        "".join(output.get("text", "") for output in cell.outputs)
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]
