"""The command line: reads options, calls the library, prints."""

from __future__ import annotations


def main() -> None:
    """Runs `msla-check`."""
    from .app import app

    app()
