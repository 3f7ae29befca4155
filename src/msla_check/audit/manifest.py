"""Reads a manifest: a CSV or JSON Lines file that names the files of an audit and what is known of them."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast, get_args

from msla_check.errors import MslaCheckError
from msla_check.model import Side

from .contents import is_uri
from .discovery import FoundFile, find_files, local_file

KNOWN = ("path", "side", "playbook", "counterparty", "tags")


def read_manifest(manifest: Path) -> Iterator[FoundFile]:
    """Yields the files that a manifest names, each with its side, playbook, counterparty and tags.

    A path is taken from the manifest's folder. Further columns are kept as they are. A file that is not
    there is yielded with the reason.

    Raises:
        MslaCheckError: the manifest is not well formed; the message names the line.
    """
    for line, columns in _rows(manifest):
        path = str(columns.get("path") or "").strip()
        if not path:
            raise MslaCheckError(f'{manifest}:{line}: "path" is missing; name the file.')
        side = _side(columns.get("side"), f"{manifest}:{line}")
        for found in _files(manifest, path):
            yield replace(
                found,
                side=side,
                playbook=str(columns.get("playbook") or "").strip(),
                counterparty=str(columns.get("counterparty") or "").strip(),
                tags=_tags(columns.get("tags")),
                details={key: value for key, value in columns.items() if key not in KNOWN and value != ""},
            )


def playbooks_named(manifest: Path) -> set[str]:
    """Returns the playbooks that a manifest names, so that they can be loaded before the audit starts."""
    named = {str(columns.get("playbook") or "").strip() for _, columns in _rows(manifest)}
    return named - {""}


def _files(manifest: Path, path: str) -> Iterator[FoundFile]:
    if is_uri(path):
        return find_files([path])
    whole = (manifest.absolute().parent / path).absolute()
    return find_files([str(whole)]) if whole.is_dir() else local_file(str(whole))


def _side(value: Any, place: str) -> Side | None:
    word = str(value or "").strip().lower()
    for side in get_args(Side):
        if word == side:
            return cast(Side, side)
    if word:
        raise MslaCheckError(f'{place}: side is one of {", ".join(get_args(Side))}; not "{word}".')
    return None


def _tags(value: Any) -> tuple[str, ...]:
    words = value if isinstance(value, list) else str(value or "").replace(";", ",").split(",")
    return tuple(word for item in words if (word := str(item).strip()))


def _rows(manifest: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    try:
        with manifest.open(encoding="utf-8-sig", newline="") as file:
            if manifest.suffix.lower() in (".jsonl", ".ndjson", ".json"):
                yield from _json_rows(manifest, file)
            else:
                yield from _csv_rows(manifest, file)
    except OSError as error:
        raise MslaCheckError(f"{manifest}: the manifest could not be opened ({error.strerror}).") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise MslaCheckError(
            f"{manifest}: the manifest is no CSV or JSON Lines in UTF-8 ({error})."
        ) from error


def _csv_rows(manifest: Path, file: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    reader = csv.DictReader(file)
    if "path" not in (reader.fieldnames or ()):
        raise MslaCheckError(
            f'{manifest}:1: a manifest has a column "path"; known too: {", ".join(KNOWN[1:])}.'
        )
    for columns in reader:
        yield reader.line_num, {key: value or "" for key, value in columns.items() if key is not None}


def _json_rows(manifest: Path, file: Any) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(file, start=1):
        if not line.strip():
            continue
        try:
            columns = json.loads(line)
        except ValueError as error:
            raise MslaCheckError(f"{manifest}:{number}: not one JSON object a line ({error}).") from error
        if not isinstance(columns, dict):
            raise MslaCheckError(f'{manifest}:{number}: not a JSON object; write {{"path": "..."}}.')
        yield number, columns
