"""Finds the files of an audit: in folders, by globs, in .zip archives, in object storage, in a manifest.

Nothing is passed over in silence: a file that by its name is no agreement is found too, with the
reason for which it is not opened. The order is the same every time.
"""

from __future__ import annotations

import glob
import os
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import Any

from msla_check.errors import MslaCheckError
from msla_check.model import Side
from msla_check.parsing.archives import DAMAGED_ARCHIVE
from msla_check.parsing.formats import is_readable_suffix, refusal
from msla_check.parsing.limits import MAX_FILE_BYTES, MAX_PARTS

from .contents import MEMBER, is_uri, remote_files
from .outcomes import Reason

_GLOB = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file of the audit, with what a manifest says of it. A `reason` means: not to be reviewed."""

    path: str
    name: str
    size: int | None = None
    modified: int | None = None
    """Nanoseconds since 1970; None where the storage does not tell."""
    side: Side | None = None
    playbook: str = ""
    counterparty: str = ""
    tags: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    reason: Reason = ""
    message: str = ""


def check_paths(paths: Sequence[str]) -> None:
    """Checks that each path leads somewhere, before an audit begins.

    Raises:
        MslaCheckError: one does not.
    """
    for path in paths:
        if is_uri(path) or Path(path).exists():
            continue
        if not _GLOB & set(path):
            raise MslaCheckError(f"{path}: there is no such file or folder.")
        if next(glob.iglob(path, recursive=True), None) is None:  # noqa: PTH207  (as in `_matching`)
            raise MslaCheckError(f"{path}: no file matches.")


def find_files(paths: Sequence[str]) -> Iterator[FoundFile]:
    """Yields the files in folders (and theirs), archives and storage, and those that globs match."""
    several = len(paths) > 1
    seen: set[str] = set()
    for path in paths:
        for found in _find(path):
            if several:
                # Only where paths may overlap: a set of ten million names is not for nothing.
                if found.path in seen:
                    continue
                seen.add(found.path)
            yield found


def _find(path: str) -> Iterator[FoundFile]:
    if is_uri(path):
        yield from _in_storage(path)
    elif Path(path).is_dir():
        yield from _in_folder(str(Path(path).absolute()))
    elif not Path(path).exists() and _GLOB & set(path):
        yield from _matching(path)
    else:
        yield from local_file(str(Path(path).absolute()))


def _matching(pattern: str) -> Iterator[FoundFile]:
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  (a pattern may be absolute)
    folders = {match for match in matches if Path(match).is_dir()}
    for match in matches:
        if match not in folders:
            yield from local_file(str(Path(match).absolute()))


def _in_folder(folder: str) -> Iterator[FoundFile]:
    """Yields the files of a folder and its folders, name by name. Links to folders are not followed."""
    try:
        with os.scandir(folder) as opened:
            entries = sorted(opened, key=lambda entry: entry.name)
    except OSError as error:
        message = f"{folder}: the folder could not be opened ({error.strerror})."
        yield FoundFile(folder, Path(folder).name, reason="unreadable", message=message)
        return
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _in_folder(entry.path)
        elif entry.is_dir():
            message = f"{entry.path}: a link to a folder is not followed; name the folder itself."
            yield FoundFile(entry.path, entry.name, reason="unknown_kind", message=message)
        else:
            yield from local_file(entry.path)


def local_file(path: str) -> Iterator[FoundFile]:
    """Yields a file of this machine, or the members of an archive."""
    name = Path(path).name
    try:
        stat = Path(path).stat()
    except OSError as error:
        message = f"{path}: the file could not be opened ({error.strerror})."
        yield FoundFile(path, name, reason="unreadable", message=message)
        return
    if not S_ISREG(stat.st_mode):
        # A pipe or device could keep the audit waiting for ever.
        yield FoundFile(path, name, reason="unknown_kind", message=f"{path}: this is no regular file.")
    elif name.lower().endswith(".zip"):
        yield from _in_archive(path, stat.st_mtime_ns)
    else:
        yield _judged_by_name(path, name, stat.st_size, stat.st_mtime_ns)


def _in_archive(path: str, modified: int) -> Iterator[FoundFile]:
    """Yields the members of a .zip, within the limits of reading; archives in it are not opened."""
    name = Path(path).name
    try:
        with zipfile.ZipFile(path) as archive:
            members = sorted(
                (entry for entry in archive.infolist() if not entry.is_dir()), key=lambda e: e.filename
            )
    except DAMAGED_ARCHIVE as error:
        message = f"{name}: the archive is damaged and cannot be unpacked ({error}); make it again."
        yield FoundFile(path, name, reason="unreadable", message=message)
        return
    for number, entry in enumerate(members):
        inner = f"{path}{MEMBER}{entry.filename}"
        shown = f"{name}{MEMBER}{entry.filename}"
        if number >= MAX_PARTS:
            message = f"{name}: only {MAX_PARTS} members of an archive are read; unpack it."
            yield FoundFile(inner, shown, entry.file_size, reason="unreadable", message=message)
        elif entry.file_size > MAX_FILE_BYTES:
            message = f"{shown}: a file of more than {MAX_FILE_BYTES // 1_000_000} MB is not read; split it."
            yield FoundFile(inner, shown, entry.file_size, reason="unreadable", message=message)
        else:
            yield _judged_by_name(inner, PurePosixPath(entry.filename).name, entry.file_size, modified)


def _in_storage(uri: str) -> Iterator[FoundFile]:
    """Yields the files under a URI of object storage."""
    files, path = remote_files(uri)
    from pyarrow.fs import FileSelector, FileType  # type: ignore[import-untyped]

    base = uri[: len(uri) - len(path)] if uri.endswith(path) else uri.partition("://")[0] + "://"
    try:
        [info] = files.get_file_info([path])
        infos = [info]
        if info.type == FileType.Directory:
            infos = files.get_file_info(FileSelector(path, recursive=True))
    except OSError as error:
        raise MslaCheckError(
            f"{uri}: the storage could not be listed ({str(error).splitlines()[0]})."
        ) from error
    if info.type == FileType.NotFound:
        raise MslaCheckError(f"{uri}: there is nothing there.")
    for item in sorted(infos, key=lambda item: str(item.path)):
        if item.type == FileType.File:
            yield _judged_by_name(f"{base}{item.path}", str(item.base_name), item.size, item.mtime_ns)


def _judged_by_name(path: str, name: str, size: int | None, modified: int | None) -> FoundFile:
    suffix = PurePosixPath(name).suffix
    if name.startswith((".", "~$")):
        message = f"{name}: a hidden or temporary file; rename it to have it reviewed."
        return FoundFile(path, name, size, modified, reason="unknown_kind", message=message)
    if not is_readable_suffix(suffix):
        why = (
            refusal(suffix) or "by its name it is no agreement; PDF, Word, HTML and text files are reviewed."
        )
        return FoundFile(path, name, size, modified, reason="unknown_kind", message=f"{name}: {why}")
    return FoundFile(path, name, size, modified)
