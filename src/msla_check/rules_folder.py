"""Where the rules that come with msla-check lie."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def rules_folder() -> Path:
    """Returns the folder `rules/`: inside the installed package, or the checkout's own."""
    installed = Path(__file__).parent / "_rules"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "rules"
