"""What every HTML page shares: strict templates, its own style and script, and the policy that allows them."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from .html_agreement import showable

TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=4)
def page_template(folder: Path, name: str) -> Template:
    """Returns a template in which every value is escaped and a forgotten one is an error."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: showable(value) if type(value) is str else value,
    )
    return environment.get_template(name)


@lru_cache(maxsize=8)
def asset(path: Path) -> str:
    """Returns a style or a script that is put into a page."""
    return path.read_text(encoding="utf-8")


def source_hash(content: str) -> str:
    """Returns the source expression by which the policy of the page allows exactly this content."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
