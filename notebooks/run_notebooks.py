"""Runs the notebooks and stores what they print: `python notebooks/run_notebooks.py [NAME ...]`.

Needs the extra `dev`. Outputs are kept small and without anything that changes from run to run.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

FOLDER = Path(__file__).parent


def run(path: Path) -> nbformat.NotebookNode:
    """Returns a notebook with the outputs of a fresh run.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(FOLDER)}})
    client.execute()
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.metadata = {}
            cell.outputs = _joined(cell.outputs)
    return notebook


def _joined(outputs: list[nbformat.NotebookNode]) -> list[nbformat.NotebookNode]:
    """Returns the printed text as one output: how it arrives in pieces is chance."""
    text = "".join(output.text for output in outputs if output.output_type == "stream")
    others = [output for output in outputs if output.output_type != "stream"]
    return ([nbformat.v4.new_output("stream", name="stdout", text=text)] if text else []) + others


def main() -> None:
    """Runs and stores the notebooks named, or all."""
    for path in sorted(FOLDER.glob("*.ipynb")):
        if len(sys.argv) < 2 or path.stem in sys.argv[1:]:
            nbformat.write(run(path), path)
            print(path.name)


if __name__ == "__main__":
    main()
