"""Feeds a reader with spoilt files until it breaks, or the time is up.

    python benchmarks/fuzz.py pdf|docx|packing|html|text [--minutes 30] [--found DIR]

Needs atheris (`pip install atheris`), which turns bytes where they reach new lines of our code. It begins
with the sample agreements in that format; of Word files `docx` spoils the main part, `packing` the archive
around it. What must hold is what tests/parsing/test_any_input.py checks: an agreement whose offsets hold
together, or an error of ours in one line; never another exception, a crash, or twenty seconds on one file.
Whatever breaks it is written to DIR, to become a test.
"""

from __future__ import annotations

import argparse
import importlib
import io
import pkgutil
import sys
import tempfile
import zipfile
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "corpus"), str(ROOT / "tests")]

with atheris.instrument_imports(include=["msla_check"]):
    import msla_check.parsing

    # A reader is imported when it is first needed, which would be too late to watch it.
    for module in pkgutil.iter_modules(msla_check.parsing.__path__, "msla_check.parsing."):
        importlib.import_module(module.name)
    from agreement_builder import render, slugs
    from parsing.test_any_input import read

MAIN = "word/document.xml"
SUFFIXES = {"pdf": "pdf", "docx": "docx", "packing": "docx", "html": "html", "text": "txt"}
LONGEST = {"pdf": 60_000, "docx": 20_000, "packing": 60_000, "html": 20_000, "text": 8_000}
"""Bytes; longer samples are cut, which is one way to spoil them, so that many can be tried."""
SECONDS, MEGABYTES = 20, 4_000


def seeds(format: str) -> list[bytes]:
    """Returns the sample agreements in a format; of Word files the main part."""
    files = [render(slug, SUFFIXES[format]) for slug in slugs()]
    return [zipfile.ZipFile(io.BytesIO(file)).read(MAIN) for file in files] if format == "docx" else files


def packed(main: bytes, sample: bytes) -> bytes:
    """Returns the sample Word file with another main part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sample)) as package, zipfile.ZipFile(out, "w") as spoilt:
        for name in package.namelist():
            spoilt.writestr(name, main if name == MAIN else package.read(name))
    return out.getvalue()


def main() -> None:
    """Runs until something breaks or the time is up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("format", choices=SUFFIXES)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--found", type=Path, default=Path("out/fuzz"))
    options = parser.parse_args()
    options.found.mkdir(parents=True, exist_ok=True)
    sample = render(slugs()[0], "docx") if options.format == "docx" else b""

    def once(data: bytes) -> None:
        read(packed(data, sample) if sample else data, f"a.{SUFFIXES[options.format]}")

    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(seeds(options.format)):
            Path(folder, str(number)).write_bytes(seed)
        arguments = [
            sys.argv[0],
            folder,
            f"-max_total_time={round(options.minutes * 60)}",
            f"-timeout={SECONDS}",
            f"-rss_limit_mb={MEGABYTES}",
            f"-max_len={LONGEST[options.format]}",
            f"-artifact_prefix={options.found}/{options.format}-",
            "-print_final_stats=1",
        ]
        atheris.Setup(arguments, once)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
