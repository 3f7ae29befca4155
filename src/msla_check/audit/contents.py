"""Reads the bytes behind a path: of a file, of a member of a .zip, or in object storage."""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from msla_check.errors import MslaCheckError, PasswordRequired, UnreadableDocument
from msla_check.parsing.archives import DAMAGED_ARCHIVE
from msla_check.parsing.limits import MAX_FILE_BYTES

if TYPE_CHECKING:
    from pyarrow.fs import FileSystem  # type: ignore[import-untyped]

MEMBER = "!/"
"""Stands between an archive's path and its member's: "year.zip!/acme.pdf"."""

_MEMBER = re.compile(r"(.*?\.zip)!/(.+)", re.I | re.S)
_URI = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)
_ARROW_SCHEMES = frozenset({"file", "s3", "gs", "gcs", "abfs", "abfss", "hdfs"})


def is_uri(path: str) -> bool:
    """Whether a path names something in object storage ("s3://bucket/key")."""
    return _URI.match(path) is not None


def read_contents(path: str) -> bytes:
    """Returns the bytes behind a path.

    Raises:
        UnreadableDocument, PasswordRequired: worded for a reviewer.
    """
    try:
        if is_uri(path):
            return _read_remote(path)
        member = _MEMBER.fullmatch(path)
        if member and Path(member[1]).is_file():
            return _read_member(member[1], member[2])
        with Path(path).open("rb") as file:
            return _bounded(file.read(MAX_FILE_BYTES + 1), path)
    except OSError as error:
        cause = error.strerror or str(error).splitlines()[0]
        raise UnreadableDocument(f"{path}: the file could not be opened ({cause}).") from error


def content_hash(path: str) -> str:
    """Returns the SHA-256 of the bytes behind a path.

    Raises:
        UnreadableDocument, PasswordRequired: worded for a reviewer.
    """
    plain = Path(path)
    if is_uri(path) or not plain.is_file() or plain.stat().st_size > MAX_FILE_BYTES:
        return hashlib.sha256(read_contents(path)).hexdigest()
    try:
        with plain.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableDocument(f"{path}: the file could not be opened ({error.strerror}).") from error


def remote_files(uri: str) -> tuple[FileSystem, str]:
    """Returns the file system that a URI names, and the path within it.

    pyarrow knows S3, Google and Azure storage itself; any other scheme is fsspec's.

    Raises:
        MslaCheckError: the scheme is not known, or what it needs is not installed.
    """
    try:
        from pyarrow import ArrowException  # type: ignore[import-untyped]
        from pyarrow.fs import FileSystem, FSSpecHandler, PyFileSystem
    except ModuleNotFoundError as error:
        raise MslaCheckError(f"{uri}: object storage needs: pip install 'msla-check[audit]'.") from error

    scheme, _, rest = uri.partition("://")
    try:
        if scheme.lower() in _ARROW_SCHEMES:
            files, path = FileSystem.from_uri(uri)
            return files, str(path)
        import fsspec  # type: ignore[import-untyped]

        return PyFileSystem(FSSpecHandler(fsspec.filesystem(scheme))), rest
    except (ArrowException, ImportError, ValueError) as error:
        cause = str(error).strip().splitlines()[0]
        raise MslaCheckError(f"{uri}: this storage cannot be reached ({cause}).") from error


def _read_remote(uri: str) -> bytes:
    files, path = remote_files(uri)
    with files.open_input_stream(path) as stream:
        return _bounded(stream.read(MAX_FILE_BYTES + 1), uri)


def _read_member(archive: str, member: str) -> bytes:
    shown = f"{Path(archive).name}{MEMBER}{member}"
    try:
        with zipfile.ZipFile(archive) as opened:
            entry = opened.getinfo(member)
            if entry.flag_bits & 1:
                raise PasswordRequired(f"{shown}: the archive is encrypted; unpack it and give its files.")
            with opened.open(entry) as file:
                # The stated size may lie; what is read is what counts.
                return _bounded(file.read(MAX_FILE_BYTES + 1), shown)
    except DAMAGED_ARCHIVE as error:
        raise UnreadableDocument(f"{shown}: the archive is damaged here; make it again.") from error


def _bounded(data: bytes, path: str) -> bytes:
    if len(data) > MAX_FILE_BYTES:
        limit = MAX_FILE_BYTES // 1_000_000
        raise UnreadableDocument(f"{path}: a file of more than {limit} MB is not read; split it.")
    return data
