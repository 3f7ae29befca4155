"""Where the rules that come with msla-check lie, and how their YAML is read."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml


@cache
def rules_folder() -> Path:
    """Returns the folder `rules/`: inside the installed package, or the checkout's own."""
    installed = Path(__file__).parent / "_rules"
    return installed if installed.is_dir() else Path(__file__).parents[2] / "rules"


YAML_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader in C, several times as fast, where PyYAML was built with it."""


def read_vocabulary(path: Path) -> Any:
    """Returns the content of a YAML file of the vocabulary."""
    return yaml.load(path.read_text(encoding="utf-8"), Loader=YAML_LOADER)
