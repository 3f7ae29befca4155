"""Renders the corpus: `python corpus/build.py [OUTDIR] [--only SLUG] [--formats pdf,docx,html,txt]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from agreement_builder import FORMATS, SourceError, render, slugs


def main(arguments: list[str] | None = None) -> int:
    """Write the renderings asked for; 0 if all went well, 2 if a source or an option is wrong."""
    parser = argparse.ArgumentParser(description="Render the agreements of the corpus.")
    parser.add_argument("outdir", nargs="?", default="out/corpus", type=Path, help="folder to write into")
    parser.add_argument("--only", action="append", choices=slugs(), help="an agreement (may be repeated)")
    parser.add_argument("--formats", default=",".join(FORMATS), help="comma-separated, default: all")
    options = parser.parse_args(arguments)
    forms = options.formats.split(",")
    unknown = [form for form in forms if form not in FORMATS]
    if unknown:
        parser.error(f"unknown format {unknown[0]!r}: choose from {', '.join(FORMATS)}")
    options.outdir.mkdir(parents=True, exist_ok=True)
    try:
        for slug in options.only or slugs():
            for form in forms:
                path = options.outdir / f"{slug}.{form}"
                path.write_bytes(render(slug, form))
                print(path)
    except SourceError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
