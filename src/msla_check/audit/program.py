"""Says which program made a reading, so that a changed one reads again."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from msla_check.parsing.ocr import find_recogniser
from msla_check.rules_folder import rules_folder

_READS_AND_JUDGES = ("model", "parsing", "pipeline", "engine")


def program_version(*, ocr: bool) -> str:
    """Returns the version of msla-check, a digest of its code, and what reads images ("0.1.0+3fa9...").

    The digest makes a checkout under work read again what its last edit may read differently. What was
    read without OCR, or by another one, is not taken for what this one would read.
    """
    recogniser = find_recogniser() if ocr else None
    return _code_version() + (f"+{recogniser.name.replace(' ', '-')}" if recogniser else "")


@cache
def _code_version() -> str:
    """Returns the version of msla-check and a digest of its code and vocabulary."""
    package = Path(__file__).parents[1]
    files = [path for layer in _READS_AND_JUDGES for path in (package / layer).rglob("*.py")]
    vocabulary = rules_folder() / "vocabulary"
    files += [path for path in vocabulary.rglob("*") if path.is_file()]
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(f"{path.name}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return f"{version('msla-check')}+{digest.hexdigest()[:16]}"
