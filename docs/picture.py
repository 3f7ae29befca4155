"""Draws docs/report.svg: the real terminal report of the sample agreement, as a picture.

    python docs/picture.py [SAMPLE.pdf]

Without an argument the sample is built from the corpus. The picture shows the first lines only.
"""

from __future__ import annotations

import re
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "corpus"))

from agreement_builder import render as render_sample  # noqa: E402

from msla_check import review  # noqa: E402
from msla_check.reporting.terminal import print_report  # noqa: E402

SAMPLE = "graniteloop-cloud-hosting"
LINES = 46
WIDTH = 110


def main() -> None:
    """Writes the picture."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / f"{SAMPLE}.pdf"
        if len(sys.argv) == 1:
            path.write_bytes(render_sample(SAMPLE, "pdf"))
        report = review(path)
    out = StringIO()
    print_report(
        report, Console(file=out, width=WIDTH, force_terminal=True, color_system="standard", highlight=False)
    )
    head = "\n".join(out.getvalue().splitlines()[:LINES])
    canvas = Console(record=True, width=WIDTH, file=StringIO())
    canvas.print(Text.from_ansi(head))
    svg = canvas.export_svg(title=f"msla-check review {path.name}")
    # A picture loads nothing from outside: the web fonts that rich names are left out.
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.S)
    (ROOT / "docs" / "report.svg").write_text(re.sub(r"terminal-\d+", "terminal", svg), encoding="utf-8")


if __name__ == "__main__":
    main()
